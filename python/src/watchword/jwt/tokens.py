"""JSON Web Tokens (RFC 7519), issued and verified in Python, one overridable method a step. Every refusal, warning and
text of `watchword.jwt` is made here."""

from calendar import timegm
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

from . import strict_json as json
from .algorithm_choice import _ALGORITHM_UNSET
from .api_jws import PyJWS
from .claims import ClaimChecks
from .exceptions import DecodeError
from .hooks import Hookable
from .signatures import warn_of_unknown
from .warnings import warn_the_caller

if TYPE_CHECKING:
    from .algorithms import AllowedPrivateKeys, AllowedPublicKeys
    from .api_jwk import PyJWK
    from .types import FullOptions, Options, SigOptions

    AllowedPrivateKeyTypes: TypeAlias = Union[AllowedPrivateKeys, PyJWK, str, bytes]
    AllowedPublicKeyTypes: TypeAlias = Union[AllowedPublicKeys, PyJWK, str, bytes]

_CHECKS = ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti")


class Tokens(ClaimChecks, Hookable):
    """Everything that a `PyJWT` does, if nobody does it faster."""

    def __init__(self, options: "Options | None" = None) -> None:
        self._changes = frozenset()
        self.options: FullOptions = self._get_default_options()
        if options is not None:
            self.options = self._merge_options(options)
        self._jws = PyJWS(options=self._get_sig_options())

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "_jws":
            self._note(name, type(value) is not PyJWS)

    @staticmethod
    def _get_default_options() -> "FullOptions":
        return {
            "verify_signature": True,
            "verify_exp": True,
            "verify_nbf": True,
            "verify_iat": True,
            "verify_aud": True,
            "verify_iss": True,
            "verify_sub": True,
            "verify_jti": True,
            "require": [],
            "strict_aud": False,
            "enforce_minimum_key_length": False,
        }

    def _get_sig_options(self) -> "SigOptions":
        return _signature_options(self.options)

    def _merge_options(self, options: "Options | None" = None) -> "FullOptions":
        if options is None:
            return self.options
        merged: dict[str, Any] = dict(options)
        if not merged.get("verify_signature", True):
            merged = {**dict.fromkeys(_CHECKS, False), **merged}
        return cast("FullOptions", {**self.options, **merged})

    def encode(
        self,
        payload: dict[str, Any],
        key: "AllowedPrivateKeyTypes",
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[JSONEncoder] | None = None,
        sort_headers: bool = True,
    ) -> str:
        """The signed token.

        `key`: a secret of at least the length of the hash, a private key as PEM text, a PyJWK, or a key object of
        `cryptography`. `algorithm`: HS256 by default, or that of a PyJWK; `headers["alg"]` beats it. A datetime in
        `exp`, `iat` and `nbf` becomes a number. TypeError for a payload that is no dict or has no JSON,
        InvalidKeyError, NotImplementedError for an unknown algorithm."""
        if not isinstance(payload, dict):
            raise TypeError("Expecting a dict object, as JWT only supports JSON objects as payloads.")
        payload = _with_numeric_dates(payload)
        if not isinstance(payload.get("iss", ""), str):
            raise TypeError("Issuer (iss) must be a string.")
        text = self._encode_payload(payload, headers=headers, json_encoder=json_encoder)
        return self._jws.encode(text, key, algorithm, headers, json_encoder, sort_headers=sort_headers)

    def _encode_payload(
        self,
        payload: dict[str, Any],
        headers: dict[str, Any] | None = None,
        json_encoder: type[JSONEncoder] | None = None,
    ) -> bytes:
        """The bytes that are signed. A subclass may write them in another way, e.g. compressed."""
        return json.dumps(payload, json_encoder).encode("utf-8")

    def decode_complete(
        self,
        jwt: str | bytes,
        key: "AllowedPublicKeyTypes" = "",
        algorithms: Sequence[str] | None = None,
        options: "Options | None" = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        issuer: str | Container[str] | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """As decode(), but returns {"header": dict, "payload": dict, "signature": bytes}.

        Mind the order of the arguments: `issuer` comes before `subject` here."""
        warn_of_unknown("decode_complete", kwargs)
        merged = self._merge_options(options)
        verify_signature = True if options is None else options.get("verify_signature", True)
        if verify is not None and verify != verify_signature:
            warn_the_caller(
                "The `verify` argument to `decode` does nothing in PyJWT 2.0 and newer. The equivalent is setting "
                "`verify_signature` to False in the `options` dictionary. "
                "This invocation has a mismatch between the kwarg and the option entry.",
                DeprecationWarning,
            )
        decoded = self._jws.decode_complete(
            jwt,
            key=key,
            algorithms=algorithms,
            options={**_signature_options(merged), "verify_signature": verify_signature},
            detached_payload=detached_payload,
        )
        payload = self._decode_payload(decoded)
        self._validate_claims(
            payload, merged, audience=audience, issuer=issuer, leeway=leeway, subject=subject
        )
        return {**decoded, "payload": payload}

    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        """The claims in `decoded["payload"]`. A subclass may read them in another way, e.g. compressed."""
        try:
            payload = json.loads(decoded["payload"])
        except (ValueError, RecursionError) as error:
            raise DecodeError(f"Invalid payload string: {error}") from error
        if not isinstance(payload, dict):
            raise DecodeError("Invalid payload string: must be a json object")
        return payload

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
        """The claims of a token whose signature and claims are verified.

        `algorithms`: what is accepted, e.g. ["ES256"]; fix it where the key is fixed, never take it from the token.
        `options`: see watchword.jwt.types.Options. `leeway`: seconds, or a timedelta, for exp, nbf and iat.
        InvalidTokenError for every refusal of the token, InvalidKeyError for a key that cannot be used."""
        warn_of_unknown("decode", kwargs)
        decoded = self.decode_complete(
            jwt,
            key,
            algorithms,
            options,
            verify=verify,
            detached_payload=detached_payload,
            audience=audience,
            subject=subject,
            issuer=issuer,
            leeway=leeway,
        )
        return cast("dict[str, Any]", decoded["payload"])


def _signature_options(options: "FullOptions") -> "SigOptions":
    return {
        "verify_signature": options["verify_signature"],
        "enforce_minimum_key_length": options.get("enforce_minimum_key_length", False),
    }


def _with_numeric_dates(payload: dict[str, Any]) -> dict[str, Any]:
    payload = payload.copy()
    for claim in ("exp", "iat", "nbf"):
        if isinstance(payload.get(claim), datetime):
            payload[claim] = timegm(payload[claim].utctimetuple())
    return payload
