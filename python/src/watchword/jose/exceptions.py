"""What goes wrong with tokens and keys. `JWTError` is a bad token, `JWKError` a bad key."""

from __future__ import annotations


class JOSEError(Exception):
    """All of them."""


class JWSError(JOSEError):
    """A bad JWS, or one that could not be made."""


class JWSSignatureError(JWSError):
    """The signature does not match."""


class JWSAlgorithmError(JWSError):
    """The algorithm is not accepted."""


class JWTError(JOSEError):
    """A bad token."""


class JWTClaimsError(JWTError):
    """A claim does not hold."""


class ExpiredSignatureError(JWTError):
    """The token has expired."""


class JWKError(JOSEError):
    """A key that cannot be used."""


class JWEError(JOSEError):
    """A bad JWE, or one that could not be made."""


class JWEParseError(JWEError):
    """This is no JWE."""


class JWEInvalidAuth(JWEError):
    """The content was changed, or the key is another one."""


class JWEAlgorithmUnsupportedError(JWEError):
    """The algorithm is not supported."""
