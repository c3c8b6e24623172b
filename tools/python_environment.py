#!/usr/bin/env python3
"""The virtual environment of the Python tests, build/python-env, with the package in it as people install it.

tools/python_environment.py   brings it up to date and prints the path of its interpreter

The environment is made anew when python/tests/requirements.txt has changed, the wheel (build/python-wheels) when a
source has. What the first run costs is the download from PyPI.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Debian's, whichever runs this: two would make the environment anew in turns.
PYTHON = pathlib.Path("/usr/bin/python3")
REQUIREMENTS = ROOT / "python/tests/requirements.txt"
ENVIRONMENT = ROOT / "build/python-env"
LOCK = ROOT / "build/python-env.lock"
WHEELS = ROOT / "build/python-wheels"
INTERPRETER = ENVIRONMENT / "bin/python"
# What a wheel is made of.
SOURCES = ("CMakeLists.txt", "cmake", "python/CMakeLists.txt", "python/wheel.cmake", "python/pyproject.toml",
           "python/README.md", "python/native", "python/src", "watchword/base", "watchword/jose", "watchword/jwt",
           "watchword/guard", "watchword/passwords")
NOT_SOURCES = (".pyc", ".so", ".new")


def say(text):
    print(f"-- {text}", file=sys.stderr, flush=True)


def run(*command):
    # ccache tells compilers apart by the name they are called by; the program is built with this one.
    environment = {"CXX": "c++", **os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True, stdout=sys.stderr, env=environment)


def files():
    for name in SOURCES:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def digest_of(paths):
    """Of names and contents, and of the interpreter that the environment is made from."""
    digest = hashlib.sha256(str(PYTHON.resolve()).encode())
    for path in paths:
        if path.suffix in NOT_SOURCES:
            continue
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def unless_unchanged(stamp, digest, work):
    """Does the work unless the stamp says that it was done for the same input; a failure leaves no stamp."""
    if stamp.is_file() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(digest)


def make_environment():
    say("making the environment of the Python tests (build/python-env)")
    run(PYTHON, "-m", "venv", "--clear", ENVIRONMENT)
    run(INTERPRETER, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS)


def install_package():
    say("building the Python package")
    shutil.rmtree(WHEELS, ignore_errors=True)
    run(INTERPRETER, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", WHEELS,
        ROOT / "python")
    run(INTERPRETER, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", *WHEELS.glob("*.whl"))


def main():
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once would take the environment from each other
        unless_unchanged(ENVIRONMENT / "requirements.sha256", digest_of([REQUIREMENTS]), make_environment)
        unless_unchanged(ENVIRONMENT / "package.sha256", digest_of(files()), install_package)
    print(INTERPRETER)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"this step failed: {' '.join(map(str, error.cmd))}")
