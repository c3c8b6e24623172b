"""The first-party JSON endpoints."""

from __future__ import annotations

from server_process import PASSWORD


def test_the_api_signs_in_refreshes_and_signs_out(any_server):
    client = any_server.client()
    login = client.post("/api/v1/login", json_body={"username": "alice", "password": PASSWORD})
    assert login.status == 200 and "no-store" in login.header("Cache-Control")
    tokens = login.json()
    me = client.get("/api/v1/me", bearer=tokens["access_token"])
    assert me.status == 200 and "alice" in me.text
    refreshed = client.post("/api/v1/refresh", json_body={"refresh_token": tokens["refresh_token"]})
    assert refreshed.status == 200 and refreshed.json()["refresh_token"] != tokens["refresh_token"]
    out = client.post("/api/v1/logout", json_body={"refresh_token": refreshed.json()["refresh_token"]})
    assert out.status in (200, 204)
    over = client.post("/api/v1/refresh", json_body={"refresh_token": refreshed.json()["refresh_token"]})
    assert over.status in (400, 401) and over.json()["code"] == "invalid_refresh_token"
    assert client.get("/api/v1/me", bearer=refreshed.json()["access_token"]).status == 401
