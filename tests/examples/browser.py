"""Debian's Chromium through Playwright, and what every page must keep to: no console error, no blocked resource."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, expect

CHROMIUM = os.environ.get("WATCHWORD_CHROMIUM", "/usr/bin/chromium")
PHONE = {"viewport": {"width": 360, "height": 720}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1100, "height": 760}}

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that has much to do."""


def launch(playwright: Playwright) -> Browser:
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS, timeout=2 * PATIENCE)


class Person:
    """Somebody with a browser profile of their own."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.context = browser.new_context(base_url=url, **{**DESKTOP, **options})
        self.context.set_default_timeout(PATIENCE)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def sign_in(self, password: str, name: str = "alice", page: Page | None = None) -> None:
        page = page or self.page
        if "/login" not in page.url:
            page.goto("/login")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._look_at_response)
        page.on("requestfailed", self._look_at_failure)
        page.on("console", lambda message: self._look_at_line(page, message))

    def _look_at_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")

    def _look_at_failure(self, request: Request) -> None:
        # Whoever goes on before a picture is there calls it off: that is no failure of the page.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _look_at_line(self, page: Page, message: ConsoleMessage) -> None:
        # A page that says 401 is no accident here; the browser's own line about it is the only one allowed.
        of_page = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type in ("error", "warning") and not of_page:
            self.complaints.append(f"console: {message.text}")


@contextmanager
def person(browser: Browser, url: str, **options: Any) -> Iterator[Person]:
    """Ends with an AssertionError if a page of theirs complained."""
    somebody = Person(browser, url, **options)
    try:
        yield somebody
    finally:
        somebody.context.close()
    assert somebody.complaints == []


def screenshot(page: Page, name: str) -> None:
    """A picture for people to look at, in the folder that WATCHWORD_SCREENSHOTS names."""
    folder = os.environ.get("WATCHWORD_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
