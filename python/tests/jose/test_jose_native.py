"""The JWE functions of the native module: what they refuse, and how."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jose_keys import EC_PRIVATE, EC_PUBLIC, RSA_PRIVATE, RSA_PUBLIC

from watchword import _native

KEY = b"k" * 32
ALL = ["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"]


@pytest.mark.parametrize(
    ("algorithm", "public", "private"),
    [
        ("dir", KEY, KEY),
        ("A128KW", b"k" * 16, b"k" * 16),
        ("A256GCMKW", KEY, KEY),
        ("RSA-OAEP-256", RSA_PUBLIC, RSA_PRIVATE),
        ("RSA-OAEP", RSA_PUBLIC.encode(), RSA_PRIVATE.encode()),
        ("ECDH-ES", EC_PUBLIC, EC_PRIVATE),
        ("ECDH-ES+A128KW", EC_PUBLIC, EC_PRIVATE),
        ("PBES2-HS256+A128KW", b"correct horse battery staple", b"correct horse battery staple"),
    ],
)
def test_every_kind_of_key_management_goes_there_and_back(algorithm, public, private):
    token = _native.jwe_encrypt(b"text", public, algorithm, "A256GCM", '{"x":1}', True, content_type="JWT")
    header, text = _native.jwe_decrypt(token, private, [algorithm], ALL, 1000)
    assert text == b"text"
    members = json.loads(header)
    assert members.items() >= {"alg": algorithm, "enc": "A256GCM", "cty": "JWT", "zip": "DEF", "x": 1}.items()


@pytest.mark.parametrize(
    ("key", "algorithms", "encryptions", "max_inflated", "code"),
    [
        (KEY, ["A256KW"], ALL, 1000, "algorithm_not_allowed"),
        (KEY, [], ALL, 1000, "algorithm_not_allowed"),
        (KEY, ["dir"], ["A128GCM"], 1000, "algorithm_not_allowed"),
        (KEY, ["dir"], ALL, 0, "algorithm_not_allowed"),
        (KEY, ["dir"], ALL, 3, "too_large"),
        (b"j" * 32, ["dir"], ALL, 1000, "decryption_failed"),
        (b"short", ["dir"], ALL, 1000, "weak_key"),
        (KEY, ["none"], ALL, 1000, "unsupported_algorithm"),
        (KEY, ["dir"], ["none"], 1000, "unsupported_algorithm"),
        (RSA_PUBLIC, ["RSA-OAEP"], ALL, 1000, "invalid_key"),
        ("\ud800", ["RSA-OAEP"], ALL, 1000, "invalid_key"),
    ],
)
def test_what_is_not_accepted_is_refused_by_its_code(key, algorithms, encryptions, max_inflated, code):
    token = _native.jwe_encrypt(b"text", KEY, "dir", "A256GCM", zip=True)
    with pytest.raises(_native.NativeError) as refusal:
        _native.jwe_decrypt(token, key, algorithms, encryptions, max_inflated)
    assert refusal.value.code == code


def test_a_text_of_the_largest_size_is_read_and_a_longer_one_is_not():
    token = _native.jwe_encrypt(b"text", KEY, "dir", "A256GCM")
    assert _native.jwe_decrypt(token, KEY, ["dir"], ALL, 0, len(token))[1] == b"text"
    with pytest.raises(_native.NativeError) as refusal:
        _native.jwe_decrypt(token, KEY, ["dir"], ALL, 0, len(token) - 1)
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("header", ['{"alg":"none"}', '{"kid":"x"}', "[]", "{", '{"x":1,"x":2}', "\x00"])
def test_a_header_cannot_be_bent(header):
    with pytest.raises(_native.NativeError) as refusal:
        _native.jwe_encrypt(b"text", KEY, "dir", "A256GCM", header)
    assert refusal.value.code == "malformed"


@pytest.mark.parametrize(
    "arguments",
    [
        ("A256GCM", KEY, b"v" * 11, b"text", b""),
        ("A256GCM", b"k" * 31, b"v" * 12, b"text", b""),
        ("A128CBC-HS256", KEY, b"v" * 12, b"text", b""),
        ("A256KW", KEY, b"v" * 12, b"text", b""),
    ],
)
def test_content_is_not_encrypted_with_what_does_not_fit(arguments):
    with pytest.raises(_native.NativeError):
        _native.content_encrypt(*arguments)


def test_wrong_types_are_type_errors():
    for arguments in (
        ("text", KEY, "dir", "A256GCM"),
        (b"text", 7, "dir", "A256GCM"),
        (b"text", KEY, b"dir", "A256GCM"),
    ):
        with pytest.raises(TypeError):
            _native.jwe_encrypt(*arguments)
    with pytest.raises(TypeError, match="sequence of str"):
        _native.jwe_decrypt("", KEY, "dir", ALL, 0)
    with pytest.raises(OverflowError):
        _native.jwe_decrypt("", KEY, ["dir"], ALL, -1)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.binary(), st.binary(max_size=64) | st.text(max_size=64))
def test_rubbish_raises_nothing_but_native_errors(token, key):
    for call in (
        lambda: _native.jwe_decrypt(token, key, ["dir", "A128KW", "RSA-OAEP", "ECDH-ES"], ALL, 100),
        lambda: _native.jwe_encrypt(b"", key, "ECDH-ES", "A128GCM"),
        lambda: _native.key_unwrap("A256KW", key, os.urandom(40)),
        lambda: _native.key_wrap("RSA-OAEP", key, b"x" * 32),
    ):
        with pytest.raises(_native.NativeError):
            call()
