"""A plain HTTP client for the tests: nothing is followed, retried or decoded behind the test's back."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import urllib.parse
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        return self.headers.get(name)

    def all_headers(self, name: str) -> list[str]:
        return self.headers.get_all(name) or []


def form_body(form) -> bytes:
    """A form as browsers send it; `form` is a dict or a list of pairs, for repeated names."""
    return urllib.parse.urlencode(form).encode()


class HttpClient:
    """Requests to one origin, a new connection each unless `keep_alive`. Not thread-safe."""

    def __init__(self, base_url: str, *, trust: str | None = None, keep_alive: bool = False, timeout: float = 60.0,
                 from_address: str | None = None):
        self.base_url = base_url
        self._url = urllib.parse.urlsplit(base_url)
        self._tls = ssl.create_default_context(cafile=trust) if self._url.scheme == "https" else None
        self._keep_alive = keep_alive
        self._timeout = timeout
        self._source = (from_address, 0) if from_address else None
        self._connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, *, form=None, json_body=None, body: bytes | str | None = None,
                headers=None, bearer: str | None = None, basic: tuple[str, str] | None = None) -> Answer:
        sent: list[tuple[str, str]] = list(headers.items() if isinstance(headers, dict) else headers or [])
        if form is not None:
            body = form_body(form)
            sent.append(("Content-Type", "application/x-www-form-urlencoded"))
        if json_body is not None:
            body = json.dumps(json_body).encode()
            sent.append(("Content-Type", "application/json"))
        if bearer is not None:
            sent.append(("Authorization", "Bearer " + bearer))
        if basic is not None:
            sent.append(("Authorization", basic_authorization(*basic)))
        return self._send(method, path, body.encode() if isinstance(body, str) else body, sent)

    def get(self, path: str, **more) -> Answer:
        return self.request("GET", path, **more)

    def post(self, path: str, **more) -> Answer:
        return self.request("POST", path, **more)

    @property
    def is_connected(self) -> bool:
        """Whether the last answer left the connection open."""
        return self._connection is not None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send(self, method: str, path: str, body: bytes | None, headers: list[tuple[str, str]]) -> Answer:
        connection = self._connection or self._connect()
        try:
            names = {name.lower() for name, _ in headers}
            connection.putrequest(method, path, skip_host="host" in names, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if (body is not None or method in ("POST", "PUT")) and not names & {"content-length", "transfer-encoding"}:
                connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except BaseException:
            self._connection = None
            connection.close()
            raise
        if self._keep_alive and not response.will_close:
            self._connection = connection
        else:
            connection.close()
            self._connection = None
        return answer

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self._url.hostname, self._url.port
        if self._tls is not None:
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._tls,
                                               source_address=self._source)
        return http.client.HTTPConnection(host, port, timeout=self._timeout, source_address=self._source)


def basic_authorization(client_id: str, secret: str) -> str:
    """RFC 6749 section 2.3.1: both halves are form-encoded first."""
    quoted = f"{urllib.parse.quote_plus(client_id)}:{urllib.parse.quote_plus(secret)}"
    return "Basic " + base64.b64encode(quoted.encode()).decode()
