"""The users of a standalone issuer: what it needs to know of each, and a store for small applications."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from watchword import passwords
from watchword.fastapi.limits import account_name


@dataclass(frozen=True)
class StoredUser:
    """`id` becomes `sub`: opaque, never used again for another person. `password_hash`: of any format that
    `watchword.passwords` reads. `scopes`: all that tokens of this user may have."""

    id: str
    username: str
    password_hash: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    disabled: bool = False
    claims: dict[str, Any] = field(default_factory=dict, compare=False)
    """More claims for the access token, for example `name`."""


FindUser = Callable[[str], "StoredUser | None | Awaitable[StoredUser | None]"]
SaveHash = Callable[[StoredUser, str], "None | Awaitable[None]"]


class MemoryUsers:
    """Users in a dict, for examples, tests and tools. Names are not case-sensitive."""

    def __init__(self, users: Iterable[StoredUser] = ()) -> None:
        self._by_name = {account_name(user.username): user for user in users}

    def add(
        self,
        username: str,
        password: str | None = None,
        *,
        password_hash: str | None = None,
        id: str | None = None,
        scopes: Iterable[str] = (),
        roles: Iterable[str] = (),
        **claims: Any,
    ) -> StoredUser:
        """Hashing `password` takes tens of milliseconds; `password_hash` takes none. ValueError for a name that is
        taken."""
        name = account_name(username)
        if name in self._by_name:
            raise ValueError(f"there is a user {username!r} already")
        if (password is None) == (password_hash is None):
            raise ValueError("give either `password` or `password_hash`")
        encoded = password_hash if password_hash is not None else passwords.hash(password or "")
        user = StoredUser(id or username, username, encoded, tuple(scopes), tuple(roles), claims=claims)
        self._by_name[name] = user
        return user

    def disable(self, username: str) -> None:
        """No more sign-ins and renewals. KeyError if there is no such user."""
        name = account_name(username)
        self._by_name[name] = replace(self._by_name[name], disabled=True)

    def __call__(self, username: str) -> StoredUser | None:
        return self._by_name.get(account_name(username))

    def save_hash(self, user: StoredUser, password_hash: str) -> None:
        """Keeps a stronger hash of the same password."""
        name = account_name(user.username)
        self._by_name[name] = replace(self._by_name[name], password_hash=password_hash)
