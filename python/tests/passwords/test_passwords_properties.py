"""Properties of watchword.passwords on random input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passlib import hash as passlib_hash

from watchword import passwords
from watchword.passwords import schemes

passlib_hash.bcrypt.set_backend("os_crypt")

CHEAP = [
    schemes.argon2.using(time_cost=1, memory_cost=8),
    schemes.bcrypt.using(rounds=4),
    schemes.bcrypt_sha256.using(rounds=4),
    schemes.pbkdf2_sha1.using(rounds=2),
    schemes.pbkdf2_sha256.using(rounds=2),
    schemes.pbkdf2_sha512.using(rounds=2),
    schemes.sha256_crypt.using(rounds=1000),
    schemes.scrypt.using(rounds=2),
    schemes.django_pbkdf2_sha256.using(rounds=2),
]
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=24).filter(
    lambda text: len(text.encode()) <= 72
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CHEAP), texts, texts)
def test_a_password_matches_its_own_hash_only_and_passlib_agrees(scheme, password, other):
    stored = scheme.hash(password)
    assert passwords.verify(password, stored)
    assert passwords.verify(other, stored) is (other == password)
    assert getattr(passlib_hash, scheme.name).verify(password, stored)


STORED = [scheme.hash("password") for scheme in CHEAP]


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(STORED), st.data())
def test_a_changed_hash_never_matches_and_raises_nothing_but_the_documented_errors(stored, data):
    place = data.draw(st.integers(0, len(stored) - 1))
    replacement = data.draw(st.text(alphabet="$=,./+0159AZaz\x00é", max_size=2))
    changed = stored[:place] + replacement + stored[place + 1 :]
    if changed == stored or changed.startswith(("$2a$", "$2b$", "$2y$")):
        # Of the last character of bcrypt's salt and digest not all bits count.
        return
    try:
        matches = passwords.verify("password", changed)
    except (passwords.UnknownHashError, passwords.InvalidHashError):
        return
    assert not matches


@settings(max_examples=400, deadline=None)
@given(st.text() | st.binary())
def test_rubbish_raises_nothing_but_the_documented_errors(rubbish):
    for call in (lambda: passwords.verify("x", rubbish), lambda: passwords.needs_update(rubbish)):
        with pytest.raises((passwords.UnknownHashError, passwords.InvalidHashError)):
            call()
