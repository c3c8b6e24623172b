"""The real Watchword server behind the application, over real HTTP."""

import asyncio
import re
import socket
import time
from typing import Annotated, Any

import httpx
import pytest
from app_server import serving
from fastapi import Depends, FastAPI, Security
from fastapi.testclient import TestClient
from loopback_ports import free_port

from watchword.fastapi import Auth, Claims, Cookies, User

PASSWORD = "seven quiet lanterns by the sea"


def auth_for(server: Any, **options: Any) -> Auth:
    return Auth(issuer=server.base_url, audience=server.base_url, token_url="login", **options)


def app_of(auth: Auth, **router: Any) -> FastAPI:
    app = FastAPI(lifespan=auth.lifespan)
    app.include_router(auth.router(**router))

    @app.get("/me")
    async def me(user: Annotated[User, Depends(auth.current_user)]) -> dict[str, Any]:
        return {"id": user.id, "scopes": user.scopes}

    @app.get("/items")
    async def items(claims: Annotated[Claims, Security(auth.claims, scopes=["items:read"])]) -> list[str]:
        return ["a"]

    @app.post("/change")
    async def change(claims: Annotated[Claims, Depends(auth.claims)]) -> str:
        return "changed"

    return app


@pytest.fixture
def client(watchword_server: Any) -> Any:
    with TestClient(app_of(auth_for(watchword_server))) as client:
        yield client


def sign_in(client: Any, **form: str) -> Any:
    return client.post("/login", data={"username": "alice", "password": PASSWORD, **form})


def bearer(tokens: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def test_a_person_signs_in_uses_renews_and_signs_out(client: TestClient, watchword_server: Any) -> None:
    tokens = sign_in(client, scope="openid items:read").json()
    assert client.get("/items", headers=bearer(tokens)).json() == ["a"]
    renewed = client.post("/refresh", data={"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]})
    assert renewed.status_code == 200 and renewed.headers["Cache-Control"] == "no-store"
    assert client.get("/me", headers=bearer(renewed.json())).status_code == 200
    out = client.post("/logout", data={"refresh_token": renewed.json()["refresh_token"]})
    assert out.status_code == 204
    over = client.post("/refresh", data={"refresh_token": renewed.json()["refresh_token"]})
    assert (over.status_code, over.json()["error"]) == (401, "invalid_grant")


def test_what_swaggers_authorize_button_sends_gives_a_token(client: TestClient) -> None:
    form = {"grant_type": "password", "scope": "openid", "client_id": "", "client_secret": ""}
    tokens = sign_in(client, **form).json()
    assert tokens["token_type"] == "bearer" and tokens["scope"] == "openid"
    assert client.get("/me", headers=bearer(tokens)).json()["scopes"] == ["openid"]


def test_a_scope_that_was_not_asked_for_is_missing(client: TestClient) -> None:
    tokens = sign_in(client, scope="openid").json()
    assert client.get("/items", headers=bearer(tokens)).status_code == 403


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"password": "wrong"}, 401, "wrong_credentials"),
        ({"username": "nobody"}, 401, "wrong_credentials"),
        ({"scope": "everything"}, 400, "invalid_scope"),
    ],
)
def test_the_servers_refusals_are_those_of_the_application(
    client: TestClient, form: dict[str, str], status: int, code: str
) -> None:
    refused = sign_in(client, **form)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["detail"]


def test_a_refresh_token_that_is_none_is_401(client: TestClient) -> None:
    assert client.post("/refresh", data={"refresh_token": "x.y"}).status_code == 401
    assert client.post("/refresh").json()["code"] == "missing_token"
    assert client.post("/refresh", data={"grant_type": "password"}).json()["error"] == "unsupported_grant_type"


def test_a_foreign_token_is_401(client: TestClient, issuer: Any) -> None:
    assert client.get("/me", headers=issuer.authorization()).status_code == 401


def test_the_token_is_not_for_another_audience(watchword_server: Any) -> None:
    auth = Auth(issuer=watchword_server.base_url, audience="https://other.example")
    tokens = watchword_server.sign_in("alice")
    with TestClient(app_of(auth, resource="")) as client:
        refused = client.get("/me", headers=bearer(tokens))
    assert refused.status_code == 401 and "another audience" in refused.headers["WWW-Authenticate"]


def test_limits_of_the_server_come_with_retry_after(tmp_path: Any) -> None:
    from server_process import ServerProcess

    limits = {"limits.per_account_burst": 2, "limits.per_account_interval": "30s"}
    server = ServerProcess(tmp_path, limits).start()
    try:
        server.add_user("alice")
        with TestClient(app_of(auth_for(server))) as client:
            statuses = [sign_in(client, password="wrong").status_code for _ in range(3)]
            refused = sign_in(client, password="wrong")
        assert statuses == [401, 401, 429]
        assert 0 < int(refused.headers["Retry-After"]) <= 30 and refused.json()["code"] == "rate_limited"
    finally:
        server.discard()


def test_a_confidential_client_states_where_the_person_is(tmp_path: Any) -> None:
    from server_process import ServerProcess

    server = ServerProcess(tmp_path, {"limits.per_address_burst": 2, "limits.per_address_interval": "1h"}).start()
    try:
        server.add_user("alice")
        options = ["--grant", "password", "--grant", "refresh_token", "--may-state-user-address"]
        secret = server.cli("client", "add", "backend", *options, "--scope", "openid").stdout.decode().strip()
        auth = auth_for(server)
        app = app_of(auth, client_id="backend", client_secret=secret, frontends={"shop": "shop-secret"})
        with TestClient(app, client=("198.51.100.9", 5000)) as client:
            assert [sign_in(client).status_code for _ in range(3)] == [200, 200, 429]
        with TestClient(app, client=("198.51.100.10", 5000)) as client:
            assert sign_in(client).status_code == 200
            shop = {"client_id": "shop", "client_secret": "shop-secret"}
            addresses = ["203.0.113.1", "203.0.113.1", "203.0.113.1", "203.0.113.2"]
            statuses = [sign_in(client, **shop, end_user_address=address).status_code for address in addresses]
            assert statuses == [200, 200, 429, 200]
            tokens = sign_in(client, **shop, end_user_address="203.0.113.3").json()
            assert client.get("/me", headers=bearer(tokens)).status_code == 200
            assert client.post("/refresh", data={"refresh_token": tokens["refresh_token"]}).status_code == 200
    finally:
        server.discard()


def test_an_application_whose_client_is_refused_says_so_without_blaming_the_person(
    watchword_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_of(auth_for(watchword_server), client_id="nobody", client_secret="wrong")
    with TestClient(app) as client:
        refused = sign_in(client)
    assert (refused.status_code, refused.json()["code"]) == (503, "invalid_client")
    assert "watchword client list" in caplog.text and PASSWORD not in caplog.text


def test_without_its_server_the_application_starts_and_answers_503() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    auth = Auth(issuer=url, audience=url)
    from watchword.testing import Issuer

    with TestClient(app_of(auth)) as client:
        signed_in = sign_in(client)
        refused = client.get("/me", headers=Issuer(url, url).authorization())
        assert client.get("/me").status_code == 401
    assert (signed_in.status_code, signed_in.json()["code"]) == (503, "server_unavailable")
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0


def test_cookies_go_through_the_server_too(watchword_server: Any) -> None:
    auth = auth_for(watchword_server, cookies=Cookies())
    with TestClient(app_of(auth), base_url="https://app.example") as client:
        csrf = sign_in(client).json()["csrf_token"]
        assert client.get("/me").status_code == 200
        assert client.post("/change").status_code == 403
        assert client.post("/change", headers={"X-CSRF-Token": csrf}).json() == "changed"
        assert client.post("/refresh").status_code == 200
        assert client.post("/logout").status_code == 204
        assert client.get("/me").status_code == 401


def test_a_key_that_appears_later_is_fetched_once_for_many_requests(tmp_path: Any) -> None:
    """The server rotates its key at once; tokens under the new key are let in, and nobody with the old one is out."""
    from server_process import ServerProcess

    server = ServerProcess(tmp_path).start()
    try:
        server.add_user("alice")
        old = server.sign_in("alice")
        with serving(app_of(auth_for(server))) as url:
            assert httpx.get(f"{url}/me", headers=bearer(old)).status_code == 200
            server.cli("key", "rotate", "--at-once")
            new = wait_for_another_key(server, old)
            statuses = asyncio.run(flood(f"{url}/me", bearer(new), 50))
            assert statuses == [200] * 50
            assert httpx.get(f"{url}/me", headers=bearer(old)).status_code == 200
    finally:
        server.discard()


def wait_for_another_key(server: Any, old: Any) -> Any:
    """The running server sees what a command changed within a second or two."""
    head = old["access_token"].split(".")[0]
    for _ in range(600):
        tokens = server.sign_in("alice")
        if tokens["access_token"].split(".")[0] != head:
            return tokens
        time.sleep(0.05)
    raise AssertionError("the server goes on signing with the old key")


async def flood(url: str, headers: dict[str, str], requests: int) -> list[int]:
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(client.get(url, headers=headers) for _ in range(requests)))
    return [answer.status_code for answer in answers]


def test_many_requests_at_once_each_get_their_own_user(watchword_server: Any) -> None:
    watchword_server.add_user("bob")
    alice, bob = watchword_server.sign_in("alice"), watchword_server.sign_in("bob")

    async def ask(url: str) -> list[tuple[str, int, str]]:
        async with httpx.AsyncClient() as client:

            async def one(name: str, headers: dict[str, str]) -> tuple[str, int, str]:
                answer = await client.get(f"{url}/me", headers=headers)
                return name, answer.status_code, answer.json().get("id", "")

            people = [("alice", bearer(alice)), ("bob", bearer(bob)), ("nobody", {"Authorization": "Bearer a.b.c"})]
            return await asyncio.gather(*(one(*people[number % 3]) for number in range(150)))

    with serving(app_of(auth_for(watchword_server))) as url:
        answers = asyncio.run(ask(url))
    assert len(set(answers)) == 3
    assert {(name, status) for name, status, _ in answers} == {("alice", 200), ("bob", 200), ("nobody", 401)}


def test_the_openapi_page_of_a_running_application_names_the_token_url(watchword_server: Any) -> None:
    with serving(app_of(auth_for(watchword_server))) as url:
        assert re.search("SwaggerUIBundle", httpx.get(f"{url}/docs").text)
        flows = httpx.get(f"{url}/openapi.json").json()["components"]["securitySchemes"]["PasswordBearer"]["flows"]
    assert flows == {"password": {"scopes": {}, "tokenUrl": "login"}}


@pytest.mark.parametrize(
    "raw",
    [
        b"Authorization: Bearer \x01\x02\x03\r\n",
        b"Authorization: Bearer " + b"a" * 16_384 + b"\r\n",
        b"Authorization: Bearer " + b"\xc3\xa9" * 100 + b"\r\n",
        b"Authorization: Bearer a\tb\r\n",
        b"Authorization: Bearer a.b.c\r\nAuthorization: Bearer a.b.c\r\n",
        b"Authorization:\r\n",
        b"authorization:bearer  \t \r\n",
    ],
)
def test_hostile_headers_over_a_real_connection_are_refused_and_the_next_request_works(
    watchword_server: Any, raw: bytes
) -> None:
    with serving(app_of(auth_for(watchword_server))) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(b"GET /me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + raw + b"\r\n")
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.split(b" ", 2)[1] in (b"400", b"401")
        good = httpx.get(f"{url}/me", headers=bearer(watchword_server.sign_in("alice")))
        assert good.status_code == 200


def test_an_application_can_be_started_again(watchword_server: Any) -> None:
    auth = auth_for(watchword_server)
    app = app_of(auth)
    for _ in range(2):
        with TestClient(app) as client:
            assert auth.verifier.keys
            tokens = sign_in(client).json()
            assert client.get("/me", headers=bearer(tokens)).status_code == 200


def test_a_lifespan_of_ones_own_can_enter_that_of_auth(watchword_server: Any) -> None:
    from contextlib import asynccontextmanager

    auth = auth_for(watchword_server)
    seen: list[bool] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> Any:
        async with auth.lifespan(app):
            seen.append(bool(auth.verifier.keys))
            yield

    with TestClient(FastAPI(lifespan=lifespan)):
        pass
    assert seen == [True]
