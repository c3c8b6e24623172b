import os
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "judges")]

from inputs import Inputs  # noqa: E402
from keys import KeyPool  # noqa: E402
from line_process import LineProcess  # noqa: E402
from npm_packages import npm_packages  # noqa: E402,F401

SEED = os.environ.get("WATCHWORD_SEED", "1")
PROGRAM = Path(os.environ.get("WATCHWORD_DIFFERENTIAL_PEER", ROOT / "build" / "tests" / "differential_peer"))
PEERS = ["jwcrypto", "jose"]
rounds = dict.fromkeys(PEERS, 0)
excused = {}


@pytest.fixture(scope="session")
def ours():
    assert PROGRAM.is_file(), f"{PROGRAM} is not built: cmake --build --preset release --target differential_peer"
    process = LineProcess([PROGRAM])
    yield process
    process.close()


@pytest.fixture(scope="session")
def jwcrypto():
    pytest.importorskip("jwcrypto", reason="jwcrypto is not asked: apt-get install python3-jwcrypto")
    from jwcrypto_peer import JwcryptoPeer
    return JwcryptoPeer()


@pytest.fixture(scope="session")
def jose(npm_packages):  # noqa: F811
    process = LineProcess([shutil.which("node"), HERE / "jose_peer.mjs", npm_packages])
    process.name = "jose"
    yield process
    process.close()


@pytest.fixture(scope="session", params=PEERS)
def peer(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def keys(ours, peer):
    return KeyPool(ours, peer)


@pytest.fixture
def inputs(request):
    """The same for the same test and seed."""
    return Inputs(f"{SEED} {request.node.name}")


@pytest.fixture
def count_rounds(peer):
    """To be told how many questions both sides have answered, and which rules excused the peer."""
    def count(number, excuses=()):
        rounds[peer.name] += number
        for rule in excuses:
            excused[peer.name, rule.__name__] = excused.get((peer.name, rule.__name__), 0) + 1
    return count


@pytest.fixture
def count_verdicts(jose):
    def count(number):
        rounds[jose.name] += number
    return count


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"WATCHWORD_SEED={SEED}; rounds: "
                                + ", ".join(f"{number} with {name}" for name, number in rounds.items()))
    for (name, rule), number in sorted(excused.items()):
        terminalreporter.write_line(f"{name} accepted what we refuse {number} times: {rule} (differences.py)")
