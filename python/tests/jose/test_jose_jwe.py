"""watchword.jose.jwe: python-jose's encryption."""

import json
import os
import zlib

import pytest
from jose import jwe as peer
from jose.constants import ALGORITHMS as PEER_ALGORITHMS
from jose_keys import EC_PRIVATE, OTHER_RSA_PRIVATE, RSA_PRIVATE, RSA_PUBLIC

from watchword.jose import constants, jwe, jwk
from watchword.jose.constants import ALGORITHMS, ZIPS
from watchword.jose.exceptions import JWEError, JWEInvalidAuth, JWEParseError, JWKError
from watchword.jose.utils import base64url_decode, base64url_encode

SIZES = {"A128GCM": 16, "A192GCM": 24, "A256GCM": 32, "A128CBC-HS256": 32, "A192CBC-HS384": 48, "A256CBC-HS512": 64}
WRAPS = {"A128KW": 16, "A192KW": 24, "A256KW": 32}
TEXT = b"Live long and prosper."


def keys(algorithm, encryption):
    """To encrypt with, and to decrypt with."""
    if algorithm in ALGORITHMS.RSA_KW:
        return RSA_PUBLIC, RSA_PRIVATE
    secret = os.urandom(SIZES[encryption] if algorithm == "dir" else WRAPS[algorithm])
    return secret, secret


COMBINATIONS = [
    (algorithm, encryption)
    for algorithm in ("dir", *sorted(WRAPS), *sorted(ALGORITHMS.RSA_KW))
    for encryption in sorted(SIZES)
]


@pytest.mark.parametrize(("algorithm", "encryption"), COMBINATIONS)
@pytest.mark.parametrize("zip", [None, ZIPS.DEF])
def test_python_jose_and_we_decrypt_each_others_messages(algorithm, encryption, zip):
    public, private = keys(algorithm, encryption)
    ours = jwe.encrypt(TEXT, public, encryption, algorithm, zip, "text/plain", "the-key")
    assert isinstance(ours, bytes)
    assert jwe.decrypt(ours, private) == TEXT
    if zip is None:
        assert peer.decrypt(ours, private) == TEXT
    # Compressed, python-jose writes zlib's format, which RFC 7516 section 4.1.3 does not allow: no library reads that.
    theirs = peer.encrypt(TEXT, public, encryption, algorithm, zip)
    if zip is None:
        assert jwe.decrypt(theirs, private) == TEXT
    else:
        with pytest.raises(JWEError):
            jwe.decrypt(theirs, private)
    header = {"alg": algorithm, "enc": encryption, "cty": "text/plain", "kid": "the-key"}
    assert jwe.get_unverified_header(ours) == ({**header, "zip": "DEF"} if zip else header)


def test_the_supported_algorithms_are_python_joses():
    assert ALGORITHMS.SUPPORTED == PEER_ALGORITHMS.SUPPORTED
    assert ALGORITHMS.ALL == PEER_ALGORITHMS.ALL


OCT = jwk.construct(b"x" * 32, "A256KW").to_dict()
RSA_JWK = jwk.construct(RSA_PRIVATE, "RSA-OAEP").to_dict()


@pytest.mark.parametrize(
    "key",
    [
        b"x" * 32,
        "x" * 32,
        OCT,
        json.dumps(OCT),
        {**OCT, "use": "enc"},
        {"keys": [RSA_JWK, OCT]},
        [b"y" * 16, b"x" * 32],
        jwk.construct(b"x" * 32, "A256KW"),
    ],
)
def test_secrets_are_taken_in_every_form(key):
    assert jwe.decrypt(jwe.encrypt(TEXT, "x" * 32, algorithm="A256KW"), key) == TEXT


@pytest.mark.parametrize(
    "key",
    [
        RSA_PRIVATE,
        RSA_PRIVATE.encode(),
        RSA_JWK,
        json.dumps(RSA_JWK),
        {**RSA_JWK, "kid": "another", "use": "enc"},
        {"keys": [OCT, RSA_JWK]},
        jwk.construct(RSA_PRIVATE, "RSA-OAEP"),
    ],
)
def test_rsa_keys_are_taken_in_every_form(key):
    assert jwe.decrypt(jwe.encrypt(TEXT, RSA_PUBLIC, algorithm="RSA-OAEP"), key) == TEXT


def test_what_is_encrypted_with_a_private_key_is_for_its_owner():
    assert jwe.decrypt(jwe.encrypt("text", RSA_PRIVATE, algorithm="RSA-OAEP-256"), RSA_PRIVATE) == b"text"


@pytest.mark.parametrize("key", [b"x" * 32, OTHER_RSA_PRIVATE, {**RSA_JWK, "alg": "RSA-OAEP-256"}, EC_PRIVATE])
def test_another_key_opens_nothing(key):
    with pytest.raises((JWEError, JWKError)):
        jwe.decrypt(jwe.encrypt(TEXT, RSA_PUBLIC, algorithm="RSA-OAEP"), key)


@pytest.mark.parametrize(("algorithm", "encryption"), COMBINATIONS)
def test_every_changed_character_is_noticed(algorithm, encryption):
    public, private = keys(algorithm, encryption)
    parts = jwe.encrypt(TEXT, public, encryption, algorithm).decode().split(".")
    for place in range(1, 5):
        if not parts[place]:
            continue
        changed = list(parts)
        changed[place] = ("B" if parts[place][0] != "B" else "C") + parts[place][1:]
        with pytest.raises(JWEInvalidAuth):
            jwe.decrypt(".".join(changed), private)


def test_the_caller_can_narrow_what_is_accepted():
    token = jwe.encrypt(TEXT, RSA_PUBLIC, "A128GCM", "RSA1_5")
    assert jwe.decrypt(token, RSA_PRIVATE, algorithms=["RSA1_5"], encryptions="A128GCM") == TEXT
    with pytest.raises(JWEError, match="RSA1_5"):
        jwe.decrypt(token, RSA_PRIVATE, algorithms=["RSA-OAEP-256"])
    with pytest.raises(JWEError, match="A128GCM"):
        jwe.decrypt(token, RSA_PRIVATE, encryptions=["A256GCM"])


def test_the_size_limit_is_read_at_each_call_and_holds_on_both_sides(monkeypatch):
    token = jwe.encrypt(TEXT, b"x" * 32)
    monkeypatch.setattr(constants, "JWE_SIZE_LIMIT", len(token))
    assert jwe.decrypt(token, b"x" * 32) == TEXT
    monkeypatch.setattr(constants, "JWE_SIZE_LIMIT", len(token) - 1)
    with pytest.raises(JWEError, match=f"JWE string {len(token)} bytes exceeds {len(token) - 1} bytes"):
        jwe.decrypt(token, b"x" * 32)


def test_compressed_content_inflates_to_the_limit_and_no_further(monkeypatch):
    monkeypatch.setattr(constants, "JWE_SIZE_LIMIT", 5000)
    assert jwe.decrypt(jwe.encrypt(b"x" * 5000, b"k" * 32, zip="DEF"), b"k" * 32) == b"x" * 5000
    for size in (5001, 2_000_000):
        with pytest.raises(JWEError, match="Decompressed JWE string exceeds 5000 bytes"):
            jwe.decrypt(jwe.encrypt(b"x" * size, b"k" * 32, zip="DEF"), b"k" * 32)


@pytest.mark.parametrize("content", [b"", b"no stream", zlib.compress(TEXT)[:-1], zlib.compress(TEXT) + b"x"])
def test_content_that_is_no_deflate_stream_is_refused(content, monkeypatch):
    import jose.jwe

    monkeypatch.setattr(jose.jwe, "_compress", lambda zip, plaintext: content)
    with pytest.raises(JWEParseError, match="DEFLATE"):
        jwe.decrypt(peer.encrypt(TEXT, b"k" * 32, zip="DEF"), b"k" * 32)


def test_what_is_compressed_is_deflate_without_a_wrapper():
    header, _, iv, ciphertext, tag = jwe.encrypt(TEXT * 9, b"k" * 32, zip="DEF").split(b".")
    parts = [base64url_decode(part) for part in (ciphertext, iv, tag)]
    content = jwk.construct(b"k" * 32, "A256GCM").decrypt(parts[0], parts[1], header, parts[2])
    assert zlib.decompress(content, wbits=-15) == TEXT * 9


def test_a_limit_above_a_mebibyte_is_honoured(monkeypatch):
    monkeypatch.setattr(constants, "JWE_SIZE_LIMIT", 8 << 20)
    text = os.urandom(3 << 20)
    assert jwe.decrypt(jwe.encrypt(text, b"k" * 32), b"k" * 32) == text


def with_header(header):
    return base64url_encode(json.dumps(header).encode()) + b"." + jwe.encrypt(TEXT, b"x" * 32).split(b".", 1)[1]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", JWEParseError),
        (None, JWEParseError),
        (7, JWEParseError),
        ("a.b.c.d", JWEParseError),
        ("a.b.c.d.e.f", JWEParseError),
        ("....", JWEParseError),
        (b"\xff.\xff.\xff.\xff.\xff", JWEParseError),
        ("\ud800....", JWEParseError),
        ("W10....", JWEParseError),
        (with_header({}), JWEParseError),
        (with_header({"alg": "dir", "enc": 1}), JWEParseError),
        (with_header({"alg": ["dir"], "enc": "A256GCM"}), JWEParseError),
        (with_header({"alg": "dir", "enc": "A256GCM", "kid": 1}), JWEParseError),
        (with_header({"alg": "none", "enc": "A256GCM"}), JWEError),
        (with_header({"alg": "dir", "enc": "A256"}), JWEError),
        (with_header({"alg": "PBES2-HS256+A128KW", "enc": "A256GCM", "p2c": 10**9, "p2s": "eHh4eHh4eHg"}), JWEError),
        (with_header({"alg": "ECDH-ES", "enc": "A256GCM"}), JWEError),
        (with_header({"alg": "RSA-OAEP", "enc": "A256GCM"}), JWEError),
        (with_header({"alg": "dir", "enc": "A256GCM", "crit": ["exp"]}), JWEError),
        (with_header({"alg": "dir", "enc": "A256GCM", "zip": "GZ"}), JWEError),
        (with_header({"alg": "dir", "enc": "A256GCM", "kid": "x"}), JWEInvalidAuth),
    ],
)
def test_what_is_no_message_for_us_is_a_jwe_error(token, error):
    with pytest.raises(error):
        jwe.decrypt(token, b"x" * 32)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"key": b"x" * 15}, JWKError),
        ({"key": b"x" * 16}, JWKError),
        ({"key": "", "algorithm": "dir"}, JWKError),
        ({"key": None}, JWKError),
        ({"key": RSA_PUBLIC}, JWKError),
        ({"key": EC_PRIVATE, "algorithm": "RSA-OAEP"}, JWKError),
        ({"key": b"x" * 32, "algorithm": "ECDH-ES"}, JWEError),
        ({"key": b"x" * 32, "algorithm": "RS256"}, JWKError),
        ({"key": b"x" * 32, "encryption": "A257GCM"}, JWEError),
        ({"key": b"x" * 32, "encryption": "A128KW"}, JWEError),
        ({"key": b"x" * 32, "zip": "GZ"}, JWEError),
        ({"key": {**OCT, "alg": "HS256"}, "algorithm": "A256KW"}, JWKError),
        ({"key": {**OCT, "use": "sig"}, "algorithm": "A256KW"}, JWKError),
    ],
)
def test_what_cannot_be_encrypted_says_why(arguments, error):
    with pytest.raises(error):
        jwe.encrypt(TEXT, **arguments)
