"""Bad input over real HTTP: the right status, the stable code, one clear sentence, the form that the design names."""

from __future__ import annotations

import base64
import time

import pytest

from server_process import PASSWORD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def assert_sentence(text: str) -> None:
    assert text and text[0].isupper() and text.rstrip()[-1] in ".!?", text


def assert_oauth_error(answer, status: int, error: str, code: str) -> None:
    """RFC 6749 section 5.2 with the stable code as extra member."""
    assert answer.header("Content-Type").startswith("application/json"), answer.header("Content-Type")
    body = answer.json()
    assert (answer.status, body["error"], body["code"]) == (status, error, code), (answer.status, body)
    assert_sentence(body["error_description"])
    assert "no-store" in answer.header("Cache-Control")


def assert_problem(answer, status: int, code: str) -> None:
    """RFC 9457."""
    assert answer.header("Content-Type").startswith("application/problem+json"), (answer.status, answer.text)
    body = answer.json()
    assert (answer.status, body["code"], body["status"]) == (status, code, status), body
    assert_sentence(body["detail"] if "detail" in body else body["title"])


def password_form(**change) -> dict[str, str]:
    form = {"grant_type": "password", "username": "alice", "password": PASSWORD, **change}
    return {name: value for name, value in form.items() if value is not None}


TOKEN_ENDPOINT_FORMS = [
    ("without a grant type", password_form(grant_type=None), 400, "invalid_request", "missing_parameter"),
    ("with an empty grant type", password_form(grant_type=""), 400, "invalid_request", "missing_parameter"),
    ("of an unknown grant", password_form(grant_type="implicit"), 400, "unsupported_grant_type", "unsupported_grant"),
    ("without a user name", password_form(username=None), 400, "invalid_request", "missing_parameter"),
    ("without a password", password_form(password=None), 400, "invalid_request", "missing_parameter"),
    ("with a wrong password", password_form(password="wrong"), 400, "invalid_grant", "wrong_credentials"),
    ("of an unknown user", password_form(username="nobody"), 400, "invalid_grant", "wrong_credentials"),
    ("with NUL in the password", password_form(password="a\0b"), 400, "invalid_request", "invalid_form"),
    ("of a name that is no UTF-8", b"grant_type=password&username=%ff%fe&password=x", 400, "invalid_grant",
     "wrong_credentials"),
    ("with a password of 5,000 characters", password_form(password="x" * 5000), 400, "invalid_grant",
     "wrong_credentials"),
    ("with a scope that is not offered", password_form(scope="admin"), 400, "invalid_scope", "invalid_scope"),
    ("with a malformed scope", password_form(scope='open"id'), 400, "invalid_scope", "invalid_scope"),
    ("for a resource that is unknown", password_form(resource="https://elsewhere.example"), 400, "invalid_target",
     "invalid_target"),
    ("with an unknown client", password_form(client_id="nobody"), 401, "invalid_client", "invalid_client"),
    ("with a secret for the public client", password_form(client_id="watchword", client_secret="x"), 401,
     "invalid_client", "invalid_client"),
    ("to refresh without a token", {"grant_type": "refresh_token"}, 400, "invalid_request", "missing_parameter"),
    ("to refresh with garbage", {"grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant",
     "invalid_refresh_token"),
    ("to refresh with an unknown token", {"grant_type": "refresh_token", "refresh_token": "A" * 65}, 400,
     "invalid_grant", "invalid_refresh_token"),
    ("with a repeated parameter", [("grant_type", "password"), ("username", "alice"), ("username", "bob"),
                                   ("password", PASSWORD)], 400, "invalid_request", "repeated_parameter"),
]


@pytest.mark.parametrize("form, status, error, code", [row[1:] for row in TOKEN_ENDPOINT_FORMS],
                         ids=[row[0].replace(" ", "_") for row in TOKEN_ENDPOINT_FORMS])
def test_a_token_request_is_refused(server, form, status, error, code):
    sent = {"body": form, "headers": FORM} if isinstance(form, bytes) else {"form": form}
    assert_oauth_error(server.client().post("/oauth2/token", **sent), status, error, code)


TOKEN_ENDPOINT_BODIES = [
    ("JSON", JSON, '{"grant_type":"password"}', "unsupported_media_type"),
    ("no content type", {}, "grant_type=password", "unsupported_media_type"),
    ("text", {"Content-Type": "text/plain"}, "grant_type=password", "unsupported_media_type"),
    ("a broken escape", FORM, "grant_type=%zz", "invalid_form"),
    ("half an escape", FORM, "grant_type=password&username=%4", "invalid_form"),
    ("an escape of NUL in a name", FORM, "grant_type%00=password", "invalid_form"),
    ("nothing at all", FORM, "", "missing_parameter"),
]


@pytest.mark.parametrize("headers, body, code", [row[1:] for row in TOKEN_ENDPOINT_BODIES],
                         ids=[row[0].replace(" ", "_") for row in TOKEN_ENDPOINT_BODIES])
def test_a_body_that_is_no_form_is_refused(server, headers, body, code):
    answer = server.client().post("/oauth2/token", headers=headers, body=body)
    assert_oauth_error(answer, 400, "invalid_request", code)


def test_a_form_with_a_charset_is_a_form(server):
    answer = server.client().post("/oauth2/token", body="grant_type=x",
                                  headers={"Content-Type": "Application/X-WWW-Form-urlencoded; charset=UTF-8"})
    assert answer.json()["error"] == "unsupported_grant_type"


def test_an_oversized_body_is_refused(server):
    for path in ("/oauth2/token", "/api/v1/login"):
        answer = server.client().post(path, headers=FORM, body=b"a=" + b"x" * (256 * 1024))
        assert answer.status == 413
        assert answer.json()["code"] == "body_too_large"


@pytest.mark.parametrize("authorization", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"no-colon").decode()])
def test_broken_client_authentication_is_refused(server, authorization):
    answer = server.client().post("/oauth2/token", form={"grant_type": "client_credentials"},
                                  headers={"Authorization": authorization})
    assert answer.status in (400, 401) and answer.json()["error"] in ("invalid_client", "invalid_request")


API_BODIES = [
    ("broken JSON", JSON, '{"username": "alice"', 400, "invalid_json"),
    ("a lone surrogate", JSON, '{"username": "\\ud800", "password": "x"}', 400, "invalid_json"),
    ("a repeated name", JSON, '{"username": "alice", "username": "bob", "password": "x"}', 400, "invalid_json"),
    ("a repeated name in disguise", JSON, '{"username": "alice", "\\u0075sername": "bob", "password": "x"}', 400,
     "invalid_json"),
    ("deep nesting", JSON, "[" * 5000 + "]" * 5000, 400, "invalid_json"),
    ("something after the end", JSON, '{"username":"alice","password":"x"} true', 400, "invalid_json"),
    ("an array", JSON, "[]", 400, "invalid_json"),
    ("a number for a name", JSON, '{"username": 1, "password": "x"}', 400, "invalid_request"),
    ("no password", JSON, '{"username": "alice"}', 400, "missing_parameter"),
    ("nothing", JSON, "", 400, "invalid_json"),
    ("a form", FORM, "username=alice&password=x", 415, "unsupported_media_type"),
    ("a wrong password", JSON, '{"username": "alice", "password": "wrong"}', 401, "wrong_credentials"),
    ("an unknown user", JSON, '{"username": "nobody", "password": "wrong"}', 401, "wrong_credentials"),
]


@pytest.mark.parametrize("headers, body, status, code", [row[1:] for row in API_BODIES],
                         ids=[row[0].replace(" ", "_") for row in API_BODIES])
def test_a_login_by_the_api_is_refused(server, headers, body, status, code):
    assert_problem(server.client().post("/api/v1/login", headers=headers, body=body), status, code)


def test_an_unknown_user_and_a_wrong_password_look_the_same(server):
    answers = [server.client().post("/oauth2/token", form=password_form(**change))
               for change in ({"password": "wrong"}, {"username": "nobody"})]
    first, second = ((answer.status, answer.body, sorted(name.lower() for name in answer.headers.keys()))
                     for answer in answers)
    assert first == second


def test_an_unknown_user_and_a_wrong_password_take_the_same_time(start_server):
    """Of each the fastest, interleaved, until what else this machine does has spared both; with hashes of the default
    price, so that a missing one would be seen."""
    server = start_server({"passwords.argon2_memory_kib": 19456, "passwords.argon2_passes": 2})

    def seconds(name: str) -> float:
        before = time.perf_counter()
        assert server.client().post("/oauth2/token", form=password_form(username=name, password="wrong")).status == 400
        return time.perf_counter() - before

    samples = []
    while len(samples) < 100:
        samples += [(seconds("alice"), seconds("nobody")) for _ in range(10)]
        known, unknown = map(min, zip(*samples))
        if 0.7 < known / unknown < 1.4:
            break
    assert 0.7 < known / unknown < 1.4, (known, unknown)


def test_unknown_paths_and_methods_are_told(server):
    assert_problem(server.client().get("/nowhere"), 404, "not_found")
    answer = server.client().request("DELETE", "/oauth2/token")
    assert answer.status == 405 and "POST" in answer.header("Allow")
    assert answer.json()["code"] == "method_not_allowed"
    assert server.client().get("/oauth2/token").status == 405


def test_no_secret_reaches_the_log(start_server):
    server = start_server({"log.level": "debug"})
    tokens = server.sign_in("alice")
    server.client().post("/oauth2/token", form=password_form(password="wrong-and-secret"))
    server.refresh(tokens["refresh_token"])
    server.client().get("/oauth2/userinfo", bearer=tokens["access_token"])
    browser = server.browser()
    browser.follow(browser.sign_in("alice", PASSWORD))
    server.stop()
    for secret in (PASSWORD, "wrong-and-secret", tokens["refresh_token"], tokens["access_token"].split(".")[2],
                   *(value for value in browser.cookies.values() if len(value) > 12)):
        assert secret not in server.output
