"""Signing in through a Watchword server: its answers as those of the application."""

import logging
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from watchword.client import FIRST_PARTY, AsyncClient
from watchword.errors import ConfigurationError, ServerUnavailable, SignInRefused
from watchword.fastapi.errors import (
    AuthError,
    bad_request,
    busy,
    invalid_refresh_token,
    rate_limited,
    wrong_credentials,
)
from watchword.fastapi.router import RouterOptions, sign_in_router
from watchword.token_requests import Tokens

if TYPE_CHECKING:
    from watchword.fastapi.auth import Auth

_log = logging.getLogger("watchword.fastapi")
_SESSION_OVER = ("invalid_refresh_token", "refresh_token_reused", "session_ended")
_CLIENT_AT_FAULT = ("invalid_client", "unauthorized_client", "unsupported_grant")


class ServerSignIn:
    """Signs people in at the server. A confidential client states where they are, so that limits fall on them."""

    def __init__(self, client: AsyncClient, *, confidential: bool, resource: str = "") -> None:
        self._client = client
        self._confidential = confidential
        self._resource = resource

    async def sign_in(self, username: str, password: str, scope: str, address: str) -> Tokens:
        if not username or not password:
            raise wrong_credentials()
        try:
            return await self._client.password(
                username,
                password,
                scope=scope,
                resource=self._resource,
                end_user_address=address if self._confidential else "",
            )
        except (SignInRefused, ServerUnavailable) as error:
            raise refusal_of(error) from error

    async def refresh(self, refresh_token: str) -> Tokens:
        try:
            return await self._client.refresh(refresh_token)
        except (SignInRefused, ServerUnavailable) as error:
            raise refusal_of(error) from error

    async def sign_out(self, refresh_token: str) -> None:
        try:
            await self._client.revoke(refresh_token)
        except SignInRefused as error:
            if error.code not in _SESSION_OVER:
                raise refusal_of(error) from error
        except ServerUnavailable as error:
            raise refusal_of(error) from error


def refusal_of(error: SignInRefused | ServerUnavailable) -> AuthError:
    """The one mapping of the server's codes."""
    if isinstance(error, ServerUnavailable):
        _log.warning("server_unavailable: %s", error.detail)
        return busy(error.sentence, error.code, error.retry_after or 5)
    if error.code == "wrong_credentials":
        return wrong_credentials()
    if error.code == "rate_limited":
        return rate_limited(error.retry_after or 1)
    if error.code in _SESSION_OVER:
        return invalid_refresh_token(error.code)
    if error.code in _CLIENT_AT_FAULT:
        _log.error("%s: the server refuses this application's own client; see `watchword client list`", error.code)
        return busy("This service is not set up to sign people in.", error.code, 60)
    oauth_error = "invalid_scope" if error.code == "invalid_scope" else "invalid_request"
    return bad_request(error.sentence, error.code, oauth_error)


def server_router(
    auth: "Auth",
    *,
    client_id: str = FIRST_PARTY,
    client_secret: str | None = None,
    resource: str | None = None,
    server: str | None = None,
    **options: Any,
) -> APIRouter:
    """/login, /refresh and /logout at the server that issues the tokens.

    `client_id`, `client_secret`: this application's own, if it is confidential (`watchword client add NAME --grant
    password --grant refresh_token --may-state-user-address`). `resource`: the audience to ask tokens for (RFC 8707), by
    default the first of `auth` unless that is the server itself. `server`: its address, if not the issuer. The other
    options are those of RouterOptions; `cookies` follows `auth`."""
    issuer = server or getattr(auth.verifier, "issuer", None)
    if not issuer:
        raise ConfigurationError("auth.router() needs the server's address: give Auth an `issuer`, or `server=` here")
    audiences = tuple(getattr(auth.verifier, "audiences", ()))
    if resource is None:
        resource = audiences[0] if audiences and issuer not in audiences else ""
    client = AsyncClient(issuer, client_id, client_secret)
    auth.at_shutdown(client.aclose)
    backend = ServerSignIn(client, confidential=client_secret is not None, resource=resource)
    return sign_in_router(backend, RouterOptions(**{"cookies": auth.cookies, **options}))
