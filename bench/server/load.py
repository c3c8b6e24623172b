"""One load: wrk with a script, and what it cost the server."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from processes import cpu_seconds

LOADS = Path(__file__).resolve().parent / "loads"


@dataclass(frozen=True)
class Load:
    """`connections` on `threads` of wrk against `url`."""

    script: str
    url: str
    connections: int
    threads: int = 1
    variables: tuple[tuple[str, str], ...] = ()

    def start(self, seconds: float) -> subprocess.Popen:
        environment = {**os.environ, "WATCHWORD_BENCH_LOADS": str(LOADS),
                       "WATCHWORD_BENCH_THREADS": str(self.threads), **dict(self.variables)}
        return subprocess.Popen(["wrk", "-t", str(self.threads), "-c", str(self.connections), "-d", f"{seconds:g}s",
                                 "--timeout", "20s", "-s", LOADS / self.script, self.url],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


@dataclass(frozen=True)
class Outcome:
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    refused: int  # answered with 4xx or 5xx
    failed: int  # not answered


def read_report(process: subprocess.Popen) -> dict:
    output, _ = process.communicate(timeout=120)
    found = re.search(r"^REPORT (.+)$", output, re.MULTILINE)
    if not found:
        raise RuntimeError(f"wrk gave no report:\n{output}")
    return json.loads(found[1])


def run(load: Load, seconds: float, pids: list[int]) -> Outcome:
    """The load alone; CPU time is that of the server's processes."""
    before = cpu_seconds(pids)
    report = read_report(load.start(seconds))
    used = cpu_seconds(pids) - before
    return outcome_of(report, used)


def outcome_of(report: dict, used: float = 0.0) -> Outcome:
    requests = max(report["requests"], 1)
    return Outcome(report["requests"] / report["seconds"], report["p50_us"] / 1000, report["p99_us"] / 1000,
                   used / requests * 1e6, report["refused"], report["failed"])
