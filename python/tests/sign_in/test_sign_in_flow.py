"""Signing in, being signed in, being renewed, signing out."""

from __future__ import annotations

import json

import pytest
from browsing import Browser, fields_of, messages_of
from freezegun import freeze_time
from token_service import PASSWORD, refusal

from watchword.flask import public

ENDED = "Your session has ended. Please sign in again."


def test_a_page_leads_to_the_sign_in_and_back(browser):
    answer = browser.page("/orders?year=2026&open=1")
    assert (answer.status_code, answer.location) == (302, "/login?next=/orders?year%3D2026%26open%3D1")
    page = browser.page(answer.location)
    assert fields_of(page)["next"] == "/orders?year=2026&amp;open=1"
    answer = browser.sign_in(next="/orders%3Fyear=2026")
    assert (answer.status_code, answer.location) == (303, "/orders?year=2026")
    assert browser.page("/orders").text == "orders of alice"


def test_who_has_not_signed_in_yet_is_not_told_that_a_session_ended(browser):
    browser.page("/orders")
    assert messages_of(browser.page("/login")) == []


def test_a_script_gets_401_as_json_and_no_redirect(browser):
    answer = browser.script("/orders")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["code"], answer.json["sign_in"]) == ("not_signed_in", "/login?next=/orders")
    assert answer.headers["WWW-Authenticate"] == "Cookie"


@pytest.mark.parametrize(
    ("headers", "page"),
    [
        ({"Sec-Fetch-Mode": "navigate", "Accept": "*/*"}, True),
        ({"Sec-Fetch-Mode": "cors", "Accept": "text/html"}, False),
        ({"Accept": "text/html,*/*;q=0.8"}, True),
        ({"Accept": "application/json"}, False),
        ({"Accept": "application/json, text/html;q=0.5"}, False),
        ({"Accept": "text/html", "X-Requested-With": "XMLHttpRequest"}, False),
        ({"Accept": "text/html", "Content-Type": "application/json"}, False),
        ({"Accept": "*/*"}, True),
        ({}, True),
    ],
)
def test_pages_and_scripts_are_told_apart(browser, headers, page):
    answer = browser.client.get("/orders", headers=headers)
    assert answer.status_code == (302 if page else 401)


def test_a_wrong_password_says_no_more_than_that(browser):
    answer = browser.sign_in(password="wrong")
    assert answer.status_code == 401
    assert messages_of(answer) == ["The user name or the password is not correct."]
    assert 'value="alice"' in answer.text
    assert "wrong" not in answer.text
    assert browser.cookie() is None


@pytest.mark.parametrize(
    ("username", "password"),
    [("", PASSWORD), ("alice", ""), ("a" * 129, PASSWORD), ("alice", "x" * 1025), ("a\0", "x"), ("alice", "x\0")],
)
def test_what_cannot_be_right_is_not_sent_on(browser, service, username, password):
    assert browser.sign_in(username=username, password=password).status_code == 401
    assert service.forms == []


def test_a_limit_says_how_long_to_wait(browser, service):
    service.trouble = refusal("rate_limited", 429, **{"Retry-After": "17"})
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "17")
    assert messages_of(answer) == ["Too many attempts. Please wait 17 seconds before you try again."]


def test_a_service_in_trouble_is_no_wrong_password(browser, service):
    service.trouble = (500, {}, b"")
    answer = browser.sign_in()
    assert answer.status_code == 503
    assert messages_of(answer) == ["The sign-in service does not answer. Please try again in a moment."]


def test_a_client_that_is_refused_is_a_matter_for_the_operator(browser, service, caplog):
    service.trouble = refusal("invalid_client", 401)
    answer = browser.sign_in()
    assert answer.status_code == 500
    assert "invalid_client" in answer.text
    assert "flask watchword doctor" in caplog.text


def test_a_token_for_another_audience_is_a_matter_for_the_operator(browser, service, caplog):
    service.claims = {"aud": "https://other.example"}
    answer = browser.sign_in()
    assert answer.status_code == 500
    assert "wrong_audience" in answer.text and "wrong_audience" in caplog.text
    assert browser.cookie() is None
    assert service.open_sessions == 0


def test_the_person_s_address_goes_to_the_server(browser, service):
    browser.sign_in()
    assert service.forms[0]["end_user_address"] == "127.0.0.1"
    assert service.forms[0]["resource"] == "https://api.example"


def test_who_is_signed_in_already_goes_straight_on(browser):
    browser.sign_in()
    assert browser.page("/login?next=/orders").location == "/orders"
    assert browser.page("/login").location == "/"


def test_pages_for_everybody_know_who_is_there(browser):
    assert browser.page("/").text == "hello None"
    browser.sign_in()
    assert browser.page("/").text == "hello alice"


def test_a_scope_that_is_missing_is_403(browser):
    browser.sign_in()
    assert browser.page("/read").status_code == 200
    assert browser.page("/admin").status_code == 403
    assert browser.script("/admin").json["code"] == "insufficient_scope"


@pytest.mark.parametrize("path", ["/orders", "/", "/login", "/logout"])
def test_pages_for_one_person_are_not_kept_by_caches(browser, path):
    browser.sign_in()
    answer = browser.page(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_an_access_token_is_renewed_quietly_when_it_has_ended(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(901)
        answer = browser.page("/orders")
        assert answer.text == "orders of alice"
        assert service.renewals == 1
        browser.page("/orders")
        assert service.renewals == 1


@pytest.mark.parametrize(("later", "renewals"), [(869, 0), (870, 0), (871, 1), (899, 1), (900, 1)])
def test_it_is_renewed_half_a_minute_before_its_end(browser, service, later, renewals):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(later)
        assert browser.page("/orders").status_code == 200
    assert service.renewals == renewals


@pytest.mark.parametrize(("later", "renewals"), [(8, 0), (9, 1)])
def test_a_short_lived_one_in_the_last_fifth_of_its_life(browser, service, later, renewals):
    service.lifetime = 10
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(later)
        browser.page("/orders")
    assert service.renewals == renewals


def test_trouble_at_the_server_bothers_nobody_whose_token_is_good(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(880)
        service.trouble = (500, {}, b"")
        asked = len(service.forms)
        for _ in range(5):
            assert browser.page("/orders").status_code == 200
        assert len(service.forms) == asked + 2


def test_trouble_at_the_server_signs_nobody_out(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(1000)
        service.trouble = (500, {}, b"")
        answer = browser.page("/orders")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Please try again" in answer.text
        assert browser.script("/orders").json["code"] == "keys_unavailable"
        service.trouble = None
        assert browser.page("/orders").text == "orders of alice"


@pytest.mark.parametrize("code", ["rate_limited", "invalid_client", "unauthorized_client", "not_found"])
def test_a_refusal_that_is_not_about_the_session_signs_nobody_out(browser, service, code):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(1000)
        service.trouble = refusal(code, 429 if code == "rate_limited" else 401)
        assert browser.page("/orders").status_code == 503
        service.trouble = None
        assert browser.page("/orders").status_code == 200


@pytest.mark.parametrize("code", ["invalid_refresh_token", "refresh_token_reused", "session_ended", "forbidden"])
def test_one_that_is_ends_it(browser, service, code):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(1000)
        service.trouble = refusal(code)
        assert browser.page("/orders").status_code == 302
        assert browser.cookie() is None


def test_an_answer_that_was_lost_is_asked_for_again(browser, service):
    """The server has rotated, the connection broke: within its grace it gives the same successor."""
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(901)
        good = service.answers["/token"]

        def lose(handler):
            service.answers["/token"] = good
            good(handler)
            handler.close_connection = True

        service.answers["/token"] = lose
        assert browser.page("/orders").text == "orders of alice"
        clock.tick(901)
        assert browser.page("/orders").text == "orders of alice"


def test_when_the_session_is_over_the_person_is_told_so_and_led_back(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        service.end_all()
        assert browser.page("/orders").status_code == 200
        clock.tick(901)
        answer = browser.page("/orders?page=2")
        assert (answer.status_code, answer.location) == (302, "/login?next=/orders?page%3D2")
        assert browser.cookie() is None
        assert messages_of(browser.page(answer.location)) == [ENDED]
        assert messages_of(browser.page("/login")) == []
        assert browser.sign_in(next="/orders").location == "/orders"


def test_a_script_is_told_with_another_code(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        service.end_all()
        clock.tick(901)
        answer = browser.script("/orders")
        assert (answer.status_code, answer.json["code"], answer.json["detail"]) == (401, "session_ended", ENDED)


def test_many_requests_that_find_out_together_say_it_once(browser, service):
    browser.sign_in()
    value = browser.cookie()
    service.end_all()
    with freeze_time("2036-11-22"):
        for _ in range(3):
            browser.set_cookie(value)
            browser.page("/orders")
        assert messages_of(browser.page("/login")) == [ENDED]


def test_a_form_of_a_session_that_is_over_leads_to_the_sign_in_without_repeating_the_form(browser, service):
    browser.sign_in()
    service.end_all()
    with freeze_time("2036-11-22"):
        answer = browser.submit("/orders", {"x": "1"})
        assert (answer.status_code, answer.location) == (303, "/login")


def test_signing_out_ends_the_session_at_the_server_too(browser, service):
    browser.sign_in()
    assert service.open_sessions == 1
    answer = browser.sign_out()
    assert (answer.status_code, answer.location) == (303, "/login")
    assert service.open_sessions == 0
    assert browser.cookie() is None
    assert messages_of(browser.page("/login")) == ["You have signed out."]
    assert browser.page("/orders").status_code == 302


def test_another_tab_is_out_too_even_with_a_copy_of_the_cookie(app, browser):
    browser.sign_in()
    tab = Browser(app).copy_of(browser)
    assert tab.page("/orders").status_code == 200
    browser.sign_out()
    assert tab.page("/orders").status_code == 302
    assert messages_of(tab.page("/login")) == [ENDED]


def test_signing_out_while_the_server_is_down_still_signs_out_here_and_says_so(browser, service):
    browser.sign_in()
    form = fields_of(browser.page("/logout"))
    service.trouble = (500, {}, b"")
    browser.submit("/logout", form)
    assert browser.cookie() is None
    assert "does not know yet" in messages_of(browser.page("/login"))[0]


def test_the_sign_out_page_asks_first(browser):
    browser.sign_in()
    page = browser.page("/logout")
    assert page.status_code == 200 and "You are signed in as alice" in page.text
    assert browser.page("/orders").status_code == 200
    browser.sign_out()
    assert browser.page("/logout").location == "/login"


@pytest.fixture
def basket_app(make_app, service):
    app = make_app()

    @app.get("/basket")
    def basket():
        from flask import session

        session["basket"] = [*session.get("basket", []), "pear"]
        return json.dumps(session["basket"])

    return app


def test_a_visitor_s_basket_is_still_there_after_signing_in(basket_app):
    browser = Browser(basket_app)
    browser.page("/basket")
    browser.sign_in()
    assert json.loads(browser.page("/basket").text) == ["pear", "pear"]


def test_one_person_leaves_nothing_of_hers_to_the_next(basket_app, service):
    browser = Browser(basket_app)
    browser.sign_in()
    browser.page("/basket")
    browser.sign_out()
    assert json.loads(browser.page("/basket").text) == ["pear"]


def test_nor_does_one_whose_session_ended_by_itself(basket_app, service):
    browser = Browser(basket_app)
    browser.sign_in()
    browser.page("/basket")
    browser.set_cookie("x")
    browser.page("/orders")
    service.claims = {"sub": "u-2"}
    browser.sign_in()
    assert json.loads(browser.page("/basket").text) == ["pear"]


def test_a_person_can_sign_out_while_the_server_is_down_and_the_token_has_ended(browser, service):
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(1000)
        service.trouble = (500, {}, b"")
        assert browser.page("/orders").status_code == 503
        assert browser.sign_out().location == "/login"
        assert browser.cookie() is None


def test_an_application_below_a_path_leads_to_its_own_pages(app):
    client = app.test_client()
    answer = client.get("/orders", environ_overrides={"SCRIPT_NAME": "/shop"})
    assert answer.location == "/shop/login?next=/shop/orders"
    page = client.get("/login?next=/shop/orders", environ_overrides={"SCRIPT_NAME": "/shop"})
    assert 'action="/shop/login"' in page.text and 'href="/shop/"' in page.text
    form = {**fields_of(page), "username": "alice", "password": PASSWORD}
    assert client.post("/login", data=form, environ_overrides={"SCRIPT_NAME": "/shop"}).location == "/shop/orders"


def test_a_whole_application_can_be_closed(make_app):
    app = make_app()

    @app.get("/open")
    @public
    def opened():
        return "open"

    @app.get("/closed")
    def closed():
        return "closed"

    sign_in = next(iter(app.template_context_processors[None][-1]().values()))
    sign_in.protect(app)
    browser = Browser(app)
    assert browser.page("/open").status_code == 200
    assert browser.page("/closed").location == "/login?next=/closed"
    assert browser.page("/watchword-sign-in/sign_in.css").status_code == 200
    assert browser.page("/no-such-page").status_code == 404
    browser.sign_in()
    assert browser.page("/closed").text == "closed"


def test_an_asynchronous_view_may_be_protected(make_app):
    app = make_app()
    sign_in = next(iter(app.template_context_processors[None][-1]().values()))

    @app.get("/later")
    @sign_in.required
    async def later():
        return f"later, {sign_in.user}"

    browser = Browser(app)
    assert browser.page("/later").status_code == 302
    browser.sign_in()
    assert browser.page("/later").text == "later, alice"


def test_every_session_of_a_person_can_be_ended(make_app, service, tmp_path):
    app = make_app(WATCHWORD_SESSION_STORE=str(tmp_path / "s.db"))
    phone, desk = Browser(app), Browser(app)
    phone.sign_in()
    desk.sign_in()
    assert desk.submit("/out-everywhere", {}).text == "2"
    assert service.open_sessions == 0
    assert phone.page("/orders").status_code == 302
    assert desk.page("/orders").status_code == 302


def test_a_session_ends_after_its_lifetime_whatever_is_renewed(make_app, store):
    browser = Browser(make_app(WATCHWORD_SESSION_STORE=store, WATCHWORD_SESSION_LIFETIME=2000))
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in()
        clock.tick(1000)
        assert browser.page("/orders").status_code == 200
        clock.tick(999)
        assert browser.page("/orders").status_code == 200
        clock.tick(1)
        assert browser.page("/orders").status_code == 302


def test_an_application_may_have_pages_by_session_and_an_api_by_bearer_token(make_app):
    from watchword.flask import JWTManager, create_access_token, jwt_required

    app = make_app(JWT_SECRET_KEY="a shared secret of more than thirty-two bytes")
    JWTManager(app)

    @app.get("/api")
    @jwt_required()
    def api():
        return "api"

    browser = Browser(app)
    browser.sign_in()
    assert browser.page("/orders").status_code == 200
    assert browser.script("/api").status_code == 401
    with app.app_context():
        bearer = {"Authorization": f"Bearer {create_access_token('alice')}"}
    assert browser.script("/api", **bearer).text == "api"
