"""The server itself, as a process on loopback, with people and clients in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests" / "flows"))

from server_process import PASSWORD, PROGRAM, ServerProcess

__all__ = ["PASSWORD", "add_client", "running_server"]

SCOPES = ["openid", "profile", "email", "read"]


@contextmanager
def running_server(folder: Path, **settings: Any) -> Iterator[ServerProcess]:
    """With the user alice. `settings`: as in docs/reference/configuration.md, with `__` for the dot."""
    if not PROGRAM.exists():
        pytest.skip("build/watchword is not built")
    dotted = {name.replace("__", "."): value for name, value in settings.items()}
    server = ServerProcess(folder, {"scopes": SCOPES, **dotted}).start()
    try:
        server.add_user("alice")
        yield server
    finally:
        server.discard()


def add_client(server: ServerProcess, name: str, *options: str) -> str:
    """A confidential client for sign-ins; its secret."""
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    grants = ["--grant", "password", "--grant", "refresh_token"]
    added = server.cli("client", "add", name, *grants, *scopes, "--may-state-user-address", *options)
    return added.stdout.decode().strip()
