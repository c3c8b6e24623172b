"""Errors that explain themselves: what old tutorials write, and what is written instead today."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

DECODED_TEXT = "This str is a token already: tokens are text since PyJWT 2. Remove the `.decode(...)`."

_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*")


def explain(error: BaseException) -> None:
    """Adds a note to an error that is known; the traceback shows it. From Python 3.11 on (PEP 678)."""
    if _is_decode_of_token(error) and hasattr(error, "add_note"):
        if DECODED_TEXT not in getattr(error, "__notes__", ()):
            error.add_note(DECODED_TEXT)


def _is_decode_of_token(error: BaseException) -> bool:
    """`jwt.encode(...).decode("utf-8")`: tutorials of the time before PyJWT 2 write it."""
    if not isinstance(error, AttributeError) or error.name != "decode":
        return False
    return isinstance(error.obj, str) and _TOKEN.fullmatch(error.obj) is not None


class ExplainErrors:
    """ASGI middleware: `app.add_middleware(ExplainErrors)`. The error itself goes on as it was. For Flask there is
    `watchword.flask.misuse.explain_errors_of(app)`, which `JWTManager` calls by itself."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._app(scope, receive, send)
        except AttributeError as error:
            explain(error)
            raise
