"""Applications: client_credentials, introspection, and what a client may not do."""

from __future__ import annotations

import jwt
import pytest


@pytest.fixture(scope="module")
def service(server):
    """A confidential client with one scope; (id, secret)."""
    added = server.cli_json("client", "add", "reports", "--grant", "client_credentials", "--scope", "read",
                            "--scope", "write")
    return "reports", added["secret"]


def token_of(server, client, **form):
    return server.client().post("/oauth2/token", form={"grant_type": "client_credentials", **form}, basic=client)


def test_a_service_gets_a_token_for_itself_and_no_refresh_token(server, service):
    answer = token_of(server, service, scope="read")
    assert answer.status == 200 and "refresh_token" not in answer.json()
    claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
    assert claims["client_id"] == "reports" and claims["scope"] == "read" and "sid" not in claims


def test_the_secret_may_be_sent_in_the_form(server, service):
    answer = server.client().post("/oauth2/token", form={"grant_type": "client_credentials", "client_id": service[0],
                                                         "client_secret": service[1]})
    assert answer.status == 200


@pytest.mark.parametrize("form, status, error, code", [
    ({"scope": "admin"}, 400, "invalid_scope", "invalid_scope"),
    ({"scope": "re\"ad"}, 400, "invalid_scope", "invalid_scope"),
    ({"resource": "https://elsewhere.example"}, 400, "invalid_target", "invalid_target"),
])
def test_a_service_gets_no_more_than_it_may_have(server, service, form, status, error, code):
    answer = token_of(server, service, **form)
    assert (answer.status, answer.json()["error"], answer.json()["code"]) == (status, error, code)


def test_a_service_may_not_sign_people_in(server, service):
    answer = server.client().post("/oauth2/token", basic=service,
                                  form={"grant_type": "password", "username": "alice", "password": "x"})
    assert (answer.status, answer.json()["error"]) == (400, "unauthorized_client")


def test_the_first_party_client_has_no_token_of_its_own(server):
    answer = server.client().post("/oauth2/token", form={"grant_type": "client_credentials"})
    assert (answer.status, answer.json()["error"]) == (400, "unauthorized_client")


def test_introspection_knows_a_live_token_and_forgets_an_ended_one(server, service):
    resource = server.cli_json("client", "add", "resource-server", "--grant", "client_credentials", "--resource",
                               server.base_url)
    asker = ("resource-server", resource["secret"])
    tokens = server.sign_in("alice", scope="openid")
    client = server.client()
    live = client.post("/oauth2/introspect", form={"token": tokens["access_token"]}, basic=asker)
    assert live.status == 200 and live.json()["active"] is True
    assert live.json()["client_id"] == "watchword" and live.json()["scope"] == "openid"
    client.post("/oauth2/revoke", form={"token": tokens["refresh_token"]})
    over = client.post("/oauth2/introspect", form={"token": tokens["access_token"]}, basic=asker)
    assert (over.status, over.json()) == (200, {"active": False})


def test_introspection_tells_a_stranger_nothing(server, service):
    token = server.sign_in("alice")["access_token"]
    answer = server.client().post("/oauth2/introspect", form={"token": token}, basic=service)
    assert (answer.status, answer.json()) == (200, {"active": False})


def test_introspection_without_a_client_is_refused(server):
    answer = server.client().post("/oauth2/introspect", form={"token": "x"})
    assert (answer.status, answer.json()["error"]) == (401, "invalid_client")


def test_a_removed_client_is_nobody(server):
    secret = server.cli_json("client", "add", "short-lived", "--grant", "client_credentials")["secret"]
    assert token_of(server, ("short-lived", secret)).status == 200
    server.cli("client", "remove", "short-lived", "--yes")
    answer = token_of(server, ("short-lived", secret))
    assert (answer.status, answer.json()["error"]) == (401, "invalid_client")
    assert answer.header("WWW-Authenticate").startswith("Basic")
