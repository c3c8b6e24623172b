"""Keys of JWE: what the core reads, and the algorithms that the kind of key allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from watchword.jose.backends.asymmetric import AsymmetricKey
from watchword.jose.backends.base import Key
from watchword.jose.backends.key_data import jwk_text, pem_text, utf8
from watchword.jose.backends.symmetric import secret_bytes
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JWKError
from watchword.jose.utils import is_pem_format

_WRAPS_OF_SIZE = {16: ALGORITHMS.A128KW, 24: ALGORITHMS.A192KW, 32: ALGORITHMS.A256KW}


@dataclass(frozen=True)
class EncryptionKey:
    """Bytes are a secret, text is PEM or a JWK."""

    data: str | bytes
    algorithms: frozenset[str]


def read_key(key: Any) -> EncryptionKey:
    """JWKError for what is no key."""
    if isinstance(key, str) and key.lstrip().startswith("{"):
        key = _parsed(key)
    if isinstance(key, Key):
        return _from_constructed(key)
    if isinstance(key, Mapping):
        return _from_jwk(key)
    if isinstance(key, (str, bytes)) and not is_pem_format(utf8(key)):
        return _from_secret(utf8(key))
    return EncryptionKey(utf8(pem_text(key)).decode("ascii", "replace"), frozenset(ALGORITHMS.RSA_KW))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _from_secret(secret: bytes) -> EncryptionKey:
    wrap = _WRAPS_OF_SIZE.get(len(secret))
    return EncryptionKey(secret, frozenset({ALGORITHMS.DIR, wrap} if wrap else {ALGORITHMS.DIR}))


def _from_jwk(jwk: Mapping[str, Any]) -> EncryptionKey:
    named = jwk.get("alg")
    if jwk.get("kty") == "oct":
        if jwk.get("use") not in (None, "enc"):
            raise JWKError("The key is for signatures (use), not for encryption.")
        key = _from_secret(secret_bytes({**jwk, "alg": None}, ALGORITHMS.DIR))
    else:
        key = EncryptionKey(jwk_text({**jwk, "alg": None}, "RSA", ALGORITHMS.RSA_OAEP), frozenset(ALGORITHMS.RSA_KW))
    # RFC 7520 section 5.6: `alg` of a key for dir may name the content encryption.
    only = ALGORITHMS.DIR if named in ALGORITHMS.AES_JWE_ENC else named
    return key if only is None else EncryptionKey(key.data, key.algorithms & {only})


def _from_constructed(key: Key) -> EncryptionKey:
    if isinstance(key, AsymmetricKey):
        pem = key.to_pem().decode("ascii")
        return EncryptionKey(pem, frozenset({key.to_dict()["alg"]}) & ALGORITHMS.RSA_KW)
    return _from_jwk(key.to_dict())
