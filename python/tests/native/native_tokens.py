"""Tokens as an authorization server issues them, made from the native parts alone."""

from __future__ import annotations

from typing import Any

from watchword import _native

NOW = 1_800_000_000
ISSUER = "https://id.example"
AUDIENCE = "https://api.example"


def claims(**changes: Any) -> dict[str, Any]:
    """Those of an access token (RFC 9068); a change to None takes a claim away."""
    usual = {
        "iss": ISSUER,
        "sub": "user-1",
        "aud": AUDIENCE,
        "exp": NOW + 900,
        "iat": NOW,
        "jti": "token-1",
        "client_id": "web",
        "scope": "items:read items:write",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def sign(key: _native.Key, content: dict[str, Any] | None = None, **header: Any) -> str:
    """A compact JWS; a header member that is None is left out."""
    members = {"alg": key.algorithm, "typ": "at+jwt", "kid": key.kid or None, **header}
    head = {name: value for name, value in members.items() if value is not None}
    segments = [head, claims() if content is None else content]
    signed = ".".join(_native.base64url_encode(_native.json_dumps(segment).encode()) for segment in segments)
    return f"{signed}.{_native.base64url_encode(key.sign(signed.encode()))}"
