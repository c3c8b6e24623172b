"""Public keys in the one-line form of OpenSSH (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4)."""

import base64
import binascii

from ..exceptions import UnreadableKeyError
from ..types import JWKDict
from ..utils import base64url_encode

_CURVES = {b"nistp256": "P-256", b"nistp384": "P-384", b"nistp521": "P-521"}


def jwk_of_ssh_key(text: bytes) -> JWKDict:
    """The public key as members of a JWK. UnreadableKeyError."""
    try:
        fields = _fields(base64.b64decode(text.split()[1], validate=True))
        kind = fields[0]
        if kind == b"ssh-rsa":
            return {"kty": "RSA", "e": _text(fields[1].lstrip(b"\0")), "n": _text(fields[2].lstrip(b"\0"))}
        if kind == b"ssh-ed25519":
            return {"kty": "OKP", "crv": "Ed25519", "x": _text(fields[1])}
        return _point(fields)
    except (IndexError, KeyError, ValueError, binascii.Error):
        raise UnreadableKeyError("Could not parse the provided public key.") from None


def _point(fields: list[bytes]) -> JWKDict:
    curve, point = _CURVES[fields[1]], fields[2]
    if fields[0] != b"ecdsa-sha2-" + fields[1] or point[0] != 4:
        raise ValueError("not an uncompressed point on that curve")
    half = len(point) // 2
    return {"kty": "EC", "crv": curve, "x": _text(point[1 : half + 1]), "y": _text(point[half + 1 :])}


def _fields(blob: bytes) -> list[bytes]:
    """Each is behind its length, in four octets."""
    fields = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError("a field is cut off")
        fields.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return fields


def _text(octets: bytes) -> str:
    return base64url_encode(octets).decode()
