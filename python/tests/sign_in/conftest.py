"""Fixtures: a token service that can be told to fail, and applications that sign people in by it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "verifier"), str(TESTS / "client")]

from browsing import Browser
from stub_issuer import AUDIENCE
from token_service import TokenService

from watchword.flask import SignIn, public

SECRET_KEY = "a secret key of more than thirty-two bytes"


@pytest.fixture
def service() -> Iterator[TokenService]:
    made = TokenService()
    yield made
    made.close()


@pytest.fixture(params=["cookie", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both kinds of sessions behave alike, but where a test says otherwise."""
    return "cookie" if request.param == "cookie" else str(tmp_path / "sessions.db")


@pytest.fixture
def make_app(service: TokenService) -> Callable[..., Flask]:
    """`make_app(WATCHWORD_...=...)`: an application with a few routes. Two with the same settings are two worker
    processes of one site."""

    def make(**config: object) -> Flask:
        app = Flask("shop")
        app.config.update(
            SECRET_KEY=SECRET_KEY,
            WATCHWORD_ISSUER=service.name,
            WATCHWORD_AUDIENCE=AUDIENCE,
            WATCHWORD_CLIENT_ID="shop",
            WATCHWORD_CLIENT_SECRET="s",
            WATCHWORD_SITE_NAME="Shop",
            WATCHWORD_BACKEND=service.name,
        )
        app.config.update(config)
        add_routes(app, SignIn(app))
        return app

    return make


def add_routes(app: Flask, sign_in: SignIn) -> None:
    @app.get("/")
    @public
    def home() -> str:
        return f"hello {sign_in.user}"

    @app.route("/orders", methods=["GET", "POST"])
    @sign_in.required
    def orders() -> str:
        return f"orders of {sign_in.user}"

    @app.get("/read")
    @sign_in.required("read")
    def read() -> str:
        return "read"

    @app.get("/admin")
    @sign_in.required("read", "admin")
    def admin() -> str:
        return "admin"

    @app.get("/fetched")
    @sign_in.required
    def fetched() -> tuple[str, int]:
        answer = sign_in.http.get("/data")
        return answer.text, answer.status_code

    @app.post("/out-everywhere")
    @sign_in.required
    def out_everywhere() -> str:
        return str(sign_in.sign_out_everywhere())


@pytest.fixture
def app(make_app: Callable[..., Flask], store: str) -> Flask:
    return make_app(WATCHWORD_SESSION_STORE=store)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)
