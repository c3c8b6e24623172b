"""The protection of views: find the token of the request, verify it, ask the application, remember the answer."""

from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, overload

from flask import Flask, Request, current_app, request
from flask.ctx import AppContext
from flask.globals import app_ctx
from flask.views import View

from watchword import jwt
from watchword.flask import misuse
from watchword.flask.bypassed_handlers import answered_if_bypassed
from watchword.flask.config import EXEMPT_METHODS, config
from watchword.flask.decoding import header_of, usual_token
from watchword.flask.default_callbacks import (
    default_blocklist_callback,
    default_decode_key_callback,
    default_token_verification_callback,
)
from watchword.flask.exceptions import (
    CSRFError,
    FreshTokenRequired,
    JWTExtendedException,
    NoAuthorizationError,
    UserLookupError,
)
from watchword.flask.guard import mark_protected
from watchword.flask.internal_utils import (
    custom_verification_for_token,
    manager_of,
    user_lookup,
    verify_token_not_blocklisted,
    verify_token_type,
)
from watchword.flask.locations import FINDERS, csrf_hint, locations_of
from watchword.flask.typing import LocationType, ViewT

if TYPE_CHECKING:
    from watchword.flask.jwt_manager import JWTManager

Verified = tuple[dict[str, Any], dict[str, Any], str]
"""Header, claims, location."""


def verify_jwt_in_request(
    optional: bool = False,
    fresh: bool = False,
    refresh: bool = False,
    locations: LocationType = None,
    verify_type: bool = True,
    skip_revocation_check: bool = False,
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Verifies that the current request carries a good token, and makes it known to `get_jwt()` and its like.

    `optional`: no token is good too (but a bad one is not). `fresh`: only a token from a sign-in. `refresh`: a refresh
    token instead of an access token. `locations`: instead of JWT_TOKEN_LOCATION. `verify_type=False`: access and
    refresh tokens alike. `skip_revocation_check`: do not ask the blocklist.

    Answers header and claims; None if no token was needed. Raises the refusals of `watchword.flask.exceptions` and
    `watchword.jwt.exceptions`, for which the `JWTManager` has error handlers.
    """
    incoming: Request = request._get_current_object()  # type: ignore[attr-defined]
    if incoming.method in EXEMPT_METHODS:
        return None
    context: AppContext = app_ctx._get_current_object()  # type: ignore[attr-defined]
    app, state = context.app, context.g
    manager = manager_of(app)
    try:
        try:
            header, claims, location = _find_token(incoming, app, manager, locations, refresh)
            if verify_type and (claims["type"] == "refresh") != refresh:
                verify_token_type(claims, refresh)
            if fresh:
                _verify_token_is_fresh(header, claims)
            if not skip_revocation_check and manager._token_in_blocklist_callback is not default_blocklist_callback:
                verify_token_not_blocklisted(header, claims)
            if manager._token_verification_callback is not default_token_verification_callback:
                custom_verification_for_token(header, claims)
        except NoAuthorizationError:
            if not optional:
                raise
            _remember_that_nobody_came(state)
            return None
        user = None if manager._user_lookup_callback is None else _load_user(header, claims)
    except (JWTExtendedException, jwt.PyJWTError) as refusal:
        raise answered_if_bypassed(app, refusal)
    # Only now: a token that was refused leaves no trace in the request.
    state._jwt_extended_jwt = claims
    state._jwt_extended_jwt_header = header
    state._jwt_extended_jwt_user = user
    state._jwt_extended_jwt_location = location
    return header, claims


def _remember_that_nobody_came(state: Any) -> None:
    state._jwt_extended_jwt = {}
    state._jwt_extended_jwt_header = {}
    state._jwt_extended_jwt_user = {"loaded_user": None}
    state._jwt_extended_jwt_location = None


def _find_token(
    incoming: Request, app: Flask, manager: "JWTManager", locations: LocationType, refresh: bool
) -> Verified:
    """The first location that holds a token decides; the others are not asked."""
    if not locations and manager._decode_key_callback is default_decode_key_callback:
        found = usual_token(incoming, app)
        if found is not None:
            return found
    accepted = _checked(locations) if locations else locations_of(app.config)
    missing = []
    for location in accepted:
        try:
            token, csrf_value = FINDERS[location](incoming, app.config, refresh)
            claims = manager._claims_of(app, token, csrf_value)
            return header_of(token), claims, location
        except NoAuthorizationError as refusal:
            missing.append(str(refusal))
        except CSRFError as refusal:
            refusal.hint = refusal.hint or csrf_hint(app.config, refresh)
            raise
    if len(accepted) == 1:
        raise NoAuthorizationError(missing[0])
    first, last = ", ".join(accepted[:-1]), accepted[-1]
    raise NoAuthorizationError(f"Missing JWT in {first} or {last} ({'; '.join(missing)})")


def _checked(locations: str | Sequence[str]) -> Sequence[str]:
    if isinstance(locations, str):
        locations = (locations,)
    for location in locations:
        if location not in FINDERS:
            raise RuntimeError(f"'{location}' is not a valid location")
    return tuple(locations)


def _verify_token_is_fresh(jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> None:
    fresh = jwt_data["fresh"]
    if isinstance(fresh, (int, float)) and not isinstance(fresh, bool):
        fresh = fresh >= datetime.now(timezone.utc).timestamp()
    if fresh is not True:
        raise FreshTokenRequired("Fresh token required", jwt_header, jwt_data)


def _load_user(jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> dict[str, Any]:
    user = user_lookup(jwt_header, jwt_data)
    if user is None:
        identity = jwt_data[config.identity_claim_key]
        raise UserLookupError(f"user_lookup returned None for {identity}", jwt_header, jwt_data)
    return {"loaded_user": user}


@overload
def jwt_required(optional: ViewT, /) -> ViewT: ...


@overload
def jwt_required(
    optional: bool = False,
    fresh: bool = False,
    refresh: bool = False,
    locations: LocationType = None,
    verify_type: bool = True,
    skip_revocation_check: bool = False,
) -> Callable[[ViewT], ViewT]: ...


def jwt_required(
    optional: bool | Callable[..., Any] = False,
    fresh: bool = False,
    refresh: bool = False,
    locations: LocationType = None,
    verify_type: bool = True,
    skip_revocation_check: bool = False,
) -> Any:
    """Protects a view; the arguments are those of `verify_jwt_in_request`.

    Stands below `@app.route(...)`, with or without parentheses. The view may be a function, a coroutine function or a
    class (`flask.views.View`), whose every method is protected then.
    """
    if callable(optional):
        return jwt_required()(optional)
    requirements = (optional, fresh, refresh, locations, verify_type, skip_revocation_check)

    def protect(view: Any) -> Any:
        if isinstance(view, type):
            return _protect_class(view, protect)
        misuse.remember_wrapped(view)
        # Flask.ensure_sync answers plain functions as they are.
        is_plain = not iscoroutinefunction(view)

        @wraps(view)
        def protected(*args: Any, **kwargs: Any) -> Any:
            verify_jwt_in_request(*requirements)
            run = view if is_plain else current_app.ensure_sync(view)
            return run(*args, **kwargs)

        return mark_protected(protected)

    return protect


def _protect_class(view: type, protect: Callable[..., Any]) -> type:
    if not issubclass(view, View):
        raise TypeError(
            f"@jwt_required() protects functions and flask.views.View classes; {view.__name__} is neither. "
            "Put it on the methods of the class."
        )
    # View.as_view applies decorators in order, so the last one is asked first.
    view.decorators = [*view.decorators, protect]
    return view
