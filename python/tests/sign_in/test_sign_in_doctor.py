"""`flask watchword doctor` and `python -m watchword.doctor`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from email.utils import formatdate

import pytest
from flask import Flask
from stub_issuer import AUDIENCE, JWKS, METADATA, as_json

from watchword import _native
from watchword.diagnosis import check_clock
from watchword.flask import JWTManager
from watchword.flask.commands import add_commands

SECRET = "0123456789abcdef0123456789abcdef-shared"
OTHER = "another secret of at least thirty-two bytes"


def doctor(app, *arguments, text=None):
    return app.test_cli_runner().invoke(args=["watchword", "doctor", *arguments], input=text)


def findings_of(answer):
    """check -> outcome; of several, the worst."""
    order = ["skipped", "ok", "warning", "failed"]
    found = {}
    for finding in json.loads(answer.output)["findings"]:
        before = found.get(finding["check"], "skipped")
        found[finding["check"]] = max(before, finding["outcome"], key=order.index)
    return found


def finding_of(answer, check, outcome="failed"):
    return next(
        one for one in json.loads(answer.output)["findings"] if (one["check"], one["outcome"]) == (check, outcome)
    )


@pytest.fixture
def secret_app(make_app, service):
    return make_app(WATCHWORD_KEYS=[SECRET], WATCHWORD_ALGORITHMS=["HS256"])


def test_a_healthy_application_is_said_to_be_one(make_app):
    answer = doctor(make_app(SESSION_COOKIE_SECURE=True), "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.output)["healthy"] is True
    assert {"server", "clock", "keys", "client", "secret_key", "session_cookie"} <= findings_of(answer).keys()
    assert "failed" not in findings_of(answer).values()


def test_on_paper_every_check_is_a_line_and_colours_are_for_terminals(make_app):
    answer = doctor(make_app())
    assert "\x1b" not in answer.output
    assert any(line.startswith("     ok  server") for line in answer.output.splitlines())
    assert answer.output.rstrip().endswith("with a warning.")


def test_a_server_that_is_not_there(make_app, service):
    app = make_app(WATCHWORD_ISSUER="http://127.0.0.1:1")
    answer = doctor(app, "--json")
    assert answer.exit_code == 1
    assert findings_of(answer)["server"] == "failed"
    assert findings_of(answer)["keys"] == "failed"


def test_an_issuer_under_another_name_is_shown_byte_by_byte(make_app, service):
    localhost = service.name.replace("127.0.0.1", "localhost")
    answer = doctor(make_app(WATCHWORD_ISSUER=localhost), "--json")
    finding = finding_of(answer, "server")
    assert service.name in finding["sentence"]
    assert "localhost is not 127.0.0.1" in finding["advice"]


def test_a_wrong_client_secret_is_named(make_app, service):
    from token_service import refusal

    service.trouble = refusal("invalid_client", 401)
    assert "'shop'" in finding_of(doctor(make_app(), "--json"), "client")["sentence"]


def test_algorithms_that_the_server_does_not_use_are_named(make_app):
    finding = finding_of(doctor(make_app(WATCHWORD_ALGORITHMS=["EdDSA"]), "--json"), "keys")
    assert "ES256" in finding["sentence"] and "EdDSA" in finding["sentence"]


def test_a_jwk_set_that_cannot_be_fetched(make_app, service):
    service.answers[JWKS] = lambda _: (500, {}, b"")
    assert "cannot be fetched" in finding_of(doctor(make_app(), "--json"), "keys")["sentence"]


def test_a_secret_mismatch_is_explained_by_name_with_fingerprints_only(secret_app):
    theirs = _native.Key.from_secret("HS256", OTHER.encode()).fingerprint
    ours = _native.Key.from_secret("HS256", SECRET.encode()).fingerprint
    answer = doctor(secret_app, "--json", "--fingerprint", f"backend={theirs}")
    finding = finding_of(answer, "same_key")
    assert finding["sentence"] == f"backend holds another key: its fingerprint is {theirs}, here it is {ours}."
    assert answer.exit_code == 1
    assert SECRET not in answer.output and OTHER not in answer.output


def test_the_same_secret_is_recognised(secret_app):
    ours = _native.Key.from_secret("HS256", SECRET.encode()).fingerprint
    answer = doctor(secret_app, "--json", "--fingerprint", f"backend={ours}")
    assert finding_of(answer, "same_key", "ok")["sentence"] == "backend holds the same key."


def test_a_token_that_was_signed_with_another_secret_is_explained_by_name(secret_app, service, tmp_path):
    token = service.token(_native.Key.from_secret("HS256", OTHER.encode()))
    (tmp_path / "token").write_text(token + "\n")
    answer = doctor(secret_app, "--json", "--token-file", f"backend={tmp_path / 'token'}")
    finding = finding_of(answer, "token")
    assert "The token of backend is refused here (bad_signature)" in finding["sentence"]
    assert "backend signs with another secret" in finding["advice"]
    assert token not in answer.output


@pytest.mark.parametrize(
    ("claims", "code", "says"),
    [
        ({"aud": "https://other.example"}, "wrong_audience", "https://other.example"),
        ({"iss": "https://other.example"}, "wrong_issuer", "byte by byte"),
        ({"exp": 1}, "expired", ""),
        ({"nbf": 4_000_000_000}, "not_yet_valid", "clocks differ"),
    ],
)
def test_a_token_that_is_refused_says_why(make_app, service, claims, code, says):
    answer = doctor(make_app(), "--json", "--token-file", "backend=-", text=service.token(**claims))
    finding = finding_of(answer, "token")
    assert finding["facts"]["error"] == code
    assert says in finding["advice"]


def test_a_good_token_is_good(make_app, service):
    answer = doctor(make_app(), "--json", "--token-file", "backend=-", text=service.token())
    assert findings_of(answer)["token"] == "ok"


def test_a_service_that_publishes_other_keys_is_named(make_app, service):
    other = _native.Key.generate("ES256", "other")
    service.answers["/.well-known/jwks.json"] = lambda _: as_json({"keys": [json.loads(other.public_jwk())]})
    answer = doctor(make_app(), "--json", "--service", f"backend={service.name}")
    assert finding_of(answer, "same_key")["facts"]["theirs"] == other.fingerprint
    service.answers["/.well-known/jwks.json"] = service.answers[JWKS]
    assert findings_of(doctor(make_app(), "--json", "--service", f"backend={service.name}"))["same_key"] == "ok"


@pytest.mark.parametrize(
    ("skew", "outcome"),
    [(0, "ok"), (2.9, "ok"), (3, "warning"), (-3, "warning"), (30, "warning"), (31, "failed"), (-31, "failed")],
)
def test_clocks_are_compared(skew, outcome):
    assert check_clock(formatdate(1_800_000_000, usegmt=True), 1_800_000_000 + skew).outcome == outcome


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_server_without_a_clock_is_no_fault(date):
    assert check_clock(date, time.time()).outcome == "skipped"


@pytest.mark.parametrize(
    ("config", "check", "outcome"),
    [
        ({"SECRET_KEY": "dev"}, "secret_key", "failed"),
        ({"SECRET_KEY": "a" * 40}, "secret_key", "failed"),
        ({"SECRET_KEY": "fifteen chars.."}, "secret_key", "failed"),
        ({"SECRET_KEY": "sixteen chars..!"}, "secret_key", "warning"),
        ({"SECRET_KEY": "thirty-one characters long,....."[:31]}, "secret_key", "warning"),
        ({"SECRET_KEY": "thirty-two characters long,....."}, "secret_key", "ok"),
        ({"SESSION_COOKIE_HTTPONLY": False}, "flask_cookie", "warning"),
        ({"WATCHWORD_COOKIE_SECURE": False}, "session_cookie", "warning"),
        ({"JWT_SECRET_KEY": "super-secret"}, "secret_key", "failed"),
        ({"JWT_TOKEN_LOCATION": ["query_string"]}, "token_location", "warning"),
        ({"JWT_TOKEN_LOCATION": ["cookies"], "JWT_COOKIE_CSRF_PROTECT": False}, "jwt_csrf", "failed"),
        ({"JWT_TOKEN_LOCATION": ["cookies"]}, "jwt_cookie", "warning"),
    ],
)
def test_settings_are_judged(make_app, config, check, outcome):
    answer = doctor(make_app(**config), "--json")
    assert findings_of(answer)[check] == outcome
    assert answer.exit_code == (1 if outcome == "failed" else 0)


@pytest.mark.parametrize("arguments", [["--fingerprint", "x"], ["--token-file", "=x"], ["--token-file", "a=/no/such"]])
def test_wrong_usage_is_2(make_app, arguments):
    assert doctor(make_app(), *arguments).exit_code == 2


def test_an_application_with_nothing_of_ours_is_examined_too():
    app = Flask("bare")
    add_commands(app)
    add_commands(app)
    answer = doctor(app, "--json")
    assert answer.exit_code == 1
    assert findings_of(answer)["secret_key"] == "failed"


def test_an_application_with_a_jwt_manager_is_compared_by_its_settings(service):
    app = Flask("api")
    app.config.update(SECRET_KEY="x", JWT_SECRET_KEY=SECRET)
    JWTManager(app)
    ours = _native.Key.from_secret("HS256", SECRET.encode()).fingerprint
    answer = doctor(app, "--json", "--fingerprint", f"frontend={ours}")
    assert findings_of(answer)["same_key"] == "ok"


def by_module(*arguments, text=""):
    return subprocess.run(
        [sys.executable, "-m", "watchword.doctor", *arguments], input=text, capture_output=True, text=True, timeout=60
    )


def test_a_service_without_flask_has_a_doctor_too(service, tmp_path):
    done = by_module(
        "--issuer", service.name, "--audience", AUDIENCE, "--token-file", "flask=-", "--json", text=service.token()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "secret").write_text(OTHER)
    done = by_module("--issuer", "shop", "--audience", "shop", "--secret-file", str(tmp_path / "secret"), "--type", "")
    assert done.returncode == 0, done.stdout + done.stderr
    assert _native.Key.from_secret("HS256", OTHER.encode()).fingerprint in done.stdout
    assert OTHER not in done.stdout


def test_without_an_issuer_it_says_what_it_needs():
    done = by_module("--audience", "x")
    assert (done.returncode, "--issuer" in done.stderr) == (2, True)


def test_metadata_that_is_broken_is_said_to_be(make_app, service):
    service.answers[METADATA] = lambda _: (200, {}, b"<html>")
    assert "not JSON" in finding_of(doctor(make_app(), "--json"), "server")["sentence"]


def test_a_weak_secret_of_a_jwt_manager_is_a_finding():
    app = Flask("api")
    app.config.update(SECRET_KEY="x", JWT_SECRET_KEY="Tr0ub4dor&3")
    JWTManager(app)
    answer = doctor(app, "--json")
    assert answer.exit_code == 1
    assert "32 bytes" in finding_of(answer, "setup")["sentence"]
    assert "Tr0ub4dor" not in answer.output


def test_a_service_that_does_not_answer_is_named(make_app):
    finding = finding_of(doctor(make_app(WATCHWORD_BACKEND="http://127.0.0.1:1"), "--json"), "service")
    assert "http://127.0.0.1:1" in finding["sentence"]


@pytest.mark.parametrize(("code", "outcome"), [("invalid_client", "failed"), ("wrong_credentials", "ok")])
def test_a_login_url_that_holds_another_secret_of_this_application_is_named(make_app, service, code, outcome):
    from token_service import refusal

    service.answers["/login"] = lambda _: refusal(code, 401)
    answer = doctor(make_app(WATCHWORD_LOGIN_URL=service.name + "/login", WATCHWORD_CLIENT_SECRET=OTHER), "--json")
    finding = finding_of(answer, "frontend_secret", outcome)
    assert "'shop'" in finding["sentence"]
    assert finding["facts"]["fingerprint"] in finding["sentence"]
    assert OTHER not in answer.output
