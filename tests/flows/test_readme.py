"""What README.md shows, works: every `console` block runs, each command ends with 0."""

from __future__ import annotations

import re
import subprocess

import pytest

from server_process import PROGRAM, ROOT, environment_of

README = ROOT / "README.md"


def blocks() -> list[tuple[int, str]]:
    """(line, commands) of each block fenced as ```console."""
    if not README.is_file():
        return []
    text = README.read_text()
    return [(text.count("\n", 0, match.start()) + 1, "\n".join(commands_of(match[1].splitlines())))
            for match in re.finditer(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def commands_of(lines: list[str]) -> list[str]:
    """`$ ` starts a command, a backslash at its end continues it; everything else is output."""
    commands, continues = [], False
    for line in lines:
        if continues or line.startswith("$ "):
            commands.append(line if continues else line[2:])
            continues = line.endswith("\\")
    return commands


def test_readme_has_commands_to_run():
    assert README.is_file() and blocks(), "README.md has no ```console block"


@pytest.fixture
def root(tmp_path):
    """The root of the repository as a person sees it, with the program under test as build/watchword; what the
    commands write beside it is gone afterwards."""
    folder = tmp_path / "root"
    (folder / "build").mkdir(parents=True)
    (folder / "build" / "watchword").symlink_to(PROGRAM)
    for entry in ROOT.iterdir():
        if not (folder / entry.name).exists():
            (folder / entry.name).symlink_to(entry)
    return folder


def script() -> str:
    """All blocks for one shell, so that later ones see the variables of earlier ones; each says where it stands."""
    return "\n".join(f"echo README.md:{line} >&2\n{commands}" for line, commands in blocks())


def test_every_console_block_runs_in_order(start_server, tmp_path, root):
    """On a server and a data folder of their own."""
    server = start_server(users=())
    environment = {**environment_of(server.settings), "WATCHWORD_DATA": str(server.data),
                   "WATCHWORD_URL": server.base_url, "TMPDIR": str(tmp_path)}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script()], cwd=root, env=environment,
                          capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"the last place in what follows is where it failed\n{done.stdout}{done.stderr}"
