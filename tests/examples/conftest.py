from __future__ import annotations

from pathlib import Path

import pytest

pytest.register_assert_rewrite("browser", "running_demo")
playwright_api = pytest.importorskip("playwright.sync_api")

import browser as browsers  # noqa: E402
from running_demo import running_demo  # noqa: E402


@pytest.fixture(scope="session")
def browser():
    if not Path(browsers.CHROMIUM).exists():
        pytest.skip(f"there is no {browsers.CHROMIUM} (apt-get install chromium)")
    with playwright_api.sync_playwright() as playwright:
        chromium = browsers.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lasting_demo(tmp_path_factory):
    """With tokens that live as long as any test, however slow the machine."""
    with running_demo(tmp_path_factory.mktemp("lasting-demo"), access_token_seconds=3600) as running:
        yield running
