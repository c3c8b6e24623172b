"""An application that issues its own tokens: sign-in, rotation, revocation."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from freezegun import freeze_time
from loopback_ports import free_port

from watchword import jwt
from watchword._native import Key
from watchword.errors import ConfigurationError
from watchword.fastapi import (
    Auth,
    Claims,
    MemorySessions,
    MemoryUsers,
    PasswordCheck,
    SqliteSessions,
    StandaloneIssuer,
    StoredUser,
    User,
)
from watchword.jwt.exceptions import InvalidTokenError
from watchword.passwords import hash as hash_password

SECRET = "0123456789abcdef0123456789abcdef"
PASSWORD = "seven quiet lanterns by the sea"
HASH = hash_password(PASSWORD)


class Flow:
    """An application with an issuer, and a client of it."""

    def __init__(self, **options: Any) -> None:
        self.users = MemoryUsers()
        self.users.add("ada", password_hash=HASH, id="id-1", scopes=["items", "me"], roles=["admin"], name="Ada L.")
        self.issuer = StandaloneIssuer(**{"secret": SECRET, "users": self.users, **options})
        self.auth = self.issuer.auth(token_url="login")
        self.client = TestClient(self._app())

    def _app(self) -> FastAPI:
        app, auth = FastAPI(), self.auth
        app.include_router(self.issuer.router())

        @app.get("/me")
        async def me(user: Annotated[User, Depends(auth.current_user)]) -> dict[str, Any]:
            return {"id": user.id, "name": user.name, "scopes": user.scopes, "roles": user.roles}

        @app.get("/claims")
        async def claims(claims: Annotated[Claims, Depends(auth.claims)]) -> Claims:
            return claims

        return app

    def sign_in(self, username: str = "ada", password: str = PASSWORD, **form: str) -> Any:
        return self.client.post("/login", data={"username": username, "password": password, **form})

    def refresh(self, token: str) -> Any:
        return self.client.post("/refresh", data={"grant_type": "refresh_token", "refresh_token": token})

    def get(self, path: str, token: str) -> Any:
        return self.client.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(params=["memory", "sqlite"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemorySessions() if request.param == "memory" else SqliteSessions(tmp_path / "sessions.db")


@pytest.fixture
def clock() -> Iterator[Any]:
    with freeze_time("2026-11-22T12:00:00Z", real_asyncio=True) as frozen:
        yield frozen


@pytest.fixture
def flow(sessions: Any, clock: Any) -> Flow:
    return Flow(sessions=sessions)


# -- sign-in


def test_signing_in_answers_as_rfc_6749_says(flow: Flow) -> None:
    answer = flow.sign_in()
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    tokens = answer.json()
    assert set(tokens) == {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("bearer", 900, "items me")


def test_the_access_token_is_an_rfc_9068_token(flow: Flow) -> None:
    token = flow.sign_in(scope="me").json()["access_token"]
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "at+jwt"}
    claims = flow.get("/claims", token).json()
    assert claims["sub"] == "id-1" and claims["scope"] == "me" and claims["roles"] == ["admin"]
    assert claims["exp"] - claims["iat"] == 900 and claims["sid"] and claims["jti"]
    assert flow.get("/me", token).json() == {"id": "id-1", "name": "Ada L.", "scopes": ["me"], "roles": ["admin"]}


def test_other_claims_of_a_user_do_not_replace_those_of_the_issuer(clock: Any) -> None:
    user = StoredUser("id-1", "ada", HASH, claims={"sub": "root", "scope": "everything", "exp": 4102444800, "x": 1})
    flow = Flow(users=lambda name: user)
    claims = flow.get("/claims", flow.sign_in().json()["access_token"]).json()
    assert claims["sub"] == "id-1" and claims["exp"] == 1795348800 + 900 and claims["x"] == 1
    assert flow.get("/me", flow.sign_in().json()["access_token"]).json()["scopes"] == []


@pytest.mark.parametrize(
    ("username", "password"),
    [("ada", "wrong"), ("nobody", PASSWORD), ("ada", ""), ("ada", "x" * 2000), ("ada\0", PASSWORD), ("ada", "a\0b")],
)
def test_an_unknown_user_and_a_wrong_password_look_alike(clock: Any, username: str, password: str) -> None:
    refused = Flow().sign_in(username, password or " ")
    assert refused.status_code == 401
    assert refused.json() == {
        "detail": "Incorrect username or password",
        "error": "invalid_grant",
        "error_description": "Incorrect username or password",
        "code": "wrong_credentials",
    }
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_dummy_is_hashed_for_an_unknown_user(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    from watchword import passwords

    asked: list[str | None] = []
    original = passwords.verify_and_update
    monkeypatch.setattr(passwords, "verify_and_update", lambda p, h: (asked.append(h), original(p, h))[1])
    Flow().sign_in("nobody", "wrong")
    assert asked == [None]


@pytest.mark.anyio
async def test_failures_wait_for_the_slowest_format_that_was_met() -> None:
    check = PasswordCheck(threads=1)
    slow = hash_with_bcrypt("another password")
    await check.check("wrong", slow)
    floor = check._floor
    assert floor > 0.01
    started = time.monotonic()
    assert not (await check.check("wrong", None)).matches
    assert time.monotonic() - started >= floor * 0.9


def hash_with_bcrypt(password: str) -> str:
    from watchword.passwords import BcryptHasher

    return BcryptHasher(rounds=10).hash(password)


def test_a_disabled_user_cannot_sign_in_or_renew(flow: Flow) -> None:
    refresh_token = flow.sign_in().json()["refresh_token"]
    flow.users.disable("ada")
    assert flow.sign_in().json()["code"] == "wrong_credentials"
    refused = flow.refresh(refresh_token)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")


def test_the_user_name_is_not_case_sensitive_in_memory(flow: Flow) -> None:
    assert flow.sign_in(" ADA ").status_code == 200


def test_more_scope_than_the_user_has_is_refused(flow: Flow) -> None:
    refused = flow.sign_in(scope="me admin")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    assert flow.sign_in(scope="me me").json()["scope"] == "me"


async def find_async(username: str) -> StoredUser | None:
    return StoredUser("id-2", username, HASH) if username == "grace" else None


class Finder:
    async def __call__(self, username: str) -> StoredUser | None:
        return await find_async(username)


@pytest.mark.parametrize("users", [find_async, Finder(), lambda name: find_async(name)])
def test_users_may_come_from_any_kind_of_callable(clock: Any, users: Any) -> None:
    flow = Flow(users=users)
    assert flow.sign_in("grace").status_code == 200
    assert flow.sign_in("ada").status_code == 401


def test_a_weaker_hash_is_replaced_when_its_user_signs_in(clock: Any) -> None:
    users = MemoryUsers()
    users.add("ada", password_hash=hash_with_bcrypt(PASSWORD))
    flow = Flow(users=users)
    assert flow.sign_in().status_code == 200
    replaced = users("ada")
    assert replaced is not None and replaced.password_hash.startswith("$argon2id$")
    assert flow.sign_in().status_code == 200


def test_a_hash_that_cannot_be_read_is_a_refusal_and_not_a_crash(clock: Any) -> None:
    users = MemoryUsers()
    users.add("ada", password_hash="plaintext")
    assert Flow(users=users).sign_in("ada", "plaintext").status_code == 401


def test_a_form_without_a_name_or_password_is_422(flow: Flow) -> None:
    assert flow.client.post("/login", data={"username": "ada"}).status_code == 422
    assert flow.client.post("/login", data={"grant_type": "code", "username": "a", "password": "b"}).status_code == 422


# -- rotation


def test_a_refresh_gives_new_tokens_of_the_same_session(flow: Flow, clock: Any) -> None:
    first = flow.sign_in(scope="me").json()
    clock.tick(60)
    second = flow.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"] and second["scope"] == "me"
    old, new = (flow.get("/claims", tokens["access_token"]).json() for tokens in (first, second))
    assert (old["sid"], old["sub"], old["auth_time"]) == (new["sid"], new["sub"], new["auth_time"])
    assert old["jti"] != new["jti"] and new["iat"] == old["iat"] + 60


def test_two_tabs_get_the_same_successor_within_the_grace(flow: Flow, clock: Any) -> None:
    first = flow.sign_in().json()["refresh_token"]
    once = flow.refresh(first).json()["refresh_token"]
    clock.tick(10)
    assert flow.refresh(first).json()["refresh_token"] == once
    assert flow.refresh(once).status_code == 200


def test_a_second_use_after_the_grace_ends_the_session(flow: Flow, clock: Any) -> None:
    first = flow.sign_in().json()["refresh_token"]
    second = flow.refresh(first).json()
    clock.tick(11)
    refused = flow.refresh(first)
    assert (refused.status_code, refused.json()["code"]) == (401, "refresh_token_reused")
    assert flow.refresh(second["refresh_token"]).json()["code"] == "invalid_refresh_token"
    assert flow.get("/me", second["access_token"]).status_code == 401


def test_an_ancestor_of_the_predecessor_ends_the_session_even_within_the_grace(flow: Flow) -> None:
    first = flow.sign_in().json()["refresh_token"]
    second = flow.refresh(first).json()["refresh_token"]
    third = flow.refresh(second).json()["refresh_token"]
    assert flow.refresh(first).json()["code"] == "refresh_token_reused"
    assert flow.refresh(third).status_code == 401


@pytest.mark.parametrize("change", ["", "A", "handle", "number", "garbage", "é"])
def test_a_made_up_refresh_token_is_refused_and_ends_nothing(flow: Flow, change: str) -> None:
    good = flow.sign_in().json()["refresh_token"]
    made_up = {
        "": good[:-2],
        "A": good + "A",
        "handle": ("B" if good[0] != "B" else "C") + good[1:],
        "number": good[:24] + ("B" if good[24] != "B" else "C") + good[25:],
        "garbage": "x" * len(good),
        "é": "é" * 20,
    }[change]
    refused = flow.refresh(made_up)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_refresh_token")
    assert flow.refresh(good).status_code == 200


def test_a_refresh_token_of_another_issuer_is_unknown(flow: Flow) -> None:
    other = Flow(secret="another secret that is long enough")
    assert other.refresh(flow.sign_in().json()["refresh_token"]).json()["code"] == "invalid_refresh_token"


def test_a_session_ends_when_it_is_idle_for_too_long(flow: Flow, clock: Any) -> None:
    token = flow.sign_in().json()["refresh_token"]
    clock.tick(timedelta(days=14) - timedelta(seconds=1))
    token = flow.refresh(token).json()["refresh_token"]
    clock.tick(timedelta(days=14))
    assert flow.refresh(token).status_code == 401


def test_a_session_ends_after_its_absolute_lifetime_and_no_token_outlives_it(clock: Any, sessions: Any) -> None:
    flow = Flow(sessions=sessions, refresh_absolute=timedelta(hours=1), refresh_idle=timedelta(minutes=50))
    token = flow.sign_in().json()["refresh_token"]
    clock.tick(timedelta(minutes=49))
    renewed = flow.refresh(token).json()
    assert renewed["expires_in"] == 660
    clock.tick(659)
    assert flow.get("/me", renewed["access_token"]).status_code == 200
    renewed_again = flow.refresh(renewed["refresh_token"])
    assert renewed_again.json()["expires_in"] == 1
    clock.tick(1)
    assert flow.refresh(renewed_again.json()["refresh_token"]).status_code == 401
    assert flow.get("/me", renewed["access_token"]).status_code == 401


def test_scopes_that_were_taken_from_a_user_are_gone_at_the_next_refresh(clock: Any) -> None:
    scopes = ["items", "me"]
    flow = Flow(users=lambda name: StoredUser("id-1", "ada", HASH, tuple(scopes)))
    token = flow.sign_in().json()["refresh_token"]
    scopes.remove("items")
    assert flow.refresh(token).json()["scope"] == "me"


def test_eight_refreshes_at_once_all_get_the_one_successor(flow: Flow) -> None:
    token = flow.sign_in().json()["refresh_token"]
    answers: list[Any] = []
    gate = threading.Barrier(8)

    def refresh() -> None:
        gate.wait()
        answers.append(flow.refresh(token))

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


# -- revocation


def test_signing_out_ends_access_and_refresh_tokens_at_once(flow: Flow) -> None:
    tokens, others = flow.sign_in().json(), flow.sign_in().json()
    out = flow.client.post("/logout", data={"refresh_token": tokens["refresh_token"]})
    assert out.status_code == 204 and not out.content
    refused = flow.get("/me", tokens["access_token"])
    assert refused.status_code == 401 and "session has ended" in refused.headers["WWW-Authenticate"]
    assert flow.refresh(tokens["refresh_token"]).status_code == 401
    assert flow.get("/me", others["access_token"]).status_code == 200
    assert flow.client.post("/logout", data={"refresh_token": tokens["refresh_token"]}).status_code == 204
    assert flow.client.post("/logout", data={"refresh_token": "garbage"}).status_code == 204
    assert flow.client.post("/logout").status_code == 400


@pytest.mark.anyio
async def test_a_user_can_be_signed_out_everywhere(flow: Flow) -> None:
    first, second = flow.sign_in().json(), flow.sign_in().json()
    await flow.issuer.end_sessions("id-1")
    for tokens in (first, second):
        assert flow.get("/me", tokens["access_token"]).status_code == 401
        assert flow.refresh(tokens["refresh_token"]).status_code == 401


@pytest.mark.anyio
async def test_the_token_of_an_ended_session_is_an_invalid_token_error(flow: Flow) -> None:
    tokens = flow.sign_in().json()
    await flow.issuer.end_sessions("id-1")
    with pytest.raises(InvalidTokenError):
        await flow.auth.verify(tokens["access_token"])


def test_a_token_with_the_same_secret_but_no_session_is_refused(flow: Flow) -> None:
    assert flow.get("/me", Auth(secret=SECRET).test_token("id-1")).status_code == 401


def test_sessions_in_a_file_outlive_the_process(tmp_path: Path, clock: Any) -> None:
    before = Flow(sessions=SqliteSessions(tmp_path / "s.db"))
    tokens = before.sign_in().json()
    after = Flow(sessions=SqliteSessions(tmp_path / "s.db"))
    assert after.get("/me", tokens["access_token"]).status_code == 200
    assert after.refresh(tokens["refresh_token"]).status_code == 200
    assert tokens["refresh_token"].encode() not in (tmp_path / "s.db").read_bytes()


@pytest.mark.anyio
async def test_sessions_that_are_over_are_forgotten(tmp_path: Path, clock: Any) -> None:
    file = Flow(sessions=SqliteSessions(tmp_path / "s.db"))
    for _ in range(3):
        file.sign_in()
    clock.tick(timedelta(days=15))
    file.sign_in()
    assert sqlite3.connect(tmp_path / "s.db").execute("SELECT count(*) FROM session").fetchone() == (1,)


def test_a_store_that_does_not_answer_is_503_and_not_a_bad_token(tmp_path: Path, clock: Any) -> None:
    tokens = Flow().sign_in().json()
    flow = Flow(sessions=SqliteSessions(tmp_path / "no such folder" / "s.db"))
    for refused in (flow.get("/me", tokens["access_token"]), flow.refresh(tokens["refresh_token"]), flow.sign_in()):
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")


# -- keys


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA"])
def test_a_private_key_signs_and_its_public_half_is_published(clock: Any, algorithm: str) -> None:
    key = Key.generate(algorithm, "k1")
    options = {"secret": None, "key": key, "issuer": "https://app.example", "algorithm": algorithm}
    flow = Flow(**options)
    token = flow.sign_in().json()["access_token"]
    assert flow.get("/me", token).json()["id"] == "id-1"
    published = flow.client.get("/.well-known/jwks.json").json()
    assert [each["kid"] for each in published["keys"]] == ["k1"] and "d" not in published["keys"][0]
    elsewhere = Auth(issuer="https://app.example", audience="https://app.example", keys=published["keys"])
    claims = asyncio.run(elsewhere.verify(token))
    assert claims["sub"] == "id-1"


def test_another_service_finds_the_keys_by_the_issuers_name_alone() -> None:
    from app_server import serving

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    users = MemoryUsers()
    users.add("ada", password_hash=HASH)
    issuer = StandaloneIssuer(key=Key.generate("ES256", "k1"), algorithm="ES256", users=users, issuer=url)
    app = FastAPI()
    app.include_router(issuer.router(prefix="/auth"))
    with serving(app, port):
        token = TestClient(app).post("/auth/login", data={"username": "ada", "password": PASSWORD}).json()
        elsewhere = Auth(issuer=url, audience=url)
        assert asyncio.run(elsewhere.verify(token["access_token"]))["sub"] == "ada"


def test_a_pem_key_signs(clock: Any) -> None:
    pem = Key.generate("ES256").private_pem_in_the_clear()
    flow = Flow(secret=None, key=pem, issuer="https://app.example", algorithm="ES256")
    tokens = flow.sign_in().json()
    assert flow.get("/me", tokens["access_token"]).status_code == 200
    assert flow.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"secret": None}, "secret"),
        ({"secret": "short"}, "at least 32"),
        ({"key": "x"}, "either"),
    ],
)
def test_what_can_never_work_is_refused_when_it_is_set_up(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Flow(**options)


def test_memory_users_refuse_a_name_twice_and_show_no_hash() -> None:
    users = MemoryUsers()
    user = users.add("ada", password_hash=HASH)
    assert HASH not in repr(user)
    with pytest.raises(ValueError, match="already"):
        users.add("ADA", password_hash=HASH)
    with pytest.raises(ValueError, match="either"):
        users.add("grace")


def test_the_basic_header_that_swagger_sends_without_a_client_does_no_harm(flow: Flow) -> None:
    form = {"grant_type": "password", "username": "ada", "password": PASSWORD, "scope": "me"}
    answer = flow.client.post("/login", data=form, headers={"Authorization": "Basic Og=="})
    assert answer.status_code == 200
