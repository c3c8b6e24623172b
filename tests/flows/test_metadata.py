"""What machines read about the server: metadata, keys, OpenAPI, CORS, health."""

from __future__ import annotations

import re
import time

import jwt
import pytest

from server_process import PATIENCE

CORS_ORIGIN = "https://app.example"


def test_the_metadata_names_the_issuer_that_it_was_fetched_from(any_server):
    answer = any_server.client().get("/.well-known/oauth-authorization-server")
    assert answer.status == 200 and answer.header("Content-Type").startswith("application/json")
    assert answer.json()["issuer"] == any_server.base_url


def test_the_issuer_never_comes_from_the_host_header(server):
    answer = server.client().get("/.well-known/oauth-authorization-server", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text


def test_every_endpoint_in_the_metadata_answers(any_server):
    client = any_server.client()
    metadata = client.get("/.well-known/oauth-authorization-server").json()
    urls = {name: url for name, url in metadata.items() if name.endswith("_endpoint") or name == "jwks_uri"}
    assert {"token_endpoint", "revocation_endpoint", "introspection_endpoint", "jwks_uri"} <= set(urls)
    for name, url in urls.items():
        assert url.startswith(any_server.base_url + "/"), (name, url)
        method = "GET" if name in ("jwks_uri", "userinfo_endpoint") else "POST"
        assert client.request(method, url[len(any_server.base_url):]).status not in (404, 405, 500, 501), name


def test_the_grants_in_the_metadata_are_those_that_work(server):
    metadata = server.client().get("/.well-known/oauth-authorization-server").json()
    for grant in ("password", "refresh_token", "client_credentials", "authorization_code", "implicit"):
        answer = server.client().post("/oauth2/token", form={"grant_type": grant})
        is_supported = answer.json()["error"] != "unsupported_grant_type"
        assert is_supported == (grant in metadata["grant_types_supported"]), grant


def test_the_jwks_holds_the_signing_key_and_nothing_private(any_server):
    answer = any_server.client().get("/.well-known/jwks.json")
    assert answer.status == 200 and re.match(r"application/(jwk-set\+)?json", answer.header("Content-Type"))
    keys = answer.json()["keys"]
    assert jwt.get_unverified_header(any_server.sign_in("alice")["access_token"])["kid"] in [key["kid"] for key in keys]
    for key in keys:
        assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & set(key)
        assert key["use"] == "sig" and key["alg"] == "ES256"


def test_every_operation_of_openapi_answers(server):
    document = server.client().get("/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert len(document["paths"]) >= 10
    for path, operations in document["paths"].items():
        for method in operations:
            answer = server.client().request(method.upper(), path)
            assert answer.status not in (404, 405, 500, 501), (method, path, answer.status)


def test_openapi_names_every_endpoint_of_the_metadata(server):
    client = server.client()
    paths = set(client.get("/openapi.json").json()["paths"])
    metadata = client.get("/.well-known/oauth-authorization-server").json()
    for name, url in metadata.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert url[len(server.base_url):] in paths, name


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_without_a_token(any_server, path):
    assert any_server.client().get(path).status == 200


def test_a_head_request_has_the_headers_of_get_and_no_body(server):
    answer = server.client().request("HEAD", "/.well-known/jwks.json")
    assert answer.status == 200 and answer.body == b"" and int(answer.header("Content-Length")) > 0


def preflight(server, origin: str, path: str = "/oauth2/token"):
    return server.client().request("OPTIONS", path, headers={
        "Origin": origin, "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type"})


def test_a_preflight_from_a_configured_origin_is_allowed(server):
    answer = preflight(server, CORS_ORIGIN)
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == CORS_ORIGIN
    assert "POST" in answer.header("Access-Control-Allow-Methods")
    allowed = answer.header("Access-Control-Allow-Headers").lower()
    assert "authorization" in allowed and "content-type" in allowed
    assert "origin" in answer.header("Vary").lower()


@pytest.mark.parametrize("origin", ["https://evil.example", "https://app.example.evil.example", "http://app.example",
                                    "https://app.example:8443", "null", "https://APP.example"])
def test_other_origins_are_not_allowed(server, origin):
    assert preflight(server, origin).header("Access-Control-Allow-Origin") is None
    answer = server.client().get("/.well-known/jwks.json", headers={"Origin": origin})
    assert answer.header("Access-Control-Allow-Origin") in (None, "*")


def test_an_answer_to_a_configured_origin_may_be_read_by_it(server):
    answer = server.client().post("/oauth2/token", form={"grant_type": "password"}, headers={"Origin": CORS_ORIGIN})
    assert answer.status == 400
    assert answer.header("Access-Control-Allow-Origin") == CORS_ORIGIN


def test_cross_origin_scripts_never_get_the_pages(server):
    answer = server.client().get("/login", headers={"Origin": CORS_ORIGIN})
    assert answer.header("Access-Control-Allow-Credentials") is None


def test_key_rotation_by_the_command_line_reaches_the_running_server(start_server):
    server = start_server()
    client = server.client()
    before = server.sign_in("alice")["access_token"]
    rotated = server.cli_json("key", "rotate")
    deadline = time.monotonic() + PATIENCE
    while rotated["kid"] not in [key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]]:
        assert time.monotonic() < deadline, "the new key is not in the JWKS"
        time.sleep(0.02)
    # Published before it signs: the old key signs on, and old tokens verify.
    assert client.get("/oauth2/userinfo", bearer=before).status == 200
    after = server.sign_in("alice")["access_token"]
    assert jwt.get_unverified_header(after)["kid"] == jwt.get_unverified_header(before)["kid"]
    assert rotated["kid"] != jwt.get_unverified_header(before)["kid"]


def test_a_rotation_at_once_signs_with_the_new_key_and_still_verifies_the_old(start_server):
    server = start_server()
    client = server.client()
    before = server.sign_in("alice")["access_token"]
    kid = server.cli_json("key", "rotate", "--at-once")["kid"]
    deadline = time.monotonic() + PATIENCE
    while jwt.get_unverified_header(after := server.sign_in("alice")["access_token"])["kid"] != kid:
        assert time.monotonic() < deadline, "the new key does not sign"
        time.sleep(0.05)
    assert client.get("/oauth2/userinfo", bearer=before).status == 200
    assert client.get("/oauth2/userinfo", bearer=after).status == 200
