"""Every page of docs/python, and the README, is run: what it shows works, and prints what it says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from snippets import PAGES, run_page, snippets_of

_PAGES = [*sorted(PAGES.glob("*.md")), PAGES.parent.parent / "README.md"]


@pytest.fixture(autouse=True)
def _a_place_of_its_own(tmp_path, monkeypatch):
    """A page may write files and set variables; the next one does not see them."""
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_there_are_pages():
    assert _PAGES, f"no page in {PAGES}"


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_the_snippets_of_a_page_run_and_print_what_they_say(page):
    run_page(page)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_no_python_block_is_left_out(page):
    languages = {snippet.language for snippet in snippets_of(page)}
    left_out = {language for language in languages if language.lower().startswith("py") and language != "python"}
    assert not left_out, f"{page.name} has blocks that nobody runs: {left_out}"


def _page(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


def test_the_blocks_of_a_page_share_one_namespace(tmp_path):
    page = _page(
        tmp_path, "```python\nx = 1\n```\n\ntext\n\n```sh\nexit 1\n```\n\n```python\nprint(x + 1)  # prints: 2\n```\n"
    )
    assert run_page(page) == 2


def test_another_output_than_the_promised_one_is_found_and_named(tmp_path):
    page = _page(tmp_path, "# Title\n\n```python\nprint(3)\n# prints: 2\n```\n")
    with pytest.raises(AssertionError, match=r"page\.md:4 promises \['2'\] and prints \['3'\]"):
        run_page(page)


def test_a_block_that_fails_fails_the_page_with_its_line(tmp_path):
    page = _page(tmp_path, "```python\nimport math\nmath.no_such_thing\n```\n")
    with pytest.raises(AttributeError) as refused:
        run_page(page)
    assert refused.traceback[-1].lineno == 1
    assert "page.md:2" in str(refused.traceback[-1].path)


def test_a_class_of_a_block_finds_its_annotations(tmp_path):
    page = _page(
        tmp_path,
        "```python\nimport typing\nclass A:\n    b: 'B'\nclass B: ...\n"
        "print(typing.get_type_hints(A)['b'] is B)  # prints: True\n```\n",
    )
    assert run_page(page) == 1
    assert "page_page" not in sys.modules


def test_a_block_in_a_list_and_one_in_longer_ticks_are_found(tmp_path):
    page = _page(
        tmp_path, "- x\n\n  ```python\n  print(1)  # prints: 1\n  ```\n\n````md\n```python\nfails\n```\n````\n"
    )
    assert run_page(page) == 1


def test_a_block_without_an_end_is_a_mistake(tmp_path):
    with pytest.raises(ValueError, match="page.md:1: this block is never closed"):
        snippets_of(_page(tmp_path, "```python\nx = 1\n"))
