"""Who checks the password and hands out the tokens: the Watchword server, or a service of one's own with a `/login`."""

from __future__ import annotations

from typing import Any, Protocol

from watchword.client import Client
from watchword.connections import UNCOMPRESSED, Connections
from watchword.documents import Limits
from watchword.flask.sign_in.settings import Settings
from watchword.token_requests import Answer, Tokens, read_nothing, read_tokens

class TokenBackend(Protocol):
    """Errors of all three: SignInRefused, ServerUnavailable."""

    def sign_in(self, username: str, password: str, address: str) -> Tokens: ...

    def renew(self, refresh_token: str) -> Tokens: ...

    def sign_out(self, session_token: str) -> None:
        """Ends the session at its source. `session_token`: the refresh token, or the access token if there is none."""


class ServerBackend:
    """The server's token endpoint. As a confidential client that may state it, the person's address goes along, so that
    limits fall on the person and not on this application."""

    def __init__(self, settings: Settings) -> None:
        self._scope, self._resource = settings.scope, settings.resource
        self._client = (
            Client(settings.issuer, settings.client_id, settings.client_secret)
            if settings.client_id
            else Client(settings.issuer)
        )

    def sign_in(self, username: str, password: str, address: str) -> Tokens:
        return self._client.password(
            username, password, scope=self._scope, resource=self._resource, end_user_address=address
        )

    def renew(self, refresh_token: str) -> Tokens:
        return self._client.refresh(refresh_token)

    def sign_out(self, session_token: str) -> None:
        self._client.revoke(session_token)


class LoginUrlBackend:
    """A service whose `/login` takes the form of FastAPI's OAuth2PasswordRequestForm and answers `access_token` and
    `refresh_token` as JSON; `/refresh` and `/logout` beside it take the field `refresh_token`. That is what the router
    of `watchword.fastapi` does; WATCHWORD_LOGIN_FORMAT = "json" sends JSON instead. The person's address goes along as
    `end_user_address`, for a service that knows this client by its secret, and in X-Forwarded-For, for one that trusts
    this application as a proxy."""

    def __init__(self, settings: Settings) -> None:
        assert settings.login_url and settings.refresh_url and settings.logout_url
        self._login_url, self._refresh_url = settings.login_url, settings.refresh_url
        self._logout_url = settings.logout_url
        self._scope = settings.scope
        self._body = "json" if settings.login_format == "json" else "data"
        self._client = {"client_id": settings.client_id or "", "client_secret": settings.client_secret or ""}
        self._connections = Connections(self._login_url, Limits(), headers=UNCOMPRESSED)

    def sign_in(self, username: str, password: str, address: str) -> Tokens:
        form = {"grant_type": "password", "username": username, "password": password, "scope": self._scope}
        form |= {"end_user_address": address, **self._client}
        stated = {"X-Forwarded-For": address} if address else {}
        return read_tokens(self._post(self._login_url, stated, form))

    def renew(self, refresh_token: str) -> Tokens:
        return read_tokens(self._post(self._refresh_url, {}, {"refresh_token": refresh_token}))

    def sign_out(self, session_token: str) -> None:
        read_nothing(self._post(self._logout_url, {}, {"refresh_token": session_token}))

    def _post(self, url: str, headers: dict[str, str], fields: dict[str, str]) -> Answer:
        body: Any = {self._body: {name: value for name, value in fields.items() if value}}
        return self._connections.send("POST", url, headers, **body)


def make_backend(settings: Settings) -> TokenBackend:
    return LoginUrlBackend(settings) if settings.login_url else ServerBackend(settings)
