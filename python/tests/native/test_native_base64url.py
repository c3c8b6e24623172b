"""base64url without padding (RFC 4648 section 5)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchword._native import NativeError, base64url_decode, base64url_encode


@given(st.binary(max_size=300))
def test_it_writes_what_the_standard_library_writes_without_padding(data: bytes) -> None:
    text = base64url_encode(data)
    assert text == base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    assert base64url_decode(text) == data
    assert base64url_decode(text.encode()) == data


@pytest.mark.parametrize("text", ["a", "YQ==", "YR", "Y Q", "Y+/-", "YQ\n", "é", "\ud800", b"\xff\xff", "YWJj\0"])
def test_what_is_not_canonical_is_refused(text: "str | bytes") -> None:
    with pytest.raises(NativeError) as refusal:
        base64url_decode(text)
    assert refusal.value.code == "malformed"


@pytest.mark.parametrize("argument", [None, 1, bytearray(b"YQ"), ["YQ"]])
def test_other_types_are_a_type_error(argument: object) -> None:
    with pytest.raises(TypeError):
        base64url_decode(argument)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        base64url_encode(argument)  # type: ignore[arg-type]
