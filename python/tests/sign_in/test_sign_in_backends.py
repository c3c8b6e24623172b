"""Requests to one's own services in a person's name, and services that sign people in themselves."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from browsing import Browser, messages_of
from freezegun import freeze_time
from stub_issuer import as_json

from watchword.errors import ConfigurationError


def bearer_of(handler):
    return handler.headers.get("Authorization", "").removeprefix("Bearer ")


@pytest.fixture
def data(service):
    """A service at /data that takes whatever token is not in `refused`; `seen` are those that came."""

    state = SimpleNamespace(seen=[], refused=set(), refuses_all=False)

    def answer(handler):
        token = bearer_of(handler)
        state.seen.append(token)
        if state.refuses_all or token in state.refused:
            return 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}, b"{}"
        return 200, {}, b"the data"

    service.answers["/data"] = answer
    return state


def test_a_request_carries_the_person_s_token(browser, data):
    browser.sign_in()
    assert browser.page("/fetched").text == "the data"
    assert data.seen[0].count(".") == 2


def test_a_token_that_a_service_refuses_is_renewed_and_the_request_made_again(browser, data, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        browser.page("/fetched")
        data.refused.add(data.seen[0])
        clock.tick(1)
        answer = browser.page("/fetched")
        assert (answer.status_code, answer.text) == (200, "the data")
        assert service.renewals == 1
        browser.page("/fetched")
        assert service.renewals == 1


def test_a_session_that_was_ended_elsewhere_is_over_here_too(browser, data, service):
    browser.sign_in()
    service.end_all()
    data.refuses_all = True
    answer = browser.page("/fetched")
    assert (answer.status_code, answer.location) == (302, "/login?next=/fetched")
    assert messages_of(browser.page("/login")) == ["Your session has ended. Please sign in again."]
    assert browser.cookie() is None


def test_a_service_that_trusts_another_issuer_signs_nobody_out(browser, data, service):
    """The renewal shows that the session is alive: the refusal is a matter of set-up, and the application sees it."""
    browser.sign_in()
    data.refuses_all = True
    assert browser.page("/fetched").status_code == 401
    assert browser.page("/orders").status_code == 200


def test_a_service_that_does_not_answer_is_503(make_app):
    browser = Browser(make_app(WATCHWORD_BACKEND="http://127.0.0.1:1"))
    browser.sign_in()
    assert browser.page("/fetched").status_code == 503


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/data",
        "//evil.example/data",
        "http://127.0.0.1:1/data",
        "https://127.0.0.1/data",
        "http://127.0.0.1@evil.example/",
    ],
)
def test_no_other_place_ever_gets_a_token(make_app, url):
    app = make_app()
    sign_in = app.extensions["watchword-sign-in"]
    with app.test_request_context(), pytest.raises(ConfigurationError, match="WATCHWORD_BACKEND"):
        sign_in.http.get(url)


def test_a_redirect_is_not_followed_with_the_token(browser, data, service):
    service.answers["/data"] = lambda _: (302, {"Location": "https://evil.example/"}, b"")
    browser.sign_in()
    assert browser.page("/fetched").status_code == 302


def test_a_cookie_of_a_service_for_one_person_does_not_go_with_another_s_request(app, service):
    seen = []

    def answer(handler):
        seen.append(handler.headers.get("Cookie"))
        return 200, {"Set-Cookie": "person=alice; Path=/"}, b"x"

    service.answers["/data"] = answer
    for browser in (Browser(app), Browser(app)):
        browser.sign_in()
        browser.page("/fetched")
        browser.page("/fetched")
    assert seen == [None] * 4


def test_without_backends_it_says_what_to_set(make_app):
    app = make_app(WATCHWORD_BACKEND=None)
    with app.test_request_context(), pytest.raises(ConfigurationError, match="set WATCHWORD_BACKEND"):
        app.extensions["watchword-sign-in"].http.get("/data")


# -- a service with a /login of its own


@pytest.fixture(params=["form", "json"])
def login_app(request, make_app, service):
    """The same token service behind /login, /refresh and /logout."""
    for path, grant in (("/login", "password"), ("/refresh", "refresh_token")):
        service.answers[path] = lambda handler, grant=grant: _with_grant(service, handler, grant)
    service.answers["/logout"] = lambda handler: service._revoke(_Renamed(service, handler))
    return make_app(WATCHWORD_LOGIN_URL=service.name + "/login", WATCHWORD_LOGIN_FORMAT=request.param)


def _with_grant(service, handler, grant):
    form = service._form(handler)
    if service.trouble is not None:
        return service.trouble
    return service._refresh(form) if grant == "refresh_token" else service._password(form)


class _Renamed:
    """What /logout gets is called refresh_token, what /revoke gets token."""

    def __init__(self, service, handler):
        import io
        import json

        form = service._form(handler)
        self._body = json.dumps({"token": form["refresh_token"]}).encode()
        self.headers = {"Content-Type": "application/json", "Content-Length": str(len(self._body))}
        self.rfile = io.BytesIO(self._body)


def test_a_login_url_signs_in_renews_and_signs_out(login_app, service):
    browser = Browser(login_app)
    with freeze_time("2026-11-22 20:00:00") as clock:
        assert browser.sign_in(next="/orders").location == "/orders"
        assert service.forms[0]["username"] == "alice"
        assert service.forms[0]["end_user_address"] == "127.0.0.1"
        clock.tick(901)
        assert browser.page("/orders").text == "orders of alice"
        assert service.renewals == 1
        browser.sign_out()
        assert service.open_sessions == 0
        assert "/token" not in service.counts


def test_a_login_url_that_refuses_as_fastapi_does_is_a_wrong_password(login_app, service):
    service.trouble = (401, {}, b'{"detail": "Incorrect username or password"}')
    answer = Browser(login_app).sign_in()
    assert answer.status_code == 401
    assert messages_of(answer) == ["The user name or the password is not correct."]


def test_a_login_url_that_answers_nonsense_is_trouble(login_app, service):
    service.trouble = as_json({"token": "x"})
    assert Browser(login_app).sign_in().status_code == 503


def test_refresh_and_logout_stand_beside_login(make_app):
    app = make_app(WATCHWORD_LOGIN_URL="https://api.example/auth/login")
    settings = app.extensions["watchword-sign-in"].settings
    assert settings.refresh_url == "https://api.example/auth/refresh"
    assert settings.logout_url == "https://api.example/auth/logout"
