"""What tests of an application need: tokens of any age and with any defect, without a server and without a network.

pytest loads the fixtures of `watchword.testing.plugin` by itself; the rest is imported:

    from watchword.testing import DEFECTS, Issuer, travel
    from watchword.testing.flask import bearer_client
    from watchword.testing.fastapi import authorised_client

Nothing here belongs into a running service: it hands out keys and signs whatever it is told.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchword.testing.defects import DEFECTS, Defect
    from watchword.testing.issuer import Issuer
    from watchword.testing.time_travel import travel

__all__ = ["DEFECTS", "Defect", "Issuer", "travel"]

_MODULES = {"DEFECTS": "defects", "Defect": "defects", "Issuer": "issuer", "travel": "time_travel"}


def __getattr__(name: str) -> Any:
    """Loads on demand: pytest imports this package for its plugin wherever Watchword is installed."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
