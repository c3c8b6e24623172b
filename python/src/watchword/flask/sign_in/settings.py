"""What an application configures: `app.config["WATCHWORD_..."]`, read and checked once at `init_app`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from watchword.documents import require_safe_url
from watchword.errors import ConfigurationError

DEFAULTS: dict[str, Any] = {
    "WATCHWORD_ISSUER": None,
    "WATCHWORD_AUDIENCE": None,
    "WATCHWORD_CLIENT_ID": None,
    "WATCHWORD_CLIENT_SECRET": None,
    "WATCHWORD_SCOPE": "",
    "WATCHWORD_LOGIN_URL": None,
    "WATCHWORD_REFRESH_URL": None,
    "WATCHWORD_LOGOUT_URL": None,
    "WATCHWORD_LOGIN_FORMAT": "form",
    "WATCHWORD_JWKS_URL": None,
    "WATCHWORD_KEYS": None,
    "WATCHWORD_SECRET": None,
    "WATCHWORD_ALGORITHMS": None,
    "WATCHWORD_TOKEN_TYPE": "at+jwt",
    "WATCHWORD_LEEWAY": 0,
    "WATCHWORD_SESSION_STORE": "cookie",
    "WATCHWORD_SESSION_LIFETIME": timedelta(days=90),
    "WATCHWORD_COOKIE_NAME": "watchword_session",
    "WATCHWORD_COOKIE_SECURE": None,
    "WATCHWORD_SIGN_IN_PATH": "/login",
    "WATCHWORD_SIGN_OUT_PATH": "/logout",
    "WATCHWORD_HOME": "/",
    "WATCHWORD_SITE_NAME": None,
    "WATCHWORD_CONTENT_SECURITY_POLICY": "default-src 'none'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "WATCHWORD_BACKEND": None,
}
"""Every setting with its default; docs/python/tutorial.md says what they do."""


@dataclass(frozen=True)
class Settings:
    """The settings of one application, checked."""

    issuer: str
    audience: str | None
    client_id: str | None
    client_secret: str | None
    scope: str
    login_url: str | None
    refresh_url: str | None
    logout_url: str | None
    login_format: str
    jwks_url: str | None
    keys: Any
    secret: str | bytes | None
    algorithms: Sequence[str] | None
    token_type: str | None
    leeway: int
    session_store: Any
    session_lifetime: float
    cookie_name: str
    cookie_secure: bool | None
    sign_in_path: str
    sign_out_path: str
    home: str
    site_name: str
    content_security_policy: str
    backends: tuple[str, ...]

    @property
    def resource(self) -> str:
        """What to ask the server for (RFC 8707); empty where its default audience is meant."""
        return "" if self.audience in (None, self.issuer) else str(self.audience)

    def __repr__(self) -> str:
        return f"Settings(issuer={self.issuer!r}, audience={self.audience!r}, client_id={self.client_id!r})"

    @classmethod
    def read(cls, config: Mapping[str, Any], site_name: str) -> Settings:
        """ConfigurationError says which setting to change."""
        secret = config["WATCHWORD_SECRET"]
        issuer = config["WATCHWORD_ISSUER"] or ""
        if not issuer and not secret:
            raise ConfigurationError("set WATCHWORD_ISSUER: the server's issuer, for example http://localhost:8080")
        client_secret = config["WATCHWORD_CLIENT_SECRET"]
        if client_secret and not config["WATCHWORD_CLIENT_ID"]:
            raise ConfigurationError("WATCHWORD_CLIENT_SECRET is set, WATCHWORD_CLIENT_ID is not")
        login_url = _url(config, "WATCHWORD_LOGIN_URL")
        if login_url is None and not issuer:
            raise ConfigurationError("set WATCHWORD_LOGIN_URL: who issues the tokens that WATCHWORD_SECRET verifies")
        if login_url is None:
            require_safe_url(issuer, "WATCHWORD_ISSUER")
        return cls(
            issuer=issuer,
            audience=config["WATCHWORD_AUDIENCE"] or (None if secret else issuer),
            client_id=config["WATCHWORD_CLIENT_ID"],
            client_secret=client_secret.strip() if client_secret else None,
            scope=_words(config["WATCHWORD_SCOPE"]),
            login_url=login_url,
            refresh_url=_url(config, "WATCHWORD_REFRESH_URL") or (login_url and urljoin(login_url, "refresh")),
            logout_url=_url(config, "WATCHWORD_LOGOUT_URL") or (login_url and urljoin(login_url, "logout")),
            login_format=_one_of(config, "WATCHWORD_LOGIN_FORMAT", ("form", "json")),
            jwks_url=_url(config, "WATCHWORD_JWKS_URL"),
            keys=config["WATCHWORD_KEYS"],
            secret=secret,
            algorithms=_list(config["WATCHWORD_ALGORITHMS"]),
            token_type=config["WATCHWORD_TOKEN_TYPE"],
            leeway=int(config["WATCHWORD_LEEWAY"]),
            session_store=config["WATCHWORD_SESSION_STORE"],
            session_lifetime=_seconds(config, "WATCHWORD_SESSION_LIFETIME"),
            cookie_name=config["WATCHWORD_COOKIE_NAME"],
            cookie_secure=config["WATCHWORD_COOKIE_SECURE"],
            sign_in_path=_path(config, "WATCHWORD_SIGN_IN_PATH"),
            sign_out_path=_path(config, "WATCHWORD_SIGN_OUT_PATH"),
            home=_path(config, "WATCHWORD_HOME"),
            site_name=config["WATCHWORD_SITE_NAME"] or site_name,
            content_security_policy=config["WATCHWORD_CONTENT_SECURITY_POLICY"],
            backends=tuple(
                require_safe_url(url, "WATCHWORD_BACKEND") for url in _list(config["WATCHWORD_BACKEND"]) or ()
            ),
        )


def _url(config: Mapping[str, Any], name: str) -> str | None:
    return require_safe_url(config[name], name) if config[name] else None


def _path(config: Mapping[str, Any], name: str) -> str:
    path = config[name]
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise ConfigurationError(f"{name} is a path that begins with one slash, not {path!r}")
    return path


def _one_of(config: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    if config[name] not in choices:
        raise ConfigurationError(f"{name} is one of {', '.join(choices)}, not {config[name]!r}")
    return str(config[name])


def _list(value: Any) -> list[Any] | None:
    """One value, or several."""
    if value is None:
        return None
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _words(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _seconds(config: Mapping[str, Any], name: str) -> float:
    value = config[name]
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    if seconds <= 0:
        raise ConfigurationError(f"{name} is a timedelta or a number of seconds above zero")
    return seconds
