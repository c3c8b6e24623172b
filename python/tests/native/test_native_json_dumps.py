"""json_dumps writes byte by byte what json.dumps writes with compact separators: tokens are compared as a whole."""

from __future__ import annotations

import enum
import gc
import json
from collections import OrderedDict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watchword._native import json_dumps, json_loads

TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates, too
SCALARS = st.none() | st.booleans() | st.integers() | st.integers(-(10**40), 10**40) | st.floats() | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5)
    | st.lists(inner, max_size=5).map(tuple)
    | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=30,
)


def expected(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


@settings(max_examples=500)
@given(VALUES)
def test_it_writes_what_the_json_module_writes(value: Any) -> None:
    assert json_dumps(value) == expected(value)


@given(st.floats() | st.integers().map(float) | st.integers(-400, 400).map(lambda e: float(f"1.5e{e}")))
def test_numbers_are_written_as_python_writes_them(value: float) -> None:
    assert json_dumps([value]) == expected([value])


def test_every_character_up_to_the_last_is_written_alike() -> None:
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        assert json_dumps(text) == expected(text)


@pytest.mark.parametrize("value", [2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**4299, [], {}, (), "", {"": [{}]}])
def test_limits_are_written_alike(value: Any) -> None:
    assert json_dumps(value) == expected(value)


class Text(str):
    pass


class Number(enum.IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    "value",
    [
        object(), {1}, b"bytes", {1: 2}, {None: 1}, {b"a": 1}, {Text("a"): 1}, Text("a"), Number.ONE, OrderedDict(a=1),
        [1, {"a": 1j}], type("L", (list,), {})(), type("T", (tuple,), {})(), type("F", (float,), {})(), bytearray(),
    ],
)  # fmt: skip
def test_other_types_are_left_to_the_json_module(value: Any) -> None:
    with pytest.raises(TypeError):
        json_dumps(value)


def test_a_container_that_holds_itself_is_refused_as_the_json_module_refuses_it() -> None:
    a_list: list[Any] = [1]
    a_list.append({"inner": (a_list,)})
    a_dict: dict[str, Any] = {}
    a_dict["self"] = a_dict
    for value in (a_list, a_dict):
        with pytest.raises(ValueError, match="^Circular reference detected$"):
            json_dumps(value)
        with pytest.raises(ValueError, match="^Circular reference detected$"):
            expected(value)


def test_the_same_container_twice_is_no_circle() -> None:
    shared = {"a": [1]}
    assert json_dumps([shared, shared, shared["a"]]) == expected([shared, shared, shared["a"]])


def test_what_is_nested_too_deeply_is_a_recursion_error() -> None:
    for make in (lambda inner: [inner], lambda inner: (inner,), lambda inner: {"a": inner}):
        value: Any = None
        for _ in range(100_000):
            value = make(value)
        with pytest.raises(RecursionError):
            json_dumps(value)
        while value is not None:  # taken apart step by step: old interpreters recurse when they free it
            value = value["a"] if isinstance(value, dict) else value[0]
    assert json_dumps([]) == "[]"


def test_an_integer_that_python_does_not_write_is_a_value_error() -> None:
    with pytest.raises(ValueError):
        json_dumps(10**5000)


@given(VALUES.filter(lambda value: "\\ud" not in json.dumps(value) and "NaN" not in repr(value)))
def test_what_it_writes_it_reads(value: Any) -> None:
    text = json_dumps(value)
    if "Infinity" not in text and "NaN" not in text:
        assert json_loads(text) == json.loads(text)


class Emptying:
    """Empties `container` when the garbage collector finds it."""

    def __init__(self, container: Any) -> None:
        self.container = container
        self.itself = self

    def __del__(self) -> None:
        self.container.clear()


@pytest.mark.parametrize("in_dict", [True, False])
def test_a_container_may_be_emptied_while_it_is_written(in_dict: bool) -> None:
    # A lone surrogate makes an exception inside, and that may make the garbage collector run.
    usual = gc.get_threshold()
    try:
        for _ in range(20):
            gc.disable()
            gc.set_threshold(1)
            names = ["".join(["\ud800", str(i), "x" * 50]) for i in range(50)]
            value: Any = {name: name + "y" for name in names} if in_dict else names
            del names
            for _ in range(3):
                Emptying(value)
            gc.enable()
            text = json_dumps(value)
            gc.collect()
            assert text.startswith(('{"\\ud8000x', '["\\ud8000x')) and not value
    finally:
        gc.set_threshold(*usual)
        gc.enable()
