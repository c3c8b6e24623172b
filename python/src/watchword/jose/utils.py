"""Conversions that python-jose's users import."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any


def long_to_bytes(n: int, blocksize: int = 0) -> bytes:
    """Big endian; at least `blocksize` bytes."""
    return n.to_bytes(max((n.bit_length() + 7) // 8, blocksize, 1), "big")


def long_to_base64(data: int, size: int = 0) -> bytes:
    """Base64urlUInt (RFC 7518 section 2)."""
    return base64url_encode(long_to_bytes(data, size))


def int_arr_to_long(arr: Iterable[int]) -> int:
    """Big endian."""
    return int.from_bytes(bytes(arr), "big")


def base64_to_long(data: str | bytes) -> int:
    """The way back from `long_to_base64`."""
    text = data.encode("ascii") if isinstance(data, str) else bytes(data)
    return int.from_bytes(base64url_decode(text), "big")


def calculate_at_hash(access_token: str, hash_alg: Callable[[bytes], Any]) -> str:
    """`at_hash`: the left half of the hash of an access token (OpenID Connect Core section 3.1.3.6)."""
    digest = hash_alg(access_token.encode()).digest()
    return base64url_encode(digest[: len(digest) // 2]).decode("ascii")


def base64url_decode(input: bytes) -> bytes:
    """Lenient: with padding or without. Tokens are read strictly elsewhere."""
    return base64.urlsafe_b64decode(input + b"=" * (-len(input) % 4))


def base64url_encode(input: bytes) -> bytes:
    """Without padding."""
    return base64.urlsafe_b64encode(input).rstrip(b"=")


def timedelta_total_seconds(delta: timedelta) -> int:
    """Whole seconds."""
    return delta.days * 86400 + delta.seconds


def ensure_binary(s: str | bytes) -> bytes:
    """A text's UTF-8; bytes as they are."""
    if isinstance(s, bytes):
        return s
    if isinstance(s, str):
        return s.encode()
    raise TypeError(f"expected str or bytes, not {type(s).__name__}")


_PEM_HEADER = re.compile(rb"----[- ]BEGIN [A-Z0-9 ]+[- ]----")
_SSH_KEY_TYPES = re.compile(
    rb"ssh-ed25519|ssh-rsa|ssh-dss|ecdsa-sha2-nistp(?:256|384|521)|\A\S+-cert-v01@openssh\.com[ \t]"
)


def is_pem_format(key: bytes) -> bool:
    """Whether there is a PEM label in it (RFC 7468)."""
    return _PEM_HEADER.search(key) is not None


def is_ssh_key(key: bytes) -> bool:
    """Whether this is a key as OpenSSH writes it."""
    return _SSH_KEY_TYPES.search(key) is not None
