"""Keys of every kind, made once; and a clock that stands still."""

import datetime
import time
from collections.abc import Callable

import jwt.api_jwt
import pytest
from jwt_keys import NOW, KeyPair, key_pairs


@pytest.fixture(scope="session")
def pairs() -> dict[str, KeyPair]:
    """By algorithm."""
    return key_pairs()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets what time it is, for PyJWT, too; it is NOW until then."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return datetime.datetime.fromtimestamp(time.time(), tz)

    def set_to(now: float) -> None:
        monkeypatch.setattr(time, "time", lambda: float(now))

    set_to(NOW)
    monkeypatch.setattr(jwt.api_jwt, "datetime", Clock)
    return set_to
