"""From a refusal to a response: one error handler for each class, so that applications may replace any of them."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from watchword import jwt
from watchword.errors import KeysUnavailable
from watchword.flask import exceptions as refusals
from watchword.flask.calling import call
from watchword.flask.config import config

if TYPE_CHECKING:
    from watchword.flask.jwt_manager import JWTManager

_log = logging.getLogger(__name__)


def _reason(error: Exception) -> tuple[Any, ...]:
    return (str(error),)


def _token(error: Any) -> tuple[Any, ...]:
    return getattr(error, "jwt_header", {}), getattr(error, "jwt_data", {})


Arguments = Callable[[Any], tuple[Any, ...]]

# The refusal, the loader that answers it, what the loader is told, and the error code of RFC 6750 section 3.1 or
# RFC 9470 section 3. A request without token gets a challenge without code.
_ANSWERS: tuple[tuple[type[Exception], str, Arguments, str], ...] = (
    (refusals.NoAuthorizationError, "_unauthorized_callback", _reason, ""),
    (refusals.CSRFError, "_unauthorized_callback", _reason, "invalid_request"),
    (refusals.InvalidHeaderError, "_invalid_token_callback", _reason, "invalid_request"),
    (refusals.InvalidQueryParamError, "_invalid_token_callback", _reason, "invalid_request"),
    (refusals.JWTDecodeError, "_invalid_token_callback", _reason, "invalid_token"),
    (refusals.WrongTokenError, "_invalid_token_callback", _reason, "invalid_token"),
    (refusals.RevokedTokenError, "_revoked_token_callback", _token, "invalid_token"),
    (refusals.FreshTokenRequired, "_needs_fresh_token_callback", _token, "insufficient_user_authentication"),
    (refusals.UserLookupError, "_user_lookup_error_callback", _token, "invalid_token"),
    (refusals.UserClaimsVerificationError, "_token_verification_failed_callback", _token, "invalid_token"),
    (jwt.InvalidTokenError, "_invalid_token_callback", _reason, "invalid_token"),
    (jwt.DecodeError, "_invalid_token_callback", _reason, "invalid_token"),
    (jwt.InvalidAudienceError, "_invalid_token_callback", _reason, "invalid_token"),
    (jwt.InvalidIssuerError, "_invalid_token_callback", _reason, "invalid_token"),
    (jwt.MissingRequiredClaimError, "_invalid_token_callback", _reason, "invalid_token"),
    (jwt.ExpiredSignatureError, "_expired_token_callback", _token, "invalid_token"),
)


def register_error_handlers(app: Flask, manager: "JWTManager") -> None:
    """One handler of `app` for each refusal; they ask the loaders that `manager` has at that moment."""
    for refusal, loader, arguments, code in _ANSWERS:
        app.register_error_handler(refusal, partial(_answer, manager, loader, arguments, code))
    app.register_error_handler(KeysUnavailable, _answer_keys_unavailable)


def _answer_keys_unavailable(error: KeysUnavailable) -> ResponseReturnValue:
    """Not the client's fault: the token may be good, but the issuer's keys (JWT_JWKS_URL) cannot be fetched."""
    _log.warning("%s", error)
    return jsonify({config.error_msg_key: error.sentence}), HTTPStatus.SERVICE_UNAVAILABLE


def _answer(manager: "JWTManager", loader: str, arguments: Arguments, code: str, error: Exception) -> Response:
    response = current_app.make_response(call(getattr(manager, loader), *arguments(error)))
    hint = getattr(error, "hint", "")
    if hint:
        _log.info("%s. %s", error, hint)
        _add_hint(response, hint)
    if response.status_code == HTTPStatus.UNAUTHORIZED and "WWW-Authenticate" not in response.headers:
        response.headers["WWW-Authenticate"] = _challenge(code, hint or str(error))
    return response


def _add_hint(response: Response, hint: str) -> None:
    """Into JSON bodies only where the application asks for it, since clients may compare them."""
    key = current_app.config.get("JWT_ERROR_HINT_KEY")
    body = response.get_json(silent=True) if key and response.is_json else None
    if isinstance(body, dict):
        response.data = current_app.json.dumps({**body, key: hint})


def _challenge(code: str, description: str) -> str:
    """RFC 6750 section 3: what the client may do about a 401."""
    scheme = config.header_type or "Bearer"
    if not code:
        return scheme
    return f'{scheme} error="{code}", error_description="{_quotable(description)}"'


def _quotable(text: str) -> str:
    """RFC 6750 section 3: error_description holds neither quotes nor backslashes nor anything outside ASCII."""
    return "".join(c if " " <= c <= "~" and c not in '"\\' else "'" for c in text)
