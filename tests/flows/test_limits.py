"""Limits and overload: who is limited, behind a proxy and without one, and what the rest of the world sees."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from http_client import HttpClient
from loopback_ports import free_port
from server_process import PASSWORD, PATIENCE

NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else None)


def wrong_sign_in(client: HttpClient, name: str, *, end_user_address: str = "", **more):
    form = {"grant_type": "password", "username": name, "password": "wrong", "end_user_address": end_user_address}
    return client.post("/oauth2/token", form=form, **more)


def assert_limited(answer) -> None:
    assert answer.status == 429, answer.text
    assert 1 <= int(answer.header("Retry-After")) <= 3600
    assert (answer.json()["error"], answer.json()["code"]) == ("temporarily_unavailable", "rate_limited")


def test_an_account_is_closed_after_its_failures_and_others_stay_open(start_server):
    server = start_server({"limits.per_account_burst": 5, "limits.per_account_interval": "60s"}, users=("alice", "bob"))
    client = server.client()
    assert [wrong_sign_in(client, "alice").status for _ in range(5)] == [400] * 5
    assert_limited(wrong_sign_in(client, "alice"))
    right = client.post("/oauth2/token", form={"grant_type": "password", "username": "alice", "password": PASSWORD})
    assert_limited(right)
    assert server.sign_in("bob")["access_token"]


def test_an_account_that_does_not_exist_is_limited_just_the_same(start_server):
    server = start_server({"limits.per_account_burst": 5, "limits.per_account_interval": "60s"})
    client = server.client()
    assert [wrong_sign_in(client, "nobody").status for _ in range(6)] == [400] * 5 + [429]


def test_an_address_is_limited_whatever_the_account(start_server):
    server = start_server({"limits.per_address_burst": 5, "limits.per_address_interval": "60s"})
    client = server.client()
    statuses = [wrong_sign_in(client, f"name{number}").status for number in range(8)]
    assert statuses == [400] * 5 + [429] * 3


def test_a_limit_ends_by_itself(start_server):
    server = start_server({"limits.per_address_burst": 1, "limits.per_address_interval": "1s"})
    client = server.client()
    answers = (wrong_sign_in(client, "nobody") for _ in range(100))
    assert_limited(answer := next(answer for answer in answers if answer.status != 400))
    time.sleep(int(answer.header("Retry-After")))
    assert wrong_sign_in(client, "nobody").status == 400


def test_nobody_can_state_another_address_without_a_trusted_proxy(start_server):
    server = start_server({"limits.per_address_burst": 3, "limits.per_address_interval": "60s"})
    client = server.client()
    statuses = [wrong_sign_in(client, f"name{number}", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status
                for number in range(5)]
    assert statuses == [400] * 3 + [429] * 2


class TestAStatedAddress:
    """A confidential client that signs people in for others may say where they come from, if it is believed."""

    def statuses(self, server, *options: str) -> list[int]:
        secret = server.cli_json("client", "add", "front", "--grant", "password", *options)["secret"]
        client = server.client()
        return [wrong_sign_in(client, f"name{number}", basic=("front", secret),
                              end_user_address=f"198.51.100.{number}").status for number in range(5)]

    def test_takes_the_limit_from_a_client_that_is_believed(self, start_server):
        server = start_server({"limits.per_address_burst": 3, "limits.per_address_interval": "60s"})
        assert self.statuses(server, "--may-state-user-address") == [400] * 5

    def test_is_ignored_from_any_other_client(self, start_server):
        server = start_server({"limits.per_address_burst": 3, "limits.per_address_interval": "60s"})
        assert self.statuses(server) == [400] * 3 + [429] * 2


def test_other_requests_are_not_limited_with_the_sign_ins(start_server):
    server = start_server({"limits.per_address_burst": 2, "limits.per_address_interval": "60s"})
    token = server.sign_in("alice")["refresh_token"]
    client = server.client()
    while wrong_sign_in(client, "nobody").status != 429:
        pass
    assert server.refresh(token).status == 200
    assert client.get("/.well-known/jwks.json").status == 200


def test_the_api_answers_a_limit_with_a_problem(start_server):
    server = start_server({"limits.per_address_burst": 1, "limits.per_address_interval": "60s"})
    client = server.client()
    for _ in range(2):
        answer = client.post("/api/v1/login", json_body={"username": "nobody", "password": "wrong"})
    assert answer.status == 429 and int(answer.header("Retry-After")) >= 1
    assert answer.header("Content-Type").startswith("application/problem+json")
    assert answer.json()["code"] == "rate_limited"


@contextlib.contextmanager
def nginx_before(server, folder):
    """Debian's nginx as a reverse proxy on 127.0.0.1; gives its URL."""
    port = free_port()
    folder.mkdir()
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{server.port};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
""")
    process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-e", folder / "start.log"],
                               stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process, folder / "start.log")
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(url: str, process: subprocess.Popen, log) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert HttpClient(url).get("/healthz").status == 200
            return
        except OSError:
            assert time.monotonic() < deadline and process.poll() is None, log.read_text()
            time.sleep(0.02)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx-light)")
class TestBehindNginx:
    """Clients come from other loopback addresses than nginx, so that their addresses can be told apart."""

    LIMITS = {"limits.per_address_burst": 3, "limits.per_address_interval": "60s", "trusted_proxies": ["127.0.0.1/32"]}

    def statuses(self, url: str, address: str, count: int = 4, **more) -> list[int]:
        client = HttpClient(url, from_address=address)
        return [wrong_sign_in(client, f"name{number}", **more).status for number in range(count)]

    def test_limits_fall_on_the_client_and_not_on_the_proxy(self, start_server, tmp_path):
        server = start_server(self.LIMITS)
        with nginx_before(server, tmp_path / "nginx") as url:
            assert self.statuses(url, "127.0.0.5") == [400] * 3 + [429]
            assert self.statuses(url, "127.0.0.6") == [400] * 3 + [429]

    def test_a_client_cannot_choose_its_address_in_front_of_the_proxy(self, start_server, tmp_path):
        server = start_server(self.LIMITS)
        with nginx_before(server, tmp_path / "nginx") as url:
            client = HttpClient(url, from_address="127.0.0.5")
            statuses = [wrong_sign_in(client, "nobody", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status
                        for number in range(5)]
        assert statuses == [400] * 3 + [429] * 2

    def test_a_proxy_that_is_not_trusted_is_the_client(self, start_server, tmp_path):
        server = start_server({**self.LIMITS, "trusted_proxies": ["192.0.2.0/24"]})
        with nginx_before(server, tmp_path / "nginx") as url:
            assert self.statuses(url, "127.0.0.5", 2) + self.statuses(url, "127.0.0.6", 2) == [400] * 3 + [429]

    def test_a_chain_of_trusted_proxies_is_looked_through(self, start_server, tmp_path):
        server = start_server({**self.LIMITS, "trusted_proxies": ["127.0.0.0/8", "192.0.2.0/24"]})
        with nginx_before(server, tmp_path / "nginx") as url:
            for client in ("198.51.100.1", "198.51.100.2", "2001:db8::1"):
                chain = {"X-Forwarded-For": f"203.0.113.9, {client}, 192.0.2.7"}
                assert self.statuses(url, "127.0.0.5", headers=chain) == [400] * 3 + [429]

    def test_the_whole_flow_works_through_the_proxy(self, start_server, tmp_path):
        server = start_server({**self.LIMITS, "limits.per_address_burst": 100})
        with nginx_before(server, tmp_path / "nginx") as url:
            client = HttpClient(url)
            tokens = client.post("/oauth2/token", form={"grant_type": "password", "username": "alice",
                                                        "password": PASSWORD}).json()
            refreshed = client.post("/oauth2/token", form={"grant_type": "refresh_token",
                                                           "refresh_token": tokens["refresh_token"]})
            assert refreshed.status == 200
            assert client.get("/oauth2/userinfo", bearer=refreshed.json()["access_token"]).status == 200
            assert client.get("/.well-known/oauth-authorization-server").json()["issuer"] == server.base_url


class TestOverload:
    # One slow hash at a time and a queue of one: a burst of sign-ins is more than that.
    SLOW = {"passwords.argon2_memory_kib": 16384, "passwords.argon2_passes": 4, "passwords.hashing_threads": 1,
            "passwords.hashing_queue": 1}

    def test_more_sign_ins_than_can_be_hashed_are_answered_503_and_none_is_lost(self, start_server):
        server = start_server(self.SLOW)

        def sign_in(_):
            return server.client().post("/oauth2/token", form={
                "grant_type": "password", "username": "alice", "password": PASSWORD})

        answers = []
        for _ in range(10):  # a burst that came too slowly was none
            with ThreadPoolExecutor(12) as pool:
                answers += pool.map(sign_in, range(12))
            statuses = {answer.status for answer in answers}
            if statuses != {200}:
                break
        assert statuses == {200, 503}, statuses
        for answer in answers:
            if answer.status == 503:
                assert (answer.json()["error"], answer.json()["code"]) == ("temporarily_unavailable", "overloaded")
                assert int(answer.header("Retry-After")) >= 1

    def test_others_are_served_while_the_hashing_is_busy(self, start_server):
        """They are answered before the last of four hashes that take a hundred times as long."""
        server = start_server({**self.SLOW, "passwords.argon2_memory_kib": 32768, "passwords.argon2_passes": 16,
                               "passwords.hashing_queue": 4})
        refresh_token = server.sign_in("alice")["refresh_token"]
        with ThreadPoolExecutor(4) as pool:
            flood = [pool.submit(wrong_sign_in, server.client(), "alice") for _ in range(4)]
            assert server.refresh(refresh_token).status == 200
            assert server.client().get("/.well-known/jwks.json").status == 200
            assert not all(future.done() for future in flood)
            assert {future.result().status for future in flood} == {400}
