"""base64url without padding (RFC 7515 section 2)."""

import base64
import json

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encode(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decode_leniently(text: str) -> bytes:
    """As decoders do that skip what is not of the alphabet, stop at padding, and drop the bits that are left over."""
    digits = [character for character in text.replace("+", "-").replace("/", "_") if character in ALPHABET + "="]
    digits = "".join(digits).split("=")[0]
    return decode(digits[:-1] if len(digits) % 4 == 1 else digits)


def encode_json(value) -> str:
    return encode(json.dumps(value).encode())
