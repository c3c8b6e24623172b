"""The C++ core of Watchword, bound by hand to Python. Not public: use `watchword.jwt`, `watchword.jose`,
`watchword.passwords`, `watchword.verifier`.

Everything here is thread-safe. Calls that cost more than a few microseconds (asymmetric keys, passwords, encryption)
release the GIL.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, final

class NativeError(ValueError):
    """A refusal of the core. `code` is stable ("bad_signature", "expired", "invalid_key" ...); `detail` says more and
    may be empty. Never holds a secret or a token."""

    code: str
    detail: str

# -- base64url and JSON (RFC 4648 section 5, RFC 8259)

def base64url_encode(data: bytes, /) -> str: ...
def base64url_decode(text: str | bytes, /) -> bytes:
    """Strict: no padding, no foreign characters, no bits left over. NativeError malformed."""

def json_loads(text: str | bytes, /) -> Any:
    """Strict: UTF-8, no repeated names, no NaN, bounded depth; integers of any size. NativeError malformed, too_large."""

def json_dumps(value: Any, /) -> str:
    """The text of json.dumps(value, separators=(",", ":")), byte by byte, for values made of exactly dict with str
    names, list, tuple, str, int, float, bool and None. TypeError for any other type (the caller then asks json.dumps)."""

# -- keys

@final
class Key:
    """One key, bound to one algorithm for life (RFC 8725 section 3.1). Immutable, never shows its private part."""

    @property
    def algorithm(self) -> str: ...
    @property
    def kid(self) -> str:
        """Or ""."""
    @property
    def kind(self) -> str:
        """kty: "oct", "RSA", "EC" or "OKP"."""
    @property
    def is_private(self) -> bool:
        """True for keys that sign; shared secrets too."""
    @property
    def bits(self) -> int:
        """Of the modulus, the curve or the secret."""
    @property
    def fingerprint(self) -> str:
        """Names the key to people; tells nothing about a secret."""
    @classmethod
    def from_secret(cls, algorithm: str, secret: bytes, kid: str = "", weak_for_compatibility: bool = False) -> Key: ...
    @classmethod
    def from_jwk(cls, text: str | bytes, algorithm: str | None = None) -> Key:
        """A private JWK gives a private key. `algorithm` is meant where the JWK names none; NativeError key_not_usable if
        the key is of another kind."""
    @classmethod
    def from_pem(cls, algorithm: str, text: str | bytes, kid: str = "") -> Key:
        """PEM: PKCS#8, SPKI, PKCS#1, SEC1, X.509 certificate. A private one gives a private key."""
    @classmethod
    def from_der(cls, algorithm: str, data: bytes, kid: str = "") -> Key: ...
    @classmethod
    def generate(cls, algorithm: str, kid: str = "") -> Key: ...
    def sign(self, data: bytes, /) -> bytes:
        """JOSE form. NativeError key_not_usable for a public key."""
    def verify(self, data: bytes, signature: bytes, /) -> bool: ...
    def public(self) -> Key:
        """Itself for a public key. NativeError key_not_usable for a secret."""
    def public_jwk(self) -> str: ...
    def public_pem(self) -> str: ...
    def private_jwk_in_the_clear(self) -> str: ...
    def private_pem_in_the_clear(self) -> str: ...
    def thumbprint(self) -> str:
        """RFC 7638. Of a shared secret: a hash to guess it by, keep it."""

def import_key_set(text: str | bytes, rsa_algorithm: str = "RS256") -> list[Key]:
    """The usable keys of a JWK Set; others are skipped (RFC 7517 section 5). `rsa_algorithm`: what RSA keys are for that
    name no algorithm. NativeError invalid_key."""

def algorithms() -> list[str]:
    """The signature algorithms of this build, as JOSE names them."""

# -- what a resource server needs

@final
class Verifier:
    """Verifies tokens of one or several issuers against keys that may be exchanged at any time. Remembers tokens it has
    verified (bounded). All claims requirements of jwt::Requirements."""

    def __new__(
        cls,
        *,
        issuers: Sequence[str],
        audiences: Sequence[str],
        algorithms: Sequence[str],
        type: str | None = "at+jwt",
        profile: str = "access_token",
        leeway: int = 0,
        required_claims: Sequence[str] = (),
        cache_tokens: int = 32768,
    ) -> Verifier:
        """`type`: "at+jwt", "JWT" (plain) or None (any). `profile`: "access_token" (RFC 9068), "id_token",
        "logout_token" or "plain". `leeway`: up to 600 seconds. `cache_tokens`: 0 remembers none. NativeError wrong_usage
        for what would open a check: empty `issuers`, `audiences` or `algorithms`."""
    def set_keys(self, keys: Iterable[Key], /) -> None:
        """From now on these, and no others; none at first."""
    def verify(self, token: str | bytes, now: float, /) -> dict[str, Any]:
        """The claims. NativeError with the code of the first check that failed (unknown_key: fetch keys and try once
        more)."""
    def explain(self, token: str | bytes, now: float, /) -> str:
        """Every check in order, as JSON: what `watchword token explain --json` prints."""

def challenge(code: str, realm: str, scopes: Sequence[str] = ()) -> tuple[int, str]:
    """The status and the value of WWW-Authenticate for an error code (RFC 6750 section 3); the value is empty where no
    token can help. Empty code: no token came. ValueError for a code that does not exist."""

# -- decoding and issuing as `watchword.jwt` does it: the fast way. Both answer None where the plain way must decide
#    (anything unusual, a key that was not remembered, and everything that will be refused); they never accept what the
#    plain way refuses.

def remember_key(given: object, algorithm: str, key: Key) -> None:
    """From now on decode() and encode() know `key` by what the caller passes: by the content of a str or bytes, by
    identity of any other object, which is kept alive. For what the plain way has read, checked and used. Bounded."""

def decode(
    token: str | bytes,
    key: object,
    algorithms: object,
    own_options: Mapping[str, object],
    options: Mapping[str, object] | None,
    audience: object,
    subject: object,
    issuer: object,
    leeway: object,
    now: float,
) -> dict[str, Any] | None:
    """`options` beat `own_options`, those of the PyJWT object. `leeway`: seconds, or a timedelta."""

def encode(payload: object, key: object, algorithm: object, headers: object) -> str | None: ...

# -- JWE (RFC 7516)

def jwe_encrypt(
    plaintext: bytes,
    key: str | bytes,
    algorithm: str,
    encryption: str,
    header: str = "{}",
    zip: bool = False,
    kid: str = "",
    content_type: str = "",
) -> str:
    """Compact. `key`: text is a JWK or PEM; bytes are the secret itself for dir, AES key wraps and PBES2. `header`: more
    members, as JSON, but none that has an argument here. `kid` is for keys that bring none."""

def jwe_decrypt(
    token: str | bytes,
    key: str | bytes,
    algorithms: Sequence[str],
    encryptions: Sequence[str],
    max_inflated: int,
    max_bytes: int = 1048576,
) -> tuple[str, bytes]:
    """The protected header as JSON, and the plaintext. `zip` is refused where `max_inflated` is 0. NativeError
    decryption_failed, too_large ..."""

def content_encrypt(
    encryption: str, key: bytes, vector: bytes, plaintext: bytes, authenticated: bytes
) -> tuple[bytes, bytes]:
    """Ciphertext and tag (RFC 7518 section 5). A vector must never be used twice with one key."""

def content_decrypt(
    encryption: str, key: bytes, vector: bytes, ciphertext: bytes, tag: bytes, authenticated: bytes
) -> bytes:
    """NativeError decryption_failed, whatever was wrong."""

def key_wrap(algorithm: str, key: str | bytes, secret: bytes) -> bytes:
    """A*KW (RFC 3394) and RSA-OAEP, with keys as `jwe_encrypt` takes them."""

def key_unwrap(algorithm: str, key: str | bytes, wrapped: bytes) -> bytes:
    """The way back. NativeError decryption_failed."""

# -- passwords

def password_hash(password: bytes, memory_kib: int = 19456, passes: int = 2, lanes: int = 1) -> str:
    """Argon2id as PHC string. NativeError invalid_password, password_too_long."""

def argon2(
    password: bytes, salt: bytes, variant: str, memory_kib: int, passes: int, lanes: int, size: int
) -> bytes:
    """The tag of "argon2id", "argon2i" or "argon2d", version 19 (RFC 9106). NativeError password_too_long, overloaded."""

def password_check(password: bytes, user_name: str) -> None:
    """NativeError for what nobody should choose: password_too_short, password_too_long, password_too_common,
    invalid_password."""

def password_verify(password: bytes, encoded: str) -> tuple[bool, bool]:
    """(matches, needs_rehash) for every format that Watchword reads. NativeError unsupported_password_hash,
    invalid_password, password_too_long, overloaded."""

def crypt(password: bytes, setting: str) -> str:
    """crypt(3) with the salt and cost of `setting`, to write bcrypt and SHA-crypt hashes. NativeError as above."""
