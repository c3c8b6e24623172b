"""Signing keys from a JWKS endpoint (RFC 7517 section 5), fetched when needed and kept."""

import http.client
import io
import json
import math
import ssl
import threading
import time
import urllib.request
from functools import lru_cache
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse

from .api_jwk import PyJWK, PyJWKSet
from .api_jwt import decode_complete as decode_token
from .exceptions import PyJWKClientConnectionError, PyJWKClientError
from .jwk_set_cache import JWKSetCache
from .key_set_request import KeySetRequest
from .key_set_request import NoRedirectHandler as _NoRedirectHandler  # noqa: F401

LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes. Real key sets have a few thousand."""


class PyJWKClient:
    """Fetches the key set at `uri`, which must be http or https; a redirect is not followed.

    The set is kept for `lifespan` seconds (`cache_jwk_set`), single keys for ever in a cache of `max_cached_keys`
    (`cache_keys`). A key id that is not in the set makes the client fetch once more, but not within
    `cooldown_duration` seconds of the last successful fetch. A fetch that fails, or brings more than 4 MiB, leaves what
    was kept as it was.
    Thread-safe: threads that miss the same key wait for one fetch."""

    def __init__(
        self,
        uri: str,
        cache_keys: bool = False,
        max_cached_keys: int = 16,
        cache_jwk_set: bool = True,
        lifespan: float = 300,
        headers: dict[str, Any] | None = None,
        timeout: float = 30,
        ssl_context: ssl.SSLContext | None = None,
        cooldown_duration: float = 30,
    ) -> None:
        _check_uri(uri)
        _check_durations(lifespan if cache_jwk_set else None, cooldown_duration)
        self.uri = uri
        self.headers = headers if headers is not None else {}
        self.timeout = timeout
        self.ssl_context = ssl_context
        self.cooldown_duration = cooldown_duration
        self.jwk_set_cache = JWKSetCache(lifespan) if cache_jwk_set else None
        self._last_successful_fetch: float | None = None
        self._client_lock = threading.RLock()
        if cache_keys:
            kept = lru_cache(maxsize=max_cached_keys)(self.get_signing_key)
            self.get_signing_key = kept  # type: ignore[method-assign]

    def fetch_data(self) -> Any:
        """The JSON object at the endpoint, fetched now; the cache gets it, too. PyJWKClientError if it is none,
        PyJWKClientConnectionError if nothing came."""
        try:
            data = json.loads(self._fetch())
        except (ValueError, RecursionError) as error:
            raise PyJWKClientError("The JWKS endpoint did not return a JSON object") from error
        _check_object(data)
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(data)
        self._last_successful_fetch = time.monotonic()
        return data

    def _fetch(self) -> str | bytes:
        try:
            if self.ssl_context is None:
                self.ssl_context = ssl.create_default_context()
            request = KeySetRequest(url=self.uri, headers=self.headers)
            with urllib.request.urlopen(request, timeout=self.timeout, context=self.ssl_context) as response:
                return _body(response)
        except (URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise PyJWKClientConnectionError(f'Fail to fetch data from the url, err: "{_said(error)}"') from error

    def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """The set, from the cache if it is there and `refresh` is not asked for."""
        cache = self.jwk_set_cache
        kept = cache.get() if cache is not None and not refresh else None
        if kept is not None:
            return kept
        data = self.fetch_data()
        if not isinstance(data, PyJWKSet):
            _check_object(data)
            data = PyJWKSet.from_dict(data)
        if cache is not None:
            # A subclass may have changed what fetch_data() found: later calls see the same.
            cache.put(data)
        return data

    def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """The keys that have a `kid` and are for signatures. PyJWKClientError if there is none."""
        keys = [key for key in self.get_jwk_set(refresh).keys if key.is_for_signatures and key.key_id]
        if not keys:
            raise PyJWKClientError("The JWKS endpoint did not contain any signing keys")
        return keys

    def get_signing_key(self, kid: str) -> PyJWK:
        """The key of that id; the set is fetched once more for it. PyJWKClientError if there is none."""
        with self._client_lock:
            key = self.match_kid(self.get_signing_keys(), kid)
            if key is None and not self._is_cooling_down():
                key = self.match_kid(self.get_signing_keys(refresh=True), kid)
                self._last_successful_fetch = time.monotonic()
        if key is None:
            raise PyJWKClientError(f'Unable to find a signing key that matches: "{kid}"')
        return key

    def _is_cooling_down(self) -> bool:
        last = self._last_successful_fetch
        return self.jwk_set_cache is not None and last is not None and time.monotonic() - last < self.cooldown_duration

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """The key whose id the header of the token names."""
        header = decode_token(token, options={"verify_signature": False})["header"]
        return self.get_signing_key(header.get("kid"))

    @staticmethod
    def match_kid(signing_keys: list[PyJWK], kid: str) -> PyJWK | None:
        """The first key of that id."""
        return next((key for key in signing_keys if key.key_id == kid), None)


def _check_uri(uri: str) -> None:
    # urllib opens file:, ftp: and data: as well.
    scheme = urlparse(uri).scheme.lower()
    if scheme not in ("http", "https"):
        raise PyJWKClientError(f"Invalid JWKS URI scheme {scheme!r}: only 'http' and 'https' are supported.")


def _check_durations(lifespan: float | None, cooldown: float) -> None:
    if cooldown < 0:
        raise PyJWKClientError(
            f'Cooldown duration must be greater than or equal to 0, the input is "{cooldown}"'
        )
    if not math.isfinite(cooldown):
        raise PyJWKClientError(f'Cooldown duration must be finite, the input is "{cooldown}"')
    if lifespan is not None and lifespan <= 0:
        raise PyJWKClientError(f'Lifespan must be greater than 0, the input is "{lifespan}"')


def _body(response: Any) -> str | bytes:
    # What stands in for a response, as in tests, need not know how to read only so much.
    is_stream = isinstance(response, io.IOBase)
    body: str | bytes = response.read(LARGEST_ANSWER + 1) if is_stream else response.read()
    if len(body) > LARGEST_ANSWER:
        raise PyJWKClientConnectionError(
            f'Fail to fetch data from the url, err: "the answer is larger than {LARGEST_ANSWER} bytes"'
        )
    if is_stream:
        response.read()  # nothing is left, or else it says that the connection broke
    return body


def _said(error: Exception) -> str:
    if isinstance(error, HTTPError) and 300 <= error.code < 400:
        return f"HTTP Error {error.code}: redirected, which is not followed; configure the final address"
    return str(error)


def _check_object(data: Any) -> None:
    if not isinstance(data, dict):
        raise PyJWKClientError("The JWKS endpoint did not return a JSON object")
