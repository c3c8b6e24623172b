"""JSON Web Tokens (RFC 7519): encode() and decode().

Both try the core first, which does the usual things fast. What it does not accept, and everything unusual, goes the
plain way, in Python (tokens.py)."""

import time
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from json import JSONEncoder
from typing import TYPE_CHECKING, Any

from .. import _native
from . import strict_json as json  # noqa: F401 (PyJWT has it here, for those who patch it)
from .algorithm_choice import _ALGORITHM_UNSET
from .api_jwk import PyJWK
from .api_jws import PyJWS, _jws_global_obj  # noqa: F401
from .api_jws import _names as _jws_names
from .exceptions import (  # noqa: F401 (some import them from here)
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidJTIError,
    InvalidSubjectError,
    MissingRequiredClaimError,
)
from .hooks import CHANGED_ALGORITHMS, names_in
from .tokens import Tokens

if TYPE_CHECKING:
    from .algorithms import AllowedPublicKeys
    from .tokens import AllowedPrivateKeyTypes, AllowedPublicKeyTypes  # noqa: F401
    from .types import Options

_PLAIN_CONTAINERS = (list, tuple, set, frozenset)
_REAL_DATETIME = datetime


class PyJWT(Tokens):
    """Issues and verifies tokens. `options` are the defaults of this object's decode()."""

    def encode(
        self,
        payload: dict[str, Any],
        key: "AllowedPrivateKeyTypes",
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[JSONEncoder] | None = None,
        sort_headers: bool = True,
    ) -> str:
        if json_encoder is None and sort_headers is True and self._is_as_made():
            name, given = algorithm, key
            if type(key) is PyJWK:
                name, given = key.algorithm_name if _is_open(algorithm) else algorithm, key.key
            elif algorithm is _ALGORITHM_UNSET:
                name = "HS256"
            token = _native.encode(payload, given, name, headers)
            if token is not None:
                return token
        return super().encode(payload, key, algorithm, headers, json_encoder, sort_headers)

    def decode(
        self,
        jwt: str | bytes,
        key: "AllowedPublicKeys | PyJWK | str | bytes" = "",
        algorithms: Sequence[str] | None = None,
        options: "Options | None" = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        subject: str | None = None,
        issuer: str | Container[str] | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        if verify is None and detached_payload is None and not kwargs and self._is_as_made():
            given, allowed = key, algorithms
            if type(key) is PyJWK:
                given, allowed = key.key, _allowed_with(key, algorithms)
            claims = _native.decode(
                jwt, given, allowed, self.options, options, audience, subject, issuer, leeway, time.time()
            )
            if claims is not None:
                return claims
        return super().decode(
            jwt, key, algorithms, options, verify, detached_payload, audience, subject, issuer, leeway, **kwargs
        )

    def _is_as_made(self) -> bool:
        """Whether no step is replaced, nor this module's clock: then the core knows all that there is."""
        return (
            type(self) is PyJWT
            and not (self._changes or self._jws._changes or CHANGED_ALGORITHMS)
            and len(_names) + len(_jws_names) == _made_names
            and datetime is _REAL_DATETIME
        )

    def _now(self) -> float:
        # As PyJWT reads it, for those who put a clock of their own into this module.
        return time.time() if datetime is _REAL_DATETIME else datetime.now(tz=timezone.utc).timestamp()


def _is_open(algorithm: Any) -> bool:
    return algorithm is _ALGORITHM_UNSET or algorithm is None


def _allowed_with(key: PyJWK, algorithms: Sequence[str] | None) -> Sequence[str]:
    """What is left of the caller's list for a key that is bound to one algorithm, and to a use."""
    bound = key.algorithm_name
    if isinstance(algorithms, str):
        algorithms = (algorithms,)
    is_allowed = algorithms is None or (type(algorithms) in _PLAIN_CONTAINERS and bound in algorithms)
    return (bound,) if is_allowed and key.is_for_signatures else ()


_names = names_in(PyJWT)
_made_names = len(_names) + len(_jws_names)

_jwt_global_obj = PyJWT()
_jwt_global_obj._jws = _jws_global_obj
encode = _jwt_global_obj.encode
decode_complete = _jwt_global_obj.decode_complete
decode = _jwt_global_obj.decode
