"""Passwords: hashing them and verifying them.

    from watchword import passwords

    stored = passwords.hash("correct horse battery staple")
    matches, new = passwords.verify_and_update("correct horse battery staple", stored)

New hashes are Argon2id. What passlib, pwdlib, argon2-cffi, bcrypt, Django, Werkzeug and crypt(3) have stored is read
too, but for MD5, bare SHA and DES. `CryptContext` and `PasswordHash` are passlib's and pwdlib's.

Hashing takes tens of milliseconds on purpose and releases the GIL: in asynchronous code run it in a thread.
"""

from __future__ import annotations

from watchword.passwords import core
from watchword.passwords.context import CryptContext
from watchword.passwords.core import Encoded, Password, hash_text, password_bytes
from watchword.passwords.exceptions import (
    InvalidHashError,
    PasswordError,
    PasswordSizeError,
    PasswordTruncateError,
    PasswordValueError,
    UnknownHashError,
    UnsuitablePasswordError,
)
from watchword.passwords.hashers import Argon2Hasher, BcryptHasher
from watchword.passwords.password_hash import PasswordHash
from watchword.passwords.schemes import ALL, argon2


def hash(password: Password) -> str:
    """The password as Argon2id string (PHC) to store. PasswordSizeError above 1024 bytes, PasswordValueError for NUL
    and for bytes that are no UTF-8."""
    return core.argon2id(password_bytes(password), argon2.memory_cost, argon2.rounds, argon2.parallelism)


def verify(password: Password, encoded: Encoded | None) -> bool:
    """Whether the password belongs to a stored hash of any format. Without one (an unknown user) it takes as long as a
    wrong password does, and is False. Constant time. UnknownHashError, InvalidHashError, PasswordError."""
    if encoded is None:
        return dummy_verify()
    return core.verify(password_bytes(password), hash_text(encoded))[0]


def verify_and_update(password: Password, encoded: Encoded | None) -> tuple[bool, str | None]:
    """Whether they belong together and, if so and the stored hash is weaker than `hash` writes, a new one to store."""
    if encoded is None:
        return dummy_verify(), None
    matches, outdated = core.verify(password_bytes(password), hash_text(encoded))
    return matches, hash(password) if matches and outdated else None


def needs_update(encoded: Encoded) -> bool:
    """Whether a stored hash is weaker than what `hash` writes. UnknownHashError if it is of no format that is read,
    InvalidHashError if it is damaged."""
    text = hash_text(encoded)
    scheme = next((scheme for scheme in ALL.values() if scheme.identify(text)), None)
    if scheme is None:
        raise UnknownHashError
    stored = scheme.parameters(text)
    return scheme is not argon2 or argon2.is_outdated(stored)


def dummy_verify() -> bool:
    """Takes as long as verifying a wrong password does; False. For when there is no such user: the time of the answer
    must not tell."""
    return argon2.dummy_verify()


def check_new_password(password: Password, user_name: str = "") -> None:
    """Raises UnsuitablePasswordError for what nobody should choose (NIST SP 800-63B-4 section 3.1.1.2): less than 15
    characters, more than 1024 bytes, what attackers try first, the user's own name. There are no composition rules."""
    core.check(password_bytes(password), user_name)


__all__ = [
    "Argon2Hasher",
    "BcryptHasher",
    "CryptContext",
    "InvalidHashError",
    "PasswordError",
    "PasswordHash",
    "PasswordSizeError",
    "PasswordTruncateError",
    "PasswordValueError",
    "UnknownHashError",
    "UnsuitablePasswordError",
    "check_new_password",
    "dummy_verify",
    "hash",
    "needs_update",
    "verify",
    "verify_and_update",
]
