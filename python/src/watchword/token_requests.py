"""Requests to an authorization server and what its answers mean (RFC 6749 sections 2.3, 5.1 and 5.2). No I/O."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from watchword.documents import Limits
from watchword.errors import ServerUnavailable, SignInRefused


@dataclass(frozen=True)
class Tokens:
    """What a token endpoint answers. Printing it shows no token."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: int | None = None
    """Seconds, as stated when the answer came."""
    scope: str = ""
    token_type: str = "Bearer"
    received_at: float = field(default_factory=lambda: time.time())

    @property
    def expires_at(self) -> float | None:
        """Seconds since the epoch, by this machine's clock."""
        return None if self.expires_in is None else self.received_at + self.expires_in


@dataclass(frozen=True)
class Credentials:
    """A client and, if it is confidential, its secret."""

    client_id: str
    client_secret: str | None = field(default=None, repr=False)

    def request(self, form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Headers and form of a request; parameters without a value are left out."""
        body = {name: _encodable(value) for name, value in form.items() if value}
        if self.client_secret is None:
            return {}, {**body, "client_id": self.client_id}
        # RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret)}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}, body


def _encodable(value: str) -> str:
    """An error of Python's own would carry the value, which may be a password."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise SignInRefused("invalid_form", "A text has half of a surrogate pair, which cannot be sent.") from None
    return value


class Answer:
    """Status, headers and a body that is collected within limits."""

    def __init__(self, url: str, status: int, headers: Mapping[str, str], limits: Limits) -> None:
        self.url = url
        self.status = status
        self.headers = headers
        self._limits = limits
        self._body = bytearray()
        self._deadline = time.monotonic() + limits.total_timeout

    def add(self, chunk: bytes) -> None:
        """ServerUnavailable for a body that is larger, or takes longer, than the limits allow."""
        self._body += chunk
        if len(self._body) > self._limits.max_bytes:
            raise ServerUnavailable(f"{self.url}: larger than the limit of {self._limits.max_bytes} bytes")
        if time.monotonic() > self._deadline:
            raise ServerUnavailable(f"{self.url}: took longer than {self._limits.total_timeout} s")

    def require_document(self) -> bytes:
        if self.status != 200:
            raise ServerUnavailable(f"{self.url}: status {self.status}", self.retry_after)
        return bytes(self._body)

    def object(self) -> dict[str, Any] | None:
        """The body, if it is a JSON object."""
        try:
            value = json.loads(self._body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @property
    def retry_after(self) -> int | None:
        """Seconds; the date form of RFC 9110 section 10.2.3 is not read."""
        value = self.headers.get("Retry-After", "")
        return int(value) if value.isdecimal() and len(value) < 10 else None


def read_tokens(answer: Answer) -> Tokens:
    """SignInRefused, ServerUnavailable."""
    _require_success(answer)
    body = answer.object() or {}
    access_token, refresh_token = body.get("access_token"), body.get("refresh_token")
    expires_in, scope = body.get("expires_in"), body.get("scope", "")
    if not isinstance(access_token, str) or not access_token:
        raise ServerUnavailable(f"{answer.url}: the answer has no access_token")
    if str(body.get("token_type", "bearer")).lower() != "bearer":
        raise ServerUnavailable(f"{answer.url}: the answer's token_type is not Bearer")
    return Tokens(
        access_token,
        refresh_token if isinstance(refresh_token, str) and refresh_token else None,
        expires_in if isinstance(expires_in, int) and not isinstance(expires_in, bool) else None,
        scope if isinstance(scope, str) else "",
    )


def read_claims(answer: Answer) -> dict[str, Any]:
    """SignInRefused, ServerUnavailable."""
    _require_success(answer)
    claims = answer.object()
    if claims is None:
        raise ServerUnavailable(f"{answer.url}: the answer is not a JSON object")
    return claims


def read_nothing(answer: Answer) -> None:
    """SignInRefused, ServerUnavailable."""
    _require_success(answer)


def _require_success(answer: Answer) -> None:
    if 200 <= answer.status < 300:
        return
    body = answer.object()
    if answer.status >= 500 or answer.status < 400:
        raise ServerUnavailable(f"{answer.url}: status {answer.status}", answer.retry_after)
    if answer.status == 429:
        raise SignInRefused("rate_limited", _text(body, "error_description", "detail"), answer.retry_after)
    if body is None:
        raise ServerUnavailable(f"{answer.url}: status {answer.status} without a JSON body")
    code = _text(body, "code", "error") or _code_of(answer.status)
    raise SignInRefused(code, _text(body, "error_description", "detail", "message", "msg"), answer.retry_after)


def _text(body: dict[str, Any] | None, *names: str) -> str:
    """The first of the members that is a text: OAuth, problem and framework bodies name them differently."""
    for name in names:
        value = (body or {}).get(name)
        if isinstance(value, str) and value:
            return value
    return ""


def _code_of(status: int) -> str:
    return {400: "invalid_request", 401: "wrong_credentials", 403: "forbidden", 404: "not_found"}.get(
        status, "invalid_request"
    )
