#!/usr/bin/env python3
"""Wrote the cases in this folder (schema watchword-attack-v1), with throw-away keys: for checks of jwt::verify that the
published corpora leave alone. `make_cases.py` makes them anew, with new keys; they are kept as files."""

import base64
import hashlib
import hmac
import json
import pathlib
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FOLDER = pathlib.Path(__file__).resolve().parent
NOW = 1_700_000_000
ISSUER, AUDIENCE, CLIENT = "https://issuer.example", "https://api.example/", "client-1"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, size=None):
    return b64u(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class EcKey:
    alg = "ES256"

    def __init__(self, kid):
        self.key, self.kid = ec.generate_private_key(ec.SECP256R1()), kid

    def jwk(self):
        numbers = self.key.private_numbers()
        public = numbers.public_numbers
        return {"kty": "EC", "crv": "P-256", "x": number(public.x, 32), "y": number(public.y, 32),
                "d": number(numbers.private_value, 32), "alg": self.alg, "use": "sig"}

    def sign(self, text):
        r, s = decode_dss_signature(self.key.sign(text, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class RsaKey:
    alg = "RS256"

    def __init__(self, kid):
        self.key, self.kid = rsa.generate_private_key(65537, 2048), kid

    def jwk(self):
        numbers = self.key.private_numbers()
        return {"kty": "RSA", "n": number(numbers.public_numbers.n), "e": number(numbers.public_numbers.e),
                "d": number(numbers.d), "p": number(numbers.p), "q": number(numbers.q), "dp": number(numbers.dmp1),
                "dq": number(numbers.dmq1), "qi": number(numbers.iqmp), "alg": self.alg, "use": "sig"}

    def sign(self, text):
        return self.key.sign(text, padding.PKCS1v15(), hashes.SHA256())


class HmacKey:
    alg = "HS256"

    def __init__(self, kid):
        self.secret, self.kid = secrets.token_bytes(32), kid

    def jwk(self):
        return {"kty": "oct", "k": b64u(self.secret), "alg": self.alg, "use": "sig"}

    def sign(self, text):
        return hmac.new(self.secret, text, hashlib.sha256).digest()


class Ed448Key:
    alg = "Ed448"

    def __init__(self, kid):
        self.key, self.kid = ed448.Ed448PrivateKey.generate(), kid

    def jwk(self):
        x = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        d = self.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return {"kty": "OKP", "crv": "Ed448", "x": b64u(x), "d": b64u(d), "alg": self.alg, "use": "sig"}

    def sign(self, text):
        return self.key.sign(text)


KEYS = {key.kid: key for key in (EcKey("own-a"), EcKey("own-b"), EcKey("own-nameless"), RsaKey("own-rsa"),
                                 HmacKey("own-hs"), Ed448Key("own-ed448"))}


def token(key, claims, kid="", **header):
    head = {"alg": KEYS[key].alg} | ({"kid": key if kid == "" else kid} if kid is not None else {}) | header
    signing_input = b64u(json.dumps(head).encode()) + "." + b64u(json.dumps(claims).encode())
    return signing_input + "." + b64u(KEYS[key].sign(signing_input.encode()))


BASE = {"iss": ISSUER, "sub": "alice", "aud": AUDIENCE, "exp": NOW + 600, "iat": NOW - 60, "jti": "j-1"}
ACCESS = BASE | {"client_id": CLIENT, "scope": "read"}
ID = {"iss": ISSUER, "sub": "alice", "aud": CLIENT, "exp": NOW + 600, "iat": NOW - 60, "nonce": "n-1"}
SIGN_OUT = {"iss": ISSUER, "aud": CLIENT, "sub": "alice", "exp": NOW + 60, "iat": NOW - 5, "jti": "l-1",
            "events": {LOGOUT: {}}}


def but(claims, **changes):
    """The claims with some changed; None leaves one out."""
    return {name: value for name, value in (claims | changes).items() if value is not None}


class Cases:
    def __init__(self, name):
        self.name, self.tests = name, []

    def add(self, title, outcome, text, why, error_class=None, **verifier):
        given = {"keys": ["own-hs"], "iss": ISSUER, "aud": AUDIENCE, "now": NOW, "leeway_s": 0} | verifier
        given = {name: value for name, value in given.items() if value is not None}
        algs = sorted({KEYS[kid].alg for kid in given["keys"]})
        expect = {"outcome": "accept"} if outcome == "accept" else {
            "outcome": "reject", "error_class": error_class or "claim", "normativity": outcome}
        self.tests.append({"id": f"own-{self.name}-{len(self.tests) + 1:02}", "class": f"own-{self.name}",
                           "title": title, "kind": "jwt.validate", "input": {"token": text},
                           "verifier": {"allowed_algs": algs} | given, "expect": expect, "trusted_signature": True,
                           "source": [why], "why": ""})

    def write(self):
        lines = ",\n".join(json.dumps(test) for test in self.tests)
        head = json.dumps({"schema": "watchword-attack-v1", "class": f"own-{self.name}", "count": len(self.tests),
                           "keys_file": "keys.json"})[:-1]
        (FOLDER / f"{self.name}.json").write_text(f'{head}, "tests": [\n{lines}\n]}}\n')


def key_choice():
    cases = Cases("key-choice")
    pair = ["own-a", "own-b"]
    rule = "RFC 7515 section 4.1.4; two candidates are none"
    cases.add("control: the kid chooses between two keys of one algorithm", "accept", token("own-b", BASE), rule, keys=pair)
    cases.add("control: without a kid, the only key of the algorithm", "accept", token("own-a", BASE, kid=None), rule,
              keys=["own-a", "own-rsa"])
    cases.add("without a kid, two keys of the algorithm", "strict", token("own-a", BASE, kid=None), rule, "key", keys=pair)
    cases.add("without a kid, two keys of the algorithm, signed by the other", "strict", token("own-b", BASE, kid=None), rule,
              "key", keys=pair)
    cases.add("a kid that names no key, signed by a trusted key", "strict", token("own-a", BASE, kid="own-c"), rule, "key",
              keys=["own-a"])
    cases.add("signed by one key under the kid of the other", "must", token("own-a", BASE, kid="own-b"), rule, "signature",
              keys=pair)
    cases.add("control: a key without a kid serves a header that has one", "accept", token("own-nameless", BASE), rule,
              keys=["own-nameless"])
    cases.add("a key without a kid, where another has the kid asked for", "must", token("own-nameless", BASE, kid="own-a"),
              rule, "signature", keys=["own-a", "own-nameless"])
    cases.add("control: a key without a kid", "accept", token("own-nameless", BASE, kid=None), rule, keys=["own-nameless"])
    cases.add("kid is a number", "strict", token("own-a", BASE, kid=7), "RFC 7515 section 4.1.4", "format", keys=["own-a"])
    cases.write()


def times():
    cases = Cases("times")
    rule = {"exp": "RFC 7519 section 4.1.4", "nbf": "RFC 7519 section 4.1.5", "iat": "RFC 7519 section 4.1.6"}
    at = lambda **claims: token("own-hs", but(BASE, **claims))
    cases.add("control: one second before exp", "accept", at(exp=NOW + 1), rule["exp"])
    cases.add("at exp", "must", at(exp=NOW), rule["exp"])
    cases.add("control: the last second of the leeway after exp", "accept", at(exp=NOW - 29), rule["exp"], leeway_s=30)
    cases.add("when the leeway after exp ends", "must", at(exp=NOW - 30), rule["exp"], leeway_s=30)
    cases.add("expired 11 minutes ago, a leeway of an hour is cut to ten minutes", "strict", at(exp=NOW - 660), rule["exp"],
              leeway_s=3600)
    cases.add("no exp", "strict", at(exp=None), rule["exp"])
    cases.add("control: at nbf", "accept", at(nbf=NOW), rule["nbf"])
    cases.add("one second before nbf", "must", at(nbf=NOW + 1), rule["nbf"])
    cases.add("control: the leeway before nbf begins", "accept", at(nbf=NOW + 30), rule["nbf"], leeway_s=30)
    cases.add("control: issued now", "accept", at(iat=NOW), rule["iat"])
    cases.add("issued in one second", "strict", at(iat=NOW + 1), rule["iat"])
    cases.add("control: issued max_age ago", "accept", at(iat=NOW - 300), rule["iat"], max_age_s=300)
    cases.add("issued longer ago than max_age", "must", at(iat=NOW - 301), rule["iat"], max_age_s=300)
    cases.add("no iat with max_age", "must", at(iat=None), rule["iat"], max_age_s=300)
    sign_in = "OpenID Connect Core section 3.1.2.1"
    cases.add("control: authenticated max_auth_age ago", "accept", at(auth_time=NOW - 600), sign_in, max_auth_age_s=600)
    cases.add("authenticated longer ago than max_auth_age", "must", at(auth_time=NOW - 601), sign_in, max_auth_age_s=600)
    cases.add("no auth_time with max_auth_age", "must", at(), sign_in, max_auth_age_s=600)
    cases.add("auth_time in the future", "strict", at(auth_time=NOW + 1), sign_in, max_auth_age_s=600)
    cases.add("auth_time is a string", "must", at(auth_time=str(NOW)), sign_in, max_auth_age_s=600)
    cases.write()


def types():
    """A claim of a wrong type is refused also where nobody asks for it."""
    cases = Cases("types")
    rule = "RFC 7519 section 4.1"
    nobody = {"iss": None, "aud": None}
    for name, value in (("iss", 5), ("iss", ["a"]), ("sub", 5), ("sub", None), ("jti", 5), ("aud", 5), ("aud", {}),
                        ("aud", ["a", 5]), ("nbf", str(NOW)), ("iat", str(NOW)), ("iat", True), ("exp", str(NOW + 600))):
        claims = dict(BASE)
        claims[name] = value
        cases.add(f"{name} is {json.dumps(value)}, and nobody asks for it", "strict", token("own-hs", claims), rule, **nobody)
    cases.add("control: no registered claim but exp", "accept", token("own-hs", {"exp": NOW + 600}), rule, **nobody)
    cases.add("control: aud is an array that contains the audience", "accept",
              token("own-hs", but(BASE, aud=["other", AUDIENCE])), "RFC 7519 section 4.1.3")
    cases.add("no aud", "must", token("own-hs", but(BASE, aud=None)), "RFC 7519 section 4.1.3")
    cases.add("no iss", "must", token("own-hs", but(BASE, iss=None)), "RFC 7519 section 4.1.1")
    cases.write()


def demands():
    cases = Cases("demands")
    cases.add("control: the subject asked for", "accept", token("own-hs", BASE), "RFC 7519 section 4.1.2", subject="alice")
    cases.add("another subject", "must", token("own-hs", BASE), "RFC 7519 section 4.1.2", subject="bob")
    cases.add("no subject", "must", token("own-hs", but(BASE, sub=None)), "RFC 7519 section 4.1.2", subject="alice")
    cases.add("control: a claim asked for is there", "accept", token("own-hs", but(BASE, tenant="t")), "RFC 7519 section 4",
              required_claims=["tenant"])
    cases.add("a claim asked for is missing", "must", token("own-hs", BASE), "RFC 7519 section 4", required_claims=["tenant"])
    claims = dict(BASE)
    claims["tenant"] = None
    cases.add("a claim asked for is null", "strict", token("own-hs", claims), "RFC 7519 section 4", required_claims=["tenant"])
    for name in ("iss", "sub", "aud", "iat", "jti"):
        cases.add(f"{name} asked for is missing", "must", token("own-hs", but(BASE, **{name: None})), "RFC 7519 section 4",
                  required_claims=[name], iss=None, aud=None)
    cases.add("control: another id is revoked", "accept", token("own-hs", BASE), "RFC 7519 section 4.1.7", revoked_jti=["j-2"])
    cases.add("this id is revoked", "must", token("own-hs", BASE), "RFC 7519 section 4.1.7", revoked_jti=["j-1"])
    limit = "16 KiB unless the caller says more"
    cases.add("control: a little below the limit of bytes", "accept", token("own-hs", but(BASE, filler="a" * 11_900)), limit)
    cases.add("a little above the limit of bytes", "strict", token("own-hs", but(BASE, filler="a" * 12_300)), limit, "limit")
    cases.add("control: the type asked for", "accept", token("own-hs", BASE, typ="secevent+jwt"), "RFC 8725 section 3.11",
              expected_typ="secevent+jwt")
    cases.add("another type", "must", token("own-hs", BASE, typ="JWT"), "RFC 8725 section 3.11", expected_typ="secevent+jwt")
    cases.add("no type", "must", token("own-hs", BASE), "RFC 8725 section 3.11", expected_typ="secevent+jwt")
    good = token("own-hs", BASE)
    cases.add("a fourth segment", "must", good + ".AAAA", "RFC 7515 section 7.1", "format")
    cases.add("an empty fourth segment", "must", good + ".", "RFC 7515 section 7.1", "format")
    issuers = {ISSUER: ["own-hs"], "https://b.example": ["own-a"]}
    trusted = {"keys": ["own-hs", "own-a"], "iss": None, "issuers": issuers}
    rule = "RFC 8725 section 3.8"
    cases.add("control: an issuer with its own key", "accept", good, rule, **trusted)
    cases.add("an issuer with the key of another", "must", token("own-a", BASE), rule, "key", **trusted)
    cases.add("an issuer nobody trusts", "must", token("own-hs", but(BASE, iss="https://c.example")), rule, **trusted)
    cases.add("no issuer among several", "must", token("own-hs", but(BASE, iss=None)), rule, **trusted)
    cases.add("issuer is a number among several", "must", token("own-hs", but(BASE, iss=5)), rule, **trusted)
    cases.write()


def profiles():
    cases = Cases("profiles")
    access = {"keys": ["own-a"], "profile": "rfc9068-access-token"}
    made = lambda typ="at+jwt", **changes: token("own-a", but(ACCESS, **changes), **({"typ": typ} if typ else {}))
    rule = "RFC 9068 section 2.2"
    cases.add("control: access token", "accept", made(), rule, **access)
    for name in ("iss", "aud", "sub", "client_id", "iat", "jti"):
        cases.add(f"access token without {name}", "must", made(**{name: None}), rule, **access)
    for name in ("iss", "aud"):
        cases.add(f"access token without {name}, and nobody asks for it", "must", made(**{name: None}), rule,
                  **access, **{name: None})
    cases.add("access token of type JWT, which the caller asks for", "strict", made("JWT"), "RFC 9068 section 4",
              expected_typ="JWT", **access)
    cases.add("access token whose client_id is a number", "must", made(client_id=5), rule, **access)
    for name in ("sub", "client_id", "jti"):
        cases.add(f"access token whose {name} is empty", "strict", made(**{name: ""}), rule, **access)
    for typ in ("JWT", "logout+jwt", None):
        cases.add(f"access token of type {typ}", "must", made(typ), "RFC 9068 section 4", **access)

    relying = {"keys": ["own-a"], "aud": CLIENT, "profile": "oidc-id-token", "nonce": "n-1"}
    made = lambda typ="JWT", **changes: token("own-a", but(ID, **changes), **({"typ": typ} if typ else {}))
    rule = "OpenID Connect Core section 2"
    cases.add("control: ID token", "accept", made(), rule, **relying)
    cases.add("control: ID token without a type", "accept", made(None), rule, **relying)
    for name in ("iss", "sub", "aud", "iat", "nonce"):
        cases.add(f"ID token without {name}", "must", made(**{name: None}), rule, **relying)
    cases.add("ID token without iss, and nobody asks for it", "must", made(iss=None), rule, iss=None, **relying)
    cases.add("ID token of type at+jwt, which the caller asks for", "strict", made("at+jwt"), "RFC 8725 section 3.12",
              expected_typ="at+jwt", **relying)
    cases.add("ID token of type at+jwt", "must", made("at+jwt"), "RFC 8725 section 3.12", **relying)
    cases.add("ID token of type logout+jwt", "must", made("logout+jwt"), "RFC 8725 section 3.12", **relying)
    cases.add("ID token with events", "must", made(events={LOGOUT: {}}), "RFC 8417 section 4.4", **relying)
    cases.add("ID token whose auth_time is a string", "strict", made(auth_time="yesterday"), rule, **relying)
    cases.add("ID token with another nonce", "must", made(nonce="n-2"), rule, **relying)
    cases.add("ID token whose azp is another client", "must", made(azp="client-2"), rule, **relying)
    cases.add("ID token for two audiences without azp", "must", made(aud=[CLIENT, "client-2"]), rule, **relying)
    cases.add("control: ID token for two audiences with azp", "accept", made(aud=[CLIENT, "client-2"], azp=CLIENT), rule,
              **relying)
    cases.add("ID token without the acr asked for", "must", made(), rule, acr_values=["urn:mfa"], **relying)
    cases.add("ID token with another acr", "must", made(acr="urn:password"), rule, acr_values=["urn:mfa"], **relying)
    cases.add("control: ID token with the acr asked for", "accept", made(acr="urn:mfa"), rule, acr_values=["urn:mfa"],
              **relying)
    half = lambda text: b64u(hashlib.sha256(text.encode()).digest()[:16])
    rule = "OpenID Connect Core section 3.3.2.11"
    for claim, given in (("at_hash", "access_token"), ("c_hash", "code")):
        cases.add(f"ID token with the {claim} of another", "must", made(**{claim: half("other")}), rule, **{given: "this"},
                  **relying)
        cases.add(f"control: ID token with the right {claim}", "accept", made(**{claim: half("this")}), rule,
                  **{given: "this"}, **relying)

    cases.add("ID token with an at_hash whose hash nobody has defined", "strict",
              token("own-ed448", but(ID, at_hash=half("this"))), rule, **(relying | {"keys": ["own-ed448"]}),
              access_token="this")

    relying = {"keys": ["own-a"], "aud": CLIENT, "profile": "oidc-logout-token"}
    made = lambda typ="logout+jwt", **changes: token("own-a", but(SIGN_OUT, **changes), **({"typ": typ} if typ else {}))
    rule = "OpenID Connect Back-Channel Logout section 2.4"
    cases.add("control: logout token", "accept", made(), rule, **relying)
    cases.add("control: logout token without a type, for a session", "accept", made(None, sub=None, sid="s"), rule, **relying)
    for name in ("iss", "aud", "iat", "jti", "events", "sub"):
        cases.add(f"logout token without {name}", "must", made(**{name: None}), rule, **relying)
    for name in ("iss", "aud"):
        cases.add(f"logout token without {name}, and nobody asks for it", "must", made(**{name: None}), rule,
                  **(relying | {name: None}))
    cases.add("logout token with a nonce", "must", made(nonce="n-1"), rule, **relying)
    cases.add("logout token whose sid is a number", "must", made(sid=5), rule, **relying)
    cases.add("logout token with another event", "must", made(events={"http://example.com/other": {}}), rule, **relying)
    cases.add("logout token whose event is no object", "must", made(events={LOGOUT: True}), rule, **relying)
    cases.add("logout token of type at+jwt", "must", made("at+jwt"), "RFC 8725 section 3.12", **relying)

    rule = "RFC 8725 section 3.12"
    for name, value in (("nonce", "n"), ("at_hash", "h"), ("c_hash", "h"), ("events", {LOGOUT: {}})):
        cases.add(f"a plain JWT with {name}", "strict", token("own-hs", but(BASE, **{name: value})), rule)
    cases.add("a plain JWT of type at+jwt", "must", token("own-hs", BASE, typ="at+jwt"), rule)
    cases.write()


def main():
    keys = {kid: key.jwk() | ({} if kid == "own-nameless" else {"kid": kid}) for kid, key in KEYS.items()}
    lines = ",\n".join(f"{json.dumps(kid)}: {json.dumps(jwk)}" for kid, jwk in keys.items())
    (FOLDER / "keys.json").write_text('{"schema": "watchword-attack-keys-v1", "note": "throw-away test keys; never use", '
                                      f'"keys": {{\n{lines}\n}}}}\n')
    for write in (key_choice, times, types, demands, profiles):
        write()


if __name__ == "__main__":
    main()
