"""The decorators by which an application takes part in what its `JWTManager` does.

Every callback may be a coroutine function; Flask's `async` extra must be installed then.
"""

from collections.abc import Callable
from typing import Any

from watchword.flask import default_callbacks as default
from watchword.flask.typing import Loader

Callback = Callable[..., Any]


class Loaders:
    """The callbacks of a `JWTManager`, at first the defaults. Each decorator returns the callback as it was."""

    def __init__(self) -> None:
        self._additional_callbacks()
        self._answering_callbacks()

    def _additional_callbacks(self) -> None:
        self._decode_key_callback: Callback = default.default_decode_key_callback
        self._encode_key_callback: Callback = default.default_encode_key_callback
        self._jwt_additional_header_callback: Callback = default.default_jwt_headers_callback
        self._token_in_blocklist_callback: Callback = default.default_blocklist_callback
        self._token_verification_callback: Callback = default.default_token_verification_callback
        self._user_claims_callback: Callback = default.default_additional_claims_callback
        self._user_identity_callback: Callback = default.default_user_identity_callback
        self._user_lookup_callback: Callback | None = None

    def _answering_callbacks(self) -> None:
        self._expired_token_callback: Callback = default.default_expired_token_callback
        self._invalid_token_callback: Callback = default.default_invalid_token_callback
        self._needs_fresh_token_callback: Callback = default.default_needs_fresh_token_callback
        self._revoked_token_callback: Callback = default.default_revoked_token_callback
        self._token_verification_failed_callback: Callback = default.default_token_verification_failed_callback
        self._unauthorized_callback: Callback = default.default_unauthorized_callback
        self._user_lookup_error_callback: Callback = default.default_user_lookup_error_callback

    # -- what goes into tokens

    def user_identity_loader(self, callback: Loader) -> Loader:
        """`callback(identity)` answers the text that stands for the identity in the token."""
        self._user_identity_callback = callback
        return callback

    def additional_claims_loader(self, callback: Loader) -> Loader:
        """`callback(identity)` answers a dict of claims for each new token; `additional_claims` win over them."""
        self._user_claims_callback = callback
        return callback

    def additional_headers_loader(self, callback: Loader) -> Loader:
        """`callback(identity)` answers a dict of header parameters; `additional_headers` win over them."""
        self._jwt_additional_header_callback = callback
        return callback

    def encode_key_loader(self, callback: Loader) -> Loader:
        """`callback(identity)` answers the key that signs."""
        self._encode_key_callback = callback
        return callback

    def decode_key_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers the key that verifies; both arguments are NOT verified yet."""
        self._decode_key_callback = callback
        return callback

    # -- what is asked about a token that verifies

    def token_in_blocklist_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers whether the token has been revoked."""
        self._token_in_blocklist_callback = callback
        return callback

    def token_verification_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers whether the application accepts the token."""
        self._token_verification_callback = callback
        return callback

    def user_lookup_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers the object behind `current_user`; None if there is no such user."""
        self._user_lookup_callback = callback
        return callback

    # -- what a refused request is answered

    def unauthorized_loader(self, callback: Loader) -> Loader:
        """`callback(reason)` answers a request without token, or without its CSRF value."""
        self._unauthorized_callback = callback
        return callback

    def invalid_token_loader(self, callback: Loader) -> Loader:
        """`callback(reason)` answers a request whose token does not verify."""
        self._invalid_token_callback = callback
        return callback

    def expired_token_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers a request with an expired token."""
        self._expired_token_callback = callback
        return callback

    def revoked_token_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers a request with a revoked token."""
        self._revoked_token_callback = callback
        return callback

    def needs_fresh_token_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers a request whose token is not fresh where it must be."""
        self._needs_fresh_token_callback = callback
        return callback

    def user_lookup_error_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers a request whose user does not exist."""
        self._user_lookup_error_callback = callback
        return callback

    def token_verification_failed_loader(self, callback: Loader) -> Loader:
        """`callback(header, claims)` answers a request whose token the application did not accept."""
        self._token_verification_failed_callback = callback
        return callback
