"""Protection of a whole application: closed unless a route says otherwise."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import current_app, request

_PUBLIC = "__watchword_public__"
_PROTECTED = "__watchword_protected__"

Marked = TypeVar("Marked", bound=Callable[..., Any])


def public(view: Marked) -> Marked:
    """Marks a view, a `View` class or one of its methods as free for everybody, for `JWTManager.protect_app`. The mark
    of a class is for that class alone, not for those that derive from it."""
    setattr(view, _PUBLIC, True)
    return view


def mark_protected(view: Marked) -> Marked:
    """Marks a view that verifies the token by itself."""
    setattr(view, _PROTECTED, True)
    return view


class Guard(NamedTuple):
    """What `protect_app` was asked for."""

    exempt: frozenset[str]
    requirements: dict[str, Any]

    def check(self) -> None:
        """Verifies the token of the current request unless its route needs none here."""
        from watchword.flask.view_decorators import verify_jwt_in_request

        # No endpoint: Flask is about to answer 404 or 405, which tells nothing.
        if request.endpoint is not None and not self._is_free(request.endpoint):
            verify_jwt_in_request(**self.requirements)

    def _is_free(self, endpoint: str) -> bool:
        if endpoint in self.exempt or is_static(endpoint):
            return True
        if not self.exempt.isdisjoint(request.blueprints):
            return True
        return any(_says_so(target) for target in _targets(endpoint))


def is_static(endpoint: str) -> bool:
    """Whether Flask itself serves it, from the static folder of the application or of a blueprint."""
    owner, _, name = endpoint.rpartition(".")
    holder = current_app.blueprints.get(owner) if owner else current_app
    return name == "static" and holder is not None and holder.has_static_folder


def _targets(endpoint: str) -> list[Any]:
    """The view; of a class based view also the class and the method that will be called."""
    view = current_app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return [view]
    method = request.method.lower()
    called = getattr(view_class, method, None) or (getattr(view_class, "get", None) if method == "head" else None)
    return [view, view_class, called]


def _says_so(target: Any) -> bool:
    return is_public(target) or getattr(target, _PROTECTED, False)


def is_public(target: Any) -> bool:
    """Whether `public` marked it. A class says so for itself alone: what derives from it may show more than it does."""
    if isinstance(target, type):
        return _PUBLIC in vars(target)
    return getattr(target, _PUBLIC, False)
