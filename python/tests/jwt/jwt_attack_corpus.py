"""The shared attack corpus, judged through the API of watchword.jwt as a caller of PyJWT would use it."""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchword import jwt

_ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("WATCHWORD_VECTORS", _ROOT.parent / "shared" / "vectors")) / "attacks"

_NO_SUCH_CHECK = {
    "expected_typ": "PyJWT has no check of typ",
    "profile": "PyJWT knows no profile",
    "nonce": "PyJWT has no check of nonce",
    "max_age_s": "PyJWT has no maximal age",
    "max_auth_age_s": "PyJWT has no maximal age of the sign-in",
    "revoked_jti": "PyJWT knows no revocation",
    "issuers": "PyJWT does not bind keys to issuers",
    "require": "PyJWT does not open JWEs",
}
_TIMES_AND_AUDIENCE = ("verify_exp", "verify_nbf", "verify_iat", "verify_aud")
_NO_SUCH_KIND = {"jwe.decrypt": "PyJWT does not open JWEs", "dpop.verify": "PyJWT knows no DPoP"}


@dataclass
class Case:
    id: str
    title: str
    kind: str
    input: dict[str, Any]
    verifier: dict[str, Any]
    expect: dict[str, Any]

    @property
    def outcome(self) -> str:
        return str(self.expect["outcome"])

    @property
    def is_must(self) -> bool:
        return self.outcome == "reject" and self.expect.get("normativity") == "must"

    def why_not_expressible(self) -> str:
        """Why a caller of PyJWT could not ask for this; empty if he can. A control that he accepts without asking for
        the check is one all the same."""
        if self.kind in _NO_SUCH_KIND:
            return _NO_SUCH_KIND[self.kind]
        if self.outcome == "accept" and "require" not in self.verifier:
            return ""
        return next((why for name, why in _NO_SUCH_CHECK.items() if self.verifier.get(name)), "")

    @property
    def token(self) -> str:
        if "token_recipe" in self.input:
            return "".join(_part(part) for part in self.input["token_recipe"])
        if "token_json" in self.input:
            return json.dumps(self.input["token_json"])
        return str(self.input["token"])


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.json")):
        if file.name in ("index.json", "keys.json"):
            continue
        for test in json.loads(file.read_text("utf-8"))["tests"]:
            yield Case(
                test["id"], test["title"], test["kind"], test["input"], test.get("verifier") or {}, test["expect"]
            )


def keys() -> dict[str, dict[str, Any]]:
    return dict(json.loads((FOLDER / "keys.json").read_text("utf-8"))["keys"])


def accepts(case: Case) -> bool:
    """Whether watchword.jwt accepts. Every exception but a PyJWTError is a failure of its own, and passes."""
    try:
        if case.kind == "jwt.validate":
            _decode(case, _key_for(case, case.verifier["keys"] or []))
        elif case.kind == "jwk.import":
            _use_jwk(case)
        elif case.kind == "jwks.import":
            jwt.PyJWKSet.from_dict(case.input["jwks"])
        else:
            _decode_bytes(case)
    except jwt.PyJWTError:
        return False
    return True


def _decode(case: Case, key: Any) -> None:
    required = [*case.verifier.get("required_claims", [])]
    jwt.decode(
        case.token,
        key,
        algorithms=case.verifier["allowed_algs"],
        audience=case.verifier.get("aud"),
        issuer=case.verifier.get("iss"),
        leeway=case.verifier.get("leeway_s", 0),
        options={"require": required, "enforce_minimum_key_length": True},
    )


def _decode_bytes(case: Case) -> None:
    detached = case.input.get("detached_payload_b64u")
    jwt.PyJWS().decode(
        case.token,
        _key_for(case, case.verifier["keys"]),
        algorithms=case.verifier["allowed_algs"],
        detached_payload=None if detached is None else base64.urlsafe_b64decode(detached + "=="),
    )


def _key_for(case: Case, kids: list[str]) -> Any:
    """The key that the header names, as PyJWKClient would pick it; the only one if there is just one."""
    candidates = [jwt.PyJWK(public(keys()[kid])) for kid in kids]
    if len(candidates) == 1:
        return candidates[0]
    kid = jwt.get_unverified_header(case.token).get("kid")
    found = jwt.PyJWKClient.match_kid(candidates, kid)
    if found is None:
        raise jwt.PyJWKClientError("no such key")
    return found


def _use_jwk(case: Case) -> None:
    """A key that can be imported but not used is refused, too."""
    algorithms = case.verifier.get("allowed_algs") or [None]
    key = jwt.PyJWK(case.input["jwk"], algorithm=algorithms[0])
    strict = jwt.PyJWT(options={"enforce_minimum_key_length": True})
    if case.input.get("token"):
        strict.decode(case.input["token"], key, options=dict.fromkeys(_TIMES_AND_AUDIENCE, False))
    elif complaint := key.Algorithm.check_key_length(key.key):
        raise jwt.InvalidKeyError(complaint)


def public(jwk: dict[str, Any]) -> dict[str, Any]:
    private = ("d", "p", "q", "dp", "dq", "qi", "oth")
    return jwk if jwk["kty"] == "oct" else {name: jwk[name] for name in jwk if name not in private}


def _part(part: Any) -> str:
    return part if isinstance(part, str) else part["repeat"] * part["count"]
