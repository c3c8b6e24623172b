"""What others may try with the sign-in: foreign targets, forged requests, tampered and planted cookies."""

from __future__ import annotations

import json

import pytest
from browsing import Browser, fields_of, messages_of
from flask import Blueprint, Response, request
from flask.views import View
from freezegun import freeze_time
from stub_issuer import sign
from token_service import PASSWORD

from watchword import _native
from watchword.errors import ConfigurationError
from watchword.flask import SignIn, public
from watchword.flask.sign_in.current import Current
from watchword.flask.sign_in.next_path import safe_next
from watchword.flask.sign_in.sealing import Seal, hkdf_sha256
from watchword.flask.sign_in.session import Session

ENDED = "Your session has ended. Please sign in again."

FOREIGN = [
    "https://evil.example", "//evil.example", "///evil.example", "////evil.example/x", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: x=y", "\t//evil.example",
    " //evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "evil.example", "evil",
    "http:evil.example", "https:/evil.example", "?x=//evil.example", "#x", "", "/\x00", "/\x7f", "/é", "/\u2028",
    "/.//evil.example", "/..//evil.example", "/a//b", "/%0a\x0b", "/x y", "@evil.example", ":80", "/" + "a" * 2048,
    "/\\/evil.example", "/;//evil.example", "http://localhost/", "//localhost/",
]  # fmt: skip

OURS = ["/", "/orders", "/orders?year=2026&open=1", "/a/b/c.html#part", "/x?next=//evil.example", "/x?u=https://evil.example",
        "/%2F%2Fevil.example", "/@evil.example", "/" + "a" * 2047]  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_a_target_elsewhere_is_not_gone_to(target):
    assert safe_next(target) is None


@pytest.mark.parametrize("target", OURS)
def test_a_path_of_this_site_is(target):
    assert safe_next(target) == target


@pytest.mark.parametrize("target", FOREIGN)
def test_after_signing_in_a_foreign_target_is_home(make_app, target):
    browser = Browser(make_app())
    form = fields_of(browser.page("/login"))
    answer = browser.submit("/login", {**form, "username": "alice", "password": PASSWORD, "next": target})
    assert answer.location == "/"


def test_the_form_does_not_carry_a_foreign_target(browser):
    assert "evil" not in browser.page("/login?next=//evil.example").text


def test_a_page_whose_path_looks_foreign_is_not_come_back_to(browser):
    answer = browser.page("/orders//evil.example")
    assert answer.location is None or "evil" not in answer.location


# -- forged requests


@pytest.mark.parametrize("token", [None, "", "x", "A" * 43])
def test_a_sign_in_without_the_form_s_token_is_refused(browser, service, token):
    form = fields_of(browser.page("/login"))
    form.pop("csrf_token")
    if token is not None:
        form["csrf_token"] = token
    answer = browser.submit("/login", {**form, "username": "alice", "password": PASSWORD})
    assert answer.status_code == 400
    assert service.forms == []


def test_a_token_without_its_cookie_is_refused(app, browser, service):
    form = fields_of(browser.page("/login"))
    victim = Browser(app)
    assert victim.submit("/login", {**form, "username": "alice", "password": PASSWORD}).status_code == 400
    assert service.forms == []


def test_the_form_works_again_after_it_was_refused(browser):
    refused = browser.submit("/login", {"username": "alice", "password": PASSWORD})
    again = browser.submit("/login", {**fields_of(refused), "username": "alice", "password": PASSWORD})
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_another_site_cannot_make_a_person_do_something(browser, headers, allowed):
    browser.sign_in()
    answer = browser.client.post("/orders", headers=headers)
    assert answer.status_code == (200 if allowed else 403)


def test_another_site_cannot_sign_a_person_in_or_out(browser, service):
    form = fields_of(browser.page("/login"))
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = browser.submit("/login", {**form, "username": "alice", "password": PASSWORD}, **elsewhere)
    assert answer.status_code == 400
    browser.sign_in()
    assert browser.submit("/logout", fields_of(browser.page("/logout")), **elsewhere).status_code == 403
    assert browser.submit("/logout", {}).status_code == 403
    assert browser.page("/orders").status_code == 200


def test_the_token_of_one_session_does_not_sign_another_out(app):
    mallory, alice = Browser(app), Browser(app)
    mallory.sign_in()
    alice.sign_in()
    assert alice.submit("/logout", fields_of(mallory.page("/logout"))).status_code == 403
    assert alice.page("/orders").status_code == 200


# -- cookies


def test_the_cookies_are_for_nobody_else(make_app):
    browser = Browser(make_app())
    cookies = {cookie.partition("=")[0]: cookie for cookie in browser.sign_in().headers.getlist("Set-Cookie")}
    cookie = cookies["watchword_session"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Domain" not in cookie


@pytest.mark.parametrize("base", ["https://shop.example", "http://shop.example", "https://localhost"])
def test_outside_of_plain_loopback_they_are_secure_and_bound_to_the_host(make_app, base):
    browser = Browser(make_app(), base)
    page = browser.page("/login")
    set_cookie = page.headers["Set-Cookie"]
    assert set_cookie.startswith("__Host-watchword_session_csrf=")
    assert "Secure" in set_cookie and "Path=/" in set_cookie and "Domain" not in set_cookie


def test_a_session_cookie_cannot_be_read(browser):
    browser.sign_in()
    assert PASSWORD not in browser.cookie()
    assert "alice" not in browser.cookie()
    assert "eyJ0eXAi" not in browser.cookie().partition(".")[2]


def tampered(value):
    yield value[:-1] + ("A" if value[-1] != "A" else "B")
    yield value[:40] + ("A" if value[40] != "A" else "B") + value[41:]
    yield value + "A"
    yield value[: len(value) // 2]
    yield "x"
    yield "é"
    yield "a.b.c.d.e"
    yield ".".join(["eyJhbGciOiJub25lIn0", *value.split(".")[1:]])


def test_a_tampered_cookie_is_an_ended_session_and_no_error(browser):
    browser.sign_in()
    for value in tampered(browser.cookie()):
        victim = Browser(browser.client.application)
        victim.set_cookie(value)
        answer = victim.page("/orders")
        assert (answer.status_code, answer.location) == (302, "/login?next=/orders")
        assert messages_of(victim.page("/login")) == [ENDED]
        assert victim.cookie() is None


def test_a_cookie_that_was_sealed_for_another_purpose_is_none(make_app):
    browser = Browser(make_app())
    session = Session("id", "u-1", "alice", 0.0, "a.b.c", "r")
    browser.set_cookie(Seal(["a secret key of more than thirty-two bytes"], "forms").seal(session.to_bytes()))
    assert browser.page("/orders").status_code == 302


def test_whoever_knows_the_secret_key_still_cannot_make_an_access_token(make_app, service):
    """SECRET_KEY seals sessions, but only the issuer's keys make a token good."""
    browser = Browser(make_app())
    forged = sign(_native.Key.generate("ES256", "first"), {"iss": service.name, "sub": "u-1"})
    session = Session("id", "u-1", "root", 2e9, forged, "no-such-token")
    browser.set_cookie(Seal(["a secret key of more than thirty-two bytes"], "cookie session").seal(session.to_bytes()))
    assert browser.page("/orders").status_code == 302


def test_signing_in_makes_a_new_session_whatever_cookie_was_there(app, browser, service):
    """Session fixation: the attacker's session ends, the person gets one of her own."""
    attacker = Browser(app)
    attacker.sign_in()
    planted = attacker.cookie()
    browser.set_cookie(planted)
    form = fields_of(Browser.page(Browser(app), "/login"))
    assert form
    fresh = Browser(app)
    page = fresh.page("/login")
    fresh.set_cookie(planted)
    fresh.submit("/login", {**fields_of(page), "username": "alice", "password": PASSWORD})
    assert fresh.cookie() != planted
    assert service.open_sessions == 1
    assert attacker.page("/orders").status_code == 302
    assert fresh.page("/orders").status_code == 200


def test_a_cookie_that_comes_back_after_the_sign_out_is_refused_by_another_worker_too(make_app):
    """A page that was loading renews in worker 1 and sets its cookie after worker 2 has signed out."""
    one, two = make_app(), make_app()
    browser = Browser(one)
    browser.sign_in()
    late = browser.cookie()
    elsewhere = Browser(two).copy_of(browser)
    elsewhere.sign_out()
    mark = elsewhere.cookie("watchword_session_ended")
    assert mark
    browser.set_cookie(mark, "watchword_session_ended")
    browser.set_cookie(late)
    assert browser.page("/orders").status_code == 302


def test_a_mark_does_not_keep_anybody_from_signing_in_again(browser):
    browser.sign_in()
    browser.sign_out()
    browser.sign_in()
    assert browser.page("/orders").status_code == 200


def test_a_session_that_is_too_large_for_a_cookie_says_what_to_do(make_app, service):
    service.claims = {"groups": ["g" * 50] * 60}
    app = make_app(PROPAGATE_EXCEPTIONS=True)
    with pytest.raises(ConfigurationError, match="WATCHWORD_SESSION_STORE"):
        Browser(app).sign_in()


def test_a_large_session_fits_into_a_file(make_app, service, tmp_path):
    service.claims = {"groups": ["g" * 50] * 60}
    browser = Browser(make_app(WATCHWORD_SESSION_STORE=str(tmp_path / "s.db")))
    browser.sign_in()
    assert browser.page("/orders").status_code == 200


def test_the_file_shows_nothing_to_who_reads_it(make_app, tmp_path):
    path = tmp_path / "folder" / "s.db"
    browser = Browser(make_app(WATCHWORD_SESSION_STORE=str(path)))
    browser.sign_in()
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert browser.cookie().encode() not in content
    assert b"eyJ0eXAi" not in content
    assert b"alice" not in content
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_changed_secret_key_signs_nobody_out_if_the_former_one_is_kept(make_app, tmp_path):
    for store in ("cookie", str(tmp_path / "s.db")):
        before = Browser(make_app(SECRET_KEY="the former secret key, long enough", WATCHWORD_SESSION_STORE=store))
        before.sign_in()
        after = make_app(
            SECRET_KEY="the new secret key, long enough too",
            SECRET_KEY_FALLBACKS=["the former secret key, long enough"],
            WATCHWORD_SESSION_STORE=store,
        )
        assert Browser(after).copy_of(before).page("/orders").status_code == 200
        stranger = make_app(SECRET_KEY="another secret key, long enough", WATCHWORD_SESSION_STORE=store)
        assert Browser(stranger).copy_of(before).page("/orders").status_code == 302


# -- pages


def test_what_is_typed_comes_back_escaped(browser):
    answer = browser.sign_in(username='"><script>alert(1)</script>', password="x")
    assert "<script>" not in answer.text


def test_the_pages_cannot_be_framed_and_run_no_scripts(browser):
    for page in (browser.page("/login"), browser.sign_in(password="wrong")):
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"


def test_nothing_secret_is_logged(browser, service, caplog):
    caplog.set_level("DEBUG", "watchword")
    with freeze_time("2026-11-22 20:00:00") as clock:
        browser.sign_in(password="wrong-password-1")
        browser.sign_in()
        value = browser.cookie()
        clock.tick(901)
        browser.page("/orders")
        service.end_all()
        clock.tick(901)
        browser.page("/orders")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("watchword"))
    assert "renewing" in logged and "the session is over" in logged
    for secret in (PASSWORD, "wrong-password-1", value, "eyJ"):
        assert secret not in logged


# -- settings


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"WATCHWORD_ISSUER": None}, "WATCHWORD_ISSUER"),
        ({"WATCHWORD_ISSUER": "http://id.example"}, "https"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"WATCHWORD_CLIENT_ID": None}, "WATCHWORD_CLIENT_ID"),
        ({"WATCHWORD_SIGN_IN_PATH": "login"}, "WATCHWORD_SIGN_IN_PATH"),
        ({"WATCHWORD_HOME": "//evil.example"}, "WATCHWORD_HOME"),
        ({"WATCHWORD_LOGIN_URL": "http://api.example/login"}, "WATCHWORD_LOGIN_URL"),
        ({"WATCHWORD_LOGIN_FORMAT": "xml"}, "WATCHWORD_LOGIN_FORMAT"),
        ({"WATCHWORD_SESSION_STORE": 7}, "WATCHWORD_SESSION_STORE"),
        ({"WATCHWORD_SESSION_STORE": "/proc/no/such.db"}, "WATCHWORD_SESSION_STORE"),
        ({"WATCHWORD_SESSION_LIFETIME": 0}, "WATCHWORD_SESSION_LIFETIME"),
        ({"WATCHWORD_KEYS": ["Tr0ub4dor&3"], "WATCHWORD_ALGORITHMS": ["HS256"]}, "32 bytes"),
    ],
)
def test_a_wrong_setting_is_named_when_the_application_is_made(make_app, config, says):
    with pytest.raises(ConfigurationError, match=says) as refused:
        make_app(**config)
    assert "Tr0ub4dor" not in str(refused.value)


def test_an_application_without_a_sign_in_says_so():
    from flask import Flask

    app = Flask("bare")
    sign_in = SignIn()
    with app.test_request_context(), pytest.raises(RuntimeError, match="init_app"):
        sign_in.check()


def test_hkdf_is_that_of_rfc_5869():
    """Appendix A.1, the first 32 bytes; A.3 has no salt."""
    okm = hkdf_sha256(b"\x0b" * 22, bytes(range(0xF0, 0xFA)), bytes(range(13)))
    assert okm.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    okm = hkdf_sha256(b"\x0b" * 22, b"")
    assert okm.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_a_session_survives_its_own_form():
    session = Session("id", "u-1", 'Åda "x"', 1.5, "a.b.c", None)
    assert Session.from_bytes(session.to_bytes()) == session
    assert "a.b.c" not in repr(session)
    with pytest.raises((ValueError, TypeError)):
        Session.from_bytes(json.dumps({"id": "x"}).encode())


def test_a_view_that_is_called_static_is_protected_like_any_other(make_app):
    app = make_app()
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/static-pages", "static", lambda: "secret")
    app.register_blueprint(pages)
    SignIn().protect(app)
    assert Browser(app).page("/static-pages").status_code == 302
    assert Browser(app).page("/watchword-sign-in/sign-in.css").status_code != 302


def test_what_derives_from_a_public_view_is_not_public_by_that(make_app):
    app = make_app()
    shown = public(type("Shown", (View,), {"dispatch_request": lambda self: "shown"}))
    app.add_url_rule("/shown", view_func=shown.as_view("shown"))
    app.add_url_rule("/hidden", view_func=type("Hidden", (shown,), {}).as_view("hidden"))
    SignIn().protect(app)
    assert [Browser(app).page(path).status_code for path in ("/shown", "/hidden")] == [200, 302]


def test_an_application_does_not_believe_another_s_word_on_who_is_signed_in(make_app):
    first, second = make_app(), make_app(WATCHWORD_AUDIENCE="https://another.example")

    @first.errorhandler(404)
    def hand_on(error):
        assert str(first.jinja_env.from_string("{{ sign_in.user }}").render(sign_in=SignIn())) == "alice"
        return Response.from_app(second.wsgi_app, request.environ)

    second.add_url_rule("/second", "second", SignIn().required(lambda: "second"))
    browser = Browser(first)
    browser.sign_in()
    assert browser.page("/orders").text == "orders of alice"
    assert browser.page("/second").text != "second"


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "null", "", "http://a b"])
def test_an_origin_that_is_none_is_a_foreign_one(app, origin):
    answer = app.test_client().post("/login", data={"username": "alice"}, headers={"Origin": origin})
    assert answer.status_code == 400


def test_printing_a_session_shows_nothing_that_opens_it():
    session = Session("the id", "alice", "Alice", 0.0, "the access token", "the refresh token")
    assert "the" not in repr(Current("the cookie", session))
