#!/usr/bin/env python3
"""Compiles every misuse twice: without it (must work) and with it (must be refused, for the stated reason)."""

import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMPILER = os.environ.get("CXX", "g++")


def compile_file(file, *flags):
    return subprocess.run([COMPILER, "-std=c++20", "-fsyntax-only", "-Wall", "-Werror", f"-I{ROOT}", *flags, file],
                          capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})


def judge(file):
    """Empty if all is well, else what is wrong."""
    expected = re.match(r"// refused: (.+)", file.read_text(encoding="utf-8"))
    if not expected:
        return "the first line does not say what the compiler must complain about"
    control = compile_file(file)
    if control.returncode != 0:
        return "does not compile even without the misuse:\n" + control.stderr
    misuse = compile_file(file, "-DMUST_NOT_COMPILE")
    if misuse.returncode == 0:
        return "compiles"
    if not re.search(expected.group(1), misuse.stderr):
        return f"is refused, but not because of '{expected.group(1)}':\n" + misuse.stderr
    return ""


def main():
    files = sorted(HERE.glob("*.cpp"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(judge, files))
    for file, verdict in zip(files, verdicts):
        if verdict:
            print(f"FAILED {file.name}: {verdict}")
    failed = sum(map(bool, verdicts))
    print(f"{len(files) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
