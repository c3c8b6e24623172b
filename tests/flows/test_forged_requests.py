"""Requests that another site makes in the person's name."""

from __future__ import annotations

import pytest

from browser_client import forms_of, session_cookie_lines
from server_process import PASSWORD


def test_a_sign_in_without_the_hidden_field_is_refused(server):
    browser = server.browser()
    browser.get("/login")
    answer = browser.request("POST", "/login", form={"username": "alice", "password": PASSWORD},
                             headers={"Origin": server.base_url})
    assert answer.status in (400, 403) and not session_cookie_lines(answer)


def test_a_sign_in_with_the_field_but_without_the_cookie_is_refused(server):
    browser = server.browser()
    login = browser.get("/login")
    browser.cookies.clear()
    answer = browser.submit(login, {"username": "alice", "password": PASSWORD})
    assert answer.status in (400, 403)


def test_a_sign_in_from_another_origin_is_refused(server):
    browser = server.browser()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}):
        login = browser.get("/login")
        answer = browser.submit(login, {"username": "alice", "password": PASSWORD}, headers=headers)
        assert answer.status in (400, 403), headers


@pytest.mark.parametrize("path", ["/logout", "/account/password", "/account/sessions/end"])
def test_what_changes_something_needs_the_field(server, signed_in, path):
    for form in ({}, {"csrf": "x"}, {"csrf": ""}):
        answer = signed_in.request("POST", path, form=form, headers={"Origin": server.base_url})
        assert answer.status in (400, 403), (path, form)
    assert signed_in.get("/account").status == 200


@pytest.mark.parametrize("path", ["/logout", "/account/password", "/account/sessions/end"])
def test_the_field_of_another_session_does_not_count(server, signed_in, path):
    other = server.browser()
    field = forms_of(other.follow(other.sign_in("alice", PASSWORD)))[0].fields["csrf"]
    answer = signed_in.request("POST", path, form={"csrf": field}, headers={"Origin": server.base_url})
    assert answer.status in (400, 403)
    assert signed_in.get("/account").status == 200


def test_a_sign_out_by_get_does_nothing(signed_in):
    signed_in.get("/logout")
    assert signed_in.get("/account").status == 200


def test_a_refusal_says_what_to_do(server, signed_in):
    answer = signed_in.request("POST", "/logout", form={"csrf": "x"}, headers={"Origin": server.base_url})
    assert "csrf_failed" in answer.text and "reload" in answer.text
