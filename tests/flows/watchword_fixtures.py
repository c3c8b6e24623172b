"""The fixtures that the flow tests and the judges share."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest

from server_process import PASSWORD, PROGRAM, ServerProcess

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def program() -> Path:
    """The program under test; without it nothing here means anything."""
    if not PROGRAM.is_file():
        pytest.exit(f"there is no {PROGRAM}: run 'make build' first, or set WATCHWORD_PROGRAM", returncode=3)
    return PROGRAM


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A self-signed certificate for localhost and its key."""
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One server for all tests that leave no trace for others; the user is `alice`."""
    folder = tmp_path_factory.mktemp("server")
    yield from with_alice(ServerProcess(folder, {"cors_origins": ["https://app.example"]}))


@pytest.fixture(scope="session")
def tls_server(tmp_path_factory, certificate):
    """The same over HTTPS."""
    folder = tmp_path_factory.mktemp("tls-server")
    yield from with_alice(ServerProcess(folder, certificate=certificate[0], private_key=certificate[1]))


def with_alice(process: ServerProcess):
    """For fixtures: started, with one user, and stopped whatever happens."""
    try:
        process.start()
        process.add_user("alice")
        yield process
    finally:
        process.discard()


@pytest.fixture(params=["server", "tls_server"], ids=["http", "https"])
def any_server(request):
    """Each of the two, for what must not depend on the scheme."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def start_server(tmp_path):
    """Starts servers of the test's own; all are stopped, and looked at, when it ends."""
    started: list[ServerProcess] = []

    def start(settings: dict | None = None, *, users: tuple[str, ...] = ("alice",), **more) -> ServerProcess:
        folder = tmp_path / f"server-{len(started)}"
        folder.mkdir()
        process = ServerProcess(folder, settings, **more)
        started.append(process)
        process.start()
        for name in users:
            process.add_user(name)
        return process

    yield start
    failures = [failure for process in started if (failure := _end(process))]
    assert not failures, "\n".join(failures)


def _end(process: ServerProcess) -> str | None:
    try:
        process.discard()
        return None
    except AssertionError as failure:
        return str(failure)


@pytest.fixture
def new_user(server):
    """A user of the shared server that no other test touches."""
    name = f"person{next(_numbers)}"
    server.add_user(name)
    return name


@pytest.fixture
def signed_in(server):
    """A browser in which alice is signed in."""
    browser = server.browser()
    assert browser.follow(browser.sign_in("alice", PASSWORD)).status == 200
    return browser
