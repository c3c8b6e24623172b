"""Types that the signatures of this package share."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Literal, TypeVar, Union

ExpiresDelta = Union[Literal[False], timedelta]
"""How long a token lives; False for ever."""

Fresh = Union[bool, float, timedelta]
"""Whether a token is fresh, or until when (a timestamp), or for how long."""

LocationType = Union[str, Sequence[str], None]
"""Where a request may carry its token: "headers", "cookies", "query_string", "json"."""

Loader = TypeVar("Loader", bound=Callable[..., Any])
"""A callback of the application, synchronous or asynchronous."""

ViewT = TypeVar("ViewT", bound=Callable[..., Any])
"""A view: a function, a coroutine function or a `flask.views.View` class."""
