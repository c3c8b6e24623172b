"""Access tokens that are not ours, not any more, or not at all: 401 with the challenge of RFC 6750, never a 500."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec


def foreign_token(server) -> str:
    return jwt.encode(good_claims(server), ec.generate_private_key(ec.SECP256R1()), "ES256",
                      headers={"typ": "at+jwt", "kid": server_kid(server)})


def good_claims(server) -> dict:
    now = int(time.time())
    return {"iss": server.base_url, "aud": server.base_url, "sub": "x", "client_id": "watchword", "iat": now,
            "exp": now + 300, "jti": "x", "scope": "openid", "sid": "x"}


def server_kid(server) -> str:
    return server.client().get("/.well-known/jwks.json").json()["keys"][0]["kid"]


def unsigned_token(server) -> str:
    return jwt.encode(good_claims(server), None, "none", headers={"typ": "at+jwt"})


def token_signed_with_the_public_key(server) -> str:
    """The classic confusion: HS256 with the text of the public key as the secret."""
    jwk = json.dumps(server.client().get("/.well-known/jwks.json").json()["keys"][0]).encode()
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
             for part in ({"alg": "HS256", "typ": "at+jwt", "kid": server_kid(server)}, good_claims(server))]
    signature = hmac.new(jwk, b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def token_with_its_own_key(server) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", **{name: base64.urlsafe_b64encode(value.to_bytes(32, "big")).rstrip(b"=").decode()
                                           for name, value in (("x", numbers.x), ("y", numbers.y))}}
    return jwt.encode(good_claims(server), key, "ES256", headers={"typ": "at+jwt", "jwk": jwk})


def refresh_token(server) -> str:
    return server.sign_in("alice")["refresh_token"]


def tampered_token(server) -> str:
    header, payload, signature = server.sign_in("alice")["access_token"].split(".")
    return ".".join([header, payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB"), signature])


def oversized_token(server) -> str:
    return "a." + "b" * 12_000 + ".c"


@pytest.mark.parametrize("make", [foreign_token, unsigned_token, token_signed_with_the_public_key,
                                  token_with_its_own_key, refresh_token, tampered_token, oversized_token,
                                  lambda server: "garbage", lambda server: "..", lambda server: "a.b.c.d.e"],
                         ids=lambda make: make.__name__)
@pytest.mark.parametrize("path", ["/oauth2/userinfo", "/api/v1/me"])
def test_a_token_that_is_not_ours_is_refused(server, make, path):
    answer = server.client().get(path, bearer=make(server))
    assert answer.status == 401, answer.text
    challenge = answer.header("WWW-Authenticate")
    assert challenge.startswith("Bearer ") and 'error="invalid_token"' in challenge
    assert answer.json()["code"] in ("malformed", "bad_signature", "algorithm_not_allowed", "unknown_key", "wrong_type",
                                     "too_large", "unsupported_critical")


@pytest.mark.parametrize("path", ["/oauth2/userinfo", "/api/v1/me"])
def test_without_a_token_the_challenge_has_no_error_code(server, path):
    answer = server.client().get(path)
    assert answer.status == 401
    assert answer.header("WWW-Authenticate").startswith("Bearer") and "error=" not in answer.header("WWW-Authenticate")
    assert answer.json()["code"] == "missing_token"


def test_two_tokens_are_an_error_and_no_choice(server):
    token = server.sign_in("alice")["access_token"]
    answer = server.client().get("/oauth2/userinfo", headers=[("Authorization", "Bearer " + token)] * 2)
    assert (answer.status, answer.json()["code"]) == (400, "several_tokens")


def test_a_token_in_the_query_is_none(server):
    token = server.sign_in("alice")["access_token"]
    assert server.client().get("/oauth2/userinfo?access_token=" + token).status == 401


def test_a_token_for_another_audience_is_refused(start_server):
    server = start_server({"resources": ["https://api.example"]})
    token = server.sign_in("alice", resource="https://api.example")["access_token"]
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == "https://api.example"
    answer = server.client().get("/oauth2/userinfo", bearer=token)
    assert (answer.status, answer.json()["code"]) == (401, "wrong_audience")
