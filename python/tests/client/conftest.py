"""Fixtures: the real server, and one that misbehaves on demand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "verifier"))

from real_server import add_client, running_server
from stub_issuer import METADATA, StubIssuer, as_json


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def secret(server: object) -> str:
    return add_client(server, "shop", "--grant", "client_credentials")  # type: ignore[arg-type]


@pytest.fixture
def stub() -> Iterator[StubIssuer]:
    """Its token endpoint is /token; the test says what that does."""
    issuer = StubIssuer()
    urls = {
        name: issuer.name + path for name, path in (("token_endpoint", "/token"), ("revocation_endpoint", "/revoke"))
    }
    issuer.answers[METADATA] = lambda _: as_json(
        {"issuer": issuer.name, **urls, "userinfo_endpoint": issuer.name + "/me"}
    )
    yield issuer
    issuer.close()
