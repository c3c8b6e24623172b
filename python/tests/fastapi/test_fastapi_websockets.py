"""WebSockets: where the token may be, how a handshake is refused, and pages of other origins."""

import asyncio
from typing import Annotated, Any

import pytest
from app_server import serving
from fastapi import Depends, FastAPI, Security, WebSocket
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from watchword.fastapi import Auth, Claims, Cookies, User
from watchword.fastapi.cookies import csrf_token

SECRET = "0123456789abcdef0123456789abcdef"


def app_of(auth: Auth) -> FastAPI:
    app = FastAPI()

    @app.websocket("/ws")
    async def ws(websocket: WebSocket, claims: Annotated[Claims, Depends(auth.claims)]) -> None:
        await websocket.accept(subprotocol=auth.subprotocol(websocket))
        await websocket.send_text(claims["sub"])
        await websocket.close()

    @app.websocket("/scoped")
    async def scoped(websocket: WebSocket, user: Annotated[User, Security(auth.current_user, scopes=["chat"])]) -> None:
        await websocket.accept()
        await websocket.send_text(user.id)
        await websocket.close()

    @app.websocket("/optional")
    async def optional(websocket: WebSocket, claims: Annotated[Claims | None, Depends(auth.optional_claims)]) -> None:
        await websocket.accept()
        await websocket.send_text(claims["sub"] if claims else "nobody")
        await websocket.close()

    return app


def hear(client: TestClient, path: str, **options: Any) -> str:
    with client.websocket_connect(path, **options) as socket:
        return socket.receive_text()


def refusal(client: TestClient, path: str, **options: Any) -> Any:
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(path, **options):
        pass
    return refused.value


def bearer(auth: Auth, **claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {auth.test_token('ada', **claims)}"}


def test_the_header_lets_in(auth: Auth) -> None:
    assert hear(TestClient(app_of(auth)), "/ws", headers=bearer(auth)) == "ada"


def test_the_subprotocol_lets_in_and_is_answered(auth: Auth) -> None:
    token = auth.test_token("ada")
    with TestClient(app_of(auth)).websocket_connect("/ws", subprotocols=["bearer", token]) as socket:
        assert socket.accepted_subprotocol == "bearer"
        assert socket.receive_text() == "ada"


@pytest.mark.parametrize("offered", [["bearer"], ["chat", "x.y.z"], ["bearer", "a.b.c"], ["x.y.z", "bearer"]])
def test_another_subprotocol_or_a_bad_token_there_is_refused(auth: Auth, offered: list[str]) -> None:
    assert refusal(TestClient(app_of(auth)), "/ws", subprotocols=offered).status_code == 401


def test_a_handshake_is_refused_with_status_and_challenge(auth: Auth) -> None:
    client = TestClient(app_of(auth))
    bare = refusal(client, "/ws")
    assert (bare.status_code, bare.json(), bare.headers["WWW-Authenticate"]) == (
        401,
        {"detail": "Not authenticated"},
        "Bearer",
    )
    assert refusal(client, "/scoped", headers=bearer(auth, scopes=["x"])).status_code == 403
    assert hear(client, "/scoped", headers=bearer(auth, scopes=["chat"])) == "ada"


def test_optional_claims_work_for_websockets(auth: Auth) -> None:
    client = TestClient(app_of(auth))
    assert hear(client, "/optional") == "nobody"
    assert hear(client, "/optional", headers=bearer(auth)) == "ada"


def test_a_query_parameter_is_read_only_where_it_was_named(auth: Auth) -> None:
    token = auth.test_token("ada")
    named = TestClient(app_of(Auth(secret=SECRET, query_parameter="access_token")))
    assert hear(named, f"/ws?access_token={token}") == "ada"
    assert refusal(named, f"/ws?access_token={token}&access_token={token}").status_code == 400
    assert refusal(named, "/ws?access_token=").status_code == 401
    assert refusal(TestClient(app_of(auth)), f"/ws?access_token={token}").status_code == 401


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        (None, True),
        ("https://app.example", True),
        ("https://partner.example", True),
        ("https://evil.example", False),
        ("https://app.example.evil.example", False),
        ("null", False),
    ],
)
def test_a_cookie_lets_in_pages_of_our_own_and_no_others(origin: str | None, let_in: bool) -> None:
    cookies = Cookies(allowed_origins=("https://partner.example",))
    auth = Auth(secret=SECRET, cookies=cookies)
    client = TestClient(
        app_of(auth), base_url="https://app.example", cookies={cookies.access_name: auth.test_token("ada")}
    )
    headers = {} if origin is None else {"Origin": origin}
    headers["Host"] = "app.example"
    if let_in:
        assert hear(client, "wss://app.example/ws", headers=headers) == "ada"
    else:
        assert refusal(client, "wss://app.example/ws", headers=headers).status_code == 403


@pytest.mark.anyio
async def test_a_server_that_cannot_deny_over_http_closes_with_1008(auth: Auth) -> None:
    sent: list[dict[str, Any]] = []
    incoming = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}]

    async def receive() -> dict[str, Any]:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/ws",
        "raw_path": b"/ws",
        "query_string": b"",
        "headers": [],
        "subprotocols": [],
        "scheme": "ws",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    await app_of(auth)(scope, receive, send)
    assert [(message["type"], message.get("code")) for message in sent] == [("websocket.close", 1008)]
    assert sent[0]["reason"] == "Not authenticated"


def test_a_real_browserlike_client_over_uvicorn(auth: Auth) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    with serving(app_of(auth)) as url:
        address = url.replace("http", "ws") + "/ws"
        with connect(address, subprotocols=["bearer", auth.test_token("ada")]) as socket:  # type: ignore[list-item]
            assert socket.subprotocol == "bearer"
            assert socket.recv() == "ada"
        with pytest.raises(InvalidStatus) as refused, connect(address):
            pass
        assert refused.value.response.status_code == 401
        assert refused.value.response.headers["WWW-Authenticate"] == "Bearer"
        twice = [("Authorization", bearer(auth)["Authorization"])] * 2
        with pytest.raises(InvalidStatus) as refused, connect(address, additional_headers=twice):
            pass
        assert refused.value.response.status_code == 400


def test_a_csrf_token_follows_from_the_access_token_alone() -> None:
    assert csrf_token(b"a") == csrf_token(b"a") != csrf_token(b"b")
    assert len(csrf_token(b"a")) == 24


def test_websocket_disconnect_is_what_clients_of_starlette_catch(auth: Auth) -> None:
    with pytest.raises(WebSocketDisconnect), TestClient(app_of(auth)).websocket_connect("/ws"):
        pass


@pytest.mark.parametrize("can_deny", [True, False])
def test_a_user_who_is_gone_is_refused_before_the_socket_is_accepted(can_deny: bool) -> None:
    auth = Auth(secret=SECRET, user=lambda claims: None)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/scoped",
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {auth.test_token(scopes=['chat'])}".encode())],
        "extensions": {"websocket.http.response": {}} if can_deny else {},
    }
    asyncio.run(app_of(auth)(scope, receive, send))
    if can_deny:
        assert (sent[0]["type"], sent[0]["status"]) == ("websocket.http.response.start", 401)
    else:
        assert (sent[0]["type"], sent[0]["code"]) == ("websocket.close", 1008)
