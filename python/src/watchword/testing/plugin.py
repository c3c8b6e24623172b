"""The fixtures, loaded by pytest wherever Watchword is installed (entry point `pytest11`).

Every name begins with `watchword_`, so that none of yours is taken. Give them shorter ones in your conftest.py:

    @pytest.fixture
    def issuer(watchword_issuer): return watchword_issuer
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from watchword.testing.issuer import Issuer


# Watchword is imported when a fixture is used, so that a test session that uses none pays nothing.
@pytest.fixture
def watchword_issuer() -> Issuer:
    """An issuer with an ES256 key of its own: `watchword.testing.Issuer`."""
    from watchword.testing.issuer import Issuer

    return Issuer()


@pytest.fixture
def watchword_shared_secret_issuer() -> Issuer:
    """An issuer that signs with HS256; `issuer.secret` is what the application must hold."""
    from watchword.testing.issuer import Issuer

    return Issuer(algorithm="HS256")


@pytest.fixture
def watchword_travel() -> Callable[[float | timedelta], AbstractContextManager[None]]:
    """Moves the clock of Watchword: `with watchword_travel(900): ...`."""
    from watchword.testing.time_travel import travel

    return travel
