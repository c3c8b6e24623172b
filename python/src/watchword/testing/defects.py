"""Everything that can be wrong with a token, each with the code by which Watchword refuses it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from watchword._native import Key, base64url_encode
from watchword.testing.issuer import compact_json, sign

if TYPE_CHECKING:
    from watchword.testing.issuer import Issuer

Claims = dict[str, Any]


@dataclass(frozen=True)
class Defect:
    """One way to be wrong. `code` is the stable name of the refusal."""

    name: str
    code: str
    token: Callable[[Issuer, Claims], str]


def _with_claims(**changes: Any) -> Callable[[Issuer, Claims], str]:
    return lambda issuer, claims: sign(issuer.key, issuer.headers(), {**claims, **changes})


def _with_headers(**changes: Any) -> Callable[[Issuer, Claims], str]:
    return lambda issuer, claims: sign(issuer.key, issuer.headers(changes), claims)


def _without(claim: str) -> Callable[[Issuer, Claims], str]:
    return lambda issuer, claims: sign(
        issuer.key, issuer.headers(), {name: value for name, value in claims.items() if name != claim}
    )


def _expired(issuer: Issuer, claims: Claims) -> str:
    now = int(time.time())
    return sign(issuer.key, issuer.headers(), {**claims, "iat": now - 7200, "exp": now - 3600})


def _not_yet_valid(issuer: Issuer, claims: Claims) -> str:
    return sign(issuer.key, issuer.headers(), {**claims, "nbf": int(time.time()) + 3600})


def _issued_in_future(issuer: Issuer, claims: Claims) -> str:
    now = int(time.time())
    return sign(issuer.key, issuer.headers(), {**claims, "iat": now + 3600, "exp": now + 7200})


def _algorithm_none(issuer: Issuer, claims: Claims) -> str:
    """RFC 7519 section 6: an "unsecured JWT"."""
    header = issuer.headers({"alg": "none"})
    return f"{base64url_encode(compact_json(header))}.{base64url_encode(compact_json(claims))}."


def _algorithm_confusion(issuer: Issuer, claims: Claims) -> str:
    """RFC 8725 section 2.1: the public key, which everybody knows, used as the secret of an HMAC. Where the issuer has
    a shared secret, the other way round: a signature of a key that nobody trusts."""
    if issuer.secret is None:
        forged = Key.from_secret("HS256", _public_octets(issuer.key), issuer.key.kid)
    else:
        forged = Key.generate("ES256", issuer.key.kid)
    return sign(forged, issuer.headers({"alg": forged.algorithm}), claims)


def _public_octets(key: Key) -> bytes:
    """The public JWK with the names of its members hashed away: text that is a key is refused as a secret, too."""
    return key.public().thumbprint().encode()


def _foreign_key(issuer: Issuer, claims: Claims) -> str:
    """The right kid, and a key that somebody else made."""
    return sign(_another_key(issuer, issuer.key.kid), issuer.headers(), claims)


def _unknown_key(issuer: Issuer, claims: Claims) -> str:
    return sign(_another_key(issuer, "unknown"), issuer.headers({"kid": "unknown"}), claims)


def _another_key(issuer: Issuer, kid: str) -> Key:
    return type(issuer)(algorithm=issuer.algorithm, kid=kid).key


def _tampered_signature(issuer: Issuer, claims: Claims) -> str:
    signing_input, _, signature = sign(issuer.key, issuer.headers(), claims).rpartition(".")
    # Not the last character: its low bits may mean nothing.
    return f"{signing_input}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def _tampered_claims(issuer: Issuer, claims: Claims) -> str:
    header, _, signature = sign(issuer.key, issuer.headers(), claims).split(".")
    return f"{header}.{base64url_encode(compact_json({**claims, 'sub': 'somebody-else'}))}.{signature}"


def _no_signature(issuer: Issuer, claims: Claims) -> str:
    return sign(issuer.key, issuer.headers(), claims).rpartition(".")[0] + "."


def _repeated_claim(issuer: Issuer, claims: Claims) -> str:
    text = compact_json(claims)
    return sign(issuer.key, issuer.headers(), text[:-1] + b',"sub":"somebody-else"}')


def _truncated(issuer: Issuer, claims: Claims) -> str:
    return sign(issuer.key, issuer.headers(), claims).rpartition(".")[0]


def _table(*defects: tuple[str, str, Callable[[Issuer, Claims], str]]) -> Mapping[str, Defect]:
    return MappingProxyType({name: Defect(name, code, token) for name, code, token in defects})


#: By name. `@pytest.mark.parametrize("defect", DEFECTS)` tries them all.
DEFECTS: Mapping[str, Defect] = _table(
    ("expired", "expired", _expired),
    ("not_yet_valid", "not_yet_valid", _not_yet_valid),
    ("issued_in_future", "issued_in_future", _issued_in_future),
    ("wrong_issuer", "wrong_issuer", _with_claims(iss="https://another-issuer.test")),
    ("wrong_audience", "wrong_audience", _with_claims(aud="https://another-api.test")),
    ("wrong_type", "wrong_type", _with_headers(typ="logout+jwt")),
    ("algorithm_none", "algorithm_not_allowed", _algorithm_none),
    ("algorithm_confusion", "algorithm_not_allowed", _algorithm_confusion),
    ("unknown_critical", "unsupported_critical", _with_headers(crit=["tests"], tests=True)),
    ("unknown_key", "unknown_key", _unknown_key),
    ("foreign_key", "bad_signature", _foreign_key),
    ("tampered_signature", "bad_signature", _tampered_signature),
    ("tampered_claims", "bad_signature", _tampered_claims),
    ("no_signature", "malformed", _no_signature),
    ("truncated", "malformed", _truncated),
    ("repeated_claim", "malformed", _repeated_claim),
    ("garbage", "malformed", lambda issuer, claims: "this.is.garbage"),
    ("missing_iss", "missing_claim", _without("iss")),
    ("missing_sub", "missing_claim", _without("sub")),
    ("missing_aud", "missing_claim", _without("aud")),
    ("missing_exp", "missing_claim", _without("exp")),
    ("missing_iat", "missing_claim", _without("iat")),
    ("missing_jti", "missing_claim", _without("jti")),
    ("missing_client_id", "missing_claim", _without("client_id")),
    ("exp_as_text", "invalid_claim", _with_claims(exp="tomorrow")),
    ("sub_as_number", "invalid_claim", _with_claims(sub=17)),
)
