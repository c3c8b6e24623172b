"""The signatures of the compact serialization (RFC 7515), with detached payloads (RFC 7797): made and verified, in
Python, one overridable method a step."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import strict_json as json_text
from .algorithm_choice import _ALGORITHM_UNSET, algorithm_to_sign_with, allowed_algorithm
from .algorithm_registry import AlgorithmRegistry
from .algorithms import Algorithm
from .api_jwk import PyJWK
from .compact import load_compact
from .exceptions import DecodeError, InvalidAlgorithmError, InvalidKeyError, InvalidSignatureError, InvalidTokenError
from .header_checks import HeaderChecks
from .key_memory import remember
from .utils import base64url_encode
from .warnings import InsecureKeyLengthWarning, RemovedInPyjwt3Warning, warn_the_caller

if TYPE_CHECKING:
    from .algorithms import AllowedPrivateKeys, AllowedPublicKeys
    from .types import SigOptions


class Signatures(AlgorithmRegistry, HeaderChecks):
    """Everything that a `PyJWS` does."""

    header_typ = "JWT"

    def __init__(self, algorithms: Sequence[str] | None = None, options: "SigOptions | None" = None) -> None:
        self._changes = frozenset()
        self._know(algorithms)
        self.options: SigOptions = {**self._get_default_options(), **(options or {})}

    @staticmethod
    def _get_default_options() -> "SigOptions":
        return {"verify_signature": True, "enforce_minimum_key_length": False}

    def _is_as_made(self) -> bool:
        """Whether no step is replaced, and every algorithm is our own: then the core knows all that there is."""
        return False

    def encode(
        self,
        payload: bytes,
        key: "AllowedPrivateKeys | PyJWK | str | bytes",
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        is_payload_detached: bool = False,
        sort_headers: bool = True,
    ) -> str:
        """Signs `payload`. `headers["alg"]` beats `algorithm`, which beats the algorithm of a PyJWK."""
        headers = headers or {}
        name = headers.get("alg") or algorithm_to_sign_with(algorithm, key)
        detached = is_payload_detached or headers.get("b64") is False
        header = self._header(name, headers, detached)
        header_text = json_text.dumps(header, json_encoder, sort_headers).encode()
        segments = [base64url_encode(header_text), payload if detached else base64url_encode(payload)]
        signature = self._sign(b".".join(segments), name, key)
        if detached:
            segments[1] = b""
        return b".".join([*segments, base64url_encode(signature)]).decode("utf-8")

    def _header(self, name: str, headers: dict[str, Any], detached: bool) -> dict[str, Any]:
        self._validate_headers(headers, encoding=True)
        header: dict[str, Any] = {"typ": self.header_typ, "alg": name, **headers}
        if not header["typ"]:
            del header["typ"]
        if not detached:
            header.pop("b64", None)
            return header
        # RFC 7797 section 6: whoever does not know b64 must not mistake the payload.
        critical = header.get("crit", [])
        if not isinstance(critical, list):
            raise InvalidTokenError("Invalid 'crit' header: must be a list")
        return {**header, "b64": False, "crit": critical if "b64" in critical else [*critical, "b64"]}

    def _sign(self, signing_input: bytes, name: str, key: Any) -> bytes:
        algorithm = self.get_algorithm_by_name(name)
        given = key.key if isinstance(key, PyJWK) else key
        prepared = algorithm.prepare_key(given)
        long_enough = self._check_key_length(algorithm, prepared, self.options)
        signature = algorithm.sign(signing_input, prepared)
        if long_enough and self._is_as_made():
            remember(given, name, prepared)
        return signature

    def decode_complete(
        self,
        jwt: str | bytes,
        key: "AllowedPublicKeys | PyJWK | str | bytes" = "",
        algorithms: Sequence[str] | None = None,
        options: "SigOptions | None" = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verifies, and returns {"payload": bytes, "header": dict, "signature": bytes}."""
        warn_of_unknown("decode_complete", kwargs)
        merged = self.options if options is None else {**self.options, **options}
        verify = merged["verify_signature"]
        if verify and not algorithms and not isinstance(key, PyJWK):
            raise DecodeError(
                'It is required that you pass in a value for the "algorithms" argument when calling decode().'
            )
        payload, signing_input, header, signature = self._load(jwt)
        self._validate_headers(header)
        if detached_payload is not None or header.get("b64", True) is False:
            payload, signing_input = _with_detached_payload(header, signing_input, detached_payload)
        if verify:
            self._verify_signature(signing_input, header, signature, key, algorithms, merged)
        return {"payload": payload, "header": header, "signature": signature}

    def decode(
        self,
        jwt: str | bytes,
        key: "AllowedPublicKeys | PyJWK | str | bytes" = "",
        algorithms: Sequence[str] | None = None,
        options: "SigOptions | None" = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> Any:
        """Verifies, and returns the payload."""
        warn_of_unknown("decode", kwargs)
        return self.decode_complete(jwt, key, algorithms, options, detached_payload)["payload"]

    def get_unverified_header(self, jwt: str | bytes) -> dict[str, Any]:
        """The header, which anybody may have written: the signature is not looked at."""
        header = self._load(jwt)[2]
        self._validate_headers(header)
        return header

    def _load(self, jwt: str | bytes) -> tuple[bytes, bytes, dict[str, Any], bytes]:
        """Payload, signing input, header and signature."""
        return load_compact(jwt)

    def _verify_signature(
        self,
        signing_input: bytes,
        header: dict[str, Any],
        signature: bytes,
        key: "AllowedPublicKeys | PyJWK | str | bytes" = "",
        algorithms: Sequence[str] | None = None,
        options: "SigOptions | None" = None,
    ) -> None:
        name = allowed_algorithm(header, key, algorithms)
        algorithm, given = self._algorithm_and_key(name, key)
        prepared = algorithm.prepare_key(given)
        long_enough = self._check_key_length(algorithm, prepared, options or self.options)
        if not algorithm.verify(signing_input, prepared, signature):
            raise InvalidSignatureError("Signature verification failed")
        if long_enough and self._is_as_made():
            remember(given, name, prepared)

    def _algorithm_and_key(self, name: str, key: Any) -> tuple[Algorithm, Any]:
        if isinstance(key, PyJWK):
            if not key.is_for_signatures:
                raise InvalidKeyError(f'The key is for "{key.public_key_use}", not for signatures')
            return key.Algorithm, key.key
        try:
            return self.get_algorithm_by_name(name), key
        except NotImplementedError as error:
            raise InvalidAlgorithmError("Algorithm not supported") from error

    def _check_key_length(self, algorithm: Algorithm, prepared: Any, options: Any) -> bool:
        complaint = algorithm.check_key_length(prepared)
        if complaint and options.get("enforce_minimum_key_length", False):
            raise InvalidKeyError(complaint)
        if complaint:
            warn_the_caller(complaint, InsecureKeyLengthWarning)
        return not complaint


def warn_of_unknown(function: str, arguments: dict[str, Any]) -> None:
    """Warns the caller of `function` of arguments that it does not have."""
    if arguments:
        warn_the_caller(
            f"passing additional kwargs to {function}() is deprecated and will be removed in pyjwt version 3. "
            f"Unsupported kwargs: {tuple(arguments)}",
            RemovedInPyjwt3Warning,
        )


def _with_detached_payload(
    header: dict[str, Any], signing_input: bytes, payload: bytes | None
) -> tuple[bytes, bytes]:
    """Payload and signing input of RFC 7797 section 5.2."""
    if header.get("b64", True) is not False:
        raise DecodeError(
            'It is only valid to pass "detached_payload" when the protected header has "b64" set to false.'
        )
    if payload is None:
        raise DecodeError(
            'It is required that you pass in a value for the "detached_payload" argument to decode a message '
            "having the b64 header set to false."
        )
    if "b64" not in header.get("crit", []):
        raise InvalidTokenError("The 'b64' header parameter requires 'b64' to be listed in 'crit'.")
    return payload, b".".join([signing_input.rsplit(b".", 1)[0], payload])
