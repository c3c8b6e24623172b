#!/usr/bin/env python3
"""What a token costs in Python: watchword.jwt and PyJWT's newest, in the same run.

    python bench/python/bench_jwt.py [--json] [--seconds 0.04] [--rounds 31]

The two take turns, so that both see the same machine; a figure is the median of the rounds, in microseconds a call.
Needs PyJWT and cryptography beside watchword."""

import argparse
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import jwt as pyjwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from watchword import jwt as watchword_jwt

ISSUER, AUDIENCE = "https://issuer.example", "https://api.example/"


@dataclass
class Row:
    """Microseconds a call."""

    what: str
    threads: int
    pyjwt: float
    watchword: float

    @property
    def ratio(self) -> float:
        return self.pyjwt / self.watchword


def claims() -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER, "sub": "user-1234567890", "aud": AUDIENCE, "exp": now + 86400, "iat": now, "nbf": now,
        "jti": "0123456789abcdef", "scope": "read write", "roles": ["admin", "user"], "name": "Alice Example",
    }  # fmt: skip


def pem(private: Any) -> tuple[str, str]:
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    )


def keys() -> dict[str, dict[str, tuple[Any, Any]]]:
    """By algorithm and form: (signs, verifies)."""
    fresh = {
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }
    secret = "0123456789abcdef" * 4
    asymmetric = {name: {"PEM": pem(key), "object": (key, key.public_key())} for name, key in fresh.items()}
    return {"HS256": {"secret": (secret, secret)}, **asymmetric}


def decoder(library: Any, token: str, key: Any, algorithm: str) -> Callable[[], Any]:
    return lambda: library.decode(token, key, algorithms=[algorithm], audience=AUDIENCE, issuer=ISSUER)


def encoder(library: Any, payload: dict[str, Any], key: Any, algorithm: str) -> Callable[[], Any]:
    return lambda: library.encode(payload, key, algorithm=algorithm)


def calls_of(work: Callable[[], Any], seconds: float) -> int:
    """How many calls take about that long, once the first ones are over."""
    for _ in range(20):
        work()
    calls = 1
    while True:
        begin = time.perf_counter()
        for _ in range(calls):
            work()
        spent = time.perf_counter() - begin
        if spent > seconds / 10:
            return max(1, int(calls * seconds / spent))
        calls *= 4


def measured(work: Callable[[], Any], calls: int, threads: int) -> float:
    """Microseconds a call, over all threads."""

    def loop() -> None:
        for _ in range(calls):
            work()

    workers = [threading.Thread(target=loop) for _ in range(threads)]
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return (time.perf_counter() - begin) / (calls * threads) * 1e6


def compared(what: str, ours: Callable[[], Any], theirs: Callable[[], Any], threads: int, options: Any) -> Row:
    counts = {work: calls_of(work, options.seconds) for work in (ours, theirs)}
    spent: dict[Any, list[float]] = {ours: [], theirs: []}
    for _ in range(options.rounds):
        for work in (theirs, ours):
            spent[work].append(measured(work, counts[work], threads))
    return Row(what, threads, statistics.median(spent[theirs]), statistics.median(spent[ours]))


def rows(options: Any) -> list[Row]:
    payload, result = claims(), []
    for algorithm, forms in keys().items():
        for form, (private, public) in forms.items():
            token = pyjwt.encode(payload, private, algorithm)
            for threads in (1, 2):
                ours, theirs = (decoder(library, token, public, algorithm) for library in (watchword_jwt, pyjwt))
                result.append(compared(f"decode {algorithm}, {form}", ours, theirs, threads, options))
            if form == "PEM":
                ours = decoder(watchword_jwt, token, public, algorithm)
                theirs = decoder(pyjwt, token, forms["object"][1], algorithm)
                result.append(compared(f"decode {algorithm}, PEM here, object there", ours, theirs, 1, options))
            ours, theirs = (encoder(library, payload, private, algorithm) for library in (watchword_jwt, pyjwt))
            result.append(compared(f"encode {algorithm}, {form}", ours, theirs, 1, options))
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--seconds", type=float, default=0.04, help="a round of one of the two takes about that long")
    parser.add_argument("--rounds", type=int, default=31)
    found = rows(parser.parse_args())
    if "--json" in sys.argv:
        print(json.dumps([{**asdict(row), "ratio": round(row.ratio, 2)} for row in found], indent=2))
        return 0
    print(f"| microseconds a call | threads | PyJWT {pyjwt.__version__} | watchword.jwt | ratio |")
    print("|---|---|---|---|---|")
    for row in found:
        print(f"| {row.what} | {row.threads} | {row.pyjwt:.2f} | {row.watchword:.2f} | {row.ratio:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
