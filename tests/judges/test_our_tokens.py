"""Others verify our access tokens through our JWKS, and refuse them when they were tampered with."""

from __future__ import annotations

import json

import jwt
import pytest
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jwt as jwcrypto_jwt
from jwcrypto.common import JWException

import tampering


@pytest.fixture
def token(issuing_server) -> str:
    return issuing_server.sign_in("alice", scope="openid")["access_token"]


@pytest.fixture
def jwks_url(issuing_server) -> str:
    return issuing_server.base_url + "/.well-known/jwks.json"


def ask_pyjwt(server, jwks_url: str, token: str) -> dict:
    key = jwt.PyJWKClient(jwks_url).get_signing_key_from_jwt(token)
    return jwt.decode(token, key.key, algorithms=[server.algorithm], audience=server.base_url, issuer=server.base_url,
                      options={"require": ["exp", "iat", "sub", "aud", "iss", "jti"]})


def ask_jwcrypto(server, token: str) -> dict:
    keys = jwcrypto_jwk.JWKSet.from_json(server.client().get("/.well-known/jwks.json").text)
    checked = jwcrypto_jwt.JWT(jwt=token, key=keys, algs=[server.algorithm],
                               check_claims={"iss": server.base_url, "aud": server.base_url, "exp": None})
    return json.loads(checked.claims)


def question_to_jose(server, jwks_url: str, token: str) -> dict:
    return {"do": "verify", "token": token, "jwks_url": jwks_url, "issuer": server.base_url,
            "audience": server.base_url, "typ": "at+jwt", "algorithms": [server.algorithm]}


def test_pyjwt_accepts_it(issuing_server, jwks_url, token):
    assert jwt.get_unverified_header(token)["alg"] == issuing_server.algorithm
    assert ask_pyjwt(issuing_server, jwks_url, token)["scope"] == "openid"


def test_jwcrypto_accepts_it(issuing_server, token):
    assert ask_jwcrypto(issuing_server, token)["client_id"] == "watchword"


def test_npm_jose_accepts_it(issuing_server, jwks_url, token, ask_jose):
    answer = ask_jose(question_to_jose(issuing_server, jwks_url, token))
    assert answer.get("error") is None
    assert answer["claims"]["iss"] == issuing_server.base_url
    assert answer["header"]["typ"] == "at+jwt"


@pytest.mark.parametrize("tamper", tampering.ALL, ids=lambda function: function.__name__)
class TestATamperedToken:
    def test_is_refused_by_pyjwt(self, issuing_server, jwks_url, token, tamper):
        with pytest.raises(jwt.InvalidTokenError):
            ask_pyjwt(issuing_server, jwks_url, tamper(token))

    def test_is_refused_by_jwcrypto(self, issuing_server, token, tamper):
        with pytest.raises((JWException, ValueError)):
            ask_jwcrypto(issuing_server, tamper(token))

    def test_is_refused_by_npm_jose(self, issuing_server, jwks_url, token, tamper, ask_jose):
        assert "error" in ask_jose(question_to_jose(issuing_server, jwks_url, tamper(token)))

    def test_is_refused_by_the_server_itself(self, issuing_server, token, tamper):
        answer = issuing_server.client().get("/oauth2/userinfo", bearer=tamper(token))
        assert answer.status == 401 and 'error="invalid_token"' in answer.header("WWW-Authenticate")


def test_a_token_of_another_server_with_the_same_name_is_refused(issuing_server, start_server, ask_jose, jwks_url):
    foreign = start_server(issuer=issuing_server.base_url).sign_in("alice")["access_token"]
    assert issuing_server.client().get("/oauth2/userinfo", bearer=foreign).status == 401
    with pytest.raises(jwt.PyJWTError):
        ask_pyjwt(issuing_server, jwks_url, foreign)
    assert "error" in ask_jose(question_to_jose(issuing_server, jwks_url, foreign))
