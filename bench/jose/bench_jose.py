#!/usr/bin/env python3
"""Measures the verification and the issuing of tokens beside other libraries, and writes docs/benchmarks-jose.md.

Every contestant is a program that speaks the protocol of bench/jose/README.md. They take turns on one core, round by
round, so that a disturbance hits all alike; medians are shown, and ratios are medians of the rounds' ratios. Each first
shows that it refuses wrong tokens, and what it issues is verified by Watchword. `--quick` measures HS256 for a moment and
writes nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from chart import draw  # noqa: E402
from contestants import ALGORITHMS, Process, Refused, build_foreign, entries  # noqa: E402
from figures import Figures  # noqa: E402
from page import tables, write_between_markers  # noqa: E402

OPERATIONS = ("verify", "issue", "issue_json")
# Caches verify only; issuing through them is the same as without. The order of the tokens matters to them.
CACHE_OPERATIONS = ("verify", "verify_received")


class Bench:
    def __init__(self, build: Path, tokens: Path, options: argparse.Namespace):
        self.folder = build / "bench" / "jose"
        self.tokens = tokens
        self.options = options
        self.figures = Figures()
        self.processes: dict[str, Process] = {}
        # By the kind of token, for what the others issue.
        self.judge: dict[str, Process] = {}
        self.unpinned: Process | None = None

    def run(self) -> Figures:
        subprocess.run([self.folder / "make_tokens", self.tokens, str(self.options.tokens)], check=True)
        try:
            self._start()
            self._measure_round(None, self.options.warm_up)
            for number in range(self.options.rounds):
                print(f"round {number + 1} of {self.options.rounds}", file=sys.stderr, flush=True)
                self._measure_round(number, self.options.milliseconds)
        finally:
            for process in [*self.processes.values(), *self.judge.values(), self.unpinned]:
                if process:
                    process.stop()
        return self.figures

    def _start(self) -> None:
        chosen = [e for e in entries(self.folder) if not self.options.only or e.key in self.options.only]
        trouble = build_foreign(self.folder, {entry.key for entry in chosen})
        ours = next(e for e in entries(self.folder) if e.role == "ours")
        self.judge = {kind: Process(ours, self.tokens, self.options.core, kind) for kind in ("access", "plain")}
        for entry in chosen:
            try:
                if reason := trouble.get(entry.key):
                    raise Refused(reason)
                process = Process(entry, self.tokens, self.options.core)
                self.processes[entry.key] = process
                self._prove(process)
                self.figures.join(entry, process.version)
            except Refused as refusal:
                self._leave_out(entry, str(refusal))
        if len(os.sched_getaffinity(0)) > 1 and ours.key in self.processes:
            self.unpinned = Process(ours, self.tokens, None)

    def _leave_out(self, entry, reason: str) -> None:
        self.figures.left_out.append((entry, reason))
        if process := self.processes.pop(entry.key, None):
            process.stop()
        print(f"without {entry.label} ({entry.origin}): {reason}", file=sys.stderr, flush=True)

    def _prove(self, process: Process) -> None:
        """It accepts the valid token, refuses the wrong ones that it claims to refuse, and issues what others accept."""
        claimed = set(process.ask("checks").split())
        for algorithm in self.options.algorithms:
            verdicts = process.judgement(algorithm)
            if verdicts is None:
                continue
            if verdicts.pop("valid") != "accepted":
                raise Refused(f"it refuses a valid {algorithm} token")
            self.figures.judged(process.entry, claimed, {kind for kind, verdict in verdicts.items() if verdict == "accepted"})
            # The bare limit signs, but issues no tokens; caches only verify.
            if process.entry.role in ("ours", "peer"):
                self._prove_issuing(process, algorithm)

    def _prove_issuing(self, process: Process, algorithm: str) -> None:
        sample = process.ask(f"sample {algorithm}")
        if self.judge[process.kind].ask(f"accept {algorithm} {sample}") != "accepted":
            raise Refused(f"it issues {algorithm} tokens that are not valid")

    def _measure_round(self, number: int | None, milliseconds: int) -> None:
        for algorithm in self.options.algorithms:
            for operation in dict.fromkeys(OPERATIONS + CACHE_OPERATIONS):
                for process in self._in_turn(number or 0):
                    if operation not in (CACHE_OPERATIONS if process.entry.role == "cache" else OPERATIONS):
                        continue
                    sample = process.measure(operation, algorithm, milliseconds)
                    if sample and number is not None:
                        self.figures.add(operation, algorithm, process.entry, sample)
            self._measure_threads(algorithm, number, 2 * milliseconds)

    def _in_turn(self, number: int) -> list[Process]:
        """Another begins each round, so that nobody always follows the same neighbour's heat."""
        everyone = list(self.processes.values())
        shift = number % len(everyone)
        return everyone[shift:] + everyone[:shift]

    def _measure_threads(self, algorithm: str, number: int | None, milliseconds: int) -> None:
        if self.unpinned is None:
            return
        one = self.unpinned.measure("verify", algorithm, milliseconds)
        two = self.unpinned.measure("verify", algorithm, milliseconds, threads=2)
        if number is not None:
            self.figures.scaling.setdefault(algorithm, []).append(two.wall_rate / one.wall_rate)


def main() -> int:
    options = parse()
    if not (options.build / "bench" / "jose" / "watchword").exists():
        print("the contestants are not built: run 'make bench'", file=sys.stderr)
        return 3
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = Bench(options.build, Path(folder), options).run()
    text = tables(figures, options, time.monotonic() - started)
    print(text)
    if options.quick:
        return 0
    write_between_markers(options.output, text)
    options.images.mkdir(parents=True, exist_ok=True)
    for operation in ("verify", "issue"):
        (options.images / f"jose-{operation}.svg").write_text(draw(figures, operation))
    print(f"written to {options.output} and {options.images}", file=sys.stderr)
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="HS256 for a moment; prints, writes no file")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="where CMake built")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--milliseconds", type=int, default=200, help="of one measurement")
    parser.add_argument("--tokens", type=int, default=10_000, help="how many distinct ones")
    parser.add_argument("--only", nargs="*", default=[], help="contestants by their keys")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="on which all take turns")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks-jose.md")
    parser.add_argument("--images", type=Path, default=ROOT / "docs" / "images")
    options = parser.parse_args()
    options.algorithms, options.warm_up = ALGORITHMS, 300
    if options.quick:
        options.algorithms, options.rounds, options.milliseconds, options.warm_up = ("HS256",), 1, 50, 20
    return options


if __name__ == "__main__":
    sys.exit(main())
