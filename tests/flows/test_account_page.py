"""The account page: sessions and password, and who may change them."""

from __future__ import annotations

import pytest

from browser_client import assert_sent_to_sign_in, forms_of
from server_process import PASSWORD

STRONG = "a brand new pass phrase"


def test_it_lists_the_sessions_and_ends_another_one(server, new_user):
    here, there = server.browser(), server.browser()
    here.follow(here.sign_in(new_user, PASSWORD))
    there.follow(there.sign_in(new_user, PASSWORD))
    account = here.get("/account")
    ending = [form for form in forms_of(account) if form.action == "/account/sessions/end" and "session" in form.fields]
    assert len(ending) == 1 and "This browser" in account.text
    answer = here.request("POST", ending[0].action, form=ending[0].fields, headers={"Origin": server.base_url})
    assert here.follow(answer).status == 200
    assert_sent_to_sign_in(there, there.get("/account"))
    assert here.get("/account").status == 200


def test_nobody_ends_the_session_of_somebody_else(server, new_user, signed_in):
    victim = server.browser()
    victim.follow(victim.sign_in(new_user, PASSWORD))
    sid = server.cli_json("session", "list", "--user", new_user)["sessions"][0]["id"]
    field = forms_of(signed_in.get("/account"))[0].fields["csrf"]
    signed_in.request("POST", "/account/sessions/end", form={"csrf": field, "session": sid},
                      headers={"Origin": server.base_url})
    assert victim.get("/account").status == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(server, new_user):
    here, there = server.browser(), server.browser()
    account = here.follow(here.sign_in(new_user, PASSWORD))
    there.follow(there.sign_in(new_user, PASSWORD))
    answer = here.submit(account, {"current_password": PASSWORD, "new_password": STRONG}, form="/account/password")
    assert here.follow(answer).status == 200
    assert here.get("/account").status == 200
    assert_sent_to_sign_in(there, there.get("/account"))
    assert server.sign_in(new_user, STRONG)["access_token"]


@pytest.mark.parametrize("current, new, sentence", [
    ("wrong", STRONG, "not correct"), (PASSWORD, "short", "too short"), (PASSWORD, "passwordpassword", "first"),
])
def test_a_password_that_cannot_be_is_told(server, new_user, current, new, sentence):
    browser = server.browser()
    account = browser.follow(browser.sign_in(new_user, PASSWORD))
    answer = browser.submit(account, {"current_password": current, "new_password": new}, form="/account/password")
    assert sentence in browser.follow(answer).text
    assert server.sign_in(new_user)["access_token"]
