"""Who has put code of their own in place of ours.

The core does decode() and encode() in one step, and so passes by every method that a caller may replace: in a subclass,
in a class (`monkeypatch.setattr(PyJWT, "_validate_exp", ...)`), in one object (`obj._jws._verify_signature = ...`). It
is asked only while nobody has. That is looked at in every call, so it must cost next to nothing: objects and algorithms
notice when they are changed, and `PyJWT` and `PyJWS` define none of the steps themselves, so that a replaced one is a
name more in them."""

import weakref
from abc import ABCMeta
from collections.abc import Mapping
from typing import Any

CHANGED_ALGORITHMS: set[int] = set()
"""The ids of the algorithms of this package, classes and objects, in which a method is replaced at the moment."""

_OUR_ALGORITHMS: dict[type, dict[str, Any]] = {}
"""The classes of this package, as they were made."""


def names_in(cls: type) -> Mapping[str, Any]:
    """What the class defines itself, at any time; a name more is a method that somebody has replaced."""
    cls.__annotations__  # Python adds it when somebody asks: rather now than later
    return vars(cls)


class Hookable:
    """Knows what is replaced in this one object."""

    _changes: frozenset[str]

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if hasattr(type(self), name):
            self._note(name, True)

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        self._note(name, False)

    def _note(self, name: str, is_changed: bool) -> None:
        # A subclass may set attributes before our __init__.
        before: frozenset[str] = getattr(self, "_changes", frozenset())
        self._changes = before | {name} if is_changed else before - {name}


class HookableAlgorithm:
    """Tells when a method of this one algorithm is replaced: others use it without asking."""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        is_hook = type(self) in _OUR_ALGORITHMS and hasattr(type(self), name)
        if is_hook and id(self) not in CHANGED_ALGORITHMS:
            CHANGED_ALGORITHMS.add(id(self))
            weakref.finalize(self, CHANGED_ALGORITHMS.discard, id(self))

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        if not any(hasattr(type(self), other) for other in vars(self)):
            CHANGED_ALGORITHMS.discard(id(self))


class AlgorithmClass(ABCMeta):
    """The class of algorithm classes: knows whether a method of one of ours is replaced."""

    def __setattr__(cls, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        cls._compare()

    def __delattr__(cls, name: str) -> None:
        super().__delattr__(name)
        cls._compare()

    def _compare(cls) -> None:
        made = _OUR_ALGORITHMS.get(cls)
        if made is None:
            return
        now = _methods(cls)
        is_as_made = made.keys() == now.keys() and all(made[name] is now[name] for name in made)
        (CHANGED_ALGORITHMS.discard if is_as_made else CHANGED_ALGORITHMS.add)(id(cls))


def keep_as_made(*classes: type) -> None:
    """From now on, a change to one of these classes is known."""
    for cls in classes:
        _OUR_ALGORITHMS[cls] = _methods(cls)


def _methods(cls: type) -> dict[str, Any]:
    # Caches of the abc module and of typing come and go.
    return {name: value for name, value in vars(cls).items() if not name.startswith(("_abc_", "__annot"))}
