"""The one-time link that makes the first user."""

from __future__ import annotations

import re

import pytest

from browser_client import forms_of, session_cookie_lines
from server_process import PASSWORD, ServerProcess

STRONG = "a brand new pass phrase"


@pytest.fixture
def empty_server(tmp_path):
    server = ServerProcess(tmp_path).start()
    yield server
    server.discard()


def link_of(server) -> str:
    found = re.search(re.escape(server.base_url) + r"(/setup\S+)", server.output)
    assert found, server.output
    return found[1]

FIRST = {"username": "first", "email": "first@example.org", "password": STRONG}


def test_the_link_makes_the_first_user_once_and_signs_them_in(empty_server):
    link = link_of(empty_server)
    browser = empty_server.browser()
    account = browser.follow(browser.submit(browser.get(link), FIRST))
    assert account.status == 200 and "first" in account.text and "Administrator" in account.text
    again = empty_server.browser()
    page = again.follow(again.get(link))
    assert not [form for form in forms_of(page) if form.action == "/setup"]
    assert "exists already" in page.text or "Sign in" in page.text


def test_a_wrong_link_makes_nobody(empty_server):
    link = link_of(empty_server)
    browser = empty_server.browser()
    page = browser.get(link[:-1] + ("A" if link[-1] != "A" else "B"))
    assert page.status in (400, 403, 404) and not forms_of(page)
    assert browser.get("/setup").status in (400, 403, 404)


def test_two_that_open_the_link_at_once_make_one_user(empty_server):
    link = link_of(empty_server)
    one, two = empty_server.browser(), empty_server.browser()
    first_page, second_page = one.get(link), two.get(link)
    assert one.submit(first_page, FIRST).status == 303
    late = two.submit(second_page, {**FIRST, "username": "second"})
    assert not session_cookie_lines(late) or late.status != 303
    assert [user["name"] for user in empty_server.cli_json("user", "list")["users"]] == ["first"]


def test_a_short_password_is_told_and_the_link_stays_good(empty_server):
    browser = empty_server.browser()
    page = browser.submit(browser.get(link_of(empty_server)), {**FIRST, "password": "short"})
    assert "too short" in page.text and 'value="first"' in page.text
    assert browser.submit(page, FIRST).status == 303


def test_a_user_by_the_command_line_closes_the_link(empty_server):
    link = link_of(empty_server)
    empty_server.add_user("first", PASSWORD, "--admin")
    page = empty_server.browser().get(link)
    assert page.status in (303, 400, 403, 404, 409) and not forms_of(page)


def test_a_server_with_users_prints_no_link(empty_server):
    empty_server.add_user("first", PASSWORD, "--admin")
    empty_server.stop()
    before = len(empty_server.output)
    empty_server.start()
    assert "/setup" not in empty_server.output[before:]
