"""Sign in, refresh, sign out: the token endpoint as applications use it, over HTTP and HTTPS."""

from __future__ import annotations

import threading
import time

import jwt

from server_process import PASSWORD, PATIENCE


def claims_of(token: str) -> dict:
    return jwt.decode(token, options={"verify_signature": False})


def fastapi_form(name: str, password: str) -> dict[str, str]:
    """Field for field what Swagger's Authorize button sends to FastAPI's OAuth2PasswordRequestForm."""
    return {"grant_type": "password", "username": name, "password": password, "scope": "", "client_id": "",
            "client_secret": ""}


def test_a_sign_in_as_fastapis_form_sends_it_gives_a_bearer_token(any_server):
    answer = any_server.client().post("/oauth2/token", form=fastapi_form("alice", PASSWORD))
    assert answer.status == 200
    assert answer.header("Content-Type").startswith("application/json")
    assert "no-store" in answer.header("Cache-Control")
    tokens = answer.json()
    assert tokens["token_type"].lower() == "bearer"
    assert tokens["expires_in"] == 900
    assert tokens["refresh_token"]


def test_the_access_token_is_an_rfc_9068_token(any_server):
    token = any_server.sign_in("alice", scope="openid profile")["access_token"]
    header = jwt.get_unverified_header(token)
    assert header["typ"] == "at+jwt" and header["alg"] == "ES256" and header["kid"]
    claims = claims_of(token)
    assert claims["iss"] == any_server.base_url
    assert claims["aud"] == any_server.base_url
    assert claims["client_id"] == "watchword"
    assert claims["scope"] == "openid profile"
    assert claims["sub"] and claims["sid"] and claims["jti"]
    assert claims["exp"] - claims["iat"] == 900
    assert abs(claims["iat"] - time.time()) < PATIENCE


def test_the_user_name_is_not_case_sensitive(server):
    assert server.sign_in("ALICE")["access_token"]


def test_two_sign_ins_are_two_sessions_of_one_subject(server):
    first, second = (claims_of(server.sign_in("alice")["access_token"]) for _ in range(2))
    assert first["sub"] == second["sub"]
    assert first["sid"] != second["sid"]
    assert first["jti"] != second["jti"]


def test_a_refresh_gives_new_tokens_of_the_same_session(any_server):
    before = any_server.sign_in("alice")
    answer = any_server.refresh(before["refresh_token"])
    assert answer.status == 200 and "no-store" in answer.header("Cache-Control")
    after = answer.json()
    assert after["refresh_token"] != before["refresh_token"]
    old, new = claims_of(before["access_token"]), claims_of(after["access_token"])
    assert (old["sid"], old["sub"], old["auth_time"]) == (new["sid"], new["sub"], new["auth_time"])
    assert old["jti"] != new["jti"]


def test_a_replay_within_the_grace_gets_the_same_refresh_token_and_a_new_access_token(server):
    first = server.sign_in("alice")["refresh_token"]
    once, again = server.refresh(first).json(), server.refresh(first).json()
    assert once["refresh_token"] == again["refresh_token"]
    assert claims_of(once["access_token"])["jti"] != claims_of(again["access_token"])["jti"]
    assert server.refresh(once["refresh_token"]).status == 200


def test_two_tabs_that_refresh_at_the_same_moment_both_stay_signed_in(server):
    token = server.sign_in("alice")["refresh_token"]
    answers = []
    gate = threading.Barrier(8)

    def refresh():
        gate.wait()
        answers.append(server.refresh(token))

    tabs = [threading.Thread(target=refresh) for _ in range(8)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert [answer.status for answer in answers] == [200] * 8
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


def test_an_ancestor_of_the_predecessor_ends_the_session_even_within_the_grace(server):
    first = server.sign_in("alice")["refresh_token"]
    second = server.refresh(first).json()["refresh_token"]
    third = server.refresh(second).json()["refresh_token"]
    reuse = server.refresh(first)
    assert (reuse.status, reuse.json()["error"], reuse.json()["code"]) == (400, "invalid_grant", "refresh_token_reused")
    after = server.refresh(third)
    assert (after.status, after.json()["error"]) == (400, "invalid_grant")


def test_without_grace_a_second_use_ends_the_session(start_server):
    server = start_server({"lifetimes.refresh_grace": 0})
    first = server.sign_in("alice")
    second = server.refresh(first["refresh_token"]).json()
    reuse = server.refresh(first["refresh_token"])
    assert (reuse.status, reuse.json()["code"]) == (400, "refresh_token_reused")
    assert server.refresh(second["refresh_token"]).status == 400
    userinfo = server.client().get("/oauth2/userinfo", bearer=second["access_token"])
    assert userinfo.status == 401


def test_after_the_grace_a_second_use_ends_the_session(start_server):
    server = start_server({"lifetimes.refresh_grace": 1})
    first = server.sign_in("alice")["refresh_token"]
    second = server.refresh(first).json()["refresh_token"]
    time.sleep(2.2)  # the server's clock is the system's
    assert server.refresh(first).json()["code"] == "refresh_token_reused"
    assert server.refresh(second).status == 400


def test_a_refresh_may_narrow_the_scope_but_not_widen_it(server):
    tokens = server.sign_in("alice", scope="openid profile")
    narrowed = server.refresh(tokens["refresh_token"], scope="openid")
    assert narrowed.status == 200 and narrowed.json()["scope"] == "openid"
    widened = server.refresh(narrowed.json()["refresh_token"], scope="openid profile email")
    assert (widened.status, widened.json()["error"]) == (400, "invalid_scope")


def test_a_refresh_token_is_bound_to_its_client(server):
    secret = server.cli_json("client", "add", "binding-web", "--grant", "refresh_token", "--grant", "password")["secret"]
    token = server.sign_in("alice")["refresh_token"]
    stolen = server.client().post("/oauth2/token", form={"grant_type": "refresh_token", "refresh_token": token},
                                  basic=("binding-web", secret))
    assert (stolen.status, stolen.json()["error"]) == (400, "invalid_grant")
    assert server.refresh(token).status == 200


def test_an_access_token_expires(start_server):
    server = start_server({"lifetimes.access_token": 10})
    token = server.sign_in("alice")["access_token"]
    client = server.client()
    deadline = time.monotonic() + PATIENCE
    while (answer := client.get("/oauth2/userinfo", bearer=token)).status == 200:
        assert time.monotonic() < deadline, "it never expires"
        time.sleep(0.1)
    assert answer.status == 401 and 'error="invalid_token"' in answer.header("WWW-Authenticate")
    assert answer.json()["code"] == "expired"


def test_revoking_a_refresh_token_ends_its_session(any_server):
    tokens = any_server.sign_in("alice")
    client = any_server.client()
    assert client.get("/oauth2/userinfo", bearer=tokens["access_token"]).status == 200
    assert client.post("/oauth2/revoke", form={"token": tokens["refresh_token"],
                                               "token_type_hint": "refresh_token"}).status == 200
    assert any_server.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert client.get("/oauth2/userinfo", bearer=tokens["access_token"]).status == 401


def test_revoking_an_access_token_ends_its_session(server):
    tokens = server.sign_in("alice")
    assert server.client().post("/oauth2/revoke", form={"token": tokens["access_token"]}).status == 200
    assert server.refresh(tokens["refresh_token"]).status == 400


def test_revoking_an_unknown_token_is_no_error(server):
    assert server.client().post("/oauth2/revoke", form={"token": "nobody-knows-this"}).status == 200


def test_userinfo_tells_who_it_is(server):
    server.add_user("carol", PASSWORD, "--email", "carol@example.org")
    tokens = server.sign_in("carol", scope="openid profile email")
    answer = server.client().get("/oauth2/userinfo", bearer=tokens["access_token"])
    assert answer.status == 200
    assert answer.json()["sub"] == claims_of(tokens["access_token"])["sub"]
    assert answer.json()["preferred_username"] == "carol"
    assert answer.json()["email"] == "carol@example.org"


def test_userinfo_without_the_email_scope_keeps_the_address_to_itself(server):
    server.add_user("dave", PASSWORD, "--email", "dave@example.org")
    tokens = server.sign_in("dave", scope="openid")
    assert "email" not in server.client().get("/oauth2/userinfo", bearer=tokens["access_token"]).json()


def test_a_disabled_user_is_out_at_once(server, new_user):
    tokens = server.sign_in(new_user)
    server.cli("user", "disable", new_user)
    deadline = time.monotonic() + PATIENCE
    while server.client().get("/oauth2/userinfo", bearer=tokens["access_token"]).status == 200:
        assert time.monotonic() < deadline, "the server never noticed"
        time.sleep(0.05)
    assert server.refresh(tokens["refresh_token"]).status == 400
    again = server.client().post("/oauth2/token", form=fastapi_form(new_user, PASSWORD))
    assert (again.status, again.json()["code"]) == (400, "wrong_credentials")
    server.cli("user", "enable", new_user)
    assert server.sign_in(new_user)["access_token"]


def test_a_new_password_by_the_command_line_ends_the_old_sessions(server, new_user):
    tokens = server.sign_in(new_user)
    server.cli("user", "password", new_user, "--password-stdin", text="another long pass phrase\n")
    assert server.refresh(tokens["refresh_token"]).status == 400
    assert server.client().post("/oauth2/token", form=fastapi_form(new_user, PASSWORD)).status == 400
    assert server.sign_in(new_user, "another long pass phrase")["access_token"]


def test_a_session_revoked_by_the_command_line_is_over(server, new_user):
    tokens = server.sign_in(new_user)
    server.cli("session", "revoke", claims_of(tokens["access_token"])["sid"])
    assert server.refresh(tokens["refresh_token"]).status == 400
