"""The type Key: every form goes in and comes out, and nothing that is no key gets in."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID
from watchword._native import Key, NativeError

from watchword import _native

SECRET = b"0123456789abcdef0123456789abcdef"
ASYMMETRIC = [name for name in _native.algorithms() if not name.startswith("HS")]
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
PKCS8, PLAIN = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


@pytest.fixture(scope="module")
def keys() -> dict[str, Key]:
    return {name: Key.generate(name, "k1") for name in _native.algorithms()}


def code_of(call: Any) -> str:
    with pytest.raises(NativeError) as refusal:
        call()
    return refusal.value.code


def test_the_algorithms_are_those_of_jose() -> None:
    assert _native.algorithms() == [
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
        "ES256K", "EdDSA", "Ed25519", "Ed448",
    ]  # fmt: skip


@pytest.mark.parametrize("name", _native.algorithms())
def test_a_signature_is_genuine_for_exactly_what_was_signed(keys: dict[str, Key], name: str) -> None:
    key = keys[name]
    signature = key.sign(b"signed")
    assert key.verify(b"signed", signature) is True
    assert key.verify(b"Signed", signature) is False
    assert key.verify(b"signed", signature[:-1]) is False
    assert key.verify(b"signed", signature + b"\0") is False
    assert key.verify(b"signed", b"") is False
    assert key.verify(b"signed", bytes(len(signature))) is False
    assert Key.generate(name).verify(b"signed", signature) is False


@pytest.mark.parametrize(
    ("name", "kind", "bits"),
    [("HS256", "oct", 256), ("HS512", "oct", 512), ("RS256", "RSA", 2048), ("ES256", "EC", 256), ("ES512", "EC", 521),
     ("ES256K", "EC", 256), ("EdDSA", "OKP", 256), ("Ed448", "OKP", 456)],
)  # fmt: skip
def test_a_key_says_what_it_is(keys: dict[str, Key], name: str, kind: str, bits: int) -> None:
    key = keys[name]
    assert (key.algorithm, key.kid, key.kind, key.bits, key.is_private) == (name, "k1", kind, bits, True)


@pytest.mark.parametrize("name", ASYMMETRIC)
def test_the_public_half_verifies_and_does_not_sign(keys: dict[str, Key], name: str) -> None:
    key = keys[name]
    public = key.public()
    assert (public.algorithm, public.kid, public.is_private) == (name, "k1", False)
    assert public.verify(b"x", key.sign(b"x"))
    assert public.public() is public
    assert public.fingerprint == key.fingerprint == key.thumbprint() == public.thumbprint()
    for call in (lambda: public.sign(b"x"), public.private_jwk_in_the_clear, public.private_pem_in_the_clear):
        assert code_of(call) == "key_not_usable"


@pytest.mark.parametrize("name", ASYMMETRIC)
def test_keys_come_back_from_what_they_were_written_as(keys: dict[str, Key], name: str) -> None:
    key = keys[name]
    signature = key.sign(b"x")
    private = [Key.from_jwk(key.private_jwk_in_the_clear()), Key.from_pem(name, key.private_pem_in_the_clear(), "k2")]
    public = [Key.from_jwk(key.public_jwk().encode()), Key.from_pem(name, key.public_pem().encode(), kid="k2")]
    assert [one.is_private for one in private + public] == [True, True, False, False]
    assert [one.kid for one in private + public] == ["k1", "k2", "k1", "k2"]
    assert all(one.verify(b"x", signature) and one.fingerprint == key.fingerprint for one in private + public)
    assert "d" not in json.loads(key.public_jwk())


def test_a_secret_has_no_public_half_and_no_pem(keys: dict[str, Key]) -> None:
    key = keys["HS256"]
    for call in (key.public, key.public_jwk, key.public_pem, key.private_pem_in_the_clear):
        assert code_of(call) == "key_not_usable"
    again = Key.from_jwk(key.private_jwk_in_the_clear())
    assert again.is_private and again.sign(b"x") == key.sign(b"x")


@pytest.mark.parametrize("name", ["RS256", "PS384", "ES256", "EdDSA"])
def test_cryptography_agrees(keys: dict[str, Key], name: str) -> None:
    key = keys[name]
    theirs: Any = serialization.load_pem_public_key(key.public_pem().encode())
    signature = key.sign(b"x")
    if name == "RS256":
        theirs.verify(signature, b"x", padding.PKCS1v15(), hashes.SHA256())
    elif name == "PS384":
        theirs.verify(signature, b"x", padding.PSS(padding.MGF1(hashes.SHA384()), 48), hashes.SHA384())
    elif name == "ES256":
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        theirs.verify(encode_dss_signature(r, s), b"x", ec.ECDSA(hashes.SHA256()))
    else:
        theirs.verify(signature, b"x")


def test_der_tells_private_from_public() -> None:
    made: list[tuple[str, Any]] = [
        ("RS256", rsa.generate_private_key(65537, 2048)),
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
        ("EdDSA", ed25519.Ed25519PrivateKey.generate()),
    ]
    for name, theirs in made:
        private = Key.from_der(name, theirs.private_bytes(DER, PKCS8, PLAIN), "k")
        public = Key.from_der(name, theirs.public_key().public_bytes(DER, SPKI))
        assert (private.is_private, private.kid, public.is_private, public.kid) == (True, "k", False, "")
        assert public.verify(b"x", private.sign(b"x"))
    traditional = made[0][1].private_bytes(DER, serialization.PrivateFormat.TraditionalOpenSSL, PLAIN)
    assert Key.from_der("PS256", traditional).is_private


def test_a_certificate_gives_its_public_key() -> None:
    import datetime

    theirs = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "id.example")])
    start = datetime.datetime(2026, 1, 1)
    builder = x509.CertificateBuilder(name, name, theirs.public_key(), 1, start, start + datetime.timedelta(days=9))
    certificate = builder.sign(theirs, hashes.SHA256())
    for key in (
        Key.from_pem("ES256", certificate.public_bytes(PEM)),
        Key.from_der("ES256", certificate.public_bytes(DER)),
    ):
        assert not key.is_private


def pem_of(theirs: Any) -> bytes:
    return theirs.private_bytes(PEM, PKCS8, PLAIN)


def test_what_is_no_key_for_the_algorithm_is_refused() -> None:
    p256, p384 = (ec.generate_private_key(curve) for curve in (ec.SECP256R1(), ec.SECP384R1()))
    encrypted = p256.private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(b"pass"))
    for name, text in [
        ("ES256", pem_of(p384)), ("RS256", pem_of(p256)), ("EdDSA", pem_of(p256)), ("HS256", pem_of(p256)),
        ("ES256", encrypted), ("ES256", pem_of(p256) * 2), ("ES256", b""), ("ES256", "\ud800"), ("ES256", b"\xff" * 9),
        ("ES256", pem_of(p256)[:-40]), ("ES256", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
    ]:  # fmt: skip
        assert code_of(lambda: Key.from_pem(name, text)) == "invalid_key"
        if isinstance(text, bytes):
            assert code_of(lambda: Key.from_der(name, text)) == "invalid_key"


def test_weak_keys_are_refused() -> None:
    weak = pem_of(rsa.generate_private_key(65537, 1024))
    assert code_of(lambda: Key.from_pem("RS256", weak)) == "weak_key"
    for name, size in [("HS256", 32), ("HS384", 48), ("HS512", 64)]:
        assert code_of(lambda: Key.from_secret(name, b"x" * (size - 1))) == "weak_key"
        assert Key.from_secret(name, b"x" * size).bits == size * 8
        assert Key.from_secret(name, b"x", weak_for_compatibility=True).bits == 8
    assert code_of(lambda: Key.from_secret("HS256", b"", "", True)) == "weak_key"


def test_a_key_file_is_no_secret(keys: dict[str, Key]) -> None:
    public = keys["RS256"].public()
    for secret in (public.public_pem().encode(), public.public_jwk().encode(), b"ssh-ed25519 AAAA key of somebody"):
        for weak in (False, True):
            assert code_of(lambda: Key.from_secret("HS256", secret, "", weak)) == "invalid_key"


def test_an_algorithm_is_meant_where_the_jwk_names_none(keys: dict[str, Key]) -> None:
    def bare(name: str) -> str:
        members = json.loads(keys[name].public_jwk())
        return json.dumps({k: v for k, v in members.items() if k != "alg"})

    assert Key.from_jwk(bare("RS256"), "PS256").algorithm == "PS256"
    assert code_of(lambda: Key.from_jwk(bare("RS256"))) == "unsupported_algorithm"
    assert Key.from_jwk(bare("ES256")).algorithm == "ES256"
    assert Key.from_jwk(bare("EdDSA")).algorithm == "EdDSA"
    assert Key.from_jwk(bare("EdDSA"), "Ed25519").algorithm == "Ed25519"
    assert Key.from_jwk(keys["RS256"].public_jwk(), "RS512").algorithm == "RS256"
    for name, algorithm in [("ES256", "ES384"), ("ES256", "RS256"), ("RS256", "HS256"), ("EdDSA", "ES256")]:
        assert code_of(lambda: Key.from_jwk(bare(name), algorithm)) == "key_not_usable"


def test_a_private_jwk_that_may_only_verify_gives_a_key_that_only_verifies(keys: dict[str, Key]) -> None:
    members = json.loads(keys["HS256"].private_jwk_in_the_clear())
    del members["use"]
    key = Key.from_jwk(json.dumps({**members, "key_ops": ["verify"]}))
    assert not key.is_private and key.verify(b"x", keys["HS256"].sign(b"x"))
    assert code_of(lambda: Key.from_jwk(json.dumps({**members, "key_ops": ["encrypt"]}))) == "key_not_usable"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"kty":"oct"}', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}', '{"kty":1}', "\ud800",
     '{"kty":"oct","k":"=","alg":"HS256"}', '{"kty":"oct","kty":"oct"}', b"\xff",
     '{"kty":"RSA","n":"AQAB","e":"AQAB","alg":"RS256"}'],
)  # fmt: skip
def test_what_is_no_jwk_is_refused(text: Any) -> None:
    assert code_of(lambda: Key.from_jwk(text)) in {"invalid_key", "weak_key", "unsupported_algorithm"}


def test_a_private_key_of_another_public_key_is_refused(keys: dict[str, Key]) -> None:
    mixed = {**json.loads(keys["ES256"].private_jwk_in_the_clear()), **json.loads(Key.generate("ES256").public_jwk())}
    assert code_of(lambda: Key.from_jwk(json.dumps(mixed))) == "invalid_key"


def test_a_key_set_gives_its_usable_keys(keys: dict[str, Key]) -> None:
    bare = json.loads(keys["RS256"].public_jwk())
    del bare["alg"]
    members = [keys["ES256"].public_jwk(), json.dumps(bare), '{"kty":"future"}', '{"kty":"EC","use":"enc"}']
    text = '{"keys":[' + ",".join(members) + "]}"
    assert [key.algorithm for key in _native.import_key_set(text)] == ["ES256", "RS256"]
    assert [key.algorithm for key in _native.import_key_set(text.encode(), "PS512")] == ["ES256", "PS512"]
    assert _native.import_key_set('{"keys":[]}') == []
    for broken in ("", "{}", "[]", '{"keys":{}}', '{"keys":[' + ",".join(members[:1] * 2) + "]}", "\ud800"):
        assert code_of(lambda: _native.import_key_set(broken)) == "invalid_key"
    published = '{"keys":[' + keys["ES256"].private_jwk_in_the_clear() + "]}"
    assert code_of(lambda: _native.import_key_set(published)) == "invalid_key"


@pytest.mark.parametrize("algorithm", ["none", "hs256", "", "RSA-OAEP", "HS256 "])
def test_an_unknown_algorithm_is_refused(algorithm: str) -> None:
    for call in (
        lambda: Key.generate(algorithm),
        lambda: Key.from_secret(algorithm, SECRET),
        lambda: Key.from_pem(algorithm, ""),
        lambda: Key.from_der(algorithm, b""),
        lambda: Key.from_jwk("{}", algorithm),
    ):
        assert code_of(call) == "unsupported_algorithm"
    assert code_of(lambda: Key.from_secret("RS256", SECRET)) == "unsupported_algorithm"


@pytest.mark.parametrize(
    "call",
    [
        lambda: Key(), lambda: Key.from_secret(), lambda: Key.from_secret("HS256"),
        lambda: Key.from_secret("HS256", "text"),
        lambda: Key.from_secret("HS256", SECRET, 1), lambda: Key.from_secret("HS256", SECRET, nope=1),
        lambda: Key.from_secret("HS256", SECRET, "", False, 1),
        lambda: Key.from_secret("HS256", SECRET, algorithm="HS256"),
        lambda: Key.from_secret(None, SECRET), lambda: Key.generate("ES256").verify(b"x"),
        lambda: Key.generate("ES256").verify("x", b""), lambda: Key.generate("ES256").sign("x"),
        lambda: Key.from_jwk(1), lambda: Key.from_der("ES256", "text"), lambda: type("Sub", (Key,), {}),
    ],
)  # fmt: skip
def test_wrong_arguments_are_a_type_error(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


def test_a_key_can_neither_be_changed_nor_copied_out(keys: dict[str, Key]) -> None:
    key = keys["HS256"]
    with pytest.raises(AttributeError):
        key.kid = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        key.note = "other"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Key.sign = None  # type: ignore[method-assign,assignment]
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(key)


def test_what_is_shown_of_a_secret_tells_nothing(keys: dict[str, Key]) -> None:
    key = Key.from_secret("HS256", SECRET, "k9")
    assert repr(key) == f"<secret Key HS256 {key.fingerprint}>"
    assert key.fingerprint == Key.from_secret("HS256", SECRET).fingerprint != key.thumbprint()
    assert SECRET.decode() not in repr(key) and len(key.fingerprint) == 16
    assert repr(keys["ES256"]).startswith("<private Key ES256 ")
    assert repr(keys["ES256"].public()).startswith("<public Key ES256 ")
