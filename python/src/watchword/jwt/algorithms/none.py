"""Unsecured JWS (RFC 7518 section 3.6): can be written, never verifies."""

from typing import Any, NoReturn

from ..exceptions import InvalidKeyError
from ..types import JWKDict
from .base import Algorithm


class NoneAlgorithm(Algorithm):
    """No signature, and so none that is genuine."""

    def prepare_key(self, key: str | None) -> None:
        if key not in ("", None):
            raise InvalidKeyError('When alg = "none", key value must be None.')

    def sign(self, msg: bytes, key: None) -> bytes:
        return b""

    def verify(self, msg: bytes, key: None, sig: bytes) -> bool:
        return False

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> NoReturn:
        raise NotImplementedError()

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> NoReturn:
        raise NotImplementedError()
