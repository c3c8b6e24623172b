"""Which keys may be meant, and which algorithms they allow. The token never decides (RFC 8725 section 3.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from watchword import _native
from watchword.jose.backends.base import Key
from watchword.jose.exceptions import JWSAlgorithmError

_ALGORITHM_OF_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


def candidates(key: Any, kid: Any) -> list[Any]:
    """The keys in what the caller gave: one key, a sequence, a JWK, a JWK Set, or a mapping of kid to PEM; the latter
    three also as JSON text. Those that the token names (`kid`) if there are any, else all."""
    named = list(_named_keys(_parsed(key)))
    meant = [found for name, found in named if name is not None and name == kid]
    return meant or [found for _, found in named]


def _parsed(key: Any) -> Any:
    """JSON text of an object or an array; a secret that happens to be a number stays text."""
    if not isinstance(key, (str, bytes)):
        return key
    text = key.decode("utf-8", "replace") if isinstance(key, bytes) else key
    if not text.lstrip().startswith(("{", "[")):
        return key
    try:
        return json.loads(text)
    except ValueError:
        return key


def _named_keys(key: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(key, Mapping):
        if "keys" in key:
            return [(_kid(one), one) for one in _as_sequence(key["keys"])]
        if "kty" in key or not key:
            return [(_kid(key), key)]
        return list(key.items())
    if isinstance(key, Iterable) and not isinstance(key, (str, bytes, Key, _native.Key)):
        return [(_kid(one), one) for one in key]
    return [(_kid(key), key)]


def _as_sequence(keys: Any) -> Sequence[Any]:
    return keys if isinstance(keys, (list, tuple)) else []


def _kid(key: Any) -> Any:
    if isinstance(key, _native.Key):
        return key.kid or None
    return key.get("kid") if isinstance(key, Mapping) else None


def own_algorithm(key: Any) -> str | None:
    """The one algorithm that a typed key is for: what `jwk.construct` made, a JWK with `alg`, a curve."""
    if isinstance(key, _native.Key):
        return key.algorithm
    if isinstance(key, Key):
        return getattr(key, "_algorithm", None)
    if not isinstance(key, Mapping):
        return None
    named = key.get("alg")
    if isinstance(named, str):
        return named
    return _ALGORITHM_OF_CURVE.get(str(key.get("crv"))) if key.get("kty") == "EC" else None


def allowed_algorithms(algorithms: str | Iterable[str] | None, keys: Iterable[Any]) -> frozenset[str]:
    """What the caller lists; without a list what the keys themselves are for. JWSAlgorithmError if neither says."""
    if isinstance(algorithms, str):
        return frozenset({algorithms})
    if algorithms is not None:
        return frozenset(name for name in algorithms if isinstance(name, str))
    found = frozenset(name for name in map(own_algorithm, keys) if name)
    if not found:
        raise JWSAlgorithmError(
            'Say which algorithms you accept, for example algorithms=["HS256"]. Only a key that names its own algorithm'
            " (a JWK with alg, or what jwk.construct made) can do without."
        )
    return found
