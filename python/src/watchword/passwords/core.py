"""The way into the C++ core: passwords as bytes, refusals as exceptions. The GIL is released while it computes."""

from __future__ import annotations

from watchword import _native
from watchword.passwords.exceptions import (
    InvalidHashError,
    PasswordSizeError,
    PasswordTruncateError,
    PasswordValueError,
    UnknownHashError,
    UnsuitablePasswordError,
)

Password = str | bytes
Encoded = str | bytes


def password_bytes(password: Password) -> bytes:
    """The UTF-8 bytes of a text; bytes as they are."""
    if isinstance(password, bytes):
        return password
    if not isinstance(password, str):
        raise TypeError(f"a password is str or bytes, not {type(password).__name__}")
    try:
        return password.encode()
    except UnicodeEncodeError:
        raise PasswordValueError("The password holds lone surrogates, which are no characters.") from None


def hash_text(encoded: Encoded) -> str:
    """A stored hash as text. What is no UTF-8 comes back as the empty text, which no format recognises."""
    if isinstance(encoded, bytes):
        return encoded.decode("utf-8", "ignore") if _is_utf8(encoded) else ""
    if not isinstance(encoded, str):
        raise TypeError(f"a stored password hash is str or bytes, not {type(encoded).__name__}")
    return encoded if encoded.isascii() or _is_utf8(encoded.encode("utf-8", "surrogatepass")) else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def verify(password: bytes, encoded: str) -> tuple[bool, bool]:
    """Whether they belong together, and whether the hash is weaker than what Watchword writes. Constant time."""
    try:
        return _native.password_verify(password, encoded)
    except _native.NativeError as refusal:
        raise exception_for(refusal) from None


def argon2id(password: bytes, memory_kib: int, passes: int, lanes: int) -> str:
    """A new Argon2id hash under a random salt."""
    try:
        return _native.password_hash(password, memory_kib, passes, lanes)
    except _native.NativeError as refusal:
        raise exception_for(refusal) from None


def argon2(password: bytes, salt: bytes, variant: str, memory_kib: int, passes: int, lanes: int, size: int) -> bytes:
    """The tag of Argon2 (RFC 9106), version 19."""
    try:
        return _native.argon2(password, salt, variant, memory_kib, passes, lanes, size)
    except _native.NativeError as refusal:
        raise exception_for(refusal) from None


def crypt(password: bytes, setting: str) -> str:
    """crypt(3) with the cost and salt of `setting`."""
    try:
        return _native.crypt(password, setting)
    except _native.NativeError as refusal:
        raise exception_for(refusal) from None


def check(password: bytes, user_name: str) -> None:
    """Whether people may choose the password."""
    try:
        _native.password_check(password, user_name)
    except _native.NativeError as refusal:
        raise UnsuitablePasswordError(str(refusal), refusal.code) from None


def exception_for(refusal: _native.NativeError) -> Exception:
    """What Python's users expect for an error code of the core."""
    if refusal.code == "overloaded":
        return MemoryError("Not enough memory to compute the password hash; lower its memory cost or try again.")
    if refusal.code == "invalid_password":
        return PasswordValueError("The password contains characters that cannot be used (NUL or broken UTF-8).")
    if refusal.code == "password_too_long":
        return _too_long(refusal.detail)
    if refusal.detail == "unknown format":
        return UnknownHashError()
    return InvalidHashError(f"The stored password hash cannot be used: {refusal.detail or refusal.code}.")


def _too_long(detail: str) -> PasswordSizeError:
    if "bcrypt" in detail:
        return PasswordTruncateError(
            "Bcrypt takes 72 bytes and this password is longer. It is never cut off: refuse such passwords, or use"
            " the scheme argon2 or bcrypt_sha256, which take them whole."
        )
    return PasswordSizeError(f"The password is too long: {detail or 'at most 1024 bytes'}.")
