"""A person's browser, by Flask's test client: pages, scripts and forms."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from token_service import PASSWORD
from werkzeug.test import TestResponse

NAVIGATION = {
    "Accept": "text/html,application/xhtml+xml",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
}
SCRIPT = {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}


class Browser:
    """Several tabs of one browser share its cookies; `base` is where it thinks that the site is."""

    def __init__(self, app: Flask, base: str = "http://localhost") -> None:
        self.client = app.test_client()
        self.base = base

    def page(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={**NAVIGATION, **headers}, base_url=self.base)

    def script(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        return self.client.open(path, method=method, headers={**SCRIPT, **headers}, base_url=self.base)

    def submit(self, path: str, form: dict[str, Any], **headers: str) -> TestResponse:
        return self.client.post(path, data=form, headers={**NAVIGATION, **headers}, base_url=self.base)

    def sign_in(self, password: str = PASSWORD, username: str = "alice", next: str | None = None) -> TestResponse:
        """By the form, as it stands on the page."""
        form = fields_of(self.page("/login" if next is None else f"/login?next={next}"))
        return self.submit("/login", {**form, "username": username, "password": password})

    def sign_out(self) -> TestResponse:
        return self.submit("/logout", fields_of(self.page("/logout")))

    def cookie(self, name: str = "watchword_session") -> str | None:
        found = self.client.get_cookie(name, domain="localhost")
        return None if found is None else found.value

    def set_cookie(self, value: str, name: str = "watchword_session") -> None:
        self.client.set_cookie(name, value, domain="localhost")

    def copy_of(self, other: Browser) -> Browser:
        """A tab, or a thief, with the cookies of that moment."""
        for name in ("watchword_session", "session"):
            if (value := other.cookie(name)) is not None:
                self.set_cookie(value, name)
        return self


def fields_of(page: TestResponse) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))


def messages_of(page: TestResponse) -> list[str]:
    return re.findall(r'<p class="message [^>]*>([^<]*)', page.text)
