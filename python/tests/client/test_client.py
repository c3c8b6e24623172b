"""The client against the real server, and against one in trouble."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time

import pytest
from freezegun import freeze_time
from real_server import PASSWORD
from stub_issuer import METADATA, as_json

from watchword.client import AsyncClient, Client, Tokens
from watchword.errors import ConfigurationError, ServerUnavailable, SignInRefused


@pytest.fixture(params=["sync", "async"])
def call(request):
    """`call(issuer, id, secret, method, ...)` by either client: they answer the same."""

    def by_client(issuer, client_id, secret, method, *arguments, **named):
        with Client(issuer, client_id, secret) as client:
            return getattr(client, method)(*arguments, **named)

    def by_async_client(issuer, client_id, secret, method, *arguments, **named):
        async def ask():
            async with AsyncClient(issuer, client_id, secret) as client:
                return await getattr(client, method)(*arguments, **named)

        return asyncio.run(ask())

    return by_client if request.param == "sync" else by_async_client


def test_a_person_signs_in_renews_and_signs_out(server, secret, call):
    shop = (server.base_url, "shop", secret)
    tokens = call(*shop, "password", "alice", PASSWORD, scope="openid profile", end_user_address="203.0.113.7")
    assert (tokens.token_type, tokens.scope, tokens.expires_in) == ("Bearer", "openid profile", 900)
    assert call(*shop, "userinfo", tokens.access_token)["preferred_username"] == "alice"
    next_tokens = call(*shop, "refresh", tokens.refresh_token)
    assert next_tokens.refresh_token != tokens.refresh_token
    call(*shop, "revoke", next_tokens.refresh_token)
    call(*shop, "revoke", next_tokens.refresh_token)
    with pytest.raises(SignInRefused) as refused:
        call(*shop, "refresh", next_tokens.refresh_token)
    assert refused.value.code == "invalid_refresh_token"


def test_the_address_that_is_stated_is_the_one_the_server_sees(server, secret, call):
    call(server.base_url, "shop", secret, "password", "alice", PASSWORD, end_user_address="203.0.113.77")
    assert "203.0.113.77" in {session["address"] for session in server.cli_json("session", "list")["sessions"]}


def test_asking_twice_with_the_same_refresh_token_gives_the_same_successor(server, secret, call):
    shop = (server.base_url, "shop", secret)
    tokens = call(*shop, "password", "alice", PASSWORD)
    answers = [call(*shop, "refresh", tokens.refresh_token) for _ in range(2)]
    assert answers[0].refresh_token == answers[1].refresh_token


def test_a_client_gets_tokens_of_its_own(server, secret, call):
    tokens = call(server.base_url, "shop", secret, "client_credentials", scope="read")
    assert tokens.refresh_token is None
    assert tokens.scope == "read"


@pytest.mark.parametrize(
    ("client", "username", "password", "scope", "code"),
    [
        ("shop", "alice", "wrong", "", "wrong_credentials"),
        ("shop", "nobody", "wrong", "", "wrong_credentials"),
        ("shop", "alice", PASSWORD, "admin", "invalid_scope"),
        ("ship", "alice", PASSWORD, "", "invalid_client"),
    ],
)
def test_a_refusal_has_the_server_s_code(server, secret, call, client, username, password, scope, code):
    with pytest.raises(SignInRefused) as refused:
        call(server.base_url, client, secret, "password", username, password, scope=scope)
    assert refused.value.code == code
    assert refused.value.description
    assert password not in str(refused.value)


def test_a_text_that_cannot_be_sent_is_not_shown_in_an_error(server, secret, call):
    with pytest.raises(SignInRefused) as refused:
        call(server.base_url, "shop", secret, "password", "alice", "pass\ud800word")
    assert refused.value.code == "invalid_form"
    assert refused.value.__cause__ is None and refused.value.__suppress_context__
    assert "pass" not in str(refused.value)


def test_a_limit_says_when_to_come_back(stub, call):
    stub.answers["/token"] = lambda _: (
        429, {"Retry-After": "17"}, json.dumps({"error": "temporarily_unavailable", "code": "rate_limited"}).encode(),
    )  # fmt: skip
    with pytest.raises(SignInRefused) as refused:
        call(stub.name, "shop", "s", "password", "alice", "x")
    assert (refused.value.code, refused.value.retry_after) == ("rate_limited", 17)


GOOD = {"access_token": "a.b.c", "token_type": "bearer", "expires_in": 60}

TROUBLE = {
    "an error of the server": lambda _: (500, {}, b""),
    "an overload": lambda _: (503, {"Retry-After": "3"}, b"{}"),
    "a redirect": lambda _: (307, {"Location": "https://evil.example/token"}, b""),
    "an answer without tokens": lambda _: as_json({}),
    "an answer that is a list": lambda _: as_json([]),
    "a page": lambda _: (200, {}, b"<html>"),
    "a page with an error": lambda _: (404, {}, b"<html>"),
    "another type of token": lambda _: as_json({**GOOD, "token_type": "mac"}),
    "a token that is a number": lambda _: as_json({**GOOD, "access_token": 7}),
    "a huge answer": lambda _: (200, {}, b" " * (600 * 1024)),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_of_the_server_is_told_apart_from_a_refusal(stub, call, trouble):
    stub.answers["/token"] = TROUBLE[trouble]
    with pytest.raises(ServerUnavailable) as error:
        call(stub.name, "shop", "s", "refresh", "the-refresh-token")
    assert "the-refresh-token" not in str(error.value)
    assert error.value.retry_after == (3 if trouble == "an overload" else None)


def test_a_server_that_is_not_there_is_unavailable(call):
    with pytest.raises(ServerUnavailable, match="ConnectError"):
        call("http://127.0.0.1:1", "shop", "s", "refresh", "x")


def test_metadata_about_another_issuer_is_not_believed(stub, call):
    stub.answers[METADATA] = lambda _: as_json(
        {"issuer": "https://evil.example", "token_endpoint": stub.name + "/token"}
    )
    with pytest.raises(ServerUnavailable, match="another issuer"):
        call(stub.name, "shop", "s", "refresh", "x")


def test_an_endpoint_in_plain_http_elsewhere_gets_no_secret(stub, call):
    stub.answers[METADATA] = lambda _: as_json({"issuer": stub.name, "token_endpoint": "http://evil.example/token"})
    with pytest.raises(ServerUnavailable, match="https"):
        call(stub.name, "shop", "s", "refresh", "x")


def test_a_confidential_client_shows_its_secret_in_the_header_form_encoded(stub, call):
    seen = {}

    def answer(handler):
        seen["header"] = handler.headers["Authorization"]
        seen["body"] = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        return as_json(GOOD)

    stub.answers["/token"] = answer
    call(stub.name, "my shop", "a:b%c", "refresh", "r t")
    assert base64.b64decode(seen["header"].removeprefix("Basic ")).decode() == "my+shop:a%3Ab%25c"
    assert seen["body"] == "grant_type=refresh_token&refresh_token=r+t"


def test_a_public_client_names_itself_in_the_form(stub, call):
    seen = {}

    def answer(handler):
        seen["header"] = handler.headers["Authorization"]
        seen["body"] = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        return as_json(GOOD)

    stub.answers["/token"] = answer
    call(stub.name, "phone", None, "refresh", "rt")
    assert seen == {"header": None, "body": "grant_type=refresh_token&refresh_token=rt&client_id=phone"}


def test_the_metadata_is_asked_for_once(stub):
    stub.answers["/token"] = lambda _: as_json(GOOD)
    with Client(stub.name, "shop", "s") as client:
        client.refresh("x")
        client.refresh("x")
    assert stub.counts == {METADATA: 1, "/token": 2}


def test_printing_shows_neither_tokens_nor_secrets():
    tokens = Tokens("the-access-token", "the-refresh-token", 900)
    client = Client("https://id.example", "shop", "the-secret")
    shown = f"{tokens!r} {tokens} {client!r} {vars(client)!r}"
    assert "the-access-token" not in shown
    assert "the-refresh-token" not in shown
    assert "the-secret" not in shown


def test_tokens_know_when_they_end():
    with freeze_time("2026-11-22 20:00:00"):
        assert Tokens("a", None, 900).expires_at == time.time() + 900
        assert Tokens("a").expires_at is None


def test_the_issuer_must_be_https_or_on_loopback():
    with pytest.raises(ConfigurationError):
        Client("http://id.example", "shop", "s")


def test_a_child_process_does_not_write_to_its_parent_s_connection(stub):
    stub.answers["/token"] = lambda _: as_json(GOOD)
    with Client(stub.name, "shop", "s") as client:
        client.refresh("x")
        parents = client._connections.client()
        child = os.fork()
        if child == 0:
            fresh = client._connections.client() is not parents
            os._exit(0 if fresh and client.refresh("x").access_token == "a.b.c" else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert client._connections.client() is parents


def test_an_async_client_serves_one_event_loop_after_another(stub):
    stub.answers["/token"] = lambda _: as_json(GOOD)
    client = AsyncClient(stub.name, "shop", "s")
    for _ in range(2):
        assert asyncio.run(client.refresh("x")).access_token == "a.b.c"
