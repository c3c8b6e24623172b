"""The whole flow in a real browser: Flask, FastAPI, C++ and the Watchword server."""

from __future__ import annotations

import re
import time
from base64 import urlsafe_b64decode

import pytest
from browser import PHONE, overflow, person, screenshot
from playwright.sync_api import expect
from running_demo import TOKEN, running_demo

LIFETIME = 10
"""Seconds an access token lives: the least that the server allows."""

ENDED = re.compile("session has ended.*sign in again", re.IGNORECASE)
DESK = re.compile(r"/$")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with running_demo(tmp_path_factory.mktemp("demo"), access_token_seconds=LIFETIME) as running:
        yield running


@pytest.fixture
def alice(browser, demo):
    with person(browser, demo.url) as somebody:
        yield somebody


def _let_the_token_expire() -> None:
    time.sleep(LIFETIME + 0.5)


def test_who_signs_in_sees_what_fastapi_and_cpp_know(alice, demo):
    page = alice.page
    page.goto("/")
    expect(page).to_have_title(re.compile("Sign in"))
    screenshot(page, "flask-fastapi-sign-in")
    alice.sign_in(demo.password)
    expect(page).to_have_url(DESK)
    expect(page.get_by_test_id("orders")).to_contain_text("The Silence of Walnut Trees")
    expect(page.get_by_test_id("orders")).to_contain_text("24.00 €")
    expect(page.get_by_test_id("parcels")).to_contain_text("Leipzig")
    expect(page.get_by_test_id("session")).to_contain_text("orders:read parcels:read")
    expect(page.get_by_test_id("who")).to_have_text("alice")
    screenshot(page, "flask-fastapi-desk")


def test_a_wrong_password_is_said_and_the_name_stays(alice):
    alice.sign_in("not the password of anybody")
    page = alice.page
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.get_by_label("User name")).to_have_value("alice")
    expect(page.get_by_label("Password")).to_have_value("")
    screenshot(page, "flask-fastapi-wrong-password")


def test_an_unknown_user_is_refused_in_the_same_words(alice):
    alice.sign_in("not the password of anybody", name="nobody")
    expect(alice.page.get_by_role("alert")).to_have_text("The user name or the password is not correct.")


def test_a_token_that_expired_is_renewed_and_nobody_notices(alice, demo):
    alice.sign_in(demo.password)
    page = alice.page
    first = page.get_by_test_id("token").inner_text()
    _let_the_token_expire()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_test_id("orders")).to_contain_text("The Silence of Walnut Trees")
    expect(page.get_by_test_id("parcels")).to_contain_text("Leipzig")
    assert page.get_by_test_id("token").inner_text() != first


def test_tabs_that_wake_up_together_stay_signed_in(alice, demo):
    alice.sign_in(demo.password)
    expect(alice.page).to_have_url(DESK)
    tabs = [alice.page, *(alice.context.new_page() for _ in range(3))]
    for tab in tabs:
        tab.goto("/")
    for turn in range(2):
        _let_the_token_expire()
        for tab in tabs:
            tab.evaluate(f"() => {{ setTimeout(() => location.assign('/?turn={turn}'), 0) }}")
        for tab in tabs:
            expect(tab).to_have_url(re.compile(rf"/\?turn={turn}$"))
            expect(tab.get_by_test_id("orders")).to_contain_text("Walnut")
    # On a slow machine the first tab may be so early that the last one gets the next token.
    assert len({tab.get_by_test_id("token").inner_text() for tab in tabs}) <= 2


def test_an_ended_session_says_so_and_leads_back_to_where_one_was(alice, demo):
    alice.sign_in(demo.password)
    page = alice.page
    page.goto("/?shelf=poetry")
    demo.end_sessions()
    _let_the_token_expire()
    page.reload()
    expect(page.get_by_text(ENDED)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    screenshot(page, "flask-fastapi-session-ended")
    alice.sign_in(demo.password)
    expect(page).to_have_url(re.compile(r"/\?shelf=poetry$"))
    expect(page.get_by_text(ENDED)).to_have_count(0)


def test_who_signs_out_in_one_tab_is_out_in_the_other(alice, demo):
    alice.sign_in(demo.password)
    page = alice.page
    expect(page).to_have_url(DESK)
    other = alice.context.new_page()
    other.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    screenshot(page, "flask-fastapi-signed-out")
    other.reload()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id("orders")).to_have_count(0)


def test_signing_out_ends_the_session_at_the_server(alice, demo):
    alice.sign_in(demo.password)
    expect(alice.page).to_have_url(DESK)
    cookies = alice.context.cookies()
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page.get_by_role("button", name="Sign in")).to_be_visible()
    # A copy of the cookie from before opens nothing any more.
    alice.context.clear_cookies()
    alice.context.add_cookies(cookies)
    alice.page.goto("/")
    expect(alice.page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    "change", [lambda value: value[:-2] + ("AA" if value[-2:] != "AA" else "BB"), lambda value: "x", str.swapcase]
)
def test_a_tampered_cookie_signs_nobody_in(alice, demo, change):
    alice.sign_in(demo.password)
    expect(alice.page).to_have_url(DESK)
    [cookie] = [each for each in alice.context.cookies() if each["name"].endswith("watchword_session")]
    alice.context.add_cookies([{**cookie, "value": change(cookie["value"])}])
    alice.page.goto("/")
    expect(alice.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_browser_never_sees_a_token(alice, demo):
    alice.sign_in(demo.password)
    expect(alice.page).to_have_url(DESK)
    assert not TOKEN.search(alice.page.content())
    for cookie in alice.context.cookies():
        assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
        assert not _is_token(cookie["value"])


def _is_token(text: str) -> bool:
    """A JWS begins with a header that names its algorithm."""
    head = text.split(".")[0].encode()
    return b'"alg"' in urlsafe_b64decode(head + b"=" * (-len(head) % 4))


def test_next_cannot_lead_to_another_site(alice, demo):
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        alice.context.clear_cookies()
        alice.page.goto(f"/login?next={target}")
        alice.sign_in(demo.password)
        expect(alice.page).to_have_url(f"{demo.url}/")


def test_a_phone_shows_everything_without_scrolling_sideways_in_the_dark_as_well(browser, demo):
    for scheme in ("light", "dark"):
        with person(browser, demo.url, color_scheme=scheme, **PHONE) as somebody:
            page = somebody.page
            page.goto("/")
            assert overflow(page) == 0
            screenshot(page, f"flask-fastapi-sign-in-phone-{scheme}")
            somebody.sign_in(demo.password)
            expect(page.get_by_test_id("session")).to_be_visible()
            assert overflow(page) == 0
            screenshot(page, f"flask-fastapi-desk-phone-{scheme}")


def test_the_dark_desk_is_a_page_too(browser, demo):
    with person(browser, demo.url, color_scheme="dark") as somebody:
        somebody.sign_in(demo.password)
        expect(somebody.page).to_have_url(DESK)
        screenshot(somebody.page, "flask-fastapi-desk-dark")


def test_the_keyboard_alone_is_enough(alice, demo):
    page = alice.page
    page.goto("/")
    assert page.locator(":focus").get_attribute("name") == "username"
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type(demo.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(DESK)
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Sign out":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def test_a_service_that_is_down_is_said_where_its_data_would_be(alice, demo):
    alice.sign_in(demo.password)
    page = alice.page
    demo.services["parcels"].stop()
    try:
        page.goto("/")
        expect(page.get_by_test_id("parcels").get_by_role("alert")).to_contain_text("does not answer")
        expect(page.get_by_test_id("orders")).to_contain_text("The Silence of Walnut Trees")
        screenshot(page, "flask-fastapi-service-down")
    finally:
        demo.services["parcels"].start()
    page.goto("/")
    expect(page.get_by_test_id("parcels")).to_contain_text("Leipzig")


def test_swagger_signs_in_with_the_same_password(browser, demo):
    """What Authorize does, without its pages, which come from another host."""
    import httpx

    orders = demo.options.url("orders")
    document = httpx.get(f"{orders}/openapi.json").json()
    flow = document["components"]["securitySchemes"]
    assert any(scheme.get("flows", {}).get("password", {}).get("tokenUrl") == "login" for scheme in flow.values())
    tokens = httpx.post(
        f"{orders}/login", data={"username": "alice", "password": demo.password, "scope": "orders:read"}
    ).json()
    answer = httpx.get(f"{orders}/orders", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert answer.status_code == 200


def test_the_frontend_is_believed_when_it_says_where_a_person_is_and_nobody_else(demo):
    """So limits on guessing fall on the person, and cannot be dodged by a made-up address."""
    import httpx

    login, secret = f"{demo.options.url('orders')}/login", demo.environment("frontend")["FRONTEND_SECRET"]
    form = {"username": "alice", "password": demo.password}
    stated = {**form, "end_user_address": "203.0.113.7"}
    assert httpx.post(login, data=stated, auth=("frontend", secret)).status_code == 200
    assert httpx.post(login, data={**stated, "end_user_address": "203.0.113.8"}).status_code == 200
    log = demo.log("watchword")
    assert "address=203.0.113.7" in log and "203.0.113.8" not in log


def _fingerprint(secret: str) -> str:
    from watchword.keys import secret_fingerprint

    return secret_fingerprint(secret)


def test_a_secret_that_differs_is_explained_by_name_and_never_shown(browser, demo):
    wrong, right = "an entirely different secret of 44 characters", demo.environment("frontend")["FRONTEND_SECRET"]
    with demo.another_frontend(FRONTEND_SECRET=wrong) as frontend, person(browser, frontend.url) as somebody:
        somebody.sign_in(demo.password)
        expect(somebody.page.get_by_role("alert")).to_contain_text("do not fit together")
        expect(somebody.page.get_by_text("invalid_client")).to_be_visible()
        screenshot(somebody.page, "flask-fastapi-secret-mismatch")
        log = frontend.log.read_text()
    assert "invalid_client" in log and "flask watchword doctor" in log
    [line] = [line for line in demo.log("orders").splitlines() if "invalid_client" in line]
    assert "'frontend'" in line and _fingerprint(wrong) in line and _fingerprint(right) in line
    assert wrong not in log + line and right not in log + line


def test_the_doctor_finds_the_secret_that_differs(demo):
    well, ill = demo.flask("watchword", "doctor"), demo.flask("watchword", "doctor", FRONTEND_SECRET="x" * 40)
    assert (well.returncode, ill.returncode) == (0, 1), well.stdout + ill.stdout
    [finding] = [line for line in ill.stdout.splitlines() if "FAILED" in line]
    assert demo.options.url("orders") in finding and "'frontend'" in finding and _fingerprint("x" * 40) in finding
    assert "x" * 40 not in ill.stdout + ill.stderr


def test_the_doctor_says_why_a_token_is_refused(lasting_demo, tmp_path):
    import httpx

    demo = lasting_demo
    form = {"username": "alice", "password": demo.password, "scope": "orders:read"}
    token = tmp_path / "token"
    token.write_text(httpx.post(f"{demo.options.url('orders')}/login", data=form).json()["access_token"])
    asked = ("watchword", "doctor", "--token-file", f"orders={token}")
    assert "The token of orders is accepted here" in demo.flask(*asked).stdout
    refused = demo.flask(*asked, AUDIENCE="https://another.example")
    assert refused.returncode == 1
    assert "wrong_audience" in refused.stdout and "https://another.example" in refused.stdout
    assert token.read_text() not in refused.stdout
