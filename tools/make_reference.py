#!/usr/bin/env python3
"""Writes docs/reference/library/*.md from the comments of the public headers.

tools/make_reference.py           writes the pages
tools/make_reference.py --check   fails if they are not what the headers say, or if a public name has no comment
"""

import pathlib
import re
import sys
import textwrap

from clang.cindex import CursorKind, Index, TranslationUnit

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference" / "library"
MODULES = {"base": "base", "jose": "jose", "jwt": "jwt", "guard": "guard", "guard_frameworks": "guard/frameworks",
           "guard_remote": "guard/remote"}
TYPES = (CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL, CursorKind.CLASS_TEMPLATE)
FUNCTIONS = (CursorKind.FUNCTION_DECL, CursorKind.FUNCTION_TEMPLATE)
NAMES = TYPES + FUNCTIONS + (CursorKind.ENUM_DECL, CursorKind.TYPE_ALIAS_DECL, CursorKind.VAR_DECL)


def public_headers(folder):
    """The HEADERS of the module's CMakeLists.txt, but for those that say they are internal."""
    script = (ROOT / "watchword" / folder / "CMakeLists.txt").read_text(encoding="utf-8")
    names = re.search(r"HEADERS\s+(.*?)\s*(?:DEPENDS|PRIVATE|\))", script, re.S)[1].split()
    paths = (ROOT / "watchword" / folder / name for name in names if name.endswith(".hpp"))
    return sorted(path for path in paths if "Internal to" not in promise_of(path))


def plain(comment):
    """A comment without its slashes."""
    return "\n".join(re.sub(r"^\s*///? ?", "", line) for line in (comment or "").splitlines()).strip()


def promise_of(header):
    """What the header says of itself, below #pragma once."""
    lines = header.read_text(encoding="utf-8").splitlines()[1:]
    block = []
    for line in lines:
        if not line.startswith("///"):
            break
        block.append(line)
    return plain("\n".join(block))


def source_of(cursor, text):
    """The declaration as it is written, without a body."""
    start, end = cursor.extent.start.offset, cursor.extent.end.offset
    code = text[start:end].decode("utf-8")
    if cursor.kind in FUNCTIONS:
        body = next((child for child in cursor.get_children() if child.kind == CursorKind.COMPOUND_STMT), None)
        if body:
            code = text[start:body.extent.start.offset].decode("utf-8").rstrip()
    elif cursor.kind in TYPES:
        code = public_part(code)
    return textwrap.dedent(code).rstrip() + ";"


def kind_of(cursor):
    """None for what the binding does not know, such as concepts."""
    try:
        return cursor.kind
    except ValueError:
        return None


class Page:
    def __init__(self, folder):
        self.lines = [f"# {folder}", "", "Written by `tools/make_reference.py` from the headers; edit those.", ""]
        self.silent = []

    def add_header(self, path):
        name = path.relative_to(ROOT).as_posix()
        self.lines += [f"## `<{name}>`", "", promise_of(path), ""]
        unit = Index.create().parse(str(path), args=["-x", "c++", "-std=c++20", f"-I{ROOT}"],
                                    options=TranslationUnit.PARSE_SKIP_FUNCTION_BODIES)
        errors = [str(problem) for problem in unit.diagnostics if problem.severity >= 3]
        if errors:
            raise SystemExit(f"{name} cannot be read:\n" + "\n".join(errors))
        self.add_scope(unit.cursor, path, path.read_bytes())

    def add_scope(self, scope, path, text):
        for cursor in scope.get_children():
            if not cursor.location.file or pathlib.Path(cursor.location.file.name) != path:
                continue
            if kind_of(cursor) == CursorKind.NAMESPACE and cursor.spelling != "detail":
                self.add_scope(cursor, path, text)
            elif kind_of(cursor) in NAMES:
                self.add_name(cursor, path, text)

    def add_name(self, cursor, path, text):
        # A class that is only announced, and the second half of a class: an operator or function it defines below.
        if cursor.kind in TYPES and not cursor.is_definition():
            return
        comment = plain(cursor.raw_comment)
        if not comment and cursor.kind in TYPES + FUNCTIONS:
            self.silent.append(f"{path.relative_to(ROOT)}: {cursor.spelling} has no comment")
        self.lines += [f"### {cursor.spelling}", ""] + ([comment, ""] if comment else [])
        self.lines += ["```cpp", source_of(cursor, text), "```", ""]


def public_part(code):
    """A class as it is written, without its private part and without the bodies of its functions."""
    code = re.sub(r"\n( *)(private|protected):.*?(?=\n\1public:|\n\};?$|\n\}$|\Z)", "", code, flags=re.S)
    if not code.rstrip().endswith("}"):
        code = code.rstrip() + "\n}"
    return without_bodies(code).rstrip()


def without_bodies(code):
    """Cuts `{ ... }` behind a parameter list, and what a constructor initialises. Comments are set aside meanwhile."""
    comments = []

    def set_aside(match):
        comments.append(match[0])
        return f"@comment{len(comments) - 1}@"

    code = re.sub(r"//.*$", set_aside, code, flags=re.M)
    return re.sub(r"@comment(\d+)@", lambda match: comments[int(match[1])], cut_bodies(code))


def cut_bodies(code):
    out, at = [], 0
    opening = re.compile(r"\)(?P<qualifiers>(?:\s*(?:const|noexcept|override|final|&&?))*)"
                         r"(?:\s*:\s*[A-Za-z_]+[({][^;]*?)?\s*\{")
    while match := opening.search(code, at):
        depth, index = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(code[index], 0)
            index += 1
        out += [code[at:match.start()], ")", match["qualifiers"], ";"]
        at = index
    return "".join(out) + code[at:]


def pages():
    """(file, content, names without a comment) of each module."""
    for module, folder in MODULES.items():
        page = Page(folder)
        for header in public_headers(folder):
            page.add_header(header)
        yield PAGES / f"{module}.md", "\n".join(page.lines).rstrip() + "\n", page.silent


def main(arguments):
    failed = 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, content, silent in pages():
        for line in silent:
            print(f"FAILED {line}")
        failed += len(silent)
        if arguments != ["--check"]:
            path.write_text(content, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != content:
            print(f"FAILED {path.relative_to(ROOT)} is not what the headers say; run tools/make_reference.py")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
