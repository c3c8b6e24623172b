"""The packages of package-lock.json, which the tests that ask npm's `jose` share."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def npm_packages():
    """As `npm ci` installs them; without node or npm the judges are skipped."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("npm's jose is not asked: there is no node or no npm (apt-get install nodejs npm)")
    wanted, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    with wanted.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several runs at once (also tests/pages/run), one installs
        if installed.is_file() and installed.stat().st_mtime >= wanted.stat().st_mtime:
            return HERE
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"npm's jose is not asked: 'npm ci' failed in {HERE}: {done.stderr.strip()[-500:]}")
    return HERE
