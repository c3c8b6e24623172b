#!/usr/bin/env python3
"""Starts the whole demo on this machine and ends it with Ctrl-C.

    make demo                                  Watchword, FastAPI, C++ and Flask
    make demo DEMO_FLAGS=--standalone          without the server: FastAPI issues the tokens itself

Everything it makes (users, keys, secrets, logs) lies in a temporary folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from processes import DemoError, Service, clean_environment

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PASSWORD = "a walnut in the reading room"
AUDIENCE = "https://walnut-books.example"
SCOPES = ("orders:read", "parcels:read")


@dataclass
class Options:
    """Where everything is, and how long things live."""

    watchword: Path
    parcels: Path | None
    folder: Path
    ports: dict[str, int]
    access_token_seconds: int = 60
    standalone: bool = False

    def url(self, name: str) -> str:
        return f"http://localhost:{self.ports[name]}"

    @property
    def issuer(self) -> str:
        return self.url("orders" if self.standalone else "watchword")


def watchword(options: Options, *words: str, text: str = "") -> str:
    """Runs a command of the program on the demo's data folder."""
    command = [str(options.watchword), *words, "--data", str(options.folder / "data")]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=clean_environment())
    if done.returncode != 0:
        raise DemoError(f"watchword {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def add_user_and_client(options: Options) -> str:
    """The demo's one user, and the backend as a confidential client, whose secret it returns."""
    watchword(
        options, "user", "add", "alice", "--email", "alice@walnut-books.example", "--password-stdin", text=PASSWORD
    )
    grants = ["--grant", "password", "--grant", "refresh_token"]
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    resource = ["--resource", AUDIENCE, "--may-state-user-address"]
    return watchword(options, "client", "add", "walnut-backend", *grants, *scopes, *resource)


def build_parcels() -> Path:
    """The C++ service, built against the library as it is installed (`make build` has built that)."""
    build, prefix = ROOT / "build" / "demo", ROOT / "build" / "demo" / "prefix"
    for command in (
        ["ninja", "-C", "build", "watchword_program"],
        ["cmake", "--install", "build", "--component", "library", "--prefix", str(prefix)],
        ["cmake", "-S", str(HERE / "parcels"), "-B", str(build), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
         f"-DCMAKE_PREFIX_PATH={prefix}"],
        ["ninja", "-C", str(build)],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            raise DemoError(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return build / "parcels"


def services(options: Options) -> list[Service]:
    common = {"ISSUER": options.issuer, "AUDIENCE": AUDIENCE, "FRONTEND_SECRET": secrets.token_hex(32)}
    issuing = (
        [standalone_backend(options, common)] if options.standalone else [server(options), backend(options, common)]
    )
    return [*issuing, parcels(options, common), frontend(options, common)]


def server(options: Options) -> Service:
    settings = {
        "WATCHWORD_RESOURCES": AUDIENCE,
        "WATCHWORD_SCOPES": ",".join(SCOPES),
        "WATCHWORD_LIFETIMES_ACCESS_TOKEN": f"{options.access_token_seconds}s",
    }
    listen = ["--listen", f"localhost:{options.ports['watchword']}", "--data", str(options.folder / "data")]
    return _service(options, "watchword", [str(options.watchword), "serve", *listen], settings, "/readyz")


def backend(options: Options, common: dict[str, str]) -> Service:
    client = {"CLIENT_ID": "walnut-backend", "CLIENT_SECRET": add_user_and_client(options)}
    return _service(options, "orders", uvicorn(options, "app:create_app"), {**common, **client}, "/healthz", "backend")


def standalone_backend(options: Options, common: dict[str, str]) -> Service:
    from watchword._native import Key

    own = {
        "SIGNING_KEY": Key.generate("ES256", "demo").private_pem_in_the_clear(),
        "DEMO_PASSWORD": PASSWORD,
        "ACCESS_TOKEN_SECONDS": str(options.access_token_seconds),
    }
    command = uvicorn(options, "standalone:create_app")
    return _service(options, "orders", command, {**common, **own}, "/healthz", "backend")


def uvicorn(options: Options, application: str) -> list[str]:
    port = str(options.ports["orders"])
    return [sys.executable, "-m", "uvicorn", "--factory", application, "--host", "localhost", "--port", port]


def parcels(options: Options, common: dict[str, str]) -> Service:
    return _service(
        options, "parcels", [str(options.parcels)], {**common, "PORT": str(options.ports["parcels"])}, "/healthz"
    )


def frontend(options: Options, common: dict[str, str]) -> Service:
    own = {
        "FLASK_SECRET_KEY": secrets.token_hex(32),
        "ORDERS_URL": options.url("orders"),
        "PARCELS_URL": options.url("parcels"),
        "SESSION_FILE": str(options.folder / "sessions"),
    }
    port = str(options.ports["frontend"])
    command = [sys.executable, "-m", "flask", "--app", "app", "run", "--host", "localhost", "--port", port]
    return _service(options, "frontend", command, {**common, **own}, "/static/walnut.svg", "frontend")


def _service(
    options: Options, name: str, command: list[str], environment: dict[str, str], ready: str, folder: str = ""
) -> Service:
    log = options.folder / f"{name}.log"
    return Service(name, command, environment, options.url(name) + ready, log, HERE / folder if folder else ROOT)


def require_free_ports(options: Options) -> None:
    for name, port in options.ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise DemoError(f"port {port} ({name}) is in use; choose others with --first-port") from None


def run(options: Options) -> None:
    """Until Ctrl-C, SIGTERM, or the end of one of the services (DemoError)."""
    require_free_ports(options)
    if options.parcels is None:
        print("-- building the C++ service", flush=True)
        options.parcels = build_parcels()
    started: list[Service] = []
    try:
        for service in services(options):
            started.append(service)
            print(f"-- starting {service.name}", flush=True)
            service.start()
        print(welcome(options), flush=True)
        while True:
            for service in started:
                service.require_running()
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\n-- stopping", flush=True)
    finally:
        for service in reversed(started):
            service.stop()


def welcome(options: Options) -> str:
    return f"""
   Open   {options.url("frontend")}
   User   alice
   Password   {PASSWORD}

   Behind it: {options.url("orders")}/docs (FastAPI), {options.url("parcels")}/parcels (C++), \
{options.issuer}/.well-known/jwks.json (keys).
   Access tokens live {options.access_token_seconds} seconds, so that you can watch them being renewed. \
Logs: {options.folder}
   Ctrl-C ends everything.
"""


def parse(arguments: list[str], folder: Path) -> Options:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--standalone", action="store_true", help="no server: FastAPI issues the tokens itself")
    parser.add_argument("--first-port", type=int, default=5000, help="the frontend's; the next three are used, too")
    parser.add_argument(
        "--access-token-seconds", type=int, default=60, help="how long an access token lives (10 or more)"
    )
    parser.add_argument("--watchword", type=Path, default=ROOT / "build" / "watchword", help="the server program")
    parser.add_argument("--parcels", type=Path, help="the C++ service; it is built unless you name one")
    given = parser.parse_args(arguments)
    names = ("frontend", "orders", "parcels", *(() if given.standalone else ("watchword",)))
    ports = {name: given.first_port + number for number, name in enumerate(names)}
    return Options(given.watchword, given.parcels, folder, ports, given.access_token_seconds, given.standalone)


def main() -> int:
    # Also where a script started this in the background, which ignores SIGINT.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="watchword-demo-") as folder:
        try:
            run(parse(sys.argv[1:], Path(folder)))
        except DemoError as error:
            print(f"demo: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
