"""What is recognised as a key file: the same as PyJWT recognises, and at a cost that grows with the key, not faster."""

import json
import re
import time
from collections.abc import Callable

import jwt as peer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.utils import _PEMS

from watchword.jwt import utils
from watchword.jwt.algorithms.key_files import is_jwk

LABELS = [b"RSA PRIVATE KEY", b"PRIVATE KEY", b"CERTIFICATE", b"CERTIFICATE REQUEST", b"EC PARAMETERS", b"NO SUCH"]
PIECES = [b"----", b"-----", b"-", b" ", b"BEGIN ", b"END ", b"\n", b"\r\n", b"x", *LABELS]
marks = st.builds(
    lambda dashes, kind, label, end: dashes + kind + label + end,
    st.sampled_from([b"-----", b"---- ", b"----"]),
    st.sampled_from([b"BEGIN ", b"END ", b"BEGIN", b"end "]),
    st.sampled_from(LABELS),
    st.sampled_from([b"-----", b" ----", b"----", b"-----\n"]),
)
texts = st.lists(marks | st.sampled_from(PIECES), max_size=7).map(b"".join)


def begins_and_ends(key: bytes) -> bool:
    """What is_pem_format says, said without regard to time."""
    for label in [*_PEMS, b"EC PARAMETERS"]:
        for begin in re.finditer(b"(?=----[- ]BEGIN (" + label + b")[- ]----)", key):
            if re.search(b"----[- ]END " + label + b"[- ]----", key[begin.end(1) :]):
                return True
    return False


@settings(max_examples=3000, deadline=None)
@given(texts)
def test_a_key_file_is_recognised_wherever_pyjwt_does(text: bytes) -> None:
    assert utils.is_pem_format(text) == begins_and_ends(text)
    assert utils.is_pem_format(text) or not peer.utils.is_pem_format(text)
    # The one mark more, and marks that share their dashes, are ours.
    if b"EC PARAMETERS" not in text and not re.search(b"[- ]----[- ]?(END|BEGIN) ", text):
        assert utils.is_pem_format(text) == peer.utils.is_pem_format(text)


@pytest.mark.parametrize(
    "is_it,piece",
    [
        (utils.is_pem_format, b"-----BEGIN PRIVATE KEY-----\n"),
        (utils.is_pem_format, b"-----END PRIVATE KEY-----\n"),
        (utils.is_pem_format, b"-----BEGIN PRIVATE KEY-----\n-----END PUBLIC KEY-----\n"),
        (utils.is_pem_format, b"-"),
        (is_jwk, b"["),
        (is_jwk, b'\\"'),
    ],
)
def test_an_absurd_key_costs_what_its_length_costs(is_it: Callable[[bytes], bool], piece: bytes) -> None:
    nested = b"[" * 100_000 + b'"' if is_it is is_jwk else b""
    absurd = nested + piece * (2_000_000 // len(piece))
    began = time.process_time()
    assert not is_it(absurd)
    assert time.process_time() - began < 5


def test_a_member_is_found_however_deep_and_whatever_follows() -> None:
    deep = b"[" * 100_000
    for text, is_it in (
        (deep + b'{"kty":1', True),
        (deep + b'{"k\\u0074y" :1', True),
        (deep + b'{"kty"', False),
        (deep + b'"\\"kty":', False),
        (deep + b'{"a":"kty":', True),
        (deep + b'{"kty":"\\', True),
        (deep + b'"kty\\":', False),
    ):
        assert is_jwk(text) is is_it, text[100_000:]
    assert is_jwk(json.dumps({"kty": "oct"}).encode())
