"""From the arguments of `Auth` to a verifier and a scheme."""

from collections.abc import Mapping, Sequence
from typing import Any

from watchword.errors import ConfigurationError
from watchword.fastapi.cookies import Cookies
from watchword.fastapi.schemes import Bearer, PasswordBearer, TokenCookie
from watchword.fastapi.shared_secret import SharedSecretVerifier
from watchword.keys import KeyLike
from watchword.verifier import TokenVerifier


def make_scheme(
    token_url: str | None,
    refresh_url: str | None,
    scopes: Mapping[str, str] | None,
    cookies: Cookies | None,
    bearer: bool,
) -> PasswordBearer | Bearer | TokenCookie:
    if not bearer and cookies is not None:
        return TokenCookie(name=cookies.access_name)
    if token_url is None:
        return Bearer()
    return PasswordBearer(token_url, scopes=dict(scopes or {}), refreshUrl=refresh_url)


def make_verifier(
    issuer: str | None,
    audience: str | Sequence[str] | None,
    secret: str | bytes | None,
    algorithm: str,
    keys: Sequence[KeyLike] | None,
    options: dict[str, Any],
) -> TokenVerifier | SharedSecretVerifier:
    if secret is not None:
        if keys is not None:
            raise ConfigurationError("give either `secret` or `keys`, not both")
        return SharedSecretVerifier(secret, algorithm=algorithm, issuer=issuer, audience=audience, **options)
    if not issuer or not audience:
        raise ConfigurationError("Auth needs `issuer` and `audience`, or `secret`: from whom, for whom?")
    return TokenVerifier(issuer, audience, keys=keys, **options)
