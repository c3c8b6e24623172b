"""`hash`, `verify` and their kin, and PasswordHash as pwdlib's users know it."""

import threading
import time

import pwdlib
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher as PeerArgon2
from pwdlib.hashers.bcrypt import BcryptHasher as PeerBcrypt

from watchword import passwords
from watchword.passwords import (
    Argon2Hasher,
    BcryptHasher,
    InvalidHashError,
    PasswordError,
    PasswordHash,
    PasswordSizeError,
    PasswordValueError,
    UnknownHashError,
    UnsuitablePasswordError,
    schemes,
)
from watchword.passwords.hashers import SchemeHasher


def test_a_hash_is_argon2id_with_todays_parameters():
    stored = passwords.hash("password")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != passwords.hash("password")
    assert passwords.verify("password", stored) is True
    assert passwords.verify(b"password", stored.encode()) is True
    assert passwords.verify("Password", stored) is False
    assert passwords.needs_update(stored) is False
    assert passwords.verify_and_update("password", stored) == (True, None)
    assert passwords.verify_and_update("wrong", stored) == (False, None)


@pytest.mark.parametrize(
    ("stored", "outdated"),
    [
        (schemes.argon2.using(memory_cost=19455).hash("password"), True),
        (schemes.argon2.using(time_cost=1).hash("password"), True),
        (schemes.argon2.using(memory_cost=20000, time_cost=3, parallelism=2).hash("password"), False),
        (schemes.argon2.using(type="argon2i").hash("password"), True),
        (schemes.argon2.using(salt_len=15).hash("password"), True),
        (schemes.argon2.using(hash_len=31).hash("password"), True),
        (schemes.bcrypt.using(rounds=4).hash("password"), True),
        (schemes.django_argon2.hash("password"), True),
    ],
)
def test_what_is_weaker_is_written_anew(stored, outdated):
    assert passwords.needs_update(stored) is outdated
    matches, new = passwords.verify_and_update("password", stored)
    assert matches is True
    assert (new is not None) is outdated
    assert new is None or (passwords.verify("password", new) and not passwords.needs_update(new))


def test_without_a_user_the_time_is_that_of_a_wrong_password():
    stored = passwords.hash("password")

    def seconds(call):
        """Of the processor, so that other work on it does not count."""
        times = []
        for _ in range(10):
            start = time.thread_time()
            assert call() is False
            times.append(time.thread_time() - start)
        return min(times)

    wrong = seconds(lambda: passwords.verify("wrong", stored))
    assert 0.5 < seconds(passwords.dummy_verify) / wrong < 2
    assert 0.5 < seconds(lambda: passwords.verify("wrong", None)) / wrong < 2
    assert passwords.verify_and_update("wrong", None) == (False, None)


def test_a_password_has_at_most_1024_bytes_and_neither_nul_nor_surrogates():
    assert passwords.verify("x" * 1024, passwords.hash("x" * 1024))
    for password, error in (
        ("x" * 1025, PasswordSizeError),
        ("é" * 513, PasswordSizeError),
        ("a\x00", PasswordValueError),
        ("\ud800", PasswordValueError),
        (b"\xff", PasswordValueError),
    ):
        with pytest.raises(error):
            passwords.hash(password)
        assert issubclass(error, PasswordError)
        assert issubclass(error, ValueError)


HOSTILE = [
    "",
    "$",
    "$$$$",
    "$argon2id$",
    "$argon2id$v=19$m=19456,t=2,p=1$",
    "$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA",
    "$argon2id$v=19$m=262144,t=4294967295,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA",
    "$2b$31$" + "." * 53,
    "$2b$17$" + "." * 53,
    "$2b$12$" + "é" * 53,
    "$2b$12$" + "\x00" * 53,
    "$6$rounds=999999999$salt$" + "." * 86,
    "$5$rounds=1000$" + "s" * 17 + "$" + "." * 43,
    "$pbkdf2-sha256$4294967295$AAAA$AAAA",
    "$pbkdf2-sha256$10000001$AAAA$" + "A" * 43,
    "pbkdf2_sha256$99999999999$salt$AAAA",
    "pbkdf2:sha256:0$salt$" + "0" * 64,
    "pbkdf2:md5:1000$salt$" + "0" * 32,
    "$scrypt$ln=63,r=8,p=1$AAAA$AAAA",
    "$scrypt$ln=16,r=1073741823,p=1$AAAA$" + "A" * 43,
    "scrypt:1073741824:8:1$salt$" + "0" * 128,
    "scrypt$16384$salt$8$99999$AAAA",
    "bcrypt$$2b$31$" + "." * 53,
    "$bcrypt-sha256$v=2,t=2b,r=31$" + "." * 22 + "$" + "." * 31,
    "$argon2id$" * 100_000,
    "\ud800",
    "$2b$12$\ud800",
    b"\xff\xfe",
    b"$2b$12$\xff",
]


@pytest.mark.parametrize("encoded", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_hash_is_refused_at_once(encoded):
    start = time.thread_time()
    for call in (lambda: passwords.verify("x", encoded), lambda: passwords.verify_and_update("x", encoded)):
        with pytest.raises((UnknownHashError, InvalidHashError)):
            call()
    for call in (lambda: passwords.needs_update(encoded), lambda: PasswordHash.recommended().verify("x", encoded)):
        try:
            assert call() in (True, False)
        except (UnknownHashError, InvalidHashError):
            pass
    assert time.thread_time() - start < 0.5


@pytest.mark.parametrize("encoded", [7, ["$2b$"], bytearray(b"$2b$")])
def test_a_hash_is_text_or_bytes(encoded):
    with pytest.raises(TypeError, match="str or bytes"):
        passwords.verify("x", encoded)


def test_no_message_holds_the_password_or_the_hash():
    for password, encoded in (
        ("hunter2", "$2b$12$secretsecret"),
        ("hunter2" * 20, schemes.bcrypt.using(rounds=4).hash("x")),
    ):
        with pytest.raises(ValueError) as refusal:
            passwords.verify(password, encoded)
        assert "hunter2" not in str(refusal.value)
        assert encoded[7:] not in str(refusal.value)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x" * 14, "password_too_short"),
        ("aaaaaaaaaaaaaaaaaa", "password_too_common"),
        ("ab" * 513, "password_too_long"),
        ("a long enough pass\x00word", "invalid_password"),
    ],
)
def test_what_nobody_should_choose_is_refused_with_a_reason(password, code):
    with pytest.raises(UnsuitablePasswordError) as refusal:
        passwords.check_new_password(password, "alice")
    assert refusal.value.code == code


def test_what_is_long_and_unusual_may_be_chosen():
    passwords.check_new_password("a heron in the rain 7", "alice")
    passwords.check_new_password("鷺が雨の中に立っている静かな夕暮れ")


def test_other_threads_run_while_a_password_is_hashed():
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    schemes.bcrypt.using(rounds=12).hash("password")
    passwords.hash("password")
    done.set()
    thread.join()
    assert len(ticks) > 5


# -- PasswordHash


def test_the_recommended_hash_is_argon2id_and_pwdlib_reads_it():
    ours, theirs = PasswordHash.recommended(), pwdlib.PasswordHash.recommended()
    stored = ours.hash("password")
    assert stored.startswith("$argon2id$")
    assert ours.verify("password", stored)
    assert theirs.verify("password", stored)
    assert ours.verify_and_update("password", theirs.hash("password")) == (True, None)


def test_hashers_are_read_in_order_and_the_first_writes():
    cheap = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
    ours = PasswordHash((Argon2Hasher(**cheap), BcryptHasher(rounds=4)))
    theirs = pwdlib.PasswordHash((PeerArgon2(**cheap), PeerBcrypt(rounds=4)))
    for stored in (ours.hash("password"), theirs.hash("password")):
        assert (
            ours.verify_and_update("password", stored) == theirs.verify_and_update("password", stored) == (True, None)
        )
    bcrypted = PeerBcrypt(rounds=4).hash("password")
    matches, new = ours.verify_and_update("password", bcrypted)
    assert matches
    assert new.startswith("$argon2id$")
    assert ours.verify_and_update("wrong", bcrypted) == (False, None)


@pytest.mark.parametrize(("rounds", "prefix"), [(4, "2b"), (5, "2b"), (4, "2a")])
def test_a_bcrypt_of_other_cost_or_prefix_is_outdated_as_with_pwdlib(rounds, prefix):
    stored = PeerBcrypt(rounds, prefix).hash("password")
    outdated = (rounds, prefix) != (4, "2b")
    assert BcryptHasher(4).check_needs_rehash(stored) is PeerBcrypt(4).check_needs_rehash(stored) is outdated


def test_any_scheme_can_be_a_hasher():
    hasher = SchemeHasher(schemes.pbkdf2_sha256.using(rounds=9))
    password_hash = PasswordHash((BcryptHasher(rounds=4), hasher))
    assert password_hash.verify_and_update("password", hasher.hash("password"))[1].startswith("$2b$04$")
    with pytest.raises(TypeError, match="own salt"):
        hasher.hash("password", salt=b"x" * 16)


@pytest.mark.parametrize("encoded", ["", "plain", "$2b$12$short", b"\xff", "$scrypt$ln=4,r=8,p=1$AAAA$AAAA"])
def test_an_unknown_hash_is_an_error(encoded):
    for call in (PasswordHash.recommended().verify, PasswordHash.recommended().verify_and_update):
        with pytest.raises(UnknownHashError):
            call("password", encoded)


def test_a_hash_that_costs_too_much_does_not_match():
    stored = schemes.argon2.using(memory_cost=64).hash("x").replace("m=64,", "m=999999,")
    assert PasswordHash.recommended().verify("x", stored) is False


def test_a_password_hash_needs_a_hasher():
    with pytest.raises(ValueError, match="recommended"):
        PasswordHash(())
    for arguments in ((None, "x"), ("x", None), (7, "x")):
        with pytest.raises(TypeError):
            PasswordHash.recommended().verify(*arguments)
