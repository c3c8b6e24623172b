"""The two examples with a shared secret, run as their READMEs say, and FastAPI's tutorial."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from freezegun import freeze_time
from loopback_ports import free_port
from running_demo import EXAMPLES, demo, load

SECRET = "0123456789abcdef0123456789abcdef-of-tests"
OTHER = "fedcba9876543210fedcba9876543210-of-tests"
ALICE = {"username": "alice", "password": "correct horse battery staple"}
FLASK = EXAMPLES / "flask_shared_secret"
FASTAPI = EXAMPLES / "fastapi_shared_secret"


def _service(name: str, command: list[str], folder: Path, port: int, ready: str, log: Path):
    return demo.Service(
        name, [sys.executable, "-m", *command], {"JWT_SECRET": SECRET}, f"http://localhost:{port}{ready}", log, folder
    )


@pytest.fixture(scope="module")
def urls(tmp_path_factory):
    """Both services as processes of their own, with the same secret."""
    logs = tmp_path_factory.mktemp("logs")
    flask, fastapi = free_port(), free_port()
    run = ["flask", "--app", "app", "run", "--host", "localhost", "--port", str(flask)]
    serve = ["uvicorn", "--factory", "app:create_app", "--host", "localhost", "--port", str(fastapi)]
    services = [
        _service("flask", run, FLASK, flask, "/static/none", logs / "flask.log"),
        _service("fastapi", serve, FASTAPI, fastapi, "/openapi.json", logs / "fastapi.log"),
    ]
    try:
        for service in services:
            service.start()
        yield {"flask": f"http://localhost:{flask}", "fastapi": f"http://localhost:{fastapi}"}
    finally:
        for service in services:
            service.stop()
    assert not [service.name for service in services if SECRET in service.log.read_text()]


def _sign_in(urls: dict[str, str], name: str, **changes: str) -> httpx.Response:
    body = {**ALICE, **changes}
    url = f"{urls[name]}/login"
    return httpx.post(url, json=body) if name == "flask" else httpx.post(url, data=body)


def _get(url: str, token: str) -> httpx.Response:
    return httpx.get(url, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("issuer", ["flask", "fastapi"])
@pytest.mark.parametrize("service", ["flask", "fastapi"])
def test_each_takes_the_tokens_of_the_other(urls, issuer, service):
    token = _sign_in(urls, issuer).json()["access_token"]
    assert _get(f"{urls[service]}/profile", token).json() == {"name": "alice"}
    assert _get(f"{urls[service]}/notes/", token).json()["owner"] == "alice"


@pytest.mark.parametrize("name", ["flask", "fastapi"])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(urls, name):
    wrong, unknown = _sign_in(urls, name, password="wrong"), _sign_in(urls, name, username="mallory")
    assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text) == (401, wrong.text)


@pytest.mark.parametrize("name", ["flask", "fastapi"])
@pytest.mark.parametrize("path", ["/profile", "/notes/"])
def test_without_a_good_token_there_is_nothing(urls, name, path):
    assert httpx.get(urls[name] + path).status_code == 401
    refused = _get(urls[name] + path, _sign_in(urls, name).json()["access_token"][:-2])
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.fixture
def flask_app(monkeypatch):
    monkeypatch.setenv("JWT_SECRET", SECRET)
    return load("flask_shared_secret_app", FLASK / "app.py").create_app()


@pytest.fixture
def fastapi_app(monkeypatch):
    monkeypatch.setenv("JWT_SECRET", SECRET)
    return load("fastapi_shared_secret_app", FASTAPI / "app.py").create_app()


def test_an_expired_token_says_so(flask_app):
    client = flask_app.test_client()
    with freeze_time("2026-11-22 12:00:00") as clock:
        token = client.post("/login", json=ALICE).json["access_token"]
        clock.tick(899)
        assert client.get("/profile", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        clock.tick(1)
        late = client.get("/profile", headers={"Authorization": f"Bearer {token}"})
    assert (late.status_code, late.json["message"]) == (401, "The token has expired. Please sign in again.")


@pytest.mark.parametrize("folder", [FLASK, FASTAPI], ids=lambda folder: folder.name)
@pytest.mark.parametrize("secret", ["", "secret", "x" * 31])
def test_a_weak_secret_ends_the_program_at_the_start(folder, secret):
    start = "import app; app.create_app()"
    done = subprocess.run(
        [sys.executable, "-c", start],
        cwd=folder,
        env={**os.environ, "JWT_SECRET": secret},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "JWT_SECRET is not usable" in done.stderr and "watchword secret" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["flask", "fastapi"])
def test_a_secret_of_32_bytes_is_enough(monkeypatch, name):
    monkeypatch.setenv("JWT_SECRET", "y" * 32)
    load(f"{name}_with_32_bytes", EXAMPLES / f"{name}_shared_secret" / "app.py").create_app()


def test_what_old_tutorials_write_is_explained_in_flask(flask_app):
    module = sys.modules["flask_shared_secret_app"]

    @flask_app.get("/old")
    def old():
        return module.create_token("alice").decode("utf-8")

    flask_app.testing = True
    with pytest.raises(AttributeError) as error:
        flask_app.test_client().get("/old")
    _require_explanation(error.value)


def test_what_old_tutorials_write_is_explained_in_fastapi(fastapi_app):
    from fastapi.testclient import TestClient

    module = sys.modules["fastapi_shared_secret_app"]

    @fastapi_app.get("/old")
    async def old():
        return module.create_token("alice", SECRET).decode("utf-8")

    with pytest.raises(AttributeError) as error:
        TestClient(fastapi_app).get("/old")
    _require_explanation(error.value)


def _require_explanation(error: AttributeError) -> None:
    if sys.version_info >= (3, 11):
        assert [note for note in error.__notes__ if "Remove the `.decode(...)`" in note]


def test_what_is_not_a_token_is_not_explained(fastapi_app):
    from fastapi.testclient import TestClient

    @fastapi_app.get("/other")
    async def other():
        return "just text".decode("utf-8")

    with pytest.raises(AttributeError) as error:
        TestClient(fastapi_app).get("/other")
    assert not getattr(error.value, "__notes__", [])


# -- secrets that differ


def _doctor_of_flask(secret: str, fingerprint_of_fastapi: str) -> tuple[dict[str, str], str]:
    """The finding about FastAPI's secret, and all that was printed."""
    words = ["watchword", "doctor", "--fingerprint", f"fastapi={fingerprint_of_fastapi}", "--json"]
    environment = {**os.environ, "JWT_SECRET": secret}
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    done = subprocess.run(command, cwd=FLASK, env=environment, capture_output=True, text=True)
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == any(each["outcome"] == "failed" for each in findings), done.stderr
    [found] = [each for each in findings if each["check"] == "same_key"]
    assert [each["check"] for each in findings if each["outcome"] == "failed" and each is not found] == []
    return found, done.stdout + done.stderr


def _fingerprint(secret: str, tmp_path: Path) -> str:
    """As somebody reads it off at the other service."""
    file = tmp_path / "jwt.secret"
    file.write_text(secret)
    words = [
        "--issuer",
        "fastapi",
        "--audience",
        "shared-secret-example",
        "--secret-file",
        str(file),
        "--type",
        "",
        "--json",
    ]
    done = subprocess.run([sys.executable, "-m", "watchword.doctor", *words], capture_output=True, text=True)
    assert secret not in done.stdout + done.stderr
    found = re.search(r'"fingerprint": "([^"]+)"', done.stdout)
    assert found, done.stdout + done.stderr
    return found[1]


def test_the_doctor_finds_equal_secrets_equal(tmp_path):
    found, printed = _doctor_of_flask(SECRET, _fingerprint(SECRET, tmp_path))
    assert (found["outcome"], "fastapi" in found["sentence"]) == ("ok", True)
    assert SECRET not in printed


def test_the_doctor_names_the_service_whose_secret_differs_and_shows_no_secret(tmp_path):
    theirs = _fingerprint(OTHER, tmp_path)
    found, printed = _doctor_of_flask(SECRET, theirs)
    assert (found["outcome"], "fastapi" in found["sentence"]) == ("failed", True)
    assert theirs in printed and _fingerprint(SECRET, tmp_path) in printed
    assert SECRET not in printed and OTHER not in printed


# -- the tutorial of FastAPI's documentation

PEERS = (
    ("from watchword import jwt", "import jwt"),
    ("from watchword.jwt.exceptions import InvalidTokenError", "from jwt.exceptions import InvalidTokenError"),
    ("from watchword.passwords import PasswordHash", "from pwdlib import PasswordHash"),
)


def _tutorial_with_its_own_imports(tmp_path: Path) -> Path:
    text = (FASTAPI / "tutorial.py").read_text()
    for ours, theirs in PEERS:
        assert text.count(f"\n{ours}\n") == 1
        text = text.replace(f"\n{ours}\n", f"\n{theirs}\n")
    file = tmp_path / "tutorial_of_the_documentation.py"
    file.write_text(text)
    return file


def _walk_through(app) -> list[tuple[int, object]]:
    from fastapi.testclient import TestClient

    client = TestClient(app)
    signed_in = client.post("/token", data={"username": "johndoe", "password": "secret"})
    token = signed_in.json()["access_token"]
    answers = [signed_in]
    for headers in ({"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {token}x"}, {}):
        answers += [client.get(path, headers=headers) for path in ("/users/me/", "/users/me/items/")]
    answers += [client.post("/token", data={"username": name, "password": "wrong"}) for name in ("johndoe", "nobody")]
    answers.append(client.get("/openapi.json"))
    return [(answer.status_code, answer.json(), answer.headers.get("WWW-Authenticate")) for answer in answers]


def test_the_tutorial_answers_as_it_does_with_its_own_imports(tmp_path):
    with freeze_time("2026-11-22 12:00:00"):
        ours = _walk_through(load("tutorial", FASTAPI / "tutorial.py").app)
        theirs = _walk_through(load("tutorial_of_the_documentation", _tutorial_with_its_own_imports(tmp_path)).app)
    assert ours == theirs
    assert [status for status, *_ in ours] == [200, 200, 200, 401, 401, 401, 401, 401, 401, 200]


def test_a_disabled_user_of_the_tutorial_is_inactive():
    from fastapi.testclient import TestClient

    module = load("tutorial_with_a_disabled_user", FASTAPI / "tutorial.py")
    client = TestClient(module.app)
    token = client.post("/token", data={"username": "johndoe", "password": "secret"}).json()["access_token"]
    module.people_db["johndoe"]["disabled"] = True
    answer = client.get("/users/me/", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Inactive user"})
