"""What others have written is read, and what we write others read: passlib, bcrypt, argon2-cffi, pwdlib, Django,
Werkzeug."""

import hashlib

import argon2
import bcrypt
import django.conf
import pwdlib.hashers.argon2
import pwdlib.hashers.bcrypt
import pytest
from django.contrib.auth import hashers as django_hashers
from passlib import hash as passlib_hash
from werkzeug.security import check_password_hash, generate_password_hash

from watchword import passwords
from watchword.passwords import schemes

if not django.conf.settings.configured:
    django.conf.settings.configure(
        PASSWORD_HASHERS=[
            f"django.contrib.auth.hashers.{name}PasswordHasher"
            for name in ("PBKDF2", "PBKDF2SHA1", "Argon2", "BCrypt", "BCryptSHA256", "Scrypt")
        ]
    )

# passlib does not know bcrypt 5, so it goes through crypt(3).
passlib_hash.bcrypt.set_backend("os_crypt")

CHEAP = {
    "argon2": {"time_cost": 1, "memory_cost": 64, "parallelism": 2},
    "bcrypt": {"rounds": 4},
    "bcrypt_sha256": {"rounds": 4},
    "sha256_crypt": {"rounds": 1000},
    "sha512_crypt": {"rounds": 1000},
    "pbkdf2_sha1": {"rounds": 7},
    "pbkdf2_sha256": {"rounds": 7},
    "pbkdf2_sha512": {"rounds": 7},
    "scrypt": {"rounds": 4},
    "django_argon2": {"time_cost": 1, "memory_cost": 64},
    "django_bcrypt": {"rounds": 4},
    "django_bcrypt_sha256": {"rounds": 4},
    "django_pbkdf2_sha1": {"rounds": 7},
    "django_pbkdf2_sha256": {"rounds": 7},
    "django_scrypt": {"rounds": 4},
    "werkzeug_pbkdf2": {"rounds": 7},
    "werkzeug_scrypt": {"rounds": 10},
}
OF_PASSLIB = [name for name in CHEAP if hasattr(passlib_hash, name)]
PASSWORDS = ["correct horse battery staple", "pässwörd 密码", "", " ", "x" * 72]


def test_every_scheme_is_here():
    assert set(CHEAP) == set(schemes.ALL)
    assert len(OF_PASSLIB) == 14


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("name", CHEAP)
def test_a_scheme_reads_what_it_writes(name, password):
    scheme = schemes.get_scheme(name).using(**CHEAP[name])
    stored = scheme.hash(password)
    assert stored != scheme.hash(password)
    assert scheme.identify(stored)
    assert scheme.verify(password, stored)
    assert scheme.verify(password.encode(), stored.encode())
    assert passwords.verify(password, stored)
    assert not passwords.verify(password + "x" if len(password) < 70 else "x" * 71, stored)
    assert [other for other in schemes.ALL if schemes.ALL[other].identify(stored)] == [name]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("name", OF_PASSLIB)
def test_passlib_and_we_read_each_others_hashes(name, password):
    theirs, ours = getattr(passlib_hash, name).using(**CHEAP[name]), schemes.get_scheme(name).using(**CHEAP[name])
    assert theirs.verify(password, ours.hash(password))
    assert not theirs.verify("wrong", ours.hash(password))
    assert ours.verify(password, theirs.hash(password))
    assert not ours.verify("wrong", theirs.hash(password))


@pytest.mark.parametrize("name", OF_PASSLIB)
def test_a_hash_of_passlib_with_the_same_settings_needs_no_update(name):
    theirs, ours = getattr(passlib_hash, name).using(**CHEAP[name]), schemes.get_scheme(name).using(**CHEAP[name])
    # Django's and passlib's own default is argon2i in Django's format; we write argon2id.
    assert ours.needs_update(theirs.hash("password")) is (name == "django_argon2")
    assert not theirs.needs_update(ours.hash("password")) or name == "django_argon2"


@pytest.mark.parametrize("name", [name for name in OF_PASSLIB if "rounds" in CHEAP[name]])
def test_another_number_of_rounds_needs_an_update_for_both(name):
    for difference in (-1, 1):
        rounds = CHEAP[name]["rounds"] + 1
        theirs = getattr(passlib_hash, name).using(rounds=rounds + 1)
        ours = schemes.get_scheme(name).using(rounds=rounds + 1)
        stored = schemes.get_scheme(name).using(rounds=rounds + 1 + difference).hash("password")
        assert ours.needs_update(stored) is theirs.needs_update(stored) is True


def test_bcrypt_sha256_version_1_is_read_and_needs_an_update():
    stored = passlib_hash.bcrypt_sha256.using(rounds=4, version=1).hash("password")
    assert passwords.verify("password", stored)
    assert schemes.bcrypt_sha256.using(rounds=4).needs_update(stored)


@pytest.mark.parametrize("prefix", [b"2a", b"2b"])
def test_the_package_bcrypt_and_we_read_each_others_hashes(prefix):
    stored = bcrypt.hashpw("pässword".encode(), bcrypt.gensalt(4, prefix)).decode()
    assert passwords.verify("pässword", stored)
    assert bcrypt.checkpw(
        "pässword".encode(), schemes.bcrypt.using(rounds=4, ident=prefix.decode()).hash("pässword").encode()
    )


@pytest.mark.parametrize("kind", list(argon2.Type))
def test_argon2_cffi_and_we_read_each_others_hashes(kind):
    theirs = argon2.PasswordHasher(time_cost=2, memory_cost=128, parallelism=2, hash_len=24, salt_len=12, type=kind)
    ours = schemes.argon2.using(time_cost=2, memory_cost=128, parallelism=2, hash_len=24, salt_len=12, type=kind)
    assert passwords.verify("password", theirs.hash("password"))
    assert not passwords.verify("Password", theirs.hash("password"))
    assert theirs.verify(ours.hash("password"), "password")
    assert not theirs.check_needs_rehash(ours.hash("password"))
    assert not ours.needs_update(theirs.hash("password"))


def test_our_tag_is_the_one_of_argon2_cffi():
    theirs = pwdlib.hashers.argon2.Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    ours = passwords.Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    assert ours.hash("password", salt=b"0123456789abcdef") == theirs.hash("password", salt=b"0123456789abcdef")


def test_our_bcrypt_is_the_one_of_the_package_bcrypt():
    theirs, ours = pwdlib.hashers.bcrypt.BcryptHasher(rounds=4), passwords.BcryptHasher(rounds=4)
    salt = bcrypt.gensalt(4)
    assert ours.hash("password", salt=salt) == theirs.hash("password", salt=salt)
    with pytest.raises(ValueError, match="22 characters"):
        ours.hash("password", salt=bcrypt.gensalt(5))


@pytest.mark.parametrize("algorithm", ["pbkdf2_sha256", "pbkdf2_sha1", "argon2", "bcrypt", "bcrypt_sha256", "scrypt"])
def test_django_and_we_read_each_others_hashes(algorithm, monkeypatch):
    hasher = django_hashers.get_hasher(algorithm)
    for name, value in {"iterations": 9, "rounds": 4, "work_factor": 16, "memory_cost": 64, "time_cost": 1}.items():
        monkeypatch.setattr(hasher, name, value, raising=False)
    stored = hasher.encode("pässword", hasher.salt())
    assert passwords.verify("pässword", stored)
    assert not passwords.verify("password", stored)
    name = f"django_{algorithm}"
    assert django_hashers.check_password("pässword", schemes.get_scheme(name).using(**CHEAP[name]).hash("pässword"))


@pytest.mark.parametrize(
    "method", ["pbkdf2:sha256:9", "pbkdf2:sha1:9", "pbkdf2:sha384:9", "pbkdf2:sha512:9", "scrypt:1024:8:1", "scrypt"]
)
def test_werkzeugs_hashes_are_read(method):
    stored = generate_password_hash("pässword", method)
    assert passwords.verify("pässword", stored)
    assert not passwords.verify("password", stored)


@pytest.mark.parametrize("name", ["werkzeug_pbkdf2", "werkzeug_scrypt"])
def test_werkzeug_reads_ours(name):
    stored = schemes.get_scheme(name).using(**CHEAP[name]).hash("pässword")
    assert check_password_hash(stored, "pässword")
    assert not check_password_hash(stored, "password")


@pytest.mark.parametrize(
    ("method", "outdated"),
    [
        ("scrypt:32768:8:1", False),
        ("scrypt:16384:8:1", True),
        ("pbkdf2:sha256:1000000", False),
        ("pbkdf2:sha1:1000000", True),
    ],
)
def test_of_werkzeugs_hashes_the_weaker_need_an_update(method, outdated):
    stored = generate_password_hash("password", method)
    scheme = schemes.get_scheme("werkzeug_" + method.split(":")[0])
    assert scheme.needs_update(stored) is outdated


@pytest.mark.parametrize(
    ("format", "digest"),
    [
        ("$1$salt$qJH7.N4xYta3aEG/dfqo/0", None),
        ("md5$salt$digest", None),
        ("sha1$salt$digest", None),
        ("{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", None),
        ("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", None),
        (hashlib.md5(b"password").hexdigest(), None),
        ("password", None),
        ("$2x$06$abcdefghijklmnopqrstuuNBpXtlux7FnXJE0fnrtkSXNhdOGmWHu", None),
    ],
)
def test_what_is_no_better_than_clear_text_is_not_read(format, digest):
    with pytest.raises(ValueError):
        passwords.verify("password", format)
