"""The same flow without the server: FastAPI issues the tokens itself, Flask and the C++ service accept them."""

from __future__ import annotations

import re
import time

import httpx
import pytest
from browser import person
from playwright.sync_api import expect
from running_demo import running_demo

LIFETIME = 4


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with running_demo(tmp_path_factory.mktemp("standalone"), access_token_seconds=LIFETIME, standalone=True) as running:
        yield running


@pytest.fixture
def alice(browser, demo):
    with person(browser, demo.url) as somebody:
        yield somebody


def test_no_server_is_running(demo):
    assert set(demo.services) == {"orders", "parcels", "frontend"}
    assert demo.options.issuer == demo.options.url("orders")


def test_who_signs_in_sees_what_fastapi_and_cpp_know(alice, demo):
    alice.sign_in(demo.password)
    expect(alice.page.get_by_test_id("orders")).to_contain_text("The Silence of Walnut Trees")
    expect(alice.page.get_by_test_id("parcels")).to_contain_text("Leipzig")
    expect(alice.page.get_by_test_id("session")).to_contain_text(demo.options.url("orders"))


def test_a_wrong_password_is_said(alice):
    alice.sign_in("not the password of anybody")
    expect(alice.page.get_by_role("alert")).to_contain_text("not correct")


def test_a_token_that_expired_is_renewed(alice, demo):
    alice.sign_in(demo.password)
    token = alice.page.get_by_test_id("token")
    first = token.inner_text()
    time.sleep(LIFETIME + 0.5)
    alice.page.reload()
    expect(alice.page.get_by_test_id("parcels")).to_contain_text("Leipzig")
    expect(token).not_to_have_text(first)


def test_signing_out_ends_the_session_at_its_source(alice, demo):
    alice.sign_in(demo.password)
    expect(alice.page).to_have_url(re.compile("/$"))
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page.get_by_text("You have signed out.")).to_be_visible()


def test_guessing_is_limited(demo):
    login = demo.options.url("orders") + "/login"
    guesses = [httpx.post(login, data={"username": "bob", "password": "wrong"}) for _ in range(11)]
    assert [guess.status_code for guess in guesses[:10]] == [401] * 10
    assert guesses[-1].status_code == 429
    assert int(guesses[-1].headers["Retry-After"]) > 0


def test_a_service_with_another_secret_may_not_speak_for_the_frontend(demo):
    login = demo.options.url("orders") + "/login"
    form = {"username": "alice", "password": demo.password, "client_id": "frontend", "client_secret": "x" * 64}
    assert httpx.post(login, data=form).status_code == 401


@pytest.mark.parametrize(
    "secret", ["-----BEGIN PUBLIC KEY-----", '{"kty": "oct"}', "ssh-rsa AAAA", "\n", "x" * 100_000]
)
def test_no_secret_that_a_stranger_shows_troubles_the_backend(demo, secret):
    form = {"username": "alice", "password": demo.password, "client_id": "frontend", "client_secret": secret}
    refused = httpx.post(demo.options.url("orders") + "/login", data=form)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
