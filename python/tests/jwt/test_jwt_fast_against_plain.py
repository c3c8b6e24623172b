"""Whatever the fast way says, the plain way says, too."""

import warnings
from collections.abc import Callable
from typing import Any

from jwt_differences import Call, verdict
from hypothesis import given
from hypothesis import strategies as st
from jwt_keys import NOW, SECRET
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
    signed,
    usual_claims,
)

from watchword import _native, jwt
from watchword.jwt import api_jwt


class Plain(jwt.PyJWT):
    """A subclass is never fast: it might have hooks."""


PLAIN = Plain()


def both_agree(call: Call) -> bool:
    """Whether the fast way has answered."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, usual = verdict(PLAIN.decode, call), verdict(jwt.decode, call)
    assert repr(usual.claims) == repr(plain.claims), call
    assert (usual.name, str(usual.error)) == (plain.name, str(plain.error)), call
    more = call.arguments
    fast = _native.decode(
        call.token, call.key, call.algorithms, api_jwt._jwt_global_obj.options, more.get("options"),
        more.get("audience"), more.get("subject"), more.get("issuer"), more.get("leeway", 0), float(NOW),
    )  # fmt: skip
    assert fast is None or repr(fast) == repr(plain.claims), call
    return fast is not None


@MANY
@given(headers | plain_headers, usual_claims | claims, keys, algorithms, arguments)
def test_on_tokens_of_every_kind(
    clock: Callable[[float], None], header: Any, payload: Any, key: Any, allowed: Any, more: Any
) -> None:
    jwt.decode(signed({"alg": "HS256"}, {}), SECRET, ["HS256"])
    both_agree(Call(signed(header, payload), key, allowed, more))


@MANY
@given(usual_claims)
def test_usual_tokens_are_fast_wherever_they_are_accepted(clock: Callable[[float], None], payload: Any) -> None:
    jwt.decode(signed({"alg": "HS256"}, {}), SECRET, ["HS256"])
    call = Call(signed({"alg": "HS256"}, payload), SECRET, ["HS256"], {"options": {"verify_aud": False}})
    accepted = verdict(PLAIN.decode, call).error is None
    fast = both_agree(call)
    assert fast == accepted or "x" in payload


@MANY
@given(damaged())
def test_on_damaged_tokens(clock: Callable[[float], None], text: Any) -> None:
    jwt.decode(signed({"alg": "HS256"}, {}), SECRET, ["HS256"])
    both_agree(Call(text, SECRET, ["HS256"]))


@MANY
@given(claims | usual_claims, more_headers, st.sampled_from(["HS256", "HS512", "none", "XS256", None]))
def test_on_what_is_written(payload: Any, more: Any, algorithm: Any) -> None:
    jwt.encode({}, SECRET, "HS256")
    jwt.encode({}, SECRET, "HS512")
    written = [_written(encode, payload, algorithm, more) for encode in (PLAIN.encode, jwt.encode)]
    assert written[0] == written[1]


def _written(encode: Callable[..., str], payload: Any, algorithm: Any, more: Any) -> str:
    try:
        return encode(payload, SECRET, algorithm, headers=more)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
