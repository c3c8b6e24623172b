"""What makes it fast: one verification in C++ for each request; and what is not loaded."""

import subprocess
import sys

import pytest

from watchword import _native, jwt
from watchword.flask import create_access_token, create_refresh_token, jwt_required


@pytest.fixture
def decoded(monkeypatch):
    """What the native decoder answered, call by call."""
    answers = []
    native = _native.decode

    def decode(*arguments):
        answers.append(native(*arguments))
        return answers[-1]

    monkeypatch.setattr(_native, "decode", decode)
    return answers


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"JWT_ALGORITHM": "HS512", "JWT_SECRET_KEY": "x" * 64},
        {"JWT_ENCODE_AUDIENCE": "api", "JWT_DECODE_AUDIENCE": "api"},
        {"JWT_ENCODE_ISSUER": "id", "JWT_DECODE_ISSUER": "id"},
        {"JWT_VERIFY_SUB": False, "JWT_DECODE_LEEWAY": 5},
    ],
)
def test_a_good_token_is_decoded_once_and_natively(app, client, bearer, decoded, settings):
    app.config.update(settings)
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    headers = bearer("alice")
    assert client.get("/", headers=headers).status_code == 200
    assert [answer["sub"] for answer in decoded] == ["alice"]


def test_a_bad_token_is_never_accepted_natively(app, client, bearer, decoded):
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    headers = {"Authorization": bearer("alice")["Authorization"][:-4] + "AAAA"}
    assert client.get("/", headers=headers).status_code == 422
    assert set(decoded) == {None}


def test_tokens_are_made_natively_unless_json_does_not_know_a_claim(app, manager, monkeypatch):
    made = []
    native = _native.encode
    monkeypatch.setattr(_native, "encode", lambda *arguments: made.append(native(*arguments)) or made[-1])
    with app.app_context():
        assert create_access_token("alice") == made[-1]
        assert create_refresh_token("alice", additional_claims={"role": "é"}) == made[-1]


def test_an_algorithm_that_was_unregistered_is_not_used(app, client, bearer):
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    headers = bearer("alice")
    algorithm = jwt.get_algorithm_by_name("HS256")
    jwt.unregister_algorithm("HS256")
    try:
        assert client.get("/", headers=headers).status_code == 422
    finally:
        jwt.register_algorithm("HS256", algorithm)
    assert client.get("/", headers=headers).status_code == 200


def test_a_check_that_somebody_replaced_is_made(app, client, bearer, monkeypatch):
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    headers = bearer("alice")
    assert client.get("/", headers=headers).status_code == 200

    def refused(*_, **__):
        raise jwt.InvalidTokenError("says the test")

    monkeypatch.setattr(jwt.PyJWT, "_validate_sub", refused)
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.json) == (422, {"msg": "says the test"})
    monkeypatch.undo()
    assert client.get("/", headers=headers).status_code == 200


def loaded_by(statement):
    """The modules that a fresh interpreter has loaded after `statement`."""
    command = [sys.executable, "-c", f"import sys; {statement}; print(*sys.modules)"]
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    return set(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split())


def test_the_package_loads_neither_the_libraries_it_replaces_nor_what_it_may_not_need():
    loaded = loaded_by("import watchword.flask")
    assert "watchword.jwt" in loaded
    assert loaded.isdisjoint({"jwt", "flask_jwt_extended", "jose", "passlib", "asgiref", "watchword.verifier"})
    assert not {name for name in loaded if name.startswith(("watchword.fastapi", "watchword.flask.sign_in"))}


def test_the_token_library_alone_does_not_load_flask():
    assert "flask" not in loaded_by("import watchword.jwt")
