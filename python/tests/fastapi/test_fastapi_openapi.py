"""What Swagger sees: schemes, scopes, the sign-in endpoints; and overrides by identity."""

from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Security
from fastapi.security import APIKeyCookie, HTTPBearer, OAuth2PasswordBearer
from fastapi.security.base import SecurityBase
from fastapi.testclient import TestClient

from watchword.fastapi import (
    Auth,
    Bearer,
    Claims,
    Cookies,
    MemoryUsers,
    PasswordBearer,
    StandaloneIssuer,
    TokenCookie,
    User,
)

SECRET = "0123456789abcdef0123456789abcdef"


def app_of(auth: Auth) -> FastAPI:
    app = FastAPI()

    @app.get("/claims")
    async def claims(claims: Annotated[Claims, Depends(auth.claims)]) -> Claims:
        return claims

    @app.get("/optional")
    async def optional(claims: Annotated[Claims | None, Depends(auth.optional_claims)]) -> bool:
        return claims is None

    @app.get("/items", responses=auth.responses)
    async def items(claims: Annotated[Claims, Depends(auth.requires("items"))]) -> Claims:
        return claims

    @app.get("/me")
    async def me(user: Annotated[User, Security(auth.current_user, scopes=["me"])]) -> str:
        return user.id

    return app


def test_a_token_url_gives_the_password_flow_of_swaggers_authorize_button() -> None:
    auth = Auth(secret=SECRET, token_url="login", refresh_url="refresh", scopes={"me": "Who you are", "items": "Items"})
    document = app_of(auth).openapi()
    assert document["components"]["securitySchemes"] == {
        "PasswordBearer": {
            "type": "oauth2",
            "flows": {
                "password": {
                    "scopes": {"me": "Who you are", "items": "Items"},
                    "tokenUrl": "login",
                    "refreshUrl": "refresh",
                }
            },
        }
    }
    security = {path: operations["get"]["security"] for path, operations in document["paths"].items()}
    assert security == {
        "/claims": [{"PasswordBearer": []}],
        "/optional": [{"PasswordBearer": []}],
        "/items": [{"PasswordBearer": ["items"]}],
        "/me": [{"PasswordBearer": ["me"]}],
    }


def test_without_a_token_url_authorize_takes_a_pasted_token(auth: Auth) -> None:
    schemes = app_of(auth).openapi()["components"]["securitySchemes"]
    assert schemes == {"Bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}


def test_header_and_cookie_are_both_shown_where_both_are_taken() -> None:
    document = app_of(Auth(secret=SECRET, token_url="login", cookies=Cookies())).openapi()
    assert document["components"]["securitySchemes"]["TokenCookie"] == {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-access_token",
    }
    assert {"TokenCookie": []} in document["paths"]["/claims"]["get"]["security"]
    assert {"PasswordBearer": []} in document["paths"]["/claims"]["get"]["security"]


def test_cookies_alone_are_shown_alone() -> None:
    schemes = app_of(Auth(secret=SECRET, cookies=Cookies(secure=False), bearer=False)).openapi()["components"]
    assert schemes["securitySchemes"] == {"TokenCookie": {"type": "apiKey", "in": "cookie", "name": "access_token"}}


def test_protected_operations_document_their_refusals(auth: Auth) -> None:
    responses = app_of(auth).openapi()["paths"]["/items"]["get"]["responses"]
    assert set(responses) == {"200", "401", "403", "503"}
    assert "WWW-Authenticate" in responses["401"]["headers"]


def test_the_sign_in_endpoints_are_documented_with_every_answer() -> None:
    app = FastAPI()
    app.include_router(StandaloneIssuer(secret=SECRET, users=MemoryUsers()).router(prefix="/auth"))
    paths = app.openapi()["paths"]
    assert set(paths) == {"/auth/login", "/auth/refresh", "/auth/logout"}
    login = paths["/auth/login"]["post"]
    assert set(login["responses"]) == {"200", "400", "401", "403", "422", "429", "503"}
    assert set(paths["/auth/logout"]["post"]["responses"]) >= {"204", "400", "429"}
    assert "application/x-www-form-urlencoded" in login["requestBody"]["content"]


@pytest.mark.parametrize(
    ("scheme", "base"),
    [
        (PasswordBearer(tokenUrl="t"), OAuth2PasswordBearer),
        (Bearer(), HTTPBearer),
        (TokenCookie(name="c"), APIKeyCookie),
        (Auth(secret=SECRET).claims, SecurityBase),
    ],
)
def test_schemes_are_instances_of_fastapis_own_classes(scheme: Any, base: type) -> None:
    assert isinstance(scheme, base) and isinstance(scheme, SecurityBase)
    assert scheme.model is not None and scheme.scheme_name


@pytest.mark.parametrize("scheme", [PasswordBearer("t"), Bearer(), TokenCookie(name="c")])
def test_a_scheme_of_its_own_refuses_with_401_and_gives_the_token(scheme: Any) -> None:
    app = FastAPI()

    @app.get("/")
    async def root(token: Annotated[Any, Depends(scheme)]) -> str:
        return token if isinstance(token, str) else str(token.credentials)

    client = TestClient(app, cookies={"c": "abc"} if isinstance(scheme, TokenCookie) else {})
    assert client.get("/", headers={"Authorization": "Bearer abc"}).json() == "abc"
    bare = TestClient(app).get("/")
    assert (bare.status_code, bare.json()) == (401, {"detail": "Not authenticated"})


@pytest.mark.parametrize(
    "scheme", [PasswordBearer("t", auto_error=False), Bearer(auto_error=False), TokenCookie(name="c", auto_error=False)]
)
def test_a_scheme_without_auto_error_gives_none(scheme: Any) -> None:
    app = FastAPI()

    @app.get("/")
    async def root(token: Annotated[Any, Depends(scheme)]) -> bool:
        return token is None

    assert TestClient(app).get("/").json() is True


# -- overrides


def test_dependencies_are_the_same_objects_at_every_access(auth: Auth) -> None:
    for name in ("scheme", "claims", "optional_claims", "current_user", "optional_user"):
        assert getattr(auth, name) is getattr(auth, name)
    assert auth.requires("a") is auth.requires("a")
    assert auth.requires("a", "b") is auth.requires("b", "a")
    assert auth.requires("a") is not auth.requires("b")
    assert auth.requires("a", roles=["r"]) is auth.requires("a", roles=["r"])
    assert auth.requires("a", roles=["r"]) is not auth.requires("a")
    assert auth.claims_as(SomeModel) is auth.claims_as(SomeModel)


from pydantic import BaseModel  # noqa: E402


class SomeModel(BaseModel):
    sub: str


def test_overriding_the_user_switches_the_token_off(auth: Auth) -> None:
    app = app_of(auth)
    app.dependency_overrides[auth.current_user] = lambda: User("fake")
    client = TestClient(app)
    assert client.get("/me").json() == "fake"
    assert client.get("/claims").status_code == 401


def test_overriding_the_claims_reaches_users_and_scopes(auth: Auth) -> None:
    app = app_of(auth)
    app.dependency_overrides[auth.claims] = lambda: {"sub": "fake"}
    client = TestClient(app)
    assert client.get("/claims").json() == {"sub": "fake"}
    assert client.get("/me").json() == "fake"
    assert client.get("/items").json() == {"sub": "fake"}


def test_overriding_one_requirement_leaves_the_others(auth: Auth) -> None:
    app = app_of(auth)
    app.dependency_overrides[auth.requires("items")] = lambda: {"sub": "fake"}
    client = TestClient(app)
    assert client.get("/items").json() == {"sub": "fake"}
    assert client.get("/claims").status_code == 401


def test_override_checks_scopes_and_puts_everything_back(auth: Auth) -> None:
    app = app_of(auth)
    app.dependency_overrides[auth.optional_claims] = before = lambda: None
    client = TestClient(app)
    with auth.override(app, claims={"sub": "ada", "scope": "items"}):
        assert client.get("/items").json()["sub"] == "ada"
        assert client.get("/me").status_code == 403
        assert client.get("/optional").json() is False
    assert client.get("/items").status_code == 401
    assert app.dependency_overrides == {auth.optional_claims: before}
    with auth.override(app, user=User("ada")):
        assert client.get("/me").json() == "ada"
    assert client.get("/me").status_code == 401
