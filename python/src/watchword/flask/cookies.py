"""Tokens in cookies: one that scripts cannot read, and beside it the double submit value that they must read."""

from typing import Any, NamedTuple

from flask import Response

from watchword.flask.config import config


class _Names(NamedTuple):
    name: str
    path: str
    csrf_name: str
    csrf_path: str


def _access() -> _Names:
    return _Names(
        config.access_cookie_name,
        config.access_cookie_path,
        config.access_csrf_cookie_name,
        config.access_csrf_cookie_path,
    )


def _refresh() -> _Names:
    return _Names(
        config.refresh_cookie_name,
        config.refresh_cookie_path,
        config.refresh_csrf_cookie_name,
        config.refresh_csrf_cookie_path,
    )


def _attributes(domain: str | None) -> dict[str, Any]:
    return {
        "secure": config.cookie_secure,
        "domain": domain or config.cookie_domain,
        "samesite": config.cookie_samesite,
    }


def _set(response: Response, names: _Names, token: str, max_age: int | None, domain: str | None) -> None:
    from watchword.flask.utils import get_csrf_token

    attributes = {**_attributes(domain), "max_age": max_age or config.cookie_max_age}
    response.set_cookie(names.name, value=token, httponly=True, path=names.path, **attributes)
    if config.cookie_csrf_protect and config.csrf_in_cookies:
        csrf = get_csrf_token(token)
        response.set_cookie(names.csrf_name, value=csrf, httponly=False, path=names.csrf_path, **attributes)


def _unset(response: Response, names: _Names, domain: str | None) -> None:
    attributes = {**_attributes(domain), "expires": 0}
    response.set_cookie(names.name, value="", httponly=True, path=names.path, **attributes)
    if config.cookie_csrf_protect and config.csrf_in_cookies:
        response.set_cookie(names.csrf_name, value="", httponly=False, path=names.csrf_path, **attributes)


def set_access_cookies(
    response: Response, encoded_access_token: str, max_age: int | None = None, domain: str | None = None
) -> None:
    """Puts an access token, and its CSRF value if JWT_CSRF_IN_COOKIES, into cookies of `response`.

    `max_age` in seconds and `domain` win over JWT_SESSION_COOKIE and JWT_COOKIE_DOMAIN.
    """
    _set(response, _access(), encoded_access_token, max_age, domain)


def set_refresh_cookies(
    response: Response, encoded_refresh_token: str, max_age: int | None = None, domain: str | None = None
) -> None:
    """Puts a refresh token, and its CSRF value if JWT_CSRF_IN_COOKIES, into cookies of `response`.

    `max_age` in seconds and `domain` win over JWT_SESSION_COOKIE and JWT_COOKIE_DOMAIN.
    """
    _set(response, _refresh(), encoded_refresh_token, max_age, domain)


def unset_jwt_cookies(response: Response, domain: str | None = None) -> None:
    """Makes the browser forget both tokens: a sign-out."""
    unset_access_cookies(response, domain)
    unset_refresh_cookies(response, domain)


def unset_access_cookies(response: Response, domain: str | None = None) -> None:
    """Makes the browser forget the access token and its CSRF value."""
    _unset(response, _access(), domain)


def unset_refresh_cookies(response: Response, domain: str | None = None) -> None:
    """Makes the browser forget the refresh token and its CSRF value."""
    _unset(response, _refresh(), domain)
