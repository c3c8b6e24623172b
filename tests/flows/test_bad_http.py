"""Requests that no HTTP library sends: whatever two parsers could read differently is refused and the connection ends."""

from __future__ import annotations

import re
import socket
import ssl

import pytest


def raw(server, data: bytes) -> bytes:
    """All that comes back until the server closes, or nothing more comes for ten seconds."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        connection = plain
        if server.trust:
            connection = ssl.create_default_context(cafile=server.trust).wrap_socket(plain, server_hostname="localhost")
        connection.sendall(data)
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except TimeoutError:
            pass
        return received


RAW_REQUESTS = [
    ("without Host", b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    ("with two Hosts", b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("with two lengths", b"POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     400),
    ("with a length and chunks", b"POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                 b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("with an unknown coding", b"POST /oauth2/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", (400, 501)),
    ("with a space before the colon", b"GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    ("with a folded header", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400),
    ("with a header of 20 KiB", b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20480 + b"\r\n\r\n", 431),
    ("with a target of 9 KiB", b"GET /" + b"x" * 9216 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ("of HTTP/2.0", b"GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("of garbage", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
]


@pytest.mark.parametrize("data, status", [row[1:] for row in RAW_REQUESTS],
                         ids=[row[0].replace(" ", "_") for row in RAW_REQUESTS])
def test_a_request_that_two_parsers_could_read_differently_is_refused(server, data, status):
    answer = raw(server, data + b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    assert int(answer.split(b" ", 2)[1]) in (status if isinstance(status, tuple) else (status,)), answer[:200]
    assert answer.count(b"HTTP/1.1 ") == 1, "what follows such a request must not be read"
    assert b"connection: close" in answer.lower()


def test_pipelined_requests_are_answered_in_order(server):
    one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    other = b"GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answer = raw(server, one + other + last)
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]
    assert statuses == [200, 200, 404]


def test_plain_http_on_the_https_port_is_closed_and_serves_others_on(tls_server):
    with socket.create_connection(("127.0.0.1", tls_server.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try:
            assert b"200" not in connection.recv(4096)[:16]
        except ConnectionResetError:
            pass
    assert tls_server.client().get("/healthz").status == 200
