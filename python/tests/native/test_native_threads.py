"""Many threads at once, on one key, one verifier, one set of objects; and at the end of the interpreter."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from native_tokens import AUDIENCE, ISSUER, NOW, claims, sign
from watchword._native import Key, NativeError, Verifier

from watchword import _native

THREADS = 8


def in_threads(work: Callable[[int], None]) -> None:
    start = threading.Barrier(THREADS)

    def run(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(run, number) for number in range(THREADS)]:
            done.result()


@pytest.fixture
def switching_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("switching_often")
@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA", "Ed448"])
def test_threads_share_a_key(algorithm: str) -> None:
    key = Key.generate(algorithm, "k1")

    def work(number: int) -> None:
        for i in range(20):
            data = b"%d %d" % (number, i)
            signature = key.sign(data)
            assert key.verify(data, signature) and not key.verify(data + b"!", signature)
            assert key.kid == "k1" and key.algorithm == algorithm and key.fingerprint

    in_threads(work)


@pytest.mark.usefixtures("switching_often")
def test_threads_share_a_verifier_whose_keys_are_exchanged() -> None:
    keys = [Key.generate("ES256", f"k{i}") for i in range(3)]
    tokens = [sign(key, claims(jti=f"{key.kid} {i}")) for key in keys for i in range(4)]
    verifier = Verifier(issuers=[ISSUER], audiences=[AUDIENCE], algorithms=["ES256"], cache_tokens=8)
    verifier.set_keys(keys)

    def work(number: int) -> None:
        for i in range(60):
            if number == 0:
                verifier.set_keys(keys[i % 3 :])
            try:
                assert verifier.verify(tokens[(number + i) % len(tokens)], NOW)["sub"] == "user-1"
            except NativeError as error:
                assert error.code == "unknown_key"
            if number == 1 and i % 10 == 0:
                assert '"checks"' in verifier.explain(tokens[0], NOW)

    in_threads(work)


@pytest.mark.usefixtures("switching_often")
def test_threads_read_and_write_json_of_the_same_objects() -> None:
    value = {"sub": "é" * 50, "list": [1, 2.5, None, True, 10**30], "object": {str(i): i for i in range(50)}}
    text = _native.json_dumps(value)

    def work(_: int) -> None:
        for _ in range(300):
            assert _native.json_dumps(value) == text
            assert _native.json_loads(text) == value
            with pytest.raises(NativeError):
                _native.json_loads(text[:-1])

    in_threads(work)


@pytest.mark.usefixtures("switching_often")
def test_a_dict_that_another_thread_changes_does_no_harm() -> None:
    value: dict[str, object] = {"a": 1}
    stop = threading.Event()

    def change() -> None:
        i = 0
        while not stop.is_set():
            i += 1
            value[f"n{i % 200}"] = [i]
            value.pop(f"n{(i * 7) % 200}", None)

    changer = threading.Thread(target=change)
    changer.start()
    try:
        for _ in range(2000):
            assert _native.json_loads(_native.json_dumps(value))["a"] == 1
    finally:
        stop.set()
        changer.join()


def runs_beside(call: Callable[[], object], attempts: int) -> bool:
    """Whether another Python thread gets a turn while `call` works. Nothing but letting go of the GIL can give it one:
    the interpreter is told never to take the GIL from a thread by itself."""
    turns = 0
    stop = False

    def other() -> None:
        nonlocal turns
        while not stop:
            turns += 1
            time.sleep(0)  # lets go of the GIL and asks for it again

    usual = sys.getswitchinterval()
    thread = threading.Thread(target=other)
    thread.start()
    sys.setswitchinterval(1000)
    try:
        for _ in range(attempts):
            before = turns
            call()
            if turns != before:
                return True
        return False
    finally:
        stop = True
        sys.setswitchinterval(usual)
        thread.join()


PRIVATE = {name: Key.generate(name) for name in ("RS256", "PS256", "ES256", "EdDSA", "HS256")}
SIGNED = {name: key.sign(b"x") for name, key in PRIVATE.items()}
RSA_PEM = PRIVATE["RS256"].private_pem_in_the_clear()


def first_verification() -> Callable[[], object]:
    key = PRIVATE["RS256"]
    token = sign(key)

    def verify() -> object:
        fresh = Verifier(issuers=[ISSUER], audiences=[AUDIENCE], algorithms=["RS256"], cache_tokens=0)
        fresh.set_keys([key])
        return fresh.verify(token, NOW)

    return verify


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: Key.generate("RS256"), id="generate"),
        pytest.param(lambda: Key.from_pem("RS256", RSA_PEM), id="from_pem"),
        pytest.param(lambda: PRIVATE["RS256"].sign(b"x"), id="sign RS256"),
        pytest.param(lambda: PRIVATE["PS256"].sign(b"x"), id="sign PS256"),
        pytest.param(lambda: PRIVATE["ES256"].verify(b"x", SIGNED["ES256"]), id="verify ES256"),
        pytest.param(lambda: PRIVATE["EdDSA"].verify(b"x", SIGNED["EdDSA"]), id="verify EdDSA"),
        pytest.param(lambda: PRIVATE["HS256"].sign(bytes(1_000_000)), id="sign a megabyte"),
        pytest.param(first_verification(), id="Verifier.verify"),
    ],
)
def test_other_threads_run_while_a_key_works(call: Callable[[], object]) -> None:
    assert runs_beside(call, attempts=20_000)


def test_short_work_keeps_the_gil() -> None:
    assert not runs_beside(lambda: PRIVATE["HS256"].sign(b"x"), attempts=500)
    assert not runs_beside(lambda: _native.json_dumps({"a": [1, 2, 3]}), attempts=500)


AT_EXIT = """
import threading, time
from watchword import _native as native
key = native.Key.generate("RS256")
native.remember_key("key", "RS256", key)
started = threading.Barrier(5)
def work():
    started.wait()
    while True:
        {call}
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
started.wait()
time.sleep(0.05)
"""


@pytest.mark.parametrize("call", ["key.sign(b'x')", "native.encode({}, 'key', 'RS256', None)"])
def test_daemon_threads_may_be_at_work_when_the_interpreter_ends(call: str) -> None:
    script = AT_EXIT.format(call=call)
    for _ in range(5):
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
        assert (run.returncode, run.stderr) == (0, b"")


def interpreters() -> Any:
    """The module by its name in this Python: it is not public before 3.14."""
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    pytest.skip("this Python has no interpreters to make")


IN_ANOTHER_INTERPRETER = """
import sys
sys.path[:] = {path!r}
from watchword import _native as native
key = native.Key.generate("ES256")
assert key.verify(b"x", key.sign(b"x")) and native.json_loads('{{"sub":1}}') == {{"sub": 1}}
try:
    native.Key.from_jwk("")
except native.NativeError as error:
    assert error.code == "invalid_key"
"""


def test_each_interpreter_has_a_module_of_its_own() -> None:
    of = interpreters()
    for _ in range(3):
        other = of.create()
        assert not of.run_string(other, IN_ANOTHER_INTERPRETER.format(path=sys.path))
        of.destroy(other)
    assert _native.Key.generate("ES256").sign(b"x")
