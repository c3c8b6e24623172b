"""Requests to one's own services in the name of the person who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from watchword.connections import Connections
from watchword.documents import Limits
from watchword.errors import ConfigurationError, ServerUnavailable, SessionEnded
from watchword.flask.sign_in.current import Current
from watchword.flask.sign_in.current_sessions import CurrentSessions

if TYPE_CHECKING:
    import httpx


class BackendHttp:
    """`get`, `post` ... as httpx has them, with the person's access token. Relative URLs go to the first of
    WATCHWORD_BACKEND; a token is never sent to any other place than those (RFC 6750 section 5.3), and redirects are not
    followed.

    If a service refuses the token (401), it is renewed and the request made once more; if there is nothing to renew,
    SessionEnded leads the person to the sign-in. ServerUnavailable if the service does not answer."""

    def __init__(self, backends: tuple[str, ...], current: CurrentSessions) -> None:
        self._backends = backends
        self._current = current
        # Without backends there is nothing to ask: _target says so first.
        self._connections = Connections(next(iter(backends), ""), Limits(total_timeout=15))

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    def put(self, url: str, **options: Any) -> httpx.Response:
        return self.request("PUT", url, **options)

    def patch(self, url: str, **options: Any) -> httpx.Response:
        return self.request("PATCH", url, **options)

    def delete(self, url: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", url, **options)

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        """`options`: those of httpx.Client.request."""
        target = self._target(url)
        headers = options.pop("headers", None)
        answer = self._send(method, target, self._current.get(), headers, options)
        if answer.status_code != 401:
            return answer
        return self._send(method, target, self._current.renew_now(), headers, options)

    def _target(self, url: str) -> str:
        if not self._backends:
            raise ConfigurationError('set WATCHWORD_BACKEND, for example to "http://localhost:8000"')
        target = urljoin(self._backends[0], url)
        if _origin(target) not in {_origin(backend) for backend in self._backends}:
            raise ConfigurationError(f"{_origin(target)} is not in WATCHWORD_BACKEND, so it gets no token")
        return target

    def _send(self, method: str, url: str, current: Current, headers: Any, options: dict[str, Any]) -> httpx.Response:
        import httpx

        if current.session is None:
            raise SessionEnded
        sent = httpx.Headers(headers)
        sent["Authorization"] = f"Bearer {current.session.access_token}"
        try:
            return self._connections.client().request(method, url, headers=sent, **options)
        except (httpx.HTTPError, OSError) as error:
            raise ServerUnavailable(f"{_origin(url)}: {type(error).__name__}: {error}") from None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
