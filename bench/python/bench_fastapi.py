"""What protecting a FastAPI route costs: Watchword beside PyJWT as FastAPI's tutorial uses it, under uvicorn and wrk.

    python bench/python/bench_fastapi.py [--json] [--rounds 9] [--seconds 1] [--connections 16]

One uvicorn process serves all routes; wrk asks one after the other, round by round, and the bare route before and after
each of them, so that all of them see the same machine. Figures are medians: CPU time of the server for one request
(user and system, of all its threads, divided by the requests that wrk counts), that minus the mean of the two bare
turns beside it, and requests a second. CPU time and not the time of the wall, because what else runs on the machine is
not in it. `a dependency that does nothing` is what FastAPI
itself charges for any dependency, `a middleware that does nothing` the same for an ASGI application around another.

Nothing is special about the tokens: each request carries the same one. By asymmetric keys, such a token is checked once
and then known (`cache_tokens` of TokenVerifier); with a shared secret, and where it says "no cache", its signature is
checked each time.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import PackageNotFoundError, version

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "flows"))

from loopback_ports import free_port  # noqa: E402

SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef"
ISSUER, AUDIENCE = "https://id.example", "https://api.example"
ROUTES = {
    "bare route": "/bare",
    "a dependency that does nothing": "/nothing",
    "a middleware that does nothing": "/around",
    "watchword: auth.claims, HS256": "/watchword/hs256",
    "watchword: auth.claims, ES256": "/watchword/es256",
    "watchword: auth.claims, ES256, no cache": "/watchword/es256/each",
    "watchword: auth.requires(scope), HS256": "/watchword/scope",
    "watchword: auth.current_user, HS256": "/watchword/user",
    "watchword: middleware, HS256": "/watchword/middleware",
    "watchword: middleware, ES256": "/watchword/middleware/es256",
    "PyJWT as in the tutorial, HS256": "/pyjwt/hs256",
    "PyJWT as in the tutorial, ES256": "/pyjwt/es256",
}


def key_pair():
    """A fixed pair, so that server and load generator agree without talking."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.derive_private_key(0x1F2E3D4C5B6A79880123456789ABCDEF0123456789ABCDEF0123456789ABCDEF, ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, public.decode()


def tokens():
    import jwt

    private, _ = key_pair()
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "alice", "aud": AUDIENCE, "iat": now, "exp": now + 86400, "jti": "6f1d2c",
              "client_id": "bench", "scope": "items:read items:write", "sid": "c0ffee"}  # fmt: skip
    headers = {"typ": "at+jwt"}
    return {
        "hs256": jwt.encode(claims, SECRET, algorithm="HS256", headers=headers),
        "es256": jwt.encode(claims, private, algorithm="ES256", headers=headers),
    }


def make_app():
    """One application for each contestant, so that none has to look past the routes of the others."""
    apps = {path: make(path) for path in ROUTES.values()}

    async def dispatch(scope, receive, send):
        if scope["type"] == "http":
            await apps[scope["path"]](scope, receive, send)

    return dispatch


def make(path):
    from typing import Annotated

    from fastapi import Depends, FastAPI

    from watchword.fastapi import Auth, AuthMiddleware, User

    public = key_pair()[1]
    key = public if kind_of(path) == "es256" else SECRET
    if path.startswith("/pyjwt/"):
        dependency = peer_dependency(key, "ES256" if key is public else "HS256")
    elif key is public:
        remembered = 0 if path.endswith("/each") else 32768
        auth = Auth(ISSUER, AUDIENCE, keys=[public], algorithms=["ES256"], cache_tokens=remembered)
    else:
        auth = Auth(ISSUER, AUDIENCE, secret=SECRET)
    app = FastAPI()
    if path.startswith("/watchword/middleware"):
        app.add_middleware(AuthMiddleware, auth=auth)
    elif path == "/around":
        app.add_middleware(Around)

    async def nothing():
        return None

    if path in ("/bare", "/around") or path.startswith("/watchword/middleware"):

        @app.get(path)
        async def bare():
            return {"sub": "alice"}

    elif path == "/nothing":

        @app.get(path)
        async def with_nothing(found: Annotated[None, Depends(nothing)]):
            return {"sub": "alice"}

    elif path == "/watchword/user":

        @app.get(path)
        async def with_user(user: Annotated[User, Depends(auth.current_user)]):
            return {"sub": user.id}

    else:
        if path == "/watchword/scope":
            dependency = auth.requires("items:read")
        elif not path.startswith("/pyjwt/"):
            dependency = auth.claims

        @app.get(path)
        async def with_claims(claims: Annotated[dict, Depends(dependency)]):
            return {"sub": claims["sub"]}

    return app


class Around:
    """A middleware that does nothing."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


def peer_dependency(key, algorithm):
    """On OAuth2PasswordBearer; decodes with PyJWT and turns its errors into 401."""
    import jwt
    from fastapi import Depends, HTTPException
    from fastapi.security import OAuth2PasswordBearer

    scheme = OAuth2PasswordBearer(tokenUrl="token")

    async def current_claims(token: str = Depends(scheme)):
        try:
            return jwt.decode(token, key, algorithms=[algorithm], audience=AUDIENCE, issuer=ISSUER)
        except jwt.InvalidTokenError as error:
            raise HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"}) from error

    return current_claims


class Server:
    """The application in a process of its own."""

    def __init__(self):
        self.port = free_port()
        self.process = subprocess.Popen([sys.executable, __file__, "--serve", str(self.port)])
        self._wait()

    def _wait(self):
        for _ in range(400):
            try:
                return urllib.request.urlopen(self.url("/bare"), timeout=1).read()
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("uvicorn does not start")

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self):
        """Of all threads. In nanoseconds where the kernel counts them (proc(5), schedstat), else in ticks."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        try:
            return sum(int(each.read_text().split()[0]) for each in folder.glob("task/*/schedstat")) / 1e9
        except (OSError, IndexError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def load(server, path, token, options):
    """CPU microseconds of the server a request, and requests a second."""
    command = [
        "wrk",
        "-t1",
        f"-c{options.connections}",
        f"-d{options.seconds}s",
        "-H",
        f"Authorization: Bearer {token}",
    ]
    before = server.cpu_seconds()
    output = subprocess.run([*command, server.url(path)], capture_output=True, text=True, check=True).stdout
    spent = server.cpu_seconds() - before
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{path}: {output}")
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    return spent / requests * 1e6, float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


def contest(options):
    bearer = tokens()
    server = Server()
    turns = {name: [] for name in ROUTES}
    try:
        for name, path in ROUTES.items():
            load(server, path, bearer[kind_of(path)], options)
        before = load(server, "/bare", bearer["hs256"], options)
        for name, path in list(ROUTES.items()) * options.rounds:
            measured = load(server, path, bearer[kind_of(path)], options)
            after = load(server, "/bare", bearer["hs256"], options)
            turns[name].append((*measured, measured[0] - (before[0] + after[0]) / 2))
            before = after
    finally:
        server.stop()
    return {name: medians(measured) for name, measured in turns.items()}


def kind_of(path):
    return "es256" if "es256" in path else "hs256"


def medians(measured):
    cpu, rate, cost = (statistics.median(column) for column in zip(*measured))
    return {"cpu_us": round(cpu, 1), "cost_us": round(cost, 1), "requests_per_second": round(rate)}


def releases():
    found = {"python": platform.python_version()}
    for name in ("fastapi", "starlette", "pydantic", "uvicorn", "uvloop", "httptools", "PyJWT", "cryptography"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--json", action="store_true", help="print JSON")
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--seconds", type=int, default=1, help="of load on each route in a round")
    arguments.add_argument("--connections", type=int, default=16)
    arguments.add_argument("--serve", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.serve:
        import uvicorn

        return uvicorn.run(make_app(), port=options.serve, log_level="warning", access_log=False)
    if shutil.which("wrk") is None:
        sys.exit("bench_fastapi.py needs wrk: apt-get install wrk")
    results = contest(options)
    if options.json:
        return print(json.dumps({"releases": releases(), "fastapi": results}, indent=2))
    print(f"{'':42}{'CPU':>10}{'cost':>12}{'requests/s':>14}")
    for name, figures in results.items():
        cpu, cost, rate = figures["cpu_us"], figures["cost_us"], figures["requests_per_second"]
        print(f"{name:42}{cpu:7.1f} us{cost:9.1f} us{rate:14}")


if __name__ == "__main__":
    main()
