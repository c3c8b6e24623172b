"""Tokens of the in-process issuer, judged by the verifier that services use."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from watchword.errors import TokenError
from watchword.testing import DEFECTS, Issuer

ALGORITHMS = ["ES256", "EdDSA", "RS256", "HS256"]


@pytest.fixture(scope="module", params=ALGORITHMS)
def issuer(request):
    return Issuer(algorithm=request.param)


def _refusal(issuer: Issuer, token: str) -> str:
    with pytest.raises(TokenError) as refused:
        issuer.verifier().verify(token)
    return refused.value.code


def test_a_token_is_accepted_and_says_what_it_was_told_to_say(issuer):
    token = issuer.token("bob", scope=["items:read", "items:write"], roles=["admin"])
    claims = issuer.verifier().verify(token)
    assert (claims["sub"], claims["scope"], claims["roles"]) == ("bob", "items:read items:write", ["admin"])
    assert (claims["iss"], claims["aud"]) == (issuer.name, issuer.audience)


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_defect_is_refused_with_its_code(issuer, defect):
    assert _refusal(issuer, issuer.defective(defect)) == DEFECTS[defect].code


def test_no_two_issuers_trust_each_other(issuer):
    assert _refusal(issuer, Issuer(algorithm=issuer.algorithm).token()) == "bad_signature"


@pytest.mark.parametrize("age, lifetime", [(899, None), (59, 60), (timedelta(minutes=59), timedelta(hours=1))])
def test_a_token_in_the_last_second_of_its_life_is_accepted(age, lifetime):
    issuer = Issuer()
    issuer.verifier().verify(issuer.token(age=age, lifetime=lifetime))


@pytest.mark.parametrize("age, lifetime", [(901, None), (61, 60), (timedelta(hours=2), timedelta(hours=1))])
def test_an_older_token_has_expired(age, lifetime):
    issuer = Issuer()
    assert _refusal(issuer, issuer.token(age=age, lifetime=lifetime)) == "expired"


def test_a_claim_that_is_none_is_left_out():
    issuer = Issuer()
    assert "sub" not in issuer.claims(sub=None)
    assert _refusal(issuer, issuer.token(aud=None)) == "missing_claim"


def test_a_header_can_be_replaced_and_left_out():
    issuer = Issuer()
    assert _refusal(issuer, issuer.token(headers={"typ": None})) == "wrong_type"
    assert issuer.verifier(type="JWT").verify(issuer.token(headers={"typ": "JWT"}))["sub"] == "alice"


def test_an_unknown_defect_is_named_with_those_that_there_are():
    with pytest.raises(ValueError, match="no defect named 'sour'; there are: expired, not_yet_valid"):
        Issuer().defective("sour")


def test_the_key_set_holds_the_public_key_and_nothing_private():
    [key] = Issuer(kid="k1").jwks["keys"]
    assert (key["kid"], key["alg"], key["kty"]) == ("k1", "ES256", "EC")
    assert not {"d", "k", "p", "q"} & set(key)


def test_a_shared_secret_is_in_no_key_set():
    issuer = Issuer(algorithm="HS256")
    assert issuer.jwks == {"keys": []}
    assert issuer.secret not in json.dumps(issuer.jwks)


def test_a_shared_secret_may_be_given():
    secret = "a secret of more than thirty-two bytes"
    issuer = Issuer(algorithm="HS256", secret=secret)
    assert issuer.secret == issuer.verification_key == secret
    assert Issuer(algorithm="HS256", secret=secret).verifier().verify(issuer.token())


def test_plain_jwt_decode_takes_the_verification_key(issuer):
    from watchword import jwt

    claims = jwt.decode(
        issuer.token("bob"),
        issuer.verification_key,
        algorithms=[issuer.algorithm],
        audience=issuer.audience,
        issuer=issuer.name,
    )
    assert claims["sub"] == "bob"


# What jwt.decode does not look at unless it is told to.
UNSEEN_BY_DECODE = {
    "wrong_type",
    *(name for name in DEFECTS if name.startswith("missing_") and name[8:] not in ("iss", "aud")),
}


@pytest.mark.parametrize("defect", [name for name in DEFECTS if name not in UNSEEN_BY_DECODE])
def test_plain_jwt_decode_refuses_the_defect(issuer, defect):
    from watchword import jwt

    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(
            issuer.defective(defect),
            issuer.verification_key,
            algorithms=[issuer.algorithm],
            audience=issuer.audience,
            issuer=issuer.name,
        )
