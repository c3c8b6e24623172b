"""The demo's processes: started, waited for, watched, and ended in order."""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path


class DemoError(Exception):
    """Why the demo cannot go on; for the person at the terminal."""


@dataclass
class Service:
    """One process. Its output goes to a file; `ready` is asked until it answers."""

    name: str
    command: list[str]
    environment: dict[str, str]
    ready: str
    log: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C at the terminal reaches this program alone, which then ends all in order.
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**clean_environment(), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            self.require_running()
            if _answers(self.ready):
                return
            time.sleep(0.05)
        raise DemoError(f"{self.name} does not answer at {self.ready}\n{self.last_words()}")

    def require_running(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            raise DemoError(f"{self.name} ended with status {self.process.returncode}\n{self.last_words()}")

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _answers(url: str) -> bool:
    """Also by a refusal: whoever refuses is there."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except (urllib.error.URLError, OSError):
        return False
    return True


def clean_environment() -> dict[str, str]:
    """Without settings of another Watchword."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WATCHWORD_")}
