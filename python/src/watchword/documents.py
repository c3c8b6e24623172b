"""JSON documents of an issuer, fetched over HTTP with limits: metadata (RFC 8414) and JWK Sets (RFC 7517).

https with the certificate checked, or http on a loopback host. Redirects are not followed: a document speaks for the
place it was asked from.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from watchword.errors import ConfigurationError, ServerUnavailable

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class Limits:
    """What a fetch may cost: seconds and bytes."""

    connect_timeout: float = 2.0
    total_timeout: float = 5.0
    max_bytes: int = 512 * 1024


@dataclass(frozen=True)
class Document:
    body: bytes
    max_age: float | None
    """From Cache-Control; zero for no-store and no-cache; None if it says nothing."""
    date: str = ""
    """The Date header: the server's clock."""


def is_loopback(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1. Other names under localhost may be resolved to anywhere."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_safe_url(url: str, what: str = "URL") -> str:
    """`url` itself if it is https, or http on a loopback host, without user name and fragment. ConfigurationError."""
    parts = _split(url, what)
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{what}: it must not carry a user name or password")
    if parts.fragment:
        raise ConfigurationError(f"{what}: it must not have a fragment")
    if parts.hostname and parts.scheme == "https":
        return url
    if parts.hostname and parts.scheme == "http" and is_loopback(parts.hostname):
        return url
    raise ConfigurationError(f"{what}: it must be https, or http on a loopback host: {url!r}")


def _split(url: str, what: str) -> Any:
    if any(character <= " " or character == "\\" or character > "~" for character in url):
        raise ConfigurationError(f"{what}: it must be printable ASCII without spaces: {url!r}")
    try:
        parts = urlsplit(url)
        parts.port
    except ValueError as error:
        raise ConfigurationError(f"{what}: it is not a URL: {url!r}") from error
    return parts


def metadata_urls(issuer: str) -> list[str]:
    """Where an issuer's metadata may stand: RFC 8414 section 3.1, then OpenID Connect Discovery section 4."""
    parts = urlsplit(require_safe_url(issuer, "issuer"))
    path = parts.path.rstrip("/")
    oauth = urlunsplit((parts.scheme, parts.netloc, "/.well-known/oauth-authorization-server" + path, "", ""))
    openid = urlunsplit((parts.scheme, parts.netloc, path + "/.well-known/openid-configuration", "", ""))
    return [oauth, openid]


def client_options(url: str, limits: Limits) -> dict[str, Any]:
    """How httpx is to behave towards `url`."""
    import httpx

    parts = urlsplit(url)
    return {
        "timeout": httpx.Timeout(limits.total_timeout, connect=limits.connect_timeout),
        "follow_redirects": False,
        # One client serves many people: a cookie that a service sets for one must not go along with another's request.
        "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        # What is meant for this machine stays here, whatever proxy the environment names.
        "trust_env": not is_loopback(parts.hostname or ""),
    }


def require_httpx() -> None:
    """ConfigurationError that says how to get it."""
    if importlib.util.find_spec("httpx") is None:
        raise ConfigurationError("asking a server needs httpx: pip install httpx, or 'watchword[flask]'")


def fetch(url: str, limits: Limits) -> Document:
    """One GET. Blocks for about the total timeout at most. ServerUnavailable for every answer but a 200 within the
    limits."""
    import httpx

    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "watchword"}
    try:
        with httpx.Client(**client_options(url, limits), headers=headers) as http, http.stream("GET", url) as answer:
            _require_plain_ok(url, answer)
            body = _read(url, answer, limits)
            return Document(body, max_age_of(answer.headers.get("Cache-Control", "")), answer.headers.get("Date", ""))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise ServerUnavailable(f"{url}: {type(error).__name__}: {error}") from error


def _require_plain_ok(url: str, answer: httpx.Response) -> None:
    if answer.is_redirect:
        raise ServerUnavailable(f"{url}: redirected to {answer.headers.get('Location', 'somewhere')!r}, not followed")
    if answer.status_code != 200:
        raise ServerUnavailable(f"{url}: status {answer.status_code}")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ServerUnavailable(f"{url}: compressed, although nobody asked for it")


def _read(url: str, answer: httpx.Response, limits: Limits) -> bytes:
    """Chunk by chunk: neither a huge body nor one that trickles in for ever is waited for."""
    deadline = time.monotonic() + limits.total_timeout
    body = bytearray()
    for chunk in answer.iter_raw():
        body += chunk
        if len(body) > limits.max_bytes:
            raise ServerUnavailable(f"{url}: larger than the limit of {limits.max_bytes} bytes")
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"{url}: took longer than {limits.total_timeout} s")
    return bytes(body)


def read_metadata(issuer: str, body: bytes) -> dict[str, Any]:
    """The document, if it is about this very issuer: RFC 8414 section 3.3 has the two compared."""
    try:
        metadata = json.loads(body)
    except ValueError as error:
        raise ServerUnavailable(f"the metadata of {issuer} is not JSON") from error
    if not isinstance(metadata, dict):
        raise ServerUnavailable(f"the metadata of {issuer} is not a JSON object")
    if metadata.get("issuer") != issuer:
        raise ServerUnavailable(f"the metadata at {issuer} is about another issuer: {metadata.get('issuer')!r}")
    return metadata


def fetch_metadata(issuer: str, limits: Limits) -> dict[str, Any]:
    """The authorization server's metadata. ServerUnavailable, with what the first place answered."""
    first_failure: ServerUnavailable | None = None
    for url in metadata_urls(issuer):
        try:
            return read_metadata(issuer, fetch(url, limits).body)
        except ServerUnavailable as failure:
            first_failure = first_failure or failure
    raise first_failure or ServerUnavailable(issuer)


def endpoint(metadata: dict[str, Any], name: str) -> str:
    """A URL that the metadata must have. ServerUnavailable if it has not, or an unsafe one."""
    url = metadata.get(name)
    if not isinstance(url, str):
        raise ServerUnavailable(f"the metadata of {metadata.get('issuer')} has no {name}")
    try:
        return require_safe_url(url, name)
    except ConfigurationError as error:
        raise ServerUnavailable(error.detail) from error


def max_age_of(cache_control: str) -> float | None:
    """The lifetime that the value of a Cache-Control header states (RFC 9111 section 5.2.2)."""
    found: float | None = None
    for directive in cache_control.lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name in ("no-store", "no-cache"):
            return 0.0
        if name == "max-age" and found is None and value.strip('"').isdecimal():
            found = float(min(int(value.strip('"')[:12]), 2**31))
    return found
