"""What goes wrong with passwords and their hashes. All are `ValueError`s, so that `except ValueError` catches them.

The names are passlib's and pwdlib's where those have one. No message holds a password or a hash.
"""

from __future__ import annotations


class UnknownHashError(ValueError):
    """The stored string is of no format that is accepted here."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or "The stored password hash is of no format that is accepted here; see `schemes`.")


class InvalidHashError(ValueError):
    """The stored string is of a known format, but damaged, or asks for more work than any honest writer would."""


class PasswordError(ValueError):
    """The password itself cannot be used. Treat it as a wrong password at sign-in, as bad input at registration."""


class PasswordValueError(PasswordError):
    """The password holds characters that the scheme cannot take: NUL, or text that is no UTF-8."""


class PasswordSizeError(PasswordError):
    """The password is longer than the scheme can take as a whole."""


class PasswordTruncateError(PasswordSizeError):
    """Bcrypt would have looked at the first 72 bytes only."""


class UnsuitablePasswordError(PasswordError):
    """Nobody should choose this password. `code` says why: password_too_short, password_too_long,
    password_too_common or invalid_password."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code
