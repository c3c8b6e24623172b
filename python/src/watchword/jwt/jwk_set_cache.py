"""A JWK Set that is kept for a while."""

import time
from typing import Any

from .api_jwk import PyJWKSet, PyJWTSetWithTimestamp
from .exceptions import PyJWKSetError


class JWKSetCache:
    """Keeps one set for `lifespan` seconds; for ever if that is negative."""

    def __init__(self, lifespan: float) -> None:
        self.jwk_set_with_timestamp: PyJWTSetWithTimestamp | None = None
        self.lifespan = lifespan

    def put(self, jwk_set: PyJWKSet | dict[str, Any] | None) -> None:
        """Keeps a set, parsed or as the JSON object it is parsed from; None forgets. PyJWKSetError."""
        if jwk_set is None:
            self.jwk_set_with_timestamp = None
            return
        if not isinstance(jwk_set, PyJWKSet):
            jwk_set = PyJWKSet.from_dict(jwk_set)
        self.jwk_set_with_timestamp = PyJWTSetWithTimestamp(jwk_set)

    def get(self) -> PyJWKSet | None:
        """The set, unless there is none or it is too old."""
        kept = self.jwk_set_with_timestamp
        return None if kept is None or self.is_expired() else kept.get_jwk_set()

    def is_expired(self) -> bool:
        """Whether there is a set that is too old."""
        kept = self.jwk_set_with_timestamp
        return kept is not None and self.lifespan > -1 and time.monotonic() > kept.get_timestamp() + self.lifespan
