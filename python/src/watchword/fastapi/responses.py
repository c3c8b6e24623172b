"""What operations may answer besides their own, for OpenAPI; and errors as answers."""

import json
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from watchword.fastapi.errors import AuthError

_CHALLENGE = {"WWW-Authenticate": {"description": "The challenge of RFC 6750 section 3", "schema": {"type": "string"}}}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}


class Refusal(BaseModel):
    """What FastAPI answers for an HTTPException."""

    detail: str


class SignInRefusal(Refusal):
    """A refusal of the sign-in endpoints: the members of RFC 6749 section 5.2 besides, and a stable `code`."""

    error: str
    error_description: str
    code: str


PROTECTED: dict[int | str, dict[str, Any]] = {
    401: {"model": Refusal, "description": "No token, or one that is not accepted", "headers": _CHALLENGE},
    403: {"model": Refusal, "description": "A scope or role is missing, or the CSRF check failed"},
    503: {"model": Refusal, "description": "The issuer's keys cannot be fetched now", "headers": _RETRY_AFTER},
}
SIGN_IN: dict[int | str, dict[str, Any]] = {
    400: {"model": SignInRefusal, "description": "The request or the scope asked for is not acceptable"},
    401: {"model": SignInRefusal, "description": "Incorrect username or password", "headers": _CHALLENGE},
    403: {"model": SignInRefusal, "description": "The request comes from a page of another origin"},
    429: {"model": SignInRefusal, "description": "Too many attempts", "headers": _RETRY_AFTER},
    503: {"model": SignInRefusal, "description": "Too busy, or the server does not answer", "headers": _RETRY_AFTER},
}
RENEWAL: dict[int | str, dict[str, Any]] = {
    **{status: SIGN_IN[status] for status in (400, 403, 429, 503)},
    401: {"model": SignInRefusal, "description": "The session is over: sign in again", "headers": _CHALLENGE},
}


class TokenResponse(BaseModel):
    """RFC 6749 section 5.1."""

    access_token: str
    token_type: str = "bearer"
    expires_in: int | None = None
    refresh_token: str | None = None
    scope: str | None = None


class CookieResponse(BaseModel):
    """The tokens are in cookies; `csrf_token` goes into the header of every request that changes something."""

    csrf_token: str
    expires_in: int | None = None
    scope: str | None = None


def refusal_response(error: AuthError) -> Response:
    """The answer of a sign-in endpoint, which is nobody's to keep (RFC 6749 section 5.1)."""
    body = {
        "detail": error.detail,
        "error": error.oauth_error or "invalid_request",
        "error_description": error.detail,
        "code": error.code,
    }
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache", **(error.headers or {})}
    return Response(json.dumps(body), error.status_code, headers, media_type="application/json")
