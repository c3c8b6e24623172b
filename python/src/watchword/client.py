"""A client of the Watchword server: sign people in, renew, sign out.

    client = Client("https://id.example", "shop", client_secret=secret)
    tokens = client.password("ada", password, end_user_address="203.0.113.7")
    tokens = client.refresh(tokens.refresh_token)
    client.revoke(tokens.refresh_token)

`AsyncClient` has the same methods, to be awaited. Errors: SignInRefused for what the server refuses, ServerUnavailable
for everything that trying again may help against. Neither ever holds a password or a token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from watchword.connections import UNCOMPRESSED, Connections
from watchword.documents import (
    Limits,
    client_options,
    endpoint,
    metadata_urls,
    read_metadata,
    require_httpx,
    require_safe_url,
)
from watchword.errors import ServerUnavailable
from watchword.token_requests import Answer, Credentials, Tokens, read_claims, read_nothing, read_tokens

if TYPE_CHECKING:
    import httpx

__all__ = ["AsyncClient", "Client", "Tokens"]

FIRST_PARTY = "watchword"
"""The server's built-in public client."""


class _ClientBase:
    """What both clients share: everything but the waiting."""

    def __init__(
        self,
        issuer: str,
        client_id: str = FIRST_PARTY,
        client_secret: str | None = None,
        *,
        connect_timeout: float = 2.0,
        total_timeout: float = 5.0,
        max_bytes: int = 512 * 1024,
    ) -> None:
        require_httpx()
        self.issuer = require_safe_url(issuer, "issuer")
        self._credentials = Credentials(client_id, client_secret)
        self._limits = Limits(connect_timeout, total_timeout, max_bytes)
        self._metadata: dict[str, Any] | None = None

    @property
    def client_id(self) -> str:
        return self._credentials.client_id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.issuer!r}, {self.client_id!r})"


class Client(_ClientBase):
    """Thread-safe; keeps connections open; may be made before a process forks."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._connections = Connections(self.issuer, self._limits, headers=UNCOMPRESSED)

    def password(
        self, username: str, password: str, *, scope: str = "", resource: str = "", end_user_address: str = ""
    ) -> Tokens:
        """Signs a person in (RFC 6749 section 4.3). `end_user_address`: where the person is, so that limits fall there;
        believed from a confidential client that may state it (`client add --may-state-user-address`).
        SignInRefused: wrong_credentials, rate_limited (with retry_after), invalid_client, unauthorized_client ..."""
        return read_tokens(
            self._post(
                "token_endpoint",
                grant_type="password",
                username=username,
                password=password,
                scope=scope,
                resource=resource,
                end_user_address=end_user_address,
            )
        )

    def refresh(self, refresh_token: str, *, scope: str = "") -> Tokens:
        """The next tokens (RFC 6749 section 6). Asking again with the same refresh token within the server's grace
        gives the same successor. SignInRefused: invalid_refresh_token, refresh_token_reused, session_ended."""
        return read_tokens(
            self._post("token_endpoint", grant_type="refresh_token", refresh_token=refresh_token, scope=scope)
        )

    def client_credentials(self, *, scope: str = "", resource: str = "") -> Tokens:
        """Tokens for this client itself (RFC 6749 section 4.4)."""
        return read_tokens(
            self._post("token_endpoint", grant_type="client_credentials", scope=scope, resource=resource)
        )

    def revoke(self, token: str) -> None:
        """Ends the session that a refresh or access token belongs to (RFC 7009). No error if it was over already."""
        read_nothing(self._post("revocation_endpoint", token=token))

    def userinfo(self, access_token: str) -> dict[str, Any]:
        """Who the access token speaks for: `sub`, with the scopes `profile` and `email` more."""
        url = endpoint(self.metadata(), "userinfo_endpoint")
        return read_claims(self._connections.send("GET", url, {"Authorization": f"Bearer {access_token}"}))

    def metadata(self) -> dict[str, Any]:
        """The server's metadata (RFC 8414), asked for once."""
        if self._metadata is None:
            self._metadata = self._fetch_metadata()
        return self._metadata

    def close(self) -> None:
        """Closes the connections. Idempotent; the client may be used again."""
        self._connections.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fetch_metadata(self) -> dict[str, Any]:
        failures: list[ServerUnavailable] = []
        for url in metadata_urls(self.issuer):
            answer = self._connections.send("GET", url, {})
            try:
                return read_metadata(self.issuer, answer.require_document())
            except ServerUnavailable as failure:
                failures.append(failure)
        raise failures[0]

    def _post(self, name: str, **form: str) -> Answer:
        url = endpoint(self.metadata(), name)
        headers, body = self._credentials.request(form)
        return self._connections.send("POST", url, headers, data=body)


class AsyncClient(_ClientBase):
    """`Client` for an event loop. Its connections belong to the loop that is running; another loop gets its own."""

    _http: httpx.AsyncClient | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    async def password(
        self, username: str, password: str, *, scope: str = "", resource: str = "", end_user_address: str = ""
    ) -> Tokens:
        """See Client.password."""
        return read_tokens(
            await self._post(
                "token_endpoint",
                grant_type="password",
                username=username,
                password=password,
                scope=scope,
                resource=resource,
                end_user_address=end_user_address,
            )
        )

    async def refresh(self, refresh_token: str, *, scope: str = "") -> Tokens:
        """See Client.refresh."""
        return read_tokens(
            await self._post("token_endpoint", grant_type="refresh_token", refresh_token=refresh_token, scope=scope)
        )

    async def client_credentials(self, *, scope: str = "", resource: str = "") -> Tokens:
        """See Client.client_credentials."""
        return read_tokens(
            await self._post("token_endpoint", grant_type="client_credentials", scope=scope, resource=resource)
        )

    async def revoke(self, token: str) -> None:
        """See Client.revoke."""
        read_nothing(await self._post("revocation_endpoint", token=token))

    async def userinfo(self, access_token: str) -> dict[str, Any]:
        """See Client.userinfo."""
        url = endpoint(await self.metadata(), "userinfo_endpoint")
        return read_claims(await self._send("GET", url, {"Authorization": f"Bearer {access_token}"}))

    async def metadata(self) -> dict[str, Any]:
        """See Client.metadata."""
        if self._metadata is None:
            self._metadata = await self._fetch_metadata()
        return self._metadata

    async def aclose(self) -> None:
        """Closes the connections. Idempotent; the client may be used again."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _fetch_metadata(self) -> dict[str, Any]:
        failures: list[ServerUnavailable] = []
        for url in metadata_urls(self.issuer):
            answer = await self._send("GET", url, {})
            try:
                return read_metadata(self.issuer, answer.require_document())
            except ServerUnavailable as failure:
                failures.append(failure)
        raise failures[0]

    async def _post(self, name: str, **form: str) -> Answer:
        url = endpoint(await self.metadata(), name)
        headers, body = self._credentials.request(form)
        return await self._send("POST", url, headers, body)

    async def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: Mapping[str, str] | None = None
    ) -> Answer:
        import httpx

        try:
            async with self._connections().stream(method, url, headers=headers, data=body) as answer:
                collected = Answer(url, answer.status_code, answer.headers, self._limits)
                async for chunk in answer.aiter_raw():
                    collected.add(chunk)
                return collected
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ServerUnavailable(f"{url}: {type(error).__name__}: {error}") from None

    def _connections(self) -> httpx.AsyncClient:
        import httpx

        loop = asyncio.get_running_loop()
        if self._http is None or self._loop is not loop:
            self._http = httpx.AsyncClient(
                **client_options(self.issuer, self._limits), headers=UNCOMPRESSED
            )
            self._loop = loop
        return self._http
