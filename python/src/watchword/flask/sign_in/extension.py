"""`SignIn`: what an application imports."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, overload

from flask import Blueprint, Flask, Response, current_app, request
from markupsafe import Markup

from watchword.errors import KeysUnavailable, ServerUnavailable, SessionEnded, TokenError
from watchword.flask.commands import add_commands
from watchword.flask.guard import is_public, is_static
from watchword.flask.sign_in import answers
from watchword.flask.sign_in.backend_http import BackendHttp
from watchword.flask.sign_in.current import Current, user_of
from watchword.flask.sign_in.forgery import FIELD, comes_from_elsewhere
from watchword.flask.sign_in.parts import EXTENSION, Parts, parts
from watchword.flask.sign_in.session import User
from watchword.flask.sign_in.settings import DEFAULTS
from watchword.flask.sign_in.views import make_blueprint

View = TypeVar("View", bound=Callable[..., Any])


class SignIn:
    """A Flask extension; it keeps no application, so that one object may serve several."""

    def __init__(self, app: Flask | None = None) -> None:
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Reads the settings (`WATCHWORD_...` in `app.config`; set them first), adds the sign-in page and the sign-out.
        ConfigurationError says what to change."""
        for name, default in DEFAULTS.items():
            app.config.setdefault(name, default)
        made = Parts.make(app)
        app.extensions[EXTENSION] = made
        app.register_blueprint(make_blueprint(made.settings))
        app.register_error_handler(SessionEnded, answers.session_ended)
        app.register_error_handler(KeysUnavailable, answers.try_again)
        app.register_error_handler(ServerUnavailable, answers.try_again)
        app.register_error_handler(TokenError, answers.refused)
        app.after_request(_after_request)
        app.context_processor(lambda: {"sign_in": self})
        add_commands(app)

    # -- protecting routes

    @overload
    def required(self, view: View, /) -> View: ...
    @overload
    def required(self, *scopes: str) -> Callable[[View], View]: ...
    def required(self, *arguments: Any) -> Any:
        """Only for people who are signed in, and whose token has every scope:

            @sign_in.required
            @sign_in.required("items:write")

        Pages lead the others to the sign-in page; scripts (`fetch`) get 401 as JSON."""
        if len(arguments) == 1 and callable(arguments[0]):
            return self._protected(arguments[0], ())
        return lambda view: self._protected(view, arguments)

    def protect(self, routes: Flask | Blueprint) -> None:
        """Every route of an application or a blueprint is `required`, but for the sign-in itself, static files, and
        views marked with `watchword.flask.public`."""
        routes.before_request(self._check_unless_public)

    def check(self, *scopes: str) -> User:
        """What `required` does, for use inside a view: the person, or the exception that leads to the sign-in."""
        current = parts().current.get()
        current.private = True
        user = user_of(current)
        if user is None:
            raise SessionEnded if current.ended else answers.NotSignedIn
        if comes_from_elsewhere(request):
            raise TokenError("csrf_failed", "another site made this request")
        if not user.scopes.issuperset(scopes):
            raise TokenError("insufficient_scope", scopes=scopes)
        return user

    # -- who is it

    @property
    def user(self) -> User | None:
        """The person of this request, or None. On pages that are not protected, too."""
        current = self._current()
        return None if current is None else user_of(current)

    @property
    def access_token(self) -> str:
        """For the `Authorization: Bearer` of a request to a backend; `http` does that by itself. SessionEnded."""
        current = parts().current.get()
        if current.session is None:
            raise SessionEnded
        return current.session.access_token

    @property
    def http(self) -> BackendHttp:
        """Requests to WATCHWORD_BACKEND in this person's name."""
        return parts().http

    # -- signing out

    def sign_out(self) -> None:
        """Ends this person's session, here and at the server. The sign-out form does this."""
        session = parts().current.opened()
        if session is not None:
            parts().current.end(session)

    def sign_out_everywhere(self, subject: str | None = None) -> int:
        """Ends every session that a person has with this application, in every browser; how many there were. Without
        `subject`, the person of this request. ConfigurationError unless sessions are kept on the server."""
        if subject is None:
            subject = self.check().subject
        return parts().current.end_all(subject)

    # -- for templates

    @property
    def csrf_token(self) -> str:
        """For the sign-out form of the application's own pages."""
        current = self._current()
        if current is None or current.session is None:
            return ""
        return parts().forms.for_session(current.session.id)

    @property
    def csrf_field(self) -> Markup:
        """`<form method="post" action="{{ url_for('sign_in.sign_out') }}">{{ sign_in.csrf_field }} ...`"""
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, self.csrf_token)

    # -- inside

    def _current(self) -> Current | None:
        """None while it cannot be told: a page for everybody need not fail for that."""
        try:
            return parts().current.get()
        except (KeysUnavailable, ServerUnavailable):
            return None

    def _protected(self, view: Any, scopes: tuple[str, ...]) -> Any:
        @wraps(view)
        def protected(*arguments: Any, **named: Any) -> Any:
            # As Flask's own: OPTIONS says what is possible, not what is there (CORS preflights carry no cookie).
            if request.method != "OPTIONS":
                self.check(*scopes)
            return current_app.ensure_sync(view)(*arguments, **named)

        return protected

    def _check_unless_public(self) -> None:
        endpoint = request.endpoint
        if endpoint is None or request.method == "OPTIONS" or is_static(endpoint):
            return
        view = current_app.view_functions[endpoint]
        marked = (view, getattr(view, "view_class", None))
        if not any(is_public(one) for one in marked):
            self.check()


def _after_request(response: Response) -> Response:
    made = parts()
    current = made.current.seen()
    if current is None:
        return response
    made.current.write(response)
    response.vary.add("Cookie")
    if current.value or current.private or current.changed:
        # What is for one person must not come back from a cache, nor from the history after the sign-out.
        response.headers["Cache-Control"] = "no-store"
    return response
