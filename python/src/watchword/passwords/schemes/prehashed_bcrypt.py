"""passlib's bcrypt over a keyed hash of the password, for passwords of any length."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from typing import ClassVar

from watchword.passwords import core
from watchword.passwords.schemes.crypt3 import Bcrypt


@dataclass(frozen=True)
class BcryptSha256(Bcrypt):
    """`$bcrypt-sha256$v=2,t=2b,r=12$...`; version 1 is read, and needs an update."""

    name: ClassVar[str] = "bcrypt_sha256"
    prefixes: ClassVar[tuple[str, ...]] = ("$bcrypt-sha256$",)
    pattern: ClassVar[re.Pattern[str]] = re.compile(
        r"\$bcrypt-sha256\$(?:v=(?P<version>2),t=2b,r=|2[ab],)(?P<rounds>\d{1,2})\$[./A-Za-z0-9]{22}\$[./A-Za-z0-9]{31}"
    )

    def head(self) -> str:
        """`$bcrypt-sha256$v=2,t=2b,r=12$`."""
        return f"$bcrypt-sha256$v=2,t=2b,r={self.rounds}$"

    def separator(self) -> str:
        """Between salt and digest."""
        return "$"

    def digest(self, password: bytes, salt: str) -> str:
        """Bcrypt of the base64 of HMAC-SHA-256; the key is the salt as it is written."""
        keyed = base64.b64encode(hmac.digest(salt.encode("ascii"), password, "sha256"))
        return core.crypt(keyed, f"$2b${self.rounds:02}${salt}")[-31:]

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Version 1 is outdated whatever its rounds."""
        return stored["version"] is None or super().is_outdated(stored)
