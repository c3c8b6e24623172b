"""What `@jwt_required()` costs a Flask route: Watchword beside Flask-JWT-Extended with PyJWT, in one process.

    python bench/python/bench_flask.py [--json] [--rounds 200] [--calls 100]

Every figure is the CPU time of a whole WSGI call (routing, view, response), in process, without sockets. The
contestants take turns, and every round begins with another one, so that all of them see the same machine; a cost is the
median over the rounds of "protected route minus bare route" of the same round.
"""

import argparse
import gc
import json
import platform
import statistics
import time
import warnings
from importlib.metadata import version

import flask_jwt_extended
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from werkzeug.test import EnvironBuilder

import watchword.flask

SECRET = "a shared secret of more than thirty-two bytes"


def rsa_pair():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def configurations():
    private, public = rsa_pair()
    shared = {"JWT_SECRET_KEY": SECRET}
    return {
        "HS256, header": shared,
        "HS256, cookie": {**shared, "JWT_TOKEN_LOCATION": ["cookies"]},
        "RS256 as PEM, header": {"JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": private, "JWT_PUBLIC_KEY": public},
    }


def make_app(config, library=None, identity=False):
    app = Flask(__name__)
    app.config.update(config)
    if library is None:
        app.add_url_rule("/", view_func=lambda: "ok", endpoint="index")
        return app
    library.JWTManager(app)
    view = (lambda: library.get_jwt_identity()) if identity else (lambda: "ok")
    app.add_url_rule("/", view_func=library.jwt_required()(view), endpoint="index")
    return app


def make_environ(app, config):
    with app.app_context():
        token = watchword.flask.create_access_token("alice", additional_claims={"scope": "items:read items:write"})
    if "JWT_TOKEN_LOCATION" in config:
        headers = {"Cookie": f"access_token_cookie={token}"}
    else:
        headers = {"Authorization": f"Bearer {token}"}
    return EnvironBuilder(path="/", headers=headers).get_environ()


def run(app, environ, calls):
    """Microseconds of CPU time for one WSGI call: other programs on the machine do not count."""
    answers = []

    def start_response(status, headers, exc_info=None):
        answers.append(status)

    begin = time.process_time()
    for _ in range(calls):
        for _ in app(environ.copy(), start_response):
            pass
    elapsed = time.process_time() - begin
    if answers.count("200 OK") != calls:
        raise RuntimeError(f"a route answered {set(answers)}")
    return elapsed / calls * 1e6


def contest(config, rounds, calls):
    """Per contestant: the median of a call, and the median of its cost beyond the bare route of the same round."""
    watchword_app = make_app(config, watchword.flask)
    apps = {
        "bare": make_app(config),
        "watchword": watchword_app,
        "watchword, with get_jwt_identity()": make_app(config, watchword.flask, identity=True),
        "flask-jwt-extended": make_app(config, flask_jwt_extended),
        "flask-jwt-extended, with get_jwt_identity()": make_app(config, flask_jwt_extended, identity=True),
    }
    environ = make_environ(watchword_app, config)
    times = {name: [] for name in apps}
    names = list(apps)
    gc.disable()
    for turn in range(rounds):
        gc.collect()
        # Whoever comes first after a pause pays for cold caches: nobody's time counts, then each is first in turn.
        run(apps["bare"], environ, calls)
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            times[name].append(run(apps[name], environ, calls))
    gc.enable()
    return {
        name: {
            "call_us": round(statistics.median(series), 2),
            "cost_us": round(statistics.median(a - b for a, b in zip(series, times["bare"])), 2),
        }
        for name, series in times.items()
    }


def report(results):
    """The table."""
    print(f"{'':46}{'one call':>12}{'cost':>12}")
    for title, contestants in results.items():
        print(title)
        for name, figures in contestants.items():
            print(f"  {name:44}{figures['call_us']:9.1f} us{figures['cost_us']:9.1f} us")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--json", action="store_true", help="print JSON")
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--calls", type=int, default=100, help="calls of each contestant in a round")
    options = arguments.parse_args()
    warnings.simplefilter("error")
    results = {title: contest(config, options.rounds, options.calls) for title, config in configurations().items()}
    if not options.json:
        report(results)
        return
    releases = {name: version(name) for name in ("Flask", "Werkzeug", "Flask-JWT-Extended", "PyJWT", "cryptography")}
    print(json.dumps({"python": platform.python_version(), "releases": releases, "flask": results}, indent=2))


if __name__ == "__main__":
    main()
