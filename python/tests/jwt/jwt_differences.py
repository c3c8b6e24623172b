"""The table in docs/differences.md, and what each row of it explains."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parents[3] / "docs" / "differences.md"


@dataclass
class Call:
    """A call to decode(), as both sides get it."""

    token: Any
    key: Any
    algorithms: Any
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass
class Verdict:
    """What became of it: claims, or the exception."""

    claims: Any = None
    error: BaseException | None = None

    @property
    def name(self) -> str:
        return type(self.error).__name__ if self.error else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Verdict) and (self.claims, self.name) == (other.claims, other.name)


def documented(section: str = "jwt") -> set[str]:
    """The ids in the table."""
    text = _PAGE.read_text("utf-8")
    table = text.split(f"<!-- differences: {section} -->", 1)[1].split("<!-- end -->", 1)[0]
    return set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE))


def verdict(decode: Callable[..., Any], call: Call) -> Verdict:
    try:
        return Verdict(decode(call.token, call.key, algorithms=call.algorithms, **call.arguments))
    except Exception as error:
        return Verdict(error=error)


def explains(call: Call, theirs: Verdict, ours: Verdict) -> Iterable[str]:
    """The rows that a difference between the two falls under."""
    text = call.token.decode("utf-8", "replace") if isinstance(call.token, bytes) else str(call.token)
    said = str(ours.error)
    if "=" in text and ours.name == "DecodeError" and "padding" in said:
        yield "padding"
    if ours.name == "DecodeError" and re.match(r"Invalid (payload|header) string: This ", said):
        yield "json"
    if ours.name == "DecodeError" and "larger than" in said:
        yield "header-size"
    if ours.name in ("DecodeError", "InvalidIssuedAtError") and "must be an integer" in said:
        yield "number-claims"
    if {theirs.name, ours.name} & {"ExpiredSignatureError", "ImmatureSignatureError"}:
        yield "fraction"
    if isinstance(call.algorithms, str) and "not allowed" in said:
        yield "algorithms-text"
    if theirs.name == "TypeError" and ours.name == "InvalidAlgorithmError":
        yield "alg-type"
    if "b64 must be a boolean" in said:
        yield "b64-type"
    if theirs.name == "InvalidTokenError" and "detached_payload" in said:
        yield "b64-order"
    if "names must not be repeated" in said:
        yield "crit-repeated"
    if theirs.name == "UnicodeEncodeError" and ours.name == "DecodeError":
        yield "surrogates"
    if theirs.name == "InvalidKeyError" and ours.name == "EmptyKeyError":
        yield "empty-key"
    if theirs.name in ("ValueError", "TypeError", "InvalidKeyError") and ours.name == "UnreadableKeyError":
        yield "unreadable-key"
    if theirs.name == "AttributeError" and "'verify'" in str(theirs.error):
        yield "rsa-private"
    if not theirs.error and ours.name == "InvalidKeyError" and "HMAC secret" in said:
        yield "secret-is-key-file"
