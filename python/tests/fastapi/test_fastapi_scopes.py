"""Scopes, roles and claim models."""

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Security
from fastapi.security import SecurityScopes
from fastapi.testclient import TestClient
from pydantic import BaseModel

from watchword.fastapi import Auth, Claims, User

SECRET = "0123456789abcdef0123456789abcdef"


class Tenant(BaseModel):
    sub: str
    tenant: int


def bearer(auth: Auth, **claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {auth.test_token('ada', **claims)}"}


def client_of(auth: Auth) -> TestClient:
    app = FastAPI()

    @app.get("/items", dependencies=[Depends(auth.requires("items:read"))])
    async def items() -> list[str]:
        return ["a"]

    @app.get("/both")
    async def both(claims: Annotated[Claims, Depends(auth.requires("items:read", "items:write"))]) -> str:
        return str(claims["sub"])

    @app.get("/security")
    async def security(user: Annotated[User, Security(auth.current_user, scopes=["me"])]) -> str:
        return user.id

    @app.get("/security-default")
    async def security_default(user: User = Security(auth.current_user, scopes=["me"])) -> str:
        return user.id

    @app.get("/admin", dependencies=[Depends(auth.requires(roles=["admin"]))])
    async def admin() -> str:
        return "secret"

    async def active(
        scopes: SecurityScopes, user: Annotated[User, Security(auth.current_user, scopes=["me"])]
    ) -> tuple[str, list[str]]:
        return user.id, scopes.scopes

    @app.get("/nested")
    async def nested(found: Annotated[tuple[str, list[str]], Security(active, scopes=["items"])]) -> list[str]:
        return found[1]

    @app.get("/tenant")
    async def tenant(claims: Annotated[Tenant, Depends(auth.claims_as(Tenant))]) -> int:
        return claims.tenant

    router = APIRouter(prefix="/area", dependencies=[Security(auth.claims, scopes=["area"])])

    @router.get("/inner", dependencies=[Depends(auth.requires("inner"))])
    async def inner() -> str:
        return "in"

    app.include_router(router)
    return TestClient(app)


def test_a_token_with_the_scope_may_and_one_without_gets_403(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/items", headers=bearer(auth, scopes=["items:read"])).json() == ["a"]
    refused = client.get("/items", headers=bearer(auth, scopes=["items:reader", "items"]))
    assert (refused.status_code, refused.json()) == (403, {"detail": "Not enough permissions"})
    challenge = refused.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer error="insufficient_scope"') and 'scope="items:read"' in challenge


def test_no_token_is_401_and_not_403_where_a_scope_is_needed(auth: Auth) -> None:
    assert client_of(auth).get("/items").status_code == 401


def test_all_of_several_scopes_are_needed(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/both", headers=bearer(auth, scopes=["items:read", "items:write", "x"])).json() == "ada"
    assert client.get("/both", headers=bearer(auth, scopes=["items:read"])).status_code == 403


@pytest.mark.parametrize("path", ["/security", "/security-default"])
def test_security_scopes_reach_the_token_through_the_user(auth: Auth, path: str) -> None:
    client = client_of(auth)
    assert client.get(path, headers=bearer(auth, scopes=["me"])).json() == "ada"
    assert client.get(path, headers=bearer(auth)).status_code == 403


def test_nested_scopes_are_all_needed_and_all_named(auth: Auth) -> None:
    client = client_of(auth)
    refused = client.get("/nested", headers=bearer(auth, scopes=["me"]))
    assert 'scope="items me"' in refused.headers["WWW-Authenticate"]
    assert client.get("/nested", headers=bearer(auth, scopes=["me", "items"])).json() == ["items"]


def test_the_scopes_of_router_and_route_are_both_needed(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/area/inner", headers=bearer(auth, scopes=["area"])).status_code == 403
    assert client.get("/area/inner", headers=bearer(auth, scopes=["inner"])).status_code == 403
    assert client.get("/area/inner", headers=bearer(auth, scopes=["area", "inner"])).status_code == 200


def test_the_tutorials_answer_for_a_missing_scope_is_a_switch(auth: Auth) -> None:
    tutorial = Auth(secret=SECRET, missing_scope_status=401)
    refused = client_of(tutorial).get("/nested", headers=bearer(tutorial))
    assert (refused.status_code, refused.json()) == (401, {"detail": "Not enough permissions"})
    assert refused.headers["WWW-Authenticate"] == 'Bearer scope="items me"'


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"scope": "items:read"}, 200),
        ({"scope": "a items:read b"}, 200),
        ({"scope": ["items:read"]}, 200),
        ({"scp": "items:read"}, 200),
        ({"scp": ["x", "items:read"]}, 200),
        ({"scope": ""}, 403),
        ({"scope": 7}, 403),
        ({"scope": {"items:read": True}}, 403),
        ({"scope": [["items:read"]]}, 403),
        ({"scope": "items:read2"}, 403),
    ],
)
def test_scopes_are_read_as_text_or_list_and_nothing_else(auth: Auth, claims: dict[str, Any], status: int) -> None:
    assert client_of(auth).get("/items", headers=bearer(auth, **claims)).status_code == status


def test_a_role_is_needed_and_403_has_no_challenge(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/admin", headers=bearer(auth, roles=["admin", "x"])).status_code == 200
    refused = client.get("/admin", headers=bearer(auth, roles=["administrator"]))
    assert refused.status_code == 403 and "WWW-Authenticate" not in refused.headers
    assert client.get("/admin", headers=bearer(auth)).status_code == 403


def test_claims_come_as_a_model_and_those_that_do_not_fit_are_401(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/tenant", headers=bearer(auth, tenant=7)).json() == 7
    refused = client.get("/tenant", headers=bearer(auth, tenant="seven"))
    assert (refused.status_code, refused.json()) == (401, {"detail": "Could not validate credentials"})
    assert client.get("/tenant", headers=bearer(auth)).status_code == 401


def test_models_of_pydantic_1_do_as_well() -> None:
    from pydantic import v1

    class OldTenant(v1.BaseModel):
        tenant: int

    auth = Auth(secret=SECRET, claims_model=OldTenant)  # type: ignore[arg-type]
    app = FastAPI()

    @app.get("/")
    async def root(claims: Annotated[Any, Depends(auth.claims)]) -> int:
        return int(claims.tenant)

    client = TestClient(app)
    assert client.get("/", headers=bearer(auth, tenant=7)).json() == 7
    assert client.get("/", headers=bearer(auth, tenant="seven")).status_code == 401


def test_a_model_for_all_claims_still_has_scopes_and_roles_checked() -> None:
    auth = Auth(secret=SECRET, claims_model=Tenant)
    app = FastAPI()

    @app.get("/", dependencies=[Depends(auth.requires("items", roles=["admin"]))])
    async def root(claims: Annotated[Tenant, Depends(auth.claims)], same: Tenant = Depends(auth.current_user)) -> int:
        assert claims == same
        return claims.tenant

    client = TestClient(app)
    good = {"tenant": 7, "scope": "items", "roles": ["admin"]}
    assert client.get("/", headers=bearer(auth, **good)).json() == 7
    assert client.get("/", headers=bearer(auth, **{**good, "scope": "x"})).status_code == 403
    assert client.get("/", headers=bearer(auth, **{**good, "roles": []})).status_code == 403
    assert client.get("/", headers=bearer(auth, **{**good, "tenant": None})).status_code == 401


def test_one_request_verifies_its_token_once_however_many_scopes_are_asked() -> None:
    class Counting:
        calls = 0

        async def averify(self, token: bytes) -> Claims:
            self.calls += 1
            return {"sub": "ada", "scope": "a b c"}

    counting = Counting()
    auth = Auth(verifier=counting)
    app = FastAPI(dependencies=[Depends(auth.claims)])

    @app.get("/", dependencies=[Depends(auth.requires("a")), Depends(auth.requires("b"))])
    async def root(user: Annotated[User, Security(auth.current_user, scopes=["c"])]) -> str:
        return user.id

    assert TestClient(app).get("/", headers={"Authorization": "Bearer x"}).json() == "ada"
    assert counting.calls == 1


def test_two_auths_in_one_request_do_not_take_each_others_claims() -> None:
    first, second = Auth(secret=SECRET), Auth(secret="f" * 32)
    app = FastAPI()

    @app.get("/")
    async def root(a: Annotated[Claims, Depends(first.claims)], b: Annotated[Claims, Depends(second.claims)]) -> str:
        return "both"

    client = TestClient(app)
    assert client.get("/", headers=bearer(first)).status_code == 401
    assert client.get("/", headers=bearer(second)).status_code == 401
