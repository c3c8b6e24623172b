"""Why a request or a token was refused. Refusals of the token itself (expired, bad signature ...) are those of
`watchword.jwt.exceptions`."""

from typing import Any


class JWTExtendedException(Exception):
    """Base of every refusal of `watchword.flask`.

    `hint` tells the developer of the client what to do about it; it may be empty and never holds a secret.
    """

    def __init__(self, *args: Any, hint: str = "") -> None:
        super().__init__(*args)
        self.hint = hint


class JWTDecodeError(JWTExtendedException):
    """The token verifies, but lacks a claim that this application needs."""


class InvalidHeaderError(JWTExtendedException):
    """The header that should carry the token is not of the expected form."""


class InvalidQueryParamError(JWTExtendedException):
    """The query parameter that should carry the token lacks its prefix."""


class NoAuthorizationError(JWTExtendedException):
    """The request carries no token in any of the accepted locations."""


class CSRFError(JWTExtendedException):
    """A token came in a cookie without the double submit value, or with another one."""


class WrongTokenError(JWTExtendedException):
    """A refresh token where an access token is wanted, or the other way round."""


class _TokenRefused(JWTExtendedException):
    """A refusal of a token that verified; carries what the token says."""

    def __init__(self, message: str, jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> None:
        super().__init__(message)
        self.jwt_header = jwt_header
        self.jwt_data = jwt_data


class RevokedTokenError(_TokenRefused):
    """The blocklist names this token."""

    def __init__(self, jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> None:
        super().__init__("Token has been revoked", jwt_header, jwt_data)


class FreshTokenRequired(_TokenRefused):
    """The endpoint wants a token that comes from a sign-in, not from a refresh."""


class UserLookupError(_TokenRefused):
    """The application knows no user for this token."""


class UserClaimsVerificationError(_TokenRefused):
    """The application's own verification of the claims said no."""
