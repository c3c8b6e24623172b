"""Nothing is lost: neither Python objects nor memory, also where calls fail."""

from __future__ import annotations

import gc
import importlib.util
import pathlib
import resource
import sys
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from native_tokens import AUDIENCE, ISSUER, NOW, claims, sign
from watchword._native import Key, NativeError, Verifier

from watchword import _native

ES256 = Key.generate("ES256", "k1")
HS256 = Key.from_secret("HS256", b"s" * 32)
JWK = ES256.private_jwk_in_the_clear()
PUBLIC_SET = '{"keys":[' + ES256.public_jwk() + "]}"
DOCUMENT = {"iss": "i", "x" * 30: ["é\ud800", 1.5, 10**40, None, True, {"a": {"b": []}}]}
TEXT = _native.json_dumps({**DOCUMENT, "x" * 30: [10**40, "é", 1.25, {"a": [None, True]}]})
TOKEN = sign(ES256)


def verifier(**changes: Any) -> Verifier:
    arguments = {"issuers": [ISSUER], "audiences": [AUDIENCE], "algorithms": ["ES256"], "cache_tokens": 64, **changes}
    made = Verifier(**arguments)
    made.set_keys([ES256])
    return made


KNOWN = verifier()
UNCACHED = verifier(cache_tokens=0)


def refused(call: Callable[..., Any], *arguments: Any, **named: Any) -> Callable[[], None]:
    def run() -> None:
        try:
            call(*arguments, **named)
        except (NativeError, TypeError, ValueError, RecursionError):
            return
        raise AssertionError("this should have been refused")

    return run


CIRCLE: list[Any] = []
CIRCLE.append({"a": CIRCLE})

CALLS: dict[str, Callable[[], Any]] = {
    "base64url": lambda: _native.base64url_decode(_native.base64url_encode(b"some bytes")),
    "base64url refused": refused(_native.base64url_decode, "a="),
    "json_loads": lambda: _native.json_loads(TEXT),
    "json_loads refused": refused(_native.json_loads, TEXT + ","),
    "json_loads surrogate": refused(_native.json_loads, '"\ud800"'),
    "json_dumps": lambda: _native.json_dumps(DOCUMENT),
    "json_dumps refused": refused(_native.json_dumps, [DOCUMENT, object()]),
    "json_dumps circle": refused(_native.json_dumps, CIRCLE),
    "from_secret": lambda: Key.from_secret("HS256", b"s" * 32, kid="k"),
    "from_secret refused": refused(Key.from_secret, "HS256", b"s"),
    "wrong arguments": refused(Key.from_secret, "HS256", b"s" * 32, nope=1),
    "from_jwk": lambda: Key.from_jwk(JWK),
    "from_jwk refused": refused(Key.from_jwk, JWK.replace("P-256", "P-384")),
    "import_key_set": lambda: _native.import_key_set(PUBLIC_SET),
    "generate": lambda: Key.generate("ES256", "k"),
    "sign and verify": lambda: ES256.verify(b"x", ES256.sign(b"x")),
    "hmac": lambda: HS256.verify(b"x", HS256.sign(b"x")),
    "attributes": lambda: (ES256.algorithm, ES256.kid, ES256.kind, ES256.bits, ES256.fingerprint, repr(ES256)),
    "forms": lambda: (ES256.public_jwk(), ES256.public_pem(), ES256.private_pem_in_the_clear(), ES256.public()),
    "verifier": verifier,
    "verifier refused": refused(verifier, leeway=601),
    "set_keys": lambda: KNOWN.set_keys([ES256, HS256]),
    "set_keys refused": refused(KNOWN.set_keys, [ES256, None]),
    "verify known": lambda: KNOWN.verify(TOKEN, NOW),
    "verify": lambda: UNCACHED.verify(TOKEN, NOW),
    "verify refused": refused(KNOWN.verify, TOKEN, NOW + 900),
    "verify malformed": refused(KNOWN.verify, "a.b.c", NOW),
    "explain": lambda: KNOWN.explain(TOKEN, NOW),
    "challenge": lambda: _native.challenge("expired", "api", ["a"]),
    "algorithms": _native.algorithms,
}
SHARED = [None, True, False, Key, Verifier, NativeError, ES256, KNOWN, TOKEN, DOCUMENT]
IMMORTAL = 1 << 29  # from Python 3.12 on, None and its like are not counted


def repeat(call: Callable[[], Any], times: int) -> None:
    for _ in range(times):
        call()
    gc.collect()


@pytest.mark.parametrize("name", CALLS)
def test_a_call_keeps_no_object(name: str) -> None:
    repeat(CALLS[name], 20)
    blocks = sys.getallocatedblocks()
    counts = [sys.getrefcount(shared) for shared in SHARED]
    repeat(CALLS[name], 200)
    assert sys.getallocatedblocks() - blocks < 60
    for shared, before in zip(SHARED, counts):
        now = sys.getrefcount(shared)
        assert now >= IMMORTAL or abs(now - before) < 60, shared


def resident() -> int:
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def test_calls_keep_no_memory() -> None:
    cheap = [call for name, call in CALLS.items() if name not in {"generate", "from_jwk", "forms", "import_key_set"}]
    dear = [CALLS[name] for name in ("generate", "from_jwk", "forms", "import_key_set")]

    def all_calls(times: int) -> None:
        for call in cheap:
            repeat(call, times)
        for call in dear:
            repeat(call, times // 5)

    all_calls(150)
    before = resident()
    all_calls(600)
    assert resident() - before < 4 * 1024 * 1024


def test_many_tokens_stay_within_the_bounds_of_the_verifier() -> None:
    of = verifier(algorithms=["HS256"], cache_tokens=64)
    secret = Key.from_secret("HS256", b"s" * 32, "s")
    of.set_keys([secret])
    tokens = [sign(secret, claims(jti=str(i), note="n" * 4000)) for i in range(400)]
    for token in tokens[:200]:
        of.verify(token, NOW)
    before = resident()
    for token in tokens[200:] * 3:
        of.verify(token, NOW)
    assert resident() - before < 4 * 1024 * 1024


def remember_a_key(module: Any) -> None:
    module.remember_key("s" * 32, "HS256", module.Key.from_secret("HS256", b"s" * 32))


def keep_a_verifier(module: Any) -> None:
    module.kept = module.Verifier(issuers=[ISSUER], audiences=[AUDIENCE], algorithms=["ES256"])


@pytest.mark.parametrize("use", [remember_a_key, keep_a_verifier])
def test_a_module_that_nobody_needs_goes_with_its_keys(use: Callable[[Any], None]) -> None:
    spec = importlib.util.spec_from_file_location("watchword._native", _native.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    use(module)
    seen = weakref.ref(module)
    del module
    gc.collect()
    assert seen() is None
