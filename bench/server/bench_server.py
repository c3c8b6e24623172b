#!/usr/bin/env python3
"""Measures the release server with wrk and writes docs/benchmarks.md.

Throughput, latency and CPU time per request of each kind of request, memory, start-up, sign-ins against what the
hashing alone can do, and what a flood of sign-ins does to others. Rounds are interleaved and medians are shown, so that
a disturbance hits everything alike. `--quick` takes one short round and writes nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import ctypes.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests" / "flows")]

from load import Load, Outcome, outcome_of, read_report, run  # noqa: E402
from loopback_ports import free_port  # noqa: E402
from processes import children, cpu_model, resident_mib  # noqa: E402
from report import Measured, as_markdown  # noqa: E402
from server_process import PASSWORD, ROOT, ServerProcess  # noqa: E402

USERS = 8
WRK_THREADS = 2
CONNECTIONS = 64
# The settings people have, but for the limits: all sign-ins come from one address.
SETTINGS = {"passwords.argon2_memory_kib": 19456, "passwords.argon2_passes": 2, "passwords.hashing_queue": 16,
            "log.level": "warning"}


class Bench:
    def __init__(self, folder: Path, seconds: float, rounds: int, starts: int):
        self.folder = folder
        self.seconds = seconds
        self.rounds = rounds
        self.starts = starts
        self.server = ServerProcess(folder, SETTINGS)
        self.measured = Measured()

    def run(self) -> Measured:
        try:
            self._measure()
        finally:
            self.server.discard()
        return self.measured

    def _measure(self) -> None:
        self.server.start()
        for number in range(USERS):
            self.server.add_user(f"user{number + 1}")
        self._measure_starts()
        self.server.start()
        time.sleep(1)
        self.measured.idle_mib = resident_mib(self.server.process.pid)
        with nginx(self.folder / "nginx") as (nginx_url, nginx_pids):
            for number in range(self.rounds):
                print(f"round {number + 1} of {self.rounds}", file=sys.stderr, flush=True)
                self._round(nginx_url, nginx_pids)
        self.measured.sign_in_peak_mib = resident_mib(self.server.process.pid, "VmHWM")

    def _round(self, nginx_url: str, nginx_pids: list[int]) -> None:
        pid = self.server.process.pid
        access_token = self.server.sign_in("user1", scope="openid profile")["access_token"]
        bearer = (("WATCHWORD_BENCH_BEARER", access_token),)
        plain = Load("get.lua", nginx_url, CONNECTIONS, WRK_THREADS)
        self._add("nginx return 200", run(plain, self.seconds, nginx_pids))
        self._add("GET /healthz", self._run("get.lua", "/healthz"))
        self._add("GET /.well-known/jwks.json", self._run("get.lua", "/.well-known/jwks.json"))
        self._add("GET /oauth2/userinfo", self._run("get.lua", "/oauth2/userinfo", bearer))
        self._add("POST /oauth2/token, refresh", self._run("refresh.lua", "/oauth2/token", self._token_file()))
        if self.measured.load_peak_mib == 0:
            self.measured.load_peak_mib = resident_mib(pid, "VmHWM")
        self.measured.hash_seconds.append(seconds_of_a_hash())
        self._add("POST /oauth2/token, sign-in", run(self._sign_ins(4), self.seconds, [pid]))
        self._measure_flood(bearer)

    def _add(self, name: str, outcome: Outcome) -> None:
        self.measured.outcomes.setdefault(name, []).append(outcome)

    def _run(self, script: str, path: str, variables: tuple = ()) -> Outcome:
        load = Load(script, self.server.base_url + path, CONNECTIONS, WRK_THREADS, variables)
        return run(load, self.seconds, [self.server.process.pid])

    def _sign_ins(self, connections: int, pause_ms: int = 0) -> Load:
        return Load("sign_in.lua", self.server.base_url, connections, 1,
                    (("WATCHWORD_BENCH_USERS", str(USERS)), ("WATCHWORD_BENCH_PASSWORD", PASSWORD),
                     ("WATCHWORD_BENCH_PAUSE_MS", str(pause_ms))))

    def _token_file(self) -> tuple:
        """A chain for every connection, and a few that wrk spends on trying the script out."""
        count = CONNECTIONS + 2 * WRK_THREADS
        first = [self.server.sign_in(f"user{number % USERS + 1}")["refresh_token"] for number in range(count)]
        file = self.folder / "tokens"
        file.write_text("\n".join(first) + "\n")
        return (("WATCHWORD_BENCH_TOKENS", str(file)),)

    def _measure_flood(self, bearer: tuple) -> None:
        """A steady stream of userinfo (about 3,000 a second), alone and beside some 600 sign-ins a second: many times
        what can be hashed."""
        steady = Load("get.lua", self.server.base_url + "/oauth2/userinfo", 32, 1,
                      (*bearer, ("WATCHWORD_BENCH_PAUSE_MS", "10")))
        self.measured.calm.append(outcome_of(read_report(steady.start(self.seconds))))
        flood = self._sign_ins(64, pause_ms=100).start(self.seconds + 1)
        time.sleep(0.5)
        self.measured.flooded.append(outcome_of(read_report(steady.start(self.seconds))))
        self.measured.flood.append(outcome_of(read_report(flood)))
        self._wait_for_the_end_of_the_flood()

    def _wait_for_the_end_of_the_flood(self) -> None:
        """What wrk left in the queue is hashed before anything else is measured."""
        form = {"grant_type": "password", "username": "user1", "password": PASSWORD}
        deadline = time.monotonic() + 60
        while self.server.client(timeout=60).post("/oauth2/token", form=form).status == 503:
            if time.monotonic() > deadline:
                raise RuntimeError("the server does not recover from the flood")
            time.sleep(0.2)
        time.sleep(0.5)

    def _measure_starts(self) -> None:
        """From exec to the first answer, on a folder that is not new."""
        for _ in range(self.starts):
            self.server.stop()
            before = time.perf_counter()
            self.server.start()
            self.measured.start_seconds.append(time.perf_counter() - before)
        self.server.stop()


def seconds_of_a_hash() -> float:
    """CPU time of Argon2id as the server does it (libsodium, 19 MiB, 2 passes), the median: sign-ins a second are an
    average as well, not a best case."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    if sodium.sodium_init() < 0:  # it chooses the fastest implementation for this CPU
        raise RuntimeError("libsodium does not start")
    tag, salt = ctypes.create_string_buffer(32), os.urandom(16)
    password = PASSWORD.encode()
    samples = []
    for _ in range(15):
        before = time.thread_time()
        status = sodium.crypto_pwhash_argon2id(tag, ctypes.c_ulonglong(32), password, ctypes.c_ulonglong(len(password)),
                                               salt, ctypes.c_ulonglong(2), ctypes.c_size_t(19 * 1024 * 1024), 2)
        samples.append(time.thread_time() - before)
        if status != 0:
            raise RuntimeError("libsodium refuses the parameters")
    return statistics.median(samples)


@contextlib.contextmanager
def nginx(folder: Path):
    """nginx that only says 200, with as many workers as there are event loops."""
    folder.mkdir()
    port = free_port()
    temporary = "\n".join(f"  {kind}_temp_path {folder}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000000;
{temporary}
  server {{
    listen 127.0.0.1:{port} reuseport;
    location / {{ default_type application/json; return 200 '{{"status":"ok"}}'; }}
  }}
}}
""")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-c", folder / "nginx.conf", "-e", folder / "start.log"],
                               stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 5
        while len(children(process.pid)) < len(os.sched_getaffinity(0)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"nginx does not start: {(folder / 'start.log').read_text()}")
            time.sleep(0.05)
        time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/", children(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round; prints, writes no file")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool) and not Path("/usr/sbin", tool).exists():
            parser.exit(3, f"{tool} is not installed (apt-get install {tool})\n")
    with tempfile.TemporaryDirectory() as folder:
        length = {"seconds": 2, "rounds": 1, "starts": 5} if options.quick else {"seconds": 4, "rounds": 5, "starts": 20}
        measured = Bench(Path(folder), **length).run()
    text = as_markdown(measured, cpu_model(), len(os.sched_getaffinity(0)))
    print(text)
    if not options.quick:
        options.output.write_text(text)
        print(f"written to {options.output}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
