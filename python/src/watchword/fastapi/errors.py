"""Refusals as FastAPI knows them: HTTPException with the challenge of RFC 6750 section 3 and a stable `code`."""

import math
from collections.abc import Iterable

from fastapi import HTTPException

from watchword.errors import SENTENCES

NOT_AUTHENTICATED = "Not authenticated"
BAD_CREDENTIALS = "Could not validate credentials"
MISSING_SCOPE = "Not enough permissions"

_UNKNOWN_USER = "The user of this token is not known here any more."


class AuthError(HTTPException):
    """What the dependencies, the middleware and the router of `watchword.fastapi` refuse with.

    `code` is stable ("expired", "insufficient_scope", "csrf_failed" ...), `oauth_error` is the word of RFC 6749 and
    6750 for it. Shown to nobody but the application; the answer has `detail` and the challenge."""

    def __init__(
        self, status_code: int, detail: str, *, code: str, oauth_error: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status_code=status_code, detail=detail, headers=headers)
        self.code = code
        self.oauth_error = oauth_error


def bearer_challenge(realm: str = "", **parameters: str) -> str:
    """The value of WWW-Authenticate (RFC 6750 section 3). Quotes and control characters are left out of values."""
    listed = {"realm": realm, **parameters}
    text = ", ".join(f'{name}="{_quotable(value)}"' for name, value in listed.items() if value)
    return f"Bearer {text}" if text else "Bearer"


def _quotable(value: str) -> str:
    return "".join(c for c in value if " " <= c <= "~" and c not in '"\\')


def not_authenticated(realm: str = "") -> AuthError:
    """No token came: 401 with a bare challenge (RFC 6750 section 3.1: no error code then)."""
    headers = {"WWW-Authenticate": bearer_challenge(realm)}
    return AuthError(401, NOT_AUTHENTICATED, code="missing_token", headers=headers)


def invalid_token(code: str, realm: str = "") -> AuthError:
    """A token came and is not accepted: 401 `invalid_token`; the description says why, in one sentence."""
    sentence = _UNKNOWN_USER if code == "unknown_user" else SENTENCES.get(code, "The token is not accepted.")
    challenge = bearer_challenge(realm, error="invalid_token", error_description=sentence)
    return AuthError(
        401, BAD_CREDENTIALS, code=code, oauth_error="invalid_token", headers={"WWW-Authenticate": challenge}
    )


def several_tokens(realm: str = "") -> AuthError:
    """RFC 6750 section 2: clients MUST NOT use more than one method to transmit the token in each request."""
    sentence = SENTENCES["several_tokens"]
    challenge = bearer_challenge(realm, error="invalid_request", error_description=sentence)
    return AuthError(
        400, sentence, code="several_tokens", oauth_error="invalid_request", headers={"WWW-Authenticate": challenge}
    )


def insufficient_scope(scopes: Iterable[str], realm: str = "", status_code: int = 403) -> AuthError:
    """The token is good but may not do this. 403 `insufficient_scope`; with status 401, exactly what FastAPI's tutorial
    answers (`Bearer scope="items me"`)."""
    needed = " ".join(scopes)
    if status_code == 401:
        challenge = bearer_challenge(realm, scope=needed)
    else:
        sentence = SENTENCES["insufficient_scope"]
        challenge = bearer_challenge(realm, error="insufficient_scope", error_description=sentence, scope=needed)
    return AuthError(
        status_code,
        MISSING_SCOPE,
        code="insufficient_scope",
        oauth_error="insufficient_scope",
        headers={"WWW-Authenticate": challenge},
    )


def forbidden() -> AuthError:
    """The user lacks a role. No challenge: another token would not help."""
    return AuthError(403, MISSING_SCOPE, code="forbidden", oauth_error="access_denied")


def csrf_failed(detail: str) -> AuthError:
    """A cookie came without the proof that our own page sent it."""
    return AuthError(403, detail, code="csrf_failed", oauth_error="invalid_request")


def keys_unavailable(retry_after: float = 5) -> AuthError:
    """The issuer's keys could not be fetched: nobody's token is to blame, so 503 and not 401."""
    return busy(SENTENCES["keys_unavailable"], "keys_unavailable", retry_after)


def busy(detail: str, code: str, retry_after: float) -> AuthError:
    """503: try again in so many seconds."""
    headers = {"Retry-After": str(max(1, math.ceil(retry_after)))}
    return AuthError(503, detail, code=code, oauth_error="temporarily_unavailable", headers=headers)


def rate_limited(retry_after: float) -> AuthError:
    """429 (RFC 6585 section 4)."""
    headers = {"Retry-After": str(max(1, math.ceil(retry_after)))}
    detail = SENTENCES["rate_limited"]
    return AuthError(429, detail, code="rate_limited", oauth_error="temporarily_unavailable", headers=headers)


def wrong_credentials() -> AuthError:
    """The same for an unknown user and for a wrong password."""
    return AuthError(
        401,
        "Incorrect username or password",
        code="wrong_credentials",
        oauth_error="invalid_grant",
        headers={"WWW-Authenticate": "Bearer"},
    )


def invalid_refresh_token(code: str = "invalid_refresh_token", detail: str = "") -> AuthError:
    """The session is over, whatever the reason: sign in again."""
    return AuthError(
        401,
        detail or SENTENCES.get(code, SENTENCES["invalid_refresh_token"]),
        code=code,
        oauth_error="invalid_grant",
        headers={"WWW-Authenticate": "Bearer"},
    )


def bad_request(detail: str, code: str, oauth_error: str = "invalid_request") -> AuthError:
    """400: the caller sent something that cannot be understood or granted."""
    return AuthError(400, detail, code=code, oauth_error=oauth_error)
