"""An issuer that misbehaves on demand: an HTTP server on loopback, and tokens by its keys."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from watchword import _native

METADATA = "/.well-known/oauth-authorization-server"
JWKS = "/jwks.json"
AUDIENCE = "https://api.example"

Answer = tuple[int, dict[str, str], bytes]
Behaviour = Callable[[BaseHTTPRequestHandler], "Answer | None"]


def as_json(value: Any, **headers: str) -> Answer:
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(value).encode()


def sign(key: _native.Key, claims: dict[str, Any], **header: Any) -> str:
    """A compact JWS of any claims."""
    head = {"typ": "at+jwt", "alg": key.algorithm, **({"kid": key.kid} if key.kid else {}), **header}
    head = {name: value for name, value in head.items() if value is not None}
    signed = ".".join(_native.base64url_encode(json.dumps(part).encode()) for part in (head, claims))
    return signed + "." + _native.base64url_encode(key.sign(signed.encode()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class StubIssuer:
    """`answers` maps a path to what it does; `counts` says how often it was asked."""

    def __init__(self) -> None:
        self.keys = [_native.Key.generate("ES256", "first")]
        self.counts: dict[str, int] = {}
        self._counting = threading.Lock()
        self.answers: dict[str, Behaviour] = {METADATA: self._metadata, JWKS: self._jwks}
        self.cache_control = ""
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def jwks_url(self) -> str:
        return self.name + JWKS

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(60)

    def token(self, key: _native.Key | None = None, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A good access token, but for what is said."""
        now = int(time.time())
        content = {
            "iss": self.name,
            "sub": "u-1",
            "aud": AUDIENCE,
            "exp": now + 900,
            "iat": now,
            "jti": "t-1",
            "client_id": "shop",
            **claims,
        }
        content = {name: value for name, value in content.items() if value is not None}
        return sign(key or self.keys[0], content, **(header or {}))

    def rotate(self, kid: str) -> _native.Key:
        """A new key that signs from now on; the old ones stay published."""
        self.keys.insert(0, _native.Key.generate("ES256", kid))
        return self.keys[0]

    def _metadata(self, _: BaseHTTPRequestHandler) -> Answer:
        return as_json({"issuer": self.name, "jwks_uri": self.jwks_url})

    def _jwks(self, _: BaseHTTPRequestHandler) -> Answer:
        headers = {"Cache-Control": self.cache_control} if self.cache_control else {}
        return as_json({"keys": [json.loads(key.public_jwk()) for key in self.keys]}, **headers)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub._answer(self)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.split("?")[0]
        with self._counting:
            self.counts[path] = self.counts.get(path, 0) + 1
        behaviour = self.answers.get(path)
        try:
            answer = behaviour(handler) if behaviour else (404, {}, b"")
            if answer is None:
                return
            status, headers, body = answer
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            # The other side had enough.
            handler.close_connection = True
