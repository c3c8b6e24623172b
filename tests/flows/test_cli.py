"""The command line as people and scripts meet it, with a server on the data folder and without."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import socket
import sqlite3
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from server_process import PATIENCE, PROGRAM, ROOT, ServerProcess, environment_of

PHRASE = "a walrus in the garden"
REFERENCE = ROOT / "docs" / "reference" / "cli.md"


class Shell:
    """Runs the program in a folder of its own, with a clean environment."""

    def __init__(self, folder: Path):
        self.folder = folder

    def run(self, *arguments: str, text: str = "", **variables: str) -> subprocess.CompletedProcess:
        return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=PATIENCE,
                              cwd=self.folder, env={**environment_of({}), **variables})

    def json(self, *arguments: str, text: str = ""):
        done = self.run(*arguments, "--json", text=text)
        assert done.returncode == 0, (arguments, done.stderr)
        return json.loads(done.stdout)

    def refused(self, status: int, code: str, *arguments: str, text: str = "", **variables: str) -> dict:
        done = self.run(*arguments, "--json", text=text, **variables)
        assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
        error = json.loads(done.stderr)
        assert error["error"] == code, error
        return error

    def add_user(self, name: str, *options: str) -> dict:
        return self.json("user", "add", name, "--password-stdin", *options, text=PHRASE + "\n")


@pytest.fixture
def shell(tmp_path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def data(shell) -> Shell:
    """A shell whose data folder has one administrator, ada."""
    shell.add_user("ada", "--admin")
    return shell


# --- documentation


def documented_commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", REFERENCE.read_text(), re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_documented_example_works(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "watchword").symlink_to(PROGRAM)
    environment = {**environment_of({}), "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    commands = documented_commands()
    assert len(commands) > 25
    for command in commands:
        done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True,
                              timeout=PATIENCE)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


def command_paths() -> list[list[str]]:
    def inside(path: list[str]) -> list[list[str]]:
        help_page = subprocess.run([PROGRAM, *path, "--help"], capture_output=True, text=True, check=True).stdout
        section = re.search(r"Commands:\n((?:  .*\n)+)", help_page)
        names = re.findall(r"^  (\S+) ", section.group(1), re.MULTILINE) if section else []
        return [path] if not names else [found for name in names for found in inside([*path, name])]

    return inside([])


def test_every_command_has_help_with_an_example_and_is_in_the_reference():
    reference = REFERENCE.read_text()
    paths = command_paths()
    assert len(paths) == 24, paths
    for path in paths:
        page = subprocess.run([PROGRAM, *path, "--help"], capture_output=True, text=True, check=True).stdout
        assert "\nExample:\n  watchword " + " ".join(path) in page, page
        assert "--json" in page, page
        assert max(len(line) for line in page.split("\nExample:")[0].splitlines()) <= 100, page
        assert "watchword " + " ".join(path) in reference, path


def test_the_version_is_shown(shell):
    done = shell.run("--version")
    assert done.returncode == 0 and re.fullmatch(r"watchword \d+\.\d+\.\d+\n", done.stdout)


# --- usage


@pytest.mark.parametrize("arguments", [["nonsense"], ["user"], ["user", "add"], ["user", "list", "--nonsense"], []])
def test_a_wrong_command_line_ends_with_2_and_says_where_help_is(shell, arguments):
    done = shell.run(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("watchword: The command line is not complete")
    assert "--help" in done.stderr


def test_a_missing_data_folder_is_not_found_and_not_made(shell):
    shell.refused(3, "not_found", "user", "list", "--data", "typo")
    assert not (shell.folder / "typo").exists()


def test_an_invalid_configuration_names_file_line_key_and_what_is_right(shell):
    (shell.folder / "watchword.toml").write_text("listen = 8080\n\n[lifetimes]\naccess_token = \"1y\"\n")
    done = shell.run("config", "check")
    assert done.returncode == 2
    assert "watchword.toml:1: listen is the number 8080; it must be a text." in done.stderr
    assert ("watchword.toml:4: lifetimes.access_token is \"1y\"; it must be a duration from 10s to 1d."
            in done.stderr)
    shell.refused(2, "invalid_configuration", "serve")


def test_config_show_says_where_each_value_comes_from(shell):
    (shell.folder / "watchword.toml").write_text("data = \"elsewhere\"\n")
    done = shell.run("config", "show", "--json", "--listen", "localhost:1", WATCHWORD_LOG_LEVEL="error")
    rows = {row["setting"]: (row["value"], row["from"]) for row in json.loads(done.stdout)["settings"]}
    assert rows["listen"] == ("localhost:1", "--listen")
    assert rows["log.level"] == ("error", "WATCHWORD_LOG_LEVEL")
    assert rows["data"] == ("elsewhere", "watchword.toml:1")
    assert rows["lifetimes.access_token"] == ("15m", "default")


# --- users


def test_users_come_and_go_without_a_server(data):
    data.add_user("grace", "--email", "grace@example.com")
    users = data.json("user", "list")["users"]
    assert [(user["name"], user["role"], user["status"]) for user in users] == [
        ("ada", "admin", "active"), ("grace", "user", "active")]
    assert data.json("user", "disable", "grace")["status"] == "disabled"
    assert data.json("user", "show", "grace")["status"] == "disabled"
    data.json("user", "enable", "grace")
    data.json("user", "remove", "grace", "--yes")
    data.refused(3, "not_found", "user", "show", "grace")


def test_what_is_refused_about_users(data):
    data.refused(1, "name_taken", "user", "add", "ada", "--password-stdin", text=PHRASE)
    data.refused(1, "password_too_short", "user", "add", "bob", "--password-stdin", text="fourteen chars")
    data.refused(1, "invalid_email", "user", "add", "bob", "--email", "nobody", "--password-stdin", text=PHRASE)
    data.refused(1, "last_admin", "user", "disable", "ada")
    data.refused(1, "last_admin", "user", "remove", "ada", "--yes")
    data.refused(3, "not_found", "user", "disable", "nobody")
    data.refused(3, "not_found", "user", "password", "nobody", "--password-stdin", text=PHRASE)
    data.refused(2, "wrong_usage", "user", "add", "bob", text=PHRASE)
    data.refused(2, "wrong_usage", "user", "remove", "ada")


def test_one_newline_at_the_end_of_a_password_does_not_count(data):
    data.refused(1, "password_too_short", "user", "add", "bob", "--password-stdin", text="fourteen chars\n")
    data.json("user", "add", "bob", "--password-stdin", text="fourteen chars\n\n")


# --- a real terminal


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, shell: Shell, *arguments: str, **variables: str):
        self.output = ""
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(shell.folder)
            os.execve(PROGRAM, [str(PROGRAM), *arguments], {**environment_of({}), **variables})

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.output:
            assert time.monotonic() < deadline, self.output
            self._read()

    def _read(self) -> bool:
        if not select.select([self.screen], [], [], 0.1)[0]:
            return True
        try:
            chunk = os.read(self.screen, 4096)
        except OSError:  # the other side has gone
            return False
        self.output += chunk.decode()
        return bool(chunk)

    def type(self, line: str) -> None:
        os.write(self.screen, line.encode() + b"\n")

    def end(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self._read() and time.monotonic() < deadline:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_the_password_is_asked_for_twice_without_echo(shell):
    terminal = Terminal(shell, "user", "add", "ada", "--admin")
    terminal.wait_for("New password: ")
    terminal.type(PHRASE)
    terminal.wait_for("The same again: ")
    terminal.type(PHRASE)
    assert terminal.end() == 0
    assert PHRASE not in terminal.output
    assert "Administrator ada can sign in now." in terminal.output


def test_two_passwords_that_differ_change_nothing(shell):
    terminal = Terminal(shell, "user", "add", "ada")
    terminal.wait_for("New password: ")
    terminal.type(PHRASE)
    terminal.wait_for("The same again: ")
    terminal.type(PHRASE + "!")
    assert terminal.end() == 2
    assert "The two passwords differ." in terminal.output
    assert shell.json("user", "list")["users"] == []


def test_an_interrupt_at_the_prompt_gives_the_terminal_its_echo_back(shell):
    import termios

    terminal = Terminal(shell, "user", "add", "ada")
    terminal.wait_for("New password: ")
    deadline = time.monotonic() + PATIENCE
    while termios.tcgetattr(terminal.screen)[3] & termios.ECHO and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(terminal.pid, signal.SIGINT)
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 130
    assert termios.tcgetattr(terminal.screen)[3] & termios.ECHO


def test_removing_asks_on_a_terminal(data):
    data.add_user("grace")
    terminal = Terminal(data, "user", "remove", "grace")
    terminal.wait_for("[y/N] ")
    terminal.type("n")
    assert terminal.end() == 2
    terminal = Terminal(data, "user", "remove", "grace")
    terminal.wait_for("[y/N] ")
    terminal.type("y")
    assert terminal.end() == 0
    data.refused(3, "not_found", "user", "show", "grace")


def test_colours_are_for_terminals_and_honour_no_color(shell):
    assert "\x1b[31m" in terminal_output(shell)
    assert "\x1b" not in terminal_output(shell, NO_COLOR="1")
    assert "\x1b" not in shell.run("user", "list").stderr


def terminal_output(shell: Shell, **variables: str) -> str:
    terminal = Terminal(shell, "user", "list", **variables)
    assert terminal.end() == 3
    return terminal.output


# --- with a server on the same folder


def test_commands_work_while_a_server_runs(start_server):
    server: ServerProcess = start_server(users=())
    server.cli("user", "add", "ada", "--password-stdin", "--admin", text=PHRASE + "\n")
    tokens = server.sign_in("ada", PHRASE)
    [session] = server.cli_json("session", "list", "--user", "ada")["sessions"]
    assert session["user"] == "ada" and session["client"] == "watchword"
    assert server.cli_json("session", "revoke", session["id"]) == {"ended": 1}
    assert server.refresh(tokens["refresh_token"]).status == 400
    assert server.cli("session", "revoke", session["id"], check=False).returncode == 3


def test_a_key_that_is_rotated_beside_the_server_is_published_within_seconds(start_server):
    server: ServerProcess = start_server(users=())
    kid = server.cli_json("key", "rotate", "--at-once")["kid"]
    deadline = time.monotonic() + PATIENCE
    while kid not in server.client().get("/.well-known/jwks.json").text:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_commands_at_the_same_time_lose_nothing(start_server):
    server: ServerProcess = start_server(users=())
    running = [subprocess.Popen([PROGRAM, "user", "add", f"person{i}", "--password-stdin", "--data", server.data],
                                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                env=environment_of(server.settings)) for i in range(8)]
    for process in running:
        process.stdin.write(PHRASE.encode())
        process.stdin.close()
    assert [(process.wait(60), process.stderr.read()) for process in running] == [(0, b"")] * 8
    assert len(server.cli_json("user", "list")["users"]) == 8


def test_the_server_says_where_it_is_and_how_to_begin(start_server):
    server: ServerProcess = start_server(users=())
    assert server.output.startswith(f"Watchword listens on http://localhost:{server.port}\n")
    assert str(server.data) in server.output
    assert re.search(rf"Create the first user at http://localhost:{server.port}/setup\?token=[\w-]{{43}}\n", server.output)
    assert f"{PROGRAM} user add NAME --admin --data {server.data}\n" in server.output


def test_a_second_server_on_the_folder_is_refused_by_name(start_server):
    server: ServerProcess = start_server(users=())
    error = Shell(server.folder).refused(4, "data_folder_busy", "serve", "--data", str(server.data), "--listen",
                                         "localhost:0")
    assert f"process {server.process.pid} " in error["detail"] and "--data" in error["next"]


def test_a_busy_port_is_refused_with_advice(shell):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        error = shell.refused(4, "address_in_use", "serve", "--listen", f"127.0.0.1:{other.getsockname()[1]}")
    assert "--listen" in error["next"]


def test_backup_and_check_while_serving(start_server, tmp_path):
    server: ServerProcess = start_server(users=())
    server.add_user("ada", PHRASE)
    copy = tmp_path / "copy.db"
    server.cli("db", "backup", str(copy))
    assert copy.stat().st_mode & 0o777 == 0o600
    key = bytes.fromhex((server.data / "master.key").read_text())
    assert key not in copy.read_bytes() and key.hex().encode() not in copy.read_bytes()
    assert sqlite3.connect(copy).execute("select count(*) from user").fetchone() == (1,)
    assert server.cli("db", "backup", str(copy), check=False).returncode == 5
    assert server.cli_json("db", "check") == {"sound": True}


# --- bad surroundings


def test_a_master_key_that_others_may_read_is_refused(data):
    (data.folder / "data" / "master.key").chmod(0o644)
    for arguments in (["serve", "--listen", "localhost:0"], ["user", "list"]):
        error = data.refused(5, "unreadable_file", *arguments)
        assert "chmod 600" in error["detail"]


def test_a_missing_or_foreign_master_key_is_refused(data):
    key = data.folder / "data" / "master.key"
    text = key.read_text()
    key.unlink()
    assert "the master key is missing" in data.refused(5, "unreadable_file", "user", "list")["detail"]
    assert not key.exists()
    data.refused(5, "wrong_master_key", "user", "list", WATCHWORD_MASTER_KEY="f" * 64)
    done = data.run("user", "list", WATCHWORD_MASTER_KEY=text.strip())
    assert done.returncode == 0


def test_a_corrupted_database_is_named_as_such(data):
    database = data.folder / "data" / "watchword.db"
    for leftover in (data.folder / "data").glob("watchword.db-*"):
        leftover.unlink()
    database.write_bytes(b"this is no database" * 1000)
    for arguments in (["serve", "--listen", "localhost:0"], ["user", "list"], ["db", "check"]):
        data.refused(5, "storage_corrupt", *arguments)


def test_a_newer_database_is_left_alone(data):
    database = data.folder / "data" / "watchword.db"
    connection = sqlite3.connect(database)
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if connection.execute("pragma user_version").fetchone()[0] > 0:
        connection.execute("pragma user_version = 9999")
    else:
        [table] = [name for name in tables if "migration" in name]
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
        row = list(connection.execute(f"select * from {table}").fetchone())
        row = [9999 if isinstance(value, int) and column in ("version", "number", "id") else
               f"9999_{value}" if isinstance(value, str) else value for column, value in zip(columns, row)]
        connection.execute(f"insert into {table} values ({','.join('?' * len(row))})", row)
    connection.commit()
    connection.close()
    data.refused(5, "storage_newer", "user", "list")
    data.refused(5, "storage_newer", "serve", "--listen", "localhost:0")


def test_a_full_disk_is_named_as_such(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        done = Shell(tmp_path).run("user", "add", "ada", "--data", str(folder / "data"), "--password-stdin", "--json",
                                   text=PHRASE)
        assert done.returncode == 5 and json.loads(done.stderr)["error"] == "storage_full"
    finally:
        subprocess.run(["umount", folder], check=True)


def test_output_that_cannot_be_written_is_not_success(shell):
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, "secret"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 5 and "could not be written" in done.stderr


# --- tokens


@pytest.fixture
def secret(shell) -> str:
    (shell.folder / "service.secret").write_text(shell.run("secret").stdout)
    return "service.secret"


def test_a_secret_is_as_openssl_would_give_it(shell):
    first, second = shell.run("secret").stdout, shell.run("secret").stdout
    assert re.fullmatch(r"[0-9a-f]{64}\n", first) and first != second
    assert len(shell.json("secret", "--bytes", "64")["secret"]) == 128
    shell.refused(2, "wrong_usage", "secret", "--bytes", "31")
    shell.refused(2, "wrong_usage", "secret", "--bytes", "many")


@pytest.mark.parametrize("option", [["--claim", "name=\udcff"], ["--claim", "name=" + "x" * 70_000],
                                    ["--kid", "\udcff"], ["--typ", "\udcff"]])
def test_a_token_that_nobody_could_read_is_not_issued(shell, secret, option):
    shell.refused(2, "wrong_usage", "token", "issue", "--secret-file", secret, *option)


def test_an_issued_token_is_verified_with_what_is_expected(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--issuer", "me", "--audience", "reports", "--claim",
                      "admin:=true", "--claim", "team=red").stdout.strip()
    verified = shell.json("token", "verify", token, "--secret-file", secret, "--issuer", "me", "--audience", "reports")
    assert verified["claims"]["admin"] is True and verified["claims"]["team"] == "red"
    assert verified["claims"]["exp"] - verified["claims"]["iat"] == 900
    common = ("token", "verify", token, "--secret-file", secret)
    shell.refused(1, "wrong_audience", *common, "--any-issuer", "--audience", "other")
    shell.refused(1, "wrong_issuer", *common, "--issuer", "you", "--any-audience")
    shell.refused(1, "wrong_type", *common, "--any-issuer", "--any-audience", "--typ", "at+jwt")
    shell.refused(2, "wrong_usage", *common, "--any-issuer")
    header, claims, signature = token.split(".")
    tampered = f"{header}.{claims}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    shell.refused(1, "bad_signature", "token", "verify", tampered, "--secret-file", secret, "--any-issuer",
                  "--any-audience")


def test_a_weak_secret_is_refused(shell):
    (shell.folder / "weak").write_text("hunter2\n")
    error = shell.refused(1, "weak_key", "token", "issue", "--secret-file", "weak")
    assert "7 bytes" in error["detail"] and "hunter2" not in json.dumps(error)
    assert "watchword secret" in error["next"]


def test_tokens_of_the_server_verify_through_its_key_set(start_server):
    server: ServerProcess = start_server(users=())
    server.add_user("ada", PHRASE)
    token = server.sign_in("ada", PHRASE)["access_token"]
    jwks = server.base_url + "/.well-known/jwks.json"
    shell = Shell(server.folder)
    verified = shell.json("token", "verify", "--jwks", jwks, "--issuer", server.base_url, "--audience", server.base_url,
                          "--typ", "at+jwt", text=token)
    assert verified["valid"] is True
    (server.folder / "jwks.json").write_text(server.client().get("/.well-known/jwks.json").text)
    assert shell.json("token", "explain", token, "--jwks", "jwks.json")["verified"] is True


def test_a_key_set_that_does_not_answer_is_named(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret).stdout.strip()
    shell.refused(1, "algorithm_not_allowed", "token", "verify", token, "--jwks", "http://localhost:9/jwks.json",
                  "--any-issuer", "--any-audience")
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", shell.folder / "key.pem"], check=True)
    token = shell.run("token", "issue", "--key-file", "key.pem").stdout.strip()
    shell.refused(5, "keys_unavailable", "token", "verify", token, "--jwks", "http://localhost:9/jwks.json",
                  "--any-issuer", "--any-audience")
    shell.json("token", "verify", token, "--key-file", "key.pem", "--any-issuer", "--any-audience")


def test_explain_says_what_was_expected_and_found(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--audience", "reports", "--claim",
                      "exp:=1000000000").stdout.strip()
    done = shell.run("token", "explain", token, "--secret-file", secret, "--audience", "other", "--json")
    assert done.returncode == 1
    explained = json.loads(done.stdout)
    failed = {check["check"]: check["error"] for check in explained["checks"] if check["outcome"] == "failed"}
    assert failed == {"audience": "wrong_audience", "expiry": "expired"}
    assert explained["verified"] is False and explained["error"] == "wrong_audience"
    assert [key["algorithm"] for key in explained["expected_keys"]] == ["HS256"]
    assert re.fullmatch(r"[0-9a-f]{16}", explained["key"]["fingerprint"])
    assert explained["skew"]["exp"] == 1000000000 - explained["claims"]["iat"] + explained["skew"]["iat"]
    assert explained["size"]["bytes"] == len(token) < explained["size"]["cookie_bytes"] < 4096
    assert {finding["code"] for finding in explained["findings"]} >= {"no_issuer", "no_token_id", "any_issuer"}
    assert json.loads(done.stderr)["error"] == "wrong_audience"


def test_an_option_that_may_be_repeated_leaves_the_token_alone(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--audience", "reports").stdout.strip()
    options = ("--secret-file", secret, "--any-issuer", "--audience", "other", "--audience", "reports")
    assert shell.json("token", "verify", *options, token)["valid"] is True


def test_explain_tells_no_secret_and_needs_none(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--audience", "reports").stdout.strip()
    text = (shell.folder / secret).read_text().strip()
    for form in ([], ["--json"]):
        for given in (["--secret-file", secret], []):
            done = shell.run("token", "explain", token, *given, *form)
            assert text not in done.stdout + done.stderr and token not in done.stdout + done.stderr
    without_key = json.loads(shell.run("token", "explain", token, "--json").stdout)
    assert without_key["error"] == "unknown_key" and without_key["expected_keys"] == []
    assert "mixed_algorithms" not in {finding["code"] for finding in without_key["findings"]}


def test_explain_says_what_was_pasted_along(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret).stdout.strip()
    for pasted in (f"Bearer {token}", f'"{token}"', f" {token}"):
        done = shell.run("token", "explain", "--secret-file", secret, text=pasted)
        assert done.returncode == 1 and "pasted_along" in done.stdout, done
        assert done.stdout.endswith("The token is refused: malformed.\n")


def explained_at_a_terminal(shell: Shell, columns: int, *arguments: str, **variables: str) -> str:
    """What a person sees in a window of that width."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen([PROGRAM, "token", "explain", *arguments], stdin=slave, stdout=slave, stderr=slave,
                          cwd=shell.folder, env={**environment_of({}), **variables}) as process:
        os.close(slave)
        seen = b""
        while select.select([master], [], [], 30)[0]:
            try:
                seen += os.read(master, 65536)
            except OSError:  # the other side is closed
                break
        process.wait(30)
    os.close(master)
    return seen.decode().replace("\r\n", "\n")


def test_explain_fits_a_terminal_and_colours_only_repeat_its_words(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--audience", "reports").stdout.strip()
    arguments = (token, "--secret-file", secret, "--audience", "other")
    coloured = explained_at_a_terminal(shell, 80, *arguments)
    assert "\x1b[31mFAILED\x1b[0m" in coloured and "\x1b[32mok\x1b[0m" in coloured
    plain = explained_at_a_terminal(shell, 80, *arguments, NO_COLOR="1")
    # What comes after tells the time.
    assert re.sub(r"\x1b\[\d+m", "", coloured).split(" expiry ")[0] == plain.split(" expiry ")[0]
    assert max(len(line) for line in plain.splitlines()) <= 80, plain
    piped = shell.run("token", "explain", *arguments).stdout
    assert "\x1b" not in piped and len([line for line in piped.splitlines() if " audience " in line]) == 1


def test_decode_believes_nothing(shell, secret):
    token = shell.run("token", "issue", "--secret-file", secret, "--subject", "\x1b[31mada").stdout.strip()
    assert shell.json("token", "decode", token)["verified"] is False
    shown = shell.run("token", "decode", token)
    assert "\x1b" not in shown.stdout and "Not verified" in shown.stderr
    shell.refused(1, "malformed", "token", "decode", "abc")
    shell.refused(2, "wrong_usage", "token", "decode", text="")


def test_no_secret_stands_on_a_command_line_option():
    for path in command_paths():
        page = subprocess.run([PROGRAM, *path, "--help"], capture_output=True, text=True, check=True).stdout
        assert not re.search(r"--(password|secret|key)\s+[A-Z]", page), page
