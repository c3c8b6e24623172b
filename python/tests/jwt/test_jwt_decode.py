"""decode(): order of checks, texts, both sides of each limit. Each is asked twice: the second time the fast way may
answer."""

import base64
import json
import warnings
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from jwt_keys import NOW, SECRET

from watchword import jwt
from watchword.jwt import exceptions


def token(claims: Any, header: Any = None, key: str = SECRET) -> str:
    """Signed, whatever the claims are: no writer stands between."""
    text = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    return jwt.PyJWS().encode(text, key, headers=header)


def segment(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def headed(header: bytes, rest: str) -> str:
    return f"{segment(header)}.{rest}"


def decode(text: str | bytes, **arguments: Any) -> dict[str, Any]:
    arguments.setdefault("algorithms", ["HS256"])
    try:
        first = jwt.decode(text, SECRET, **arguments)
    except jwt.PyJWTError as error:
        with pytest.raises(type(error)) as again:
            jwt.decode(text, SECRET, **arguments)
        assert str(again.value) == str(error)
        raise
    assert jwt.decode(text, SECRET, **arguments) == first
    return first


@pytest.mark.parametrize(
    "text,error,message",
    [
        ("", jwt.DecodeError, "Not enough segments"),
        ("a.b", jwt.DecodeError, "Not enough segments"),
        (5, jwt.DecodeError, "Invalid token type. Token must be a <class 'bytes'>"),
        ("\ud800.a.b", jwt.DecodeError, "Invalid token: it is not base64url"),
        ("!.e30.", jwt.DecodeError, "Invalid header padding"),
        ("e30=.e30.", jwt.DecodeError, "Invalid header padding"),
        (headed(b'x', "e30."), jwt.DecodeError, "Invalid header string: "),
        (headed(b'[]', "e30."), jwt.DecodeError, "Invalid header string: must be a json object"),
        (headed(b'[' * 100000, "e30."), jwt.DecodeError, "Invalid header string: "),
        (headed(b'{}', "e30!."), jwt.DecodeError, "Invalid payload padding"),
        (headed(b'{}', "a.b.c"), jwt.DecodeError, "Invalid payload padding"),
        (headed(b'{}', "e30.A"), jwt.DecodeError, "Invalid crypto padding"),
        (headed(b'{}', "e30.AB"), jwt.DecodeError, "Invalid crypto padding"),
        (headed(b'{}', "e30."), jwt.InvalidAlgorithmError, "Algorithm not specified"),
        (headed(b'{"alg":["HS256"]}', "e30."), jwt.InvalidAlgorithmError, "The specified alg value is not allowed"),
        (headed(b'{"alg":"HS512"}', "e30."), jwt.InvalidAlgorithmError, "The specified alg value is not allowed"),
        (headed(b'{"alg":"HS256"}', "e30."), jwt.InvalidSignatureError, "Signature verification failed"),
        (headed(b'{"alg":"HS256","alg":"HS256"}', "e30."), jwt.DecodeError, "Invalid header string: "),
        (headed(b'{"kid":1}', "e30."), jwt.InvalidTokenError, "Key ID header parameter must be a string"),
        (headed(b'{"crit":[]}', "e30."), jwt.InvalidTokenError, "Invalid 'crit' header: must be a non-empty list"),
        (headed(b'{"crit":[1]}', "e30."), jwt.InvalidTokenError, "Invalid 'crit' header: values must be strings"),
        (headed(b'{"crit":["x"]}', "e30."), jwt.InvalidTokenError, "Unsupported critical extension: x"),
        (
            headed(b'{"crit":["b64"]}', "e30."),
            jwt.InvalidTokenError,
            "Critical extension 'b64' is missing from headers",
        ),
        (
            headed(b'{"crit":["b64"],"b64":false}', "e30."),
            jwt.DecodeError,
            "Payload segment must be empty when 'b64' is false.",
        ),
        (headed(b'{"b64":0}', "e30."), jwt.DecodeError, "Invalid header string: b64 must be a boolean"),
    ],
)
def test_a_malformed_token_is_refused_with_its_text(text: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as refusal:
        decode(text)
    assert type(refusal.value) is error
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    "payload,message",
    [
        (b"", "Invalid payload string: "),
        (b"[]", "Invalid payload string: must be a json object"),
        (b"1", "Invalid payload string: must be a json object"),
        (b'{"a":NaN}', "Invalid payload string: "),
        (b'{"a":1,"a":1}', "Invalid payload string: "),
        (b'{"a":1,"\\u0061":1}', "Invalid payload string: "),
        (b'\xef\xbb\xbf{"a":1}', "Invalid payload string: "),
        ('{"a":1}'.encode("utf-16"), "Invalid payload string: "),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, "Invalid payload string: "),
    ],
)
def test_a_payload_that_is_no_json_object_is_refused(payload: bytes, message: str) -> None:
    with pytest.raises(jwt.DecodeError) as refusal:
        decode(token(payload))
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    "claims,options,error,message",
    [
        ({}, {"require": ["exp"]}, jwt.MissingRequiredClaimError, 'Token is missing the "exp" claim'),
        ({"exp": None}, {"require": ["exp"]}, jwt.MissingRequiredClaimError, 'Token is missing the "exp" claim'),
        ({"iat": "1"}, {}, jwt.InvalidIssuedAtError, "Issued At claim (iat) must be an integer."),
        ({"iat": [1]}, {}, jwt.InvalidIssuedAtError, "Issued At claim (iat) must be an integer."),
        ({"iat": NOW + 1}, {}, jwt.ImmatureSignatureError, "The token is not yet valid (iat)"),
        ({"nbf": True}, {}, jwt.DecodeError, "Not Before claim (nbf) must be an integer."),
        ({"nbf": NOW + 1}, {}, jwt.ImmatureSignatureError, "The token is not yet valid (nbf)"),
        ({"exp": [1]}, {}, jwt.DecodeError, "Expiration Time claim (exp) must be an integer."),
        ({"exp": None}, {}, jwt.DecodeError, "Expiration Time claim (exp) must be an integer."),
        ({"exp": NOW}, {}, jwt.ExpiredSignatureError, "Signature has expired"),
        ({"sub": 1}, {}, exceptions.InvalidSubjectError, "Subject must be a string"),
        ({"jti": 1}, {}, exceptions.InvalidJTIError, "JWT ID must be a string"),
        ({"aud": "x"}, {}, jwt.InvalidAudienceError, "Invalid audience"),
    ],
)
def test_a_claim_that_is_wrong_is_refused_with_its_text(
    clock: Callable[[float], None], claims: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as refusal:
        decode(token(claims), options=options)
    assert type(refusal.value) is error
    assert str(refusal.value) == message


def test_the_checks_come_in_their_order(clock: Callable[[float], None]) -> None:
    claims: dict[str, Any] = {
        "iat": NOW + 9, "nbf": NOW + 9, "exp": NOW, "iss": "x", "aud": "x", "sub": 1, "jti": 1,
    }  # fmt: skip
    good = {"iat": NOW, "nbf": NOW, "exp": NOW + 1, "iss": "me", "aud": "you", "sub": "s", "jti": "j"}
    names = []
    for claim in ["iat", "nbf", "exp", "iss", "aud", "sub", "jti"]:
        with pytest.raises(jwt.InvalidTokenError) as refusal:
            decode(token(claims), issuer="me", audience="you")
        names.append(str(refusal.value))
        claims[claim] = good[claim]
    assert names == [
        "The token is not yet valid (iat)",
        "The token is not yet valid (nbf)",
        "Signature has expired",
        "Invalid issuer",
        "Audience doesn't match",
        "Subject must be a string",
        "JWT ID must be a string",
    ]
    assert decode(token(claims), issuer="me", audience="you") == good


@pytest.mark.parametrize("leeway", [5, 5.0, timedelta(seconds=5)])
def test_leeway_moves_each_limit_by_its_seconds(clock: Callable[[float], None], leeway: Any) -> None:
    for claim, inside, outside in (("exp", NOW - 4, NOW - 5), ("nbf", NOW + 5, NOW + 6), ("iat", NOW + 5, NOW + 6)):
        assert decode(token({claim: inside}), leeway=leeway) == {claim: inside}
        with pytest.raises(jwt.InvalidTokenError):
            decode(token({claim: outside}), leeway=leeway)


def test_a_fraction_of_a_second_counts(clock: Callable[[float], None]) -> None:
    assert decode(token({"exp": NOW + 0.5}))
    with pytest.raises(jwt.ExpiredSignatureError):
        decode(token({"exp": NOW - 0.5}))
    with pytest.raises(jwt.ImmatureSignatureError):
        decode(token({"nbf": NOW + 0.5}))


@pytest.mark.parametrize("audience", ["a", ["z", "a"], ("a",), {"a"}, frozenset(["a"]), {"a": 1}])
@pytest.mark.parametrize("claim", ["a", ["a"], ["b", "a"]])
def test_one_common_audience_is_enough(audience: Any, claim: Any) -> None:
    assert decode(token({"aud": claim}), audience=audience) == {"aud": claim}


@pytest.mark.parametrize("claim", ["", [], None, 0, {}])
def test_an_audience_of_nobody_is_a_missing_one(claim: Any) -> None:
    assert decode(token({"aud": claim})) == {"aud": claim}
    with pytest.raises(jwt.MissingRequiredClaimError):
        decode(token({"aud": claim}), audience="a")


@pytest.mark.parametrize("claim", [["a", 1], {"a": 1}, 5, True])
def test_an_audience_of_another_form_is_refused(claim: Any) -> None:
    with pytest.raises(jwt.InvalidAudienceError, match="Invalid claim format in token"):
        decode(token({"aud": claim}), audience="a")


def test_strict_audience_matches_one_string_with_one_string() -> None:
    strict = {"strict_aud": True}
    assert decode(token({"aud": "a"}), audience="a", options=strict)
    for claim, audience, text in (
        ("a", ["a"], "Invalid audience (strict)"),
        (["a"], "a", "Invalid claim format in token (strict)"),
        ("a", "b", "Audience doesn't match (strict)"),
    ):
        with pytest.raises(jwt.InvalidAudienceError) as refusal:
            decode(token({"aud": claim}), audience=audience, options=strict)
        assert str(refusal.value) == text


def test_an_audience_that_is_no_text_is_the_callers_mistake() -> None:
    for options in ({}, {"verify_aud": False}):
        with pytest.raises(TypeError, match="audience must be a string, iterable or None"):
            jwt.decode(token({}), SECRET, algorithms=["HS256"], audience=5, options=options)  # type: ignore[arg-type]


@pytest.mark.parametrize("issuer", ["me", ["you", "me"], ("me",), {"me"}, {"me": 1}])
def test_the_issuer_is_one_or_among_several(issuer: Any) -> None:
    assert decode(token({"iss": "me"}), issuer=issuer)
    for claims, error in (
        ({"iss": "m"}, jwt.InvalidIssuerError),
        ({"iss": ["me"]}, jwt.InvalidIssuerError),
        ({}, jwt.MissingRequiredClaimError),
    ):
        with pytest.raises(error):
            decode(token(claims), issuer=issuer)


def test_the_subject_must_be_the_expected_one() -> None:
    assert decode(token({"sub": "alice"}), subject="alice")
    assert decode(token({}), subject="alice") == {}
    with pytest.raises(exceptions.InvalidSubjectError, match="Invalid subject"):
        decode(token({"sub": "bob"}), subject="alice")


def test_algorithms_must_be_named() -> None:
    with pytest.raises(jwt.DecodeError) as refusal:
        jwt.decode(token({}), SECRET)
    assert str(refusal.value) == (
        'It is required that you pass in a value for the "algorithms" argument when calling decode().'
    )


def test_algorithms_given_as_text_are_exactly_one_name() -> None:
    assert jwt.decode(token({}), SECRET, algorithms="HS256") == {}
    for text in ("xHS256y", "HS256,RS256"):
        with pytest.raises(jwt.InvalidAlgorithmError):
            jwt.decode(token({}), SECRET, algorithms=text)


def test_without_the_signature_no_claim_is_checked_unless_asked_for(clock: Callable[[float], None]) -> None:
    text = token({"exp": NOW - 1, "aud": "x"})
    unverified = {"verify_signature": False}
    assert jwt.decode(text, options=unverified) == {"exp": NOW - 1, "aud": "x"}
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(text, options={**unverified, "verify_exp": True})


def test_the_callers_options_are_never_changed() -> None:
    for options in ({"verify_signature": False}, {"require": ["exp"], "verify_exp": False}, {}):
        before = {**options}
        try:
            jwt.decode(token({"exp": 1}), SECRET, algorithms=["HS256"], options=options)  # type: ignore[arg-type]
        except jwt.InvalidTokenError:
            pass
        assert options == before


def test_decode_complete_gives_all_three_parts() -> None:
    complete = jwt.decode_complete(token({"a": 1}), SECRET, ["HS256"])
    assert (complete["header"], complete["payload"]) == ({"alg": "HS256", "typ": "JWT"}, {"a": 1})
    assert isinstance(complete["signature"], bytes)


def test_decode_and_decode_complete_differ_in_the_order_of_their_arguments() -> None:
    text = token({"sub": "s", "iss": "i"})
    assert jwt.decode(text, SECRET, ["HS256"], None, None, None, None, "s", "i")
    assert jwt.decode_complete(text, SECRET, ["HS256"], None, None, None, None, "i", "s")


def test_unknown_arguments_are_warned_of() -> None:
    for decode_some in (jwt.decode, jwt.decode_complete):
        with pytest.warns(jwt.warnings.RemovedInPyjwt3Warning, match="foo"):
            decode_some(token({}), SECRET, ["HS256"], foo=1)


def test_a_verify_that_disagrees_is_warned_of() -> None:
    with pytest.warns(DeprecationWarning, match="does nothing"):
        jwt.decode(token({}), SECRET, ["HS256"], verify=False)


def test_warnings_name_the_line_of_the_caller() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        text = jwt.encode({}, "short")
        jwt.decode(text, "short", ["HS256"])
        jwt.decode_complete(text, "short", ["HS256"], verify=False, foo=1)
        jwt.PyJWS().decode(jwt.api_jws.encode(b"", "short"), "short", ["HS256"])
    assert {warning.filename for warning in told} == {__file__}
    assert len(told) == 7
