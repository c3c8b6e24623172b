"""The configuration of the current application, checked when it is read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from json import JSONEncoder
from typing import Any

from flask import Flask, current_app

from watchword.flask.internal_utils import get_json_encoder
from watchword.flask.typing import ExpiresDelta
from watchword.jwt.algorithms import requires_cryptography

EXEMPT_METHODS = frozenset({"OPTIONS"})
"""A preflight request carries no credentials (Fetch standard)."""

_LOCATIONS = frozenset({"headers", "cookies", "query_string", "json"})
_ONE_YEAR = 31540000

DEFAULT_LOCATIONS: tuple[str, ...] = ("headers",)

DEFAULTS: dict[str, Any] = {
    "JWT_ACCESS_TOKEN_EXPIRES": timedelta(minutes=15),
    "JWT_ACCESS_COOKIE_NAME": "access_token_cookie",
    "JWT_ACCESS_COOKIE_PATH": "/",
    "JWT_ACCESS_CSRF_COOKIE_NAME": "csrf_access_token",
    "JWT_ACCESS_CSRF_COOKIE_PATH": "/",
    "JWT_ACCESS_CSRF_FIELD_NAME": "csrf_token",
    "JWT_ACCESS_CSRF_HEADER_NAME": "X-CSRF-TOKEN",
    "JWT_ALGORITHM": "HS256",
    "JWT_COOKIE_CSRF_PROTECT": True,
    "JWT_COOKIE_DOMAIN": None,
    "JWT_COOKIE_SAMESITE": None,
    "JWT_COOKIE_SECURE": False,
    "JWT_CSRF_CHECK_FORM": False,
    "JWT_CSRF_IN_COOKIES": True,
    "JWT_CSRF_METHODS": ("POST", "PUT", "PATCH", "DELETE"),
    "JWT_DECODE_ALGORITHMS": None,
    "JWT_DECODE_AUDIENCE": None,
    "JWT_DECODE_ISSUER": None,
    "JWT_DECODE_LEEWAY": 0,
    "JWT_ENCODE_AUDIENCE": None,
    "JWT_ENCODE_ISSUER": None,
    "JWT_ENCODE_NBF": True,
    "JWT_ERROR_MESSAGE_KEY": "msg",
    "JWT_HEADER_NAME": "Authorization",
    "JWT_HEADER_TYPE": "Bearer",
    "JWT_IDENTITY_CLAIM": "sub",
    "JWT_JSON_KEY": "access_token",
    "JWT_PRIVATE_KEY": None,
    "JWT_PUBLIC_KEY": None,
    "JWT_QUERY_STRING_NAME": "jwt",
    "JWT_QUERY_STRING_VALUE_PREFIX": "",
    "JWT_REFRESH_COOKIE_NAME": "refresh_token_cookie",
    "JWT_REFRESH_COOKIE_PATH": "/",
    "JWT_REFRESH_CSRF_COOKIE_NAME": "csrf_refresh_token",
    "JWT_REFRESH_CSRF_COOKIE_PATH": "/",
    "JWT_REFRESH_CSRF_FIELD_NAME": "csrf_token",
    "JWT_REFRESH_CSRF_HEADER_NAME": "X-CSRF-TOKEN",
    "JWT_REFRESH_JSON_KEY": "refresh_token",
    "JWT_REFRESH_TOKEN_EXPIRES": timedelta(days=30),
    "JWT_SECRET_KEY": None,
    "JWT_SESSION_COOKIE": True,
    "JWT_TOKEN_LOCATION": DEFAULT_LOCATIONS,
    "JWT_VERIFY_SUB": True,
}


def set_defaults(app: Flask) -> None:
    """What the application did not configure. Lists are fresh, for applications change them in place."""
    for key, value in DEFAULTS.items():
        app.config.setdefault(key, value)
    if app.config["JWT_CSRF_METHODS"] is DEFAULTS["JWT_CSRF_METHODS"]:
        app.config["JWT_CSRF_METHODS"] = list(DEFAULTS["JWT_CSRF_METHODS"])


@lru_cache(maxsize=64)
def checked_locations(locations: tuple[str, ...]) -> tuple[str, ...]:
    """`locations` themselves, or RuntimeError if they are no locations."""
    if not locations:
        raise RuntimeError(
            'JWT_TOKEN_LOCATION must contain at least one of "headers", "cookies", "query_string", or "json"'
        )
    if not _LOCATIONS.issuperset(locations):
        raise RuntimeError('JWT_TOKEN_LOCATION can only contain "headers", "cookies", "query_string", or "json"')
    return locations


def _setting(key: str) -> Any:
    return property(lambda self: current_app.config[key], doc=f"The value of {key}.")


def _expires(key: str) -> Any:
    def read(self: "_Config") -> ExpiresDelta:
        configured = current_app.config[key]
        delta: ExpiresDelta = timedelta(seconds=configured) if type(configured) is int else configured
        if delta is not False:
            _require_addable(delta, key)
        return delta

    return property(read, doc=f"{key} as a duration, or False for ever.")


def _require_addable(delta: Any, key: str) -> None:
    try:
        delta + datetime.now(timezone.utc)
    except TypeError as error:
        raise RuntimeError(f"must be able to add {key} to datetime.datetime") from error


def _asymmetric_key(key: str) -> Any:
    def read(self: "_Config") -> Any:
        value = current_app.config[key]
        if not value:
            raise RuntimeError(f'{key} must be set to use asymmetric cryptography algorithm "{self.algorithm}"')
        return value

    return property(read, doc=f"{key}, which must be set.")


class _Config:
    """A view of the current application's configuration; change it through `app.config`."""

    header_type = _setting("JWT_HEADER_TYPE")
    query_string_name = _setting("JWT_QUERY_STRING_NAME")
    query_string_value_prefix = _setting("JWT_QUERY_STRING_VALUE_PREFIX")
    json_key = _setting("JWT_JSON_KEY")
    refresh_json_key = _setting("JWT_REFRESH_JSON_KEY")

    access_cookie_name = _setting("JWT_ACCESS_COOKIE_NAME")
    refresh_cookie_name = _setting("JWT_REFRESH_COOKIE_NAME")
    access_cookie_path = _setting("JWT_ACCESS_COOKIE_PATH")
    refresh_cookie_path = _setting("JWT_REFRESH_COOKIE_PATH")
    cookie_secure = _setting("JWT_COOKIE_SECURE")
    cookie_domain = _setting("JWT_COOKIE_DOMAIN")
    cookie_samesite = _setting("JWT_COOKIE_SAMESITE")
    session_cookie = _setting("JWT_SESSION_COOKIE")

    cookie_csrf_protect = _setting("JWT_COOKIE_CSRF_PROTECT")
    csrf_request_methods = _setting("JWT_CSRF_METHODS")
    csrf_in_cookies = _setting("JWT_CSRF_IN_COOKIES")
    csrf_check_form = _setting("JWT_CSRF_CHECK_FORM")
    access_csrf_cookie_name = _setting("JWT_ACCESS_CSRF_COOKIE_NAME")
    refresh_csrf_cookie_name = _setting("JWT_REFRESH_CSRF_COOKIE_NAME")
    access_csrf_cookie_path = _setting("JWT_ACCESS_CSRF_COOKIE_PATH")
    refresh_csrf_cookie_path = _setting("JWT_REFRESH_CSRF_COOKIE_PATH")
    access_csrf_header_name = _setting("JWT_ACCESS_CSRF_HEADER_NAME")
    refresh_csrf_header_name = _setting("JWT_REFRESH_CSRF_HEADER_NAME")
    access_csrf_field_name = _setting("JWT_ACCESS_CSRF_FIELD_NAME")
    refresh_csrf_field_name = _setting("JWT_REFRESH_CSRF_FIELD_NAME")

    algorithm = _setting("JWT_ALGORITHM")
    identity_claim_key = _setting("JWT_IDENTITY_CLAIM")
    error_msg_key = _setting("JWT_ERROR_MESSAGE_KEY")
    encode_audience = _setting("JWT_ENCODE_AUDIENCE")
    encode_issuer = _setting("JWT_ENCODE_ISSUER")
    encode_nbf = _setting("JWT_ENCODE_NBF")
    decode_audience = _setting("JWT_DECODE_AUDIENCE")
    decode_issuer = _setting("JWT_DECODE_ISSUER")
    leeway = _setting("JWT_DECODE_LEEWAY")
    verify_sub = _setting("JWT_VERIFY_SUB")

    access_expires = _expires("JWT_ACCESS_TOKEN_EXPIRES")
    refresh_expires = _expires("JWT_REFRESH_TOKEN_EXPIRES")

    _public_key = _asymmetric_key("JWT_PUBLIC_KEY")
    _private_key = _asymmetric_key("JWT_PRIVATE_KEY")

    @property
    def _secret_key(self) -> Any:
        """JWT_SECRET_KEY, or else Flask's SECRET_KEY."""
        key = current_app.config["JWT_SECRET_KEY"] or current_app.config.get("SECRET_KEY")
        if not key:
            raise RuntimeError(
                f'JWT_SECRET_KEY or flask SECRET_KEY must be set when using symmetric algorithm "{self.algorithm}"'
            )
        return key

    @property
    def is_asymmetric(self) -> bool:
        """Whether JWT_ALGORITHM signs with a private key."""
        return self.algorithm in requires_cryptography

    @property
    def encode_key(self) -> Any:
        """The key that signs."""
        return self._private_key if self.is_asymmetric else self._secret_key

    @property
    def decode_key(self) -> Any:
        """The key that verifies."""
        return self._public_key if self.is_asymmetric else self._secret_key

    @property
    def decode_algorithms(self) -> Sequence[str]:
        """JWT_DECODE_ALGORITHMS; always with JWT_ALGORITHM, so that the application reads what it writes."""
        algorithms: list[str] | tuple[str, ...] | None = current_app.config["JWT_DECODE_ALGORITHMS"]
        if not algorithms:
            return [self.algorithm]
        if self.algorithm in algorithms:
            return algorithms
        if isinstance(algorithms, tuple):
            return [*algorithms, self.algorithm]
        algorithms.append(self.algorithm)
        return algorithms

    @property
    def token_location(self) -> Sequence[str]:
        """JWT_TOKEN_LOCATION as a sequence or set of known locations."""
        locations = current_app.config["JWT_TOKEN_LOCATION"]
        if isinstance(locations, str):
            return checked_locations((locations,))
        if not isinstance(locations, Iterable):
            raise RuntimeError("JWT_TOKEN_LOCATION must be a sequence or a set")
        checked_locations(tuple(locations))
        return locations  # type: ignore[return-value]

    @property
    def jwt_in_cookies(self) -> bool:
        """Whether tokens may come in cookies."""
        return "cookies" in self.token_location

    @property
    def jwt_in_headers(self) -> bool:
        """Whether tokens may come in a header."""
        return "headers" in self.token_location

    @property
    def jwt_in_query_string(self) -> bool:
        """Whether tokens may come in the query string."""
        return "query_string" in self.token_location

    @property
    def jwt_in_json(self) -> bool:
        """Whether tokens may come in a JSON body."""
        return "json" in self.token_location

    @property
    def header_name(self) -> str:
        """The header that carries tokens."""
        name: str = current_app.config["JWT_HEADER_NAME"]
        if not name:
            raise RuntimeError("JWT_ACCESS_HEADER_NAME cannot be empty")
        return name

    @property
    def cookie_max_age(self) -> int | None:
        """Seconds; None for cookies that end with the browser."""
        return None if self.session_cookie else _ONE_YEAR

    @property
    def exempt_methods(self) -> Iterable[str]:
        """Methods that need no token."""
        return set(EXEMPT_METHODS)

    @property
    def json_encoder(self) -> type[JSONEncoder]:
        """How claims become JSON."""
        return get_json_encoder(current_app)


config = _Config()
