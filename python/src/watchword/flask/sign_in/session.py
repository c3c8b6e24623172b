"""One sign-in of one person in one browser, as this application keeps it."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from watchword.token_requests import Tokens


@dataclass(frozen=True)
class Session:
    """`id` is random and new with every sign-in, so that nobody can prepare one for somebody else."""

    id: str = field(repr=False)
    """Where sessions are kept on the server, the cookie is this: nothing to print."""
    subject: str
    name: str
    signed_in_at: float
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)

    @classmethod
    def begin(cls, tokens: Tokens, claims: dict[str, Any], username: str) -> Session:
        name = claims.get("preferred_username") or claims.get("name") or username
        return cls(
            id=secrets.token_urlsafe(32),
            subject=str(claims.get("sub", "")),
            name=str(name),
            signed_in_at=time.time(),
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
        )

    def renewed(self, tokens: Tokens) -> Session:
        """The same session with the next tokens; a server that does not rotate keeps the refresh token."""
        return replace(self, access_token=tokens.access_token, refresh_token=tokens.refresh_token or self.refresh_token)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Session:
        """Of what `to_bytes` made; a KeyError, TypeError or ValueError for anything else."""
        return cls(**json.loads(data))


@dataclass(frozen=True)
class User:
    """Who is signed in, by an access token that has just been checked."""

    subject: str
    name: str
    claims: dict[str, Any] = field(repr=False)

    @property
    def scopes(self) -> frozenset[str]:
        scope = self.claims.get("scope", "")
        return frozenset(scope.split() if isinstance(scope, str) else ())

    @property
    def roles(self) -> frozenset[str]:
        roles = self.claims.get("roles", ())
        return frozenset(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else frozenset()

    def __str__(self) -> str:
        return self.name
