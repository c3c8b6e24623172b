"""The OAuth HTTP cases of the shared vectors, as far as the endpoints they use exist."""

from __future__ import annotations

import json

import pytest

import oauth_vectors


def load() -> dict:
    return json.loads(oauth_vectors.CASES.read_text()) if oauth_vectors.CASES.is_file() else {"tests": []}


DOCUMENT = load()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A server with the clients and users of the cases."""
    server = oauth_vectors.ServerProcess(tmp_path_factory.mktemp("vectors"), oauth_vectors.settings_for_cases())
    try:
        server.start()
        fixture = oauth_vectors.Fixture(server, DOCUMENT["fixture"])
        metadata = server.client().get("/.well-known/oauth-authorization-server").json()
        yield server, fixture, metadata
    finally:
        server.discard()


@pytest.mark.skipif(bool(DOCUMENT["tests"]), reason="the vectors are there")
def test_the_vectors_are_there():
    pytest.skip(oauth_vectors.HOW_TO_GET)


@pytest.mark.parametrize("case", DOCUMENT["tests"],
                         ids=[f"{case['id']}-{case['title'].replace(' ', '-')}" for case in DOCUMENT["tests"]])
def test_the_case_is_answered_as_its_rfc_says(case, request):
    if reason := oauth_vectors.reason_to_skip(case):
        pytest.skip(reason)
    oauth_vectors.CaseRun(*request.getfixturevalue("world")).run(case)
