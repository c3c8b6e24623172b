"""The shared attack corpus, as far as python-jose's interface can say what is expected of a token."""

import json
import os
import warnings
from datetime import datetime, timezone
from pathlib import Path

import pytest
from freezegun import freeze_time

from watchword.jose import jwe, jws, jwt
from watchword.jose.constants import ALGORITHMS
from watchword.jose.exceptions import JOSEError

VECTORS = Path(os.environ.get("WATCHWORD_VECTORS") or Path(__file__).parents[4] / "shared" / "vectors")
FOLDER = VECTORS / "attacks"

if not FOLDER.is_dir():
    pytest.skip("no shared vectors here; WATCHWORD_VECTORS names their folder", allow_module_level=True)

SAYABLE = {"keys", "allowed_algs", "iss", "aud", "now", "leeway_s", "required_claims", "access_token"}
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}
KINDS = {"jwt.validate", "jws.verify", "jwe.decrypt"}


def known_keys():
    keys = json.loads((FOLDER / "keys.json").read_text())
    keys = keys.get("keys", keys)
    return {key["kid"]: key for key in keys} if isinstance(keys, list) else keys


KEYS = known_keys()


def cases():
    for file in sorted(FOLDER.glob("*.json")):
        for case in json.loads(file.read_text()).get("tests", []):
            sayable = case["kind"] in KINDS and set(case.get("verifier", {})) <= SAYABLE
            if sayable and {"token", "token_recipe"} & set(case["input"]):
                yield case


def token_of(given):
    if "token" in given:
        return given["token"]
    pieces = given["token_recipe"]
    return "".join(piece if isinstance(piece, str) else piece["repeat"] * piece["count"] for piece in pieces)


def keys_for(case):
    keys = [dict(KEYS[kid]) for kid in case["verifier"]["keys"]]
    if case["kind"] == "jwe.decrypt":
        return {"keys": keys}
    return {
        "keys": [
            key if key["kty"] == "oct" else {name: key[name] for name in key if name not in PRIVATE_MEMBERS}
            for key in keys
        ]
    }


def check(case):
    verifier, token, key = case["verifier"], token_of(case["input"]), keys_for(case)
    if case["kind"] == "jwe.decrypt":
        return jwe.decrypt(token, key, algorithms=verifier.get("allowed_algs"))
    if case["kind"] == "jws.verify":
        return jws.verify(token, key, verifier.get("allowed_algs"))
    options = {"leeway": verifier.get("leeway_s") or 0}
    options.update({f"require_{name}": True for name in verifier.get("required_claims", [])})
    audience = verifier.get("aud")
    return jwt.decode(
        token,
        key,
        verifier.get("allowed_algs"),
        options,
        audience=audience[0] if isinstance(audience, list) else audience,
        issuer=verifier.get("iss"),
        access_token=verifier.get("access_token"),
    )


def outcome(case):
    """Anything but a documented exception goes through, and fails the test."""
    now = datetime.fromtimestamp(case["verifier"].get("now") or 1_700_000_000, timezone.utc)
    with freeze_time(now), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            check(case)
        except JOSEError:
            return "reject"
    return "accept"


def is_of_python_jose(case):
    return set(case["verifier"].get("allowed_algs") or ()) <= ALGORITHMS.SUPPORTED


CASES = list(cases())
REJECTED = [case for case in CASES if case["expect"]["outcome"] == "reject"]
ACCEPTED = [case for case in CASES if case["expect"]["outcome"] == "accept" and is_of_python_jose(case)]


def test_the_corpus_is_not_empty():
    assert len(REJECTED) > 250
    assert len(ACCEPTED) > 20


@pytest.mark.parametrize("case", REJECTED, ids=lambda case: case["id"])
def test_an_attack_is_refused(case):
    assert outcome(case) == "reject", case["title"]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case["id"])
def test_what_is_no_attack_is_accepted(case):
    assert outcome(case) == "accept", case["title"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expect"]["outcome"] == "either"], ids=lambda c: c["id"]
)
def test_where_opinions_differ_nothing_breaks(case):
    assert outcome(case) in {"accept", "reject"}
