"""The checks of registered claims (RFC 7519 section 4.1), in the order in which a token meets them."""

import math
import time
from collections.abc import Container, Iterable
from datetime import timedelta
from typing import Any

from .exceptions import (
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
from .types import FullOptions


class ClaimChecks:
    """What `PyJWT` demands of a payload. Each check may be overridden by a subclass."""

    def _validate_claims(
        self,
        payload: dict[str, Any],
        options: FullOptions,
        audience: Iterable[str] | str | None = None,
        issuer: Container[str] | str | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
    ) -> None:
        if isinstance(leeway, timedelta):
            leeway = leeway.total_seconds()
        if audience is not None and not isinstance(audience, (str, Iterable)):
            raise TypeError("audience must be a string, iterable or None")

        self._validate_required_claims(payload, options["require"])
        now = self._now()
        if "iat" in payload and options["verify_iat"]:
            self._validate_iat(payload, now, leeway)
        if "nbf" in payload and options["verify_nbf"]:
            self._validate_nbf(payload, now, leeway)
        if "exp" in payload and options["verify_exp"]:
            self._validate_exp(payload, now, leeway)
        if options["verify_iss"]:
            self._validate_iss(payload, issuer)
        if options["verify_aud"]:
            self._validate_aud(payload, audience, strict=options.get("strict_aud", False))
        if options["verify_sub"]:
            self._validate_sub(payload, subject)
        if options["verify_jti"]:
            self._validate_jti(payload)

    def _now(self) -> float:
        # Looked up at each call: whoever freezes or moves time for a test moves it here, too.
        return time.time()

    def _validate_required_claims(self, payload: dict[str, Any], claims: Iterable[str]) -> None:
        for claim in claims:
            if payload.get(claim) is None:
                raise MissingRequiredClaimError(claim)

    def _validate_iat(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        issued_at = _numeric_date(payload["iat"])
        if issued_at is None:
            raise InvalidIssuedAtError("Issued At claim (iat) must be an integer.")
        if issued_at > now + leeway:
            raise ImmatureSignatureError("The token is not yet valid (iat)")

    def _validate_nbf(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        not_before = _numeric_date(payload["nbf"])
        if not_before is None:
            raise DecodeError("Not Before claim (nbf) must be an integer.")
        if not_before > now + leeway:
            raise ImmatureSignatureError("The token is not yet valid (nbf)")

    def _validate_exp(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        expiry = _numeric_date(payload["exp"])
        if expiry is None:
            raise DecodeError("Expiration Time claim (exp) must be an integer.")
        # RFC 7519 section 4.1.4: on or after which the token must not be accepted.
        if expiry <= now - leeway:
            raise ExpiredSignatureError("Signature has expired")

    def _validate_iss(self, payload: dict[str, Any], issuer: Container[str] | str | None) -> None:
        if issuer is None:
            return
        if "iss" not in payload:
            raise MissingRequiredClaimError("iss")
        if not isinstance(payload["iss"], str):
            raise InvalidIssuerError("Payload Issuer (iss) must be a string")
        if not _is_among(payload["iss"], issuer):
            raise InvalidIssuerError("Invalid issuer")

    def _validate_aud(
        self, payload: dict[str, Any], audience: str | Iterable[str] | None, *, strict: bool = False
    ) -> None:
        named = payload.get("aud")
        if audience is None and named:
            # RFC 7519 section 4.1.3: whoever does not find himself in it must refuse the token.
            raise InvalidAudienceError("Invalid audience")
        if audience is None:
            return
        if not named:
            raise MissingRequiredClaimError("aud")
        if strict:
            _check_strict_audience(named, audience)
            return
        named = [named] if isinstance(named, str) else named
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            raise InvalidAudienceError("Invalid claim format in token")
        wanted = [audience] if isinstance(audience, str) else audience
        if not any(name in named for name in wanted):
            raise InvalidAudienceError("Audience doesn't match")

    def _validate_sub(self, payload: dict[str, Any], subject: str | None = None) -> None:
        if "sub" not in payload:
            return
        if not isinstance(payload["sub"], str):
            raise InvalidSubjectError("Subject must be a string")
        if subject is not None and payload["sub"] != subject:
            raise InvalidSubjectError("Invalid subject")

    def _validate_jti(self, payload: dict[str, Any]) -> None:
        if "jti" in payload and not isinstance(payload["jti"], str):
            raise InvalidJTIError("JWT ID must be a string")


def _numeric_date(claim: Any) -> float | None:
    """NumericDate (RFC 7519 section 2): a JSON number, fractions allowed. None for anything else."""
    is_number = isinstance(claim, (int, float)) and not isinstance(claim, bool)
    return claim if is_number and (isinstance(claim, int) or math.isfinite(claim)) else None


def _is_among(iss: str, issuer: Container[str] | str) -> bool:
    if isinstance(issuer, str):
        return iss == issuer
    try:
        return iss in issuer
    except TypeError:
        raise InvalidIssuerError('Issuer param must be "str" or "Container[str]"') from None


def _check_strict_audience(named: Any, audience: Any) -> None:
    """Lists match nothing here."""
    if not isinstance(audience, str):
        raise InvalidAudienceError("Invalid audience (strict)")
    if not isinstance(named, str):
        raise InvalidAudienceError("Invalid claim format in token (strict)")
    if named != audience:
        raise InvalidAudienceError("Audience doesn't match (strict)")
