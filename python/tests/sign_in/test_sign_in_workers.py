"""A site as it is deployed: gunicorn, three worker processes with four threads each."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from browsing import NAVIGATION
from site_under_gunicorn import ahead
from stub_issuer import AUDIENCE
from token_service import PASSWORD, TokenService

pytest.importorskip("gunicorn", reason="gunicorn does not run on this system")

WORKERS, THREADS, TABS = 3, 4, 20
TLS = ssl.create_default_context()
"""Not needed, but made anew for each connection that does not bring one."""


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As many bytes as it has, as many seconds the site, the service and this test are ahead."""
    path = tmp_path / "clock"
    path.touch()
    monkeypatch.setattr(time, "time", ahead(str(path)))
    return path


@pytest.fixture(params=["in every worker", "before the fork"])
def site(request: pytest.FixtureRequest, service: TokenService, store: str, clock: Path) -> Iterator[str]:
    """Its address. The application is made in every worker, or once, before gunicorn forks (`--preload`)."""
    settings = {
        "SECRET_KEY": "a secret key of more than thirty-two bytes",
        "WATCHWORD_ISSUER": service.name,
        "WATCHWORD_AUDIENCE": AUDIENCE,
        "WATCHWORD_CLIENT_ID": "shop",
        "WATCHWORD_CLIENT_SECRET": "s",
        "WATCHWORD_SESSION_STORE": store,
    }
    preload = ["--preload"] if request.param == "before the fork" else []
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", *preload]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning"]
        command += ["site_under_gunicorn:make_app()"]
        path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        environment = {**os.environ, **{f"SHOP_{name}": value for name, value in settings.items()}}
        environment |= {"PYTHONPATH": path, "SITE_CLOCK": str(clock)}
        process = subprocess.Popen(command, pass_fds=[listener.fileno()], env=environment)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(20)


def test_nobody_is_signed_out_when_twenty_tabs_find_the_token_expired(
    site: str, service: TokenService, clock: Path
) -> None:
    with ThreadPoolExecutor(TABS) as threads, httpx.Client(base_url=site, headers=NAVIGATION, timeout=20) as person:
        signs_in(person)
        workers: set[str] = set()
        for times in (1, 2):
            os.truncate(clock, times * (service.lifetime + 1))
            answers = list(threads.map(lambda _: tab(site, person), range(TABS)))
            assert [answer.status_code for answer in answers] == [200] * TABS
            workers |= {answer.text for answer in answers}
            for answer in answers:  # a browser keeps what came last
                person.cookies.extract_cookies(answer)
        assert len(workers) > 1, "only one worker process has answered"
        assert service.open_sessions == 1
        signs_out(person)
        assert tab(site, person).status_code == 302
        assert service.open_sessions == 0


def signs_in(person: httpx.Client) -> None:
    page = person.get("/login")
    form = {"username": "alice", "password": PASSWORD, **hidden_fields(page)}
    answer = person.post("/login", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/"), answer.text


def signs_out(person: httpx.Client) -> None:
    assert person.post("/logout", data=hidden_fields(person.get("/logout"))).status_code == 303


def tab(site: str, person: httpx.Client) -> httpx.Response:
    """A page in a tab that has its own connection and the person's cookies of this moment."""
    return httpx.get(f"{site}/orders", headers=NAVIGATION, cookies=person.cookies, timeout=20, verify=TLS)


def hidden_fields(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
