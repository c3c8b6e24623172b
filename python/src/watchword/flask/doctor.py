"""What `flask watchword doctor` finds: is the application set up well, and does it fit to the services around it?"""

from __future__ import annotations

from typing import Any

from flask import Flask

from watchword.diagnosis import Finding, Setup, diagnose
from watchword.errors import ConfigurationError
from watchword.flask.doctor_checks import check_application
from watchword.flask.sign_in.parts import EXTENSION, Parts, make_verifier
from watchword.keys import SYMMETRIC
from watchword.shared_secret import SharedSecretVerifier
from watchword.verifier import TokenVerifier


def examine(
    app: Flask, tokens: dict[str, str], fingerprints: dict[str, str], services: dict[str, str]
) -> list[Finding]:
    """Every check of `app`, its own first."""
    findings = check_application(app)
    try:
        setup = setup_of(app)
    except ConfigurationError as error:
        return [*findings, Finding("setup", "failed", f"Tokens cannot be verified: {error.detail}.")]
    if setup is None:
        sentence = "Neither SignIn nor JWT_JWKS_URL nor a shared secret is configured: there is nothing to compare."
        return [*findings, Finding("server", "skipped", sentence)]
    return [*findings, *diagnose(setup, tokens, fingerprints, services)]


def setup_of(app: Flask) -> Setup | None:
    """What the application believes: by SignIn if it has one, else by the settings of JWTManager."""
    parts: Parts | None = app.extensions.get(EXTENSION)
    if parts is not None:
        settings = parts.settings
        return Setup(
            issuer=settings.issuer,
            # One of its own: that of the running application is left as it is.
            verifier=make_verifier(settings),
            jwks_url=settings.jwks_url,
            fixed_keys=settings.keys is not None or settings.secret is not None,
            client_id=settings.client_id,
            client_secret=None if settings.login_url else settings.client_secret,
        )
    return _setup_of_jwt_manager(app.config)


def _setup_of_jwt_manager(config: Any) -> Setup | None:
    """By the settings of JWTManager: a JWK Set, a public key, or a shared secret."""
    issuer, audience = config.get("JWT_DECODE_ISSUER"), config.get("JWT_DECODE_AUDIENCE")
    if config.get("JWT_JWKS_URL"):
        url, allowed = config["JWT_JWKS_URL"], config.get("JWT_DECODE_ALGORITHMS")
        return Setup(issuer, TokenVerifier(issuer, audience, jwks_url=url, algorithms=allowed), url)
    algorithm = config.get("JWT_ALGORITHM", "HS256")
    if algorithm in SYMMETRIC and config.get("JWT_SECRET_KEY"):
        verifier = SharedSecretVerifier(config["JWT_SECRET_KEY"], algorithm=algorithm, issuer=issuer, audience=audience)
        return Setup("", verifier, fixed_keys=True)
    return None
