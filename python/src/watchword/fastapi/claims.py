"""What a verified token says: scopes, roles, the user; and claims as pydantic models of either major version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from watchword.fastapi.errors import invalid_token

Claims = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)


def scopes_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """`scope` as one text (RFC 8693 section 4.2), or `scp`/`scope` as a list, as some issuers write it."""
    value = claims.get("scope", claims.get("scp", ""))
    if isinstance(value, str):
        return tuple(value.split())
    return _texts(value)


def roles_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """`roles` (RFC 9068 section 2.2.3.1)."""
    value = claims.get("roles", ())
    return (value,) if isinstance(value, str) else _texts(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, (list, tuple)) else ()


def lacks(granted: Iterable[str], needed: Iterable[str]) -> bool:
    """Whether something needed is not granted."""
    return not set(needed) <= set(granted)


@dataclass(frozen=True)
class User:
    """Who the token speaks for, as far as the token itself says. `Auth(user=...)` puts your own in its place."""

    id: str
    scopes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    claims: Claims = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """For people; the id where the token has no name."""
        return str(self.claims.get("name") or self.claims.get("preferred_username") or self.id)

    @classmethod
    def of(cls, claims: Claims) -> "User":
        subject = claims.get("sub")
        if not isinstance(subject, str) or not subject:
            raise invalid_token("missing_claim")
        return cls(subject, scopes_of(claims), roles_of(claims), claims)


def as_model(model: type[Model], claims: Mapping[str, Any], realm: str = "") -> Model:
    """The claims as a model, of pydantic 1 or 2. Claims that do not fit are the token's fault: 401, not 422."""
    validate = getattr(model, "model_validate", None) or model.parse_obj
    try:
        return validate(dict(claims))
    except ValueError as error:  # the one thing that the ValidationErrors of both have in common
        raise invalid_token("invalid_claim", realm) from error
