"""An issuer inside the test's own process."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from watchword._native import Key, base64url_encode

if TYPE_CHECKING:
    from watchword.verifier import TokenVerifier

ISSUER = "https://issuer.test"
AUDIENCE = "https://api.test"
CLIENT = "tests"


class Issuer:
    """Signs the access tokens (RFC 9068) that an application is tested with.

    `issuer.name`, `issuer.audience` and `issuer.algorithm` are what the application must expect; the keys to check
    with are `issuer.keys`, `issuer.jwks`, `issuer.public_pem` or, for HS256, `issuer.secret`. Each issuer has a key of
    its own, made when it is: tokens of one are never accepted with the keys of another.
    """

    def __init__(
        self,
        name: str = ISSUER,
        audience: str = AUDIENCE,
        algorithm: str = "ES256",
        *,
        secret: str | None = None,
        kid: str = "test-key",
        client_id: str = CLIENT,
        lifetime: float | timedelta = 900,
    ) -> None:
        """`secret`: for HS256, HS384 and HS512; one is made if none is given. `lifetime`: of a token, in seconds."""
        self.name = name
        self.audience = audience
        self.algorithm = algorithm
        self.client_id = client_id
        self.lifetime = seconds(lifetime)
        self.secret = _secret(secret) if algorithm.startswith("HS") else None
        self.key = _key(algorithm, self.secret, kid)

    @property
    def keys(self) -> list[Key]:
        """What tokens are verified with: the public key, or the shared secret."""
        return [self.key if self.secret is not None else self.key.public()]

    @property
    def jwks(self) -> dict[str, Any]:
        """The JWK Set (RFC 7517 section 5). A shared secret is in none: it is empty for HS256."""
        return {"keys": [] if self.secret is not None else [json.loads(self.key.public_jwk())]}

    @property
    def public_pem(self) -> str:
        """NativeError key_not_usable for a shared secret."""
        return self.key.public_pem()

    @property
    def verification_key(self) -> str:
        """The secret or the public key as PEM: what `jwt.decode` takes."""
        return self.public_pem if self.secret is None else self.secret

    def token(
        self,
        sub: str = "alice",
        scope: str | Iterable[str] = "",
        age: float | timedelta = 0,
        lifetime: float | timedelta | None = None,
        headers: Mapping[str, Any] | None = None,
        **claims: Any,
    ) -> str:
        """An access token for `sub`, issued `age` seconds ago. `claims` replace the usual ones and come on top of them;
        a claim that is None is left out, and so is a header that is None."""
        payload = self.claims(sub, scope, age, lifetime, **claims)
        return sign(self.key, self.headers(headers), payload)

    def claims(
        self,
        sub: str = "alice",
        scope: str | Iterable[str] = "",
        age: float | timedelta = 0,
        lifetime: float | timedelta | None = None,
        **claims: Any,
    ) -> dict[str, Any]:
        """The claims that `token` signs."""
        issued_at = int(time.time() - seconds(age))
        usual = {
            "iss": self.name,
            "sub": sub,
            "aud": self.audience,
            "client_id": self.client_id,
            "iat": issued_at,
            "exp": issued_at + int(self.lifetime if lifetime is None else seconds(lifetime)),
            "jti": str(uuid.uuid4()),
            "scope": scope if isinstance(scope, str) else " ".join(scope),
        }
        return without_none({**usual, "scope": usual["scope"] or None, **claims})

    def headers(self, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The header that `token` signs, with those replaced."""
        return without_none({"alg": self.algorithm, "typ": "at+jwt", "kid": self.key.kid, **(headers or {})})

    def defective(self, defect: str, sub: str = "alice", scope: str | Iterable[str] = "", **claims: Any) -> str:
        """A token that would be good but for one defect, one of the names in `watchword.testing.DEFECTS`."""
        from watchword.testing.defects import DEFECTS

        if defect not in DEFECTS:
            raise ValueError(f"there is no defect named {defect!r}; there are: {', '.join(DEFECTS)}")
        return DEFECTS[defect].token(self, self.claims(sub, scope, **claims))

    def verifier(self, **options: Any) -> TokenVerifier:
        """Accepts the tokens of this issuer and no others, without a network. `options`: those of `TokenVerifier`."""
        from watchword.verifier import TokenVerifier

        return TokenVerifier(self.name, self.audience, **{"keys": self.keys, **options})

    def authorization(self, token: str | None = None) -> dict[str, str]:
        """The header of a request: `client.get("/", headers=issuer.authorization())`."""
        return {"Authorization": f"Bearer {self.token() if token is None else token}"}


def sign(key: Key, header: Mapping[str, Any], claims: Mapping[str, Any] | bytes) -> str:
    """The compact serialization (RFC 7515 section 7.1) of any header and any claims, sensible or not."""
    payload = claims if isinstance(claims, bytes) else compact_json(claims)
    signing_input = f"{base64url_encode(compact_json(header))}.{base64url_encode(payload)}"
    return f"{signing_input}.{base64url_encode(key.sign(signing_input.encode()))}"


def compact_json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def seconds(duration: float | timedelta) -> float:
    return duration.total_seconds() if isinstance(duration, timedelta) else duration


def without_none(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _secret(given: str | None) -> str:
    return uuid.uuid4().hex + uuid.uuid4().hex if given is None else given


def _key(algorithm: str, secret: str | None, kid: str) -> Key:
    if secret is None:
        return Key.generate(algorithm, kid)
    return Key.from_secret(algorithm, secret.encode(), kid)
