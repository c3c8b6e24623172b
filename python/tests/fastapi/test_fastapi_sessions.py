"""The rule of rotation, on every store, and between processes."""

import asyncio
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from watchword.fastapi import MemorySessions, Session, SqliteSessions
from watchword.fastapi.sessions import Verdict, judge
from watchword.fastapi.sqlite_sessions import _Transaction

NOW = 1_795_348_800.0
SESSION = Session(
    handle="ab" * 16,
    sid="sid-1",
    subject="id-1",
    username="ada",
    scope="items",
    auth_time=NOW,
    idle_until=NOW + 100,
    ends_at=NOW + 1000,
)
ROTATED = replace(SESSION, number=5, rotated_at=NOW)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return MemorySessions() if request.param == "memory" else SqliteSessions(tmp_path / "sessions.db")


@pytest.mark.parametrize(
    ("number", "after", "verdict"),
    [
        (5, 0, Verdict.rotated),
        (5, 99.9, Verdict.rotated),
        (5, 100, Verdict.unknown),
        (4, 0, Verdict.replayed),
        (4, 10, Verdict.replayed),
        (4, 10.1, Verdict.reused),
        (3, 0, Verdict.reused),
        (0, 0, Verdict.reused),
        (6, 0, Verdict.unknown),
    ],
)
def test_the_number_and_the_time_decide(number: int, after: float, verdict: Verdict) -> None:
    assert judge(ROTATED, number, now=NOW + after, idle=100, grace=10).verdict is verdict


def test_a_rotation_extends_the_idle_time_and_never_the_absolute_one() -> None:
    near_the_end = replace(SESSION, idle_until=NOW + 950)
    assert judge(SESSION, 0, now=NOW + 50, idle=100, grace=10).session.idle_until == NOW + 150  # type: ignore[union-attr]
    assert judge(near_the_end, 0, now=NOW + 940, idle=100, grace=10).session.idle_until == NOW + 1000  # type: ignore[union-attr]


@pytest.mark.anyio
async def test_a_store_does_what_the_rule_says(store: Any) -> None:
    async def rotate(number: int, now: float = NOW) -> Verdict:
        return (await store.rotate(SESSION.handle, number, now=now, idle=100, grace=10)).verdict

    assert await rotate(0) is Verdict.unknown
    await store.add(SESSION)
    assert await store.is_live("sid-1", NOW) and not await store.is_live("sid-2", NOW)
    assert not await store.is_live("sid-1", NOW + 1000)
    assert [await rotate(0), await rotate(0), await rotate(1)] == [Verdict.rotated, Verdict.replayed, Verdict.rotated]
    assert await rotate(0) is Verdict.reused
    assert not await store.is_live("sid-1", NOW)
    assert await rotate(2) is Verdict.unknown


@pytest.mark.anyio
@pytest.mark.parametrize("way", ["end", "end_handle", "end_all"])
async def test_each_way_to_end_a_session_ends_that_one(store: Any, way: str) -> None:
    other = replace(SESSION, handle="cd" * 16, sid="sid-2", subject="id-2")
    await store.add(SESSION)
    await store.add(other)
    await getattr(store, way)({"end": "sid-1", "end_handle": SESSION.handle, "end_all": "id-1"}[way])
    await getattr(store, way)("nothing of that name")
    assert not await store.is_live("sid-1", NOW)
    assert await store.is_live("sid-2", NOW)


@pytest.mark.anyio
async def test_memory_forgets_sessions_that_are_over(anyio_backend: str) -> None:
    store = MemorySessions()
    for number in range(1023):
        await store.add(replace(SESSION, handle=f"{number:032x}", sid=str(number)))
    later = NOW + 2000
    await store.add(replace(SESSION, auth_time=later, idle_until=later + 100, ends_at=later + 1000))
    assert len(store._by_handle) == 1 and len(store._handle_of) == 1


ROTATE = """
import asyncio, sys
from watchword.fastapi import SqliteSessions
store = SqliteSessions(sys.argv[1])
asyncio.run(store.is_live("warm", 0))
print("ready", flush=True)
sys.stdin.readline()
print(asyncio.run(store.rotate(sys.argv[2], 0, now=1795348800.0, idle=100, grace=10)).verdict.name)
"""


def test_of_several_processes_one_rotates_and_the_others_get_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    asyncio.run(SqliteSessions(path).add(SESSION))
    command = [sys.executable, "-c", ROTATE, str(path), SESSION.handle]
    pipe = subprocess.PIPE
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * 4  # type: ignore[union-attr]
    for worker in workers:
        worker.stdin.write("go\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
    verdicts = [worker.communicate(timeout=60)[0].strip() for worker in workers]
    assert sorted(verdicts) == ["replayed"] * 3 + ["rotated"]


def test_a_transaction_that_cannot_be_committed_does_not_stand_in_the_way_of_the_next() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        "PRAGMA foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);"
    )
    with pytest.raises(sqlite3.IntegrityError), _Transaction(connection):
        connection.execute("INSERT INTO b VALUES (1)")
    with _Transaction(connection):
        connection.execute("INSERT INTO a VALUES (1)")
    assert connection.execute("SELECT * FROM b").fetchall() == []
