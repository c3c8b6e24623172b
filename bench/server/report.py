"""From measurements to the page in the docs."""

from __future__ import annotations

import datetime
import os
import statistics
from dataclasses import dataclass, field

from load import Outcome


@dataclass
class Measured:
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    calm: list[Outcome] = field(default_factory=list)
    flooded: list[Outcome] = field(default_factory=list)
    flood: list[Outcome] = field(default_factory=list)
    start_seconds: list[float] = field(default_factory=list)
    hash_seconds: list[float] = field(default_factory=list)
    idle_mib: float = 0
    load_peak_mib: float = 0
    sign_in_peak_mib: float = 0


def median(outcomes: list[Outcome], name: str) -> float:
    return statistics.median(getattr(outcome, name) for outcome in outcomes)


def row_of(name: str, outcomes: list[Outcome]) -> str:
    failed = sum(outcome.refused + outcome.failed for outcome in outcomes)
    return (f"| {name} | {median(outcomes, 'per_second'):,.0f} | {median(outcomes, 'p50_ms'):.2f} | "
            f"{median(outcomes, 'p99_ms'):.2f} | {median(outcomes, 'cpu_us'):.1f} | {failed} |")


def verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def aims(measured: Measured, cores: int) -> list[str]:
    start = statistics.median(measured.start_seconds) * 1000
    ratio = (median(measured.outcomes["GET /healthz"], "cpu_us") /
             median(measured.outcomes["nginx return 200"], "cpu_us"))
    refreshes = median(measured.outcomes["POST /oauth2/token, refresh"], "per_second")
    sign_ins = median(measured.outcomes["POST /oauth2/token, sign-in"], "per_second")
    hashes = max(cores - 1, 1) / statistics.median(measured.hash_seconds)
    calm, flooded = median(measured.calm, "p99_ms"), median(measured.flooded, "p99_ms")
    return [
        f"| start-up to the first answer, median | under 50 ms | {start:.0f} ms | {verdict(start < 50)} |",
        f"| memory (RSS), idle | under 15 MiB | {measured.idle_mib:.1f} MiB | {verdict(measured.idle_mib < 15)} |",
        f"| CPU per healthz against nginx `return 200` | within 15% | {(ratio - 1) * 100:+.0f}% | {verdict(ratio <= 1.15)} |",
        f"| durable refresh rotations | 10,000 a second | {refreshes:,.0f} | {verdict(refreshes >= 10_000)} |",
        f"| sign-ins against the hashing alone ({hashes:.0f} a second) | 95% | {sign_ins / hashes * 100:.0f}% | "
        f"{verdict(sign_ins >= 0.95 * hashes)} |",
        f"| p99 of userinfo under a flood of sign-ins | less than 2x | {flooded / calm:.2f}x "
        f"({calm:.2f} to {flooded:.2f} ms) | {verdict(flooded < 2 * calm)} |",
    ]


def as_markdown(measured: Measured, cpu: str, cores: int) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {datetime.date.today().isoformat()} by `make bench` (`bench/server/bench_server.py`): {cpu}, "
        f"{cores} cores that server and wrk share, load {os.getloadavg()[0]:.1f} at the end. Medians of "
        f"{len(measured.calm)} interleaved rounds, 64 keep-alive connections (sign-in: 4), SQLite with "
        "`synchronous=FULL`, Argon2id with 19 MiB and 2 passes.",
        "",
        "| request | a second | p50 ms | p99 ms | server CPU us a request | failed |",
        "|---|---:|---:|---:|---:|---:|",
        *(row_of(name, outcomes) for name, outcomes in measured.outcomes.items()),
        "",
        "| aim | wanted | measured | |",
        "|---|---|---|---|",
        *aims(measured, cores),
        "",
        f"Memory at its peak: {measured.load_peak_mib:.1f} MiB under the loads without sign-ins, "
        f"{measured.sign_in_peak_mib:.1f} MiB with floods of sign-ins. In the floods "
        f"{sum(o.refused for o in measured.flood):,} sign-ins were refused at once (503), "
        f"{sum(o.failed for o in measured.flood):,} requests went unanswered.",
        "",
    ]
    return "\n".join(lines)
