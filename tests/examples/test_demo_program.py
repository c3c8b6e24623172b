"""`make demo` as somebody at a terminal has it: what it prints, and that Ctrl-C leaves nothing behind."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from loopback_ports import free_ports
from running_demo import EXAMPLES, PROGRAM, demo, parcels_program

DEMO = EXAMPLES / "flask_fastapi" / "demo.py"


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _program(*words: str):
    command = [
        sys.executable,
        "-u",
        str(DEMO),
        "--watchword",
        str(PROGRAM),
        "--parcels",
        str(parcels_program()),
        *words,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def _read_until(process: subprocess.Popen, text: str) -> str:
    read = ""
    for line in process.stdout:
        read += line
        if text in line:
            return read
    raise AssertionError(f"the program ended with {process.wait()} and said:\n{read}")


@pytest.mark.parametrize("words", [(), ("--standalone",)], ids=["with the server", "standalone"])
def test_it_says_where_to_go_and_ctrl_c_ends_everything(words):
    first = free_ports(4)
    with _program("--first-port", str(first), *words) as process:
        said = _read_until(process, "Ctrl-C ends everything")
        assert f"http://localhost:{first}" in said and demo.PASSWORD in said and "alice" in said
        assert httpx.get(f"http://localhost:{first}/", follow_redirects=True, timeout=60).status_code == 200
        folder = Path(re.search(r"Logs: (\S+)", said)[1])
        assert folder.is_dir()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert not [first + number for number in range(4) if _is_taken(first + number)]
    assert not folder.exists()


def test_a_port_that_is_in_use_is_said_before_anything_starts():
    first = free_ports(4)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first + 2))
        taken.listen()
        with _program("--first-port", str(first)) as process:
            said = process.stdout.read()
            assert process.wait(60) == 1
    assert f"port {first + 2} (parcels) is in use" in said and "--first-port" in said
    assert "Traceback" not in said


def test_the_end_of_one_service_ends_the_demo_with_its_last_words(tmp_path):
    broken = tmp_path / "parcels"
    broken.write_text("#!/bin/sh\necho the lid is stuck >&2\nexit 3\n")
    broken.chmod(0o755)
    first = free_ports(4)
    with _program("--first-port", str(first), "--parcels", str(broken)) as process:
        said = process.stdout.read()
        assert process.wait(60) == 1
    assert "parcels ended with status 3" in said and "the lid is stuck" in said
    assert not [first + number for number in range(4) if _is_taken(first + number)]
