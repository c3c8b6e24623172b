"""json_loads reads what the json module reads, but for what nobody should accept: it is held against that module."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watchword._native import NativeError, json_loads

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS | st.integers(min_value=-(10**60), max_value=10**60),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=30,
)


class Refused(Exception):
    pass


def strictly(text: str) -> Any:
    """The json module with what RFC 8259 allows a reader to refuse: repeated names, lone surrogates, infinities."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise Refused
        return dict(pairs)

    def finite(number: str) -> float:
        if math.isinf(float(number)):
            raise Refused
        return float(number)

    def constant(name: str) -> Any:
        raise Refused

    try:
        value = json.loads(text, object_pairs_hook=unique, parse_float=finite, parse_constant=constant)
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        raise Refused from None
    return value


@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_what_the_json_module_writes_is_read_as_it_reads_it(value: Any, ascii: bool, indent: Any) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    assert repr(json_loads(text)) == repr(json.loads(text)) == repr(json_loads(text.encode()))


DAMAGES = st.tuples(st.integers(0, 400), st.sampled_from('{}[]",:\\0129-+.eEuntd \n\t\x00é'))


@settings(max_examples=600)
@given(VALUES.map(json.dumps), st.lists(DAMAGES, max_size=4))
def test_a_damaged_text_is_read_exactly_where_the_strict_json_module_reads_it(
    text: str, damages: list[tuple[int, str]]
) -> None:
    for place, character in damages:
        at = place % (len(text) + 1)
        text = text[:at] + character + text[at + place % 2 :]
    try:
        expected: Any = strictly(text)
    except Refused:
        with pytest.raises(NativeError):
            json_loads(text)
    else:
        assert repr(json_loads(text)) == repr(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "{", "[1,]", '{"a":1,}', "{'a':1}", "nul", "True", "NaN", "Infinity", "-Infinity", "1e999", "01", "+1",
        "1.", ".5", "--1", '"\t"', '"\\x"', '"\\ud800"', '"\\udc00\\ud800"', "\ufeff1", '{"a":1,"a":2}',
        '{"iss":1,"\\u0069ss":2}', '[{"a":1,"a":1}]', "1 2", "[1]x", "/**/1", "00000000000000000000001",
        "123456789012345678901 2", "-", "1" * 30 + "x", '{"a":' + "1" * 30 + ',"a":1}',
    ],
)  # fmt: skip
def test_what_is_not_strict_json_is_malformed(text: str) -> None:
    for form in (text, text.encode()):
        with pytest.raises(NativeError) as refusal:
            json_loads(form)
        assert refusal.value.code == "malformed"


@pytest.mark.parametrize("text", [b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', '"\ud800"', '"a'.encode("utf-16")])
def test_what_is_not_utf8_is_malformed(text: str | bytes) -> None:
    with pytest.raises(NativeError) as refusal:
        json_loads(text)
    assert refusal.value.code == "malformed"


@pytest.mark.parametrize("bits", [31, 32, 53, 62, 63, 64, 65, 128, 1000])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_integers_of_any_size_come_out_exactly(bits: int, step: int) -> None:
    for value in (2**bits + step, -(2**bits) + step):
        assert json_loads(str(value)) == value
        mixed = [1.5, value, "9" * 30, {"a": value, "b": [value, 2, -3]}, -0.0]
        assert repr(json_loads(json.dumps(mixed))) == repr(mixed)


def test_integers_end_where_python_stops_to_convert_them() -> None:
    assert json_loads("9" * 4300) == 10**4300 - 1
    with pytest.raises(NativeError) as refusal:
        json_loads("9" * 4301)
    assert refusal.value.code == "too_large"


def test_depth_and_size_are_bounded() -> None:
    assert json_loads("[" * 512 + "]" * 512) == json.loads("[" * 512 + "]" * 512)
    for text in ("[" * 513 + "]" * 513, "[" * 100_000, '{"a":' * 600 + "1" + "}" * 600):
        with pytest.raises(NativeError) as refusal:
            json_loads(text)
        assert refusal.value.code in ("too_large", "malformed")
    largest = 16 * 1024 * 1024
    assert len(json_loads('"' + "a" * (largest - 2) + '"')) == largest - 2
    with pytest.raises(NativeError) as refusal:
        json_loads('"' + "a" * (largest - 1) + '"')
    assert refusal.value.code == "too_large"


def test_usual_names_are_the_same_objects_every_time() -> None:
    first, second = (next(iter(json_loads('{"preferred_username":1}'))) for _ in range(2))
    assert first is second


@pytest.mark.parametrize("argument", [None, 1, bytearray(b"1"), memoryview(b"1")])
def test_other_types_are_a_type_error(argument: Any) -> None:
    with pytest.raises(TypeError):
        json_loads(argument)


def test_a_refusal_is_a_value_error_with_code_and_detail() -> None:
    with pytest.raises(ValueError) as refusal:
        json_loads("{")
    assert isinstance(refusal.value, NativeError)
    assert (refusal.value.code, refusal.value.detail) == ("malformed", "")
