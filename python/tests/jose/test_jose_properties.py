"""Properties of watchword.jose on random input, with python-jose as oracle."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from jose import jws as peer_jws
from jose import jwt as peer
from jose.exceptions import JOSEError as PeerError
from jose_keys import SECRET

from watchword.jose import jwe, jws, jwt
from watchword.jose.exceptions import JWEError, JWTError

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
registered = st.fixed_dictionaries(
    {},
    optional={
        "exp": st.integers(-5, 5).map(lambda n: 4_000_000_000 * n),
        "nbf": st.integers(-5, 5).map(lambda n: 4_000_000_000 * n),
        "iat": st.integers(0, 2**40),
        "iss": st.sampled_from(["i", "j"]) | st.integers(),
        "aud": st.sampled_from(["a", "b", ["a", "b"], [], ["a", 1], 1]),
        "sub": st.sampled_from(["s", "t"]) | st.none(),
        "jti": st.text(max_size=4) | st.integers(),
    },
)
checks = st.fixed_dictionaries(
    {}, optional={"issuer": st.sampled_from(["i", ["i", "k"]]), "audience": st.just("a"), "subject": st.just("s")}
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(max_size=8), values, max_size=6))
def test_claims_go_through_unchanged_and_byte_by_byte_as_python_jose_writes_them(claims):
    claims = {f"x-{name}": value for name, value in claims.items()}
    token = jwt.encode(claims, SECRET)
    assert token == peer.encode(claims, SECRET)
    assert jwt.decode(token, SECRET, ["HS256"]) == claims


@settings(max_examples=500, deadline=None)
@given(registered, checks)
def test_verdicts_are_python_joses_but_that_what_is_demanded_must_be_there(claims, demands):
    token = jwt.encode(claims, SECRET)
    lacks = ("audience" in demands and "aud" not in claims) or ("subject" in demands and "sub" not in claims)
    try:
        theirs = peer.decode(token, SECRET, ["HS256"], **demands)
    except PeerError as error:
        theirs = type(error).__name__
    try:
        ours = jwt.decode(token, SECRET, ["HS256"], **demands)
    except JWTError as error:
        ours = type(error).__name__
    assert ours == (theirs if not lacks or isinstance(theirs, str) else "JWTClaimsError")


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_no_change_to_a_token_passes_or_raises_anything_but_a_jwt_error(data):
    token = jwt.encode({"sub": "alice", "admin": False}, SECRET)
    place = data.draw(st.integers(0, len(token) - 1))
    replacement = data.draw(st.text(alphabet=string.printable + "é\ud800\x00", max_size=3))
    changed = token[:place] + replacement + token[place + 1 :]
    if changed == token:
        return
    try:
        jwt.decode(changed, SECRET, ["HS256"])
    except JWTError:
        return
    raise AssertionError("a changed token was accepted")


@settings(max_examples=500, deadline=None)
@given(st.text() | st.binary() | st.lists(st.text(alphabet="ey0.J", max_size=8), max_size=6).map(".".join))
def test_rubbish_raises_nothing_but_the_documented_errors(rubbish):
    for call in (
        lambda: jwt.decode(rubbish, SECRET, ["HS256"]),
        lambda: jwt.get_unverified_claims(rubbish),
        lambda: jwt.get_unverified_header(rubbish),
    ):
        try:
            call()
        except JWTError:
            pass
    try:
        jwe.decrypt(rubbish, b"x" * 32)
    except JWEError:
        pass


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(min_size=32, max_size=80).filter(lambda secret: not secret.startswith(b"-")))
def test_payloads_and_secrets_may_be_any_bytes(payload, secret):
    token = jws.sign(payload, secret)
    assert token == peer_jws.sign(payload, secret)
    assert jws.verify(token, secret, ["HS256"]) == payload


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([None, "DEF"]))
def test_what_was_encrypted_comes_back(plaintext, zip):
    assert jwe.decrypt(jwe.encrypt(plaintext, b"k" * 32, zip=zip), b"k" * 32) == plaintext
