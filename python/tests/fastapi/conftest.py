"""Fixtures: an application under a shared secret, under typed keys, and with the real server behind it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from watchword.fastapi import Auth
from watchword.testing import Issuer

# FastAPI imports it when the first route is made; under a frozen clock its subclasses of `date` cannot be made.
importlib.import_module("pydantic.v1")

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "flows"))

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def auth() -> Auth:
    return Auth(secret=SECRET)


@pytest.fixture
def issuer() -> Issuer:
    """Of ES256 tokens, in this process."""
    return Issuer()


@pytest.fixture
def typed_auth(issuer: Issuer) -> Auth:
    return Auth(issuer=issuer.name, audience=issuer.audience, keys=issuer.keys)


@pytest.fixture(scope="session")
def watchword_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The real server with the user alice, and a confidential client that may state addresses."""
    from server_process import PROGRAM, ServerProcess

    if not PROGRAM.exists():
        pytest.skip("build/watchword is not built")
    folder = tmp_path_factory.mktemp("watchword")
    server = ServerProcess(folder, {"scopes": ["openid", "profile", "email", "items:read"]}).start()
    server.add_user("alice")
    yield server
    server.discard()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
