"""What a request gets that cannot be answered as asked: a page is led to the sign-in, a script gets a problem document
(RFC 9457) with a stable `code`."""

from __future__ import annotations

from typing import Any

from flask import (
    Request,
    Response,
    flash,
    get_flashed_messages,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from watchword.errors import ServerUnavailable, SessionEnded, TokenError, WatchwordError
from watchword.flask.sign_in.next_path import path_of
from watchword.flask.sign_in.parts import parts

NOT_SIGNED_IN = "Please sign in first."
ENDED = "Your session has ended. Please sign in again."
TRY_AGAIN = "The sign-in service does not answer. Please try again in a moment."


class NotSignedIn(SessionEnded):
    """Nobody has signed in yet."""


def wants_page(request: Request) -> bool:
    """True for a browser that goes somewhere, false for a script that fetches something."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate"
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.is_json:
        return False
    accepted = request.accept_mimetypes
    return not accepted or bool(accepted["text/html"] >= accepted["application/json"])


def session_ended(error: SessionEnded) -> Response:
    """To the sign-in page and, after it, back."""
    ended = not isinstance(error, NotSignedIn)
    to = url_for("sign_in.sign_in", next=path_of(request))
    if wants_page(request):
        if ended:
            say(ENDED, "error")
        # 303 for a form: what it sent is not to be sent to the sign-in (RFC 9110 section 15.4.4).
        status = 302 if request.method in ("GET", "HEAD") else 303
        return _forget_session(_private(redirect(to, status)), ended)
    code, detail = ("session_ended", ENDED) if ended else ("not_signed_in", NOT_SIGNED_IN)
    response = problem(401, "Not signed in", code, detail, sign_in=to)
    # RFC 9110 section 15.5.2 wants a challenge; browsers pass over a scheme that they do not know.
    response.headers["WWW-Authenticate"] = "Cookie"
    return _forget_session(_private(response), ended)


def try_again(error: WatchwordError) -> Response:
    """503: whether the person is signed in cannot be told now. Nobody is signed out for that."""
    wait = error.retry_after if isinstance(error, ServerUnavailable) and error.retry_after else 5
    response = _page_or_problem(503, "Please try again in a moment", "keys_unavailable", TRY_AGAIN)
    response.headers["Retry-After"] = str(wait)
    return _private(response)


def refused(error: TokenError) -> Response:
    """403 for a scope that is missing or a request that another site has made."""
    status = 403 if error.code in ("insufficient_scope", "csrf_failed") else error.status
    sentence = "You are not allowed to do this." if error.code == "insufficient_scope" else error.sentence
    return _private(_page_or_problem(status, "Not allowed", error.code, sentence))


def problem(status: int, title: str, code: str, detail: str, **more: Any) -> Response:
    response = jsonify(type="about:blank", title=title, status=status, detail=detail, code=code, **more)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def say(sentence: str, kind: str) -> None:
    """A flash message; once, however many tabs find out at the same time."""
    if [kind, sentence] not in [list(said) for said in session.get("_flashes", [])]:
        flash(sentence, kind)


def messages() -> list[dict[str, str]]:
    """What is to be said on the sign-in page; each once."""
    flashed: list[Any] = list(get_flashed_messages(with_categories=True))
    said = dict.fromkeys((kind, text) for kind, text in flashed)
    return [{"kind": "good" if kind in ("success", "info") else "bad", "text": text} for kind, text in said]


def dress(response: Response) -> Response:
    """The headers of a page of ours."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = parts().settings.content_security_policy
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.vary.add("Cookie")
    return response


def _page_or_problem(status: int, title: str, code: str, detail: str) -> Response:
    if not wants_page(request):
        return problem(status, title, code, detail)
    site = parts().settings.site_name
    page = render_template("watchword/trouble.html", title=title, detail=detail, code=code, site=site)
    return dress(Response(page, status, mimetype="text/html"))


def _private(response: Any) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response  # type: ignore[no-any-return]


def _forget_session(response: Response, ended: bool) -> Response:
    """A cookie of a session that is over is of no use: without it, the message is not said again."""
    current = parts().current.seen()
    if ended and current is not None and current.session is None:
        current.changed = True
    return response
