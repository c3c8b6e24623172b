"""From figures to the tables of the docs."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from pathlib import Path

from contestants import ALGORITHMS, Entry
from figures import Figures

BEGIN, END = "<!-- bench/jose: begin -->", "<!-- bench/jose: end -->"
TITLES = {"verify": "Verify", "issue": "Issue", "issue_json": "Sign claims that are JSON already"}
# operation, algorithm, compared with, at least
AIMS = [
    ("verify", "HS256", "cjose", 9.0),
    ("verify", "RS256", "cjose", 1.4),
    ("verify", "RS256", "bare", 0.97),
    ("verify", "ES256", "cjose", 1.12),
    ("verify", "ES256", "bare", 0.97),
    ("verify", "EdDSA", "rhonabwy", 2.0),
    ("issue", "HS256", "cjose", 9.0),
    ("issue", "RS256", "bare", 0.95),
    ("issue", "ES256", "bare", 0.95),
    ("issue", "EdDSA", "bare", 0.95),
]
THREADS_AIM, CACHE_AIM_NS = 1.9, 150


def tables(figures: Figures, options: argparse.Namespace, seconds: float) -> str:
    algorithms = [name for name in ALGORITHMS if name in options.algorithms]
    parts = [_circumstances(options, seconds)]
    for operation in TITLES:
        parts += _operation_table(figures, operation, algorithms)
    parts += _cache_table(figures, algorithms)
    parts += _aims(figures, algorithms)
    parts += _participants(figures)
    return "\n".join(parts)


def _circumstances(options: argparse.Namespace, seconds: float) -> str:
    cpu = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return (f"Measured on {datetime.date.today().isoformat()} by `bench/jose/bench_jose.py` in {seconds / 60:.0f} minutes: "
            f"{cpu[1] if cpu else 'unknown CPU'}, load {os.getloadavg()[0]:.1f} at the end, all on core {options.core}, "
            f"{options.tokens:,} distinct tokens, medians of {options.rounds} interleaved rounds of "
            f"{options.milliseconds} ms.\n")


def _operation_table(figures: Figures, operation: str, algorithms: list[str]) -> list[str]:
    rows = [entry for entry in figures.entries if entry.role != "cache"
            and any(figures.rate(operation, algorithm, entry.key) for algorithm in algorithms)]
    if not rows:
        return []
    rows.sort(key=lambda entry: ("ours", "limit", "peer").index(entry.role))
    return [f"### {TITLES[operation]}", "", "Operations a second of CPU time; in brackets, times the best peer.", "",
            f"| | {' | '.join(algorithms)} |", f"|---|{'---:|' * len(algorithms)}",
            *(f"| {_label(entry)} | " + " | ".join(_cell(figures, operation, algorithm, entry) for algorithm in algorithms)
              + " |" for entry in rows), ""]


def _label(entry: Entry) -> str:
    return f"**{entry.label}**" if entry.role == "ours" else f"{entry.label} ({entry.origin})"


def _cell(figures: Figures, operation: str, algorithm: str, entry: Entry) -> str:
    rate = figures.rate(operation, algorithm, entry.key)
    if rate is None:
        return "-"
    best = figures.best_peer(operation, algorithm)
    ratio = figures.ratio(operation, algorithm, entry.key, best) if best else None
    text = f"{rate:,.0f}" + (f" ({ratio:.2f})" if ratio else "")
    return f"**{text}**" if entry.role == "ours" else text


def _cache_table(figures: Figures, algorithms: list[str]) -> list[str]:
    rows = [entry for entry in figures.entries if entry.role == "cache"]
    if not rows:
        return []
    def row(label: str, operation: str, entry: Entry) -> str | None:
        rates = [figures.rate(operation, algorithm, entry.key) for algorithm in algorithms]
        cells = (f"{1e9 / rate:,.0f}" if rate else "-" for rate in rates)
        return f"| {label} | {' | '.join(cells)} |" if any(rates) else None
    lines = ["### Caches of verified tokens", "", "Nanoseconds a token, all of them in the cache: in the order in which they "
             "came in, and in random order, each in a buffer that has just been written.", "",
             f"| | {' | '.join(algorithms)} |", f"|---|{'---:|' * len(algorithms)}"]
    for entry in rows:
        lines += filter(None, [row(f"{entry.label} ({entry.origin}), in order", "verify", entry),
                               row(f"{entry.label} ({entry.origin}), in random order", "verify_received", entry)])
    return [*lines, ""]


def _aims(figures: Figures, algorithms: list[str]) -> list[str]:
    rows = []
    for operation, algorithm, other, wanted in AIMS:
        ratio = figures.ratio(operation, algorithm, "watchword", other)
        if ratio is not None and algorithm in algorithms:
            name = "the bare signature" if other == "bare" else other
            rows.append(_aim(f"{operation} {algorithm} against {name}", f"{wanted:g}x", f"{ratio:.2f}x", ratio >= wanted))
    for operation in ("verify", "issue"):
        for algorithm in algorithms:
            if best := figures.best_peer(operation, algorithm):
                ratio = figures.ratio(operation, algorithm, "watchword", best) or 0
                rows.append(_aim(f"{operation} {algorithm} against the best peer, {figures.name(best)}", "1x",
                                 f"{ratio:.2f}x", ratio >= 1))
    for algorithm in algorithms:
        if (ratio := figures.threads(algorithm)) is not None:
            rows.append(_aim(f"verify {algorithm} in two threads", f"{THREADS_AIM}x", f"{ratio:.2f}x", ratio >= THREADS_AIM))
    for algorithm in algorithms:
        if rate := figures.rate("verify_received", algorithm, "token_cache"):
            rows.append(_aim(f"TokenCache, a hot {algorithm} token", f"under {CACHE_AIM_NS} ns", f"{1e9 / rate:.0f} ns",
                             1e9 / rate < CACHE_AIM_NS))
    return ["### Aims", "", "| aim | wanted | measured | |", "|---|---|---|---|", *rows, ""] if rows else []


def _aim(what: str, wanted: str, measured: str, is_met: bool) -> str:
    return f"| {what} | {wanted} | {measured} | {'met' if is_met else '**missed**'} |"


def _participants(figures: Figures) -> list[str]:
    lines = ["### Who took part", "", "| | version | remarks |", "|---|---|---|"]
    for entry in figures.entries:
        lines.append(f"| {entry.label} ({entry.origin}) | {figures.versions[entry.key]} | {_remarks(figures, entry)} |")
    for entry, reason in figures.left_out:
        lines.append(f"| {entry.label} ({entry.origin}) | - | left out: {reason} |")
    return [*lines, ""]


def _remarks(figures: Figures, entry: Entry) -> str:
    remarks = [entry.note] if entry.note else []
    if entry.kind == "plain":
        remarks.append('knows no `typ` but "JWT"')
    if figures.failed_checks[entry.key]:
        remarks.append(f"**accepted wrong tokens: {_kinds(figures.failed_checks[entry.key])}**")
    if figures.unchecked[entry.key]:
        remarks.append(f"does not check: {_kinds(figures.unchecked[entry.key])}")
    return "; ".join(remarks)


def _kinds(kinds: set[str]) -> str:
    return ", ".join(sorted(kind.replace("_", " ") for kind in kinds))


def write_between_markers(file: Path, text: str) -> None:
    page = file.read_text() if file.exists() else f"{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    _, marker, after = rest.partition(END)
    if not marker:
        raise ValueError(f"{file} lacks the markers {BEGIN} and {END}")
    file.write_text(f"{before}{BEGIN}\n{text}{END}{after}")
