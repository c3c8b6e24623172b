import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flows"))
sys.path.insert(0, str(HERE))

from npm_packages import npm_packages  # noqa: E402,F401
from server_process import ServerProcess  # noqa: E402
from watchword_fixtures import certificate, program, start_server, with_alice  # noqa: E402,F401


@pytest.fixture(scope="session", params=["ES256", "EdDSA", "RS256"])
def issuing_server(request, tmp_path_factory):
    """A server for each algorithm that it can sign with."""
    server = ServerProcess(tmp_path_factory.mktemp(request.param), {"signing_algorithm": request.param})
    server.algorithm = request.param
    yield from with_alice(server)


@pytest.fixture(scope="session")
def ask_jose(npm_packages):  # noqa: F811
    """Runs one question to npm's jose: JSON in, JSON out."""

    def ask(question: dict) -> dict:
        done = subprocess.run(["node", npm_packages / "jose_judge.mjs"], input=json.dumps(question), text=True,
                              capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture
def claims():
    now = int(time.time())
    return {"iss": "https://issuer.example", "aud": "https://api.example", "sub": "somebody", "iat": now,
            "exp": now + 300, "jti": "one"}
