"""The examples under mypy --strict and pyright: what users copy is typed, and so is what it calls."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running_demo import EXAMPLES, ROOT

pytest.importorskip("mypy")
sys.path.append(str(ROOT / "tests" / "judges"))
from npm_packages import npm_packages  # noqa: E402, F401

PROGRAMS = [
    "flask_shared_secret/app.py",
    "fastapi_shared_secret/app.py",
    "fastapi_shared_secret/tutorial.py",
    "flask_fastapi/demo.py",
    "flask_fastapi/processes.py",
    "flask_fastapi/frontend/app.py",
    "flask_fastapi/backend/app.py",
    "flask_fastapi/backend/standalone.py",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.parametrize("program", PROGRAMS)
def test_mypy_finds_nothing(program, cache):
    file = EXAMPLES / program
    path = os.pathsep.join([str(ROOT / "python" / "src"), str(file.parent)])
    # The package's own files are another test's matter.
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--follow-imports=silent",
        "--cache-dir",
        str(cache),
        str(file),
    ]
    done = subprocess.run(
        command, cwd=file.parent, env={**os.environ, "MYPYPATH": path}, capture_output=True, text=True, timeout=300
    )
    found = [
        line for line in done.stdout.splitlines() if ": error:" in line and Path(line.split(":")[0]).name == file.name
    ]
    assert not found and done.returncode in (0, 1), done.stdout + done.stderr


def _pyright(packages: Path, folder: Path, files: list[str]) -> subprocess.CompletedProcess[str]:
    command = [
        packages / "node_modules" / ".bin" / "pyright",
        "--pythonpath",
        sys.executable,
        "--pythonversion",
        "3.10",
    ]
    path = os.pathsep.join([str(ROOT / "python" / "src"), str(folder)])
    return subprocess.run(
        [*map(str, command), *files],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize("folder", sorted({str(Path(program).parent) for program in PROGRAMS}))
def test_pyright_finds_nothing(folder, npm_packages):  # noqa: F811
    files = [Path(program).name for program in PROGRAMS if str(Path(program).parent) == folder]
    done = _pyright(npm_packages, EXAMPLES / folder, files)
    assert done.returncode == 0 and "0 errors" in done.stdout, done.stdout + done.stderr


def test_pyright_would_find_a_wrong_use_of_the_package(npm_packages, tmp_path):  # noqa: F811
    (tmp_path / "wrong.py").write_text("from watchword import jwt\n\ntoken: bytes = jwt.encode({}, 's' * 32)\n")
    done = _pyright(npm_packages, tmp_path, ["wrong.py"])
    assert done.returncode == 1 and '"str" is not assignable to "bytes"' in done.stdout, done.stdout + done.stderr
