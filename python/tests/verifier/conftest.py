"""Fixtures: an issuer on loopback that does as it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from stub_issuer import AUDIENCE, StubIssuer

from watchword.verifier import TokenVerifier


@pytest.fixture
def stub() -> Iterator[StubIssuer]:
    issuer = StubIssuer()
    yield issuer
    issuer.close()


@pytest.fixture
def verifier(stub: StubIssuer) -> Iterator[TokenVerifier]:
    """Nothing waits for its limits; its keys are not fetched yet."""
    made = TokenVerifier(stub.name, AUDIENCE, total_timeout=60, connect_timeout=60)
    yield made
    made.close()
