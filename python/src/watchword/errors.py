"""What can go wrong between a service, a token and the Watchword server.

Every error has a `code` that programs may look at and that never changes, `sentence` for a person, and `detail` for the
log. None of the three ever holds a token, a password or a secret.
"""

from __future__ import annotations

from collections.abc import Sequence

SENTENCES = {
    "malformed": "This is not a well-formed token.",
    "too_large": "The token is larger than the limit.",
    "algorithm_not_allowed": "The token's algorithm is not among those that are accepted here.",
    "unsupported_critical": "The token demands an extension (crit) that is not understood here.",
    "unknown_key": "No key that is trusted here matches the token.",
    "bad_signature": "The token's signature does not match its content.",
    "expired": "The token has expired.",
    "not_yet_valid": "The token is not valid yet.",
    "issued_in_future": "The token claims to have been issued in the future.",
    "too_old": "The token is older than the maximum age accepted here.",
    "wrong_issuer": "The token comes from an issuer that is not trusted here.",
    "wrong_audience": "The token is meant for another audience.",
    "wrong_type": "The token is of another type than the one expected here.",
    "wrong_subject": "The token is about another subject.",
    "missing_claim": "The token lacks a claim that is required here.",
    "invalid_claim": "A claim of the token has a value that its definition forbids.",
    "revoked": "The token has been revoked.",
    "proof_required": "This token is bound to a key; whoever presents it must prove to hold that key.",
    "keys_unavailable": "The keys to check the token with could not be fetched.",
    "missing_token": "This needs an access token.",
    "several_tokens": "The request carries more than one access token; send exactly one.",
    "invalid_request": "The request is not well-formed.",
    "insufficient_scope": "The access token does not have the scope that this needs.",
    "session_ended": "The session has ended. Please sign in again.",
    "csrf_failed": "The request could not be matched to the page it came from. Please reload the page and try again.",
    "invalid_client": "The client is unknown or could not be authenticated.",
    "wrong_credentials": "The user name or the password is not correct.",
    "invalid_refresh_token": "The refresh token is not valid. Please sign in again.",
    "refresh_token_reused": "The refresh token had been used before; the session was ended to be safe. "
    "Please sign in again.",
    "rate_limited": "Too many attempts. Please wait before you try again.",
    "invalid_configuration": "The configuration is not valid.",
}
"""The sentence for each code that the classes below use; a code that is not here is shown as it is."""


class WatchwordError(Exception):
    """The base of all. `status` is the HTTP status that a service answers, `www_authenticate` the challenge that goes
    with it, empty where no token would help."""

    status = 500
    www_authenticate = ""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code, detail)

    @property
    def sentence(self) -> str:
        """For a person; no detail in it."""
        return SENTENCES.get(self.code, self.code)

    def __str__(self) -> str:
        return f"{self.sentence} ({self.detail})" if self.detail else self.sentence


class ConfigurationError(WatchwordError):
    """The program is set up wrongly; `detail` says what to change."""

    def __init__(self, detail: str) -> None:
        super().__init__("invalid_configuration", detail)


class TokenError(WatchwordError):
    """A token that is refused: 401, or 400 and 403 where RFC 6750 section 3.1 says so."""

    def __init__(self, code: str, detail: str = "", *, realm: str = "watchword", scopes: Sequence[str] = ()) -> None:
        super().__init__(code, detail)
        self.realm = realm
        self.scopes = tuple(scopes)

    @property
    def status(self) -> int:  # type: ignore[override]
        return self._challenge()[0]

    @property
    def www_authenticate(self) -> str:  # type: ignore[override]
        """The value of the WWW-Authenticate header."""
        return self._challenge()[1]

    def _challenge(self) -> tuple[int, str]:
        from watchword import _native

        # RFC 6750 section 3.1: without any authentication information, the challenge carries no error code.
        return _native.challenge("" if self.code == "missing_token" else self.code, self.realm, self.scopes)


class KeysUnavailable(WatchwordError):
    """Whether the token is good cannot be told now, because the issuer's keys cannot be fetched. Not the caller's
    fault: 503, and no challenge."""

    status = 503

    def __init__(self, detail: str = "") -> None:
        super().__init__("keys_unavailable", detail)


class SignInRefused(WatchwordError):
    """The server refused a sign-in, a renewal or a client. Codes: wrong_credentials, rate_limited,
    invalid_refresh_token, refresh_token_reused, session_ended, invalid_client, unauthorized_client, invalid_scope ...
    `retry_after` is in seconds."""

    status = 401

    def __init__(self, code: str, description: str = "", retry_after: int | None = None) -> None:
        super().__init__(code, description)
        self.description = description
        self.retry_after = retry_after

    @property
    def sentence(self) -> str:
        return self.description or super().sentence

    def __str__(self) -> str:
        return self.sentence


class ServerUnavailable(WatchwordError):
    """The server cannot be reached, takes too long, or has trouble of its own. Trying again later may help."""

    status = 503

    def __init__(self, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__("server_unavailable", detail)
        self.retry_after = retry_after

    @property
    def sentence(self) -> str:
        return "The sign-in service does not answer. Please try again in a moment."


class SessionEnded(WatchwordError):
    """Nobody is signed in any more: sign in again."""

    status = 401

    def __init__(self, detail: str = "") -> None:
        super().__init__("session_ended", detail)
