"""`watchword token verify` judges tokens that others have signed, and refuses them when they were tampered with."""

from __future__ import annotations

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jwt as jwcrypto_jwt

import tampering
from server_process import run_program

_CURVES = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}
_JWCRYPTO_KEYS = {"RS256": {"kty": "RSA", "size": 2048}, "PS256": {"kty": "RSA", "size": 2048},
                  "ES256": {"kty": "EC", "crv": "P-256"}, "ES384": {"kty": "EC", "crv": "P-384"},
                  "ES512": {"kty": "EC", "crv": "P-521"}, "EdDSA": {"kty": "OKP", "crv": "Ed25519"}}


def public_jwk_of(private_key, algorithm: str) -> dict:
    """By PyJWT where it can; its Debian version writes no EC keys, jwcrypto does."""
    key = jwcrypto_jwk.JWK.from_pyca(private_key.public_key())
    return {**key.export_public(as_dict=True), "kid": "theirs", "alg": algorithm, "use": "sig"}


def by_pyjwt(algorithm: str, claims: dict) -> tuple[str, dict]:
    if algorithm == "EdDSA":
        key = ed25519.Ed25519PrivateKey.generate()
    elif algorithm in _CURVES:
        key = ec.generate_private_key(_CURVES[algorithm]())
    else:
        key = rsa.generate_private_key(65537, 2048)
    token = jwt.encode(claims, key, algorithm, headers={"kid": "theirs"})
    return token, {"keys": [public_jwk_of(key, algorithm)]}


def by_jwcrypto(algorithm: str, claims: dict) -> tuple[str, dict]:
    key = jwcrypto_jwk.JWK.generate(**_JWCRYPTO_KEYS[algorithm], kid="theirs", alg=algorithm, use="sig")
    signed = jwcrypto_jwt.JWT(header={"alg": algorithm, "kid": "theirs", "typ": "JWT"}, claims=claims)
    signed.make_signed_token(key)
    return signed.serialize(), {"keys": [key.export_public(as_dict=True)]}


def verify(tmp_path, token: str, jwks: dict, claims: dict, **instead):
    """Our verdict: (exit status, JSON)."""
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(jwks))
    done = run_program("token", "verify", "--jwks", str(file), "--audience", instead.get("audience", claims["aud"]),
                       "--issuer", instead.get("issuer", claims["iss"]), "--json", text=token + "\n")
    return done.returncode, json.loads(done.stdout or done.stderr)


def assert_accepted(tmp_path, token, jwks, claims):
    status, verdict = verify(tmp_path, token, jwks, claims)
    assert status == 0, verdict
    assert verdict["claims"]["sub"] == claims["sub"]


def assert_tampered_ones_are_refused(tmp_path, token, jwks, claims):
    for tamper in tampering.ALL:
        status, verdict = verify(tmp_path, tamper(token), jwks, claims)
        assert status != 0, (tamper.__name__, verdict)
        assert claims["sub"] not in json.dumps(verdict)


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "PS256", "PS512", "ES256", "ES384", "ES512", "EdDSA"])
def test_a_token_by_pyjwt_is_accepted_and_its_tampered_kin_refused(tmp_path, claims, algorithm):
    token, jwks = by_pyjwt(algorithm, claims)
    assert_accepted(tmp_path, token, jwks, claims)
    assert_tampered_ones_are_refused(tmp_path, token, jwks, claims)


@pytest.mark.parametrize("algorithm", sorted(_JWCRYPTO_KEYS))
def test_a_token_by_jwcrypto_is_accepted_and_its_tampered_kin_refused(tmp_path, claims, algorithm):
    token, jwks = by_jwcrypto(algorithm, claims)
    assert_accepted(tmp_path, token, jwks, claims)
    assert_tampered_ones_are_refused(tmp_path, token, jwks, claims)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA"])
def test_a_token_by_npm_jose_is_accepted_and_its_tampered_kin_refused(tmp_path, claims, algorithm, ask_jose):
    signed = ask_jose({"do": "sign", "alg": algorithm, "claims": claims})
    assert_accepted(tmp_path, signed["token"], signed["jwks"], claims)
    assert_tampered_ones_are_refused(tmp_path, signed["token"], signed["jwks"], claims)


@pytest.mark.parametrize("change, instead, code", [
    ({"exp": 1_700_000_000}, {}, "expired"),
    ({"nbf": 4_000_000_000}, {}, "not_yet_valid"),
    ({}, {"audience": "https://other.example"}, "wrong_audience"),
    ({}, {"issuer": "https://other.example"}, "wrong_issuer"),
])
def test_a_genuine_token_that_does_not_fit_is_refused_with_the_reason(tmp_path, claims, change, instead, code):
    token, jwks = by_pyjwt("ES256", {**claims, **change})
    status, verdict = verify(tmp_path, token, jwks, claims, **instead)
    assert status != 0
    assert verdict["error"] == code
