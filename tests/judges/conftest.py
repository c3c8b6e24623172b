import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flows"))
sys.path.insert(0, str(HERE))

from server_process import ServerProcess  # noqa: E402
from watchword_fixtures import certificate, program, start_server, with_alice  # noqa: E402,F401


@pytest.fixture(scope="session", params=["ES256", "EdDSA", "RS256"])
def issuing_server(request, tmp_path_factory):
    """A server for each algorithm that it can sign with."""
    server = ServerProcess(tmp_path_factory.mktemp(request.param), {"signing_algorithm": request.param})
    server.algorithm = request.param
    yield from with_alice(server)


@pytest.fixture(scope="session")
def npm_packages():
    """The packages of package-lock.json, as `npm ci` installs them; without node or npm the judges are skipped."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("npm's jose is not asked: there is no node or no npm (apt-get install nodejs npm)")
    installed = HERE / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return HERE
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"npm's jose is not asked: 'npm ci' failed in {HERE}: {done.stderr.strip()[-500:]}")
    return HERE


@pytest.fixture(scope="session")
def ask_jose(npm_packages):
    """Runs one question to npm's jose: JSON in, JSON out."""

    def ask(question: dict) -> dict:
        done = subprocess.run(["node", npm_packages / "jose_judge.mjs"], input=json.dumps(question), text=True,
                              capture_output=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture
def claims():
    now = int(time.time())
    return {"iss": "https://issuer.example", "aud": "https://api.example", "sub": "somebody", "iat": now,
            "exp": now + 300, "jti": "one"}
