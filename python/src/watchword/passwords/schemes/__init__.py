"""The password hash schemes, by the names that passlib gives them.

    from watchword.passwords.schemes import bcrypt, pbkdf2_sha256

    stored = bcrypt.using(rounds=13).hash("correct horse")
    bcrypt.verify("correct horse", stored)

MD5, bare SHA and DES of any spelling are not here: what they stored is no better than clear text.
"""

from __future__ import annotations

from watchword.passwords.schemes.argon2_phc import Argon2
from watchword.passwords.schemes.base import Scheme
from watchword.passwords.schemes.crypt3 import Bcrypt, Sha256Crypt, Sha512Crypt
from watchword.passwords.schemes.django import DjangoArgon2, DjangoBcrypt, DjangoBcryptSha256
from watchword.passwords.schemes.pbkdf2_spellings import (
    DjangoPbkdf2Sha1,
    DjangoPbkdf2Sha256,
    Pbkdf2Sha1,
    Pbkdf2Sha256,
    Pbkdf2Sha512,
    WerkzeugPbkdf2,
)
from watchword.passwords.schemes.prehashed_bcrypt import BcryptSha256
from watchword.passwords.schemes.scrypt_spellings import DjangoScrypt, Scrypt, WerkzeugScrypt

argon2 = Argon2()
bcrypt = Bcrypt()
bcrypt_sha256 = BcryptSha256()
sha256_crypt = Sha256Crypt()
sha512_crypt = Sha512Crypt()
pbkdf2_sha1 = Pbkdf2Sha1()
pbkdf2_sha256 = Pbkdf2Sha256()
pbkdf2_sha512 = Pbkdf2Sha512()
scrypt = Scrypt()
django_argon2 = DjangoArgon2()
django_bcrypt = DjangoBcrypt()
django_bcrypt_sha256 = DjangoBcryptSha256()
django_pbkdf2_sha1 = DjangoPbkdf2Sha1()
django_pbkdf2_sha256 = DjangoPbkdf2Sha256()
django_scrypt = DjangoScrypt()
werkzeug_pbkdf2 = WerkzeugPbkdf2()
werkzeug_scrypt = WerkzeugScrypt()

ALL: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        argon2,
        bcrypt,
        bcrypt_sha256,
        sha256_crypt,
        sha512_crypt,
        pbkdf2_sha1,
        pbkdf2_sha256,
        pbkdf2_sha512,
        scrypt,
        django_argon2,
        django_bcrypt,
        django_bcrypt_sha256,
        django_pbkdf2_sha1,
        django_pbkdf2_sha256,
        django_scrypt,
        werkzeug_pbkdf2,
        werkzeug_scrypt,
    )
}


def get_scheme(name: str) -> Scheme:
    """The scheme of that name."""
    scheme = ALL.get(name)
    if scheme is None:
        raise KeyError(f"there is no password hash scheme {name!r}; there are: {', '.join(ALL)}")
    return scheme


__all__ = [
    "ALL",
    "Scheme",
    "argon2",
    "bcrypt",
    "bcrypt_sha256",
    "sha256_crypt",
    "sha512_crypt",
    "pbkdf2_sha1",
    "pbkdf2_sha256",
    "pbkdf2_sha512",
    "scrypt",
    "django_argon2",
    "django_bcrypt",
    "django_bcrypt_sha256",
    "django_pbkdf2_sha1",
    "django_pbkdf2_sha256",
    "django_scrypt",
    "werkzeug_pbkdf2",
    "werkzeug_scrypt",
    "get_scheme",
]
