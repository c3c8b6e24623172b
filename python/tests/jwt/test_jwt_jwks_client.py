"""PyJWKClient against a server on the loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from jwt_keys import KeyPair

from watchword import jwt
from watchword.jwt import jwks_client
from watchword.jwt.algorithms import ECAlgorithm


class Endpoint(ThreadingHTTPServer):
    """Answers every path from `answers`; counts who asks."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/keys") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def publish(self, content: Any, path: str = "/keys") -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers[path] = (200, {}, body)


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def monotonic(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock: its one element."""
    now = [1000.0]
    monkeypatch.setattr(jwks_client.time, "monotonic", lambda: now[0])
    return now


def key_set(pairs: dict[str, KeyPair], *kids: str) -> dict[str, Any]:
    return {"keys": [{**ECAlgorithm.to_jwk(pairs["ES256"].public, as_dict=True), "kid": kid} for kid in kids]}


def test_a_token_is_verified_with_the_key_that_it_names(endpoint: Endpoint, pairs: dict[str, KeyPair]) -> None:
    endpoint.publish(key_set(pairs, "old", "new"))
    client = jwt.PyJWKClient(endpoint.url(), headers={"X-Api-Key": "k"})
    token = jwt.encode({"a": 1}, pairs["ES256"].private, "ES256", headers={"kid": "new"})
    for _ in range(3):
        assert jwt.decode(token, client.get_signing_key_from_jwt(token)) == {"a": 1}
    assert [path for path, _ in endpoint.asked] == ["/keys"]
    assert endpoint.asked[0][1]["X-Api-Key"] == "k"


def test_a_redirect_is_not_followed(endpoint: Endpoint, pairs: dict[str, KeyPair]) -> None:
    endpoint.answers["/keys"] = (302, {"Location": endpoint.url("/elsewhere")}, b"")
    endpoint.publish(key_set(pairs, "k"), "/elsewhere")
    for status in (301, 302, 303, 307, 308):
        endpoint.answers["/keys"] = (status, {"Location": "/elsewhere"}, b"")
        with pytest.raises(jwt.PyJWKClientConnectionError, match=f"HTTP Error {status}: redirected"):
            jwt.PyJWKClient(endpoint.url()).get_signing_key("k")
    assert {path for path, _ in endpoint.asked} == {"/keys"}


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "ftp://x/y", "data:application/json,{}", "keys.json", ""])
def test_only_http_is_fetched(uri: str) -> None:
    with pytest.raises(jwt.PyJWKClientError, match="Invalid JWKS URI scheme"):
        jwt.PyJWKClient(uri)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b"5", b"\xff", pytest.param(b"[" * 100_000, id="nested deeply")]
)
def test_an_answer_that_is_no_json_object_is_refused_as_such(endpoint: Endpoint, content: bytes) -> None:
    endpoint.publish(content)
    with pytest.raises(jwt.PyJWKClientError, match="did not return a JSON object"):
        jwt.PyJWKClient(endpoint.url()).get_jwk_set()


def test_a_fetch_that_fails_leaves_the_kept_keys(
    endpoint: Endpoint, pairs: dict[str, KeyPair], monotonic: list[float]
) -> None:
    endpoint.publish(key_set(pairs, "k"))
    client = jwt.PyJWKClient(endpoint.url(), lifespan=100, cooldown_duration=0)
    assert client.get_signing_key("k").key_id == "k"
    for status, body in ((500, b""), (200, b"{"), (200, b'{"keys":[]}')):
        endpoint.answers["/keys"] = (status, {}, body)
        with pytest.raises(jwt.PyJWTError):
            client.get_signing_key("unknown")
        assert client.get_signing_key("k").key_id == "k"


def test_the_set_is_fetched_again_when_its_life_is_over(
    endpoint: Endpoint, pairs: dict[str, KeyPair], monotonic: list[float]
) -> None:
    endpoint.publish(key_set(pairs, "k"))
    client = jwt.PyJWKClient(endpoint.url(), lifespan=100)
    for now, fetches in ((0, 1), (100, 1), (101, 2)):
        monotonic[0] = 1000.0 + now
        client.get_signing_key("k")
        assert len(endpoint.asked) == fetches


def test_unknown_kids_make_one_fetch_a_cooldown(
    endpoint: Endpoint, pairs: dict[str, KeyPair], monotonic: list[float]
) -> None:
    endpoint.publish(key_set(pairs, "k"))
    client = jwt.PyJWKClient(endpoint.url(), cooldown_duration=30)
    for now, fetches in ((0, 1), (29, 1), (30, 2), (31, 2)):
        monotonic[0] = 1000.0 + now
        with pytest.raises(jwt.PyJWKClientError, match='Unable to find a signing key that matches: "x"'):
            client.get_signing_key("x")
        assert len(endpoint.asked) == fetches


def test_a_key_that_was_rotated_in_is_found(endpoint: Endpoint, pairs: dict[str, KeyPair]) -> None:
    endpoint.publish(key_set(pairs, "old"))
    client = jwt.PyJWKClient(endpoint.url(), cooldown_duration=0)
    client.get_signing_key("old")
    endpoint.publish(key_set(pairs, "new"))
    assert client.get_signing_key("new").key_id == "new"


def test_nobody_answers(endpoint: Endpoint) -> None:
    free = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = free.server_address[1]
    free.server_close()
    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url, err: "):
        jwt.PyJWKClient(f"http://127.0.0.1:{port}/", timeout=2).get_jwk_set()


@pytest.mark.parametrize(
    "arguments", [{"lifespan": 0}, {"lifespan": -1}, {"cooldown_duration": -1}, {"cooldown_duration": float("nan")}]
)
def test_durations_must_make_sense(arguments: Any) -> None:
    with pytest.raises(jwt.PyJWKClientError):
        jwt.PyJWKClient("https://issuer.example/keys", **arguments)


def test_single_keys_can_be_kept_for_ever(endpoint: Endpoint, pairs: dict[str, KeyPair]) -> None:
    endpoint.publish(key_set(pairs, "k"))
    client = jwt.PyJWKClient(endpoint.url(), cache_keys=True, cache_jwk_set=False)
    assert client.get_signing_key("k") is client.get_signing_key("k")
    assert (client.jwk_set_cache, len(endpoint.asked)) == (None, 1)
