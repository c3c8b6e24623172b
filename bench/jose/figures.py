"""What was measured, and what follows from it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from contestants import Entry, Sample


@dataclass
class Figures:
    entries: list[Entry] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    left_out: list[tuple[Entry, str]] = field(default_factory=list)
    # Kinds of wrong tokens that a contestant accepted: though it claims to check, and because it does not.
    failed_checks: dict[str, set[str]] = field(default_factory=dict)
    unchecked: dict[str, set[str]] = field(default_factory=dict)
    samples: dict[tuple[str, str, str], list[Sample]] = field(default_factory=dict)
    scaling: dict[str, list[float]] = field(default_factory=dict)

    def join(self, entry: Entry, version: str) -> None:
        self.entries.append(entry)
        self.versions[entry.key] = version

    def judged(self, entry: Entry, claimed: set[str], accepted: set[str]) -> None:
        self.failed_checks.setdefault(entry.key, set()).update(accepted & claimed)
        self.unchecked.setdefault(entry.key, set()).update(accepted - claimed)

    def add(self, operation: str, algorithm: str, entry: Entry, sample: Sample) -> None:
        self.samples.setdefault((operation, algorithm, entry.key), []).append(sample)

    def rate(self, operation: str, algorithm: str, key: str) -> float | None:
        """Operations a second of CPU time, the median of the rounds."""
        samples = self.samples.get((operation, algorithm, key))
        return statistics.median(sample.rate for sample in samples) if samples else None

    def ratio(self, operation: str, algorithm: str, key: str, other: str) -> float | None:
        """The median of the rounds' ratios: both sides of each were measured within the same moments."""
        mine = self.samples.get((operation, algorithm, key))
        theirs = self.samples.get((operation, algorithm, other))
        if not mine or not theirs:
            return None
        return statistics.median(a.rate / b.rate for a, b in zip(mine, theirs))

    def best_peer(self, operation: str, algorithm: str) -> str | None:
        rates = {entry.key: rate for entry in self.entries if entry.role == "peer"
                 if (rate := self.rate(operation, algorithm, entry.key))}
        return max(rates, key=rates.get) if rates else None

    def name(self, key: str) -> str:
        """Two libraries bear the same, so that the origin belongs to it."""
        return next(f"{entry.label} ({entry.origin})" for entry in self.entries if entry.key == key)

    def threads(self, algorithm: str) -> float | None:
        ratios = self.scaling.get(algorithm)
        return statistics.median(ratios) if ratios else None
