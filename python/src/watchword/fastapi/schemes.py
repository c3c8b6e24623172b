"""Security schemes: they tell OpenAPI how to send the token, and give the token itself as a dependency.

Each is an instance of a FastAPI scheme class, so that Swagger's Authorize button works. Each takes any HTTPConnection:
requests and WebSockets alike. The token is not verified here; `Auth.claims` does that.
"""

from typing import Any, cast

from fastapi.openapi.models import SecurityBase as SecurityModel
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from watchword.fastapi.credentials import bearer_token
from watchword.fastapi.errors import not_authenticated


class PasswordBearer(OAuth2PasswordBearer):
    """`OAuth2PasswordBearer`, strict about hostile headers: the bare token, or 401."""

    def __init__(
        self,
        tokenUrl: str,  # noqa: N803 (FastAPI's names)
        scheme_name: str | None = None,
        scopes: dict[str, str] | None = None,
        description: str | None = None,
        auto_error: bool = True,
        refreshUrl: str | None = None,  # noqa: N803
    ) -> None:
        super().__init__(tokenUrl, scheme_name, scopes, description, auto_error)
        # The model has always had it, the constructor of FastAPI's class has not.
        if refreshUrl is not None:
            cast(Any, self.model).flows.password.refreshUrl = refreshUrl

    async def __call__(self, connection: HTTPConnection) -> str | None:
        token = bearer_token(connection.scope["headers"])
        if token is None and self.auto_error:
            raise not_authenticated()
        return token.decode("latin-1") if token is not None else None


class Bearer(HTTPBearer):
    """`HTTPBearer` with `bearerFormat="JWT"`: 401, never 403, when no token came, on every release of FastAPI."""

    def __init__(
        self,
        *,
        bearerFormat: str | None = "JWT",  # noqa: N803 (FastAPI's name)
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(
            bearerFormat=bearerFormat, scheme_name=scheme_name, description=description, auto_error=auto_error
        )

    async def __call__(self, connection: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        token = bearer_token(connection.scope["headers"])
        if token is not None:
            return HTTPAuthorizationCredentials(scheme="Bearer", credentials=token.decode("latin-1"))
        if self.auto_error:
            raise not_authenticated()
        return None


class TokenCookie(APIKeyCookie):
    """The access token in a cookie."""

    def __init__(
        self,
        *,
        name: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(name=name, scheme_name=scheme_name, description=description, auto_error=auto_error)

    async def __call__(self, connection: HTTPConnection) -> str | None:
        token = connection.cookies.get(self.model.name)
        if not token and self.auto_error:
            raise not_authenticated()
        return token or None


class DocumentedScheme(SecurityBase):
    """Shows a further scheme in OpenAPI without doing anything: the dependency that names it reads the token itself."""

    def __init__(self, model: SecurityModel, scheme_name: str) -> None:
        self.model = model
        self.scheme_name = scheme_name
        self.auto_error = False

    async def __call__(self) -> None:
        return None
