"""Runs pytest on the suite of PyJWT, where `import jwt` finds watchword.jwt:

    python jwt_peer_alias.py OUTCOMES.json with|without PYTEST-ARGUMENTS...

"without": `cryptography` cannot be imported. The outcome of each test goes to the file."""

import importlib
import json
import sys
from pathlib import Path

import pytest

SUBMODULES = "algorithms api_jwk api_jws api_jwt exceptions help jwk_set_cache jwks_client types utils warnings"


def put_in_place_of_pyjwt() -> None:
    """Before pytest reads the configuration, which names classes of jwt.warnings."""
    sys.modules["jwt"] = importlib.import_module("watchword.jwt")
    for name in SUBMODULES.split():
        sys.modules[f"jwt.{name}"] = importlib.import_module(f"watchword.jwt.{name}")


class Outcomes:
    """What became of each test."""

    def __init__(self) -> None:
        self.by_name: dict[str, str] = {}

    def _keep(self, nodeid: str, outcome: str) -> None:
        self.by_name[nodeid.split("tests/", 1)[-1]] = outcome

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self._keep(report.nodeid, report.outcome)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._keep(report.nodeid, "not collected")


def main(file: str, cryptography: str, *arguments: str) -> None:
    if cryptography == "without":
        sys.modules["cryptography"] = None  # type: ignore[assignment]
    put_in_place_of_pyjwt()
    outcomes = Outcomes()
    pytest.main([*arguments], plugins=[outcomes])
    Path(file).write_text(json.dumps(outcomes.by_name))


if __name__ == "__main__":
    main(*sys.argv[1:])
