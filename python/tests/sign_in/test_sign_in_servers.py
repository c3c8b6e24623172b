"""The flow with nothing made up: the real server, a FastAPI backend under uvicorn, a Flask frontend."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from unittest import mock

import pytest
from browsing import Browser, fields_of, messages_of
from flask import Flask
from real_server import PASSWORD, add_client, running_server

from watchword.flask import SignIn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fastapi"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("server"), lifetimes__access_token="60s") as running:
        yield running


@pytest.fixture(scope="module")
def secret(server):
    return add_client(server, "shop")


def frontend(server, secret, client_id="shop", **config):
    app = Flask("shop")
    app.config.update(
        SECRET_KEY="a secret key of more than thirty-two bytes",
        WATCHWORD_ISSUER=server.base_url,
        WATCHWORD_CLIENT_ID=client_id,
        WATCHWORD_CLIENT_SECRET=secret,
        WATCHWORD_SCOPE="openid profile read",
        **config,
    )
    sign_in = SignIn(app)

    @app.get("/orders")
    @sign_in.required("read")
    def orders():
        return f"orders of {sign_in.user}"

    @app.get("/me")
    @sign_in.required
    def me():
        return sign_in.http.get("/me").json()

    return app


def later(seconds):
    """Claims are judged by this machine's clock, which the test moves; servers in this process go by other clocks."""
    clock = time.time
    return mock.patch.object(time, "time", lambda: clock() + seconds)


def test_a_person_signs_in_is_renewed_and_signs_out(server, secret):
    browser = Browser(frontend(server, secret))
    assert browser.sign_in(PASSWORD, next="/orders").location == "/orders"
    assert browser.page("/orders").text == "orders of alice"
    before = browser.cookie()
    # In the last fifth of its minute.
    with later(50):
        assert browser.page("/orders").status_code == 200
    assert browser.cookie() != before
    browser.sign_out()
    assert browser.page("/orders").status_code == 302


def test_a_wrong_password_is_said_on_the_page(server, secret):
    answer = Browser(frontend(server, secret)).sign_in("wrong")
    assert messages_of(answer) == ["The user name or the password is not correct."]


def test_a_session_that_an_administrator_ends_is_over_when_its_token_is(server, secret):
    browser = Browser(frontend(server, secret))
    browser.sign_in(PASSWORD)
    server.cli("session", "revoke", "--user", "alice")
    with later(61):
        assert browser.page("/orders").location == "/login?next=/orders"
        assert messages_of(browser.page("/login")) == ["Your session has ended. Please sign in again."]


def test_a_restart_of_the_server_bothers_nobody(server, secret):
    browser = Browser(frontend(server, secret))
    browser.sign_in(PASSWORD)
    server.stop()
    assert browser.page("/orders").status_code == 200
    server.start()
    with later(50):
        assert browser.page("/orders").status_code == 200


def test_the_built_in_client_will_do_without_any(server):
    app = Flask("tiny")
    app.config.update(SECRET_KEY="a secret key of more than thirty-two bytes", WATCHWORD_ISSUER=server.base_url)
    sign_in = SignIn(app)

    @app.get("/")
    @sign_in.required
    def home():
        return sign_in.user.name

    browser = Browser(app)
    browser.sign_in(PASSWORD)
    assert browser.page("/").text == "alice"


def test_limits_fall_on_the_person_and_not_on_flask(server, secret):
    """The server sees where the person is, by the proxy in front of Flask and by Flask's word."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    app = frontend(server, secret)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)
    browser = Browser(app)
    fields = {**fields_of(browser.page("/login")), "username": "alice", "password": PASSWORD}
    browser.submit("/login", fields, **{"X-Forwarded-For": "203.0.113.200"})
    assert "203.0.113.200" in {session["address"] for session in server.cli_json("session", "list")["sessions"]}


@pytest.fixture
def backend(server, secret):
    """FastAPI, with /login, /refresh and /logout at the server, and a page that wants a token."""
    from app_server import serving
    from fastapi import Depends, FastAPI

    from watchword.fastapi import Auth

    auth = Auth(issuer=server.base_url, audience=server.base_url)
    api = FastAPI(lifespan=auth.lifespan)
    api.include_router(
        auth.router(client_id="shop", client_secret=secret, frontends={"flask": "the frontend's secret"})
    )

    @api.get("/me")
    async def me(claims=Depends(auth.claims)):
        return {"sub": claims["sub"], "by": "fastapi"}

    with serving(api) as url:
        yield url


def test_flask_posts_to_fastapi_s_login_and_both_check_the_same_token(server, secret, backend):
    app = frontend(
        server,
        "the frontend's secret",
        WATCHWORD_LOGIN_URL=backend + "/login",
        WATCHWORD_BACKEND=backend,
        client_id="flask",
    )
    browser = Browser(app)
    assert browser.sign_in(PASSWORD, next="/me").location == "/me"
    assert browser.page("/me").json["by"] == "fastapi"
    with later(50):
        assert browser.page("/me").status_code == 200
    browser.sign_out()
    assert browser.page("/me").status_code == 302


SECRET = "a secret that Flask and FastAPI share, long enough"


@pytest.fixture
def standalone():
    """FastAPI that issues the tokens itself: no server."""
    from app_server import serving
    from fastapi import Depends, FastAPI

    from watchword import passwords
    from watchword.fastapi import MemoryUsers, StandaloneIssuer, StoredUser

    users = MemoryUsers([StoredUser(id="u-1", username="alice", password_hash=passwords.hash(PASSWORD))])
    issuer = StandaloneIssuer(secret=SECRET, users=users)
    auth = issuer.auth(token_url="login")
    api = FastAPI()
    api.include_router(issuer.router())

    @api.get("/me")
    async def me(claims=Depends(auth.claims)):
        return {"sub": claims["sub"], "by": "fastapi"}

    with serving(api) as url:
        yield url


def frontend_of(backend, secret=SECRET):
    app = Flask("shop")
    app.config.update(
        SECRET_KEY="a secret key of more than thirty-two bytes",
        WATCHWORD_SECRET=secret,
        WATCHWORD_LOGIN_URL=backend + "/login",
        WATCHWORD_BACKEND=backend,
    )
    sign_in = SignIn(app)

    @app.get("/me")
    @sign_in.required
    def me():
        return {**sign_in.http.get("/me").json(), "name": sign_in.user.name}

    return app


def test_without_a_server_fastapi_issues_and_flask_accepts_by_the_shared_secret(standalone):
    browser = Browser(frontend_of(standalone))
    assert browser.sign_in(PASSWORD, next="/me").location == "/me"
    assert browser.page("/me").json == {"sub": "u-1", "by": "fastapi", "name": "alice"}
    before = browser.cookie()
    with later(890):
        assert browser.page("/me").status_code == 200
        assert browser.cookie() != before
        browser.sign_out()
        assert browser.page("/me").status_code == 302


def test_another_secret_is_a_matter_for_the_operator_and_named(standalone, caplog):
    answer = Browser(frontend_of(standalone, "another secret that is long enough, too")).sign_in(PASSWORD)
    assert answer.status_code == 500
    assert "bad_signature" in answer.text
    assert "flask watchword doctor" in caplog.text
