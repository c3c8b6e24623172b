"""What happens to the store while the server runs: 503 and a clear code, nothing acknowledged is lost, and it goes on."""

from __future__ import annotations

import resource
import signal
import sqlite3

import pytest


def assert_unavailable(answer, *codes: str) -> None:
    assert (answer.status, answer.json()["error"]) == (503, "temporarily_unavailable"), answer.text
    assert answer.json()["code"] in codes, answer.text
    assert int(answer.header("Retry-After")) >= 1


def test_a_database_that_another_program_locks_is_503_and_then_served_again(start_server):
    server = start_server()
    token = server.sign_in("alice")["refresh_token"]
    other = sqlite3.connect(server.database, isolation_level=None, timeout=5)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert_unavailable(server.refresh(token, server.client()), "storage_locked", "storage_unavailable")
        assert server.client().get("/healthz").status == 200
    finally:
        other.execute("ROLLBACK")
    assert server.refresh(token).status == 200


@pytest.fixture
def server_that_can_run_out_of_space(start_server):
    """Files cannot grow any more once `stop_growth` is called: to the store it is a disk that takes nothing."""
    server = start_server(ignored_signals=(signal.SIGXFSZ,))

    def stop_growth():
        largest = max(path.stat().st_size for path in server.data.iterdir())
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    def allow_growth():
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    server.stop_growth, server.allow_growth = stop_growth, allow_growth
    yield server
    allow_growth()


def test_a_disk_that_takes_no_more_is_503_and_loses_nothing(server_that_can_run_out_of_space):
    server = server_that_can_run_out_of_space
    token = server.sign_in("alice")["refresh_token"]
    server.stop_growth()
    for _ in range(500):
        answer = server.refresh(token)
        if answer.status != 200:
            break
        token = answer.json()["refresh_token"]
    assert_unavailable(answer, "storage_full", "storage_unavailable")
    jwks = server.client().get("/.well-known/jwks.json")
    assert jwks.status == 200, "what needs no writing is served on"
    server.allow_growth()
    after = server.refresh(token)
    assert after.status == 200, f"the last acknowledged token is lost: {after.text}"
    server.kill()
    server.start()
    assert server.refresh(after.json()["refresh_token"]).status == 200
