"""The parts of one application's sign-in, put together."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from watchword.flask.sign_in.backend_http import BackendHttp
from watchword.flask.sign_in.backends import TokenBackend, make_backend
from watchword.flask.sign_in.cookies import Cookies
from watchword.flask.sign_in.current_sessions import CurrentSessions
from watchword.flask.sign_in.forgery import FormTokens
from watchword.flask.sign_in.sealing import Seal
from watchword.flask.sign_in.settings import Settings
from watchword.flask.sign_in.stores import make_store
from watchword.shared_secret import SharedSecretVerifier
from watchword.verifier import TokenVerifier

EXTENSION = "watchword-sign-in"


@dataclass(frozen=True)
class Parts:
    """What lives in `app.extensions`."""

    settings: Settings
    verifier: TokenVerifier | SharedSecretVerifier
    backend: TokenBackend
    current: CurrentSessions
    forms: FormTokens
    http: BackendHttp

    @classmethod
    def make(cls, app: Flask) -> Parts:
        """ConfigurationError says which setting to change."""
        settings = Settings.read(app.config, app.import_name.rpartition(".")[2])
        secret_keys = [app.config["SECRET_KEY"] or "", *(app.config.get("SECRET_KEY_FALLBACKS") or ())]
        cookies = Cookies(settings.cookie_name, settings.cookie_secure)
        seal = Seal(secret_keys, "forms")
        store = make_store(settings.session_store, secret_keys, settings.cookie_name, settings.session_lifetime)
        verifier = make_verifier(settings)
        backend = make_backend(settings)
        current = CurrentSessions(store, verifier, backend, cookies)
        http = BackendHttp(settings.backends, current)
        return cls(settings, verifier, backend, current, FormTokens(seal, cookies), http)


def make_verifier(settings: Settings) -> TokenVerifier | SharedSecretVerifier:
    if settings.secret is not None:
        return SharedSecretVerifier(
            settings.secret,
            algorithm=(settings.algorithms or ["HS256"])[0],
            issuer=settings.issuer,
            audience=settings.audience,
            leeway=settings.leeway,
        )
    return TokenVerifier(
        settings.issuer,
        settings.audience or settings.issuer,
        jwks_url=settings.jwks_url,
        keys=settings.keys,
        algorithms=settings.algorithms,
        leeway=settings.leeway,
        type=settings.token_type,
    )


def parts() -> Parts:
    """Those of the current application."""
    found: Parts | None = current_app.extensions.get(EXTENSION)
    if found is None:
        raise RuntimeError("this application has no sign-in: call SignIn(app), or sign_in.init_app(app)")
    return found
