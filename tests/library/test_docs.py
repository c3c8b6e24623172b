"""What the pages about the library show is compiled, run, and prints what they say."""

import re
import subprocess
import sys

import pytest
from conftest import ROOT, run

PAGES = sorted((ROOT / "docs" / "library").glob("*.md"))
BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.M | re.S)
PRINTS = re.compile(r"// prints: (.*)$", re.M)


def sections_of(page):
    """(line, headline, code) of each section: the code blocks below one headline belong together."""
    text = page.read_text(encoding="utf-8")
    starts = [match.start() for match in re.finditer(r"^##? ", text, re.M)] + [len(text)]
    for start, end in zip(starts, starts[1:]):
        section = text[start:end]
        blocks = [(text.count("\n", 0, start + match.start()) + 2, match[1]) for match in BLOCK.finditer(section)]
        if blocks:
            yield section.splitlines()[0].lstrip("# "), blocks


def program_of(page, sections):
    """One program a page: the includes first, then a function a section, chosen by its number."""
    includes, functions = [], []
    for number, (_, blocks) in enumerate(sections):
        body = []
        for line, code in blocks:
            head = [part for part in code.splitlines() if part.startswith(("#include", "using namespace"))]
            includes += head
            rest = "\n".join("" if part in head else part for part in code.splitlines())
            body.append(f'#line {line} "{page.name}"\n{rest}')
        functions.append(f"static void section_{number}() {{\n" + "\n".join(body) + "\n}")
    choice = "\n".join(f'    if (argv[1] == std::string("{number}")) section_{number}();'
                       for number in range(len(sections)))
    return "\n".join(["#include <iostream>", "#include <string>", *dict.fromkeys(includes), *functions,
                      "int main(int, char** argv) {", choice, "}"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_does_what_it_says(page, compile_program, tmp_path):
    sections = list(sections_of(page))
    assert sections, "this page shows no code"
    source = tmp_path / f"{page.stem}.cpp"
    source.write_text(program_of(page, sections))
    # The one framework that a page shows is linked to all: whoever does not use it, does not notice.
    program = compile_program(source, tmp_path / page.stem, "cpp-httplib")
    for number, (headline, blocks) in enumerate(sections):
        expected = [line for _, code in blocks for line in PRINTS.findall(code)]
        assert run(program, number, cwd=tmp_path).splitlines() == expected, headline


def test_the_reference_is_what_the_headers_say():
    pytest.importorskip("clang.cindex", reason="the headers are read by libclang (python3-clang-16)")
    done = subprocess.run([sys.executable, "tools/make_reference.py", "--check"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
