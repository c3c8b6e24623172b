"""What the configuration demands of a token, worked out once and again only when the configuration changes."""

import time
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from flask import Flask, Request

from watchword import _native, jwt
from watchword.flask.config import config
from watchword.jwt.api_jwt import _jwt_global_obj as _library

_RULES = "watchword.flask"

# The settings that `Rules` are made of; compared at each use, most of them by identity.
_settings = itemgetter(
    "JWT_ALGORITHM",
    "JWT_DECODE_ALGORITHMS",
    "JWT_SECRET_KEY",
    "SECRET_KEY",
    "JWT_PUBLIC_KEY",
    "JWT_DECODE_AUDIENCE",
    "JWT_DECODE_ISSUER",
    "JWT_DECODE_LEEWAY",
    "JWT_VERIFY_SUB",
    "JWT_IDENTITY_CLAIM",
    "JWT_TOKEN_LOCATION",
    "JWT_HEADER_NAME",
    "JWT_HEADER_TYPE",
)


class Rules(NamedTuple):
    """The arguments of `watchword.jwt.decode`. Lists are those of the configuration, so that changes in place count."""

    key: Any
    algorithms: Sequence[str]
    audience: Any
    issuer: Any
    leeway: Any
    options: Any
    options_for_expired: Any
    identity_claim: str
    header: str
    """Where a WSGI server puts the header that alone may carry tokens; empty if they may come in other ways."""
    scheme: str


def rules_of(app: Flask) -> Rules | None:
    """The rules of `app`, which is the current application. None if its configuration is not complete."""
    settings = _settings(app.config)
    remembered: tuple[tuple[Any, ...], Rules] | None = app.extensions.get(_RULES)
    if remembered is not None and remembered[0] == settings:
        return remembered[1]
    try:
        rules = _rules(app.config)
    except RuntimeError:
        return None
    app.extensions[_RULES] = (settings, rules)
    return rules


def _rules(settings: dict[str, Any]) -> Rules:
    audience = config.decode_audience
    options = {"verify_aud": audience is not None, "verify_sub": config.verify_sub}
    # A list could be changed in place, so it is looked at each time.
    only_in_header = settings["JWT_TOKEN_LOCATION"] in ("headers", ("headers",)) and settings["JWT_HEADER_TYPE"]
    return Rules(
        key=config.decode_key,
        algorithms=config.decode_algorithms,
        audience=audience,
        issuer=config.decode_issuer,
        leeway=config.leeway,
        options=options,
        options_for_expired={**options, "verify_exp": False},
        identity_claim=config.identity_claim_key,
        header=environ_key(config.header_name) if only_in_header else "",
        scheme=settings["JWT_HEADER_TYPE"],
    )


def usual_token(incoming: Request, app: Flask) -> tuple[dict[str, Any], dict[str, Any], str] | None:
    """Header, claims and location of a good token that came as tokens usually do, in one step.

    None where the plain way must decide: anything unusual, and everything that will be refused. It never accepts what
    the plain way refuses.
    """
    rules = rules_of(app)
    if rules is None or not rules.header or app.config.get("JWT_JWKS_URL"):
        return None
    words = incoming.environ.get(rules.header, "").split()
    if len(words) != 2 or words[0] != rules.scheme or not _library._is_as_made():
        return None
    claims = _native.decode(
        words[1],
        rules.key,
        rules.algorithms,
        _library.options,
        rules.options,
        rules.audience,
        None,
        rules.issuer,
        rules.leeway,
        time.time(),
    )
    if claims is None or rules.identity_claim not in claims:
        return None
    if "type" not in claims or "fresh" not in claims or "jti" not in claims:
        return None
    return header_of(words[1]), claims, "headers"


@lru_cache(maxsize=64)
def environ_key(name: str) -> str:
    """PEP 3333: how a WSGI server names a header."""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def header_of(token: str) -> dict[str, Any]:
    """The header of a token that has been verified. The tokens of one issuer share theirs."""
    segment, _, _ = token.partition(".")
    if len(segment) > 512:
        return jwt.get_unverified_header(token)
    header = _flat_header(segment)
    return dict(header) if header is not None else jwt.get_unverified_header(token)


@lru_cache(maxsize=256)
def _flat_header(segment: str) -> dict[str, Any] | None:
    """None for a header that holds lists or objects, which callers could change."""
    header = jwt.get_unverified_header(f"{segment}.e30.")
    return None if any(isinstance(value, (list, dict)) for value in header.values()) else header
