"""The header of a token, before anything vouches for it."""

from __future__ import annotations

from typing import Any

from watchword import _native

MOST_MEMBERS = 128
"""Far more than anybody needs."""


def read_header(part: bytes) -> dict[str, Any]:
    """The members of a JOSE header in base64url. ValueError, with words for the caller's exception, if it is not JSON,
    or a member that names something is no text (RFC 7515 sections 4.1.4, 4.1.9 and 4.1.10)."""
    try:
        header = _native.json_loads(_decoded(part))
    except _native.NativeError as error:
        raise ValueError(f"Invalid header string: {error}") from None
    if not isinstance(header, dict):
        raise ValueError("Invalid header string: must be a json object")
    if len(header) > MOST_MEMBERS:
        raise ValueError(f"Invalid header string: more than {MOST_MEMBERS} members")
    for name in ("kid", "typ", "cty"):
        if not isinstance(header.get(name, ""), str):
            raise ValueError(f"Invalid header string: {name} must be a string")
    return header


def _decoded(part: bytes) -> bytes:
    try:
        return _native.base64url_decode(part)
    except _native.NativeError:
        raise ValueError("Invalid header padding") from None
