from __future__ import annotations

from pathlib import Path

import pytest

pytest.register_assert_rewrite("browser", "running_demo")
playwright_api = pytest.importorskip("playwright.sync_api")

import browser as browsers  # noqa: E402


@pytest.fixture(scope="session")
def browser():
    if not Path(browsers.CHROMIUM).exists():
        pytest.skip(f"there is no {browsers.CHROMIUM} (apt-get install chromium)")
    with playwright_api.sync_playwright() as playwright:
        chromium = browsers.launch(playwright)
        yield chromium
        chromium.close()
