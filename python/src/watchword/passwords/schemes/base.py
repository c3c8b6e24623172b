"""What the password hash schemes share."""

from __future__ import annotations

import dataclasses
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from watchword.passwords import core
from watchword.passwords.core import Encoded, Password, hash_text, password_bytes
from watchword.passwords.exceptions import InvalidHashError

AnyScheme = TypeVar("AnyScheme", bound="Scheme")


@dataclass(frozen=True)
class Scheme(ABC):
    """One way to store passwords, with the cost of new hashes. Immutable: `using()` gives another one.

    A stored hash is `head + salt + separator + digest`; a scheme says how it spells these.
    """

    name: ClassVar[str]
    prefixes: ClassVar[tuple[str, ...]]
    pattern: ClassVar[re.Pattern[str]]
    """Reads the parameters of a stored hash."""
    aliases: ClassVar[dict[str, str]] = {"min_desired_rounds": "min_rounds", "max_desired_rounds": "max_rounds"}
    """Other names of settings."""

    def identify(self, hash: Encoded) -> bool:
        """Whether the stored string claims to be of this scheme."""
        return hash_text(hash).startswith(self.prefixes)

    def hash(self, secret: Password, **settings: Any) -> str:
        """The password as a new string to store, under a random salt."""
        scheme = self.using(**settings) if settings else self
        return scheme.write(password_bytes(secret), scheme.new_salt())

    def verify(self, secret: Password, hash: Encoded) -> bool:
        """Whether the password belongs to the stored hash. Constant time."""
        text = hash_text(hash)
        if not self.identify(text):
            raise InvalidHashError(f"This is not a {self.name} hash.")
        return core.verify(password_bytes(secret), text)[0]

    def needs_update(self, hash: Encoded, secret: Password | None = None) -> bool:
        """Whether the stored hash is not one that this scheme would write today."""
        return self.is_outdated(self.parameters(hash_text(hash)))

    def dummy_verify(self) -> bool:
        """Takes as long as a wrong password does; False."""
        core.verify(b"nobody", self.decoy())
        return False

    def using(self: AnyScheme, **settings: Any) -> AnyScheme:
        """The same scheme with other settings."""
        changes: dict[str, Any] = {}
        for name, value in settings.items():
            changes.update(self.change(self.aliases.get(name, name), value))
        return dataclasses.replace(self, **changes)

    def has_setting(self, name: str) -> bool:
        """Whether `using` takes it."""
        return name == "truncate_error" or self.aliases.get(name, name) in {
            field.name for field in dataclasses.fields(self)
        }

    def change(self, name: str, value: Any) -> dict[str, Any]:
        """The fields that a setting changes."""
        if not self.has_setting(name):
            raise TypeError(f"the scheme {self.name} has no setting {name!r}")
        if name == "truncate_error":
            return _no_truncation(value)
        return {name: type(getattr(self, name))(value)}

    def parameters(self, text: str) -> re.Match[str]:
        """What a stored hash says about itself."""
        match = self.pattern.fullmatch(text)
        if match is None:
            raise InvalidHashError(f"This is not a well-formed {self.name} hash.")
        return match

    def write(self, password: bytes, salt: str) -> str:
        """The string to store."""
        return f"{self.head()}{salt}{self.separator()}{self.digest(password, salt)}"

    def decoy(self) -> str:
        """A well-formed hash that no known password matches."""
        return f"{self.head()}{self.new_salt()}{self.separator()}{self.blank_digest()}"

    def separator(self) -> str:
        """What stands between salt and digest."""
        return "$"

    @abstractmethod
    def head(self) -> str:
        """What stands before the salt."""

    @abstractmethod
    def new_salt(self) -> str:
        """A random salt, as it is spelled."""

    @abstractmethod
    def digest(self, password: bytes, salt: str) -> str:
        """The digest, as it is spelled."""

    @abstractmethod
    def blank_digest(self) -> str:
        """The spelling of a digest that nobody has computed."""

    @abstractmethod
    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Whether these are not today's parameters."""


def _no_truncation(truncate_error: object) -> dict[str, Any]:
    if not truncate_error:
        raise ValueError("truncate_error=False is not possible: Watchword never cuts off a password")
    return {}


@dataclass(frozen=True)
class RoundsScheme(Scheme):
    """A scheme whose cost is a number of rounds (or its binary logarithm).

    `rounds` sets cost and bounds, so that hashes of any other cost need an update; `default_rounds` sets the cost of
    new hashes alone, and `min_rounds` and `max_rounds` the bounds. Without bounds, cheaper hashes need an update.
    """

    lowest: ClassVar[int]
    highest: ClassVar[int]
    """What Watchword reads; nothing else is written."""

    rounds: int = 0
    min_rounds: int = 0
    max_rounds: int = 0

    def __post_init__(self) -> None:
        if not self.lowest <= self.rounds <= self.highest:
            raise ValueError(f"rounds of {self.name} are {self.lowest} to {self.highest}, not {self.rounds}")

    def change(self, name: str, value: Any) -> dict[str, Any]:
        """The fields that a setting changes."""
        if name == "rounds":
            return {"rounds": int(value), "min_rounds": int(value), "max_rounds": int(value)}
        return super().change("rounds" if name == "default_rounds" else name, value)

    def has_setting(self, name: str) -> bool:
        """Whether `using` takes it."""
        return name == "default_rounds" or super().has_setting(name)

    def is_outdated(self, stored: re.Match[str]) -> bool:
        """Whether the stored rounds are out of bounds."""
        rounds = int(stored["rounds"])
        return rounds < (self.min_rounds or self.rounds) or bool(self.max_rounds and rounds > self.max_rounds)
