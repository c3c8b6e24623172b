"""FastAPI applications under test: clients that are authorised, without a server.

    auth = Auth(issuer="https://id.example", audience="https://api.example")     # in the application

    with trusting(auth, issuer):
        client = authorised_client(app, issuer.token(scope="items:read"))
        assert client.get("/items").status_code == 200

`auth.override(app, claims=...)` is the other way: no token at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi.testclient import TestClient

from watchword.fastapi import Auth
from watchword.testing.issuer import Issuer


def authorised_client(app: Any, token: str, **options: Any) -> TestClient:
    """A `TestClient` that sends the token with every request."""
    return TestClient(app, headers={"Authorization": f"Bearer {token}"}, **options)


@contextmanager
def trusting(auth: Auth, issuer: Issuer) -> Iterator[Auth]:
    """Inside, `auth` accepts the tokens of `issuer`, and no others; nothing is fetched."""
    verifier, auth.verifier = auth.verifier, issuer.verifier()
    try:
        yield auth
    finally:
        auth.verifier = verifier
