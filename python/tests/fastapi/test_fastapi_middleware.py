"""The middleware: a whole application behind one check, and the paths that are not."""

import asyncio
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Request, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import WebSocketDenialResponse

from watchword.fastapi import Auth, AuthMiddleware, Claims, Cookies
from watchword.fastapi.cookies import csrf_token

SECRET = "0123456789abcdef0123456789abcdef"


def client_of(auth: Auth, **options: Any) -> TestClient:
    app = FastAPI()
    app.add_middleware(AuthMiddleware, auth=auth, exempt=["/health", "docs", "/static/*"], **options)
    app.add_middleware(CORSMiddleware, allow_origins=["https://app.example"], allow_methods=["*"])

    @app.get("/health")
    async def health() -> str:
        return "well"

    @app.api_route("/state", methods=["GET", "POST"])
    async def state(request: Request) -> str:
        return str(request.state.claims["sub"])

    @app.get("/again")
    async def again(claims: Annotated[Claims, Depends(auth.claims)]) -> str:
        return str(claims["sub"])

    @app.get("/static/{name:path}")
    async def static(name: str) -> str:
        return name

    @app.websocket("/ws")
    async def ws(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(websocket.state.claims["sub"])
        await websocket.close()

    inner = FastAPI()
    inner.add_middleware(AuthMiddleware, auth=auth, exempt=["/open"])

    @inner.get("/open")
    async def inner_open() -> str:
        return "open"

    return TestClient(Starlette(routes=[Mount("/inner", inner), Mount("/", app)]))


def bearer(auth: Auth, **claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {auth.test_token('ada', **claims)}"}


def test_everything_needs_a_token_also_what_does_not_exist(auth: Auth) -> None:
    client = client_of(auth)
    for path in ("/state", "/again", "/nowhere", "/openapi.json"):
        refused = client.get(path)
        assert (refused.status_code, refused.json()) == (401, {"detail": "Not authenticated"}), path
        assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_lets_through_and_its_claims_are_in_the_state(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/state", headers=bearer(auth)).json() == "ada"
    assert client.post("/state", headers=bearer(auth)).json() == "ada"
    assert client.get("/nowhere", headers=bearer(auth)).status_code == 404


@pytest.mark.parametrize("path", ["/health", "/docs", "/static/a.css", "/static/b/c.js"])
def test_exempt_paths_need_none(auth: Auth, path: str) -> None:
    assert client_of(auth).get(path).status_code == 200


@pytest.mark.parametrize("path", ["/health/", "/health2", "/static", "/docs/oauth", "/static/../state", "//health"])
def test_paths_that_only_look_exempt_do(auth: Auth, path: str) -> None:
    sent: list[int] = []

    async def call() -> None:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                sent.append(message["status"])

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "root_path": ""}
        await AuthMiddleware(None, auth, exempt=["/health", "docs", "/static/*"])(scope, receive, send)

    asyncio.run(call())
    assert sent == [401]


def test_exempt_paths_are_those_below_a_mount(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/inner/open").json() == "open"
    assert client.get("/inner/other").status_code == 401


def test_the_routes_own_dependency_does_not_verify_again(auth: Auth) -> None:
    class Counting:
        calls = 0

        async def averify(self, token: bytes) -> Claims:
            self.calls += 1
            return {"sub": "ada"}

    counting = Counting()
    client = client_of(Auth(verifier=counting))
    assert client.get("/again", headers={"Authorization": "Bearer x"}).json() == "ada"
    assert counting.calls == 1


def test_scopes_can_be_demanded_of_all(auth: Auth) -> None:
    client = client_of(auth, scopes=["api"])
    assert client.get("/state", headers=bearer(auth, scopes=["api"])).status_code == 200
    refused = client.get("/state", headers=bearer(auth))
    assert refused.status_code == 403 and 'scope="api"' in refused.headers["WWW-Authenticate"]


def test_a_preflight_passes_and_a_bare_options_does_not(auth: Auth) -> None:
    client = client_of(auth)
    preflight = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    assert client.options("/state", headers=preflight).status_code == 200
    assert client.options("/state").status_code == 401


def test_a_refusal_carries_cors_headers_when_cors_is_outside(auth: Auth) -> None:
    refused = client_of(auth).get("/state", headers={"Origin": "https://app.example"})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example"


def test_websockets_are_behind_it_too(auth: Auth) -> None:
    client = client_of(auth)
    with client.websocket_connect("/ws", headers=bearer(auth)) as socket:
        assert socket.receive_text() == "ada"
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect("/ws"):
        pass
    assert refused.value.status_code == 401


def test_cookies_need_the_csrf_header_here_as_well() -> None:
    cookies = Cookies(secure=False)
    auth = Auth(secret=SECRET, cookies=cookies)
    client = client_of(auth)
    token = auth.test_token("ada")
    client.cookies.set("access_token", token)
    assert client.get("/state").json() == "ada"
    assert client.post("/state").status_code == 403
    assert client.post("/state", headers={"X-CSRF-Token": csrf_token(token.encode())}).json() == "ada"


@pytest.mark.anyio
async def test_the_lifespan_passes_through(auth: Auth) -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    await AuthMiddleware(app, auth)({"type": "lifespan"}, None, None)
    assert seen == ["lifespan"]


@pytest.mark.parametrize("path", ["/static/%2e%2e/state", "/static/..%5cstate", "/static/..;/state", "/static/a/.."])
def test_a_path_below_an_exempt_one_that_another_program_may_read_otherwise_is_not_exempt(path: str) -> None:
    assert client_of(Auth(secret=SECRET)).get(path).status_code == 401
