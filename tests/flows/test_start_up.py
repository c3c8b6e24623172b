"""What can be wrong with the surroundings: a clear message and an exit status, never a stack trace, nothing lost."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time

import pytest

from loopback_ports import free_port
from server_process import PATIENCE, ServerProcess, run_program


def serve(*arguments: str, settings=None, timeout: float = PATIENCE) -> subprocess.CompletedProcess:
    """A start that is expected to fail."""
    return run_program("serve", *arguments, settings=settings, timeout=timeout)


def assert_refused(done: subprocess.CompletedProcess, *words: str) -> None:
    text = (done.stderr + done.stdout).decode()
    assert done.returncode > 0, text
    for word in words:
        assert word in text, text
    # An address stands by itself; the random name of a key may have "0x" within.
    assert not re.search(r"terminate called|what\(\):|std::|Assertion|\b0x[0-9a-f]{4,}\b", text), text


def test_a_busy_port_is_told(server, tmp_path):
    done = serve("--listen", f"localhost:{server.port}", "--data", str(tmp_path / "data"))
    assert_refused(done, str(server.port), "in use")


def test_a_port_that_another_program_holds_is_told(tmp_path):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = serve("--listen", f"localhost:{other.getsockname()[1]}", "--data", str(tmp_path / "data"))
    assert_refused(done, "in use")


def test_a_data_folder_that_a_server_holds_is_told(server):
    assert_refused(serve("--listen", f"localhost:{free_port()}", "--data", str(server.data)), "already running")
    assert server.client().get("/readyz").status == 200


def test_a_data_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "data").write_text("no folder")
    assert_refused(serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data")), str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    assert_refused(serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data")), str(tmp_path))


@pytest.mark.parametrize("flags", [["--tls-cert", "missing.pem", "--tls-key", "missing.key"]])
def test_an_unreadable_tls_file_is_told(tmp_path, flags):
    done = serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data"), *flags)
    assert_refused(done, "missing.pem")


def test_a_tls_key_of_another_certificate_is_told(tmp_path, certificate):
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", other],
                   check=True, capture_output=True)
    done = serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data"), "--tls-cert",
                 str(certificate[0]), "--tls-key", str(other))
    assert_refused(done)


@pytest.mark.parametrize("name, value", [
    ("signing_algorithm", "HS256"), ("lifetimes.access_token", "soon"), ("trusted_proxies", ["10.0.0.0/33"]),
    ("cors_origins", ["https://app.example/path"]), ("server.max_body", "-1"),
])
def test_a_setting_that_cannot_be_is_told_with_its_place(tmp_path, name, value):
    done = serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data"), settings={name: value})
    assert_refused(done, "WATCHWORD_" + name.upper().replace(".", "_"))


def test_an_issuer_with_a_query_is_told(tmp_path):
    done = serve("--listen", f"localhost:{free_port()}", "--data", str(tmp_path / "data"), "--issuer",
                 "https://login.example/?x=1")
    assert_refused(done, "issuer")


def stopped_server(start_server) -> ServerProcess:
    server = start_server()
    server.stop()
    return server


def start_again(server) -> subprocess.CompletedProcess:
    return serve("--listen", f"localhost:{server.port}", "--data", str(server.data))


def test_a_corrupt_database_is_told_and_left_as_it_is(start_server):
    server = stopped_server(start_server)
    database = server.database
    database.write_bytes(b"this is no database" * 1000)
    assert_refused(start_again(server), "damaged")
    assert database.read_bytes().startswith(b"this is no database")


def test_a_database_of_a_newer_version_is_told(start_server):
    server = stopped_server(start_server)
    with sqlite3.connect(server.database) as database:
        database.execute(f"PRAGMA user_version = {database.execute('PRAGMA user_version').fetchone()[0] + 1000}")
    assert_refused(start_again(server), "newer")


def test_a_wrong_master_key_is_told(start_server):
    server = stopped_server(start_server)
    key = server.data / "master.key"
    content = key.read_bytes()
    assert key.stat().st_mode & 0o077 == 0, "the master key is for its owner alone"
    replaced = content.translate(bytes.maketrans(b"0123456789abcdefABCDEF", b"1234567890bcdefaBCDEFA"))
    key.write_bytes(replaced if replaced != content else bytes(byte ^ 1 for byte in content))
    assert_refused(start_again(server), "master")


def test_the_command_line_works_while_the_server_runs_and_while_it_does_not(start_server):
    server = start_server()
    server.add_user("bob")
    assert server.sign_in("bob")["access_token"]
    server.stop()
    server.add_user("carol")
    assert {user["name"] for user in server.cli_json("user", "list")["users"]} >= {"alice", "bob", "carol"}
    server.start()
    assert server.sign_in("carol")["access_token"]


def test_a_backup_while_serving_is_a_whole_database_without_the_master_key(start_server, tmp_path):
    server = start_server()
    token = server.sign_in("alice")["refresh_token"]
    backup = tmp_path / "backup.db"
    server.cli("db", "backup", str(backup))
    with sqlite3.connect(backup) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    master_key = (server.data / "master.key").read_bytes().strip()
    assert master_key not in backup.read_bytes()
    assert server.refresh(token).status == 200


def test_the_first_lines_tell_where_it_listens_where_the_data_is_and_how_to_begin(tmp_path):
    server = ServerProcess(tmp_path)
    server.start()
    try:
        assert f"http://localhost:{server.port}" in server.output
        assert str(server.data) in server.output
        assert f"{server.base_url}/setup?" in server.output or f"{server.base_url}/setup/" in server.output
        assert "user add" in server.output
    finally:
        server.stop()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_0_when_asked_to(tmp_path, ending):
    server = ServerProcess(tmp_path).start()
    process, server.process = server.process, None
    process.send_signal(ending)
    assert process.wait(PATIENCE) == 0


def test_it_starts_quickly(tmp_path):
    """The fastest of some starts: the others wait for whatever else this machine does."""
    server = ServerProcess(tmp_path)

    def seconds() -> float:
        before = time.monotonic()
        server.start()
        spent = time.monotonic() - before
        server.stop()
        return spent

    assert any(seconds() < 1.0 for _ in range(10))
