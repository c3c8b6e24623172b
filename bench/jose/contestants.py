"""Who takes part, how each is built, and how one is spoken to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ALGORITHMS = ("HS256", "RS256", "ES256", "EdDSA")


@dataclass(frozen=True)
class Entry:
    """One line of the tables. `role` is ours, limit, cache or peer."""
    key: str
    label: str
    origin: str
    role: str
    command: tuple[str, ...]
    # "plain" for those that take no `typ` but "JWT".
    kind: str = "access"
    note: str = ""


def entries(folder: Path) -> list[Entry]:
    """`folder` is where the contestants were built."""
    def program(name: str) -> tuple[str, ...]:
        return (str(folder / name),)

    def node(name: str) -> tuple[str, ...]:
        return ("node", str(folder / "npm" / name))

    by_hand = "claims compared by hand"
    return [
        Entry("watchword", "Watchword", "C++", "ours", program("watchword")),
        Entry("token_cache", "Watchword, TokenCache", "C++", "cache", program("token_cache")),
        Entry("bare", "bare signature", "OpenSSL, libsodium", "limit", program("bare")),
        Entry("libjwt", "libjwt", "C, Debian", "peer", program("libjwt"), "plain", f"key parsed at each call, {by_hand}"),
        Entry("cpp_jwt", "cpp-jwt", "C++, Debian", "peer", program("cpp_jwt"), "plain", "key parsed at each call"),
        Entry("cjose", "cjose", "C, Debian", "peer", program("cjose"), note=f"payload read with Jansson, {by_hand}"),
        Entry("rhonabwy", "rhonabwy", "C, Debian", "peer", program("rhonabwy")),
        Entry("pyjwt", "PyJWT", "Python, Debian", "peer",
              ("/usr/bin/python3", str(HERE / "python" / "pyjwt_contestant.py")), note="type compared by hand"),
        Entry("jose", "jose", "npm", "peer", node("jose.mjs")),
        Entry("jsonwebtoken", "jsonwebtoken", "npm", "peer", node("jsonwebtoken.mjs"), note="type compared by hand"),
        Entry("fast_jwt", "fast-jwt", "npm", "peer", node("fast_jwt.mjs")),
        Entry("fast_jwt_cache", "fast-jwt, cache", "npm", "cache", node("fast_jwt.mjs")),
        Entry("rust", "jsonwebtoken", "crate", "peer", (str(folder / "rust" / "release" / "bench-jose"),),
              note="type compared by hand"),
        Entry("golang", "golang-jwt", "Go module", "peer", program("golang-jwt"), note="type compared by hand"),
    ]


NPM = ("jose", "jsonwebtoken", "fast_jwt", "fast_jwt_cache")


def build_foreign(folder: Path, wanted: set[str]) -> dict[str, str]:
    """Builds those of `wanted` that CMake does not, as far as their tools are there. What went wrong, by contestant."""
    cargo = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", folder / "rust"]
    golang = ["go", "build", "-trimpath", "-o", folder / "golang-jwt", "."]
    builds = [
        (NPM, lambda: _install_npm(folder / "npm")),
        (("rust",), lambda: _run(cargo, HERE / "rust")),
        (("golang",), lambda: _run(golang, HERE / "go")),
        (("pyjwt",), lambda: _run(["/usr/bin/python3", "-c", "import jwt, cryptography"], HERE)),
    ]
    return {key: trouble for keys, build in builds if wanted & set(keys) and (trouble := _try(build)) for key in keys}


def _install_npm(folder: Path) -> None:
    """Node.js looks for packages beside the program, so that the programs move to the build folder."""
    if not shutil.which("npm") or not shutil.which("node"):
        raise FileNotFoundError("npm")
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "package-lock.json"
    is_new = not (folder / "node_modules").exists() or lock.read_text() != (HERE / "npm" / lock.name).read_text()
    for file in (HERE / "npm").iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    if is_new:
        _run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], folder)


def _run(command: list, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, timeout=900, capture_output=True, text=True)


def _try(build) -> str:
    try:
        build()
    except FileNotFoundError as error:
        return f"{error.filename or error} is not installed"
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{error}\n{error.stderr or ''}", file=sys.stderr)
        return "it does not build; standard error says why"
    return ""


@dataclass(frozen=True)
class Sample:
    operations: int
    cpu_seconds: float
    wall_seconds: float

    @property
    def rate(self) -> float:
        """A second of CPU time; what else the machine does hardly shows in it."""
        return self.operations / max(self.cpu_seconds, 1e-9)

    @property
    def wall_rate(self) -> float:
        return self.operations / self.wall_seconds


class Refused(Exception):
    """A contestant that cannot take part, and why."""


class Process:
    """A contestant at work, on one core unless `core` is None."""

    def __init__(self, entry: Entry, token_folder: Path, core: int | None, kind: str = ""):
        self.entry = entry
        self.kind = kind or entry.kind
        arguments = [*entry.command, str(token_folder), self.kind, *(["cache"] if entry.key == "fast_jwt_cache" else [])]
        try:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}))
        except OSError as error:
            raise Refused("it was not built") from error
        self.version = self.ask("about")

    def ask(self, line: str) -> str:
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise Refused(f"it ended at '{line[:40]}'")
        return answer.strip()

    def measure(self, operation: str, algorithm: str, milliseconds: int, threads: int = 1) -> Sample | None:
        """None if the library does not have this."""
        suffix = f" {threads}" if threads > 1 else ""
        answer = self.ask(f"{operation} {algorithm} {milliseconds}{suffix}")
        if answer == "unsupported":
            return None
        operations, cpu, wall = answer.split()
        return Sample(int(operations), float(cpu), float(wall))

    def judgement(self, algorithm: str) -> dict[str, str] | None:
        answer = self.ask(f"judge {algorithm}")
        return None if answer == "unsupported" else dict(word.split("=") for word in answer.split())

    def stop(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
