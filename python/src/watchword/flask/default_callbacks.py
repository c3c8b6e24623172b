"""What happens unless the application says otherwise with a loader of its `JWTManager`."""

from http import HTTPStatus
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from watchword.flask.config import config

Header = dict[str, Any]
Claims = dict[str, Any]


def _answer(message: str, status: HTTPStatus) -> ResponseReturnValue:
    return jsonify({config.error_msg_key: message}), status


def default_additional_claims_callback(userdata: Any) -> Claims:
    """No claims beyond those of the configuration."""
    return {}


def default_jwt_headers_callback(default_headers: Any) -> Header:
    """No header parameters beyond `alg` and `typ`."""
    return {}


def default_user_identity_callback(userdata: Any) -> Any:
    """The identity is what `create_access_token` was given."""
    return userdata


def default_encode_key_callback(identity: Any) -> Any:
    """JWT_SECRET_KEY, or JWT_PRIVATE_KEY."""
    return config.encode_key


def default_decode_key_callback(jwt_header: Header, jwt_data: Claims) -> Any:
    """JWT_SECRET_KEY, or JWT_PUBLIC_KEY."""
    return config.decode_key


def default_blocklist_callback(jwt_headers: Header, jwt_data: Claims) -> bool:
    """No token is revoked."""
    return False


def default_token_verification_callback(_jwt_header: Header, _jwt_data: Claims) -> bool:
    """Every token that verifies is welcome."""
    return True


def default_unauthorized_callback(error_string: str) -> ResponseReturnValue:
    """401 with the reason."""
    return _answer(error_string, HTTPStatus.UNAUTHORIZED)


def default_invalid_token_callback(error_string: str) -> ResponseReturnValue:
    """422 with the reason."""
    return _answer(error_string, HTTPStatus.UNPROCESSABLE_ENTITY)


def default_expired_token_callback(_expired_jwt_header: Header, _expired_jwt_data: Claims) -> ResponseReturnValue:
    """401."""
    return _answer("Token has expired", HTTPStatus.UNAUTHORIZED)


def default_needs_fresh_token_callback(jwt_header: Header, jwt_data: Claims) -> ResponseReturnValue:
    """401."""
    return _answer("Fresh token required", HTTPStatus.UNAUTHORIZED)


def default_revoked_token_callback(jwt_header: Header, jwt_data: Claims) -> ResponseReturnValue:
    """401."""
    return _answer("Token has been revoked", HTTPStatus.UNAUTHORIZED)


def default_user_lookup_error_callback(_jwt_header: Header, jwt_data: Claims) -> ResponseReturnValue:
    """401 with the identity that nobody has."""
    identity = jwt_data[config.identity_claim_key]
    return _answer(f"Error loading the user {identity}", HTTPStatus.UNAUTHORIZED)


def default_token_verification_failed_callback(_jwt_header: Header, _jwt_data: Claims) -> ResponseReturnValue:
    """400."""
    return _answer("User claims verification failed", HTTPStatus.BAD_REQUEST)
