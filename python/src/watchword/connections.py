"""Connections to one place that are kept open."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from watchword.documents import Limits, client_options
from watchword.errors import ServerUnavailable
from watchword.token_requests import Answer

if TYPE_CHECKING:
    import httpx


UNCOMPRESSED = {"Accept-Encoding": "identity"}
"""For answers that are read within limits: what arrives is as large as what it means."""


class Connections:
    """Thread-safe; may be made before a process forks. `options`: more of them for httpx.Client. Nothing is opened before
    it is needed."""

    def __init__(self, url: str, limits: Limits, **options: Any) -> None:
        self._url = url
        self._limits = limits
        self._options = options
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None
        self._process = 0

    def client(self) -> httpx.Client:
        """That of this process: after a fork, the parent's is not ours to write to."""
        import httpx

        with self._lock:
            if self._http is None or self._process != os.getpid():
                self._http = httpx.Client(**client_options(self._url, self._limits), **self._options)
                self._process = os.getpid()
            return self._http

    def send(self, method: str, url: str, headers: Mapping[str, str], **body: Any) -> Answer:
        """The whole answer, within the limits. `body`: what httpx takes, `data` or `json`. ServerUnavailable."""
        import httpx

        try:
            with self.client().stream(method, url, headers=headers, **body) as answer:
                collected = Answer(url, answer.status_code, answer.headers, self._limits)
                for chunk in answer.iter_raw():
                    collected.add(chunk)
                return collected
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ServerUnavailable(f"{url}: {type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Idempotent; what is asked for later opens them anew."""
        http, self._http = self._http, None
        if http is not None:
            http.close()
