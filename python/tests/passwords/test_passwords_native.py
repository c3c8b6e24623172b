"""The password functions of the native module: what they refuse, and how."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchword import _native


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((b"x", "$2b$12$" + "." * 21), "unsupported_password_hash"),
        ((b"x", "$2b$12$" + "." * 23), "unsupported_password_hash"),
        ((b"x", "$2b$17$" + "." * 22), "unsupported_password_hash"),
        ((b"x", "$2x$04$" + "." * 22), "unsupported_password_hash"),
        ((b"x", "$2b$04$" + "!" * 22), "unsupported_password_hash"),
        ((b"x", "$6$rounds=999$salt$"), "unsupported_password_hash"),
        ((b"x", "$6$rounds=2000001$salt$"), "unsupported_password_hash"),
        ((b"x", "$6$rounds=1000$salt"), "unsupported_password_hash"),
        ((b"x", "$6$rounds=1000$" + "s" * 17 + "$"), "unsupported_password_hash"),
        ((b"x", "$1$salt$"), "unsupported_password_hash"),
        ((b"x", "ab"), "unsupported_password_hash"),
        ((b"x", ""), "unsupported_password_hash"),
        ((b"x", "$"), "unsupported_password_hash"),
        ((b"x", "$2b$04$" + "." * 21 + "\x00"), "unsupported_password_hash"),
        ((b"x\x00", "$2b$04$" + "." * 22), "invalid_password"),
        ((b"x" * 73, "$2b$04$" + "." * 22), "password_too_long"),
        ((b"x" * 129, "$6$rounds=1000$salt$"), "password_too_long"),
    ],
)
def test_crypt_refuses_what_it_could_not_read_back(arguments, code):
    with pytest.raises(_native.NativeError) as refusal:
        _native.crypt(*arguments)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "setting", ["$2b$04$" + "." * 22, "$2y$05$" + "." * 22, "$5$rounds=1000$s$", "$6$rounds=1000$salt$"]
)
def test_what_crypt_makes_verifies(setting):
    made = _native.crypt(b"password", setting)
    assert made.startswith(setting)
    assert _native.password_verify(b"password", made) == (True, True)
    assert _native.password_verify(b"Password", made) == (False, True)


@pytest.mark.parametrize(
    "arguments",
    [(0, 1, 1), (7, 1, 1), (8, 0, 1), (8, 1, 0), (8, 65, 1), (2**40, 1, 1), (262145, 1, 1), (262144, 9, 1), (8, 1, 2)],
)
def test_parameters_of_argon2_out_of_range_are_value_errors(arguments):
    with pytest.raises(ValueError, match="out of range"):
        _native.password_hash(b"x", *arguments)
    with pytest.raises(ValueError, match="out of range"):
        _native.argon2(b"x", b"saltsalt", "argon2id", *arguments, 32)


@pytest.mark.parametrize(
    ("salt", "variant", "size"),
    [
        (b"short", "argon2id", 32),
        (b"x" * 65, "argon2id", 32),
        (b"saltsalt", "argon2", 32),
        (b"saltsalt", "argon2id", 3),
        (b"saltsalt", "argon2id", 65),
    ],
)
def test_inputs_of_argon2_out_of_range_are_value_errors(salt, variant, size):
    with pytest.raises(ValueError):
        _native.argon2(b"x", salt, variant, 8, 1, 1, size)


def test_wrong_types_and_numbers_are_python_errors():
    with pytest.raises(TypeError):
        _native.password_hash("text")
    with pytest.raises(TypeError):
        _native.password_verify(b"x", b"bytes")
    with pytest.raises(TypeError):
        _native.password_hash(b"x", "8")
    with pytest.raises(OverflowError):
        _native.password_hash(b"x", -1)
    with pytest.raises(TypeError):
        _native.crypt(b"x")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=80), st.text(max_size=60) | st.from_regex(r"\$(2b|5|6|argon2id|scrypt)\$.{0,60}", fullmatch=True)
)
def test_rubbish_is_refused_as_such(password, encoded):
    for call in (_native.password_verify, _native.crypt):
        try:
            call(password, encoded)
        except (_native.NativeError, UnicodeEncodeError):
            pass
