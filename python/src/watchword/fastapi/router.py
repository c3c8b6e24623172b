"""/login, /refresh and /logout for whatever signs people in: a Watchword server, or a standalone issuer."""

import base64
import binascii
import hmac
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote_plus

from fastapi import APIRouter, Depends, Form
from fastapi.routing import APIRoute
from fastapi.security import OAuth2PasswordRequestForm
from starlette.requests import Request
from starlette.responses import Response

from watchword.fastapi.cookies import Cookies
from watchword.fastapi.errors import AuthError, bad_request, invalid_refresh_token
from watchword.fastapi.responses import RENEWAL, SIGN_IN, CookieResponse, TokenResponse, refusal_response
from watchword.keys import secret_fingerprint
from watchword.token_requests import Tokens

_log = logging.getLogger("watchword.fastapi")


class SignInBackend(Protocol):
    """What the endpoints ask. Everything is refused by AuthError."""

    async def sign_in(self, username: str, password: str, scope: str, address: str) -> Tokens: ...
    async def refresh(self, refresh_token: str) -> Tokens: ...
    async def sign_out(self, refresh_token: str) -> None: ...


@dataclass(frozen=True)
class RouterOptions:
    """Paths, and what goes where.

    `cookies`: set the tokens as cookies and keep them out of the answer (`tokens_in_body=True` for both). `frontends`:
    client_id to secret of services that sign people in through this one and tell where those are
    (`end_user_address`); their secret comes by HTTP Basic or in the form."""

    prefix: str = ""
    login: str = "/login"
    refresh: str = "/refresh"
    logout: str = "/logout"
    tags: Sequence[str] = ("auth",)
    cookies: Cookies | None = None
    tokens_in_body: bool = False
    frontends: Mapping[str, str] = field(default_factory=dict, repr=False)


class _Route(APIRoute):
    """Refusals get the members of RFC 6749 section 5.2 besides FastAPI's `detail`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except AuthError as error:
                return refusal_response(error)

        return answer


def sign_in_router(backend: SignInBackend, options: RouterOptions) -> APIRouter:
    """The three endpoints. They take forms, as OAuth does and as Swagger's Authorize button sends them."""
    router = APIRouter(prefix=options.prefix, tags=list(options.tags), route_class=_Route)
    endpoints = _Endpoints(backend, options)
    in_cookies = options.cookies is not None and not options.tokens_in_body
    model = CookieResponse if in_cookies else TokenResponse
    answers = {"response_model": model, "response_model_exclude_none": True}
    add = router.add_api_route
    add(options.login, endpoints.login, methods=["POST"], responses=SIGN_IN, **answers)  # type: ignore[arg-type]
    add(options.refresh, endpoints.refresh, methods=["POST"], responses=RENEWAL, **answers)  # type: ignore[arg-type]
    add(options.logout, endpoints.logout, methods=["POST"], status_code=204, responses=RENEWAL)
    return router


class _Endpoints:
    def __init__(self, backend: SignInBackend, options: RouterOptions) -> None:
        self._backend = backend
        self._options = options

    async def login(
        self,
        request: Request,
        response: Response,
        form: OAuth2PasswordRequestForm = Depends(),
        end_user_address: str = Form(""),
    ) -> Any:
        """Signs in with user name and password (RFC 6749 section 4.3)."""
        self._check_origin(request)
        address = self._address(request, form, end_user_address)
        tokens = await self._backend.sign_in(form.username, form.password, " ".join(form.scopes), address)
        return self._answer(response, tokens)

    async def refresh(
        self,
        request: Request,
        response: Response,
        refresh_token: str = Form(""),
        grant_type: str = Form("refresh_token"),
    ) -> Any:
        """The next tokens for a refresh token, from the form or the cookie (RFC 6749 section 6)."""
        self._check_origin(request)
        if grant_type != "refresh_token":
            raise bad_request("grant_type must be refresh_token", "unsupported_grant", "unsupported_grant_type")
        try:
            tokens = await self._renew(refresh_token or self._cookie(request))
        except AuthError as error:
            if error.status_code != 401 or self._options.cookies is None:
                raise
            # The session is over; a browser need not go on sending what is left of it.
            over = refusal_response(error)
            self._options.cookies.clear(over)
            return over
        return self._answer(response, tokens)

    async def _renew(self, token: str) -> Tokens:
        if not token:
            raise invalid_refresh_token("missing_token", "This needs a refresh token.")
        return await self._backend.refresh(token)

    async def logout(self, request: Request, refresh_token: str = Form("")) -> Response:
        """Ends the session of a refresh token, from the form or the cookie. 204 also if it was over already."""
        self._check_origin(request)
        token = refresh_token or self._cookie(request)
        if not token and self._options.cookies is None:
            raise bad_request("This needs a refresh token.", "missing_parameter")
        if token:
            await self._backend.sign_out(token)
        response = Response(status_code=204)
        if self._options.cookies is not None:
            self._options.cookies.clear(response)
        return response

    def _answer(self, response: Response, tokens: Tokens) -> Any:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Pragma"] = "no-cache"
        cookies = self._options.cookies
        csrf = ""
        if cookies is not None:
            csrf = cookies.set(response, tokens.access_token, tokens.expires_in or 900, tokens.refresh_token)
        if cookies is None or self._options.tokens_in_body:
            return TokenResponse(
                access_token=tokens.access_token,
                expires_in=tokens.expires_in,
                refresh_token=tokens.refresh_token,
                scope=tokens.scope or None,
            )
        return CookieResponse(csrf_token=csrf, expires_in=tokens.expires_in, scope=tokens.scope or None)

    def _cookie(self, request: Request) -> str:
        cookies = self._options.cookies
        return request.cookies.get(cookies.refresh_name, "") if cookies is not None else ""

    def _check_origin(self, request: Request) -> None:
        """Signing somebody in under another's name is an attack, too: with cookies, only our own pages may."""
        if self._options.cookies is not None:
            self._options.cookies.check_origin(request)

    def _address(self, request: Request, form: OAuth2PasswordRequestForm, stated: str) -> str:
        """Where the person is: the connection's other end, or what a known frontend states."""
        client_id, secret = _client_of(request, form)
        known = self._options.frontends.get(client_id) if client_id else None
        if secret and self._options.frontends:
            if known is None or not hmac.compare_digest(known.encode(), secret.encode(errors="surrogatepass")):
                raise _unknown_frontend(client_id, secret, known)
            return stated[:64] or _peer(request)
        return _peer(request)


def _unknown_frontend(client_id: str, secret: str, known: str | None) -> AuthError:
    """The log names both secrets by their fingerprints, so that whoever set them can tell which one is wrong."""
    here = "is not known here" if known is None else f"is expected to hold {secret_fingerprint(known)}"
    _log.error(
        "invalid_client: %.128r %s, and shows the secret with the fingerprint %s; compare with "
        "`flask watchword doctor` there",
        client_id,
        here,
        secret_fingerprint(secret),
    )
    return AuthError(
        401,
        "The client is unknown or its secret is wrong.",
        code="invalid_client",
        oauth_error="invalid_client",
        headers={"WWW-Authenticate": 'Basic realm="clients"'},
    )


def _peer(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def _client_of(request: Request, form: OAuth2PasswordRequestForm) -> tuple[str, str]:
    """RFC 6749 section 2.3.1: HTTP Basic, id and secret form-encoded; or the form."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.client_id or "", form.client_secret or ""
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)
