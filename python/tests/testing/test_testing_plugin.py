"""The fixtures, in a pytest of their own."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

INSTALLED = any(entry.name == "watchword" for entry in entry_points(group="pytest11"))
# Where the package lies beside the tests only, nobody has told pytest of the plugin.
PLUGIN = ("-p", "no:cacheprovider", *(() if INSTALLED else ("-p", "watchword.testing.plugin")))


def _run_pytest(folder: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_of_an_application.py").write_text(text)
    command = [sys.executable, "-m", "pytest", *PLUGIN, "--rootdir", str(folder), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_fixtures_work_together(tmp_path):
    done = _run_pytest(
        tmp_path,
        """
import pytest
from watchword.errors import TokenError

KEYS = set()

def test_issuer_and_travel(watchword_issuer, watchword_travel):
    token = watchword_issuer.token(lifetime=60)
    verifier = watchword_issuer.verifier()
    assert verifier.verify(token)["sub"] == "alice"
    with watchword_travel(61), pytest.raises(TokenError):
        verifier.verify(token)

def test_shared_secret(watchword_shared_secret_issuer):
    issuer = watchword_shared_secret_issuer
    assert issuer.algorithm == "HS256" and len(issuer.secret) == 64

@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_issuer_of_its_own(watchword_issuer, turn):
    KEYS.add(watchword_issuer.public_pem)
    assert len(KEYS) == turn
""",
    )
    assert done.returncode == 0 and "4 passed" in done.stdout, done.stdout + done.stderr


def test_every_fixture_is_listed_with_its_sentence(tmp_path):
    listed = _run_pytest(tmp_path, "", "--fixtures").stdout
    for fixture, sentence in {
        "watchword_issuer": "An issuer with an ES256 key of its own",
        "watchword_shared_secret_issuer": "An issuer that signs with HS256",
        "watchword_travel": "Moves the clock of Watchword",
    }.items():
        assert sentence in listed.split(f"\n{fixture} ")[1].split("\nwatchword_")[0]


def test_a_session_that_uses_no_fixture_does_not_load_the_native_module(tmp_path):
    done = _run_pytest(
        tmp_path,
        """
import sys

def test_nothing():
    loaded = {name for name in sys.modules if name.startswith("watchword.")}
    assert loaded <= {"watchword.testing", "watchword.testing.plugin"}, loaded
""",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_needs_neither_pytest_nor_a_framework():
    code = (
        "import sys\n"
        "for name in ('pytest', 'flask', 'fastapi', 'httpx', 'freezegun'): sys.modules[name] = None\n"
        "from watchword.testing import Issuer, travel\n"
        "assert Issuer().token().count('.') == 2\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
