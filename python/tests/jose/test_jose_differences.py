"""Every row about python-jose in docs/differences.md is shown here: what it does, and what we do."""

import json
import re
import warnings
from pathlib import Path

import jose.exceptions
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from freezegun import freeze_time
from jose import jwe as peer_jwe
from jose import jwk as peer_jwk
from jose import jws as peer_jws
from jose import jwt as peer
from jose_keys import EC521_PRIVATE, EC521_PUBLIC, EC_PRIVATE, OTHER_RSA_PUBLIC, RSA_PRIVATE, RSA_PUBLIC, SECRET

from watchword.jose import jwe, jwk, jws, jwt
from watchword.jose.exceptions import JOSEError
from watchword.jose.utils import base64url_encode

PAGE = Path(__file__).parents[3] / "docs" / "differences.md"
ROW = re.compile(r"^\| `([a-z0-9_-]+)` \|", re.MULTILINE)
NOW = 1_800_000_000
OCT = {"kty": "oct", "alg": "HS512", "k": base64url_encode(SECRET.encode()).decode()}
SMALL_RSA = rsa.generate_private_key(65537, 1024)


def rows(table):
    text = PAGE.read_text().split(f"<!-- differences: {table} -->")[1].split("<!-- end -->")[0]
    return ROW.findall(text)


def outcome(call):
    """Whether it worked, or the name of what was raised."""
    with freeze_time("2027-01-15T08:00:00Z"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call()
        except (JOSEError, jose.exceptions.JOSEError, ValueError, TypeError, AttributeError) as error:
            return type(error).__name__
        except Exception as error:  # what an old library may raise, zlib.error for one
            return type(error).__name__
    return "works"


def signed(payload, header=None):
    parts = [json.dumps({"alg": "HS256", **(header or {})}).encode(), payload]
    signing_input = b".".join(base64url_encode(part) for part in parts)
    signature = jwk.construct(SECRET, "HS256").sign(signing_input)
    return (signing_input + b"." + base64url_encode(signature)).decode()


def decode(token, key=SECRET, algorithms=("HS256",), **demands):
    """The same call for both."""
    return lambda module: module.decode(token, key, algorithms if algorithms is None else algorithms, **demands)


def claims(text, **demands):
    return decode(signed(text), **demands)


def module_pair(ours, theirs, call):
    return lambda: call(theirs), lambda: call(ours)


def of_jwt(call):
    return module_pair(jwt, peer, call)


def of_jws(call):
    return module_pair(jws, peer_jws, call)


def of_jwk(call):
    return module_pair(jwk, peer_jwk, call)


PLAIN = signed(b"{}")
SHOWN = {
    "algorithms-missing": [(of_jwt(decode(PLAIN, algorithms=None)), "works", "JWTError")],
    "algorithms-text": [(of_jwt(decode(PLAIN, algorithms="HS256 RS256")), "works", "JWTError")],
    "key-algorithm": [
        (of_jwt(decode(PLAIN, OCT)), "works", "JWKError"),
        (of_jws(lambda m: m.verify(PLAIN, OCT, ["HS256"])), "works", "JWKError"),
    ],
    "curve": [
        (of_jwt(lambda m: m.encode({}, EC521_PRIVATE, "ES256")), "works", "JWSError"),
        (of_jwk(lambda m: m.construct(EC521_PUBLIC, "ES384")), "works", "JWKError"),
    ],
    "rsa-size": [(of_jwk(lambda m: m.construct(SMALL_RSA, "RS256")), "works", "JWKError")],
    "empty-secret": [
        (of_jwt(lambda m: m.encode({}, "")), "works", "JWSError"),
        (of_jwk(lambda m: m.construct("", "HS256")), "works", "JWKError"),
    ],
    "kid": [
        (
            of_jwt(
                decode(
                    peer.encode({}, RSA_PRIVATE, "RS256", {"kid": "a"}),
                    {"a": OTHER_RSA_PUBLIC, "b": RSA_PUBLIC},
                    ["RS256"],
                )
            ),
            "works",
            "JWTError",
        )
    ],
    "base64url": [
        (of_jwt(decode(PLAIN + "=")), "works", "JWTError"),
        (of_jwt(decode(PLAIN[:-5] + "!!!!" + PLAIN[-5:])), "works", "JWTError"),
    ],
    "json": [
        (of_jwt(claims(b'{"sub":"a","sub":"b"}')), "works", "JWTError"),
        (of_jwt(claims(b'{"x":NaN}')), "works", "JWTError"),
    ],
    "header-members": [
        (of_jwt(decode(signed(b"{}", {"kid": 1}))), "works", "JWTError"),
        (of_jwt(decode(signed(b"{}", {str(i): i for i in range(128)}))), "works", "JWTError"),
    ],
    "crit": [
        (of_jwt(decode(signed(b"{}", {"crit": ["x"], "x": 1}))), "works", "JWTError"),
        (of_jwt(lambda m: m.encode({}, SECRET, headers={"crit": ["x"]})), "works", "JWSError"),
    ],
    "header-alg": [(of_jwt(lambda m: m.encode({}, SECRET, headers={"alg": "none"})), "works", "JWSError")],
    "expired-now": [(of_jwt(claims(b'{"exp":%d}' % NOW)), "works", "ExpiredSignatureError")],
    "number-claims": [
        (of_jwt(claims(b'{"exp":"2000000000"}')), "works", "JWTClaimsError"),
        (of_jwt(claims(b'{"nbf":true}')), "works", "JWTClaimsError"),
        (of_jwt(claims(b'{"exp":null}')), "TypeError", "JWTClaimsError"),
    ],
    "audience-missing": [(of_jwt(claims(b"{}", audience="a")), "works", "JWTClaimsError")],
    "subject-missing": [(of_jwt(claims(b"{}", subject="s")), "works", "JWTClaimsError")],
    "unknown-option": [(of_jwt(claims(b"{}", options={"require": ["exp"]})), "works", "TypeError")],
    "foreign-exceptions": [
        (of_jwt(decode(None)), "AttributeError", "JWTError"),
        (of_jwt(decode("\ud800")), "UnicodeEncodeError", "JWTError"),
    ],
    "zip": [
        ((lambda: peer_jwe.decrypt(jwe.encrypt("x", b"k" * 32, zip="DEF"), b"k" * 32), lambda: None), "error", "works"),
        (
            (lambda: None, lambda: jwe.decrypt(peer_jwe.encrypt("x", b"k" * 32, zip="DEF"), b"k" * 32)),
            "works",
            "JWEParseError",
        ),
    ],
    "cbc": [(of_jwk(lambda m: m.construct(b"k" * 16, "A128CBC")), "works", "JWKError")],
    "rsa1_5-wrap": [(of_jwk(lambda m: m.construct(RSA_PUBLIC, "RSA1_5").wrap_key(b"k" * 32)), "works", "JWEError")],
}


@pytest.mark.parametrize("id", SHOWN)
def test_a_difference_is_as_the_page_says(id):
    for (theirs, ours), their_outcome, our_outcome in SHOWN[id]:
        assert outcome(theirs) == their_outcome
        assert outcome(ours) == our_outcome


def test_a_private_elliptic_curve_key_goes_out_as_pkcs8():
    assert peer_jwk.construct(EC_PRIVATE, "ES256").to_pem().startswith(b"-----BEGIN EC PRIVATE KEY-----")
    assert jwk.construct(EC_PRIVATE, "ES256").to_pem().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_content_in_cbc_has_a_tag():
    assert peer_jwk.construct(b"k" * 32, "A128CBC-HS256").encrypt(b"x")[2] is None
    assert len(jwk.construct(b"k" * 32, "A128CBC-HS256").encrypt(b"x")[2]) == 16


def test_the_page_has_these_rows_and_no_others():
    assert set(rows("jose")) == set(SHOWN) | {"ec-pem"}
