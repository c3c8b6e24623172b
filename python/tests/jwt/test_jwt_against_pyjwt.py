"""PyJWT as oracle: the same verdict, claims and exception class for thousands of tokens and defects, but for
docs/differences.md."""

import json
import time
import warnings
from collections.abc import Callable
from typing import Any

import jwt as peer
import pytest
from jwt_differences import Call, Verdict, documented, explains, verdict
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt_keys import NOW, SECRET, KeyPair
from jwt_strategies import (
    MANY,
    algorithms,
    arguments,
    claims,
    damaged,
    headers,
    keys,
    more_headers,
    plain_headers,
    segment,
    signed,
    usual_claims,
)

from watchword import jwt

def compare(call: Call) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs, ours, again = verdict(peer.decode, call), verdict(jwt.decode, call), verdict(jwt.decode, call)
    assert repr(ours.claims) == repr(again.claims) and ours.name == again.name, call
    if repr(ours.claims) == repr(theirs.claims) and ours.name == theirs.name:
        return
    rows = set(explains(call, theirs, ours))
    assert rows and rows <= documented(), (call, theirs.error, ours.error)


@MANY
@given(headers | plain_headers, claims, keys, algorithms, arguments)
def test_tokens_of_every_kind_get_the_same_verdict(
    clock: Callable[[float], None], header: Any, payload: Any, key: Any, allowed: Any, more: Any
) -> None:
    compare(Call(signed(header, payload), key, allowed, more))


@MANY
@given(claims | usual_claims, arguments)
def test_claims_of_every_kind_get_the_same_verdict(clock: Callable[[float], None], payload: Any, more: Any) -> None:
    compare(Call(signed({"alg": "HS256"}, payload), SECRET, ["HS256"], more))


@MANY
@given(damaged())
def test_damaged_tokens_get_the_same_verdict(clock: Callable[[float], None], text: Any) -> None:
    compare(Call(text, SECRET, ["HS256"]))


@MANY
@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda text: json.dumps({"exp": text}).encode()))
def test_payloads_of_any_bytes_get_the_same_verdict(clock: Callable[[float], None], payload: bytes) -> None:
    text = jwt.PyJWS().encode(payload, SECRET)
    compare(Call(text, SECRET, ["HS256"]))


@settings(MANY, max_examples=400)
@given(claims, st.sampled_from("RS256 PS384 ES256 ES512 ES256K EdDSA".split()), st.data())
def test_asymmetric_tokens_get_the_same_verdict(
    clock: Callable[[float], None], pairs: dict[str, KeyPair], payload: Any, algorithm: str, data: st.DataObject
) -> None:
    payload = {name: value for name, value in payload.items() if name != "iss" or isinstance(value, str)}
    text = peer.encode(payload, pairs[algorithm].private_text, algorithm)
    other = data.draw(st.sampled_from([algorithm] * 4 + ["RS256", "ES256", "EdDSA", "HS256"]))
    key = data.draw(st.sampled_from([pairs[other].public_text, pairs[other].public, pairs[other].private_text]))
    allowed = data.draw(st.sampled_from([[algorithm], ["RS256", "HS256"], ["EdDSA", "ES256", "RS256"]]))
    damage = data.draw(st.sampled_from(["", "A", "AAAA"]))
    compare(Call(text + damage, key, allowed))


@MANY
@given(claims, more_headers)
def test_encode_writes_the_same_bytes(payload: Any, more: Any) -> None:
    ours, theirs = (_encoded(encode, payload, more) for encode in (jwt.encode, peer.encode))
    assert ours == theirs
    assert _encoded(jwt.encode, payload, more) == theirs


def _encoded(encode: Callable[..., str], payload: Any, more: Any) -> str:
    try:
        return encode(payload, SECRET, headers=more)
    except Exception as error:
        return type(error).__name__


class TestEachRow:
    """Every row of the table is shown by an example."""

    SHOWN: dict[str, Callable[[dict[str, KeyPair]], Call]] = {
        "padding": lambda pairs: Call(signed({"alg": "HS256"}, {}) + "=", SECRET, ["HS256"]),
        "json": lambda pairs: Call(jwt.PyJWS().encode(b'{"a":1,"a":2}', SECRET), SECRET, ["HS256"]),
        "header-size": lambda pairs: Call(signed({"alg": "HS256", "x": "x" * 65536}, {}), SECRET, ["HS256"]),
        "number-claims": lambda pairs: Call(signed({"alg": "HS256"}, {"exp": str(NOW + 9)}), SECRET, ["HS256"]),
        "fraction": lambda pairs: Call(signed({"alg": "HS256"}, {"exp": NOW + 0.5}), SECRET, ["HS256"]),
        "algorithms-text": lambda pairs: Call(signed({"alg": "HS256"}, {}), SECRET, "HS256,RS256"),
        "alg-type": lambda pairs: Call(signed({"alg": ["HS256"]}, {}), SECRET, {"HS256"}),
        "b64-type": lambda pairs: Call(signed({"alg": "HS256", "b64": 0}, {}), SECRET, ["HS256"]),
        "b64-order": lambda pairs: Call(segment(b'{"alg":"HS256","b64":false}') + "..", SECRET, ["HS256"]),
        "crit-repeated": lambda pairs: Call(
            signed({"alg": "HS256", "b64": True, "crit": ["b64", "b64"]}, {}), SECRET, ["HS256"]
        ),
        "surrogates": lambda pairs: Call("\ud800..", SECRET, ["HS256"]),
        "empty-key": lambda pairs: Call(signed({"alg": "HS256"}, {}), "", ["HS256"]),
        "unreadable-key": lambda pairs: Call(signed({"alg": "ES256"}, {}), SECRET, ["HS256", "ES256"]),
        "rsa-private": lambda pairs: Call(
            peer.encode({}, pairs["RS256"].private, "RS256"), pairs["RS256"].private, ["RS256"]
        ),
        "secret-is-key-file": lambda pairs: _signed_with_base64_of_a_public_key(pairs),
    }
    ELSEWHERE = {
        "jwk-members": "test_jwt_keys.py",
        "jwk-sound": "test_jwt_attack_corpus.py",
        "jwk-use": "test_jwt_fast_way.py",
        "jwks-answer": "test_jwt_jwks_client.py",
        "without-cryptography": "test_jwt_peer_suites.py",
    }

    def test_no_row_is_without_an_example(self) -> None:
        assert documented() == self.SHOWN.keys() | self.ELSEWHERE.keys()

    @pytest.mark.parametrize("row", SHOWN)
    def test_the_row_is_true(self, clock: Callable[[float], None], pairs: dict[str, KeyPair], row: str) -> None:
        call = self.SHOWN[row](pairs)
        theirs, ours = verdict(peer.decode, call), verdict(jwt.decode, call)
        assert row in explains(call, theirs, ours), (theirs, ours)
        assert theirs != ours


def _signed_with_base64_of_a_public_key(pairs: dict[str, KeyPair]) -> Call:
    body = "".join(pairs["RS256"].public_text.splitlines()[1:-1])
    return Call(signed({"alg": "HS256"}, {}, body), body, ["HS256"])


def test_the_clock_of_both_is_the_same(clock: Callable[[float], None]) -> None:
    """The oracle reads datetime.now(), which the clock of these tests must move, too."""
    assert time.time() == NOW
    assert verdict(peer.decode, Call(signed({"alg": "HS256"}, {"exp": NOW + 1}), SECRET, ["HS256"])) == Verdict(
        {"exp": NOW + 1}
    )
    assert verdict(peer.decode, Call(signed({"alg": "HS256"}, {"exp": NOW}), SECRET, ["HS256"])).error
