"""Just enough DER (X.690) to take the RSA key out of its wrapping."""

from __future__ import annotations

import base64

from watchword.jose.exceptions import JWKError

_SEQUENCE, _BIT_STRING, _OCTET_STRING = 0x30, 0x03, 0x04


def rsa_key_inside(pem: bytes) -> bytes:
    """PKCS#1 PEM (RFC 8017 appendix A.1) of PKCS#8 or SubjectPublicKeyInfo PEM."""
    lines = pem.strip().splitlines()
    private = b"PRIVATE" in lines[0]
    inside = _key_part(base64.b64decode(b"".join(lines[1:-1])), _OCTET_STRING if private else _BIT_STRING)
    text = base64.b64encode(inside if private else inside[1:])
    body = b"\n".join(text[i : i + 64] for i in range(0, len(text), 64))
    label = b"RSA PRIVATE KEY" if private else b"RSA PUBLIC KEY"
    return b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (label, body, label)


def _key_part(der: bytes, tag: int) -> bytes:
    """The content of the first part with that tag in the outer sequence."""
    _, rest, _ = _read(der)
    while rest:
        found, content, rest = _read(rest)
        if found == tag:
            return content
    raise JWKError("The PEM text holds no RSA key.")


def _read(der: bytes) -> tuple[int, bytes, bytes]:
    """Tag, content, and what follows."""
    size, start = der[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(der[2:start], "big")
    return der[0], der[start : start + size], der[start + size :]
