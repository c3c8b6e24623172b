"""watchword.jose.jws: signatures, key sets, and what must be refused."""

import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from jose import jws as peer
from jose_keys import (
    EC_PRIVATE,
    EC_PUBLIC,
    OTHER_RSA_PUBLIC,
    RSA_OBJECT,
    RSA_PRIVATE,
    RSA_PUBLIC,
    SECRET,
)

from watchword import _native
from watchword.jose import jwk, jws
from watchword.jose.backends.base import Key
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWKError, JWSAlgorithmError, JWSError, JWSSignatureError
from watchword.jose.utils import base64url_encode

TOKEN = jws.sign(b"payload", RSA_PRIVATE, {"kid": "new"}, "RS256")


def encode(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64url_encode(data).decode()


def hmac_token(header, payload=b"{}", key=SECRET, algorithm="HS256"):
    signing_input = f"{encode(header)}.{encode(payload)}"
    return f"{signing_input}.{encode(jwk.construct(key, algorithm).sign(signing_input.encode()))}"


def certificate():
    import datetime

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    start = datetime.datetime(2020, 1, 1)
    builder = x509.CertificateBuilder(name, name, RSA_OBJECT.public_key(), 1, start, start.replace(year=2040))
    return builder.sign(RSA_OBJECT, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def test_payloads_are_bytes_text_or_mappings():
    for payload, expected in ((b"\x00\xff", b"\x00\xff"), ("ü", "ü".encode()), ({"a": 1}, b'{"a":1}')):
        assert jws.verify(jws.sign(payload, SECRET), SECRET, "HS256") == expected
    with pytest.raises(JWSError):
        jws.sign(7, SECRET)


RSA_JWK = jwk.construct(RSA_PUBLIC, "RS256").to_dict()
OTHER_JWK = jwk.construct(OTHER_RSA_PUBLIC, "RS256").to_dict()


@pytest.mark.parametrize(
    "key",
    [
        RSA_PUBLIC,
        RSA_PUBLIC.encode(),
        certificate(),
        RSA_OBJECT.public_key(),
        RSA_JWK,
        json.dumps(RSA_JWK),
        json.dumps(RSA_JWK).encode(),
        {name: value for name, value in RSA_JWK.items() if name != "alg"},
        {**RSA_JWK, "n": RSA_JWK["n"] + "=="},
        {"keys": [OTHER_JWK, RSA_JWK]},
        json.dumps({"keys": [OTHER_JWK, RSA_JWK]}),
        [OTHER_RSA_PUBLIC, RSA_PUBLIC],
        (OTHER_RSA_PUBLIC, jwk.construct(RSA_PUBLIC, "RS256")),
        {"old": OTHER_RSA_PUBLIC, "new": RSA_PUBLIC},
        {"old": OTHER_RSA_PUBLIC, "other": RSA_PUBLIC},
        json.dumps({"new": certificate()}),
        ["not a key", RSA_PUBLIC],
    ],
)
def test_keys_are_taken_in_every_form(key):
    assert jws.verify(TOKEN, key, ["RS256"]) == b"payload"


@pytest.mark.parametrize("key", [OTHER_RSA_PUBLIC, {"keys": [OTHER_JWK]}, {"new": OTHER_RSA_PUBLIC, "x": RSA_PUBLIC}])
def test_another_key_does_not_verify_and_the_kid_decides_among_several(key):
    with pytest.raises(JWSSignatureError, match="Signature verification failed"):
        jws.verify(TOKEN, key, ["RS256"])


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256"])
def test_keys_of_the_core_are_taken_and_stay_with_their_algorithm(algorithm):
    key, other = (_native.Key.generate(algorithm, kid) for kid in ("one", "two"))
    token = jws.sign(b"payload", key, {"kid": "one"}, algorithm)
    verifier = key if algorithm == "HS256" else key.public()
    assert jws.verify(token, verifier, None) == b"payload"
    assert jws.verify(token, [other, verifier], [algorithm]) == b"payload"
    with pytest.raises(JWSError):
        jws.verify(token, other, None)
    with pytest.raises(JWSError, match="is for the algorithm"):
        jws.sign(b"payload", key, algorithm=algorithm[:2] + "384")


@pytest.mark.parametrize("key", [{"keys": []}, [], {"keys": None}, {"keys": "abc"}])
def test_no_key_verifies_nothing(key):
    with pytest.raises(JWSError):
        jws.verify(TOKEN, key, ["RS256"])


@pytest.mark.parametrize(
    "key", [RSA_PUBLIC, EC_PUBLIC, certificate(), "ssh-rsa AAAAB3NzaC1yc2E user", json.dumps(RSA_JWK)]
)
def test_a_public_key_is_never_an_hmac_secret(key):
    # CVE-2024-33663: the public key used as a secret.
    import hashlib
    import hmac

    signing_input = f"{encode({'alg': 'HS256'})}.{encode({'sub': 'root'})}"
    forged = hmac.digest(key.encode(), signing_input.encode(), hashlib.sha256)
    token = f"{signing_input}.{encode(forged)}"
    with pytest.raises((JWSError, JWKError)):
        jws.verify(token, key, ["HS256"])
    if "BEGIN PUBLIC" in key and key == RSA_PUBLIC:
        with pytest.raises(JWSError):
            jws.verify(token, key, ["HS256", "RS256"])
    with pytest.raises(JWSError):
        jws.sign({}, key, algorithm="HS256")


@pytest.mark.parametrize("algorithms", [["none"], ["none", "HS256"], "none", ["HS256"]])
def test_none_is_never_an_algorithm(algorithms):
    token = f"{encode({'alg': 'none'})}.{encode({})}."
    with pytest.raises((JWSError, JWKError)):
        jws.verify(token, SECRET, algorithms)
    with pytest.raises(JWSError):
        jws.sign({}, "", algorithm="none")


@pytest.mark.parametrize(
    "header", [{}, {"alg": None}, {"alg": ["HS256"]}, {"alg": 1}, {"alg": "hs256"}, {"alg": "HS512"}]
)
def test_a_header_without_an_allowed_algorithm_is_refused(header):
    with pytest.raises(JWSError):
        jws.verify(hmac_token(header), SECRET, ["HS256"])


@pytest.mark.parametrize("name", ["kid", "typ", "cty"])
@pytest.mark.parametrize("value", [None, 1, ["x"], {"x": 1}])
def test_a_header_member_that_should_be_text_must_be(name, value):
    with pytest.raises(JWSError, match=f"{name} must be a string"):
        jws.verify(hmac_token({"alg": "HS256", name: value}), SECRET, ["HS256"])


@pytest.mark.parametrize(("size", "accepted"), [(128, True), (129, False)])
def test_a_header_has_at_most_128_members(size, accepted):
    token = hmac_token({"alg": "HS256", **{f"x{i}": i for i in range(size - 1)}})
    if accepted:
        assert jws.verify(token, SECRET, ["HS256"]) == b"{}"
    else:
        with pytest.raises(JWSError, match="more than 128"):
            jws.verify(token, SECRET, ["HS256"])


@pytest.mark.parametrize("crit", [["b64"], ["exp"], [], "b64", None])
def test_critical_extensions_are_refused(crit):
    with pytest.raises(JWSError, match="crit"):
        jws.verify(hmac_token({"alg": "HS256", "crit": crit, "b64": False}), SECRET, ["HS256"])


def test_a_key_for_another_algorithm_is_not_used():
    key = jwk.construct(RSA_PUBLIC, "RS512")
    with pytest.raises(JWKError, match="RS512"):
        jws.verify(TOKEN, key, ["RS256"])
    with pytest.raises(JWKError):
        jws.verify(TOKEN, {**RSA_JWK, "alg": "RS384"}, ["RS256"])
    with pytest.raises(JWKError):
        jws.verify(TOKEN, {**RSA_JWK, "use": "enc"}, ["RS256"])
    with pytest.raises(JWSError):
        jws.sign(b"", jwk.construct(RSA_PRIVATE, "RS512"), algorithm="RS256")


def test_headers_may_not_contradict_the_algorithm():
    with pytest.raises(JWSError, match="leave alg out"):
        jws.sign(b"", SECRET, {"alg": "none"})
    with pytest.raises(JWSError, match="crit"):
        jws.sign(b"", SECRET, {"crit": ["b64"]})


@pytest.mark.parametrize("change", ["=", "\n", " ", "+", "%", "."])
def test_a_token_has_one_spelling(change):
    token = jws.sign(b"payload", SECRET)
    assert jws.verify(token, SECRET, "HS256")
    with pytest.raises(JWSError):
        jws.verify(token + change, SECRET, "HS256")
    with pytest.raises(JWSError):
        jws.verify(change + token, SECRET, "HS256")


def test_bits_left_over_in_the_signature_are_refused():
    token = jws.sign(b"payload", SECRET)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]
    assert peer.verify(twin, SECRET, "HS256") == b"payload"
    with pytest.raises(JWSError, match="crypto padding"):
        jws.verify(twin, SECRET, "HS256")


def test_a_der_signature_is_no_ecdsa_signature():
    token = jws.sign(b"payload", EC_PRIVATE, algorithm="ES256")
    assert len(token.split(".")[2]) == 86
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    raw = jwk.construct(EC_PRIVATE, "ES256").sign(b"x")
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    assert not jwk.construct(EC_PUBLIC, "ES256").verify(b"x", der)
    assert jwk.construct(EC_PUBLIC, "ES256").verify(b"x", raw)


def test_a_private_key_that_verifies_is_warned_about():
    with pytest.warns(UserWarning, match="Attempting to verify a message with a private key"):
        assert jws.verify(TOKEN, RSA_PRIVATE, ["RS256"]) == b"payload"


def test_a_short_secret_works_as_it_did_and_is_warned_about():
    from watchword.jwt.warnings import InsecureKeyLengthWarning

    with pytest.warns(InsecureKeyLengthWarning, match="31 bytes, below the 32"):
        token = jws.sign(b"payload", "x" * 31)
    assert peer.verify(token, "x" * 31, "HS256") == b"payload"


@pytest.mark.filterwarnings("error")
def test_a_secret_of_sufficient_length_is_not_warned_about():
    assert jws.verify(jws.sign(b"payload", "x" * 32), "x" * 32, "HS256") == b"payload"


def test_a_registered_key_class_is_used_and_what_it_raises_is_no_match():
    class Reversed(Key):
        def sign(self, msg):
            return msg[::-1]

        def verify(self, msg, sig):
            if not sig:
                raise RuntimeError("empty")
            return sig == msg[::-1]

    try:
        jwk.register_key("X-REV", Reversed)
        token = jws.sign(b"payload", "key", algorithm="X-REV")
        assert jws.verify(token, "key", ["X-REV"]) == b"payload"
        with pytest.raises(JWSSignatureError):
            jws.verify(token.rpartition(".")[0] + ".", "key", ["X-REV"])
    finally:
        del ALGORITHMS.KEYS["X-REV"]
        ALGORITHMS.SUPPORTED.discard("X-REV")


def test_the_error_of_a_missing_list_is_an_algorithm_error():
    with pytest.raises(JWSAlgorithmError):
        jws.verify(TOKEN, RSA_PUBLIC, None)
