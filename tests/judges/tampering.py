"""Tokens that a verifier must refuse, made from one that it accepts."""

from __future__ import annotations

import base64
import json


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def with_other_claims(token: str) -> str:
    header, payload, signature = token.split(".")
    claims = {**json.loads(decode(payload)), "sub": "somebody-else"}
    return ".".join([header, encode(json.dumps(claims).encode()), signature])


def with_flipped_signature(token: str) -> str:
    header, payload, signature = token.split(".")
    raw = bytearray(decode(signature))
    raw[len(raw) // 2] ^= 1
    return ".".join([header, payload, encode(bytes(raw))])


def without_signature(token: str) -> str:
    header, payload, _ = token.split(".")
    unsigned = {**json.loads(decode(header)), "alg": "none"}
    return ".".join([encode(json.dumps(unsigned).encode()), payload, ""])


def with_truncated_signature(token: str) -> str:
    return token[:-6]


ALL = [with_other_claims, with_flipped_signature, without_signature, with_truncated_signature]
