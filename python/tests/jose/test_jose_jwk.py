"""watchword.jose.jwk: keys in and out."""

import json
import os

import pytest
from jose import jwk as peer
from jose_keys import (
    EC384_PUBLIC,
    EC521_PRIVATE,
    EC_OBJECT,
    EC_PRIVATE,
    EC_PUBLIC,
    RSA_OBJECT,
    RSA_PRIVATE,
    RSA_PUBLIC,
    SECRET,
    SIGNING,
)

from watchword.jose import jwk
from watchword.jose.backends import AESKey, DIRKey, ECKey, HMACKey, RSAKey
from watchword.jose.exceptions import JWEError, JWKError


@pytest.mark.parametrize("algorithm", SIGNING)
def test_signatures_go_both_ways_with_python_jose(algorithm):
    private, public = SIGNING[algorithm]
    ours, theirs = jwk.construct(private, algorithm), peer.construct(private, algorithm)
    assert peer.construct(public, algorithm).verify(b"message", ours.sign(b"message"))
    assert jwk.construct(public, algorithm).verify(b"message", theirs.sign(b"message"))
    assert not jwk.construct(public, algorithm).verify(b"other", ours.sign(b"message"))


@pytest.mark.parametrize("algorithm", SIGNING)
@pytest.mark.parametrize("half", [0, 1])
def test_a_jwk_has_the_members_of_python_joses_and_comes_back(algorithm, half):
    pem = SIGNING[algorithm][half]
    ours = jwk.construct(pem, algorithm)
    assert ours.to_dict() == peer.construct(pem, algorithm).to_dict()
    assert jwk.construct(ours.to_dict()).to_dict() == ours.to_dict()
    assert json.loads(json.dumps(ours.to_dict()))["alg"] == algorithm


@pytest.mark.parametrize(("pem", "algorithm"), [(RSA_PRIVATE, "RS256"), (EC_PRIVATE, "ES256"), (RSA_PUBLIC, "RS512")])
def test_pem_goes_out_as_it_came_in(pem, algorithm):
    assert jwk.construct(pem, algorithm).to_pem().decode().strip() == pem.strip()


@pytest.mark.parametrize("pem", [RSA_PRIVATE, RSA_PUBLIC])
def test_pkcs1_is_what_python_jose_writes(pem):
    assert jwk.construct(pem, "RS256").to_pem("PKCS1") == peer.construct(pem, "RS256").to_pem("PKCS1")
    with pytest.raises(ValueError, match="PKCS8"):
        jwk.construct(pem, "RS256").to_pem("PKCS7")


@pytest.mark.parametrize(("private", "algorithm"), [(RSA_PRIVATE, "RS256"), (EC_PRIVATE, "ES256")])
def test_the_public_half_has_no_private_part(private, algorithm):
    key = jwk.construct(private, algorithm)
    public = key.public_key()
    assert not key.is_public()
    assert public.is_public()
    assert public.public_key() is public
    assert "d" not in public.to_dict()
    assert b"PRIVATE" not in public.to_pem()
    with pytest.raises(JWKError):
        public.sign(b"message")


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSA_OBJECT, "RS256"),
        (RSA_OBJECT.public_key(), "RS256"),
        (EC_OBJECT, "ES256"),
        (EC_OBJECT.public_key(), "ES256"),
    ],
)
def test_keys_of_the_package_cryptography_are_taken(key, algorithm):
    assert jwk.construct(key, algorithm).to_dict() == peer.construct(key, algorithm).to_dict()


def test_a_key_can_be_made_of_a_key():
    assert RSAKey(jwk.construct(RSA_PRIVATE, "RS256"), "RS512").sign(b"x") == jwk.construct(RSA_PRIVATE, "RS512").sign(
        b"x"
    )
    assert ECKey(peer.construct(EC_PUBLIC, "ES256"), "ES256").to_dict() == jwk.construct(EC_PUBLIC, "ES256").to_dict()


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (EC_PUBLIC, "RS256"),
        (RSA_PUBLIC, "ES256"),
        (EC384_PUBLIC, "ES256"),
        (EC521_PRIVATE, "ES384"),
        (RSA_PUBLIC, "HS256"),
        (RSA_PRIVATE, "HS512"),
        ("", "HS256"),
        (b"", "HS256"),
        ("secret", "RS256"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RS256"),
        ({"kty": "oct"}, "HS256"),
        ({"kty": "oct", "k": "!"}, "HS256"),
        ({"kty": "oct", "k": 7}, "HS256"),
        ({"kty": "oct", "k": "YQ", "alg": "HS512"}, "HS256"),
        ({"kty": "RSA"}, "RS256"),
        ({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, "ES256"),
        ({}, "ES256"),
        (None, "HS256"),
        ("\ud800" * 32, "HS256"),
        ("\ud800", "RS256"),
        (7, "RS256"),
        (SECRET, "none"),
        (SECRET, "NONEXISTENT"),
        (SECRET, None),
        (SECRET, ["HS256"]),
        ({"kty": "oct", "k": "YQ"}, None),
        (EC_PRIVATE, "ECDH-ES"),
        (b"x" * 16, "A128CBC"),
        (b"x" * 15, "A128KW"),
        (b"x" * 32, "A128GCM"),
    ],
)
def test_what_is_no_key_for_the_algorithm_is_a_jwk_error(key, algorithm):
    with pytest.raises(JWKError):
        jwk.construct(key, algorithm)


def test_the_message_of_a_refusal_holds_no_secret():
    with pytest.raises(JWKError) as refusal:
        jwk.construct({"kty": "oct", "k": "c2VjcmV0*"}, "HS256")
    assert "c2VjcmV0" not in str(refusal.value)


def test_an_rsa_key_below_2048_bits_is_refused():
    from cryptography.hazmat.primitives.asymmetric import rsa

    with pytest.raises(JWKError):
        jwk.construct(rsa.generate_private_key(65537, 1024), "RS256")


@pytest.mark.parametrize(("algorithm", "size"), [("A128KW", 16), ("A192KW", 24), ("A256KW", 32)])
def test_aes_key_wrap_goes_both_ways(algorithm, size):
    secret, content_key = os.urandom(size), os.urandom(32)
    ours, theirs = jwk.construct(secret, algorithm), peer.construct(secret, algorithm)
    assert ours.unwrap_key(theirs.wrap_key(content_key)) == content_key
    assert theirs.unwrap_key(ours.wrap_key(content_key)) == content_key
    with pytest.raises(JWEError):
        ours.unwrap_key(bytes(40))
    with pytest.raises(NotImplementedError, match="wrap_key"):
        ours.encrypt(b"text")


@pytest.mark.parametrize("algorithm", ["RSA-OAEP", "RSA-OAEP-256"])
def test_rsa_key_wrap_goes_both_ways(algorithm):
    content_key = os.urandom(32)
    ours, theirs = jwk.construct(RSA_PRIVATE, algorithm), peer.construct(RSA_PRIVATE, algorithm)
    assert ours.unwrap_key(peer.construct(RSA_PUBLIC, algorithm).wrap_key(content_key)) == content_key
    assert theirs.unwrap_key(ours.public_key().wrap_key(content_key)) == content_key
    assert ours.to_dict() == theirs.to_dict()
    with pytest.raises(JWKError, match="does not sign"):
        ours.sign(b"message")
    with pytest.raises(JWEError):
        ours.unwrap_key(bytes(256))


@pytest.mark.parametrize("algorithm", ["RS256", "RSA1_5"])
def test_what_wraps_no_key_says_so(algorithm):
    with pytest.raises((NotImplementedError, JWEError)):
        jwk.construct(RSA_PRIVATE, algorithm).wrap_key(bytes(32))


@pytest.mark.parametrize(("algorithm", "size"), [("A128GCM", 16), ("A192GCM", 24), ("A256GCM", 32)])
def test_gcm_goes_both_ways(algorithm, size):
    secret = os.urandom(size)
    ours, theirs = jwk.construct(secret, algorithm), peer.construct(secret, algorithm)
    iv, cipher_text, tag = ours.encrypt(b"text", b"aad")
    assert theirs.decrypt(cipher_text, iv, b"aad", tag) == b"text"
    iv, cipher_text, tag = theirs.encrypt(b"text", b"aad")
    assert ours.decrypt(cipher_text, iv, b"aad", tag) == b"text"


@pytest.mark.parametrize(
    ("algorithm", "size"), [("A128CBC-HS256", 32), ("A192CBC-HS384", 48), ("A256CBC-HS512", 64), ("A256GCM", 32)]
)
def test_content_that_was_changed_is_not_decrypted(algorithm, size):
    key = jwk.construct(os.urandom(size), algorithm)
    iv, cipher_text, tag = key.encrypt(b"text", b"aad")
    assert key.decrypt(cipher_text, iv, b"aad", tag) == b"text"
    for changed in (
        (cipher_text[:-1] + bytes([cipher_text[-1] ^ 1]), iv, b"aad", tag),
        (cipher_text, iv, b"", tag),
        (cipher_text, iv, b"aad", b""),
    ):
        with pytest.raises(JWEError):
            key.decrypt(*changed)
    with pytest.raises(JWEError, match="tag"):
        key.decrypt(cipher_text, iv, b"aad")


def test_secrets_become_jwks():
    for key_class, algorithm in ((HMACKey, "HS256"), (AESKey, "A256KW"), (DIRKey, "dir")):
        key = key_class(b"x" * 32, algorithm)
        assert key.to_dict() == {"alg": algorithm, "kty": "oct", "k": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg"}
        assert key_class(key.to_dict(), algorithm).to_dict() == key.to_dict()


def test_a_key_that_cannot_do_something_says_so():
    key = jwk.Key("data", "X")
    for call in (key.public_key, key.to_pem, key.to_dict):
        with pytest.raises(NotImplementedError):
            call()
    for call in (key.sign, key.encrypt, key.decrypt, key.wrap_key, key.unwrap_key):
        with pytest.raises(NotImplementedError):
            call(b"")
