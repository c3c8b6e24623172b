"""Another time for Watchword, and for Watchword only."""

from __future__ import annotations

import datetime as real_datetime
import sys
import time as real_time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from watchword.testing.issuer import seconds

_journeys: list[float] = []


@contextmanager
def travel(by: float | timedelta) -> Iterator[None]:
    """Inside, the clock of Watchword is `by` seconds ahead of the real one (behind, if negative), and goes on:

        token = issuer.token(lifetime=60)
        with travel(61): ...                  # the token has expired

    Everything else keeps its time: sessions of the framework, cookies, timeouts. Journeys add up. Within freezegun, or
    around it, the time that is frozen is the one that is moved; to move the clock of the whole process, take freezegun.

    It works by standing in for `time` and `datetime` wherever a loaded module of Watchword holds them; a module that
    is imported for the first time inside keeps the real time.
    """
    _journeys.append(seconds(by))
    replaced = list(_replace(_stand_ins()))
    try:
        yield
    finally:
        for module, name, original in replaced:
            setattr(module, name, original)
        _journeys.pop()


def _shift() -> float:
    return sum(_journeys)


class _Time:
    """Stands where the module `time` stood. What is not the time of day is passed on."""

    def time(self) -> float:
        return real_time.time() + _shift()

    def time_ns(self) -> int:
        return real_time.time_ns() + int(_shift() * 1_000_000_000)

    def __getattr__(self, name: str) -> Any:
        return getattr(real_time, name)


class _DatetimeModule:
    """Stands where the module `datetime` stood."""

    def __init__(self, datetime_class: type) -> None:
        self.datetime = datetime_class

    def __getattr__(self, name: str) -> Any:
        return getattr(real_datetime, name)


def _shifted_datetime() -> type:
    """The class `datetime`, but for what it thinks is now. Its instances are plain ones, and plain ones are its."""
    plain: Any = real_datetime.datetime

    class AnyDatetime(type(plain)):  # type: ignore[misc]
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, plain)

    class ShiftedDatetime(plain, metaclass=AnyDatetime):  # type: ignore[misc]
        @classmethod
        def now(cls, tz: real_datetime.tzinfo | None = None) -> Any:
            return real_datetime.datetime.now(tz) + timedelta(seconds=_shift())

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(real_datetime.timezone.utc).replace(tzinfo=None)

    return ShiftedDatetime


def _stand_ins() -> dict[int, Any]:
    """By the identity of what they replace."""
    clock, datetime_class = _Time(), _shifted_datetime()
    stands_for: list[tuple[types.ModuleType | type | Callable[..., Any], Any]] = [
        (real_time, clock),
        (real_time.time, clock.time),
        (real_time.time_ns, clock.time_ns),
        (real_datetime, _DatetimeModule(datetime_class)),
        (real_datetime.datetime, datetime_class),
    ]
    return {id(original): stand_in for original, stand_in in stands_for}


def _replace(stand_ins: dict[int, Any]) -> Iterator[tuple[types.ModuleType, str, Any]]:
    """Yields what was where."""
    for module in _modules_of_watchword():
        for name, value in list(vars(module).items()):
            if (stand_in := stand_ins.get(id(value))) is not None:
                yield module, name, value
                setattr(module, name, stand_in)


def _modules_of_watchword() -> list[types.ModuleType]:
    return [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "watchword" and name != __name__ and module is not None
    ]
