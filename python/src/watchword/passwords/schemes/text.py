"""The spellings of bytes in stored hashes, and random salts."""

from __future__ import annotations

import base64
import secrets

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_TO_BCRYPT = str.maketrans(_STANDARD, _BCRYPT)
_ALPHANUMERIC = _STANDARD[:62]


def base64_padded(data: bytes) -> str:
    """RFC 4648 section 4."""
    return base64.b64encode(data).decode("ascii")


def base64_unpadded(data: bytes) -> str:
    """RFC 4648 section 4 without padding, as PHC strings are written."""
    return base64_padded(data).rstrip("=")


def base64_adapted(data: bytes) -> str:
    """passlib's: without padding, and `.` for `+`."""
    return base64_unpadded(data).replace("+", ".")


def from_base64_adapted(text: str) -> bytes:
    """The way back."""
    return from_base64_unpadded(text.replace(".", "+"))


def from_base64_unpadded(text: str) -> bytes:
    """The way back."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def base64_bcrypt(data: bytes) -> str:
    """In bcrypt's own alphabet, without padding."""
    return base64_unpadded(data).translate(_TO_BCRYPT)


def random_alphanumeric(size: int) -> str:
    """Letters and digits; nearly 6 bits each."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(size))
