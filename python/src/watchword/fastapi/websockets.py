"""Refusing a WebSocket: over HTTP where the server can, so that the client learns why; else with close code 1008."""

import json

import starlette
from starlette.exceptions import WebSocketException
from starlette.requests import HTTPConnection

from watchword.fastapi.errors import AuthError

POLICY_VIOLATION = 1008  # RFC 6455 section 7.4.1
_DENIAL = "websocket.http.response"
# Before its release 1, Starlette leaves the handshake of a WebSocket unanswered when an HTTPException is raised.
_ANSWERS_HANDSHAKES = not starlette.__version__.startswith("0.")


def can_deny(connection: HTTPConnection) -> bool:
    """Whether the server can answer a WebSocket handshake with an HTTP response (ASGI's WebSocket Denial Response)."""
    return _DENIAL in connection.scope.get("extensions", {})


def refusal_for(connection: HTTPConnection, error: AuthError) -> Exception:
    """What to raise: the error itself for requests."""
    if connection.scope["type"] != "websocket" or (_ANSWERS_HANDSHAKES and can_deny(connection)):
        return error
    return WebSocketException(code=POLICY_VIOLATION, reason=reason_of(error))


def reason_of(error: AuthError) -> str:
    """RFC 6455 section 5.5: a close frame has room for 123 bytes."""
    return str(error.detail)[:120]


def body_of(error: AuthError) -> bytes:
    """What FastAPI itself answers for an HTTPException."""
    return json.dumps({"detail": error.detail}).encode()
