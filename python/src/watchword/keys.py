"""Keys as people have them (PEM, JWK, a shared secret) as typed keys, each bound to one algorithm."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from watchword._native import Key, NativeError
from watchword.errors import ConfigurationError

KeyLike: TypeAlias = "Key | Mapping[str, Any] | str | bytes"

SYMMETRIC = ("HS256", "HS384", "HS512")


def read_keys(values: KeyLike | Iterable[KeyLike], algorithms: Sequence[str] = ()) -> list[Key]:
    """One key, several, or a JWK Set; see `read_key`."""
    if isinstance(values, Mapping):
        members = values.get("keys")
        return read_keys(members if isinstance(members, (list, tuple)) else [values], algorithms)
    if isinstance(values, (Key, str, bytes)):
        return [read_key(values, algorithms)]
    return [read_key(value, algorithms) for value in values]


def read_key(value: KeyLike, algorithms: Sequence[str] = ()) -> Key:
    """A typed key from a `Key`, a JWK (mapping or JSON text), PEM text, or a shared secret.

    `algorithms`: what the caller allows. PEM text and secrets do not name theirs, so exactly one of `algorithms` must
    fit. A secret given as text is its UTF-8 bytes with one trailing newline stripped, never decoded.
    ConfigurationError says what to change; it never shows the key."""
    if isinstance(value, Key):
        return value
    if isinstance(value, Mapping):
        return _from_jwk(json.dumps(dict(value)), algorithms)
    data = value.encode() if isinstance(value, str) else bytes(value)
    if b"-----BEGIN" in data:
        return _from_pem(data, algorithms)
    if data.lstrip().startswith(b"{"):
        return _from_jwk(data.decode(errors="replace"), algorithms)
    return _from_secret(data.removesuffix(b"\n") if isinstance(value, str) else data, algorithms)


def secret_fingerprint(secret: str | bytes) -> str:
    """Names a shared secret or a client's secret to people: two services that show the same hold the same. Keyed and
    truncated, so that it tells nothing about the secret itself. Never fails: "none" for what can be no secret."""
    data = secret.encode(errors="replace") if isinstance(secret, str) else bytes(secret)
    try:
        return Key.from_secret("HS256", data.removesuffix(b"\n"), weak_for_compatibility=True).fingerprint
    except NativeError:
        return "none"


def _from_jwk(text: str, algorithms: Sequence[str]) -> Key:
    try:
        return Key.from_jwk(text)
    except NativeError as without_algorithm:
        return _the_one_that_fits(lambda algorithm: Key.from_jwk(text, algorithm), algorithms, without_algorithm)


def _from_pem(data: bytes, algorithms: Sequence[str]) -> Key:
    return _the_one_that_fits(lambda algorithm: Key.from_pem(algorithm, data), algorithms, None)


def _from_secret(secret: bytes, algorithms: Sequence[str]) -> Key:
    symmetric = [algorithm for algorithm in algorithms if algorithm in SYMMETRIC]
    if len(symmetric) != 1:
        raise ConfigurationError("a shared secret needs exactly one of HS256, HS384 and HS512 among the algorithms")
    try:
        return Key.from_secret(symmetric[0], secret)
    except NativeError as error:
        raise ConfigurationError(_advice(error, symmetric[0])) from error


def _the_one_that_fits(read: Any, algorithms: Sequence[str], failure: NativeError | None) -> Key:
    """The caller's list decides; a key that would fit two algorithms is bound to neither (RFC 8725 section 3.1)."""
    found: list[Key] = []
    for algorithm in algorithms:
        try:
            found.append(read(algorithm))
        except NativeError as error:
            failure = failure or error
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(key.algorithm for key in found)
        raise ConfigurationError(f"the key fits {names}: name exactly one algorithm for it")
    if not algorithms:
        raise ConfigurationError("the key does not say its algorithm: name it in `algorithms`")
    raise ConfigurationError(f"the key fits none of {', '.join(algorithms)}: {_code(failure)}") from failure


def _code(error: NativeError | None) -> str:
    if error is None:
        return "invalid_key"
    return f"{error.code}: {error.detail}" if error.detail else error.code


def _advice(error: NativeError, algorithm: str) -> str:
    if error.code == "weak_key":
        least = int(algorithm[2:]) // 8
        return f"the shared secret is too short: {algorithm} needs at least {least} bytes; `watchword secret` makes one"
    return f"the shared secret cannot be used: {_code(error)}"
