"""The checks of a header (RFC 7515 section 4.1), before anybody relies on it."""

from typing import Any

from .exceptions import InvalidTokenError


class HeaderChecks:
    """What `PyJWS` demands of a header. Each check may be overridden by a subclass."""

    _supported_crit: set[str] = {"b64"}

    def _validate_headers(self, headers: dict[str, Any], *, encoding: bool = False) -> None:
        if "kid" in headers:
            self._validate_kid(headers["kid"])
        if not encoding and "crit" in headers:
            self._validate_crit(headers)

    def _validate_kid(self, kid: Any) -> None:
        if not isinstance(kid, str):
            raise InvalidTokenError("Key ID header parameter must be a string")

    def _validate_crit(self, headers: dict[str, Any]) -> None:
        # RFC 7515 section 4.1.11: what is critical must be understood, and be there.
        critical = headers["crit"]
        if not isinstance(critical, list) or not critical:
            raise InvalidTokenError("Invalid 'crit' header: must be a non-empty list")
        for name in critical:
            if not isinstance(name, str):
                raise InvalidTokenError("Invalid 'crit' header: values must be strings")
            if name not in self._supported_crit:
                raise InvalidTokenError(f"Unsupported critical extension: {name}")
            if name not in headers:
                raise InvalidTokenError(f"Critical extension '{name}' is missing from headers")
        if len(set(critical)) != len(critical):
            raise InvalidTokenError("Invalid 'crit' header: names must not be repeated")
