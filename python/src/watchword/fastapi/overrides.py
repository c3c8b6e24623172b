"""For tests: routes without tokens, tokens without an issuer. Only calls of the application's own tests get here."""

import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fastapi.security import SecurityScopes

from watchword import jwt
from watchword.errors import ConfigurationError
from watchword.fastapi.claims import Claims
from watchword.fastapi.shared_secret import SharedSecretVerifier

if TYPE_CHECKING:
    from watchword.fastapi.auth import Auth


@contextmanager
def override(auth: "Auth", app: Any, claims: Claims | None, user: Any) -> Iterator[None]:
    """Puts fakes into `app.dependency_overrides` and takes them out again."""
    fakes: dict[Any, Any] = {}
    if claims is not None:
        fakes[auth.claims] = fakes[auth.optional_claims] = _fake_claims(auth, claims)
    if user is not None:
        fakes[auth.current_user] = fakes[auth.optional_user] = lambda: user
    before = dict(app.dependency_overrides)
    app.dependency_overrides.update(fakes)
    try:
        yield
    finally:
        app.dependency_overrides.clear()
        app.dependency_overrides.update(before)


def _fake_claims(auth: "Auth", claims: Claims) -> Any:
    def fake(security_scopes: SecurityScopes) -> Any:
        auth.check_scopes(claims, security_scopes.scopes)
        return auth.present(claims)

    return fake


def test_token(verifier: Any, subject: str, scopes: Iterable[str], expires_in: int, more: Claims) -> str:
    """Signed with the verifier's own secret."""
    if not isinstance(verifier, SharedSecretVerifier):
        raise ConfigurationError("only a shared secret makes tokens here; see watchword.testing and auth.override")
    now = int(time.time())
    audiences = list(verifier.audiences)
    claims = {
        "sub": subject,
        "iat": now,
        "exp": now + expires_in,
        "jti": uuid.uuid4().hex,
        "iss": verifier.issuer or None,
        "aud": audiences[0] if len(audiences) == 1 else audiences or None,
        "scope": " ".join(scopes) or None,
        **more,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, verifier.secret, algorithm=verifier.algorithms[0])
