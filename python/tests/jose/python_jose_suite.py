"""Runs python-jose's own test suite against watchword.jose.

    python python_jose_suite.py

The suite comes from the source distribution on PyPI (cached; WATCHWORD_PEER_CACHE names the folder). In it, `jose` and
its submodules stand for ours. It runs twice: as it is, and with the list of algorithms stated wherever a test of `jwt`
leaves it out, so that those tests show what they are about. What is expected to fail is listed below, with the reason.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

RELEASE = "python-jose==3.5.0"
HERE = Path(__file__).parent
CACHE = Path(os.environ.get("WATCHWORD_PEER_CACHE") or Path(tempfile.gettempdir()) / "watchword-peer-suites")
FILES = [
    "tests/test_jwe.py",
    "tests/test_jwt.py",
    "tests/test_jws.py",
    "tests/test_jwk.py",
    "tests/test_firebase.py",
    "tests/rfc/test_rfc7520.py",
    "tests/test_utils.py",
]
PRIVATE = {
    "TestGetKeys": "jws._get_keys is private",
    "TestHMAC::test_add_headers": "jws._load is private",
    "TestEncrypt::test_rfc7516_appendix_b_direct": "patches the random source of a backend",
}
CURVE = "ES256 and ES384 with a P-521 key: each has a curve of its own (RFC 7518 section 3.4)"
UNSTATED = "no algorithm list, and a secret does not name its algorithm (RFC 8725 section 3.1)"
AUDIENCE = "an audience is demanded, and the token has none (RFC 8725 section 3.9)"

ALWAYS_DIFFERENT = {
    "TestEC::test_EC256": CURVE,
    "TestEC::test_EC384": CURVE,
    "TestEC::test_wrong_alg": CURVE,
    "TestJWT::test_aud_empty_claim": AUDIENCE,
    "TestJWT::test_require[ait-ait]": AUDIENCE,
    "TestJWT::test_require[exp-<lambda>]": AUDIENCE,
    "TestJWT::test_require[nbf-<lambda>]": AUDIENCE,
    "TestJWT::test_require[iss-iss]": AUDIENCE,
    "TestJWT::test_require[sub-sub]": AUDIENCE,
    "TestJWT::test_require[jti-jti]": AUDIENCE,
}
DIFFERENT_WITHOUT_A_LIST = {
    f"TestJWT::{name}": UNSTATED
    for name in (
        "test_numeric_key[1234567890-token0]",
        "test_numeric_key[123456789.0-token1]",
        "test_non_default_headers",
        "test_decode",
        "test_leeway_is_timedelta",
        "test_nbf_datetime",
        "test_nbf_with_leeway",
        "test_nbf_skip",
        "test_exp_datetime",
        "test_exp_with_leeway",
        "test_exp_skip",
        "test_aud_string",
        "test_aud_list",
        "test_aud_list_multiple",
        "test_iss_string",
        "test_iss_list",
        "test_iss_tuple",
        "test_sub_string",
        "test_sub_correct",
        "test_jti_string",
        "test_at_hash",
        "test_at_hash_missing_claim",
        "test_require[aud-aud]",
    )
}


def fetch() -> Path:
    """The folder of the unpacked suite. Downloads it once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "python-jose.lock").open("w") as lock, tempfile.TemporaryDirectory(dir=CACHE) as new:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several runs at once, one fetches
        if not (found := list(CACHE.glob("python_jose-*/tests"))):
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "2"]
            subprocess.run([*command, "--no-binary", ":all:", "--dest", new, RELEASE], check=True, timeout=300)
            with tarfile.open(next(Path(new).glob("python_jose-*.tar.gz"))) as archive:
                archive.extractall(new, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
            [unpacked] = Path(new).glob("python_jose-*/tests")
            found = [unpacked.parent.rename(CACHE / unpacked.parent.name) / "tests"]
    return found[0].parent


def run(suite: Path, algorithms_stated: bool) -> dict[str, str]:
    """The outcome of each test: passed, failed or skipped."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        environment = {**os.environ, "WATCHWORD_ALGORITHMS_STATED": str(int(algorithms_stated))}
        environment["PYTHONPATH"] = os.pathsep.join([str(HERE), *filter(None, sys.path)])
        command = [sys.executable, "-m", "pytest", "-q", "-p", "jose_alias", "-p", "no:cacheprovider", "-c", os.devnull]
        subprocess.run(
            [*command, f"--rootdir={suite}", f"--junit-xml={report}", *FILES],
            cwd=suite,
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=300,
        )
        return dict(_outcomes(report))


def _outcomes(report: Path):  # type: ignore[no-untyped-def]
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}"
        outcome = next((child.tag for child in case if child.tag in {"failure", "error", "skipped"}), "passed")
        yield name, {"failure": "failed", "error": "failed"}.get(outcome, outcome)


def is_private(name: str) -> bool:
    """Whether a test looks at what python-jose does not promise."""
    return any(name == private or name.startswith(f"{private}::") for private in PRIVATE)


def failures(outcomes: dict[str, str]) -> set[str]:
    """Of the public interface."""
    return {name for name, outcome in outcomes.items() if outcome == "failed" and not is_private(name)}


def main() -> int:
    suite = fetch()
    status = 0
    for stated, expected in ((False, {**ALWAYS_DIFFERENT, **DIFFERENT_WITHOUT_A_LIST}), (True, ALWAYS_DIFFERENT)):
        outcomes = run(suite, stated)
        public = {name: outcome for name, outcome in outcomes.items() if not is_private(name)}
        failed = failures(outcomes)
        print(f"algorithms {'stated' if stated else 'as they are'}: {len(public)} public tests, {len(failed)} differ")
        for name in sorted(failed ^ set(expected)):
            print("  unexpected:" if name in failed else "  expected to differ, but passes:", name)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
