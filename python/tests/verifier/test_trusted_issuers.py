"""Several issuers: each by its own keys, and nobody else."""

from __future__ import annotations

import asyncio
import json

import pytest
from stub_issuer import AUDIENCE, JWKS, StubIssuer, sign

from watchword import _native
from watchword.errors import ConfigurationError, KeysUnavailable, TokenError
from watchword.fastapi import Auth
from watchword.testing import Issuer
from watchword.trusted_issuers import TrustedIssuers
from watchword.verifier import TokenVerifier

FIRST, SECOND, THIRD = (Issuer(name=f"https://{name}.example", audience=AUDIENCE) for name in ("one", "two", "three"))


def verifier_for(issuer: Issuer, **options) -> TokenVerifier:
    return TokenVerifier(issuer.name, issuer.audience, keys=issuer.keys, **options)


@pytest.fixture
def trusted() -> TrustedIssuers:
    return TrustedIssuers(verifier_for(FIRST), verifier_for(SECOND))


def code_of(verifier, token) -> str:
    with pytest.raises((TokenError, KeysUnavailable)) as refused:
        verifier.verify(token)
    return refused.value.code


@pytest.mark.parametrize("issuer", [FIRST, SECOND], ids=["first", "second"])
@pytest.mark.parametrize("kind", [str, str.encode], ids=["str", "bytes"])
def test_each_issuer_is_accepted_by_its_own_key(trusted, issuer, kind):
    token = kind(issuer.token("alice"))
    assert trusted.verify(token)["iss"] == issuer.name
    assert trusted.begin(token)["iss"] == issuer.name
    assert asyncio.run(trusted.averify(token))["iss"] == issuer.name


def test_an_issuer_that_is_not_listed_is_refused(trusted):
    assert code_of(trusted, THIRD.token("alice")) == "wrong_issuer"


def test_the_key_of_one_issuer_signs_nothing_for_the_other_though_both_use_one_kid(trusted):
    assert FIRST.key.kid == SECOND.key.kid
    assert code_of(trusted, FIRST.token("alice", iss=SECOND.name)) == "bad_signature"


def test_audiences_are_those_of_the_issuer_alone():
    trusted = TrustedIssuers(verifier_for(FIRST), TokenVerifier(SECOND.name, "https://other.example", keys=SECOND.keys))
    assert code_of(trusted, SECOND.token("alice")) == "wrong_audience"
    assert trusted.verify(FIRST.token("alice"))["sub"] == "alice"


def test_algorithms_are_those_of_the_issuer_alone():
    """A shared secret of one issuer must not make HS256 possible for the other, whose key is public."""
    secret = Issuer(name="https://secret.example", audience=AUDIENCE, algorithm="HS256")
    trusted = TrustedIssuers(verifier_for(FIRST), verifier_for(secret))
    assert trusted.verify(secret.token("alice"))["iss"] == secret.name
    assert code_of(trusted, secret.token("alice", iss=FIRST.name)) == "algorithm_not_allowed"


def _payload(text: bytes) -> str:
    header = _native.base64url_encode(json.dumps({"alg": "ES256", "typ": "at+jwt"}).encode())
    return f"{header}.{_native.base64url_encode(text)}.AAAA"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "malformed"),
        ("a.b", "malformed"),
        (".".join("abcd"), "malformed"),
        ("e30.!!!.AAAA", "malformed"),
        (_payload(b"no JSON"), "malformed"),
        (_payload(b"[]"), "malformed"),
        (_payload(b'{"iss":"https://one.example","iss":"https://two.example"}'), "malformed"),
        (_payload(b"{}"), "missing_claim"),
        (_payload(b'{"iss":["https://one.example"]}'), "invalid_claim"),
        (_payload(b'{"iss":"https://one.example/"}'), "wrong_issuer"),
        (_payload(b'{"iss":"HTTPS://ONE.EXAMPLE"}'), "wrong_issuer"),
        ("\ud800", "malformed"),
        ("e30.\ud800.AAAA", "malformed"),
        ("a" * (16 * 1024), "malformed"),
        ("a" * (16 * 1024 + 1), "too_large"),
    ],
)
def test_what_names_no_trusted_issuer_is_refused(trusted, token, code):
    assert code_of(trusted, token) == code


def test_expired_tokens_are_refused_as_one_verifier_would(trusted):
    assert code_of(trusted, SECOND.token("alice", age=3600)) == "expired"


def test_explain_speaks_of_the_issuer_of_the_token(trusted):
    assert trusted.explain(SECOND.token("alice"))["verified"]
    assert not trusted.explain(THIRD.token("alice"))["verified"]


@pytest.mark.parametrize("verifiers", [(), (verifier_for(FIRST), verifier_for(FIRST))], ids=["none", "one twice"])
def test_there_is_one_verifier_for_each_issuer(verifiers):
    with pytest.raises(ConfigurationError, match="for each issuer"):
        TrustedIssuers(*verifiers)


def test_an_issuer_that_is_down_does_not_take_the_other_with_it(stub):
    down = StubIssuer()
    down.close()
    trusted = TrustedIssuers(TokenVerifier(down.name, AUDIENCE), TokenVerifier(stub.name, AUDIENCE))
    assert not trusted.start()
    assert trusted.verify(stub.token())["iss"] == stub.name
    token = sign(_native.Key.generate("ES256", "first"), {"iss": down.name, "sub": "u-1", "aud": AUDIENCE})
    assert code_of(trusted, token) == "keys_unavailable"
    trusted.close()


def test_all_keys_are_fetched_before_the_first_token(stub):
    trusted = TrustedIssuers(TokenVerifier(stub.name, AUDIENCE), verifier_for(FIRST))
    assert asyncio.run(trusted.astart())
    assert stub.counts[JWKS] == 1
    assert trusted.issuers == (stub.name, FIRST.name)
    trusted.close()


def test_fastapi_takes_them_for_a_verifier(trusted):
    auth = Auth(verifier=trusted)
    assert asyncio.run(auth.verify(SECOND.token("alice")))["iss"] == SECOND.name
    with pytest.raises(TokenError, match="issuer"):
        asyncio.run(auth.verify(THIRD.token("alice")))
