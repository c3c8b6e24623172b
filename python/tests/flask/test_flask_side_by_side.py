"""Flask-JWT-Extended and `watchword.flask` answer the same: status, JSON and cookies."""

import hashlib
import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from flask_oracle import NOW, SECRET, Request, base64url, differences, make_apps, token

CLAIMS = {
    "fresh": False,
    "iat": NOW - 10,
    "jti": "token-1",
    "type": "access",
    "sub": "alice",
    "nbf": NOW - 10,
    "csrf": "csrf-1",
    "exp": NOW + 900,
}


def without(*names):
    return {name: value for name, value in CLAIMS.items() if name not in names}


def with_claims(**claims):
    return token({**CLAIMS, **claims})


def segments(header, payload, signature):
    """A token from its parts; the payload of the good one unless another is given."""
    middle = GOOD.split(".")[1] if payload is None else base64url(payload.encode())
    return f"{base64url(header.encode())}.{middle}.{signature}"


GOOD = token(CLAIMS)
TOKENS = {
    "good": GOOD,
    "fresh": with_claims(fresh=True),
    "fresh for a minute": with_claims(fresh=NOW + 60),
    "fresh until just now": with_claims(fresh=NOW),
    "fresh no more": with_claims(fresh=NOW - 1),
    "refresh": with_claims(type="refresh"),
    "of a strange type": with_claims(type="other"),
    "expired": with_claims(exp=NOW),
    "expired a second before": with_claims(exp=NOW - 1),
    "expired, for another audience": with_claims(exp=NOW - 100, aud="other"),
    "not yet valid": with_claims(nbf=NOW + 5),
    "issued in the future": with_claims(iat=NOW + 5),
    "bare": token({"sub": "alice"}),
    "without identity": token(without("sub")),
    "identity under another name": token({**without("sub"), "user": "bob"}),
    "without csrf": token(without("csrf")),
    "identity is a number": with_claims(sub=7),
    "for an audience": with_claims(aud="api"),
    "for two audiences": with_claims(aud=["api", "other"]),
    "of an issuer": with_claims(iss="id", aud="api"),
    "with a kid": token(CLAIMS, {"kid": "k1", "x5c": ["a"]}),
    "kid is a number": token(CLAIMS, {"kid": 1}),
    "HS512": token(CLAIMS, {"alg": "HS512"}, digest=hashlib.sha512),
    "none": segments('{"alg": "none"}', payload=None, signature=""),
    "critical extension": token(CLAIMS, {"crit": ["exp"], "exp": 1}),
    "another secret": token(CLAIMS, secret="another secret, also of more than 32 bytes"),
    "payload is a list": token([1]),
    "payload is no JSON": segments('{"alg": "HS256"}', "nonsense", "AAAA"),
    "algorithm and payload wrong": segments('{"alg": "HS384"}', "nonsense", "AAAA"),
    "two segments": GOOD.rsplit(".", 1)[0],
    "nonsense": "nonsense",
    "dots": "..",
    "not ascii": "ü.ü.ü",
}


def placements(encoded):
    """Every way to send a token, right and wrong."""
    access, refresh = ("access_token_cookie", encoded), ("refresh_token_cookie", encoded)
    csrf = (("X-CSRF-TOKEN", "csrf-1"),)
    authorization = {
        "bearer": f"Bearer {encoded}",
        "lower case": f"bearer {encoded}",
        "bare": encoded,
        "type alone": "Bearer",
        "two words": f"Bearer {encoded} more",
        "second of two": f"Basic abc, Bearer {encoded}",
        "trailing comma": f"Bearer {encoded},",
        "two of our type": f"Bearer {encoded}, Bearer {encoded}",
        "spaces": f"  Bearer   {encoded}  ",
        "JWT": f"JWT {encoded}",
        "empty": "",
    }
    for name, value in authorization.items():
        yield f"header: {name}", {"headers": (("Authorization", value.encode().decode("latin-1")),)}
    yield "other header", {"headers": (("X-Token", f"Bearer {encoded}".encode().decode("latin-1")),)}
    yield "nowhere", {}
    if not encoded.isascii():
        return
    yield "cookies", {"cookies": (access, refresh)}
    yield "cookies, POST", {"cookies": (access, refresh), "method": "POST"}
    yield "cookies, POST, csrf", {"cookies": (access, refresh), "method": "POST", "headers": csrf}
    yield "cookies, DELETE, wrong csrf", {
        "cookies": (access, refresh),
        "method": "DELETE",
        "headers": (("X-CSRF-TOKEN", "csrf-2"),),
    }
    yield "cookies, POST, form", {
        "cookies": (access, refresh),
        "method": "POST",
        "form": (("csrf_token", "csrf-1"),),
    }
    yield "cookies, GET, wrong csrf", {"cookies": (access, refresh), "headers": (("X-CSRF-TOKEN", "csrf-2"),)}
    yield "empty cookie", {"cookies": (("access_token_cookie", ""),)}
    yield "query", {"query": (("jwt", encoded),)}
    yield "query with prefix", {"query": (("jwt", f"Bearer {encoded}"),)}
    body = f'{{"access_token": "{encoded}", "refresh_token": "{encoded}", "other": "{encoded}"}}'
    yield "json", {"body": body, "content_type": "application/json", "method": "POST"}
    yield "json, wrong type", {"body": body, "content_type": "text/plain", "method": "POST"}
    yield "json, broken", {"body": body[:-3], "content_type": "application/json", "method": "POST"}
    yield "json, null", {"body": "null", "content_type": "application/json", "method": "POST"}
    yield "everywhere", {
        "headers": (("Authorization", f"Bearer {encoded}"), *csrf),
        "cookies": (access, refresh),
        "query": (("jwt", encoded),),
        "body": body,
        "content_type": "application/json",
        "method": "POST",
    }
    yield "preflight", {"method": "OPTIONS"}


PATHS = ["/required", "/optional", "/fresh", "/refresh", "/any", "/elsewhere", "/cookies", "/user", "/unprotected"]

EVERYWHERE = ["headers", "cookies", "query_string", "json"]
CONFIGURATIONS = {
    "defaults": {},
    "cookies": {"JWT_TOKEN_LOCATION": ["cookies"]},
    "query string": {"JWT_TOKEN_LOCATION": "query_string"},
    "json": {"JWT_TOKEN_LOCATION": ("json",)},
    "everywhere": {"JWT_TOKEN_LOCATION": EVERYWHERE},
    "everywhere, reversed": {"JWT_TOKEN_LOCATION": EVERYWHERE[::-1]},
    "other header": {"JWT_HEADER_NAME": "X-Token"},
    "other type": {"JWT_HEADER_TYPE": "JWT"},
    "no type": {"JWT_HEADER_TYPE": ""},
    "query prefix": {"JWT_TOKEN_LOCATION": ["query_string"], "JWT_QUERY_STRING_VALUE_PREFIX": "Bearer "},
    "other names": {
        "JWT_TOKEN_LOCATION": EVERYWHERE,
        "JWT_ACCESS_COOKIE_NAME": "a",
        "JWT_REFRESH_COOKIE_NAME": "r",
        "JWT_JSON_KEY": "other",
        "JWT_REFRESH_JSON_KEY": "other",
        "JWT_QUERY_STRING_NAME": "t",
    },
    "no csrf": {"JWT_TOKEN_LOCATION": ["cookies"], "JWT_COOKIE_CSRF_PROTECT": False},
    "csrf in forms": {"JWT_TOKEN_LOCATION": ["cookies"], "JWT_CSRF_CHECK_FORM": True},
    "csrf for GET": {"JWT_TOKEN_LOCATION": ["cookies"], "JWT_CSRF_METHODS": ["GET"]},
    "csrf names": {
        "JWT_TOKEN_LOCATION": ["cookies"],
        "JWT_ACCESS_CSRF_HEADER_NAME": "X-A",
        "JWT_REFRESH_CSRF_HEADER_NAME": "X-R",
        "JWT_ACCESS_CSRF_COOKIE_NAME": "ca",
        "JWT_REFRESH_CSRF_COOKIE_NAME": "cr",
        "JWT_ACCESS_CSRF_COOKIE_PATH": "/a",
        "JWT_REFRESH_CSRF_COOKIE_PATH": "/r",
    },
    "csrf not in cookies": {"JWT_TOKEN_LOCATION": ["cookies"], "JWT_CSRF_IN_COOKIES": False},
    "cookie attributes": {
        "JWT_TOKEN_LOCATION": ["cookies"],
        "JWT_COOKIE_SECURE": True,
        "JWT_COOKIE_SAMESITE": "Lax",
        "JWT_COOKIE_DOMAIN": "example.com",
        "JWT_SESSION_COOKIE": False,
        "JWT_ACCESS_COOKIE_PATH": "/api",
        "JWT_REFRESH_COOKIE_PATH": "/refresh",
    },
    "audience": {"JWT_DECODE_AUDIENCE": "api", "JWT_ENCODE_AUDIENCE": ["api", "web"]},
    "audiences": {"JWT_DECODE_AUDIENCE": ["web", "api"], "JWT_ENCODE_AUDIENCE": "web"},
    "issuer": {"JWT_DECODE_ISSUER": "id", "JWT_ENCODE_ISSUER": "id"},
    "leeway": {"JWT_DECODE_LEEWAY": 5},
    "leeway as duration": {"JWT_DECODE_LEEWAY": timedelta(seconds=5)},
    "identity claim": {"JWT_IDENTITY_CLAIM": "user"},
    "any identity": {"JWT_VERIFY_SUB": False},
    "no nbf": {"JWT_ENCODE_NBF": False},
    "message key": {"JWT_ERROR_MESSAGE_KEY": "error"},
    "two algorithms": {"JWT_DECODE_ALGORITHMS": ["HS256", "HS512"]},
    "another algorithm": {"JWT_DECODE_ALGORITHMS": ["HS512"]},
    "HS512": {"JWT_ALGORITHM": "HS512", "JWT_SECRET_KEY": SECRET * 2},
    "for ever": {"JWT_ACCESS_TOKEN_EXPIRES": False, "JWT_REFRESH_TOKEN_EXPIRES": False},
    "seconds": {"JWT_ACCESS_TOKEN_EXPIRES": 60, "JWT_REFRESH_TOKEN_EXPIRES": 120},
    "wrong lifetime": {"JWT_ACCESS_TOKEN_EXPIRES": "soon"},
    "no secret": {"JWT_SECRET_KEY": None},
    "secret of flask": {"JWT_SECRET_KEY": None, "SECRET_KEY": SECRET},
    "no location": {"JWT_TOKEN_LOCATION": []},
    "wrong location": {"JWT_TOKEN_LOCATION": ["header"]},
    "no header name": {"JWT_HEADER_NAME": ""},
    "a key pair's algorithm without keys": {"JWT_ALGORITHM": "RS256"},
}


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_every_token_in_every_place_is_answered_the_same(configuration):
    apps = make_apps(CONFIGURATIONS[configuration])
    sends = itertools.chain.from_iterable(placements(encoded) for encoded in TOKENS.values())
    # One path for each token in each place, by turns; over the configurations every path meets every kind.
    start = list(CONFIGURATIONS).index(configuration)
    requests = [Request(PATHS[(start + turn) % len(PATHS)], **send) for turn, (_, send) in enumerate(sends)]
    assert len(requests) > 750
    assert differences(apps, requests) == []


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_tokens_and_cookies_that_are_made_are_the_same(configuration):
    apps = make_apps(CONFIGURATIONS[configuration])
    assert differences(apps, [Request(path) for path in ("/tokens", "/sign-in", "/sign-out")]) == []


def all_loaders(manager):
    manager.additional_claims_loader(lambda identity: {"role": f"role of {identity}", "sub": "claimed"})
    manager.additional_headers_loader(lambda identity: {"kid": "from the loader"})
    manager.user_identity_loader(lambda identity: f"<{identity}>")
    manager.token_in_blocklist_loader(lambda header, claims: claims["fresh"] is True)
    manager.token_verification_loader(lambda header, claims: claims["type"] != "other")
    manager.user_lookup_loader(lambda header, claims: {"name": claims["sub"]} if claims["sub"] == "alice" else None)
    manager.encode_key_loader(lambda identity: SECRET)
    manager.decode_key_loader(lambda header, claims: SECRET if claims.get("sub") else "another " + SECRET)


def answering_loaders(manager):
    for number, name in enumerate(("unauthorized", "invalid_token")):
        getattr(manager, f"{name}_loader")(lambda reason, number=number: ({"why": reason}, 460 + number))
    for number, name in enumerate(
        ("expired_token", "revoked_token", "needs_fresh_token", "user_lookup_error", "token_verification_failed")
    ):
        getattr(manager, f"{name}_loader")(
            lambda header, claims, number=number: ({"header": header, "claims": claims}, 470 + number)
        )
    manager.token_in_blocklist_loader(lambda header, claims: claims["jti"] is None)
    manager.token_verification_loader(lambda header, claims: claims["type"] != "other")
    manager.user_lookup_loader(lambda header, claims: None if "aud" in claims else claims["sub"])


@pytest.mark.parametrize("prepare", [all_loaders, answering_loaders])
@pytest.mark.parametrize("configuration", ["defaults", "everywhere", "audience", "any identity", "no secret"])
def test_loaders_are_asked_the_same_and_their_answers_count_the_same(configuration, prepare):
    apps = make_apps(CONFIGURATIONS[configuration], prepare)
    requests = [
        Request(path, headers=(("Authorization", f"Bearer {encoded}"),))
        for encoded in TOKENS.values()
        if encoded.isascii()
        for path in PATHS
    ]
    requests += [Request(path) for path in ("/tokens", "/sign-in", "/sign-out", *PATHS)]
    assert differences(apps, requests) == []


HEADER_APPS = make_apps({})
words = st.sampled_from(["Bearer", "bearer", "JWT", GOOD, "x.y.z", "a", ",", ", ", " ", "  ", "\t", "=", ""])


@settings(max_examples=300, deadline=None)
@given(st.lists(words, max_size=8))
def test_any_authorization_header_is_answered_the_same(parts):
    request = Request("/required", headers=(("Authorization", "".join(parts)),))
    assert differences(HEADER_APPS, [request]) == []


# RFC 7519 section 2: a NumericDate is a number. PyJWT takes int() of it, so of booleans and text too, and drops
# fractions of a second; watchword.jwt does neither.
dates = st.one_of(
    st.none(),
    st.integers(NOW - 3, NOW + 3),
    st.integers(NOW - 3, NOW + 3).map(float),
    st.lists(st.integers(), max_size=1),
)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(NOW - 3, NOW + 3),
    st.floats(NOW - 2, NOW + 2),
    st.text(max_size=3),
    st.lists(st.text(max_size=2), max_size=2),
    st.sampled_from(["access", "refresh", "alice", "csrf-1"]),
)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["fresh", "jti", "type", "sub", "csrf", "aud", "iss", "other"]), values),
    st.dictionaries(st.sampled_from(["iat", "nbf", "exp"]), dates),
    st.sampled_from(PATHS),
)
def test_any_claims_are_answered_the_same(claims, times, path):
    request = Request(path, headers=(("Authorization", f"Bearer {token({'sub': 'alice', **claims, **times})}"),))
    assert differences(HEADER_APPS, [request]) == []


COOKIE_APPS = make_apps({"JWT_TOKEN_LOCATION": ["cookies"], "JWT_CSRF_CHECK_FORM": True})


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["GET", "POST", "DELETE"]),
    st.sampled_from([GOOD, TOKENS["refresh"], TOKENS["without csrf"], "", "nonsense"]),
    st.sampled_from([None, "csrf-1", "csrf-2", "", " "]),
    st.sampled_from([None, "csrf-1", "csrf-2", ""]),
    st.sampled_from(["/required", "/refresh", "/optional"]),
)
def test_any_double_submit_value_is_answered_the_same(method, encoded, header, form, path):
    request = Request(
        path,
        method,
        headers=() if header is None else (("X-CSRF-TOKEN", header),),
        cookies=(("access_token_cookie", encoded), ("refresh_token_cookie", encoded)),
        form=() if form is None else (("csrf_token", form),),
    )
    assert differences(COOKIE_APPS, [request]) == []
