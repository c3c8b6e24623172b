"""Fresh keys for the tests, as text and as objects of `cryptography`."""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

NOW = 1_800_000_000
"""What the clock of the tests says."""

SECRET = "a-secret-of-more-than-sixty-four-bytes-so-that-it-is-long-enough-for-HS512"


@dataclass(frozen=True)
class KeyPair:
    """`private` and `public` are the same for a secret."""

    private: Any
    public: Any

    @property
    def private_text(self) -> str:
        if isinstance(self.private, str):
            return self.private
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def public_text(self) -> str:
        if isinstance(self.public, str):
            return self.public
        return self.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _of(private: Any) -> KeyPair:
    return KeyPair(private, private.public_key())


def rsa_pair(bits: int) -> KeyPair:
    return _of(rsa.generate_private_key(public_exponent=65537, key_size=bits))


def key_pairs() -> dict[str, KeyPair]:
    secret, rsa_keys = KeyPair(SECRET, SECRET), rsa_pair(2048)
    return {
        **dict.fromkeys(("HS256", "HS384", "HS512"), secret),
        **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), rsa_keys),
        "ES256": _of(ec.generate_private_key(ec.SECP256R1())),
        "ES384": _of(ec.generate_private_key(ec.SECP384R1())),
        "ES512": _of(ec.generate_private_key(ec.SECP521R1())),
        "ES256K": _of(ec.generate_private_key(ec.SECP256K1())),
        "EdDSA": _of(ed25519.Ed25519PrivateKey.generate()),
    }


def ed448_pair() -> KeyPair:
    return _of(ed448.Ed448PrivateKey.generate())
