"""The shared password vectors, through the Python interface."""

import json
import os
import time
from pathlib import Path

import pytest

from watchword import passwords
from watchword.passwords import core

FOLDER = Path(os.environ.get("WATCHWORD_VECTORS") or Path(__file__).parents[4] / "shared" / "vectors")
FILE = FOLDER / "password" / "password.json"

if not FILE.is_file():
    pytest.skip("no shared vectors here; WATCHWORD_VECTORS names their folder", allow_module_level=True)

VECTORS = json.loads(FILE.read_text())["tests"]


def of(*kinds):
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["kind"] in kinds]


@pytest.mark.parametrize("vector", of("password.verify"))
def test_stored_hashes_have_the_verdict_that_the_vectors_say(vector):
    password, expected = bytes.fromhex(vector["password_hex"]), vector["expect"]["result"]
    start = time.thread_time()
    try:
        verdict = "match" if passwords.verify(password, vector["encoded"]) else "no-match"
    except ValueError:
        verdict = "error"
    elapsed = 1000 * (time.thread_time() - start)
    assert verdict in ({"error", "no-match"} if expected == "error-or-no-match" else {expected})
    assert elapsed < vector["expect"].get("max_ms", 1000)


@pytest.mark.parametrize("vector", of("password.policy"))
def test_what_people_may_choose_is_what_the_vectors_say(vector):
    text = vector.get("password")
    password = text if text is not None else bytes.fromhex(vector["password_hex"])
    try:
        passwords.check_new_password(password, "alice")
        verdict = "accept"
    except passwords.UnsuitablePasswordError:
        verdict = "reject"
    assert verdict == vector["expect"]["result"]


@pytest.mark.parametrize("vector", of("argon2.raw"))
def test_argon2_with_secret_and_associated_data_is_not_offered(vector):
    """The known answers of RFC 9106 use both; the C++ tests run them. Without them the tag must be another one."""
    tag = core.argon2(
        bytes.fromhex(vector["password_hex"]),
        bytes.fromhex(vector["salt_hex"]),
        vector["variant"],
        vector["m"],
        vector["t"],
        vector["p"],
        32,
    )
    assert tag.hex() != vector["expect"]["tag_hex"]
