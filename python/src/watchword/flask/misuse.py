"""Errors that explain themselves: what goes wrong again and again when tokens meet Flask."""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from flask import Flask, current_app, got_request_exception

from watchword import jwt
from watchword.flask.config import config
from watchword.hints import explain

_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]+-----")

_wrapped: WeakSet[Callable[..., Any]] = WeakSet()


def explain_errors_of(app: Flask) -> None:
    """Adds notes to exceptions that escape from the views of `app`; looks at its routes when all are known."""
    got_request_exception.connect(_explain, app)

    def at_first_request() -> None:
        # A new list: the old one is being iterated.
        functions = app.before_request_funcs[None]
        app.before_request_funcs[None] = [each for each in functions if each is not at_first_request]
        _warn_of_unprotected_views(app)

    app.before_request(at_first_request)


def _explain(sender: Flask, exception: BaseException, **_: Any) -> None:
    explain(exception)


def warn_of_subject(settings: dict[str, Any], identity: Any) -> None:
    """RFC 7519 section 4.1.2 wants text; anything else makes a token that is refused later, far from its cause."""
    if isinstance(identity, str) or settings["JWT_IDENTITY_CLAIM"] != "sub" or not settings["JWT_VERIFY_SUB"]:
        return
    warnings.warn(
        f"The identity of the token is of type {type(identity).__name__}; it will be refused with "
        '"Subject must be a string". Pass str(identity), or register a user_identity_loader, or set '
        "JWT_VERIFY_SUB = False.",
        UserWarning,
        stacklevel=4,
    )


@contextmanager
def explained_keys() -> Iterator[None]:
    """Says which setting holds the wrong kind of key."""
    try:
        yield
    except jwt.InvalidKeyError as error:
        explanation = _wrong_setting()
        if not explanation:
            raise
        raise jwt.InvalidKeyError(f"{error} {explanation}") from error


def _wrong_setting() -> str:
    settings, algorithm = current_app.config, config.algorithm
    if config.is_asymmetric:
        wrong = [name for name in ("JWT_PRIVATE_KEY", "JWT_PUBLIC_KEY") if _is_other_text(settings[name])]
        return f"{' and '.join(wrong)} should hold PEM text, as JWT_ALGORITHM = {algorithm!r} wants." if wrong else ""
    name = "JWT_SECRET_KEY" if settings["JWT_SECRET_KEY"] else "SECRET_KEY"
    if not _looks_like_pem(settings.get(name)):
        return ""
    return (
        f"{name} holds a key pair's PEM text, but JWT_ALGORITHM = {algorithm!r} signs with a shared secret. "
        'For a key pair set JWT_ALGORITHM = "RS256" (or ES256, EdDSA), JWT_PRIVATE_KEY and JWT_PUBLIC_KEY; '
        'for a shared secret make one with: python -c "import secrets; print(secrets.token_hex(32))"'
    )


def _is_other_text(key: Any) -> bool:
    return isinstance(key, (str, bytes)) and not _looks_like_pem(key)


def _looks_like_pem(key: Any) -> bool:
    text = key.decode("latin-1") if isinstance(key, bytes) else key
    return isinstance(text, str) and _PEM.search(text) is not None


def remember_wrapped(view: Callable[..., Any]) -> None:
    """`view` is what a decorator protected; Flask must be given the decorated one."""
    try:
        _wrapped.add(view)
    except TypeError:
        return


def unprotected_views(app: Flask) -> list[str]:
    """The endpoints whose view was decorated with `@jwt_required()` in vain: above `@app.route(...)`, so that Flask got
    the bare function."""
    return sorted(name for name, view in app.view_functions.items() if _is_wrapped(view))


def _is_wrapped(view: Callable[..., Any]) -> bool:
    try:
        return view in _wrapped
    except TypeError:
        return False


def _warn_of_unprotected_views(app: Flask) -> None:
    for endpoint in unprotected_views(app):
        warnings.warn(
            f"@jwt_required() does not protect the endpoint {endpoint!r}: Flask was given the bare function. Put "
            "@jwt_required() below @app.route(...), next to the function.",
            UserWarning,
            stacklevel=2,
        )
