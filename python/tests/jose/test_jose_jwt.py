"""watchword.jose.jwt: python-jose's names and meanings, made safe."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from freezegun import freeze_time
from jose import jwt as peer
from jose_keys import EC_PRIVATE, EC_PUBLIC, RSA_PRIVATE, RSA_PUBLIC, SECRET, SIGNING

from watchword.jose import jwk, jws, jwt
from watchword.jose.exceptions import ExpiredSignatureError, JWKError, JWSError, JWTClaimsError, JWTError

NOW = 1_800_000_000


def decode(claims, key=SECRET, **options):
    return jwt.decode(jwt.encode(claims, key), key, ["HS256"], **options)


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(datetime.fromtimestamp(NOW, timezone.utc)):
        yield


@pytest.mark.parametrize("algorithm", SIGNING)
def test_python_jose_and_we_read_each_others_tokens(algorithm):
    private, public = SIGNING[algorithm]
    claims = {"sub": "alice", "n": 1, "text": "äö", "list": [1.5, None, True]}
    assert jwt.decode(peer.encode(dict(claims), private, algorithm), public, [algorithm]) == claims
    assert peer.decode(jwt.encode(dict(claims), private, algorithm), public, [algorithm]) == claims


def test_a_hmac_token_is_the_same_byte_by_byte():
    claims, headers = {"b": 1, "a": "ü"}, {"kid": "k", "another": [1]}
    assert jwt.encode(dict(claims), SECRET, headers=headers) == peer.encode(dict(claims), SECRET, headers=headers)


@pytest.mark.parametrize("key", [SECRET, SECRET.encode(), RSA_PUBLIC, [SECRET], {"keys": [SECRET]}])
def test_without_an_algorithm_list_a_key_that_names_none_is_refused(key):
    with pytest.raises(JWTError, match="which algorithms you accept"):
        jwt.decode(jwt.encode({}, SECRET), key)


def test_without_an_algorithm_list_a_typed_key_decides():
    hmac = jwk.construct(SECRET, "HS256")
    rsa = jwk.construct(RSA_PUBLIC, "RS256")
    ec = {name: value for name, value in jwk.construct(EC_PUBLIC, "ES256").to_dict().items() if name != "alg"}
    assert jwt.decode(jwt.encode({"a": 1}, SECRET), hmac) == {"a": 1}
    assert jwt.decode(jwt.encode({"a": 1}, SECRET), hmac.to_dict()) == {"a": 1}
    assert jwt.decode(jwt.encode({"a": 1}, RSA_PRIVATE, "RS256"), {"keys": [rsa.to_dict()]}) == {"a": 1}
    assert jwt.decode(jwt.encode({"a": 1}, EC_PRIVATE, "ES256"), ec) == {"a": 1}
    with pytest.raises(JWTError, match="not allowed"):
        jwt.decode(jwt.encode({"a": 1}, SECRET, "HS384"), hmac)


def test_a_str_is_one_algorithm_and_no_set_of_letters():
    token = jwt.encode({"a": 1}, SECRET)
    assert jwt.decode(token, SECRET, "HS256") == {"a": 1}
    for algorithms in ("xHS256y", "HS256 HS384", "", [], ["hs256"], [None]):
        with pytest.raises(JWTError, match="not allowed"):
            jwt.decode(token, SECRET, algorithms)


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
def test_a_datetime_becomes_a_number_in_the_callers_claims_too(name):
    moment = datetime(2030, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    claims = {name: moment}
    token = jwt.encode(claims, SECRET)
    assert claims == {name: int(moment.timestamp())} == jwt.get_unverified_claims(token)


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"exp": NOW + 1}, None),
        ({"exp": NOW}, ExpiredSignatureError),
        ({"exp": NOW - 0.5}, ExpiredSignatureError),
        ({"nbf": NOW}, None),
        ({"nbf": NOW + 1}, JWTClaimsError),
        ({"iat": NOW + 1}, None),
    ],
)
def test_time_claims_hold_to_the_second(claims, error):
    if error is None:
        assert decode(claims) == claims
    else:
        with pytest.raises(error):
            decode(claims)


@pytest.mark.parametrize("leeway", [5, 5.0, timedelta(seconds=5)])
def test_leeway_moves_both_limits(leeway):
    options = {"leeway": leeway}
    assert decode({"exp": NOW - 4, "nbf": NOW + 5}, options=options)
    with pytest.raises(ExpiredSignatureError):
        decode({"exp": NOW - 5}, options=options)
    with pytest.raises(JWTClaimsError, match="not yet valid"):
        decode({"nbf": NOW + 6}, options=options)


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", ["1", None, [], {}, True, "soon"])
def test_a_time_that_is_no_number_is_refused(name, value):
    with pytest.raises(JWTClaimsError, match="must be an integer"):
        decode({name: value})
    assert decode({name: value}, options={f"verify_{name}": False}) == {name: value}


@pytest.mark.parametrize("text", ["1e999", "1" + "0" * 400, "-1e999", "NaN"])
def test_a_time_beyond_all_bounds_is_refused(text):
    token = jws.sign(b'{"nbf":' + text.encode() + b"}", SECRET)
    with pytest.raises(JWTError):
        jwt.decode(token, SECRET, ["HS256"])


@pytest.mark.parametrize(
    ("claims", "audience", "accepted"),
    [
        ({"aud": "a"}, "a", True),
        ({"aud": ["b", "a"]}, "a", True),
        ({}, None, True),
        ({"aud": "a"}, None, False),
        ({"aud": "a"}, "A", False),
        ({"aud": []}, "a", False),
        ({"aud": ["a", 1]}, "a", False),
        ({"aud": 1}, None, False),
        ({"aud": {"a": 1}}, "a", False),
        ({}, "a", False),
    ],
)
def test_the_audience_is_among_those_of_the_token(claims, audience, accepted):
    if accepted:
        assert decode(claims, audience=audience) == claims
    else:
        with pytest.raises(JWTClaimsError):
            decode(claims, audience=audience)
    assert decode(claims, audience=audience, options={"verify_aud": False}) == claims


def test_an_audience_that_is_no_text_is_the_callers_mistake():
    with pytest.raises(JWTError, match="audience must be a string or None"):
        decode({}, audience=["a"])


@pytest.mark.parametrize(
    ("claims", "expected", "accepted"),
    [
        ({"iss": "i"}, {"issuer": "i"}, True),
        ({"iss": "i"}, {"issuer": ("j", "i")}, True),
        ({"iss": "i"}, {"issuer": iter(["i"])}, True),
        ({"iss": "i"}, {}, True),
        ({"iss": "i"}, {"issuer": "ii"}, False),
        ({"iss": ["i"]}, {"issuer": [["i"]]}, False),
        ({}, {"issuer": "i"}, False),
        ({"sub": "s"}, {"subject": "s"}, True),
        ({"sub": "s"}, {"subject": "t"}, False),
        ({}, {"subject": "s"}, False),
        ({"sub": 1}, {}, False),
        ({"jti": "j"}, {}, True),
        ({"jti": 1}, {}, False),
    ],
)
def test_issuer_subject_and_token_id_are_checked(claims, expected, accepted):
    if accepted:
        assert decode(claims, **expected) == claims
    else:
        with pytest.raises(JWTClaimsError):
            decode(claims, **expected)


@pytest.mark.parametrize("name", ["exp", "iat", "nbf", "iss", "sub", "jti", "at_hash", "tenant"])
def test_a_claim_that_is_required_and_missing_is_named(name):
    with pytest.raises(JWTError, match=f'missing required key "{name}"'):
        decode({}, options={f"require_{name}": True})


def test_what_is_required_is_checked_as_well():
    with pytest.raises(ExpiredSignatureError):
        decode({"exp": NOW - 1}, options={"require_exp": True, "verify_exp": False})


def test_an_unknown_option_does_not_pass_in_silence_and_options_are_left_alone():
    with pytest.raises(TypeError, match="require_exp: True"):
        decode({}, options={"require": ["exp"]})
    options = {"verify_exp": False}
    decode({"exp": 1}, options=options)
    assert options == {"verify_exp": False}


def test_at_hash_binds_the_access_token():
    token = jwt.encode({}, SECRET, access_token="access")
    assert "at_hash" in jwt.decode(token, SECRET, ["HS256"], access_token="access")
    assert peer.decode(token, SECRET, ["HS256"], access_token="access")
    for other in ("other", None, "", b"access"):
        with pytest.raises(JWTClaimsError):
            jwt.decode(token, SECRET, ["HS256"], access_token=other)


def test_unverified_claims_and_headers_can_be_looked_at():
    token = jwt.encode({"sub": "alice"}, SECRET, headers={"kid": "one"})
    assert jwt.get_unverified_header(token) == jwt.get_unverified_headers(token)
    assert jwt.get_unverified_header(token)["kid"] == "one"
    assert jwt.get_unverified_claims(token) == {"sub": "alice"}
    assert jwt.decode(token, "", options={"verify_signature": False}) == {"sub": "alice"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        b"\xff.\xff.\xff",
        "\ud800.a.b",
        None,
        7,
        ["x"],
        "e30.e30.",
        "e30.W10.x",
    ],
)
def test_what_is_no_token_is_a_jwt_error(token):
    with pytest.raises(JWTError):
        jwt.decode(token, SECRET, ["HS256"])


def test_claims_that_are_no_dict_or_no_json_are_refused():
    for claims in ("text", [("a", 1)], None):
        with pytest.raises(JWTError):
            jwt.encode(claims, SECRET)
    for value in (object(), float("nan"), b"bytes"):
        with pytest.raises(JWSError, match="JSON"):
            jwt.encode({"a": value}, SECRET)


def test_repeated_names_are_refused():
    with pytest.raises(JWTError, match="Invalid payload string"):
        jwt.decode(jws.sign(b'{"sub":"alice","sub":"root"}', SECRET), SECRET, ["HS256"])


def test_a_key_that_fits_no_allowed_algorithm_is_a_jwk_error_whatever_the_token_says():
    token = jwt.encode({}, RSA_PRIVATE, "RS256")
    for key in (
        "no pem",
        EC_PUBLIC,
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        json.dumps({"kty": "oct", "k": "YQ"}),
        7,
    ):
        with pytest.raises(JWKError):
            jwt.decode(token, key, ["RS256"])
