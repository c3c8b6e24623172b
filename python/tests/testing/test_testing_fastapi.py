"""The helpers for FastAPI."""

from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI

from watchword.fastapi import Auth
from watchword.testing import DEFECTS, Issuer, travel
from watchword.testing.fastapi import authorised_client, trusting

# As in an application: made when the module is imported, for a server that no test can reach.
auth = Auth(issuer="https://id.example", audience="https://api.example")
app = FastAPI()


@app.get("/me")
async def me(claims=Depends(auth.claims)):
    return {"name": claims["sub"]}


@app.get("/items", dependencies=[Depends(auth.requires("items:read"))])
async def items():
    return []


@pytest.fixture(scope="module")
def issuer():
    return Issuer()


@pytest.fixture(autouse=True)
def _trusted(issuer):
    with trusting(auth, issuer):
        yield


def test_an_authorised_client_is_let_in(issuer):
    client = authorised_client(app, issuer.token("bob", scope="items:read"))
    assert client.get("/me").json() == {"name": "bob"}
    assert client.get("/items").status_code == 200


def test_a_scope_that_is_not_in_the_token_is_missed(issuer):
    assert authorised_client(app, issuer.token()).get("/items").status_code == 403


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_protected_route_refuses_each_defect(issuer, defect):
    answer = authorised_client(app, issuer.defective(defect)).get("/me")
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_time_travel_reaches_the_application(issuer):
    client = authorised_client(app, issuer.token(lifetime=60))
    with travel(61):
        assert client.get("/me").status_code == 401
    assert client.get("/me").status_code == 200


def test_afterwards_the_application_trusts_its_own_issuer_again(issuer):
    with trusting(auth, Issuer()):
        inner = auth.verifier
    assert auth.verifier is not inner
    assert auth.verifier.issuer == issuer.name
