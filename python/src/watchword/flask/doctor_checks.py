"""What an application's own configuration may get wrong: keys, cookies, CSRF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from watchword.diagnosis import Finding
from watchword.documents import Limits, client_options
from watchword.flask.sign_in.parts import EXTENSION, Parts
from watchword.keys import secret_fingerprint

WELL_KNOWN = {
    "dev", "secret", "secretkey", "secret-key", "secret_key", "changeme", "change-me", "password", "mysecret", "test",
    "super-secret", "supersecret", "your-secret-key", "please-change-me", "mysecretkey", "jwt-secret-string",
}  # fmt: skip

MAKE_A_SECRET = '`python -c "import secrets; print(secrets.token_hex())"` makes one; keep it in the environment.'


def check_application(app: Flask) -> list[Finding]:
    """Each check of this page that applies."""
    config = app.config
    findings = [check_secret_key(app)]
    if config.get("JWT_SECRET_KEY"):
        findings.append(check_text_secret("JWT_SECRET_KEY", config["JWT_SECRET_KEY"]))
    findings += [check_flask_cookie(config), check_proxy(app)]
    if "JWT_TOKEN_LOCATION" in config:
        findings += check_jwt_cookies(config)
    parts: Parts | None = app.extensions.get(EXTENSION)
    if parts is not None:
        findings += check_sign_in(parts)
    return findings


def check_secret_key(app: Flask) -> Finding:
    """An application whose tokens have a secret of their own may do without Flask's session, and without its key."""
    key = app.config.get("SECRET_KEY")
    if not key and app.config.get("JWT_SECRET_KEY") and EXTENSION not in app.extensions:
        return Finding("secret_key", "skipped", "SECRET_KEY is not set: right unless this application uses Flask's session.")
    return check_text_secret("SECRET_KEY", key)


def check_text_secret(name: str, value: Any) -> Finding:
    """Long enough, and not one that everybody knows."""
    if not value:
        return Finding("secret_key", "failed", f"{name} is not set.", MAKE_A_SECRET)
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    if text.lower() in WELL_KNOWN or len(set(text)) < 6:
        return Finding("secret_key", "failed", f"{name} is among the first that an attacker tries.", MAKE_A_SECRET)
    length = len(text.encode())
    if length < 32:
        sentence = f"{name} has {length} bytes; 32 random ones cannot be guessed."
        return Finding("secret_key", "warning" if length >= 16 else "failed", sentence, MAKE_A_SECRET)
    return Finding("secret_key", "ok", f"{name} is long enough.")


def check_flask_cookie(config: Any) -> Finding:
    """Flask's own session cookie carries the flash messages."""
    wrong = []
    if not config.get("SESSION_COOKIE_HTTPONLY", True):
        wrong.append("SESSION_COOKIE_HTTPONLY = True")
    if str(config.get("SESSION_COOKIE_SAMESITE")).lower() == "none":
        wrong.append('SESSION_COOKIE_SAMESITE = "Lax"')
    if not config.get("SESSION_COOKIE_SECURE"):
        wrong.append("SESSION_COOKIE_SECURE = True (outside of your own machine)")
    if wrong:
        return Finding("flask_cookie", "warning", "Flask's own cookie is weaker than it could be.", "; ".join(wrong))
    return Finding("flask_cookie", "ok", "Flask's session cookie is set up well.")


def check_proxy(app: Flask) -> Finding:
    """Behind a proxy the person's address, which limits are counted by, comes in a header."""
    middleware: Callable[..., Any] | None = app.wsgi_app
    while middleware is not None and not isinstance(middleware, ProxyFix):
        middleware = getattr(middleware, "app", None) or getattr(middleware, "wsgi_app", None)
    if middleware is not None:
        return Finding("proxy", "ok", "ProxyFix believes the proxy in front.")
    advice = "app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1), only if there is a proxy"
    return Finding("proxy", "skipped", "No ProxyFix: right unless a reverse proxy stands in front.", advice)


def check_jwt_cookies(config: Any) -> list[Finding]:
    """The settings of JWTManager that tutorials leave open."""
    locations = config["JWT_TOKEN_LOCATION"]
    locations = [locations] if isinstance(locations, str) else list(locations)
    findings = []
    if "query_string" in locations:
        sentence = "Tokens in the query string end up in logs and histories (RFC 9700 section 4.3.2)."
        findings.append(Finding("token_location", "warning", sentence, "Use headers or cookies."))
    if "cookies" not in locations:
        return findings
    if config.get("JWT_COOKIE_CSRF_PROTECT", True):
        findings.append(Finding("jwt_csrf", "ok", "Token cookies are protected against forged requests."))
    else:
        findings.append(
            Finding("jwt_csrf", "failed", "Any site can act in the person's name.", "JWT_COOKIE_CSRF_PROTECT = True")
        )
    if config.get("JWT_COOKIE_SECURE"):
        findings.append(Finding("jwt_cookie", "ok", "Token cookies travel over HTTPS only."))
    else:
        findings.append(
            Finding("jwt_cookie", "warning", "Token cookies travel over plain HTTP, too.", "JWT_COOKIE_SECURE = True")
        )
    return findings


def check_sign_in(parts: Parts) -> list[Finding]:
    """The settings of SignIn."""
    settings = parts.settings
    findings = []
    if settings.cookie_secure is False:
        sentence = "WATCHWORD_COOKIE_SECURE is False: the session cookie travels over plain HTTP, too."
        findings.append(Finding("session_cookie", "warning", sentence, "Leave it at None: only loopback is exempt."))
    else:
        findings.append(Finding("session_cookie", "ok", "The session cookie is Secure outside of loopback."))
    if settings.client_secret is None and settings.login_url is None:
        advice = "watchword client add NAME --grant password --grant refresh_token --may-state-user-address"
        sentence = "No client secret: limits on sign-ins fall on this application, not on the person."
        findings.append(Finding("client", "warning", sentence, advice))
    services = {*settings.backends, *([settings.login_url] if settings.login_url else [])}
    findings += [check_service_answers(url) for url in sorted(services)]
    if settings.login_url and settings.client_id and settings.client_secret:
        findings.append(check_frontend_secret(settings.login_url, settings.client_id, settings.client_secret))
    return findings


def check_frontend_secret(login_url: str, client_id: str, client_secret: str) -> Finding:
    """Does the service that signs people in know this application? Asked with a user that does not exist: who it is
    that asks is looked at first."""
    import httpx

    facts = {"url": login_url, "client_id": client_id, "fingerprint": secret_fingerprint(client_secret)}
    who = f"{client_id!r}, whose secret has the fingerprint {facts['fingerprint']}"
    client = {"client_id": client_id, "client_secret": client_secret}
    form = {"grant_type": "password", "username": "watchword-doctor", "password": "nobody", **client}
    try:
        with httpx.Client(**client_options(login_url, Limits())) as http:
            answer = http.post(login_url, data=form)
            refused = "invalid_client" in answer.text
    except (httpx.HTTPError, OSError) as error:
        sentence = f"{login_url} does not answer: {type(error).__name__}."
        return Finding("frontend_secret", "skipped", sentence, facts=facts)
    if refused:
        advice = "Both must hold the same secret; the log of that service names the fingerprint of the one it holds."
        return Finding("frontend_secret", "failed", f"{login_url} does not accept {who}.", advice, facts)
    return Finding("frontend_secret", "ok", f"{login_url} accepts {who}.", facts=facts)


def check_service_answers(url: str) -> Finding:
    """Whatever it says to somebody without a token, it says something."""
    import httpx

    facts = {"url": url}
    try:
        with httpx.Client(**client_options(url, Limits())) as http:
            status = http.get(url).status_code
    except (httpx.HTTPError, OSError) as error:
        sentence = f"{url} does not answer: {type(error).__name__}."
        return Finding("service", "failed", sentence, "Start it, or correct the URL.", facts)
    return Finding("service", "ok", f"{url} answers ({status}).", facts=facts)
