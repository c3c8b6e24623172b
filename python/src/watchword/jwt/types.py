"""The shapes of keys and options, for type checkers."""

from collections.abc import Callable
from typing import Any, TypedDict

JWKDict = dict[str, Any]

HashlibHash = Callable[..., Any]


class SigOptions(TypedDict, total=False):
    """Options of `PyJWS`."""

    verify_signature: bool
    """Whether the signature is checked (True)."""
    enforce_minimum_key_length: bool
    """Whether a key that is too short raises InvalidKeyError instead of a warning (False)."""


class Options(TypedDict, total=False):
    """Options of `jwt.decode()`. A claim is only checked if the token has it: name in `require` what must be there.

    Where `verify_signature` is False, every other `verify_...` that is not given is False too."""

    verify_signature: bool
    """Whether the signature is checked (True)."""
    require: list[str]
    """Claims that must be there and not null ([])."""
    strict_aud: bool
    """Whether `aud` must be one string, equal to `audience` (False)."""
    verify_aud: bool
    """Whether `aud` must match `audience`."""
    verify_exp: bool
    """Whether `exp` must be in the future."""
    verify_iat: bool
    """Whether `iat` must be a number that is not in the future."""
    verify_iss: bool
    """Whether `iss` must match `issuer`."""
    verify_jti: bool
    """Whether `jti` must be a string."""
    verify_nbf: bool
    """Whether `nbf` must be in the past."""
    verify_sub: bool
    """Whether `sub` must be a string and match `subject`."""
    enforce_minimum_key_length: bool
    """Whether a key that is too short raises InvalidKeyError instead of a warning (False)."""


class FullOptions(TypedDict):
    """`Options` with every value there."""

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool
