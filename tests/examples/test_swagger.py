"""FastAPI's own page /docs: Swagger's Authorize button signs in, and what it then asks carries the token.

FastAPI has the page load Swagger UI from a CDN. The tests speak to this machine only: they give the page the same
package from npm."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from browser import person, screenshot
from playwright.sync_api import Route, expect
from running_demo import ROOT

sys.path.append(str(ROOT / "tests" / "judges"))
from npm_packages import npm_packages  # noqa: E402, F401


@pytest.fixture
def demo(lasting_demo):
    return lasting_demo


@pytest.fixture
def docs(browser, demo, npm_packages):  # noqa: F811
    """Somebody who looks at the backend's /docs."""
    packages = Path(npm_packages) / "node_modules" / "swagger-ui-dist"

    def answer(route: Route) -> None:
        file = packages / route.request.url.rpartition("/")[2]
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=200, body="")

    with person(browser, demo.options.url("orders")) as somebody:
        somebody.context.route(re.compile(r"^https://"), answer)
        somebody.page.goto("/docs")
        yield somebody.page


def _authorize(page, password: str) -> None:
    page.get_by_role("button", name="Authorize").first.click()
    window = page.locator(".modal-ux")
    window.locator("#oauth_username").fill("alice")
    window.locator("#oauth_password").fill(password)
    window.get_by_text("select all").click()
    window.locator("button.modal-btn.authorize").click()


def _ask_for_orders(page):
    page.locator("#operations-orders-orders_orders_get button.opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    return page.locator("#operations-orders-orders_orders_get .live-responses-table")


def test_the_authorize_button_signs_in_and_the_token_is_sent(docs, demo):
    _authorize(docs, demo.password)
    window = docs.locator(".modal-ux")
    expect(window.get_by_role("heading", name="Authorized")).to_be_visible()
    screenshot(docs, "fastapi-swagger-authorized")
    window.get_by_role("button", name="Close").first.click()
    answer = _ask_for_orders(docs)
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text("The Silence of Walnut Trees")
