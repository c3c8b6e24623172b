"""The dependencies of an `Auth`. FastAPI reads their signatures, and knows them by identity: each is made once."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import Depends, Security
from fastapi.security import OAuth2, SecurityScopes
from fastapi.security.base import SecurityBase
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from watchword.fastapi.claims import as_model, lacks, roles_of
from watchword.fastapi.errors import AuthError, forbidden, not_authenticated
from watchword.fastapi.schemes import DocumentedScheme, TokenCookie
from watchword.fastapi.websockets import refusal_for

if TYPE_CHECKING:
    from watchword.fastapi.auth import Auth

Dependency = Callable[..., Any]


class ClaimsDependency(SecurityBase):
    """Scheme and verification in one dependency, because each one that FastAPI resolves costs more than verifying a
    token does."""

    def __init__(self, auth: "Auth", *, required: bool) -> None:
        self._auth = auth
        self.auto_error = required
        self.model = auth.scheme.model
        self.scheme_name = auth.scheme.scheme_name
        self.__signature__ = _signature(_second_scheme(auth))

    async def __call__(
        self, connection: HTTPConnection, security_scopes: SecurityScopes, second_scheme: None = None
    ) -> Any:
        auth = self._auth
        try:
            claims = await auth.authenticate(connection)
            if claims is None:
                return self._absent()
            if security_scopes.scopes:
                auth.check_scopes(claims, security_scopes.scopes)
            return auth.present(claims)
        except AuthError as error:
            raise refusal_for(connection, error) from error.__cause__

    def _absent(self) -> None:
        if self.auto_error:
            raise not_authenticated(self._auth.realm)


class OAuth2ClaimsDependency(ClaimsDependency, OAuth2):  # type: ignore[misc]
    """OAuth2 by type: older releases of FastAPI show scopes for such schemes alone."""


def claims_of(auth: "Auth", *, required: bool) -> ClaimsDependency:
    """`auth.claims` and `auth.optional_claims`."""
    kind = OAuth2ClaimsDependency if isinstance(auth.scheme, OAuth2) else ClaimsDependency
    return kind(auth, required=required)


def _second_scheme(auth: "Auth") -> DocumentedScheme | None:
    """Where header and cookie are both taken, OpenAPI shows both."""
    if auth.cookies is None or isinstance(auth.scheme, TokenCookie):
        return None
    cookie = TokenCookie(name=auth.cookies.access_name)
    return DocumentedScheme(cookie.model, cookie.scheme_name)


def _signature(second: DocumentedScheme | None) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        inspect.Parameter("connection", kind, annotation=HTTPConnection),
        inspect.Parameter("security_scopes", kind, annotation=SecurityScopes),
    ]
    if second is not None:
        parameters.append(inspect.Parameter("second_scheme", kind, default=Depends(second), annotation=None))
    return inspect.Signature(parameters)


def current_user_of(auth: "Auth") -> Dependency:
    """`auth.current_user`."""

    async def current_user(connection: HTTPConnection, claims: Any = Depends(auth.claims)) -> Any:
        return await _load(auth, connection, claims)

    return current_user


def optional_user_of(auth: "Auth") -> Dependency:
    """`auth.optional_user`."""

    async def optional_user(connection: HTTPConnection, claims: Any = Depends(auth.optional_claims)) -> Any:
        return None if claims is None else await _load(auth, connection, claims)

    return optional_user


async def _load(auth: "Auth", connection: HTTPConnection, claims: Any) -> Any:
    try:
        return await auth.load_user(claims)
    except AuthError as error:
        raise refusal_for(connection, error) from error.__cause__


def required_scopes(auth: "Auth", scopes: tuple[str, ...], roles: tuple[str, ...]) -> Dependency:
    """`auth.requires(...)`. The scopes go through FastAPI, which shows them and has `auth.claims` check them."""

    async def required(claims: Any = Security(auth.claims, scopes=scopes)) -> Any:
        return claims

    async def required_with_roles(
        connection: HTTPConnection, claims: Any = Security(auth.claims, scopes=scopes)
    ) -> Any:
        if lacks(roles_of(auth.raw_claims(connection, claims)), roles):
            raise refusal_for(connection, forbidden())
        return claims

    return required_with_roles if roles else required


def claims_as_model(auth: "Auth", model: type[BaseModel]) -> Dependency:
    """`auth.claims_as(model)`."""

    async def claims_as(connection: HTTPConnection, claims: Any = Depends(auth.claims)) -> Any:
        try:
            return as_model(model, auth.raw_claims(connection, claims), auth.realm)
        except AuthError as error:
            raise refusal_for(connection, error) from error.__cause__

    return claims_as
