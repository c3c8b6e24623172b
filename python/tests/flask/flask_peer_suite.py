"""Runs Flask-JWT-Extended's own test suite, from its source release, against watchword.flask.

    python flask_peer_suite.py [4.7.4]

The release is downloaded from PyPI once and kept in WATCHWORD_PEER_CACHE (default: a folder in the temporary one). No
test is expected to fail.
"""

import fcntl
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
RELEASE = "4.7.4"
CACHE = Path(os.environ.get("WATCHWORD_PEER_CACHE", Path(tempfile.gettempdir()) / "watchword-peers"))


class NotAvailable(Exception):
    """The release could not be fetched."""


@dataclass
class Outcome:
    """Counts of tests, and what pytest printed."""

    passed: int
    failed: int
    skipped: int
    output: str


def run(release: str = RELEASE) -> Outcome:
    """All tests of the release."""
    options = ["-q", "-p", "no:cacheprovider", "-W", "ignore"]
    command = [sys.executable, str(HERE / "flask_peer_alias.py"), *options, "tests"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    finished = subprocess.run(
        command, cwd=_tests_of(release), env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    output = finished.stdout + finished.stderr
    failed = _count("failed", output) + _count("error", output)
    return Outcome(_count("passed", output), failed, _count("skipped", output), output)


def _count(outcome: str, output: str) -> int:
    found = re.findall(rf"(\d+) {outcome}", output)
    return int(found[-1]) if found else 0


def _tests_of(release: str) -> Path:
    """The folder that holds `tests` of the release, and no `flask_jwt_extended`."""
    folder = CACHE / f"flask_jwt_extended-{release}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{folder.name}.lock").open("w") as lock, tempfile.TemporaryDirectory(dir=CACHE) as unpacked:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several runs at once, one fetches
        if not folder.is_dir():
            with tarfile.open(_source_archive(release)) as tar:
                wanted = [member for member in tar.getmembers() if member.name.split("/")[1:2] == ["tests"]]
                tar.extractall(unpacked, members=wanted, filter="data")
            (Path(unpacked) / folder.name).rename(folder)
    return folder


def _source_archive(release: str) -> Path:
    archive = CACHE / f"flask_jwt_extended-{release}.tar.gz"
    if archive.exists():
        return archive
    download = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "--dest", str(CACHE)]
    finished = subprocess.run(
        [*download, f"Flask-JWT-Extended=={release}"], capture_output=True, text=True, timeout=300, check=False
    )
    if finished.returncode != 0 or not archive.exists():
        raise NotAvailable(f"Flask-JWT-Extended {release} could not be fetched from PyPI: {finished.stderr[-300:]}")
    return archive


def main() -> int:
    outcome = run(*sys.argv[1:2])
    print(outcome.output if outcome.failed or not outcome.passed else "", end="")
    print(f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped")
    return 1 if outcome.failed or not outcome.passed else 0


if __name__ == "__main__":
    sys.exit(main())
