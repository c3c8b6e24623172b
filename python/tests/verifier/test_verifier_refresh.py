"""Fetching in the background: who waits, who does not, and what happens when the issuer is in trouble."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from freezegun import freeze_time
from stub_issuer import AUDIENCE, JWKS, METADATA

from watchword import _native
from watchword.documents import Limits, fetch, max_age_of
from watchword.errors import KeysUnavailable, ServerUnavailable, TokenError
from watchword.refresh_schedule import RefreshSchedule
from watchword.verifier import TokenVerifier


# Seconds for what happens soon, on a machine that has much else to do.
PATIENCE = 60.0


def refusal(verifier, token):
    with pytest.raises((TokenError, KeysUnavailable)) as refused:
        verifier.verify(token)
    return refused.value


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


class Gate:
    """Holds an answer back until it is opened."""

    def __init__(self, stub, path):
        self.opened = threading.Event()
        self.reached = threading.Event()
        behaviour = stub.answers[path]

        def answer(handler):
            self.reached.set()
            self.opened.wait(PATIENCE)
            return behaviour(handler)

        stub.answers[path] = answer


def test_twenty_threads_at_the_start_share_one_fetch(stub, verifier):
    gate = Gate(stub, JWKS)
    token = stub.token()
    with ThreadPoolExecutor(20) as threads:
        verdicts = [threads.submit(verifier.verify, token) for _ in range(20)]
        assert gate.reached.wait(PATIENCE)
        gate.opened.set()
        assert {verdict.result(PATIENCE)["sub"] for verdict in verdicts} == {"u-1"}
    assert stub.counts == {METADATA: 1, JWKS: 1}


def test_a_thousand_awaiting_tasks_share_one_fetch(stub, verifier):
    token = stub.token()

    async def all_at_once():
        return await asyncio.gather(*(verifier.averify(token) for _ in range(1000)))

    assert {claims["sub"] for claims in asyncio.run(all_at_once())} == {"u-1"}
    assert stub.counts == {METADATA: 1, JWKS: 1}


def test_the_event_loop_goes_on_while_keys_are_fetched(stub, verifier):
    gate = Gate(stub, JWKS)

    async def scenario():
        waiting = asyncio.create_task(verifier.averify(stub.token()))
        deadline = time.monotonic() + PATIENCE
        while not gate.reached.is_set() and time.monotonic() < deadline:
            await asyncio.sleep(0.001)
        assert gate.reached.is_set() and not waiting.done()
        gate.opened.set()
        return await waiting

    assert asyncio.run(scenario())["sub"] == "u-1"


def test_a_task_that_is_cancelled_takes_nobody_else_along(stub, verifier):
    gate = Gate(stub, JWKS)

    async def scenario():
        first = asyncio.create_task(verifier.averify(stub.token()))
        second = asyncio.create_task(verifier.averify(stub.token()))
        await asyncio.to_thread(gate.reached.wait, PATIENCE)
        first.cancel()
        gate.opened.set()
        return await second

    assert asyncio.run(scenario())["sub"] == "u-1"


def test_a_verifier_serves_one_event_loop_after_another(stub, verifier):
    for _ in range(2):
        assert asyncio.run(verifier.averify(stub.token()))["sub"] == "u-1"
    assert asyncio.run(verifier.astart())


def test_an_unknown_kid_is_fetched_for_once(stub, verifier):
    verifier.start()
    new = stub.rotate("second")
    assert verifier.verify(stub.token(new))["sub"] == "u-1"
    assert stub.counts[JWKS] == 2


def test_made_up_kids_cost_one_fetch_in_a_cooldown(stub, verifier):
    verifier.start()
    stranger = _native.Key.generate("ES256", "made-up")
    for number in range(50):
        forged = stub.token(stranger, header={"kid": f"made-up-{number}"})
        assert refusal(verifier, forged).code == "unknown_key"
    assert stub.counts[JWKS] == 2


@pytest.mark.parametrize(("later", "fetches"), [(29, 2), (30, 3)])
def test_the_cooldown_ends_after_thirty_seconds(stub, verifier, later, fetches):
    with freeze_time("2026-11-22 20:00:00") as clock:
        verifier.start()
        stranger = _native.Key.generate("ES256", "made-up")
        refusal(verifier, stub.token(stranger))
        clock.tick(later)
        refusal(verifier, stub.token(stranger))
    assert stub.counts[JWKS] == fetches


def test_a_token_without_a_kid_asks_nobody(stub, verifier):
    verifier.start()
    stranger = _native.Key.generate("ES256")
    assert refusal(verifier, stub.token(stranger)).code in ("unknown_key", "bad_signature")
    assert stub.counts[JWKS] == 1


def test_a_stale_set_serves_while_a_new_one_is_fetched(stub, verifier):
    with freeze_time("2026-11-22 20:00:00") as clock:
        verifier.start()
        gate = Gate(stub, JWKS)
        clock.tick(300)
        assert verifier.verify(stub.token())["sub"] == "u-1"
        assert verifier._remote._in_flight(), "it has waited for the new set"
        assert gate.reached.wait(PATIENCE)
        gate.opened.set()
        wait_until(lambda: not verifier._remote._in_flight())
    assert stub.counts[JWKS] == 2


@pytest.mark.parametrize(("later", "fetches"), [(299, 1), (300, 2)])
def test_a_set_is_fresh_for_five_minutes(stub, verifier, later, fetches):
    with freeze_time("2026-11-22 20:00:00") as clock:
        verifier.start()
        clock.tick(later)
        verifier.verify(stub.token())
        wait_until(lambda: not verifier._remote._in_flight())
    assert stub.counts[JWKS] == fetches


def test_a_set_that_has_not_changed_keeps_its_keys(stub, verifier):
    verifier.start()
    before = verifier.keys
    verifier.start()
    assert stub.counts[JWKS] == 2
    assert all(one is other for one, other in zip(verifier.keys, before, strict=True))


@pytest.mark.parametrize(("hours", "serves"), [(24, True), (25, False)])
def test_after_failures_the_old_set_serves_for_a_day(stub, verifier, hours, serves):
    with freeze_time("2026-11-22 20:00:00") as clock:
        verifier.start()
        stub.answers[JWKS] = lambda _: (500, {}, b"")
        clock.tick(hours * 3600)
        token = stub.token()
        if serves:
            assert verifier.verify(token)["sub"] == "u-1"
            wait_until(lambda: not verifier._remote._in_flight())
        else:
            assert refusal(verifier, token).code == "keys_unavailable"
            assert verifier.keys == ()


def test_while_the_issuer_fails_it_is_asked_at_growing_intervals(stub, verifier):
    stub.answers[METADATA] = lambda _: (500, {}, b"")
    with freeze_time("2026-11-22 20:00:00") as clock:
        assert refusal(verifier, stub.token()).status == 503
        for _ in range(10):
            refusal(verifier, stub.token())
        assert stub.counts[METADATA] == 1
        clock.tick(1)
        refusal(verifier, stub.token())
        clock.tick(1)
        refusal(verifier, stub.token())
        assert stub.counts[METADATA] == 2
        clock.tick(1)
        refusal(verifier, stub.token())
        assert stub.counts[METADATA] == 3


def test_an_issuer_that_comes_back_is_believed_again(stub, verifier):
    good = stub.answers[JWKS]
    stub.answers[JWKS] = lambda _: (500, {}, b"")
    with freeze_time("2026-11-22 20:00:00") as clock:
        assert refusal(verifier, stub.token()).code == "keys_unavailable"
        stub.answers[JWKS] = good
        clock.tick(2)
        assert verifier.verify(stub.token())["sub"] == "u-1"


def _drip(handler):
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


FAULTS = {
    "an error": (lambda _: (500, {}, b""), "status 500"),
    "a redirect": (lambda _: (302, {"Location": "https://evil.example/jwks"}, b""), "redirected"),
    "a huge body": (lambda _: (200, {}, b" " * (600 * 1024)), "larger than the limit"),
    "no JSON": (lambda _: (200, {}, b"<html>"), "not a JWK Set"),
    "JSON of another kind": (lambda _: (200, {}, b"[1, 2]"), "not a JWK Set"),
    "compression": (lambda _: (200, {"Content-Encoding": "gzip"}, b"x"), "compressed"),
    "nothing at all": (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_issuer_in_trouble_makes_keys_unavailable(stub, verifier, fault):
    stub.answers[JWKS], says = FAULTS[fault]
    error = refusal(verifier, stub.token())
    assert (error.code, error.status, error.www_authenticate) == ("keys_unavailable", 503, "")
    assert says in error.detail


def test_a_body_that_never_ends_is_given_up(stub):
    stub.answers[JWKS] = _drip
    hasty = TokenVerifier(stub.name, AUDIENCE, total_timeout=1, connect_timeout=1)
    error = refusal(hasty, stub.token())
    assert (error.code, error.status) == ("keys_unavailable", 503)
    assert "longer than" in error.detail


def test_a_server_that_does_not_answer_is_given_up(stub):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/jwks.json"
        verifier = TokenVerifier(stub.name, AUDIENCE, jwks_url=url, total_timeout=0.2, connect_timeout=0.2)
        assert refusal(verifier, stub.token()).code == "keys_unavailable"


def test_a_closed_verifier_fetches_no_more_but_verifies_on(stub, verifier):
    verifier.start()
    verifier.close()
    verifier.close()
    assert verifier.verify(stub.token())["sub"] == "u-1"
    stranger = _native.Key.generate("ES256", "made-up")
    assert refusal(verifier, stub.token(stranger)).code == "unknown_key"
    assert stub.counts[JWKS] == 1


def test_a_child_process_fetches_for_itself_although_its_parent_was_fetching(stub, verifier):
    """gunicorn --preload: at the fork, a thread of the parent holds the lock and the flight."""
    gate = Gate(stub, JWKS)
    waiting = threading.Thread(target=lambda: refusal_or_claims(verifier, stub.token()))
    waiting.start()
    assert gate.reached.wait(PATIENCE)
    with verifier._remote._lock:
        child = os.fork()
        if child == 0:
            try:
                os._exit(0 if verifier.verify(stub.token())["sub"] == "u-1" else 1)
            finally:
                os._exit(2)
    gate.opened.set()
    waiting.join(PATIENCE)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def refusal_or_claims(verifier, token):
    try:
        return verifier.verify(token)
    except (TokenError, KeysUnavailable) as error:
        return error


def test_a_clock_that_was_set_back_makes_nothing_wait_longer():
    schedule = RefreshSchedule(fresh=300, stale_if_error=86400, unknown_kid_cooldown=30)
    schedule.fetched(1_000_000.0, None)
    assert schedule.fresh(1_000_000.0)
    assert not schedule.fresh(999_999.0)
    assert not schedule.dead(999_999.0)


@pytest.mark.parametrize(
    ("max_age", "fresh_for"), [(None, 300), (0, 10), (9, 10), (10, 10), (11, 11), (86400, 86400), (86401, 86400)]
)
def test_the_issuer_may_say_how_long_its_set_is_fresh_within_limits(max_age, fresh_for):
    schedule = RefreshSchedule(fresh=300, stale_if_error=86400, unknown_kid_cooldown=30)
    schedule.fetched(0.0, max_age)
    assert schedule.fresh(fresh_for - 0.001)
    assert not schedule.fresh(fresh_for)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", None),
        ("public, max-age=60", 60),
        ("MAX-AGE=60", 60),
        ('max-age="60"', 60),
        ("max-age=60, no-store", 0),
        ("no-cache", 0),
        ("max-age=-1", None),
        ("max-age=x", None),
        ("max-age=60, max-age=5", 60),
        ("max-age=" + "9" * 50, 2**31),
        ("s-maxage=60", None),
    ],
)
def test_cache_control_is_read_as_rfc_9111_has_it(header, seconds):
    assert max_age_of(header) == seconds


def test_a_body_of_exactly_the_limit_is_read(stub):
    stub.answers["/exact"] = lambda _: (200, {}, b"x" * 1000)
    assert len(fetch(stub.name + "/exact", Limits(max_bytes=1000)).body) == 1000
    with pytest.raises(ServerUnavailable):
        fetch(stub.name + "/exact", Limits(max_bytes=999))
