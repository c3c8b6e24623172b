"""What `watchword.jwt` raises. `except InvalidTokenError` catches every refusal of a token, `except PyJWTError` also
every refusal of a key."""


class PyJWTError(Exception):
    """Base of all exceptions of this package."""


class InvalidTokenError(PyJWTError):
    """The token is refused. Base of all refusals of `decode()`."""


class DecodeError(InvalidTokenError):
    """The token is not well-formed, or its signature is not genuine."""


class InvalidSignatureError(DecodeError):
    """The signature does not match the content of the token."""


class ExpiredSignatureError(InvalidTokenError):
    """The time in `exp` has passed."""


class InvalidAudienceError(InvalidTokenError):
    """`aud` names none of the audiences that are expected."""


class InvalidIssuerError(InvalidTokenError):
    """`iss` is not an issuer that is expected."""


class InvalidIssuedAtError(InvalidTokenError):
    """`iat` is not a number."""


class ImmatureSignatureError(InvalidTokenError):
    """The time in `nbf` or `iat` has not come yet."""


class InvalidKeyError(PyJWTError):
    """The key is not one that the algorithm can use."""


class UnreadableKeyError(InvalidKeyError, ValueError):
    """Text that is no key at all. Also a ValueError, which is what PyJWT lets through for elliptic curves."""


class EmptyKeyError(InvalidKeyError, InvalidSignatureError):
    """No secret at all. Also an InvalidSignatureError: who forgot to pass the key is told as he always was."""


class InvalidAlgorithmError(InvalidTokenError):
    """`alg` is missing, unknown, or not among the algorithms that are allowed."""


class MissingRequiredClaimError(InvalidTokenError):
    """A claim that must be there is not. `claim` is its name."""

    def __init__(self, claim: str) -> None:
        super().__init__(claim)
        self.claim = claim

    def __str__(self) -> str:
        return f'Token is missing the "{self.claim}" claim'


class PyJWKError(PyJWTError):
    """The JSON Web Key names an algorithm that is not known."""


class MissingCryptographyError(PyJWKError):
    """The key needs the package `cryptography`, which is not installed."""


class PyJWKSetError(PyJWTError):
    """The JSON Web Key Set holds no key that can be used."""


class PyJWKClientError(PyJWTError):
    """No signing key could be had from the JWKS endpoint."""


class PyJWKClientConnectionError(PyJWKClientError):
    """The JWKS endpoint did not answer."""


class InvalidSubjectError(InvalidTokenError):
    """`sub` is not a string, or not the subject that is expected."""


class InvalidJTIError(InvalidTokenError):
    """`jti` is not a string."""
