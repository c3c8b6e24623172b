"""The extension object: loaders, defaults, error handlers, and how tokens are made and read for one application."""

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from flask import Flask, current_app

from watchword import jwt
from watchword.flask import misuse
from watchword.flask.calling import call
from watchword.flask.commands import add_commands
from watchword.flask.config import config, set_defaults
from watchword.flask.decoding import rules_of
from watchword.flask.default_callbacks import default_decode_key_callback
from watchword.flask.error_handlers import register_error_handlers
from watchword.flask.guard import Guard
from watchword.flask.internal_utils import EXTENSION
from watchword.flask.loaders import Loaders
from watchword.flask.tokens import _decode_jwt, _encode_jwt, completed
from watchword.flask.typing import ExpiresDelta, Fresh
from watchword.flask.utils import current_user_context_processor


class JWTManager(Loaders):
    """Protects the routes of Flask applications with JSON Web Tokens.

    It belongs to no application: make one at module level and bind it with `init_app` in the factory. What differs
    between applications is in their `config`, read at each request.
    """

    def __init__(self, app: Flask | None = None, add_context_processor: bool = False) -> None:
        super().__init__()
        self._apps: WeakSet[Flask] = WeakSet()
        self._guards: list[Guard] = []
        if app is not None:
            self.init_app(app, add_context_processor)

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        """Registers the extension with `app`. With `add_context_processor`, templates know `current_user`."""
        app.extensions[EXTENSION] = self
        if add_context_processor:
            app.context_processor(current_user_context_processor)
        self._set_default_configuration_options(app)
        self._set_error_handler_callbacks(app)
        misuse.explain_errors_of(app)
        add_commands(app)
        self._apps.add(app)
        for guard in self._guards:
            app.before_request(guard.check)

    def protect_app(self, app: Flask | None = None, *, exempt: Iterable[str] = (), **requirements: Any) -> None:
        """Every route wants a token, unless it says otherwise.

        Free are: views marked `@public`, the endpoints and blueprints named in `exempt`, and static files. A view that
        has `@jwt_required(...)` of its own follows that one alone. `requirements` are those of `jwt_required`. Without
        `app`: all applications of this manager, also those to come.
        """
        guard = Guard(frozenset(exempt), requirements)
        if app is not None:
            app.before_request(guard.check)
            return
        self._guards.append(guard)
        for known in self._apps:
            known.before_request(guard.check)

    def _set_error_handler_callbacks(self, app: Flask) -> None:
        register_error_handlers(app, self)

    @staticmethod
    def _set_default_configuration_options(app: Flask) -> None:
        set_defaults(app)

    def _encode_jwt_from_config(
        self,
        identity: Any,
        token_type: str,
        claims: dict[str, Any] | None = None,
        fresh: Fresh = False,
        expires_delta: ExpiresDelta | None = None,
        headers: dict[str, Any] | None = None,
    ) -> str:
        settings = current_app._get_current_object().config  # type: ignore[attr-defined]
        header_overrides = {**(call(self._jwt_additional_header_callback, identity) or {}), **(headers or {})}
        claim_overrides = {**(call(self._user_claims_callback, identity) or {}), **(claims or {})}
        if expires_delta is None:
            expires_delta = config.access_expires if token_type == "access" else config.refresh_expires
        identity_claim = settings["JWT_IDENTITY_CLAIM"]
        subject = call(self._user_identity_callback, identity)
        misuse.warn_of_subject(settings, claim_overrides.get(identity_claim, subject))
        with misuse.explained_keys():
            return _encode_jwt(
                algorithm=settings["JWT_ALGORITHM"],
                audience=settings["JWT_ENCODE_AUDIENCE"],
                claim_overrides=claim_overrides,
                csrf=settings["JWT_COOKIE_CSRF_PROTECT"],
                expires_delta=expires_delta,
                fresh=fresh,
                header_overrides=header_overrides,
                identity=subject,
                identity_claim_key=identity_claim,
                issuer=settings["JWT_ENCODE_ISSUER"],
                json_encoder=config.json_encoder,
                secret=call(self._encode_key_callback, identity),
                token_type=token_type,
                nbf=settings["JWT_ENCODE_NBF"],
            )

    def _decode_jwt_from_config(
        self, encoded_token: str, csrf_value: str | None = None, allow_expired: bool = False
    ) -> dict[str, Any]:
        """The claims of a token that verifies. An expired one raises ExpiredSignatureError with `jwt_header` and
        `jwt_data` in it."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        return self._claims_of(app, encoded_token, csrf_value, allow_expired)

    def _claims_of(
        self, app: Flask, encoded_token: str, csrf_value: str | None, allow_expired: bool = False
    ) -> dict[str, Any]:
        """`_decode_jwt_from_config` where the current application is at hand."""
        if self._decode_key_callback is default_decode_key_callback:
            if app.config.get("JWT_JWKS_URL"):
                return self._decode_by_key_set(app, encoded_token, csrf_value, allow_expired)
            rules = rules_of(app)
            if rules is not None:
                options = rules.options_for_expired if allow_expired else rules.options
                try:
                    # One verification, one parse. By position: verify, detached_payload and subject are None.
                    claims = jwt.decode(
                        encoded_token,
                        rules.key,
                        rules.algorithms,
                        options,
                        None,
                        None,
                        rules.audience,
                        None,
                        rules.issuer,
                        rules.leeway,
                    )
                except jwt.PyJWTError:
                    return self._decode_step_by_step(encoded_token, csrf_value, allow_expired)
                return completed(claims, rules.identity_claim, csrf_value)
        return self._decode_step_by_step(encoded_token, csrf_value, allow_expired)

    def _decode_by_key_set(
        self, app: Flask, encoded_token: str, csrf_value: str | None, allow_expired: bool
    ) -> dict[str, Any]:
        # Only here, so that applications with a shared secret do not load what fetches keys.
        from watchword.flask import jwks

        claims = jwks.verify(app, encoded_token, allow_expired)
        return completed(claims, config.identity_claim_key, csrf_value)

    def _decode_step_by_step(self, encoded_token: str, csrf_value: str | None, allow_expired: bool) -> dict[str, Any]:
        """The way that finds the key by the unverified token, and says precisely what is wrong with a bad one."""
        algorithms = config.decode_algorithms
        unverified_claims = jwt.decode(encoded_token, algorithms=algorithms, options={"verify_signature": False})
        header = jwt.get_unverified_header(encoded_token)
        rules: dict[str, Any] = {
            "algorithms": algorithms,
            "audience": config.decode_audience,
            "csrf_value": csrf_value,
            "encoded_token": encoded_token,
            "identity_claim_key": config.identity_claim_key,
            "issuer": config.decode_issuer,
            "leeway": config.leeway,
            "secret": call(self._decode_key_callback, header, unverified_claims),
            "verify_aud": config.decode_audience is not None,
            "verify_sub": config.verify_sub,
        }
        try:
            with misuse.explained_keys():
                return _decode_jwt(**rules, allow_expired=allow_expired)
        except jwt.ExpiredSignatureError as error:
            error.jwt_header = header  # type: ignore[attr-defined]
            error.jwt_data = _decode_jwt(**rules, allow_expired=True)  # type: ignore[attr-defined]
            raise
