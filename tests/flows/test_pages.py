"""The pages, as an HTTP client sees them: cookies, CSRF, redirects, and what happens when somebody tampers."""

from __future__ import annotations

import re
import urllib.parse

import pytest

from browser_client import assert_sent_to_sign_in, session_cookie_lines
from server_process import PASSWORD


def test_signing_in_leads_to_the_account_and_back_out(any_server):
    browser = any_server.browser()
    login = browser.get("/login")
    assert login.status == 200 and login.header("Content-Type").lower() == "text/html; charset=utf-8"
    answer = browser.submit(login, {"username": "alice", "password": PASSWORD})
    assert answer.status == 303
    account = browser.follow(answer)
    assert account.status == 200 and "alice" in account.text and "Sign out" in account.text
    out = browser.submit(account, {}, form="/logout")
    page = browser.follow(out)
    assert page.status == 200 and "Sign in" in page.text
    assert_sent_to_sign_in(browser, browser.get("/account"))


def test_session_cookies_are_as_safe_as_the_scheme_allows(any_server):
    browser = any_server.browser()
    lines = session_cookie_lines(browser.sign_in("alice", PASSWORD))
    assert lines
    for line in lines:
        attributes = [part.strip().lower() for part in line.split(";")[1:]]
        assert "httponly" in attributes and "path=/" in attributes
        assert "samesite=lax" in attributes or "samesite=strict" in attributes
        assert not [part for part in attributes if part.startswith("domain")]
        if any_server.certificate:
            assert "secure" in attributes and line.startswith("__Host-")


def test_pages_carry_the_headers_that_protect_them(any_server):
    browser = any_server.browser()
    browser.follow(browser.sign_in("alice", PASSWORD))
    for path in ("/login", "/account"):
        answer = any_server.client().get(path) if path == "/login" else browser.get(path)
        policy = answer.header("Content-Security-Policy")
        assert "default-src 'none'" in policy or "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy and "unsafe-inline" not in policy
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert answer.header("Referrer-Policy") in ("no-referrer", "same-origin", "strict-origin")
        assert "no-store" in answer.header("Cache-Control")


def test_a_session_id_that_was_there_before_the_sign_in_is_not_kept(server):
    """Session fixation: neither an invented id nor the one of the last session becomes the new one."""
    browser = server.browser()
    browser.follow(browser.sign_in("alice", PASSWORD))
    first = browser.cookies["watchword_session"]
    browser.follow(browser.submit(browser.get("/account"), {}, form="/logout"))
    browser.cookies["watchword_session"] = first
    browser.sign_in("alice", PASSWORD)
    second = browser.cookies["watchword_session"]
    assert len(second) >= 22 and second != first


def test_the_sign_in_page_leads_on_who_is_signed_in_already(server, signed_in):
    answer = signed_in.get("/login?next=/account")
    assert answer.status == 303 and signed_in.path_of(answer.header("Location")) == "/account"


def test_a_wrong_password_is_told_on_the_page_and_the_name_stays(server):
    browser = server.browser()
    answer = browser.sign_in("alice", "wrong")
    assert answer.status in (400, 401, 403)
    assert "is not correct" in answer.text and 'value="alice"' in answer.text
    assert "wrong\"" not in answer.text
    assert 'role="alert"' in answer.text
    assert_sent_to_sign_in(browser, browser.get("/account"))


def test_what_is_typed_is_never_markup(server):
    answer = server.browser().sign_in('<script>alert(1)</script>"', "wrong")
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text


def test_the_account_without_a_session_leads_to_sign_in_and_back(server):
    browser = server.browser()
    answer = browser.get("/account")
    assert_sent_to_sign_in(browser, answer, "/account")
    login = browser.follow(answer)
    account = browser.submit(login, {"username": "alice", "password": PASSWORD})
    assert browser.path_of(account.header("Location")) == "/account"


def test_a_session_that_is_over_gets_a_message_and_the_way_back(server, new_user):
    browser = server.browser()
    browser.follow(browser.sign_in(new_user, PASSWORD))
    server.cli("session", "revoke", "--user", new_user)
    answer = browser.get("/account")
    assert_sent_to_sign_in(browser, answer, "/account")
    page = browser.follow(answer)
    assert "session" in page.text.lower() and "sign in again" in page.text.lower()
    reloaded = browser.get("/login")
    assert "sign in again" not in reloaded.text.lower(), "a flash message is shown once"


def test_a_person_without_a_session_ever_is_not_told_that_one_is_over(server):
    browser = server.browser()
    assert "sign in again" not in browser.follow(browser.get("/account")).text.lower()


@pytest.mark.parametrize("change", [
    lambda value: value[:-1] + ("A" if value[-1] != "A" else "B"), lambda value: value + "x", lambda value: value[1:],
    lambda value: "A" * len(value), lambda value: "", lambda value: "%00", lambda value: "x" * 4000,
], ids=["last", "longer", "shorter", "other", "empty", "nul", "huge"])
def test_a_tampered_cookie_is_no_session(server, signed_in, change):
    for name, value in list(signed_in.cookies.items()):
        signed_in.cookies[name] = change(value)
    assert_sent_to_sign_in(signed_in, signed_in.get("/account"))


ABUSED_TARGETS = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "///evil.example",
    "/%2f/evil.example", "javascript:alert(1)", "https:evil.example", "https:/evil.example", " //evil.example",
    "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "/account\r\nSet-Cookie: a=b", "@evil.example",
    "http://localhost@evil.example/", "evil.example", "", "data:text/html,x", "/..//evil.example", "/.//evil.example",
    "/account/../..//evil.example", "x" * 5000,
]


@pytest.mark.parametrize("target", ABUSED_TARGETS, ids=[repr(target)[:32] for target in ABUSED_TARGETS])
def test_next_never_leads_away(server, target):
    for fields in ({}, {"next": target}):
        browser = server.browser()
        login = browser.get("/login?next=" + urllib.parse.quote(target))
        assert login.status == 200
        answer = browser.submit(login, {"username": "alice", "password": PASSWORD, **fields})
        if answer.status == 400:
            continue
        assert answer.status == 303
        location = answer.header("Location")
        resolved = urllib.parse.urlsplit(urllib.parse.urljoin(server.base_url + "/login", location.replace("\\", "/")))
        assert f"{resolved.scheme}://{resolved.netloc}" == server.base_url, location
        assert not location.startswith(("//", "/\\")) and not re.search(r"[\x00-\x20\\]", location)
        assert answer.header("Set-Cookie") is None or "a=b" not in answer.all_headers("Set-Cookie")


def test_next_within_the_site_is_kept_with_its_query(server):
    browser = server.browser()
    login = browser.get("/login?next=" + urllib.parse.quote("/account?tab=sessions"))
    answer = browser.submit(login, {"username": "alice", "password": PASSWORD})
    assert browser.path_of(answer.header("Location")) == "/account?tab=sessions"


def test_the_front_door_leads_somewhere(server):
    browser = server.browser()
    assert browser.follow(browser.get("/")).status == 200


def test_assets_are_cached_for_good_and_pages_are_not(server):
    page = server.client().get("/login")
    for path in re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text):
        answer = server.client().get(path)
        assert answer.status == 200 and "immutable" in answer.header("Cache-Control")
