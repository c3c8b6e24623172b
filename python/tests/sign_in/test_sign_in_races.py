"""Many tabs, many threads, several worker processes, one session."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from browsing import Browser
from freezegun import freeze_time
from token_service import GRACE, refusal

from watchword.errors import ServerUnavailable, SessionEnded
from watchword.flask.sign_in.marks import SignOutMarks
from watchword.flask.sign_in.renewal import Renewals
from watchword.flask.sign_in.session import Session


def test_tabs_that_load_together_renew_once(app, browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(901)
        service.gate = threading.Event()
        tabs = [Browser(app).copy_of(browser) for _ in range(8)]
        with ThreadPoolExecutor(8) as threads:
            answers = [threads.submit(tab.page, "/orders") for tab in tabs]
            assert service.at_gate.wait(5)
            service.gate.set()
            assert {answer.result(10).status_code for answer in answers} == {200}
    assert service.renewals == 1


def test_a_tab_that_comes_late_with_the_old_cookie_is_served(make_app, service):
    """Within a minute, in the same process, the successor is known; the server would take it for theft."""
    app = make_app()
    browser = Browser(app)
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        late = Browser(app).copy_of(browser)
        clock.tick(901)
        browser.page("/orders")
        clock.tick(GRACE + 20)
        assert late.page("/orders").status_code == 200
    assert service.renewals == 1


@pytest.mark.parametrize("tokens_later", [1, 2])
def test_a_late_tab_is_served_though_the_remembered_successor_is_over_as_well(make_app, service, store, tokens_later):
    """Tokens that live for less than the minute for which successors are remembered."""
    app = make_app(WATCHWORD_SESSION_STORE=store)
    browser = Browser(app)
    service.lifetime = 20
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        late = Browser(app).copy_of(browser)
        for _ in range(tokens_later):
            clock.tick(21)
            assert browser.page("/orders").status_code == 200
        clock.tick(17)
        assert late.page("/orders").status_code == 200
        assert browser.page("/orders").status_code == 200
    assert service.open_sessions == 1


def test_an_issuer_whose_tokens_are_over_at_once_is_not_asked_for_ever(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(901)
        service.lifetime = -1
        assert browser.page("/orders").status_code == 302
    assert service.renewals == 3


def test_two_workers_renew_the_same_session_within_the_grace(make_app, service, store):
    one, two = (make_app(WATCHWORD_SESSION_STORE=store) for _ in range(2))
    browser = Browser(one)
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        tab = Browser(two).copy_of(browser)
        clock.tick(901)
        assert browser.page("/orders").status_code == 200
        clock.tick(GRACE)
        assert tab.page("/orders").status_code == 200
        clock.tick(901)
        assert browser.page("/orders").status_code == 200
        clock.tick(1)
        assert tab.page("/orders").status_code == 200


def test_with_sessions_in_a_file_another_worker_never_asks_again(make_app, service, tmp_path):
    one, two = (make_app(WATCHWORD_SESSION_STORE=str(tmp_path / "s.db")) for _ in range(2))
    browser = Browser(one)
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        tab = Browser(two).copy_of(browser)
        clock.tick(901)
        browser.page("/orders")
        clock.tick(600)
        assert tab.page("/orders").status_code == 200
    assert service.renewals == 1


def _ask_too_late(workers, service, clock, pause):
    """Two workers with one file of sessions. The second read the session, slept, and asked when the first's renewal was
    older than the server's grace; its answer came after a pause. The first's browser, and what the second said."""
    one, two = workers
    browser = Browser(one)
    browser.sign_in()
    tab = Browser(two).copy_of(browser)
    clock.tick(901)
    token = service.answers["/token"]

    def late(_):
        service.answers["/token"] = token
        browser.page("/orders")
        clock.tick(pause)
        return refusal("refresh_token_reused")

    service.answers["/token"] = late
    return browser, tab.page("/orders").status_code


def test_a_worker_that_asked_too_late_takes_what_another_has_stored(make_app, service, tmp_path):
    workers = [make_app(WATCHWORD_SESSION_STORE=str(tmp_path / "s.db")) for _ in range(2)]
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser, status = _ask_too_late(workers, service, clock, pause=0)
        assert status == 200
        assert browser.page("/orders").status_code == 200


def test_what_another_worker_has_stored_is_checked_as_well(make_app, service, tmp_path):
    workers = [make_app(WATCHWORD_SESSION_STORE=str(tmp_path / "s.db")) for _ in range(2)]
    with freeze_time("2026-11-22 20:00:00") as clock:
        _, status = _ask_too_late(workers, service, clock, pause=901)
        assert status == 302


def _worker(make_app, cookie, barrier, statuses):
    """A worker process: the application is its own, the cookie the same."""
    browser = Browser(make_app())
    browser.set_cookie(cookie)
    barrier.wait(60)
    statuses.put(browser.page("/orders").status_code)


@pytest.mark.parametrize("shared", [False, True], ids=["cookie", "file"])
def test_processes_that_renew_at_the_same_moment_all_go_on(make_app, service, tmp_path, shared):
    settings = {"WATCHWORD_SESSION_STORE": str(tmp_path / "s.db") if shared else "cookie"}
    service.lifetime = 3
    browser = Browser(make_app(**settings))
    with freeze_time("2026-11-22 20:00:00"):
        # By the workers' own clock, which nobody moves, this token ended long ago or is not valid yet.
        browser.sign_in()
    service.lifetime = 900
    fork = multiprocessing.get_context("fork")
    barrier, statuses = fork.Barrier(4), fork.Queue()
    arguments = (lambda: make_app(**settings), browser.cookie(), barrier, statuses)
    workers = [fork.Process(target=_worker, args=arguments) for _ in range(4)]
    for worker in workers:
        worker.start()
    assert [statuses.get(timeout=60) for _ in workers] == [200] * 4
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert service.open_sessions == 1


def test_a_sign_out_during_a_renewal_wins(app, browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        tab = Browser(app).copy_of(browser)
        form_page = browser.page("/logout")
        clock.tick(880)
        service.gate = threading.Event()
        with ThreadPoolExecutor(1) as threads:
            renewing = threads.submit(tab.page, "/orders")
            assert service.at_gate.wait(5)
            sign_out = threading.Thread(target=lambda: _sign_out_by(browser, form_page, service))
            sign_out.start()
            service.gate.set()
            renewing.result(10)
            sign_out.join(10)
        assert tab.page("/orders").status_code == 302
        assert browser.page("/orders").status_code == 302


def _sign_out_by(browser, page, service):
    from browsing import fields_of

    browser.submit("/logout", fields_of(page))


def session(number=0):
    return Session("id", "u-1", "alice", 0.0, f"access-{number}", "refresh")


def test_whoever_waits_gets_the_error_too_and_the_next_tries_again():
    renewals = Renewals()
    entered, go_on = threading.Event(), threading.Event()

    def fail(_):
        entered.set()
        go_on.wait(5)
        raise ServerUnavailable("down")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(renewals.renew, session(), fail)
        entered.wait(5)
        second = threads.submit(renewals.renew, session(), fail)
        go_on.set()
        for waiting in (first, second):
            with pytest.raises(ServerUnavailable):
                waiting.result(5)
    assert renewals.renew(session(), lambda _: session(1)) == session(1)


@pytest.mark.parametrize(("later", "asked"), [(59, 1), (60, 2)])
def test_a_successor_is_remembered_for_a_minute(later, asked):
    renewals = Renewals()
    calls = []

    def ask(before):
        calls.append(before)
        return session(len(calls))

    with freeze_time("2026-11-22 20:00:00") as clock:
        renewals.renew(session(), ask)
        clock.tick(later)
        renewals.renew(session(), ask)
    assert len(calls) == asked


def test_what_was_signed_out_has_no_successor():
    renewals = Renewals()
    renewals.renew(session(), lambda _: session(1))
    renewals.forget("id")

    def ended(_):
        raise SessionEnded

    with pytest.raises(SessionEnded):
        renewals.renew(session(), ended)


def test_marks_are_kept_for_a_day_and_bounded(monkeypatch):
    marks = SignOutMarks()
    monkeypatch.setattr(SignOutMarks, "MOST", 3)
    with freeze_time("2026-11-22 20:00:00") as clock:
        marks.add("old")
        clock.tick(SignOutMarks.KEPT_FOR)
        marks.add("a")
        assert "old" in marks
        clock.tick(1)
        marks.add("b")
        assert "old" not in marks
        for name in "cd":
            marks.add(name)
    assert [name in marks for name in "abcd"] == [False, True, True, True]
