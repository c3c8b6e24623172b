"""Key confusion by set-up: a public key, used as an HMAC secret, lets everybody sign (RFC 8725 section 2.1). What is
recognisably a key file is therefore never a secret."""

import json
import re

from ... import _native
from ..utils import is_pem_format, is_ssh_key

# One that does not end takes all that is left: nobody looks for its end again from every quote in it.
_STRING = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))([ \t\r\n]*:)?', re.DOTALL)


def is_key_file(secret: bytes) -> bool:
    """Whether this is a key pair's half or a certificate, in PEM, DER or SSH form, or its base64."""
    if is_pem_format(secret) or is_ssh_key(secret):
        return True
    # Half a PEM file is no key anywhere; it is the whole ones that the core looks for under other names.
    return b"-----BEGIN" not in secret and not _is_secret_to_the_core(secret)


def _is_secret_to_the_core(secret: bytes) -> bool:
    try:
        _native.Key.from_secret("HS256", secret, weak_for_compatibility=True)
    except _native.NativeError:
        return False
    return True


def is_jwk(secret: bytes) -> bool:
    """Whether this is JSON with a JWK in it, however deep, in whatever encoding json.loads would read it."""
    text = _json_text(secret)
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text, parse_int=lambda digits: 0)
    except RecursionError:
        return text.startswith("{") or _has_member(text, "kty")
    except ValueError:
        return False
    return _has_member(text, "kty")


def _json_text(secret: bytes) -> str:
    try:
        text = secret.decode(json.detect_encoding(secret), errors="surrogatepass")
    except UnicodeError:
        return ""
    return text.lstrip("\ufeff \t\r\n")


def _has_member(text: str, name: str) -> bool:
    names = (string for string, colon in _STRING.findall(text) if colon)
    return any(_unquoted(string) == name for string in names)


def _unquoted(string: str) -> str:
    try:
        return str(json.loads(string))
    except ValueError:
        return ""
