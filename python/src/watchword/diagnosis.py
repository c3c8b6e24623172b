"""What may be wrong between a service, its keys and the server that issues its tokens: the checks behind
`flask watchword doctor` and `python -m watchword.doctor`.

Keys are named by fingerprints. That of a shared secret is keyed: it tells nothing about the secret, and two services
that show the same one hold the same secret.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

from watchword import _native
from watchword.client import Client
from watchword.documents import Document, Limits, fetch, metadata_urls, read_metadata, require_safe_url
from watchword.errors import ConfigurationError, ServerUnavailable, SignInRefused
from watchword.remote_keys import read_public_keys
from watchword.shared_secret import SharedSecretVerifier
from watchword.verifier import TokenVerifier

Outcome = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True)
class Finding:
    """`check` is stable, sentences may change. `facts` hold no secret."""

    check: str
    outcome: Outcome
    sentence: str
    advice: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Setup:
    """What a service is configured to believe."""

    issuer: str
    verifier: TokenVerifier | SharedSecretVerifier
    jwks_url: str | None = None
    fixed_keys: bool = False
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)


def diagnose(
    setup: Setup, tokens: Mapping[str, str], fingerprints: Mapping[str, str], services: Mapping[str, str]
) -> list[Finding]:
    """All checks that need no framework. `tokens`, `fingerprints` and `services` (URLs) are by the name of the service
    that they come from."""
    findings = [check_secret(key) for key in setup.verifier.keys if key.kind == "oct"]
    findings += check_server(setup)
    if not setup.fixed_keys:
        setup.verifier.start()
    findings.append(check_keys(setup))
    if setup.client_secret:
        findings.append(check_client(setup))
    ours = {key.fingerprint for key in setup.verifier.keys}
    findings += [compare(name, fingerprint, ours) for name, fingerprint in fingerprints.items()]
    findings += [check_service(name, url, ours, setup.limits) for name, url in services.items()]
    findings += [check_token(name, token, setup) for name, token in tokens.items()]
    return findings


def check_server(setup: Setup) -> list[Finding]:
    """Is it there, is it the one we mean, and what time does it have?"""
    if setup.fixed_keys and not setup.issuer:
        return [Finding("server", "skipped", "A shared secret alone verifies tokens: there is no server.")]
    try:
        url = metadata_urls(setup.issuer)[0]
        document = fetch(url, setup.limits)
    except (ServerUnavailable, ConfigurationError) as error:
        if setup.fixed_keys:
            return [Finding("server", "skipped", f"No server at {setup.issuer}; keys are fixed, so none is needed.")]
        advice = "Start it, or set the issuer to what `watchword config show` says on its machine."
        return [Finding("server", "failed", f"The server cannot be reached: {error.detail}", advice)]
    return [_check_identity(setup.issuer, document), check_clock(document.date, time.time())]


def _check_identity(issuer: str, document: Document) -> Finding:
    try:
        metadata = read_metadata(issuer, document.body)
    except ServerUnavailable as error:
        advice = "Issuers are compared byte by byte: scheme, host (localhost is not 127.0.0.1), port, no slash at last"
        return Finding("server", "failed", error.detail, advice)
    grants = metadata.get("grant_types_supported", [])
    return Finding("server", "ok", f"{issuer} answers and is the issuer.", facts={"grants": grants})


def check_clock(date: str, now: float) -> Finding:
    """The server's Date header (whole seconds) beside our clock."""
    try:
        skew = now - parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError):
        return Finding("clock", "skipped", "The server does not say what time it has.")
    facts = {"skew_seconds": round(skew)}
    if abs(skew) < 3:
        return Finding("clock", "ok", "This machine's clock agrees with the server's.", facts=facts)
    direction = "ahead of" if skew > 0 else "behind"
    sentence = f"This machine's clock is {abs(skew):.0f} seconds {direction} the server's."
    advice = "Turn on time synchronisation (NTP) on both; a leeway only hides it."
    return Finding("clock", "failed" if abs(skew) > 30 else "warning", sentence, advice, facts)


def check_keys(setup: Setup) -> Finding:
    """Which keys are trusted, and is any of them allowed?"""
    allowed = ", ".join(setup.verifier.algorithms)
    keys = setup.verifier.keys
    facts = {"allowed": list(setup.verifier.algorithms), "keys": [_named(key) for key in keys]}
    if keys:
        return _check_strength(keys, facts)
    if setup.fixed_keys:
        return Finding("keys", "failed", f"No key fits the allowed algorithms ({allowed}).", facts=facts)
    offered = _offered_algorithms(setup)
    if offered is None:
        advice = "Without keys every token is refused with 503 keys_unavailable."
        return Finding("keys", "failed", "The JWK Set cannot be fetched.", advice, facts)
    sentence = f"The server signs with {', '.join(offered) or 'nothing'}, but only {allowed} is allowed here."
    return Finding("keys", "failed", sentence, "Allow one of the server's algorithms.", {**facts, "offered": offered})


def _check_strength(keys: Sequence[_native.Key], facts: dict[str, Any]) -> Finding:
    names = ", ".join(f"{key.algorithm} {key.fingerprint}" for key in keys)
    weak = [key for key in keys if key.kind == "RSA" and key.bits < 2048]
    if weak:
        advice = "Make a new key: `watchword key rotate`."
        return Finding("keys", "failed", f"An RSA key of {weak[0].bits} bits can be broken.", advice, facts)
    return Finding("keys", "ok", f"{len(keys)} trusted: {names}.", facts=facts)


def _offered_algorithms(setup: Setup) -> list[str] | None:
    try:
        url = setup.jwks_url
        if url is None:
            metadata = read_metadata(setup.issuer, fetch(metadata_urls(setup.issuer)[0], setup.limits).body)
            url = str(metadata["jwks_uri"])
        keys = read_public_keys(url, fetch(url, setup.limits).body)
    except (ServerUnavailable, ConfigurationError, KeyError):
        return None
    return sorted({key.algorithm for key in keys})


def check_secret(key: _native.Key) -> Finding:
    facts = {"fingerprint": key.fingerprint, "bits": key.bits, "algorithm": key.algorithm}
    least = int(key.algorithm[2:])
    if key.bits < least:
        sentence = f"The shared secret has {key.bits} bits; {key.algorithm} needs {least}."
        return Finding("secret", "failed", sentence, "Make a new one with `watchword secret`, for all services.", facts)
    return Finding("secret", "ok", f"The shared secret's fingerprint is {key.fingerprint}.", facts=facts)


def check_client(setup: Setup) -> Finding:
    """Asks for nothing: a renewal by a token that cannot exist shows whether the client is known."""
    assert setup.client_id is not None
    client = Client(setup.issuer, setup.client_id, setup.client_secret)
    try:
        client.refresh("doctor")
    except SignInRefused as refusal:
        return _judge_client(setup.client_id, refusal.code)
    except ServerUnavailable as error:
        return Finding("client", "skipped", f"The server cannot be asked about the client: {error.detail}")
    finally:
        client.close()
    return Finding("client", "warning", "The server renewed a token that cannot exist. Is it Watchword?")


def _judge_client(client_id: str, code: str) -> Finding:
    if code == "invalid_client":
        advice = f"`watchword client list` on the server. A lost secret: `client remove {client_id}`, then `client add`"
        return Finding("client", "failed", f"The server does not know {client_id!r} with this secret.", advice)
    if code == "unauthorized_client":
        advice = f"`watchword client add {client_id} --grant password --grant refresh_token --may-state-user-address`"
        return Finding("client", "failed", f"{client_id!r} may not renew: sessions will end early.", advice)
    return Finding("client", "ok", f"The server knows {client_id!r} and its secret.")


def compare(name: str, fingerprint: str, ours: Iterable[str]) -> Finding:
    """Do we hold the key that another service shows?"""
    held = sorted(ours)
    facts = {"service": name, "theirs": fingerprint, "ours": held}
    if fingerprint in held:
        return Finding("same_key", "ok", f"{name} holds the same key.", facts=facts)
    sentence = f"{name} holds another key: its fingerprint is {fingerprint}, here it is {' or '.join(held) or 'none'}."
    advice = f"Give {name} and this service the same secret (mind quotes, spaces, old .env files); restart both."
    return Finding("same_key", "failed", sentence, advice, facts)


def check_service(name: str, url: str, ours: set[str], limits: Limits) -> Finding:
    """Does a service publish keys that we trust?"""
    try:
        where = urljoin(require_safe_url(url, name), "/.well-known/jwks.json")
        theirs = read_public_keys(where, fetch(where, limits).body)
    except (ServerUnavailable, ConfigurationError) as error:
        return Finding("same_key", "failed", f"{name} publishes no keys: {error.detail}", facts={"service": name})
    shown = [key.fingerprint for key in theirs]
    common = [fingerprint for fingerprint in shown if fingerprint in ours]
    return compare(name, (common or shown or ["none"])[0], ours)


def check_token(name: str, token: str, setup: Setup) -> Finding:
    """Is a token from there accepted here, and if not, why?"""
    explanation = setup.verifier.explain(token)
    failed = next((check for check in explanation["checks"] if check["outcome"] == "failed"), None)
    claims = explanation.get("claims") or {}
    facts = {"service": name, "error": explanation["error"], "skew": explanation["skew"]}
    if failed is None:
        return Finding("token", "ok", f"The token of {name} is accepted here.", facts=facts)
    sentence = f"The token of {name} is refused here ({explanation['error']}): {failed['sentence']}"
    return Finding("token", "failed", sentence, _token_advice(name, explanation, claims, setup), facts)


def _token_advice(name: str, explanation: Mapping[str, Any], claims: Mapping[str, Any], setup: Setup) -> str:
    held = ", ".join(key.fingerprint for key in setup.verifier.keys)
    if explanation["error"] in ("bad_signature", "unknown_key"):
        if any(key.kind == "oct" for key in setup.verifier.keys):
            return f"{name} signs with another secret than this service holds ({held}). Compare the fingerprints."
        return f"{name} signs with a key that is not among those trusted here ({held}): another issuer or an old key."
    if explanation["error"] == "wrong_audience":
        expected = " or ".join(setup.verifier.audiences) or "none"
        return f"It is meant for {claims.get('aud')!r}, here {expected} is expected. Ask for that resource."
    if explanation["error"] == "wrong_issuer":
        return f"It comes from {claims.get('iss')!r}, here {setup.issuer!r} is expected, byte by byte."
    if explanation["error"] == "algorithm_not_allowed":
        return f"Here {', '.join(setup.verifier.algorithms)} is allowed; the token's header says another."
    if explanation["error"] in ("not_yet_valid", "issued_in_future"):
        return "The clocks differ: see the check of the clock."
    return ""


def _named(key: _native.Key) -> dict[str, Any]:
    return {"kid": key.kid, "algorithm": key.algorithm, "bits": key.bits, "fingerprint": key.fingerprint}
