"""Limits on signing in: both sides of each, with Retry-After; and no flood that takes the machine."""

import asyncio
import base64
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from watchword.fastapi import AuthError, Limit, MemoryUsers, PasswordCheck, SignInLimits, StandaloneIssuer
from watchword.fastapi.limits import Attempts, account_name, address_group
from watchword.passwords import hash as hash_password

SECRET = "0123456789abcdef0123456789abcdef"
HASH = hash_password("right")


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1_795_348_800.0

    def __call__(self) -> float:
        return self.now


class Door:
    """The sign-in of an application with small limits."""

    def __init__(self, **limits: Any) -> None:
        self.clock = Clock()
        users = MemoryUsers()
        users.add("ada", password_hash=HASH)
        users.add("grace", password_hash=HASH)
        issuer = StandaloneIssuer(secret=SECRET, users=users, limits=SignInLimits(clock=self.clock, **limits))
        app = FastAPI()
        app.include_router(issuer.router(frontends={"shop": "shop-secret"}))
        self.client = TestClient(app)

    def knock(self, username: str = "ada", password: str = "wrong", **options: Any) -> Any:
        form = {"username": username, "password": password, **options.pop("form", {})}
        return self.client.post("/login", data=form, **options)


def test_an_account_has_so_many_failures_at_once_and_then_one_more_each_interval() -> None:
    door = Door(per_account=Limit(3, 30.0), per_address=None)
    assert [door.knock().status_code for _ in range(4)] == [401, 401, 401, 429]
    refused = door.knock("ADA ", "right")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert (refused.json()["error"], refused.json()["code"]) == ("temporarily_unavailable", "rate_limited")
    assert door.knock("grace", "right").status_code == 200
    door.clock.now += 29.999
    assert door.knock(password="right").status_code == 429
    door.clock.now += 0.001
    assert door.knock(password="right").status_code == 200


def test_retry_after_is_never_less_than_what_remains() -> None:
    door = Door(per_account=Limit(1, 30.0), per_address=None)
    door.knock()
    door.clock.now += 28.5
    assert door.knock().headers["Retry-After"] == "2"


def test_successes_do_not_count_against_an_account() -> None:
    door = Door(per_account=Limit(2, 30.0), per_address=None)
    assert [door.knock(password="right").status_code for _ in range(5)] == [200] * 5
    assert [door.knock().status_code for _ in range(3)] == [401, 401, 429]


def test_unknown_accounts_are_limited_as_known_ones_are() -> None:
    door = Door(per_account=Limit(2, 30.0), per_address=None)
    assert [door.knock("nobody").status_code for _ in range(3)] == [401, 401, 429]


def test_an_address_has_so_many_attempts_whoever_it_names() -> None:
    door = Door(per_account=None, per_address=Limit(2, 2.0))
    assert door.knock("a").status_code == 401
    assert door.knock("ada", "right").status_code == 200
    refused = door.knock("b")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2")
    door.clock.now += 2
    assert door.knock("b").status_code == 401


def test_a_known_frontend_states_the_address_and_nobody_else() -> None:
    door = Door(per_account=None, per_address=Limit(1, 60.0))
    basic = {"Authorization": "Basic " + base64.b64encode(b"shop:shop-secret").decode()}
    assert door.knock(headers=basic, form={"end_user_address": "203.0.113.1"}).status_code == 401
    assert door.knock(headers=basic, form={"end_user_address": "203.0.113.1"}).status_code == 429
    assert door.knock(headers=basic, form={"end_user_address": "203.0.113.2"}).status_code == 401
    in_form = {"client_id": "shop", "client_secret": "shop-secret", "end_user_address": "203.0.113.3"}
    assert door.knock(form=in_form).status_code == 401
    assert door.knock(form={"end_user_address": "203.0.113.4"}).status_code == 401  # the client's own address
    assert door.knock(form={"end_user_address": "203.0.113.5"}).status_code == 429


@pytest.mark.parametrize("pair", [b"shop:wrong", b"nobody:shop-secret", b"shop:shop-secret2"])
def test_a_frontend_with_a_wrong_secret_is_an_invalid_client(pair: bytes) -> None:
    refused = Door().knock(headers={"Authorization": "Basic " + base64.b64encode(pair).decode()})
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, group: str) -> None:
    assert address_group(address) == group


def test_account_names_are_counted_under_one_spelling() -> None:
    assert account_name(" STRASSE ") == account_name("straße")
    assert len(account_name("x" * 10_000)) == 256


def test_the_memory_of_attempts_is_bounded_and_forgets_the_quiet_ones_first() -> None:
    clock = Clock()
    attempts = Attempts(Limit(1, 3600.0), entries=100, clock=clock)
    for number in range(1000):
        assert attempts.take(str(number)) == 0
    assert len(attempts._full_again) == 100
    assert attempts.take("999") > 0 and attempts.take("0") == 0


@pytest.mark.parametrize(("burst", "interval"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_limit_that_limits_nothing_or_everything_is_refused(burst: int, interval: float) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(burst, interval)


@pytest.mark.anyio
async def test_attempts_at_the_same_time_cannot_pass_the_limit_together() -> None:
    users = MemoryUsers()
    users.add("ada", password_hash=HASH)
    limits = SignInLimits(per_account=Limit(3, 30.0), per_address=None)
    issuer = StandaloneIssuer(secret=SECRET, users=users, limits=limits)

    async def attempt() -> str:
        try:
            await issuer.sign_in("ada", "wrong", "", "")
        except AuthError as error:
            return error.code
        return "let in"

    codes = await asyncio.gather(*(attempt() for _ in range(10)))
    assert sorted(codes) == ["rate_limited"] * 7 + ["wrong_credentials"] * 3


@pytest.mark.anyio
async def test_more_sign_ins_than_may_wait_are_told_to_come_back() -> None:
    check = PasswordCheck(threads=1, queue=2)

    async def attempt() -> str:
        try:
            return str((await check.check("wrong", HASH)).matches)
        except AuthError as error:
            assert error.status_code == 503 and error.headers == {"Retry-After": "1"}
            return error.code

    outcomes = await asyncio.gather(*(attempt() for _ in range(6)))
    assert sorted(outcomes) == ["False"] * 3 + ["overloaded"] * 3
    assert await attempt() == "False"


@pytest.mark.anyio
async def test_an_attempt_that_nobody_had_time_for_is_no_failure() -> None:
    users = MemoryUsers()
    users.add("ada", password_hash=HASH)
    check = PasswordCheck(threads=1, queue=0)
    limits = SignInLimits(per_account=Limit(2, 30.0), per_address=None)
    issuer = StandaloneIssuer(secret=SECRET, users=users, limits=limits, password_check=check)

    async def attempt(password: str) -> str:
        try:
            await issuer.sign_in("ada", password, "", "")
        except AuthError as error:
            return error.code
        return "let in"

    somebody_else = asyncio.ensure_future(check.check("x", HASH))
    await asyncio.sleep(0)
    assert [await attempt("right") for _ in range(2)] == ["overloaded"] * 2
    await somebody_else
    assert [await attempt("right"), await attempt("wrong")] == ["let in", "wrong_credentials"]


@pytest.mark.anyio
async def test_the_event_loop_goes_on_while_passwords_are_hashed() -> None:
    check = PasswordCheck(threads=1)
    hashing = asyncio.ensure_future(check.check("wrong", HASH))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10


@pytest.mark.anyio
async def test_callers_who_hang_up_do_not_make_room_for_more_hashing() -> None:
    check = PasswordCheck(threads=1, queue=1)
    waiting = [asyncio.ensure_future(check.check("wrong", HASH)) for _ in range(2)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    with pytest.raises(AuthError) as refused:
        await check.check("wrong", HASH)
    assert refused.value.code == "overloaded"
    assert not (await waiting[1]).matches
    assert not (await check.check("wrong", HASH)).matches


@pytest.mark.parametrize("name", ["ada", "ADA", " ada ", "ada\u3000", "\uff41\uff44\uff41", "\u1d43da"])
def test_one_account_has_one_count_however_its_name_is_written(name: str) -> None:
    assert account_name(name) == "ada"


def test_an_accent_may_be_a_letter_of_its_own() -> None:
    assert account_name("Rene\u0301") == account_name("ren\u00e9")
