"""Which algorithm a signature is made with, or must have been made with."""

from collections.abc import Sequence
from typing import Any

from .api_jwk import PyJWK
from .exceptions import InvalidAlgorithmError

_ALGORITHM_UNSET: Any = object()
"""No algorithm was passed; None means something else."""


def algorithm_to_sign_with(algorithm: Any, key: Any) -> Any:
    """The one that was asked for, else the one the key is bound to, else HS256; "none" where None was asked for."""
    if algorithm is not _ALGORITHM_UNSET and algorithm is not None:
        return algorithm
    if isinstance(key, PyJWK):
        return key.algorithm_name
    return "none" if algorithm is None else "HS256"


def allowed_algorithm(header: dict[str, Any], key: Any, algorithms: Sequence[str] | None) -> str:
    """RFC 8725 section 3.1: the caller's list decides, and the algorithm that a key is bound to; never the token."""
    if "alg" not in header:
        raise InvalidAlgorithmError("Algorithm not specified")
    name = header["alg"]
    if algorithms is None and isinstance(key, PyJWK):
        algorithms = [key.algorithm_name]
    allowed = [algorithms] if isinstance(algorithms, str) else algorithms
    if not isinstance(name, str) or not name or (allowed is not None and name not in allowed):
        raise InvalidAlgorithmError("The specified alg value is not allowed")
    if isinstance(key, PyJWK) and name != key.algorithm_name:
        raise InvalidAlgorithmError(
            f"Token algorithm {name!r} does not match the key's algorithm {key.algorithm_name!r}"
        )
    return name
