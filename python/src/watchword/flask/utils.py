"""What applications call: making tokens, and asking about the token of the current request."""

from typing import Any

from flask import current_app, g
from werkzeug.local import LocalProxy

from watchword import jwt
from watchword.flask.cookies import set_access_cookies as set_access_cookies
from watchword.flask.cookies import set_refresh_cookies as set_refresh_cookies
from watchword.flask.cookies import unset_access_cookies as unset_access_cookies
from watchword.flask.cookies import unset_jwt_cookies as unset_jwt_cookies
from watchword.flask.cookies import unset_refresh_cookies as unset_refresh_cookies
from watchword.flask.internal_utils import get_jwt_manager
from watchword.flask.typing import ExpiresDelta, Fresh

current_user: Any = LocalProxy(lambda: get_current_user())
"""The user of the current request, as `user_lookup_loader` found it."""

_NOT_PROTECTED = "You must call `@jwt_required()` or `verify_jwt_in_request()` before using this method"
_NO_USER_LOOKUP = "You must provide a `@jwt.user_lookup_loader` callback to use this method"


def _of_this_request(name: str) -> dict[str, Any]:
    value: dict[str, Any] | None = g._get_current_object().get(name)
    if value is None:
        raise RuntimeError(_NOT_PROTECTED)
    return value


def get_jwt() -> dict[str, Any]:
    """The claims of the token of this request; {} where a token is optional and none came."""
    return _of_this_request("_jwt_extended_jwt")


def get_jwt_header() -> dict[str, Any]:
    """The header of the token of this request; {} where a token is optional and none came."""
    return _of_this_request("_jwt_extended_jwt_header")


def get_jwt_identity() -> Any:
    """The identity in the token of this request; None where a token is optional and none came."""
    settings = current_app._get_current_object().config  # type: ignore[attr-defined]
    return get_jwt().get(settings["JWT_IDENTITY_CLAIM"])


def get_jwt_request_location() -> str | None:
    """Where the token of this request was found: "headers", "cookies", "query_string" or "json"."""
    location: str | None = g.get("_jwt_extended_jwt_location", None)
    return location


def get_current_user() -> Any:
    """What `user_lookup_loader` answered for this request; None where a token is optional and none came."""
    get_jwt()
    found = g.get("_jwt_extended_jwt_user", None)
    if found is None:
        raise RuntimeError(_NO_USER_LOOKUP)
    return found["loaded_user"]


def current_user_context_processor() -> dict[str, Any]:
    """`current_user` for templates."""
    return {"current_user": get_current_user()}


def create_access_token(
    identity: Any,
    fresh: Fresh = False,
    expires_delta: ExpiresDelta | None = None,
    additional_claims: dict[str, Any] | None = None,
    additional_headers: dict[str, Any] | None = None,
) -> str:
    """A new access token.

    `identity` is a str, or whatever `user_identity_loader` turns into one. `fresh`: True after a sign-in, or for how
    long. `expires_delta`: a timedelta, False for ever, None for JWT_ACCESS_TOKEN_EXPIRES. `additional_claims` and
    `additional_headers` win over those of the loaders.
    """
    return get_jwt_manager()._encode_jwt_from_config(
        identity=identity,
        token_type="access",
        claims=additional_claims,
        fresh=fresh,
        expires_delta=expires_delta,
        headers=additional_headers,
    )


def create_refresh_token(
    identity: Any,
    expires_delta: ExpiresDelta | None = None,
    additional_claims: dict[str, Any] | None = None,
    additional_headers: dict[str, Any] | None = None,
) -> str:
    """A new refresh token: good at endpoints with `@jwt_required(refresh=True)` and nowhere else. The arguments are
    those of `create_access_token`; the default lifetime is JWT_REFRESH_TOKEN_EXPIRES."""
    return get_jwt_manager()._encode_jwt_from_config(
        identity=identity,
        token_type="refresh",
        claims=additional_claims,
        fresh=False,
        expires_delta=expires_delta,
        headers=additional_headers,
    )


def decode_token(encoded_token: str, csrf_value: str | None = None, allow_expired: bool = False) -> dict[str, Any]:
    """The claims of a token that verifies. Asks neither the blocklist nor the user lookup; `csrf_value`, if given, must
    be the one in the token."""
    return get_jwt_manager()._decode_jwt_from_config(encoded_token, csrf_value, allow_expired)


def get_unverified_jwt_headers(encoded_token: str) -> dict[str, Any]:
    """The header of a token, NOT verified."""
    return jwt.get_unverified_header(encoded_token)


def get_jti(encoded_token: str) -> str | None:
    """The identifier of a token, to be kept in a blocklist."""
    jti: str | None = decode_token(encoded_token).get("jti")
    return jti


def get_csrf_token(encoded_token: str) -> str:
    """The double submit value of a token that travels in a cookie."""
    csrf: str = decode_token(encoded_token)["csrf"]
    return csrf
