"""Tokens, claims, headers and calls of every kind, for hypothesis."""

import base64
import hashlib
import hmac
import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from jwt_keys import NOW, SECRET

MANY = settings(
    max_examples=1200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def segment(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(header: Any, payload: Any, key: str = SECRET) -> str:
    """Genuine for HS256, whatever the header says."""
    parts = [segment(json.dumps(part).encode("utf-8", "surrogatepass")) for part in (header, payload)]
    text = ".".join(parts)
    return f"{text}.{segment(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())}"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
times = st.sampled_from([NOW - 1, NOW, NOW + 1, NOW + 3600, NOW + 0.5, NOW - 0.25, str(NOW + 9), True, 0]) | json_values
names = st.sampled_from(["a", "b", "", ["a"], ["b", "a"], [], ["a", 1], None]) | json_values
claims = st.fixed_dictionaries(
    {},
    optional={
        "exp": times,
        "nbf": times,
        "iat": times,
        "iss": names,
        "aud": names,
        "sub": names,
        "jti": names,
        "x": json_values,
    },
)
usual_claims = st.fixed_dictionaries(
    {},
    optional={
        "exp": st.sampled_from([NOW + 1, NOW + 2, NOW, NOW + 0.5]),
        "nbf": st.sampled_from([NOW, NOW + 1, NOW + 2]),
        "iat": st.sampled_from([NOW, NOW + 1, NOW + 2]),
        "iss": st.sampled_from(["a", "b"]),
        "aud": st.sampled_from(["a", "b", ["a", "b"], ["b"]]),
        "sub": st.sampled_from(["a", "b"]),
        "jti": st.text(max_size=4),
        "x": json_values,
    },
)
headers = st.fixed_dictionaries(
    {"alg": st.sampled_from(["HS256"] * 12 + ["HS384", "none", "RS256", "hs256", "", None, ["HS256"], "ES256"])},
    optional={
        "typ": st.sampled_from(["JWT", "", None, 5]),
        "kid": st.sampled_from(["k", "", 1, None]),
        "crit": st.sampled_from([[], ["b64"], ["x"], "b64", None, ["b64", "b64"]]),
        "b64": st.sampled_from([True, False, 0, None, "false"]),
        "x": json_values,
    },
)
plain_headers = st.just({"alg": "HS256", "typ": "JWT"})
more_headers = st.none() | st.dictionaries(
    st.sampled_from(["kid", "typ", "x", "é", "alg", "b64", "crit"]), json_values, max_size=3
)
options = st.none() | st.fixed_dictionaries(
    {},
    optional={
        **{f"verify_{name}": st.booleans() for name in "exp nbf iat aud iss sub jti".split()},
        "verify_signature": st.sampled_from([True] * 4 + [False]),
        "strict_aud": st.booleans(),
        "require": st.lists(st.sampled_from(["exp", "aud", "x"]), max_size=2),
        "enforce_minimum_key_length": st.booleans(),
        "unknown": st.booleans(),
    },
)
arguments = st.fixed_dictionaries(
    {},
    optional={
        "audience": st.sampled_from([None, None, "a", ["a"], ["z", "a"], {"a"}, [], "b", 5, ("a", 1)]),
        "issuer": st.sampled_from([None, "a", ["a"], {"a"}, (), "b", 5]),
        "subject": st.sampled_from([None, "a", "b"]),
        "leeway": st.sampled_from([0, 1, 2.5, -1]),
        "options": options,
    },
)
algorithms = st.sampled_from(
    [["HS256"]] * 8
    + [["HS256", "HS384", "none"], [], None, "HS256", ("HS256",), {"HS256"}, ["ES256", "HS256"], ["RS256", "HS256"]]
)
keys = st.sampled_from(
    [SECRET] * 12 + [SECRET.encode(), SECRET[::-1], "", b"", "short", None, 5, "-----BEGIN PUBLIC KEY-----"]
)


@st.composite
def damaged(draw: st.DrawFn) -> str | bytes:
    """A genuine token with one to three characters changed, put in or taken away."""
    text = signed({"alg": "HS256", "typ": "JWT"}, {"sub": "alice", "exp": NOW + 60})
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        put = draw(st.sampled_from(["", ".", "=", "==", "A", "_", "+", "/", " ", "\n", "\0", "é", "\ud800", "!"]))
        text = text[:at] + put + text[at + draw(st.integers(0, 2)) :]
    return draw(st.sampled_from([text, text.encode("utf-8", "surrogatepass")]))
