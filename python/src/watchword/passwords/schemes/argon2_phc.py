"""Argon2 (RFC 9106) as PHC string."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, ClassVar

from watchword.passwords import core
from watchword.passwords.schemes.base import RoundsScheme
from watchword.passwords.schemes.text import base64_unpadded, from_base64_unpadded

_VARIANTS = {"i": "argon2i", "d": "argon2d", "id": "argon2id"}


@dataclass(frozen=True)
class Argon2(RoundsScheme):
    """`$argon2id$v=19$m=19456,t=2,p=1$...`, OWASP's first choice. `rounds` (also `time_cost`) are the passes,
    `memory_cost` is in KiB. A hash that takes less of either, or is not Argon2id version 19, needs an update."""

    name: ClassVar[str] = "argon2"
    prefixes: ClassVar[tuple[str, ...]] = ("$argon2id$", "$argon2i$", "$argon2d$")
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"\$(?P<variant>argon2(?:id|i|d))\$(?:v=(?P<version>\d\d)\$)?"
        r"m=(?P<memory>\d{1,7}),t=(?P<rounds>\d{1,4}),p=(?P<lanes>\d{1,3})"
        r"\$(?P<salt>[A-Za-z0-9+/]+)\$(?P<tag>[A-Za-z0-9+/]+)"
    )
    aliases: ClassVar[dict[str, str]] = RoundsScheme.aliases | {
        "time_cost": "rounds",
        "salt_len": "salt_size",
        "hash_len": "digest_size",
    }
    lowest: ClassVar[int] = 1
    highest: ClassVar[int] = 64

    rounds: int = 2
    memory_cost: int = 19 * 1024
    parallelism: int = 1
    salt_size: int = 16
    digest_size: int = 32
    type: str = "argon2id"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.parallelism <= 16 or not 8 * self.parallelism <= self.memory_cost <= 256 * 1024:
            raise ValueError("Argon2 takes 1 to 16 lanes, and 8 KiB for each to 256 MiB in all")
        if self.memory_cost * self.rounds > 2048 * 1024:
            raise ValueError("memory_cost * rounds of Argon2 is at most 2 GiB, about a second")
        if not (8 <= self.salt_size <= 64 and 16 <= self.digest_size <= 64):
            raise ValueError("Argon2 takes a salt of 8 to 64 bytes and makes a digest of 16 to 64")
        if self.type not in _VARIANTS.values():
            raise ValueError(f"the type of Argon2 is argon2id, argon2i or argon2d, not {self.type!r}")

    def change(self, name: str, value: Any) -> dict[str, Any]:
        """The fields that a setting changes. `type` is also taken as "ID", and as argon2-cffi's enumeration."""
        if name == "type":
            given = str(getattr(value, "name", value)).lower()
            return {"type": _VARIANTS.get(given, given)}
        return super().change(name, value)

    def head(self) -> str:
        """`$argon2id$v=19$m=19456,t=2,p=1$`."""
        return f"${self.type}$v=19$m={self.memory_cost},t={self.rounds},p={self.parallelism}$"

    def new_salt(self) -> str:
        """128 bits, unless set otherwise."""
        return base64_unpadded(secrets.token_bytes(self.salt_size))

    def digest(self, password: bytes, salt: str) -> str:
        """The tag."""
        tag = core.argon2(
            password,
            from_base64_unpadded(salt),
            self.type,
            self.memory_cost,
            self.rounds,
            self.parallelism,
            self.digest_size,
        )
        return base64_unpadded(tag)

    def blank_digest(self) -> str:
        """Zeros."""
        return base64_unpadded(bytes(self.digest_size))

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Another kind, less memory, fewer passes, a shorter salt or tag."""
        return (
            stored["variant"] != self.type
            or stored["version"] != "19"
            or int(stored["memory"]) < self.memory_cost
            or len(from_base64_unpadded(stored["salt"])) < min(self.salt_size, 16)
            or len(from_base64_unpadded(stored["tag"])) < self.digest_size
            or super().is_outdated(stored)
        )
