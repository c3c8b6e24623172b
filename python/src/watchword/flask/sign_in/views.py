"""The sign-in page and the sign-out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, request, session

from watchword.errors import KeysUnavailable, ServerUnavailable, SignInRefused, TokenError
from watchword.flask.guard import public
from watchword.flask.sign_in import answers
from watchword.flask.sign_in.current import user_of
from watchword.flask.sign_in.forgery import FIELD, comes_from_elsewhere
from watchword.flask.sign_in.next_path import safe_next
from watchword.flask.sign_in.parts import parts
from watchword.flask.sign_in.session import Session
from watchword.flask.sign_in.settings import Settings
from watchword.token_requests import Tokens

log = logging.getLogger("watchword.sign_in")

HERE = Path(__file__).parent
OWNER = "_watchword_person"
"""Whose `flask.session` it is."""

LONGEST_NAME = 128
LONGEST_PASSWORD = 1024

WRONG_PAIR = "The user name or the password is not correct."
RELOADED = (
    "The form had been open for too long, or the browser did not keep this site's cookie (over plain HTTP it only does "
    "for localhost). Please try again."
)
MISCONFIGURED = "This site and the sign-in service do not fit together. Whoever runs it finds the reason in its log."

PERSONS_FAULT = frozenset(
    {"wrong_credentials", "invalid_grant", "forbidden", "invalid_name", "invalid_password", "password_too_long"}
)
"""Every other refusal of a sign-in is a matter of how this application is set up."""


def make_blueprint(settings: Settings) -> Blueprint:
    blueprint = Blueprint(
        "sign_in",
        __name__,
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
        static_url_path="/watchword-sign-in",
    )
    routes: list[tuple[str, str, Callable[[], Response], str]] = [
        (settings.sign_in_path, "sign_in", show_sign_in, "GET"),
        (settings.sign_in_path, "submit_sign_in", submit_sign_in, "POST"),
        (settings.sign_out_path, "sign_out", show_sign_out, "GET"),
        (settings.sign_out_path, "submit_sign_out", submit_sign_out, "POST"),
    ]
    for path, endpoint, view, method in routes:
        blueprint.add_url_rule(path, endpoint, public(view), methods=[method])
    return blueprint


def show_sign_in() -> Response:
    """The form; who is signed in already goes straight on."""
    target = safe_next(request.args.get("next"))
    try:
        if user_of(parts().current.get()) is not None:
            return _go(target)
    except (KeysUnavailable, ServerUnavailable):
        pass
    return _form(200, target=target)


def submit_sign_in() -> Response:
    target = safe_next(request.form.get("next"))
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    if comes_from_elsewhere(request) or not parts().forms.visitor_is_right(request):
        return _form(400, RELOADED, target=target, username=username)
    if not _could_be_right(username, password):
        return _form(401, WRONG_PAIR, target=target, username=username[:LONGEST_NAME])
    try:
        tokens = parts().backend.sign_in(username, password, request.remote_addr or "")
    except SignInRefused as refusal:
        return _refused(refusal, target, username)
    except ServerUnavailable as error:
        log.error("sign-in failed: %s", error.detail)
        return _form(503, answers.TRY_AGAIN, target=target, username=username, retry_after=error.retry_after or 5)
    return _begin(tokens, target, username)


def _could_be_right(username: str, password: str) -> bool:
    """What no server would take is not sent to one."""
    sizes_fit = 0 < len(username) <= LONGEST_NAME and 0 < len(password) <= LONGEST_PASSWORD
    return sizes_fit and "\0" not in username + password


def show_sign_out() -> Response:
    """A link leads here; only the button signs out, so that no picture on another site can."""
    kept = parts().current.opened()
    if kept is None:
        return _to_sign_in()
    token = parts().forms.for_session(kept.id)
    settings = parts().settings
    page = render_template(
        "watchword/sign_out.html",
        site=settings.site_name,
        field=FIELD,
        token=token,
        name=kept.name,
        home=_home(),
    )
    return answers.dress(Response(page, mimetype="text/html"))


def submit_sign_out() -> Response:
    """Also while the server does not answer."""
    kept = parts().current.opened()
    if kept is None:
        return _to_sign_in()
    if comes_from_elsewhere(request) or not parts().forms.session_is_right(request, kept.id):
        raise TokenError("csrf_failed")
    told = parts().current.end(kept)
    # What the application kept for this person is not for the next one.
    session.clear()
    if told:
        answers.say("You have signed out.", "success")
    else:
        answers.say("You have signed out here. The sign-in service does not answer, so it does not know yet.", "error")
    return _to_sign_in()


def _begin(tokens: Tokens, target: str | None, username: str) -> Response:
    try:
        claims = parts().verifier.verify(tokens.access_token)
    except TokenError as error:
        log.error("a token of the sign-in service is refused here (%s): run `flask watchword doctor`", error.code)
        _give_back(tokens)
        return _form(500, MISCONFIGURED, target=target, username=username, code=error.code)
    except KeysUnavailable as error:
        log.error("the keys cannot be fetched: %s", error.detail)
        _give_back(tokens)
        return _form(503, answers.TRY_AGAIN, target=target, username=username)
    parts().current.begin(Session.begin(tokens, claims, username), claims)
    _leave_nothing_of_another(str(claims.get("sub", "")))
    return _go(target)


def _leave_nothing_of_another(subject: str) -> None:
    """What the application kept for a visitor stays; what it kept for another person who sat here does not."""
    if session.get(OWNER, subject) != subject:
        session.clear()
    session[OWNER] = subject


def _give_back(tokens: Tokens) -> None:
    """A session that nobody can use is not left open."""
    try:
        parts().backend.sign_out(tokens.refresh_token or tokens.access_token)
    except (SignInRefused, ServerUnavailable) as error:
        log.warning("sign-out at the source failed: %s", error.code)


def _refused(refusal: SignInRefused, target: str | None, username: str) -> Response:
    if refusal.code == "rate_limited":
        wait = refusal.retry_after or 30
        sentence = f"Too many attempts. Please wait {_in_words(wait)} before you try again."
        return _form(429, sentence, target=target, username=username, retry_after=wait)
    if refusal.code in PERSONS_FAULT:
        return _form(401, WRONG_PAIR, target=target, username=username)
    log.error("the sign-in service refuses this application (%s): run `flask watchword doctor`", refusal.code)
    return _form(500, MISCONFIGURED, target=target, username=username, code=refusal.code)


def _in_words(seconds: int) -> str:
    if seconds < 90:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"


def _form(
    status: int,
    sentence: str = "",
    *,
    target: str | None,
    username: str = "",
    code: str = "",
    retry_after: int | None = None,
) -> Response:
    value, token = parts().forms.for_visitor(request)
    said = answers.messages() + ([{"kind": "bad", "text": sentence}] if sentence else [])
    page = render_template(
        "watchword/sign_in.html",
        site=parts().settings.site_name,
        messages=said,
        field=FIELD,
        token=token,
        next=target or "",
        username=username,
        code=code,
    )
    response = answers.dress(Response(page, status, mimetype="text/html"))
    parts().forms.keep(request, response, value)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Cookie"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _home() -> str:
    return request.script_root + parts().settings.home


def _go(target: str | None) -> Response:
    """303: whatever the method was, the next is GET (RFC 9110 section 15.4.4)."""
    return redirect(target or _home(), 303)  # type: ignore[return-value]


def _to_sign_in() -> Response:
    return redirect(request.script_root + parts().settings.sign_in_path, 303)  # type: ignore[return-value]
