"""A token service on loopback for one person: rotates refresh tokens with a grace, as the server does, and fails on
demand. Its clock is time.time, so that a test may move it."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from stub_issuer import METADATA, Answer, StubIssuer, as_json

PASSWORD = "seven quiet lanterns by the sea"
GRACE = 10


class TokenService(StubIssuer):
    """`renewals` counts the refresh grants that were answered, `forms` holds what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.lifetime = 900
        self.renewals = 0
        self.forms: list[dict[str, str]] = []
        self.trouble: Answer | None = None
        self.claims: dict[str, Any] = {}
        self.gate: threading.Event | None = None
        self.at_gate = threading.Event()
        self._lock = threading.Lock()
        self._families: dict[str, dict[str, Any]] = {}
        self.answers["/token"] = self._token
        self.answers["/revoke"] = self._revoke
        urls = {
            "jwks_uri": self.jwks_url,
            "token_endpoint": self.name + "/token",
            "revocation_endpoint": self.name + "/revoke",
        }
        self.answers[METADATA] = lambda _: as_json({"issuer": self.name, **urls})

    @property
    def open_sessions(self) -> int:
        return len(self._families)

    def end_all(self) -> None:
        """As an administrator does it."""
        with self._lock:
            self._families.clear()

    def _form(self, handler: BaseHTTPRequestHandler) -> dict[str, str]:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
        if handler.headers.get("Content-Type") == "application/json":
            form = json.loads(body)
        else:
            form = {name: values[0] for name, values in parse_qs(body).items()}
        self.forms.append(form)
        return form  # type: ignore[no-any-return]

    def _token(self, handler: BaseHTTPRequestHandler) -> Answer:
        form = self._form(handler)
        if self.gate is not None:
            self.at_gate.set()
            self.gate.wait(10)
        if self.trouble is not None:
            return self.trouble
        with self._lock:
            return self._refresh(form) if form.get("grant_type") == "refresh_token" else self._password(form)

    def _password(self, form: dict[str, str]) -> Answer:
        if (form["username"], form["password"]) != ("alice", PASSWORD):
            return refusal("wrong_credentials")
        session = f"s{len(self.forms)}"
        self._families[session] = {"number": 0, "rotated_at": 0.0}
        return self._tokens(session)

    def _refresh(self, form: dict[str, str]) -> Answer:
        session, _, number = form["refresh_token"].partition(".")
        family = self._families.get(session)
        if family is None:
            return refusal("invalid_refresh_token")
        if int(number) == family["number"]:
            family["number"] += 1
            family["rotated_at"] = time.time()
        elif int(number) != family["number"] - 1 or time.time() - family["rotated_at"] > GRACE:
            del self._families[session]
            return refusal("refresh_token_reused")
        self.renewals += 1
        return self._tokens(session)

    def _tokens(self, session: str) -> Answer:
        now = int(time.time())
        claims = {
            "sid": session,
            "scope": "read",
            "exp": now + self.lifetime,
            "jti": f"t{len(self.forms)}",
            **self.claims,
        }
        refresh_token = f"{session}.{self._families[session]['number']}"
        return as_json(
            {
                "access_token": self.token(**claims),
                "token_type": "Bearer",
                "expires_in": self.lifetime,
                "refresh_token": refresh_token,
            }
        )

    def _revoke(self, handler: BaseHTTPRequestHandler) -> Answer:
        form = self._form(handler)
        if self.trouble is not None:
            return self.trouble
        with self._lock:
            self._families.pop(form["token"].partition(".")[0], None)
        return 200, {}, b""


def refusal(code: str, status: int = 400, **headers: str) -> Answer:
    return status, headers, json.dumps({"error": "invalid_grant", "error_description": "No.", "code": code}).encode()
