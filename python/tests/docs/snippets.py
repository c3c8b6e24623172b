"""The ```python blocks of a page of docs/python, and what they say they print.

The blocks of a page run in one namespace, in order, as somebody who types them one after the other would see it. A line
`# prints: x` says what the block prints, one such line for each printed line, wherever in the block it stands; a block
without one may print what it likes. No block is left out: a fence that begins with `python` and goes on is a mistake.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parents[3] / "docs" / "python"

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>```+)(?P<info>[^`]*)$")
_PRINTS = re.compile(r"#\s*prints: ?(.*)$")


@dataclass(frozen=True)
class Snippet:
    """A fenced block: `line` is that of its first line of code, counted from 1."""

    page: Path
    line: int
    language: str
    code: str

    @property
    def expected_output(self) -> list[str] | None:
        """The printed lines it promises; None if it promises nothing."""
        promised = [found[1].rstrip() for line in self.code.splitlines() if (found := _PRINTS.search(line))]
        return promised or None


def snippets_of(page: Path) -> list[Snippet]:
    """Every fenced block of the page, in any language. A block that never ends is a mistake: ValueError."""
    return list(_blocks(page, page.read_text(encoding="utf-8").splitlines()))


def _blocks(page: Path, lines: list[str]) -> Iterator[Snippet]:
    numbered = iter(enumerate(lines, start=1))
    for number, line in numbered:
        opening = _FENCE.match(line)
        if not opening:
            continue
        code = list(_until_closed(page, number, numbered, opening))
        yield Snippet(page, number + 1, opening["info"].strip(), "\n".join(code) + "\n")


def _until_closed(page: Path, start: int, numbered: Iterator[tuple[int, str]], opening: re.Match[str]) -> Iterator[str]:
    for _, line in numbered:
        closing = _FENCE.match(line)
        if closing and not closing["info"].strip() and len(closing["ticks"]) >= len(opening["ticks"]):
            return
        yield line.removeprefix(opening["indent"])
    raise ValueError(f"{page.name}:{start}: this block is never closed")


def run_page(page: Path) -> int:
    """Runs the Python blocks of the page; AssertionError names the line that prints something else. Returns how many
    ran."""
    module = types.ModuleType(f"page_{page.stem.replace('-', '_')}")
    # Annotations, dataclasses and pickles look their module up by name.
    sys.modules[module.__name__] = module
    try:
        blocks = [snippet for snippet in snippets_of(page) if snippet.language == "python"]
        for snippet in blocks:
            _run(snippet, module)
        return len(blocks)
    finally:
        del sys.modules[module.__name__]


def _run(snippet: Snippet, module: types.ModuleType) -> None:
    name = f"{snippet.page.name}:{snippet.line}"
    linecache.cache[name] = (len(snippet.code), None, snippet.code.splitlines(keepends=True), name)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet.code, name, "exec"), module.__dict__)
    expected = snippet.expected_output
    if expected is not None:
        lines = [line.rstrip() for line in printed.getvalue().splitlines()]
        assert lines == expected, f"{name} promises {expected} and prints {lines}"
