"""`CryptContext` as passlib has it: several schemes read, one written."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from watchword.passwords.core import Encoded, Password
from watchword.passwords.exceptions import UnknownHashError
from watchword.passwords.schemes import Scheme, get_scheme

SchemeName = str | Scheme

_WITHOUT_EFFECT = {"vary_rounds", "min_verify_time", "harden_verify"}


class CryptContext:
    """Reads the `schemes`, writes `default` (else the first of them), and asks for an update of what is `deprecated`:
    a list of schemes, or "auto" for all but the default.

        context = CryptContext(schemes=["argon2", "bcrypt"], deprecated="auto", bcrypt__rounds=12)

    Settings of a scheme are written `scheme__setting`, those of all schemes that have them `all__setting`.
    """

    def __init__(
        self,
        schemes: Sequence[SchemeName] | str | None = None,
        *,
        default: SchemeName | None = None,
        deprecated: Iterable[SchemeName] | str = (),
        **settings: Any,
    ) -> None:
        self._configuration = {"schemes": schemes, "default": default, "deprecated": deprecated, **settings}
        self._schemes = _configure([_as_scheme(scheme) for scheme in _listed(schemes or ())], settings)
        if not self._schemes:
            raise ValueError('name at least one scheme: CryptContext(schemes=["argon2"])')
        self._default = self._known(default) if default else next(iter(self._schemes.values()))
        self._deprecated = self._deprecated_names(deprecated)

    def hash(self, secret: Password, scheme: SchemeName | None = None, category: None = None, **settings: Any) -> str:
        """The password as a new string to store, in the default scheme unless another one is named."""
        _no_category(category)
        return (self._known(scheme) if scheme else self._default).hash(secret, **settings)

    encrypt = hash

    def verify(
        self, secret: Password, hash: Encoded | None, scheme: SchemeName | None = None, category: None = None
    ) -> bool:
        """Whether the password belongs to the stored hash. Without a hash (an unknown user) it takes as long as a wrong
        password does, and is False. UnknownHashError for a hash of none of the schemes."""
        _no_category(category)
        if hash is None:
            return self.dummy_verify()
        return self._scheme_of(hash, scheme).verify(secret, hash)

    def verify_and_update(
        self, secret: Password, hash: Encoded | None, scheme: SchemeName | None = None, category: None = None
    ) -> tuple[bool, str | None]:
        """Whether they belong together and, if so and the hash needs an update, a new one to store."""
        if not self.verify(secret, hash, scheme, category) or hash is None:
            return False, None
        return True, self.hash(secret) if self.needs_update(hash, scheme) else None

    def needs_update(
        self,
        hash: Encoded,
        scheme: SchemeName | None = None,
        category: None = None,
        secret: Password | None = None,
    ) -> bool:
        """Whether the stored hash is not what this context would write: a deprecated scheme, or a lower cost."""
        _no_category(category)
        found = self._scheme_of(hash, scheme)
        return found.name in self._deprecated or found.needs_update(hash, secret)

    def identify(
        self, hash: Encoded, category: None = None, resolve: bool = False, required: bool = False
    ) -> str | Scheme | None:
        """The name of the scheme of a stored hash (with `resolve` the scheme itself); None, or with `required`
        UnknownHashError, if it is none of this context's."""
        _no_category(category)
        for scheme in self._schemes.values():
            if scheme.identify(hash):
                return scheme if resolve else scheme.name
        if required:
            raise UnknownHashError
        return None

    def dummy_verify(self, elapsed: float = 0) -> bool:
        """Takes as long as a wrong password in the default scheme; False. Call it when there is no such user."""
        return self._default.dummy_verify()

    def schemes(self, resolve: bool = False, category: None = None) -> tuple[str, ...] | tuple[Scheme, ...]:
        """The names of the schemes, or the schemes."""
        _no_category(category)
        return tuple(self._schemes.values()) if resolve else tuple(self._schemes)

    def default_scheme(self, category: None = None, resolve: bool = False) -> str | Scheme:
        """The name of the scheme that is written, or the scheme."""
        _no_category(category)
        return self._default if resolve else self._default.name

    def handler(self, scheme: SchemeName | None = None, category: None = None) -> Scheme:
        """A scheme of this context with its settings."""
        _no_category(category)
        return self._known(scheme) if scheme else self._default

    def using(self, **changes: Any) -> CryptContext:
        """The same context with changes."""
        return type(self)(**{**self._configuration, **changes})

    copy = using

    def to_dict(self) -> dict[str, Any]:
        """What to make the same context of."""
        return {name: value for name, value in self._configuration.items() if value}

    def __repr__(self) -> str:
        return f"<CryptContext {', '.join(self._schemes)}; writes {self._default.name}>"

    def _known(self, scheme: SchemeName) -> Scheme:
        name = scheme if isinstance(scheme, str) else scheme.name
        if name not in self._schemes:
            raise KeyError(f"the scheme {name!r} is not one of this context: {', '.join(self._schemes)}")
        return self._schemes[name]

    def _scheme_of(self, hash: Encoded, scheme: SchemeName | None) -> Scheme:
        found = self._known(scheme) if scheme else self.identify(hash, resolve=True, required=True)
        assert isinstance(found, Scheme)
        return found

    def _deprecated_names(self, deprecated: Iterable[SchemeName] | str) -> frozenset[str]:
        names = _listed(deprecated)
        if names == ["auto"]:
            return frozenset(self._schemes) - {self._default.name}
        found = frozenset(self._known(name).name for name in names)
        if self._default.name in found:
            raise ValueError(f"the default scheme {self._default.name} cannot be deprecated")
        return found


def _listed(names: Iterable[SchemeName] | str) -> list[SchemeName]:
    if isinstance(names, str):
        return [name for name in names.replace(",", " ").split()]
    return list(names)


def _as_scheme(scheme: SchemeName) -> Scheme:
    return get_scheme(scheme) if isinstance(scheme, str) else scheme


def _configure(schemes: list[Scheme], settings: dict[str, Any]) -> dict[str, Scheme]:
    configured = {scheme.name: scheme for scheme in schemes}
    for key, value in settings.items():
        name, _, setting = key.rpartition("__")
        if "__" in name:
            raise TypeError(f"user categories ({key}) do not exist here; make one CryptContext for each")
        if (setting or key) in _WITHOUT_EFFECT:
            warnings.warn(f"{key} has no effect", DeprecationWarning, stacklevel=3)
        elif name == "all" or key == "truncate_error":
            _apply_to_all(configured, setting or key, value)
        elif name in configured:
            configured[name] = configured[name].using(**{setting: value})
        else:
            raise TypeError(f"{key!r} is neither a setting of CryptContext nor of one of its schemes")
    return configured


def _apply_to_all(configured: dict[str, Scheme], setting: str, value: Any) -> None:
    having = [name for name, scheme in configured.items() if scheme.has_setting(setting)]
    if not having:
        raise TypeError(f"no scheme of this context has a setting {setting!r}")
    for name in having:
        configured[name] = configured[name].using(**{setting: value})


def _no_category(category: object) -> None:
    if category is not None:
        raise TypeError("user categories do not exist here; make one CryptContext for each")
