"""The type Verifier: what a resource server asks of every token, and challenge: what it answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from native_tokens import AUDIENCE, ISSUER, NOW, claims, sign
from watchword._native import Key, NativeError, Verifier

from watchword import _native


@pytest.fixture(scope="module")
def key() -> Key:
    return Key.generate("ES256", "k1")


def verifier(*keys: Key, **changes: Any) -> Verifier:
    arguments = {"issuers": [ISSUER], "audiences": [AUDIENCE], "algorithms": ["ES256", "EdDSA"], **changes}
    made = Verifier(**arguments)
    made.set_keys(keys)
    return made


def code_of(of: Verifier, token: Any, now: float = NOW) -> str:
    """The code of the refusal, the same when the token comes again, and the same as the explanation's."""
    codes = []
    for _ in range(2):
        with pytest.raises(NativeError) as refusal:
            of.verify(token, now)
        codes.append(refusal.value.code)
    assert codes[0] == codes[1]
    explanation = json.loads(of.explain(token, now))
    assert (explanation["verified"], explanation["error"]) == (False, codes[0])
    return codes[0]


@pytest.mark.parametrize("cache_tokens", [0, 1, 32768])
def test_a_good_token_gives_its_claims_each_time(key: Key, cache_tokens: int) -> None:
    of = verifier(key, cache_tokens=cache_tokens)
    token = sign(key)
    first = of.verify(token, NOW)
    assert first == claims() and list(first) == list(claims())
    first["sub"] = "changed by the caller"
    assert of.verify(token.encode(), NOW + 1) == claims()
    assert json.loads(of.explain(token, NOW))["verified"] is True


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://other.example"}, "wrong_issuer"), ({"iss": None}, "missing_claim"),
        ({"aud": "x"}, "wrong_audience"),
        ({"aud": ["x", AUDIENCE + "/"]}, "wrong_audience"), ({"aud": None}, "missing_claim"),
        ({"exp": None}, "missing_claim"),
        ({"exp": "soon"}, "invalid_claim"), ({"sub": None}, "missing_claim"), ({"client_id": None}, "missing_claim"),
        ({"nbf": NOW + 1}, "not_yet_valid"), ({"iat": NOW + 1}, "issued_in_future"), ({"sub": 7}, "invalid_claim"),
    ],
)  # fmt: skip
def test_each_claim_is_checked(key: Key, changes: dict[str, Any], code: str) -> None:
    assert code_of(verifier(key), sign(key, claims(**changes))) == code


def test_times_end_to_the_millisecond_and_with_leeway(key: Key) -> None:
    token = sign(key, claims(nbf=NOW))
    strict, lenient = verifier(key), verifier(key, leeway=30)
    assert strict.verify(token, NOW + 899.999) and lenient.verify(token, NOW + 929.999)
    assert code_of(strict, token, NOW + 900) == code_of(lenient, token, NOW + 930) == "expired"
    assert lenient.verify(token, NOW - 30)
    assert code_of(strict, token, NOW - 0.001) == code_of(lenient, token, NOW - 30.001) == "not_yet_valid"


def test_the_signature_and_the_header_are_checked(key: Key) -> None:
    of = verifier(key)
    token = sign(key)
    head, body, signature = token.split(".")
    changed = _native.base64url_encode(_native.json_dumps(claims(sub="admin")).encode())
    assert code_of(of, f"{head}.{changed}.{signature}") == "bad_signature"
    assert code_of(of, sign(Key.generate("ES256", "k1"))) == "bad_signature"
    assert code_of(of, sign(Key.generate("ES256", "k2"))) == "unknown_key"
    assert code_of(of, sign(Key.generate("ES384", "k1"))) == "algorithm_not_allowed"
    assert code_of(of, sign(key, alg="none")) == "algorithm_not_allowed"
    assert code_of(of, sign(key, typ="JWT")) == "wrong_type"
    assert code_of(of, sign(key, crit=["exp"])) in {"unsupported_critical", "malformed"}


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "a.b.c", "\ud800", "é.é.é", b"\xff\xfe", "a" * 20_000, "x.y", "{}.{}.{}", "\0", b"\0" * 300]
)
def test_what_is_no_token_is_refused(key: Key, token: Any) -> None:
    with pytest.raises(NativeError) as refusal:
        verifier(key).verify(token, NOW)
    assert refusal.value.code in {"malformed", "too_large"}
    assert json.loads(verifier(key).explain(token, NOW))["verified"] is False


def test_keys_are_exchanged_at_any_time(key: Key) -> None:
    other = Key.generate("EdDSA", "k2")
    of = verifier()
    assert code_of(of, sign(key)) == "unknown_key"
    of.set_keys([key.public()])
    assert of.verify(sign(key), NOW) == claims()
    of.set_keys((other,))
    assert code_of(of, sign(key)) == "unknown_key"
    assert of.verify(sign(other), NOW) == claims()
    of.set_keys(iter([key, other]))
    assert of.verify(sign(key), NOW) == of.verify(sign(other), NOW) == claims()
    for wrong in (None, key, [key, "text"], "text"):
        with pytest.raises(TypeError):
            of.set_keys(wrong)  # type: ignore[arg-type]
    assert of.verify(sign(key), NOW) == claims()


def test_several_issuers_and_audiences_are_accepted(key: Key) -> None:
    of = verifier(key, issuers=[ISSUER, "https://two.example"], audiences=("a", "b"))
    assert of.verify(sign(key, claims(iss="https://two.example", aud=["z", "b"])), NOW)["aud"] == ["z", "b"]


def test_a_plain_token_has_a_profile_and_a_type_of_its_own(key: Key) -> None:
    plain = {"iss": ISSUER, "aud": AUDIENCE, "exp": NOW + 9}
    of = verifier(key, type="JWT", profile="plain")
    assert of.verify(sign(key, plain, typ="JWT"), NOW) == of.verify(sign(key, plain, typ=None), NOW) == plain
    assert code_of(of, sign(key, plain)) == "wrong_type"
    assert verifier(key, type=None, profile="plain").verify(sign(key, plain, typ="x+jwt"), NOW) == plain
    with_session = verifier(key, type=None, profile="plain", required_claims=["sid"])
    assert code_of(with_session, sign(key, plain)) == "missing_claim"


def test_an_id_token_and_a_logout_token_are_known_by_their_profile(key: Key) -> None:
    identity = {"iss": ISSUER, "aud": "web", "sub": "u", "exp": NOW + 9, "iat": NOW, "nonce": "n"}
    of = verifier(key, audiences=["web"], type="JWT", profile="id_token")
    assert of.verify(sign(key, identity, typ="JWT"), NOW) == identity
    event: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    logout = {**identity, "jti": "1", "events": event}
    del logout["nonce"]
    assert code_of(of, sign(key, logout, typ="JWT")) == "wrong_type"
    ends = verifier(key, audiences=["web"], type=None, profile="logout_token")
    assert ends.verify(sign(key, logout, typ="logout+jwt"), NOW) == logout


def test_a_shared_secret_verifies_where_it_is_allowed() -> None:
    secret = Key.from_secret("HS256", b"s" * 32, "s1")
    assert verifier(secret, algorithms=["HS256"]).verify(sign(secret), NOW) == claims()
    assert code_of(verifier(secret), sign(secret)) == "algorithm_not_allowed"


@pytest.mark.parametrize(
    "changes",
    [
        {"issuers": []}, {"issuers": [""]}, {"audiences": ()}, {"audiences": ["a", ""]}, {"algorithms": []},
        {"algorithms": ["none"]}, {"leeway": -1}, {"leeway": 601}, {"profile": "other"},
        {"profile": "id_token", "audiences": ["a", "b"]},
    ],
)  # fmt: skip
def test_what_would_open_a_check_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NativeError) as refusal:
        verifier(**changes)
    assert refusal.value.code == "wrong_usage"
    assert str(refusal.value) == refusal.value.detail != ""


@pytest.mark.parametrize(
    "changes",
    [{"issuers": ISSUER}, {"audiences": None}, {"algorithms": "ES256"}, {"algorithms": [1]}, {"type": 1},
     {"profile": 1},
     {"leeway": "1"}, {"required_claims": "sid"}, {"nope": 1}, {"cache_tokens": "1"}],
)  # fmt: skip
def test_wrong_types_are_a_type_error(changes: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        verifier(**changes)
    with pytest.raises(TypeError):
        Verifier()  # type: ignore[call-arg]


@pytest.mark.parametrize("now", [float("nan"), float("inf"), -float("inf"), 1e18, 253402300800.0])
def test_a_time_that_is_none_is_a_value_error(key: Key, now: float) -> None:
    for call in (verifier(key).verify, verifier(key).explain):
        with pytest.raises(ValueError):
            call(sign(key), now)


@pytest.mark.parametrize("arguments", [(), ("t",), (1, NOW), (None, NOW), ("t", "now"), ("t", None), ("t", NOW, 1)])
def test_wrong_arguments_are_a_type_error(key: Key, arguments: tuple[Any, ...]) -> None:
    for call in (verifier(key).verify, verifier(key).explain):
        with pytest.raises(TypeError):
            call(*arguments)


def test_an_explanation_names_every_check_and_the_keys(key: Key) -> None:
    explanation = json.loads(verifier(key).explain(sign(key, claims(aud="x", exp=NOW - 5)), NOW))
    assert list(explanation) == [
        "verified", "error", "checks", "key", "expected_keys", "skew", "size", "findings", "header", "claims",
    ]  # fmt: skip
    outcomes = {check["check"]: (check["outcome"], check["error"]) for check in explanation["checks"]}
    assert outcomes["signature"] == ("passed", None)
    assert (outcomes["audience"], outcomes["expiry"]) == (("failed", "wrong_audience"), ("failed", "expired"))
    assert explanation["key"] == {"kid": "k1", "algorithm": "ES256", "fingerprint": key.fingerprint}
    assert explanation["skew"]["exp"] == -5


@pytest.mark.parametrize(
    ("code", "scopes", "answer"),
    [
        ("", [], (401, 'Bearer realm="api"')),
        ("missing_token", [], (401, 'Bearer realm="api"')),
        ("keys_unavailable", [], (503, "")),
        ("forbidden", [], (403, "")),
        ("insufficient_scope", ["a", "b"], (403, 'Bearer realm="api", error="insufficient_scope", '
         'error_description="The access token does not have the scope that this needs.", scope="a b"')),
        ("expired", ["a"], (401, 'Bearer realm="api", error="invalid_token", '
         'error_description="The token has expired."')),
        ("several_tokens", (), (400, 'Bearer realm="api", error="invalid_request", '
         'error_description="The request carries more than one access token; send exactly one."')),
    ],
)  # fmt: skip
def test_a_challenge_is_that_of_rfc_6750(code: str, scopes: Any, answer: tuple[int, str]) -> None:
    assert _native.challenge(code, "api", scopes) == answer


def test_a_challenge_cannot_split_a_header() -> None:
    assert _native.challenge("", 'a"\r\nb\\') == (401, r'Bearer realm="a\"b\\"')
    with pytest.raises(ValueError):
        _native.challenge("no_such_code", "api")
    with pytest.raises(TypeError):
        _native.challenge("expired", "api", "scope")
