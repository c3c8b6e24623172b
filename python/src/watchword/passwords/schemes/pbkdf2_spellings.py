"""PBKDF2 (RFC 8018 section 5.2) as passlib, Django and Werkzeug store it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import ClassVar

from watchword.passwords.schemes.base import RoundsScheme
from watchword.passwords.schemes.text import (
    base64_adapted,
    base64_padded,
    from_base64_adapted,
    random_alphanumeric,
)


@dataclass(frozen=True)
class Pbkdf2(RoundsScheme):
    """What the spellings share. The derived key is as long as the hash."""

    lowest: ClassVar[int] = 1
    highest: ClassVar[int] = 10_000_000
    hash_name: ClassVar[str]

    def derive(self, password: bytes, salt: bytes) -> bytes:
        """The derived key."""
        return hashlib.pbkdf2_hmac(self.hash_name, password, salt, self.rounds)

    def blank_key(self) -> bytes:
        """Zeros, as many as the derived key has."""
        return bytes(hashlib.new(self.hash_name).digest_size)


@dataclass(frozen=True)
class PasslibPbkdf2(Pbkdf2):
    """`$pbkdf2-sha256$600000$salt$key`, both in passlib's base64."""

    def head(self) -> str:
        """`$pbkdf2-sha256$600000$`."""
        return f"{self.prefixes[0]}{self.rounds}$"

    def new_salt(self) -> str:
        """128 bits."""
        return base64_adapted(secrets.token_bytes(16))

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return base64_adapted(self.derive(password, from_base64_adapted(salt)))

    def blank_digest(self) -> str:
        """Zeros."""
        return base64_adapted(self.blank_key())


def _pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix) + r"(?P<rounds>\d{1,8})\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+")


@dataclass(frozen=True)
class Pbkdf2Sha1(PasslibPbkdf2):
    """passlib's `pbkdf2_sha1`."""

    name: ClassVar[str] = "pbkdf2_sha1"
    prefixes: ClassVar[tuple[str, ...]] = ("$pbkdf2$",)
    pattern: ClassVar[re.Pattern[str]] = _pattern("$pbkdf2$")
    hash_name: ClassVar[str] = "sha1"
    rounds: int = 1_300_000


@dataclass(frozen=True)
class Pbkdf2Sha256(PasslibPbkdf2):
    """passlib's `pbkdf2_sha256`."""

    name: ClassVar[str] = "pbkdf2_sha256"
    prefixes: ClassVar[tuple[str, ...]] = ("$pbkdf2-sha256$",)
    pattern: ClassVar[re.Pattern[str]] = _pattern("$pbkdf2-sha256$")
    hash_name: ClassVar[str] = "sha256"
    rounds: int = 600_000


@dataclass(frozen=True)
class Pbkdf2Sha512(PasslibPbkdf2):
    """passlib's `pbkdf2_sha512`."""

    name: ClassVar[str] = "pbkdf2_sha512"
    prefixes: ClassVar[tuple[str, ...]] = ("$pbkdf2-sha512$",)
    pattern: ClassVar[re.Pattern[str]] = _pattern("$pbkdf2-sha512$")
    hash_name: ClassVar[str] = "sha512"
    rounds: int = 210_000


@dataclass(frozen=True)
class DjangoPbkdf2Sha256(Pbkdf2):
    """Django's default, `pbkdf2_sha256$1200000$salt$key`; the salt is used as the text it is."""

    name: ClassVar[str] = "django_pbkdf2_sha256"
    prefixes: ClassVar[tuple[str, ...]] = ("pbkdf2_sha256$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"pbkdf2_sha256\$(?P<rounds>\d{1,8})\$[^$]+\$[A-Za-z0-9+/]+=*")
    hash_name: ClassVar[str] = "sha256"
    rounds: int = 1_200_000

    def head(self) -> str:
        """`pbkdf2_sha256$1200000$`."""
        return f"{self.prefixes[0]}{self.rounds}$"

    def new_salt(self) -> str:
        """As Django: 22 characters, 130 bits."""
        return random_alphanumeric(22)

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return base64_padded(self.derive(password, salt.encode()))

    def blank_digest(self) -> str:
        """Zeros."""
        return base64_padded(self.blank_key())


@dataclass(frozen=True)
class DjangoPbkdf2Sha1(DjangoPbkdf2Sha256):
    """Django's `pbkdf2_sha1$...`."""

    name: ClassVar[str] = "django_pbkdf2_sha1"
    prefixes: ClassVar[tuple[str, ...]] = ("pbkdf2_sha1$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(r"pbkdf2_sha1\$(?P<rounds>\d{1,8})\$[^$]+\$[A-Za-z0-9+/]+=*")
    hash_name: ClassVar[str] = "sha1"
    rounds: int = 1_300_000


@dataclass(frozen=True)
class WerkzeugPbkdf2(Pbkdf2):
    """Werkzeug's `pbkdf2:sha256:1000000$salt$hex`; sha1, sha384 and sha512 are read, and need an update."""

    name: ClassVar[str] = "werkzeug_pbkdf2"
    prefixes: ClassVar[tuple[str, ...]] = ("pbkdf2:",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"pbkdf2:(?P<hash>sha1|sha256|sha384|sha512):(?P<rounds>\d{1,8})\$[^$]+\$[0-9a-f]+"
    )
    hash_name: ClassVar[str] = "sha256"
    rounds: int = 1_000_000

    def head(self) -> str:
        """`pbkdf2:sha256:1000000$`."""
        return f"pbkdf2:{self.hash_name}:{self.rounds}$"

    def new_salt(self) -> str:
        """As Werkzeug: 16 characters, 95 bits."""
        return random_alphanumeric(16)

    def digest(self, password: bytes, salt: str) -> str:
        """The derived key."""
        return self.derive(password, salt.encode()).hex()

    def blank_digest(self) -> str:
        """Zeros."""
        return self.blank_key().hex()

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Another hash is outdated whatever its rounds."""
        return stored["hash"] != self.hash_name or super().is_outdated(stored)
