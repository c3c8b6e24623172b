"""The same application twice, once on each library, and the same requests to both.

Time stands still and UUIDs are counted, so that even the tokens that the applications make are equal.
"""

import base64
import contextlib
import hashlib
import hmac
import itertools
import json
import re
import uuid
import warnings
from dataclasses import dataclass, field
from unittest import mock

import flask_jwt_extended
from flask import Flask, jsonify
from freezegun import freeze_time

import watchword.flask

SECRET = "a shared secret of more than thirty-two bytes"
NOW = 1767268800
LIBRARIES = {"watchword": watchword.flask, "flask_jwt_extended": flask_jwt_extended}


@dataclass(frozen=True)
class Request:
    """One request, as the test client takes it."""

    path: str
    method: str = "GET"
    headers: tuple = ()
    cookies: tuple = ()
    query: tuple = ()
    form: tuple = ()
    body: str | None = None
    content_type: str | None = None


@dataclass
class Answer:
    """What must be equal. An answer of 500 has no body worth comparing."""

    status: int
    body: object
    cookies: list = field(default_factory=list)


class CountedUuids:
    """Stands for uuid4; each application counts from one."""

    def __init__(self):
        self.start()

    def start(self):
        self.numbers = itertools.count(1)

    def __call__(self):
        return uuid.UUID(int=next(self.numbers))


_uuids = CountedUuids()
_PARSER_WORDS = re.compile("^(Invalid (?:header|payload) string: )(?!must be a json object).*")


@contextlib.contextmanager
def standing_still():
    """A frozen clock and countable UUIDs."""
    with freeze_time("2026-01-01 12:00:00"), warnings.catch_warnings(), mock.patch.object(uuid, "uuid4", _uuids):
        warnings.simplefilter("ignore")
        yield


def ask(app, request):
    """What `app` answers, time standing still."""
    _uuids.start()
    client = app.test_client(use_cookies=False)
    headers = list(request.headers)
    if request.cookies:
        headers.append(("Cookie", "; ".join(f"{name}={value}" for name, value in request.cookies)))
    response = client.open(
        request.path,
        method=request.method,
        headers=headers,
        query_string=dict(request.query),
        data=dict(request.form) or request.body,
        content_type=request.content_type,
    )
    if response.status_code == 500:
        return Answer(500, None)
    body = without_parser_words(response.get_json(silent=True))
    return Answer(response.status_code, body, response.headers.getlist("Set-Cookie"))


def without_parser_words(body):
    """The parsers describe malformed JSON each in its own words, after a sentence that is the same."""
    if not isinstance(body, dict):
        return body
    return {key: _PARSER_WORDS.sub(r"\1", value) if isinstance(value, str) else value for key, value in body.items()}


def differences(apps, requests):
    """Requests that are answered differently, but for those that make Flask-JWT-Extended fail with 500."""
    found = []
    with standing_still():
        for request in requests:
            ours, theirs = ask(apps["watchword"], request), ask(apps["flask_jwt_extended"], request)
            if ours != theirs and not (theirs.status == 500 and 400 <= ours.status < 500):
                found.append((request, ours, theirs))
    return found


def make_apps(settings, prepare=None):
    """One application for each library. `prepare(manager)` registers loaders."""
    apps = {}
    for name, library in LIBRARIES.items():
        app = Flask(name)
        app.logger.disabled = True
        app.config["JWT_SECRET_KEY"] = SECRET
        app.config.update({key: list(value) if type(value) is list else value for key, value in settings.items()})
        manager = library.JWTManager(app)
        if prepare is not None:
            prepare(manager)
        _add_routes(app, library)
        apps[name] = app
    return apps


def _add_routes(app, library):
    def state():
        return jsonify(
            library.get_jwt(),
            library.get_jwt_header(),
            library.get_jwt_identity(),
            library.get_jwt_request_location(),
            library.verify_jwt_in_request(optional=True) is None,
        )

    def user():
        return jsonify(library.get_current_user())

    required = library.jwt_required
    rules = {
        "/required": required()(state),
        "/optional": required(optional=True)(state),
        "/fresh": required(fresh=True)(state),
        "/refresh": required(refresh=True)(state),
        "/any": required(verify_type=False, skip_revocation_check=True)(state),
        "/elsewhere": required(locations=["query_string", "headers"])(state),
        "/cookies": required(locations="cookies")(state),
        "/user": required()(user),
        "/unprotected": state,
        "/tokens": lambda: _tokens(library),
        "/sign-in": lambda: _sign_in(library),
        "/sign-out": lambda: _sign_out(library),
    }
    for path, view in rules.items():
        methods = ["GET", "POST", "DELETE", "OPTIONS"]
        app.add_url_rule(path, path, view, methods=methods, provide_automatic_options=False)


def _tokens(library):
    access = library.create_access_token("alice", fresh=True, additional_claims={"role": "é"})
    refresh = library.create_refresh_token("alice", additional_headers={"kid": "1"}, expires_delta=False)
    header = library.get_unverified_jwt_headers(refresh)
    return jsonify(access, refresh, library.get_jti(access), library.decode_token(refresh), header)


def _sign_in(library):
    response = jsonify(signed_in=True)
    library.set_access_cookies(response, library.create_access_token("alice"))
    library.set_refresh_cookies(response, library.create_refresh_token("alice"), max_age=60, domain="example.org")
    return response


def _sign_out(library):
    response = jsonify(signed_in=False)
    library.unset_jwt_cookies(response)
    library.unset_access_cookies(response, domain="example.org")
    return response


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(claims, header=None, secret=SECRET, digest=hashlib.sha256):
    """A compact JWS, made by neither library."""
    head = {"alg": "HS256", "typ": "JWT", **(header or {})}
    signed = f"{base64url(json.dumps(head).encode())}.{base64url(json.dumps(claims).encode())}"
    signature = hmac.new(secret.encode(), signed.encode(), digest).digest()
    return f"{signed}.{base64url(signature)}"
