"""Where a verifier's keys come from, and what it refuses to take for one."""

from __future__ import annotations

import json

import pytest
from freezegun import freeze_time
from stub_issuer import AUDIENCE, JWKS, METADATA, as_json, sign

from watchword import _native
from watchword.errors import ConfigurationError, KeysUnavailable, TokenError
from watchword.verifier import TokenVerifier

SECRET = "a shared secret of more than thirty-two bytes"


def code_of(verifier: TokenVerifier, token: str) -> str:
    with pytest.raises((TokenError, KeysUnavailable)) as refused:
        verifier.verify(token)
    return refused.value.code


def test_keys_are_found_through_the_metadata_at_the_first_token(stub, verifier):
    assert stub.counts == {}
    assert verifier.verify(stub.token())["sub"] == "u-1"
    assert stub.counts == {METADATA: 1, JWKS: 1}


def test_a_known_key_costs_no_request(stub, verifier):
    for number in range(20):
        verifier.verify(stub.token(jti=str(number)))
    assert stub.counts[JWKS] == 1


def test_a_jwks_url_needs_no_metadata(stub):
    verifier = TokenVerifier(stub.name, AUDIENCE, jwks_url=stub.jwks_url)
    verifier.verify(stub.token())
    assert stub.counts == {JWKS: 1}


def test_start_fetches_at_once(stub, verifier):
    assert verifier.start()
    assert [key.kid for key in verifier.keys] == ["first"]
    verifier.verify(stub.token())
    assert stub.counts[JWKS] == 1


def test_metadata_about_another_issuer_is_not_believed(stub, verifier):
    stub.answers[METADATA] = lambda _: as_json({"issuer": "https://other.example", "jwks_uri": stub.jwks_url})
    assert code_of(verifier, stub.token()) == "keys_unavailable"
    assert JWKS not in stub.counts


def test_openid_metadata_will_do(stub, verifier):
    stub.answers["/.well-known/openid-configuration"] = stub.answers.pop(METADATA)
    assert verifier.verify(stub.token())["sub"] == "u-1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"exp": 1}, "expired"),
        ({"aud": "https://other.example"}, "wrong_audience"),
        ({"iss": "https://other.example"}, "wrong_issuer"),
        ({"client_id": None}, "missing_claim"),
    ],
)
def test_a_refusal_has_the_code_of_the_first_check_that_failed(stub, verifier, change, code):
    assert code_of(verifier, stub.token(**change)) == code


def test_a_refusal_knows_its_challenge(stub, verifier):
    with pytest.raises(TokenError) as refused:
        verifier.verify(stub.token(exp=1))
    assert refused.value.status == 401
    assert refused.value.www_authenticate.startswith('Bearer realm="watchword", error="invalid_token"')
    assert stub.token(exp=1) not in str(refused.value)


def test_an_error_for_a_missing_scope_is_403_and_names_it():
    error = TokenError("insufficient_scope", scopes=["items:write"])
    assert error.status == 403
    assert 'scope="items:write"' in error.www_authenticate


def test_a_missing_token_is_challenged_without_an_error_code():
    assert TokenError("missing_token").www_authenticate == 'Bearer realm="watchword"'


def test_garbage_is_refused_without_asking_anybody(stub, verifier):
    for garbage in ("", "x", "a.b.c", "é", "." * 10):
        code_of(verifier, garbage)
    assert stub.counts == {}


def test_a_secret_in_a_fetched_set_is_no_key(stub, verifier):
    secret = _native.Key.from_secret("HS256", SECRET.encode(), "first")
    stub.answers[JWKS] = lambda _: as_json(
        {"keys": [{"kty": "oct", "k": _native.base64url_encode(SECRET.encode()), "alg": "HS256", "kid": "first"}]}
    )
    wide = TokenVerifier(stub.name, AUDIENCE, algorithms=["HS256", "ES256"])
    assert code_of(wide, stub.token(secret)) == "unknown_key"


def test_only_allowed_algorithms_count(stub):
    verifier = TokenVerifier(stub.name, AUDIENCE, algorithms=["EdDSA"])
    assert code_of(verifier, stub.token()) == "algorithm_not_allowed"


def test_a_fixed_secret_verifies(stub):
    verifier = TokenVerifier(stub.name, AUDIENCE, keys=[SECRET], algorithms=["HS256"])
    key = _native.Key.from_secret("HS256", SECRET.encode())
    assert verifier.verify(stub.token(key))["sub"] == "u-1"
    other = _native.Key.from_secret("HS256", b"another secret of more than thirty-two bytes")
    assert code_of(verifier, stub.token(other)) == "bad_signature"
    assert stub.counts == {}


def test_a_secret_as_text_loses_one_newline_at_its_end(stub):
    verifier = TokenVerifier(stub.name, AUDIENCE, keys=[SECRET + "\n"], algorithms=["HS256"])
    assert verifier.verify(stub.token(_native.Key.from_secret("HS256", SECRET.encode())))


@pytest.mark.parametrize("form", ["key", "jwk", "jwk_text", "pem", "set"])
def test_a_fixed_public_key_may_come_in_any_form(stub, form):
    key = _native.Key.generate("ES256")
    given = {
        "key": key,
        "jwk": json.loads(key.public_jwk()),
        "jwk_text": key.public_jwk(),
        "pem": key.public_pem(),
        "set": {"keys": [json.loads(key.public_jwk())]},
    }[form]
    for keys in (given, [given] if form != "set" else given["keys"]):
        verifier = TokenVerifier(stub.name, AUDIENCE, keys=keys, algorithms=["ES256", "RS256"])
        assert verifier.verify(stub.token(key))["sub"] == "u-1"
        assert not any(held.is_private for held in verifier.keys)


@pytest.mark.parametrize(
    ("keys", "algorithms", "says"),
    [
        (["Tr0ub4dor&3"], ["HS256"], "32 bytes"),
        ([SECRET], None, "exactly one of HS256"),
        ([SECRET], ["HS256", "HS512"], "exactly one of HS256"),
        (["-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"], ["RS256"], "fits none of RS256"),
        (["-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"], ["HS256"], "fits none of HS256"),
    ],
)
def test_a_key_that_cannot_be_used_says_why(keys, algorithms, says):
    with pytest.raises(ConfigurationError, match=says) as refused:
        TokenVerifier("https://id.example", AUDIENCE, keys=keys, algorithms=algorithms)
    assert keys[0].strip() not in str(refused.value)


def test_an_rsa_pem_that_fits_two_algorithms_is_bound_to_neither():
    pem = _native.Key.generate("RS256").public_pem()
    with pytest.raises(ConfigurationError, match="RS256 and PS256"):
        TokenVerifier("https://id.example", AUDIENCE, keys=[pem], algorithms=["RS256", "PS256"])


@pytest.mark.parametrize(
    "url",
    [
        "http://id.example",
        "ftp://id.example",
        "https://user:pass@id.example",
        "https://id.example/#x",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://[::2]",
        "https://id.example\\@evil.example",
        "https://",
        "id.example",
        "http://localhost:99999",
    ],
)
def test_keys_are_fetched_by_https_or_from_loopback_only(url):
    with pytest.raises(ConfigurationError):
        TokenVerifier(url, AUDIENCE)
    with pytest.raises(ConfigurationError):
        TokenVerifier("https://id.example", AUDIENCE, jwks_url=url)


@pytest.mark.parametrize("url", ["https://id.example", "http://localhost:8080", "http://127.0.0.7", "http://[::1]:80"])
def test_good_places_are_good(url):
    assert TokenVerifier(url, AUDIENCE).issuer == url


def test_empty_demands_are_refused():
    with pytest.raises(ConfigurationError):
        TokenVerifier("https://id.example", [])
    with pytest.raises(ConfigurationError):
        TokenVerifier("https://id.example", AUDIENCE, keys=[], jwks_url="https://id.example/jwks")


def test_explain_says_what_was_expected(stub, verifier):
    verifier.start()
    explanation = verifier.explain(stub.token(aud="https://other.example"))
    assert explanation["error"] == "wrong_audience"
    assert not explanation["verified"]


def test_a_token_of_another_type_is_refused_unless_any_type_will_do(stub):
    plain = stub.token(header={"typ": "JWT"})
    assert code_of(TokenVerifier(stub.name, AUDIENCE, jwks_url=stub.jwks_url), plain) == "wrong_type"
    assert TokenVerifier(stub.name, AUDIENCE, jwks_url=stub.jwks_url, type="JWT").verify(plain)
    assert TokenVerifier(stub.name, AUDIENCE, jwks_url=stub.jwks_url, type=None).verify(plain)


def test_leeway_counts_on_both_sides_of_the_limit(stub):
    verifier = TokenVerifier(stub.name, AUDIENCE, keys=stub.keys, leeway=10)
    with freeze_time("2026-11-22 20:00:00"):
        token = stub.token()
    with freeze_time("2026-11-22 20:15:09"):
        assert verifier.verify(token)
    with freeze_time("2026-11-22 20:15:10"):
        assert code_of(verifier, token) == "expired"


def test_the_sentences_are_those_of_the_core():
    """One wording in every language: base/error_codes.inc."""
    import re
    from pathlib import Path

    from watchword.errors import SENTENCES

    table = Path(__file__).resolve().parents[3] / "watchword" / "base" / "error_codes.inc"
    wordings = dict(re.findall(r'WATCHWORD_ERROR\((\w+), "(.*)"\)', table.read_text()))
    assert {code: wordings.get(code) for code in SENTENCES} == SENTENCES


def test_a_signature_by_a_key_that_is_not_named_is_found_by_algorithm(stub, verifier):
    claims = stub.token().split(".")[1]
    assert claims
    nameless = sign(stub.keys[0], json.loads(_native.base64url_decode(claims)), kid=None)
    verifier.start()
    assert verifier.verify(nameless)["sub"] == "u-1"
