"""Where a request may carry its token. Each function answers the token and, from cookies, the double submit value.

NoAuthorizationError means "not here, look elsewhere"; anything else ends the search.
"""

from collections.abc import Callable, Iterable
from re import split
from typing import Any

from flask import Request
from werkzeug.exceptions import BadRequest

from watchword.flask.config import DEFAULT_LOCATIONS, checked_locations
from watchword.flask.exceptions import CSRFError, InvalidHeaderError, InvalidQueryParamError, NoAuthorizationError

Settings = dict[str, Any]
Found = tuple[str, str | None]


def locations_of(settings: Settings) -> tuple[str, ...]:
    """JWT_TOKEN_LOCATION, in the order in which the locations are tried."""
    locations: object = settings["JWT_TOKEN_LOCATION"]
    if locations is DEFAULT_LOCATIONS:
        return DEFAULT_LOCATIONS
    if isinstance(locations, str):
        return checked_locations((locations,))
    if not isinstance(locations, Iterable):
        raise RuntimeError("JWT_TOKEN_LOCATION must be a sequence or a set")
    return checked_locations(tuple(locations))


def from_headers(request: Request, settings: Settings, refresh: bool) -> Found:
    name, scheme = settings["JWT_HEADER_NAME"], settings["JWT_HEADER_TYPE"]
    if not name:
        raise RuntimeError("JWT_ACCESS_HEADER_NAME cannot be empty")
    value = request.headers.get(name, "")
    words = value.split()
    if scheme and len(words) == 2 and words[0] == scheme and "," not in value:
        return words[1], None
    return _from_unusual_header(name, scheme, value.strip().strip(","))


def _from_unusual_header(name: str, scheme: str, value: str) -> Found:
    """No header, several credentials in it, or a wrong one."""
    if not value:
        raise NoAuthorizationError(f"Missing {name} Header")
    expected = f"{name}: {scheme} <JWT>" if scheme else f"{name}: <JWT>"
    fields = _fields_of_type(value, scheme) if scheme else value.split()
    if scheme and not fields:
        raise NoAuthorizationError(f"Missing '{scheme}' type in '{name}' header. Expected '{expected}'")
    if len(fields) != (2 if scheme else 1):
        raise InvalidHeaderError(f"Bad {name} header. Expected '{expected}'")
    return fields[-1], None


def _fields_of_type(value: str, scheme: str) -> list[str]:
    """The words of the only one of the comma separated credentials that is of our type."""
    ours = [fields for fields in map(str.split, split(r",\s*", value)) if fields[:1] == [scheme]]
    return ours[0] if len(ours) == 1 else []


def from_cookies(request: Request, settings: Settings, refresh: bool) -> Found:
    kind = "REFRESH" if refresh else "ACCESS"
    name = settings[f"JWT_{kind}_COOKIE_NAME"]
    token = request.cookies.get(name)
    if not token:
        raise NoAuthorizationError(f'Missing cookie "{name}"')
    if not settings["JWT_COOKIE_CSRF_PROTECT"] or request.method not in settings["JWT_CSRF_METHODS"]:
        return token, None
    csrf = request.headers.get(settings[f"JWT_{kind}_CSRF_HEADER_NAME"])
    if not csrf and settings["JWT_CSRF_CHECK_FORM"]:
        csrf = request.form.get(settings[f"JWT_{kind}_CSRF_FIELD_NAME"])
    if not csrf:
        raise CSRFError("Missing CSRF token", hint=csrf_hint(settings, refresh))
    return token, csrf


def csrf_hint(settings: Settings, refresh: bool) -> str:
    """How a client sends the double submit value along."""
    kind = "REFRESH" if refresh else "ACCESS"
    where = f"in the header {settings[f'JWT_{kind}_CSRF_HEADER_NAME']}"
    if settings["JWT_CSRF_CHECK_FORM"]:
        where += f" or in the form field {settings[f'JWT_{kind}_CSRF_FIELD_NAME']}"
    if settings["JWT_CSRF_IN_COOKIES"]:
        return f"Send the value of the cookie {settings[f'JWT_{kind}_CSRF_COOKIE_NAME']} {where}."
    return f"Send the claim csrf of the token (get_csrf_token) {where}."


def from_query_string(request: Request, settings: Settings, refresh: bool) -> Found:
    name, prefix = settings["JWT_QUERY_STRING_NAME"], settings["JWT_QUERY_STRING_VALUE_PREFIX"]
    value = request.args.get(name)
    if not value:
        # "paramater": clients compare this text.
        raise NoAuthorizationError(f"Missing '{name}' query paramater")
    if not value.startswith(prefix):
        raise InvalidQueryParamError(
            f"Invalid value for query parameter '{name}'. Expected the value to start with '{prefix}'"
        )
    return value[len(prefix) :], None


def from_json(request: Request, settings: Settings, refresh: bool) -> Found:
    if not request.is_json:
        raise NoAuthorizationError("Invalid content-type. Must be application/json.")
    key = settings["JWT_REFRESH_JSON_KEY" if refresh else "JWT_JSON_KEY"]
    try:
        body = request.json
    except (BadRequest, RecursionError):  # the latter: nested deeper than Python reads
        body = None
    token = body.get(key) if isinstance(body, dict) else None
    if not token:
        raise NoAuthorizationError(f'Missing "{key}" key in json data.')
    return token, None


FINDERS: dict[str, Callable[[Request, Settings, bool], Found]] = {
    "headers": from_headers,
    "cookies": from_cookies,
    "query_string": from_query_string,
    "json": from_json,
}
