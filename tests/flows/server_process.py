"""The program under test as a process: started, stopped, killed, and judged by what it leaves on stderr."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from browser_client import BrowserClient
from http_client import HttpClient
from loopback_ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("WATCHWORD_PROGRAM") or ROOT / "build" / "watchword").resolve()

PASSWORD = "seven quiet lanterns by the sea"

# Seconds for what ends by itself soon, on a machine that has much else to do.
PATIENCE = 60.0

# Argon2 with the smallest parameters: the tests are about flows, not about the price of a hash.
QUICK = {"passwords.argon2_memory_kib": 64, "passwords.argon2_passes": 1}
# Limits that no test meets by accident; those that are about limits set their own.
UNLIMITED = {"limits.per_address_burst": 1_000_000, "limits.per_account_burst": 1_000_000,
             "passwords.hashing_queue": 1000}

_CRASH = re.compile(r"AddressSanitizer|ThreadSanitizer|runtime error:|terminate called|Assertion|stack trace|"
                    r"Segmentation fault|std::\w+error", re.IGNORECASE)


def environment_of(settings: dict[str, object]) -> dict[str, str]:
    """The settings as WATCHWORD_* variables, on top of a clean environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WATCHWORD_")}
    for name, value in settings.items():
        text = ",".join(value) if isinstance(value, (list, tuple)) else str(value)
        clean["WATCHWORD_" + name.upper().replace(".", "_")] = text
    return clean


def run_program(*arguments: str, settings: dict[str, object] | None = None, text: str | bytes = b"",
                timeout: float = PATIENCE) -> subprocess.CompletedProcess:
    """Runs a command of the program to its end."""
    if isinstance(text, str):
        text = text.encode()
    return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, timeout=timeout,
                          env=environment_of({**QUICK, **(settings or {})}))


class ServerProcess:
    """One `watchword serve` on a folder of its own. Not started until `start`."""

    def __init__(self, folder: Path, settings: dict[str, object] | None = None, *, certificate: Path | None = None,
                 private_key: Path | None = None, issuer: str | None = None,
                 ignored_signals: tuple = ()):
        self.folder = folder
        self.data = folder / "data"
        self.settings = {**QUICK, **UNLIMITED, **(settings or {})}
        self.certificate = certificate
        self.private_key = private_key
        self.port = free_port()
        self.issuer = issuer
        self.ignored_signals = ignored_signals
        self.process: subprocess.Popen | None = None
        self._stderr_path = folder / "stderr.log"
        self._stdout_path = folder / "stdout.log"

    @property
    def base_url(self) -> str:
        return f"{'https' if self.certificate else 'http'}://localhost:{self.port}"

    @property
    def trust(self) -> str | None:
        return str(self.certificate) if self.certificate else None

    @property
    def database(self) -> Path:
        return next(path for path in self.data.iterdir() if path.suffix == ".db")

    @property
    def output(self) -> str:
        return self._stdout_path.read_text() + self._stderr_path.read_text()

    def client(self, *, keep_alive: bool = False, timeout: float = PATIENCE) -> HttpClient:
        return HttpClient(self.base_url, trust=self.trust, keep_alive=keep_alive, timeout=timeout)

    def browser(self) -> BrowserClient:
        return BrowserClient(self.base_url, trust=self.trust)

    def start(self, *, timeout: float = PATIENCE) -> "ServerProcess":
        arguments = [str(PROGRAM), "serve", "--listen", f"localhost:{self.port}", "--data", str(self.data)]
        if self.certificate:
            arguments += ["--tls-cert", str(self.certificate), "--tls-key", str(self.private_key)]
        if self.issuer:
            arguments += ["--issuer", self.issuer]
        with open(self._stdout_path, "ab") as out, open(self._stderr_path, "ab") as err:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                            env=environment_of(self.settings), preexec_fn=self._ignore_signals)
        self._wait_until_ready(timeout)
        return self

    def _ignore_signals(self) -> None:
        for ignored in self.ignored_signals:
            signal.signal(ignored, signal.SIG_IGN)

    def _wait_until_ready(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.output[-4000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                if self.client(timeout=1).get("/readyz").status == 200:
                    assert "no such setting" not in self.output, f"the tests use a setting that is none:\n{self.output}"
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.001)
        raise AssertionError(f"the server is not ready after {timeout} s:\n{self.output[-4000:]}")

    def stop(self, *, timeout: float = PATIENCE) -> None:
        """SIGTERM; the server must end by itself, with status 0 and without a crash in its log."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not end within {timeout} s of SIGTERM:\n{self.output[-4000:]}")
        assert status == 0, f"the server ended with {status}:\n{self.output[-4000:]}"
        self.assert_no_crash()

    def kill(self) -> None:
        """As a power switch does it."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def discard(self) -> None:
        """The end of a fixture, whatever state the test left."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        elif self.process is not None:
            raise AssertionError(f"the server died during the test ({self.process.returncode}):\n{self.output[-4000:]}")

    def assert_no_crash(self) -> None:
        found = _CRASH.search(self.output)
        assert not found, f"the server's log shows a crash:\n{self.output[-6000:]}"

    def cli(self, *arguments: str, text: str | bytes = b"", check: bool = True) -> subprocess.CompletedProcess:
        """A command of the program on this server's data folder."""
        done = run_program(*arguments, "--data", str(self.data), settings=self.settings, text=text)
        assert not check or done.returncode == 0, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def cli_json(self, *arguments: str, text: str | bytes = b""):
        return json.loads(self.cli(*arguments, "--json", text=text).stdout)

    def add_user(self, name: str, password: str = PASSWORD, *options: str) -> None:
        self.cli("user", "add", name, "--password-stdin", *options, text=password + "\n")

    def sign_in(self, name: str, password: str = PASSWORD, **form) -> dict:
        """Tokens by the password grant, as FastAPI's form asks for them."""
        answer = self.client().post("/oauth2/token", form={"grant_type": "password", "username": name,
                                                           "password": password, **form})
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json()

    def refresh(self, refresh_token: str, client: HttpClient | None = None, **form):
        return (client or self.client()).post("/oauth2/token", form={"grant_type": "refresh_token",
                                                                    "refresh_token": refresh_token, **form})

    # From /proc: what the benchmarks and the limits on memory look at.
    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
