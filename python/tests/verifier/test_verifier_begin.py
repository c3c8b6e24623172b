"""`begin`: nothing is awaited where nothing is to be waited for."""

from __future__ import annotations

import asyncio
import inspect

import pytest
from stub_issuer import JWKS

from watchword import jwt
from watchword.errors import TokenError
from watchword.fastapi import Auth, Claims, SharedSecretVerifier
from watchword.testing import Issuer
from watchword.testing.fastapi import trusting

SECRET = "0123456789abcdef0123456789abcdef"


def test_a_token_whose_key_is_known_has_its_claims_at_once(stub, verifier):
    verifier.start()
    assert verifier.begin(stub.token())["sub"] == "u-1"


def test_a_token_whose_key_is_not_known_yet_is_to_be_awaited(stub, verifier):
    async def scenario() -> Claims:
        begun = verifier.begin(stub.token())
        assert inspect.isawaitable(begun)
        return await begun

    assert asyncio.run(scenario())["sub"] == "u-1"
    assert stub.counts[JWKS] == 1


def test_a_refusal_that_needs_no_key_is_raised_at_once(stub, verifier):
    verifier.start()
    with pytest.raises(TokenError) as refused:
        verifier.begin(stub.token(exp=1))
    assert refused.value.code == "expired"


def test_a_shared_secret_never_waits():
    token = jwt.encode({"sub": "alice", "exp": 4102444800}, SECRET, algorithm="HS256")
    assert SharedSecretVerifier(SECRET).begin(token)["sub"] == "alice"


@pytest.mark.parametrize("warm", [True, False], ids=["key known", "key not known yet"])
def test_a_check_of_the_application_is_asked_whether_or_not_there_was_a_wait(stub, verifier, warm):
    asked = []

    async def check(claims: Claims) -> None:
        asked.append(claims["sub"])

    if warm:
        verifier.start()
    assert asyncio.run(Auth(verifier=verifier, check=check).verify(stub.token()))["sub"] == "u-1"
    assert asked == ["u-1"]


def test_the_verifier_of_an_application_may_be_another_for_a_while():
    auth, issuer = Auth(secret=SECRET), Issuer()
    own = auth.test_token("bob")
    with trusting(auth, issuer):
        assert asyncio.run(auth.verify(issuer.token("alice")))["sub"] == "alice"
        with pytest.raises(TokenError):
            asyncio.run(auth.verify(own))
    assert asyncio.run(auth.verify(own))["sub"] == "bob"
