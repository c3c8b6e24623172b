"""Runs PyJWT's own test suite, from its source release, against watchword.jwt.

    python jwt_peer_suite.py [2.15.1 ...] [--without-cryptography] [-v]

The release is downloaded from PyPI once and kept in WATCHWORD_PEER_CACHE (default: a folder in the temporary one)."""

import argparse
import fcntl
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jwt_peer_deviations import expected_deviations

HERE = Path(__file__).parent
RELEASES = ("2.12.1", "2.15.1")
CACHE = Path(os.environ.get("WATCHWORD_PEER_CACHE", Path(tempfile.gettempdir()) / "watchword-peers"))


class NotAvailable(Exception):
    """The release could not be fetched."""


@dataclass
class Outcome:
    passed: int
    skipped: set[str]
    failed: set[str]
    """Tests that failed, or could not be collected."""
    expected: dict[str, str]
    """Those that may fail, with the reason."""

    def unexpected(self) -> set[str]:
        return {name for name in self.failed if not _reason(name, self.expected)}

    def no_longer_needed(self) -> set[str]:
        not_passed = self.failed | self.skipped
        return {pattern for pattern in self.expected if not any(_matches(pattern, name) for name in not_passed)}


def run(release: str, with_cryptography: bool = True) -> Outcome:
    """All tests of the release, each in the environment that it expects."""
    folder = _tests_of(release)
    with tempfile.TemporaryDirectory() as temporary:
        outcomes = Path(temporary) / "outcomes.json"
        package = "with" if with_cryptography else "without"
        command = [sys.executable, str(HERE / "jwt_peer_alias.py"), str(outcomes), package]
        # The alias has imported watchword already: an installed watchword must not add its plugin, too.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        subprocess.run(
            [*command, "-q", "-p", "no:cacheprovider", "tests"],
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=600,
            check=True,
        )
        results = json.loads(outcomes.read_text())
    names = {outcome: {name for name in results if results[name] == outcome} for outcome in set(results.values())}
    failed = names.get("failed", set()) | names.get("not collected", set())
    skipped = names.get("skipped", set())
    return Outcome(len(names.get("passed", ())), skipped, failed, expected_deviations(release, with_cryptography))


def _tests_of(release: str) -> Path:
    """The folder that holds `tests` of the release, and no `jwt`."""
    folder = CACHE / f"pyjwt-{release}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{folder.name}.lock").open("w") as lock, tempfile.TemporaryDirectory(dir=CACHE) as unpacked:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several runs at once, one fetches
        if not folder.is_dir():
            with tarfile.open(_source_archive(release)) as tar:
                wanted = [m for m in tar.getmembers() if m.name.split("/")[1:2] in (["tests"], ["pyproject.toml"])]
                tar.extractall(unpacked, members=wanted, filter="data")
            (Path(unpacked) / folder.name).rename(folder)
    return folder


def _source_archive(release: str) -> Path:
    archive = CACHE / f"pyjwt-{release}.tar.gz"
    if archive.exists():
        return archive
    fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-binary", ":all:", "--no-deps", "-d", str(CACHE)]
    done = subprocess.run([*fetch, f"PyJWT=={release}"], capture_output=True, text=True, timeout=300, check=False)
    if not archive.exists():
        raise NotAvailable(f"PyJWT {release} could not be fetched from PyPI: {done.stderr[-300:]}")
    return archive


def _reason(name: str, expected: dict[str, str]) -> str:
    return next((reason for pattern, reason in expected.items() if _matches(pattern, name)), "")


def _matches(pattern: str, name: str) -> bool:
    """`pattern` is a test without its parameters, or with them."""
    return name == pattern or name.split("[", 1)[0] == pattern


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", nargs="*", default=RELEASES)
    parser.add_argument("--without-cryptography", action="store_true")
    arguments = parser.parse_args()
    bad = 0
    for release in arguments.releases:
        outcome = run(release, not arguments.without_cryptography)
        for name in sorted(outcome.failed):
            print(f"{_reason(name, outcome.expected) or 'UNEXPECTED'}: {name}")
        bad += len(outcome.unexpected())
        print(f"PyJWT {release}: {outcome.passed} passed, {len(outcome.failed)} failed, {len(outcome.skipped)} skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
