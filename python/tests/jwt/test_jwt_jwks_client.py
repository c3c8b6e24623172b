"""PyJWKClient against a server on the loopback."""

import json
import socket
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
        self.answers: dict[str, tuple[int, dict[str, str | None], bytes]] = {}
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
            if value is not None:
                self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:  # who asked has had enough
            pass

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


@pytest.mark.parametrize("more,is_read", [(0, True), (1, False)])
@pytest.mark.parametrize(
    "headers", [{}, {"Content-Length": None, "Connection": "close"}], ids=["sized", "until closed"]
)
def test_an_answer_has_a_largest_size(
    endpoint: Endpoint, pairs: dict[str, KeyPair], more: int, is_read: bool, headers: dict[str, str | None]
) -> None:
    body = json.dumps(key_set(pairs, "k")).encode().ljust(jwks_client.LARGEST_ANSWER + more)
    endpoint.answers["/keys"] = (200, headers, body)
    client = jwt.PyJWKClient(endpoint.url())
    if is_read:
        assert client.get_signing_key("k").key_id == "k"
    else:
        with pytest.raises(jwt.PyJWKClientConnectionError, match="the answer is larger than 4194304 bytes"):
            client.get_jwk_set()


def test_an_answer_that_never_ends_is_left_in_the_middle() -> None:
    """A server that sends for as long as anybody reads."""
    sent = 0

    class Endless(Handler):
        def do_GET(self) -> None:
            nonlocal sent
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b" " * 65536)
                    sent += 65536
            except ConnectionError:
                pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        with pytest.raises(jwt.PyJWKClientConnectionError, match="larger than"):
            jwt.PyJWKClient(f"http://127.0.0.1:{server.server_address[1]}/").get_jwk_set()
        server.shutdown()
    assert sent < 4 * jwks_client.LARGEST_ANSWER


def test_an_answer_that_breaks_off_is_a_matter_of_the_connection(endpoint: Endpoint) -> None:
    endpoint.answers["/keys"] = (200, {"Content-Length": "100", "Connection": "close"}, b'{"keys":[]}')
    with pytest.raises(jwt.PyJWKClientConnectionError, match="IncompleteRead"):
        jwt.PyJWKClient(endpoint.url()).get_jwk_set()


def test_what_stands_in_for_a_response_needs_no_more_than_a_read(
    monkeypatch: pytest.MonkeyPatch, pairs: dict[str, KeyPair]
) -> None:
    class Response:
        def __init__(self, body: bytes) -> None:
            self.read = lambda: body

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    client = jwt.PyJWKClient("https://issuer.example/keys")
    body = json.dumps(key_set(pairs, "k")).encode()
    monkeypatch.setattr("urllib.request.urlopen", lambda request, timeout, context: Response(body))
    assert client.get_signing_key("k").key_id == "k"


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
    with socket.socket() as deaf:  # nobody else can have its port, and it does not listen
        deaf.bind(("127.0.0.1", 0))
        client = jwt.PyJWKClient(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout=2)
        with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url, err: "):
            client.get_jwk_set()


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
