"""Steps of the verification that other modules share; kept under the name that applications import."""

import json
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from flask.json.provider import DefaultJSONProvider

from watchword.flask.calling import call
from watchword.flask.exceptions import RevokedTokenError, UserClaimsVerificationError, WrongTokenError

if TYPE_CHECKING:
    from watchword.flask.jwt_manager import JWTManager

EXTENSION = "flask-jwt-extended"
"""Where an application keeps its JWTManager: `app.extensions[EXTENSION]`."""


def get_jwt_manager() -> "JWTManager":
    """The JWTManager of the current application; RuntimeError if it has none."""
    return manager_of(current_app)


def manager_of(app: Flask) -> "JWTManager":
    """The JWTManager of `app`; RuntimeError if it has none."""
    try:
        manager: JWTManager = app.extensions[EXTENSION]
    except KeyError:
        raise RuntimeError(
            "You must initialize a JWTManager with this flask application before using this method"
        ) from None
    return manager


def has_user_lookup() -> bool:
    """Whether the application gave a user_lookup_loader."""
    return get_jwt_manager()._user_lookup_callback is not None


def user_lookup(*args: Any, **kwargs: Any) -> Any:
    """What the application's user_lookup_loader answers; None without one."""
    callback = get_jwt_manager()._user_lookup_callback
    return callback and call(callback, *args, **kwargs)


def verify_token_type(decoded_token: dict[str, Any], refresh: bool) -> None:
    """Refuses a refresh token as an access token, and the other way round."""
    is_refresh = decoded_token["type"] == "refresh"
    if is_refresh and not refresh:
        raise WrongTokenError("Only non-refresh tokens are allowed")
    if refresh and not is_refresh:
        raise WrongTokenError("Only refresh tokens are allowed")


def verify_token_not_blocklisted(jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> None:
    """Asks the application's token_in_blocklist_loader."""
    if call(get_jwt_manager()._token_in_blocklist_callback, jwt_header, jwt_data):
        raise RevokedTokenError(jwt_header, jwt_data)


def custom_verification_for_token(jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> None:
    """Asks the application's token_verification_loader."""
    if not call(get_jwt_manager()._token_verification_callback, jwt_header, jwt_data):
        raise UserClaimsVerificationError("User claims verification failed", jwt_header, jwt_data)


class JSONEncoder(json.JSONEncoder):
    """Writes what the JSON provider of the current application can write (dates, UUIDs, decimals ...)."""

    def default(self, o: Any) -> Any:
        provider = current_app.json_provider_class
        return getattr(provider, "default", DefaultJSONProvider.default)(o)


def get_json_encoder(app: Flask) -> type[json.JSONEncoder]:
    """The encoder for the claims of `app`'s tokens."""
    return JSONEncoder
