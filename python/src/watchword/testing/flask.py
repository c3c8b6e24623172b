"""Flask applications under test: clients that are signed in, without a server.

With `watchword.flask.JWTManager`: `trust(app, issuer)`, then `bearer_client(app, issuer.token())`; or without an
issuer, `identity_client(app, "alice")`, whose token the application makes itself. With `watchword.flask.SignIn`:
`signed_in_client(app, issuer)`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from watchword.errors import SignInRefused
from watchword.testing.issuer import Issuer
from watchword.token_requests import Tokens


def bearer_client(app: Flask, token: str) -> FlaskClient:
    """A test client that sends the token with every request."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def identity_client(app: Flask, identity: Any, **token: Any) -> FlaskClient:
    """A test client with a token that the application itself issues to `identity`. `token`: what `create_access_token`
    takes besides, for example `fresh=True`."""
    from watchword.flask import create_access_token

    with app.app_context():
        return bearer_client(app, create_access_token(identity, **token))


def trust(app: Flask, issuer: Issuer) -> None:
    """From now on `JWTManager` accepts the tokens of `issuer`, and no others."""
    key = "JWT_PUBLIC_KEY" if issuer.secret is None else "JWT_SECRET_KEY"
    app.config.update(
        {
            "JWT_ALGORITHM": issuer.algorithm,
            "JWT_DECODE_ALGORITHMS": [issuer.algorithm],
            "JWT_DECODE_AUDIENCE": issuer.audience,
            "JWT_DECODE_ISSUER": issuer.name,
            "JWT_JWKS_URL": None,
            key: issuer.verification_key,
        }
    )


def sign_in_settings(issuer: Issuer) -> dict[str, Any]:
    """What `app.config` must hold before `SignIn(app)`, so that nothing is fetched and nobody else is trusted."""
    return {
        "WATCHWORD_ISSUER": issuer.name,
        "WATCHWORD_AUDIENCE": issuer.audience,
        "WATCHWORD_KEYS": issuer.keys,
        "WATCHWORD_ALGORITHMS": [issuer.algorithm],
        "WATCHWORD_COOKIE_SECURE": False,
    }


class InProcessBackend:
    """Stands where the Watchword server stood: every user has `password`, tokens come from `issuer`. What happened is
    in `renewals` and `signed_out`; `end_sessions()` does what an administrator would do."""

    def __init__(self, issuer: Issuer, password: str = "password", scope: str = "", **claims: Any) -> None:
        self.issuer = issuer
        self.password = password
        self.scope = scope
        self.claims = claims
        self.renewals = 0
        self.signed_out: list[str] = []
        self._ended = False

    def sign_in(self, username: str, password: str, address: str) -> Tokens:
        """SignInRefused wrong_credentials for any other password."""
        if password != self.password:
            raise SignInRefused("wrong_credentials")
        self._ended = False
        return self._tokens(username)

    def renew(self, refresh_token: str) -> Tokens:
        """SignInRefused session_ended after `end_sessions()`."""
        if self._ended:
            raise SignInRefused("session_ended")
        self.renewals += 1
        return self._tokens(refresh_token.partition(":")[2])

    def sign_out(self, session_token: str) -> None:
        self.signed_out.append(session_token.partition(":")[2])

    def end_sessions(self) -> None:
        """The next renewal is refused."""
        self._ended = True

    def _tokens(self, username: str) -> Tokens:
        token = self.issuer.token(username, self.scope, **self.claims)
        return Tokens(token, f"refresh:{username}", int(self.issuer.lifetime), self.scope)


def signed_in_client(app: Flask, issuer: Issuer, username: str = "alice", **backend: Any) -> FlaskClient:
    """A test client that went through the sign-in page of `SignIn`, as a browser does. The application must have been
    configured with `sign_in_settings(issuer)`. `backend`: what `InProcessBackend` takes."""
    stand_in = InProcessBackend(issuer, **backend)
    use_backend(app, stand_in)
    client = app.test_client()
    answer = sign_in(client, username, stand_in.password)
    assert answer.status_code in (302, 303), f"the sign-in was answered {answer.status}"
    return client


def sign_in(client: FlaskClient, username: str, password: str) -> TestResponse:
    """Fills in the sign-in page, and sends it."""
    path = client.application.config["WATCHWORD_SIGN_IN_PATH"]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', client.get(path).get_data(as_text=True))
    return client.post(path, data={**dict(hidden), "username": username, "password": password})


def use_backend(app: Flask, backend: InProcessBackend) -> None:
    """`SignIn` of this application asks `backend` from now on, instead of the server."""
    from watchword.flask.sign_in.parts import EXTENSION

    made = app.extensions[EXTENSION]
    made.current.use_backend(backend)
    app.extensions[EXTENSION] = replace(made, backend=backend)
