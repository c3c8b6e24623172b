"""The demo of examples/flask_fastapi on free ports, for one module of tests."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
PROGRAM = Path(os.environ.get("WATCHWORD_PROGRAM") or ROOT / "build" / "watchword").resolve()
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+")


def load(name: str, path: Path) -> ModuleType:
    """A module of an example, by its file: several examples have an `app.py`."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


sys.path.append(str(ROOT / "tests" / "flows"))
from loopback_ports import free_port  # noqa: E402

# Where demo.py finds its neighbour when it is run as a program.
sys.path.append(str(EXAMPLES / "flask_fastapi"))
demo = load("demo_of_flask_fastapi", EXAMPLES / "flask_fastapi" / "demo.py")


def parcels_program() -> Path:
    """PARCELS_PROGRAM, or built as `make demo` does it."""
    given = os.environ.get("PARCELS_PROGRAM")
    return Path(given) if given else demo.build_parcels()


class RunningDemo:
    """What is running, and what the tests do to it."""

    def __init__(self, options: Any, services: list[Any]) -> None:
        self.options = options
        self.services = {service.name: service for service in services}
        self.url = options.url("frontend")
        self.password = demo.PASSWORD

    def environment(self, name: str) -> dict[str, str]:
        return self.services[name].environment

    def end_sessions(self) -> None:
        """As an administrator would."""
        demo.watchword(self.options, "session", "revoke", "--user", "alice")

    def log(self, name: str) -> str:
        return self.services[name].log.read_text()

    @contextmanager
    def another_frontend(self, **environment: str) -> Iterator[Any]:
        """A second frontend with other settings; its `url` is where it is."""
        port = free_port()
        original = self.services["frontend"]
        command = [str(port) if word == str(self.options.ports["frontend"]) else word for word in original.command]
        log = self.options.folder / f"frontend-{port}.log"
        url = f"http://localhost:{port}"
        other = demo.Service(
            "another frontend",
            command,
            {**original.environment, **environment},
            f"{url}/static/walnut.svg",
            log,
            original.folder,
        )
        try:
            other.start()
            other.url = url
            yield other
        finally:
            other.stop()

    def flask(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A `flask` command on the frontend."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=EXAMPLES / "flask_fastapi" / "frontend",
            env={**os.environ, **self.environment("frontend"), **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )


@contextmanager
def running_demo(folder: Path, **options: Any) -> Iterator[RunningDemo]:
    """Starts everything; at the end nothing has crashed, and no log holds a token or a secret."""
    names = ("frontend", "orders", "parcels", "watchword")
    settings = demo.Options(PROGRAM, parcels_program(), folder, {name: free_port() for name in names}, **options)
    services: list[Any] = []
    try:
        for service in demo.services(settings):
            services.append(service)
            service.start()
        running = RunningDemo(settings, services)
        yield running
        for service in services:
            service.require_running()
    finally:
        for service in reversed(services):
            service.stop()
    _require_clean_logs(services)


def _require_clean_logs(services: list[Any]) -> None:
    secrets = {
        value
        for service in services
        for name, value in service.environment.items()
        if name.endswith(("SECRET", "_KEY", "PASSWORD"))
    }
    for service in services:
        log = service.log.read_text()
        assert "Traceback" not in log, f"{service.name}:\n{log[-4000:]}"
        assert not TOKEN.search(log), f"there is a token in the log of {service.name}"
        assert not [secret for secret in secrets if secret in log], f"there is a secret in the log of {service.name}"
