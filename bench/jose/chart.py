"""The chart of one operation: a panel an algorithm, a bar a library, the best peer is 1."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from contestants import ALGORITHMS, Entry
from figures import Figures

TITLES = {"verify": "Verifying a token", "issue": "Issuing a token"}
WIDTH, MARGIN, GAP = 960, 16, 32
PANEL = (WIDTH - 2 * MARGIN - GAP) / 2
LABELS, VALUES = 154, 112
ROW, BAR, HEAD, TOP = 22, 14, 34, 62

STYLE = """
  text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
  .title { font-size: 18px; font-weight: 600; } .panel { font-size: 15px; font-weight: 600; }
  .quiet { fill: #59636e; } .label, .value { text-anchor: end; } .strong { font-weight: 600; }
  .ours { fill: #0b6e4f; } .peer { fill: #8c98a4; } .limit { fill: none; stroke: #8c98a4; stroke-dasharray: 3 2; }
  .one { stroke: #59636e; stroke-width: 1; stroke-dasharray: 2 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .quiet { fill: #9aa4af; }
    .ours { fill: #3fb68b; } .peer { fill: #6e7a86; } .limit { stroke: #9aa4af; } .one { stroke: #9aa4af; }
  }"""


@dataclass(frozen=True)
class Bar:
    entry: Entry
    rate: float
    # Times the best peer.
    ratio: float


def draw(figures: Figures, operation: str) -> str:
    panels = {algorithm: bars for algorithm in ALGORITHMS if (bars := _bars(figures, operation, algorithm))}
    height_of_row = [max((len(bars) for bars in list(panels.values())[at:at + 2]), default=0) * ROW + HEAD + GAP
                     for at in range(0, len(panels), 2)]
    parts = []
    for number, (algorithm, bars) in enumerate(panels.items()):
        x = MARGIN + (number % 2) * (PANEL + GAP)
        parts += _panel(algorithm, bars, x, TOP + sum(height_of_row[:number // 2]))
    height = TOP + sum(height_of_row)
    title = f"{TITLES[operation]}: operations a second relative to the best peer"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(_description(panels))}</desc>',
        f"<style>{STYLE}\n</style>",
        f'<text class="title" x="{MARGIN}" y="26">{escape(TITLES[operation])}</text>',
        f'<text class="quiet" x="{MARGIN}" y="46">Operations a second of CPU time, single thread; the dotted line is the '
        'best peer.</text>',
        *parts, "</svg>", ""])


def _bars(figures: Figures, operation: str, algorithm: str) -> list[Bar]:
    best = figures.best_peer(operation, algorithm)
    if best is None:
        return []
    bars = [Bar(entry, rate, figures.ratio(operation, algorithm, entry.key, best)) for entry in figures.entries
            if entry.role != "cache" and (rate := figures.rate(operation, algorithm, entry.key))]
    return sorted(bars, key=lambda bar: -bar.rate)


def _panel(algorithm: str, bars: list[Bar], x: float, y: float) -> list[str]:
    scale = (PANEL - LABELS - VALUES) / max(bar.ratio for bar in bars)
    start = x + LABELS
    parts = [f'<text class="panel" x="{x}" y="{y + 18}">{algorithm}</text>']
    for number, bar in enumerate(bars):
        top = y + HEAD + number * ROW
        length = max(bar.ratio * scale, 1)
        strong = " strong" if bar.entry.role == "ours" else ""
        parts += [
            f'<text class="label{strong}" x="{start - 8}" y="{top + 12}">{escape(_name(bar.entry))}</text>',
            f'<rect class="{bar.entry.role}" x="{start}" y="{top + 0.5}" width="{length:.1f}" height="{BAR}" rx="2"/>',
            f'<text class="value {"strong" if strong else "quiet"}" x="{x + PANEL}" y="{top + 12}">'
            f"{_short(bar.rate)} ({bar.ratio:.2f}x)</text>"]
    one = start + scale
    return [*parts, f'<line class="one" x1="{one:.1f}" y1="{y + HEAD - 6}" x2="{one:.1f}" '
                    f'y2="{y + HEAD + len(bars) * ROW}"/>']


def _name(entry: Entry) -> str:
    # Two libraries bear this name.
    return f"{entry.label} ({entry.origin})" if entry.label == "jsonwebtoken" else entry.label


def _short(rate: float) -> str:
    for limit, unit, digits in ((1e6, "M", 2), (1e5, "k", 0), (1e3, "k", 1)):
        if rate >= limit:
            return f"{rate / (1e6 if unit == 'M' else 1e3):.{digits}f}{unit}"
    return f"{rate:.0f}"


def _description(panels: dict[str, list[Bar]]) -> str:
    return " ".join(f"{algorithm}: " + ", ".join(f"{_name(bar.entry)} {bar.ratio:.2f}" for bar in bars) + "."
                    for algorithm, bars in panels.items())
