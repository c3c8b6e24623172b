"""The compact serialization (RFC 7515 section 3.1), taken apart: nothing is verified here."""

from typing import Any

from .. import _native
from . import strict_json as json
from .exceptions import DecodeError

_LARGEST_HEADER = 64 * 1024
"""Bytes. It is read before anybody knows who wrote it."""


def load_compact(jwt: str | bytes) -> tuple[bytes, bytes, dict[str, Any], bytes]:
    """Payload, signing input, header and signature. DecodeError."""
    signing_input, header_segment, payload_segment, signature_segment = _segments(_token_bytes(jwt))
    header = _header(_decoded(header_segment, "header"))
    if header.get("b64", True) is False:
        # RFC 7797: what was signed comes from elsewhere. Nobody gets work done here for a payload that is unused.
        if payload_segment:
            raise DecodeError("Payload segment must be empty when 'b64' is false.")
        payload = b""
    else:
        payload = _decoded(payload_segment, "payload")
    return payload, signing_input, header, _decoded(signature_segment, "crypto")


def _token_bytes(jwt: str | bytes) -> bytes:
    if isinstance(jwt, str):
        try:
            return jwt.encode("utf-8")
        except UnicodeEncodeError:
            raise DecodeError("Invalid token: it is not base64url") from None
    if not isinstance(jwt, bytes):
        raise DecodeError(f"Invalid token type. Token must be a {bytes}")
    return jwt


def _segments(token: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    try:
        signing_input, signature = token.rsplit(b".", 1)
        header, payload = signing_input.split(b".", 1)
    except ValueError as error:
        raise DecodeError("Not enough segments") from error
    return signing_input, header, payload, signature


def _decoded(segment: bytes, name: str) -> bytes:
    # Strict: every content has exactly one spelling, so that nobody makes a second token of a first.
    try:
        return _native.base64url_decode(segment)
    except _native.NativeError as error:
        raise DecodeError(f"Invalid {name} padding") from error


def _header(text: bytes) -> dict[str, Any]:
    if len(text) > _LARGEST_HEADER:
        raise DecodeError(f"Invalid header string: larger than {_LARGEST_HEADER} bytes")
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"Invalid header string: {error}") from error
    if not isinstance(header, dict):
        raise DecodeError("Invalid header string: must be a json object")
    # RFC 7797 section 3: a JSON boolean.
    if not isinstance(header.get("b64", True), bool):
        raise DecodeError("Invalid header string: b64 must be a boolean")
    return header
