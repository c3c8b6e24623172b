"""Keys: what is taken, what is refused, and in which words."""

import base64
import json
import warnings
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, PublicFormat
from jwt_keys import SECRET, KeyPair, ed448_pair, rsa_pair

from watchword import jwt
from watchword.jwt.algorithms import ECAlgorithm, HMACAlgorithm, OKPAlgorithm, RSAAlgorithm, get_default_algorithms

HS256 = HMACAlgorithm(HMACAlgorithm.SHA256)


def forms_of_a_public_key(pair: KeyPair) -> dict[str, bytes]:
    """Everything that people keep public keys in."""
    spki = PublicFormat.SubjectPublicKeyInfo
    pem, der = pair.public.public_bytes(Encoding.PEM, spki), pair.public.public_bytes(Encoding.DER, spki)
    jwk = json.dumps(RSAAlgorithm.to_jwk(pair.public, as_dict=True))
    return {
        "PEM": pem,
        "PEM with CRLF": pem.replace(b"\n", b"\r\n"),
        "PEM in one line": pem.replace(b"\n", b" "),
        "PEM behind a comment": b"# my key\n" + pem,
        "PEM in JSON": json.dumps({"key": pem.decode()}).encode(),
        "PKCS#1": pair.public.public_bytes(Encoding.PEM, PublicFormat.PKCS1),
        "DER": der,
        "base64 of DER": base64.b64encode(der),
        "base64url of DER": base64.urlsafe_b64encode(der),
        "SSH": pair.public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": jwk.encode(),
        "JWK behind a byte order mark": b"\xef\xbb\xbf" + jwk.encode(),
        "JWK in UTF-16": jwk.encode("utf-16"),
        "JWK Set": f'{{"keys":[{jwk}]}}'.encode(),
        "JWK in arrays": f"[[{jwk}]]".encode(),
        "JWK deep in arrays": b"[" * 5000 + jwk.encode() + b"]" * 5000,
        "JWK with an escaped name": jwk.replace("kty", "\\u006bty").encode(),
    }


def test_no_form_of_a_public_key_is_a_secret(pairs: dict[str, KeyPair]) -> None:
    for form, key in forms_of_a_public_key(pairs["RS256"]).items():
        with pytest.raises(jwt.InvalidKeyError, match="should not be used"):
            HS256.prepare_key(key)
            pytest.fail(form)


@pytest.mark.parametrize(
    "secret",
    [
        SECRET,
        SECRET.encode(),
        b"\x30\x82 and so on, which is no DER at all, only bytes",
        '{"this": "is JSON, but no JWK, and so may be a secret"}',
        b"[" * 2000 + b"]" * 2000,
        b"-----BEGIN PUBLIC KEY----- without an end is no key anywhere",
        "0" * 64,
        "=" * 64,
    ],
)
def test_anything_else_is_a_secret(secret: Any) -> None:
    prepared = HS256.prepare_key(secret)
    assert prepared == (secret.encode() if isinstance(secret, str) else secret)


def test_an_empty_secret_is_refused_wherever_it_comes_from() -> None:
    token = jwt.encode({}, SECRET)
    for key in ("", b""):
        for refused in (lambda key=key: jwt.encode({}, key), lambda key=key: jwt.decode(token, key, ["HS256"])):
            with pytest.raises(jwt.InvalidKeyError, match="must not be empty") as refusal:
                refused()
            assert isinstance(refusal.value, jwt.InvalidSignatureError)
    with pytest.raises(jwt.InvalidKeyError, match="must not be empty"):
        jwt.PyJWK({"kty": "oct", "k": ""})


@pytest.mark.parametrize("algorithm,length", [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_a_secret_is_warned_of_below_the_length_of_its_hash(algorithm: str, length: int) -> None:
    strict = jwt.PyJWT(options={"enforce_minimum_key_length": True})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        token = strict.encode({}, b"k" * length, algorithm)
        assert strict.decode(token, b"k" * length, [algorithm]) == {}
    with pytest.warns(jwt.InsecureKeyLengthWarning, match=f"{length - 1} bytes long, which is below"):
        short = jwt.encode({}, b"k" * (length - 1), algorithm)
    for refused in (
        lambda: strict.encode({}, b"k" * (length - 1), algorithm),
        lambda: strict.decode(short, b"k" * (length - 1), [algorithm]),
        lambda: jwt.decode(short, b"k" * (length - 1), [algorithm], {"enforce_minimum_key_length": True}),
    ):
        with pytest.raises(jwt.InvalidKeyError, match="below"):
            refused()


def test_short_rsa_keys_work_with_a_warning() -> None:
    pair = rsa_pair(1024)
    for _ in range(2):
        with pytest.warns(jwt.InsecureKeyLengthWarning, match="1024 bits long, which is below"):
            token = jwt.encode({"a": 1}, pair.private_text, "RS256")
        with pytest.warns(jwt.InsecureKeyLengthWarning, match="below"):
            assert jwt.decode(token, pair.public_text, ["RS256"]) == {"a": 1}
    with pytest.raises(jwt.InvalidKeyError, match="below"):
        jwt.decode(token, pair.public, ["RS256"], {"enforce_minimum_key_length": True})


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_private_and_public_keys_verify_in_every_form(pairs: dict[str, KeyPair], algorithm: str) -> None:
    pair = pairs[algorithm]
    token = jwt.encode({"a": 1}, pair.private, algorithm)
    ssh = pair.public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    for key in (pair.public, pair.public_text, pair.public_text.encode(), ssh, pair.private, pair.private_text):
        assert jwt.decode(token, key, [algorithm]) == jwt.decode(token, key, [algorithm]) == {"a": 1}


def test_ed448_is_eddsa_too() -> None:
    pair = ed448_pair()
    for _ in range(2):
        assert jwt.decode(jwt.encode({}, pair.private, "EdDSA"), pair.public, ["EdDSA"]) == {}


def test_a_key_of_another_kind_is_refused(pairs: dict[str, KeyPair]) -> None:
    for algorithm, other in (("RS256", "ES256"), ("ES256", "RS256"), ("EdDSA", "ES256"), ("ES256", "ES384")):
        for key in (pairs[other].private, pairs[other].private_text):
            with pytest.raises((jwt.InvalidKeyError, TypeError)):
                jwt.encode({}, key, algorithm)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_text_that_is_no_key_is_refused(algorithm: str, text: str) -> None:
    with pytest.raises(jwt.InvalidKeyError):
        jwt.encode({}, text, algorithm)


def test_an_encrypted_key_is_refused(pairs: dict[str, KeyPair]) -> None:
    encrypted = pairs["RS256"].private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")
    )
    with pytest.raises(jwt.InvalidKeyError, match="Could not parse the provided public key."):
        jwt.encode({}, encrypted, "RS256")


@pytest.mark.parametrize("key", [None, 5, object()])
def test_what_is_no_text_is_the_callers_mistake(key: Any) -> None:
    for algorithm in ("HS256", "RS256", "ES256"):
        with pytest.raises(TypeError):
            jwt.encode({}, key, algorithm)


@pytest.mark.parametrize("name", ["RS256", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "HS256"])
def test_a_jwk_goes_out_and_comes_back(pairs: dict[str, KeyPair], name: str) -> None:
    own = get_default_algorithms()[name]
    for key in (pairs[name].private, pairs[name].public):
        as_dict, as_text = own.to_jwk(key, as_dict=True), own.to_jwk(key)
        assert json.loads(as_text) == as_dict
        for jwk in (as_text, as_dict):
            assert own.to_jwk(own.from_jwk(jwk), as_dict=True) == as_dict


@pytest.mark.parametrize(
    "change",
    [
        {"x": "AA=="},
        {"x": "A+/A"},
        {"x": 5},
        {"x": None},
        {"d": "AAAA"},
        {"crv": "Ed448"},
        {"crv": ["Ed25519"]},
        {"crv": None},
        {"kty": None},
        {"kty": "XYZ"},
        {"kid": 5},
        {"x": "A" * 43},
    ],
)
def test_a_jwk_with_a_wrong_member_is_refused_and_skipped_in_a_set(pairs: dict[str, KeyPair], change: Any) -> None:
    good = OKPAlgorithm.to_jwk(pairs["EdDSA"].private, as_dict=True)
    bad = {**good, **change}
    with pytest.raises(jwt.InvalidKeyError):
        jwt.PyJWK(bad)
    assert len(jwt.PyJWKSet([bad, good, "no dict"]).keys) == 1  # type: ignore[list-item]
    with pytest.raises(jwt.PyJWKSetError, match="did not contain any usable keys"):
        jwt.PyJWKSet([bad])


def test_a_private_okp_key_must_belong_to_its_public_half(pairs: dict[str, KeyPair]) -> None:
    jwk = OKPAlgorithm.to_jwk(pairs["EdDSA"].private, as_dict=True)
    other = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate().public_key(), as_dict=True)
    with pytest.raises(jwt.InvalidKeyError, match="Public key does not match private key"):
        jwt.PyJWK({**jwk, "x": other["x"]})


def test_a_malformed_rsa_key_does_not_spoil_the_set(pairs: dict[str, KeyPair]) -> None:
    good = RSAAlgorithm.to_jwk(pairs["RS256"].private, as_dict=True)
    bad = {name: good[name] for name in ("kty", "n", "e")} | {"d": "AAAAAA"}
    assert [key.key_type for key in jwt.PyJWKSet([bad, good])] == ["RSA"]


def test_a_jwk_is_never_shown_in_an_error(pairs: dict[str, KeyPair]) -> None:
    jwk = ECAlgorithm.to_jwk(pairs["ES256"].private, as_dict=True)
    for broken in ({**jwk, "kty": ""}, {**jwk, "alg": "XS256"}, {**jwk, "crv": "P-257"}):
        with pytest.raises(jwt.PyJWTError) as refusal:
            jwt.PyJWK(broken)
        assert jwk["d"] not in str(refusal.value)


def test_a_pyjwk_verifies_only_its_own_algorithm(pairs: dict[str, KeyPair]) -> None:
    key = jwt.PyJWK(RSAAlgorithm.to_jwk(pairs["RS256"].public, as_dict=True), "RS512")
    token = jwt.encode({}, pairs["RS256"].private, "RS256")
    for _ in range(2):
        with pytest.raises(jwt.InvalidAlgorithmError, match="does not match the key's algorithm 'RS512'"):
            jwt.decode(token, key, ["RS256", "RS512"])
        assert jwt.decode(jwt.encode({}, pairs["RS256"].private, "RS512"), key) == {}


def test_padded_tokens_of_load_balancers_can_be_let_in(pairs: dict[str, KeyPair]) -> None:
    class LoadBalancerJWS(jwt.PyJWS):
        def _load(self, jwt: Any) -> tuple[bytes, bytes, dict[str, Any], bytes]:
            payload, _, header, signature = super()._load(jwt.replace("=", ""))
            return payload, jwt.rsplit(".", 1)[0].encode(), header, signature

    segments = [base64.urlsafe_b64encode(part).decode() for part in (b'{"alg":"ES256"}', b'{"sub":"alice"}')]
    own = get_default_algorithms()["ES256"]
    signature = base64.urlsafe_b64encode(own.sign(".".join(segments).encode(), pairs["ES256"].private)).decode()
    token = ".".join([*segments, signature])
    assert "=" in token
    with pytest.raises(jwt.DecodeError, match="padding"):
        jwt.decode(token, pairs["ES256"].public, ["ES256"])
    load_balancer = jwt.PyJWT()
    load_balancer._jws = LoadBalancerJWS()
    assert load_balancer.decode(token, pairs["ES256"].public, ["ES256"]) == {"sub": "alice"}
    another = ec.generate_private_key(ec.SECP256R1()).public_key()
    with pytest.raises(jwt.InvalidSignatureError):
        load_balancer.decode(token, another, ["ES256"])


def test_a_key_that_is_nested_too_deeply_does_not_spoil_its_set() -> None:
    good = {"kty": "oct", "kid": "good", "k": jwt.utils.base64url_encode(SECRET.encode()).decode()}
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"x": deep}
    bad = {**good, "kid": "bad", "x": deep}
    with pytest.raises(jwt.InvalidKeyError, match="nested too deeply"):
        jwt.PyJWK(bad)
    assert [key.key_id for key in jwt.PyJWKSet([bad, good])] == ["good"]
    bad.clear()
    while deep:  # taken apart step by step: old interpreters recurse when they free it
        deep = deep["x"]
