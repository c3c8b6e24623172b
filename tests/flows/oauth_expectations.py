"""Judges one answer by the `expect` of a case in the schema watchword-oauth-http-v1."""

from __future__ import annotations

import fnmatch
import re

from http_client import Answer

_KNOWN_EXPECTATIONS = {"status", "not_status", "json", "json_exact", "json_has", "no_json", "json_lacks_value",
                       "json_path_absent", "headers", "header_lacks", "body_not_contains", "eventually_status",
                       "never_status", "save_signature", "same_signature_as", "set_cookie", "session_rotated"}


def check_answer(answer: Answer, expect: dict) -> None:
    assert not set(expect) - _KNOWN_EXPECTATIONS, f"this runner does not know {set(expect) - _KNOWN_EXPECTATIONS}"
    if "status" in expect:
        assert answer.status in expect["status"], f"{answer.status} {answer.text}"
    assert answer.status not in expect.get("not_status", [])
    for name, wanted in expect.get("json", {}).items():
        assert matches(answer.json().get(name), wanted), f"{name}: {answer.json().get(name)!r}, not {wanted!r}"
    if "json_exact" in expect:
        assert answer.json() == expect["json_exact"]
    for name in expect.get("json_has", []):
        assert name in answer.json(), f"no {name}"
    for name in expect.get("no_json", []):
        assert f'"{name}"' not in answer.text
    for name, values in expect.get("json_lacks_value", {}).items():
        assert not set(values) & set(answer.json().get(name, []))
    for path in expect.get("json_path_absent", []):
        member, inner = re.fullmatch(r"(\w+)\[\*\]\.(\w+)", path).groups()
        assert not [item for item in answer.json()[member] if inner in item], path
    for name, pattern in expect.get("headers", {}).items():
        assert header_matches(answer.header(name) or "", pattern), f"{name}: {answer.header(name)!r}, not {pattern!r}"
    for name, texts in expect.get("header_lacks", {}).items():
        assert not [text for text in texts if text in (answer.header(name) or "")]
    for text in expect.get("body_not_contains", []):
        assert text not in answer.text


def matches(value, wanted) -> bool:
    """`a|b` is either value, a trailing `*` any continuation."""
    if not isinstance(wanted, str):
        return value == wanted
    if wanted.startswith(("http://", "https://")):
        return value == wanted
    return any(fnmatch.fnmatchcase(str(value), choice) for choice in wanted.split("|"))


def header_matches(value: str, pattern: str) -> bool:
    if pattern.startswith("contains "):
        return pattern[len("contains "):] in value
    return fnmatch.fnmatchcase(value, pattern if pattern.endswith("*") else pattern + "*")


def signature_of(answer: Answer) -> tuple:
    """What an observer sees: status, header names, and the body without what is random or typed by the person."""
    body = re.sub(r'value="[^"]*"', 'value=""', answer.text)
    headers = tuple(sorted({name.lower() for name in answer.headers.keys()}))
    return answer.status, headers, body


def check_session_cookie(expect: dict, answer: Answer, before: dict, base_url: str) -> None:
    lines = [line for line in answer.all_headers("Set-Cookie") if "httponly" in line.lower()]
    assert lines, "no HttpOnly cookie was set"
    for line in lines:
        assert re.search(r";\s*samesite=(lax|strict)", line, re.IGNORECASE), line
        if base_url.startswith("https"):
            assert line.startswith("__Host-") and re.search(r";\s*secure", line, re.IGNORECASE), line
    names_and_values = [line.split(";", 1)[0].split("=", 1) for line in lines]
    assert any(before.get(name) != value for name, value in names_and_values), "the session id did not change"
