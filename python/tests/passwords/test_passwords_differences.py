"""Every row about passlib and pwdlib in docs/differences.md is shown here: what they do, and what we do."""

import re
import warnings
from pathlib import Path

import pwdlib
import pytest
from passlib.context import CryptContext as Peer
from passlib.hash import argon2 as peer_argon2
from passlib.hash import bcrypt as peer_bcrypt
from passlib.hash import django_argon2, pbkdf2_sha256, sha256_crypt
from pwdlib.hashers.argon2 import Argon2Hasher as PeerArgon2

from watchword import passwords
from watchword.passwords import Argon2Hasher, CryptContext, PasswordHash, schemes

PAGE = Path(__file__).parents[3] / "docs" / "differences.md"
ROW = re.compile(r"^\| `([a-z0-9_-]+)` \|", re.MULTILINE)
peer_bcrypt.set_backend("os_crypt")


def rows(table):
    text = PAGE.read_text().split(f"<!-- differences: {table} -->")[1].split("<!-- end -->")[0]
    return ROW.findall(text)


def outcome(call):
    """What it gives, or the name of what was raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return call()
        except (ValueError, KeyError, TypeError, AssertionError) as error:
            return type(error).__name__


def both(call):
    return lambda: call(Peer), lambda: call(CryptContext)


CUT_OFF = peer_bcrypt.using(rounds=4).hash("x" * 72)
BROKEN = "$2x$04$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu"
MANY_PASSES = peer_argon2.using(time_cost=65, memory_cost=8, parallelism=1).hash("x")
OF_2020 = pbkdf2_sha256.using(rounds=29000).hash("x")
LONG = "x" * 1025
LONG_CRYPT = sha256_crypt.using(rounds=1000).hash("x" * 129)
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}

OF_PASSLIB = {
    "bcrypt-72": [
        (both(lambda kind: kind(["bcrypt"]).verify("x" * 73, CUT_OFF)), True, "PasswordTruncateError"),
        (both(lambda kind: len(kind(["bcrypt"], bcrypt__rounds=4).hash("x" * 73))), 60, "PasswordTruncateError"),
    ],
    "bcrypt-2x": [(both(lambda kind: kind(["bcrypt"]).identify(BROKEN)), "bcrypt", None)],
    "weak-schemes": [
        (both(lambda kind, name=name: kind([name]).schemes()), (name,), "KeyError")
        for name in ("md5_crypt", "hex_sha256", "des_crypt", "plaintext", "django_salted_sha1")
    ],
    "caps": [(both(lambda kind: kind(["argon2"]).verify("x", MANY_PASSES)), True, "InvalidHashError")],
    "costs": [
        (both(lambda kind: kind(["pbkdf2_sha256"]).hash("x").split("$")[2]), "29000", "600000"),
        (both(lambda kind: kind(["argon2"]).hash("x").split("$")[3]), "m=65536,t=3,p=4", "m=19456,t=2,p=1"),
    ],
    "needs-update": [(both(lambda kind: kind(["pbkdf2_sha256"]).needs_update(OF_2020)), False, True)],
    "django-argon2": [
        (both(lambda kind: kind(["django_argon2"]).hash("x").split("$")[1]), "argon2i", "argon2id"),
        (both(lambda kind: kind(["django_argon2"]).needs_update(django_argon2.hash("x"))), False, True),
    ],
    "size": [
        (both(lambda kind: len(kind(["argon2"], **CHEAP).hash(LONG)) > 0), True, "PasswordSizeError"),
        (both(lambda kind: kind(["sha256_crypt"]).verify("x" * 129, LONG_CRYPT)), True, "PasswordSizeError"),
    ],
    "truncate-error": [
        (both(lambda kind: kind(["bcrypt"], bcrypt__truncate_error=False).schemes()), ("bcrypt",), "ValueError")
    ],
    "categories": [(both(lambda kind: kind(["bcrypt"], admin__bcrypt__rounds=5).schemes()), ("bcrypt",), "TypeError")],
    "given-salt": [
        (both(lambda kind: kind(["bcrypt"]).hash("x", salt="." * 22, rounds=4)[:7]), "$2b$04$", "TypeError")
    ],
}


@pytest.mark.parametrize("id", OF_PASSLIB)
def test_a_difference_to_passlib_is_as_the_page_says(id):
    for (theirs, ours), their_outcome, our_outcome in OF_PASSLIB[id]:
        assert outcome(theirs) == their_outcome
        assert outcome(ours) == our_outcome


def test_varying_rounds_have_no_effect():
    with pytest.warns(DeprecationWarning):
        context = CryptContext(["pbkdf2_sha256"], pbkdf2_sha256__default_rounds=100, all__vary_rounds=50)
    assert {context.hash("x").split("$")[2] for _ in range(5)} == {"100"}


def test_the_page_has_these_rows_about_passlib_and_no_others():
    assert set(rows("passlib")) == set(OF_PASSLIB) | {"vary-rounds"}


STRONG = schemes.argon2.using(memory_cost=128, time_cost=2).hash("x")
WEAK = {"memory_cost": 64, "time_cost": 1, "parallelism": 1}
OF_PWDLIB = {
    "recommended": (
        lambda: pwdlib.PasswordHash.recommended().hash("x").split("$")[3],
        lambda: PasswordHash.recommended().hash("x").split("$")[3],
        "m=65536,t=3,p=4",
        "m=19456,t=2,p=1",
    ),
    "rehash": (
        lambda: PeerArgon2(**WEAK).check_needs_rehash(STRONG),
        lambda: Argon2Hasher(**WEAK).check_needs_rehash(STRONG),
        True,
        False,
    ),
    "no-hashers": (lambda: pwdlib.PasswordHash(()), lambda: PasswordHash(()), "AssertionError", "ValueError"),
}


@pytest.mark.parametrize("id", OF_PWDLIB)
def test_a_difference_to_pwdlib_is_as_the_page_says(id):
    theirs, ours, their_outcome, our_outcome = OF_PWDLIB[id]
    assert outcome(theirs) == their_outcome
    assert outcome(ours) == our_outcome


def test_the_page_has_these_rows_about_pwdlib_and_no_others():
    assert set(rows("pwdlib")) == set(OF_PWDLIB)


def test_all_errors_about_passwords_are_value_errors():
    for name in passwords.__all__:
        kind = getattr(passwords, name)
        if isinstance(kind, type) and name.endswith("Error"):
            assert issubclass(kind, ValueError)
