"""What a standalone issuer signs with: one secret or one private key, and how its tokens are verified."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from watchword import _native, jwt
from watchword.errors import ConfigurationError
from watchword.fastapi.claims import Claims
from watchword.keys import read_key
from watchword.shared_secret import secret_bytes

_TYPE = "at+jwt"  # RFC 9068 section 2.1


@dataclass(frozen=True)
class SigningKey:
    """`seal`: a secret that only the holder of the signing key knows, for what the issuer seals for itself.
    `verification`: the arguments of Auth for these tokens. `jwks`: the public half, None for a secret."""

    sign: Callable[[Claims], str] = field(repr=False)
    seal: bytes = field(repr=False)
    verification: dict[str, Any] = field(repr=False)
    jwks: dict[str, Any] | None = None

    @classmethod
    def of_secret(cls, secret: str | bytes, algorithm: str) -> "SigningKey":
        data = secret_bytes(secret, algorithm)

        def sign(claims: Claims) -> str:
            return jwt.encode(claims, data, algorithm=algorithm, headers={"typ": _TYPE})

        return cls(sign, data, {"secret": data, "algorithm": algorithm})

    @classmethod
    def of_private_key(cls, given: Any, algorithm: str) -> "SigningKey":
        key = read_key(given, () if algorithm == "HS256" else (algorithm,))
        if not key.is_private or key.kind == "oct":
            raise ConfigurationError("`key` must be a private key; a shared secret is given as `secret`")
        public = json.loads(key.public_jwk())
        public.setdefault("kid", key.thumbprint())
        header = {"alg": key.algorithm, "typ": _TYPE, "kid": public["kid"]}
        head = _native.base64url_encode(_native.json_dumps(header).encode())

        def sign(claims: Claims) -> str:
            body = f"{head}.{_native.base64url_encode(json.dumps(claims, separators=(',', ':')).encode())}"
            return f"{body}.{_native.base64url_encode(key.sign(body.encode()))}"

        seal = key.private_jwk_in_the_clear().encode()
        return cls(sign, seal, {"keys": [public]}, {"keys": [public]})
