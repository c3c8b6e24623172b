"""base64url, big-endian numbers and signature forms: the small change of JOSE."""

import binascii
import re
from typing import TYPE_CHECKING

from .. import _native

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve


def force_bytes(value: bytes | str) -> bytes:
    """Text as UTF-8; bytes as they are. TypeError for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, bytes):
        return value
    raise TypeError("Expected a string or bytes value")


def base64url_decode(input: bytes | str) -> bytes:
    """Padded or not, otherwise strict (RFC 4648 section 5). binascii.Error, which is a ValueError."""
    try:
        return _native.base64url_decode(force_bytes(input).rstrip(b"="))
    except _native.NativeError:
        raise binascii.Error("This is not base64url (RFC 4648 section 5)") from None


def base64url_encode(input: bytes) -> bytes:
    """Without padding."""
    return _native.base64url_encode(bytes(input)).encode("ascii")


def to_base64url_uint(val: int, *, bit_length: int | None = None) -> bytes:
    """Base64urlUInt of RFC 7518 section 2, of the octets of `bit_length` if that is given. ValueError below zero."""
    if val < 0:
        raise ValueError("Must be a positive integer")
    return base64url_encode(bytes_from_int(val, bit_length=bit_length) or b"\x00")


def from_base64url_uint(val: bytes | str) -> int:
    """The reverse of to_base64url_uint."""
    return int.from_bytes(base64url_decode(val), byteorder="big")


def number_to_bytes(num: int, num_bytes: int) -> bytes:
    """Big-endian, in at least `num_bytes` octets."""
    return num.to_bytes(max(num_bytes, (num.bit_length() + 7) // 8), "big")


def bytes_to_number(string: bytes) -> int:
    """Big-endian."""
    return int.from_bytes(string, "big")


def bytes_from_int(val: int, *, bit_length: int | None = None) -> bytes:
    """Big-endian, in the octets that `bit_length` bits take, or as few as possible."""
    bits = val.bit_length() if bit_length is None else bit_length
    return val.to_bytes((bits + 7) // 8, "big", signed=False)


def der_to_raw_signature(der_sig: bytes, curve: "EllipticCurve") -> bytes:
    """ECDSA as JOSE wants it, R || S (RFC 7518 section 3.4). Needs `cryptography`."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    size = (curve.key_size + 7) // 8
    r, s = decode_dss_signature(der_sig)
    return number_to_bytes(r, size) + number_to_bytes(s, size)


def raw_to_der_signature(raw_sig: bytes, curve: "EllipticCurve") -> bytes:
    """The reverse. ValueError for any other length than that of the curve. Needs `cryptography`."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    size = (curve.key_size + 7) // 8
    if len(raw_sig) != 2 * size:
        raise ValueError("Invalid signature")
    return encode_dss_signature(bytes_to_number(raw_sig[:size]), bytes_to_number(raw_sig[size:]))


# What stands in the first line of key files (RFC 7468, RFC 4716), however many dashes a loader asks for.
_PEM_LABELS = (
    b"CERTIFICATE|TRUSTED CERTIFICATE|PRIVATE KEY|PUBLIC KEY|ENCRYPTED PRIVATE KEY|OPENSSH PRIVATE KEY|"
    b"DSA PRIVATE KEY|RSA PRIVATE KEY|RSA PUBLIC KEY|EC PRIVATE KEY|EC PARAMETERS|DH PARAMETERS|"
    b"NEW CERTIFICATE REQUEST|CERTIFICATE REQUEST|SSH2 PUBLIC KEY|SSH2 ENCRYPTED PRIVATE KEY|X509 CRL"
)
_PEM_MARK = re.compile(b"(?=----[- ](BEGIN|END) (" + _PEM_LABELS + b")[- ]----)")
_SSH_KEY_TYPES = (
    b"ssh-ed25519",
    b"ssh-rsa",
    b"ssh-dss",
    b"ecdsa-sha2-nistp256",
    b"ecdsa-sha2-nistp384",
    b"ecdsa-sha2-nistp521",
)


def is_pem_format(key: bytes) -> bool:
    """Whether a block of PEM begins in `key` and, behind that, ends."""
    begun: dict[bytes, int] = {}
    for mark in _PEM_MARK.finditer(key):
        label = mark.group(2)
        if mark.group(1) == b"BEGIN":
            begun.setdefault(label, mark.end(2))
        elif begun.get(label, len(key)) <= mark.start():
            return True
    return False


def is_ssh_key(key: bytes) -> bool:
    """Whether `key` begins as a public key of OpenSSH does."""
    return key.startswith(_SSH_KEY_TYPES)
