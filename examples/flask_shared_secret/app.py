"""A Flask API with tokens of its own: HS256, one secret from the environment, nothing else to run.

    export JWT_SECRET=$(watchword secret)
    flask --app app run

Two ways to protect routes are shown: a decorator for single views, `before_request` for a whole blueprint.
"""

import functools
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import NoReturn, ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request

from watchword import jwt, passwords
from watchword.flask.commands import add_commands
from watchword.flask.misuse import explain_errors_of

P = ParamSpec("P")
R = TypeVar("R")

ALGORITHM = "HS256"
AUDIENCE = "shared-secret-example"
LIFETIME = timedelta(minutes=15)

# Refuses secrets that are shorter than the hash, where jwt.encode and jwt.decode only warn.
tokens = jwt.PyJWT(options={"enforce_minimum_key_length": True})

# A real application asks its database.
USERS = {"alice": passwords.hash("correct horse battery staple")}
NOBODY = passwords.hash("what an unknown name is compared with")

notes = Blueprint("notes", __name__, url_prefix="/notes")


def shared_secret() -> str:
    """From the environment. A missing or weak one ends the program now, not at the first sign-in."""
    secret = os.environ.get("JWT_SECRET", "")
    try:
        tokens.encode({}, secret, algorithm=ALGORITHM)
    except jwt.InvalidKeyError as refused:
        sys.exit(f"JWT_SECRET is not usable: {refused}\nMake a strong one: export JWT_SECRET=$(watchword secret)")
    return secret


def create_token(name: str) -> str:
    now = datetime.now(tz=timezone.utc)
    claims = {"sub": name, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME}
    return tokens.encode(claims, current_app.config["JWT_SECRET_KEY"], algorithm=ALGORITHM)


def user_of_request() -> str:
    """The name in the bearer token; 401 with the reason if there is no good one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        refuse("This needs an access token.", challenge="Bearer")
    try:
        claims = tokens.decode(
            token,
            current_app.config["JWT_SECRET_KEY"],
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["exp", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        refuse("The token has expired. Please sign in again.")
    except jwt.InvalidTokenError as refused:
        refuse(f"The token is not valid: {refused}")
    return str(claims["sub"])


def refuse(message: str, challenge: str = 'Bearer error="invalid_token"') -> NoReturn:
    response = jsonify(message=message)
    response.status_code = 401
    response.headers["WWW-Authenticate"] = challenge
    abort(response)


def token_required(view: Callable[P, R]) -> Callable[P, R]:
    """Protects one view."""

    @functools.wraps(view)
    def protected(*args: P.args, **kwargs: P.kwargs) -> R:
        g.user = user_of_request()
        return view(*args, **kwargs)

    return protected


@notes.before_request
def everybody_here_has_a_token() -> None:
    """Protects every view of the blueprint."""
    g.user = user_of_request()


@notes.get("/")
def list_notes() -> Response:
    return jsonify(owner=g.user, notes=["Buy oats", "Water the walnut tree"])


def login() -> Response:
    form = request.get_json(silent=True) or {}
    name, password = str(form.get("username", "")), str(form.get("password", ""))
    # The unknown name costs as much time as the known one.
    if not passwords.verify(password, USERS.get(name, NOBODY)) or name not in USERS:
        refuse("The user name or the password is not correct.", challenge="Bearer")
    return jsonify(access_token=create_token(name), token_type="bearer", expires_in=int(LIFETIME.total_seconds()))


@token_required
def profile() -> Response:
    return jsonify(name=g.user)


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(JWT_SECRET_KEY=shared_secret(), JWT_ALGORITHM=ALGORITHM, JWT_DECODE_AUDIENCE=AUDIENCE)
    app.add_url_rule("/login", view_func=login, methods=["POST"])
    app.add_url_rule("/profile", view_func=profile)
    app.register_blueprint(notes)
    # "flask watchword doctor" compares secrets by their fingerprints; what old tutorials write is explained in the log.
    add_commands(app)
    explain_errors_of(app)
    return app
