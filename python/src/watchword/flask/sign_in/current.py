"""What is known about the session of the request that is being answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from watchword.errors import WatchwordError
from watchword.flask.sign_in.session import Session, User


@dataclass
class Current:
    """What is known about this request's session. Nobody (`value` is empty), signed in (`session`), or over
    (`ended`)."""

    value: str = field(default="", repr=False)
    session: Session | None = None
    claims: dict[str, Any] | None = None
    ended: bool = False
    trouble: WatchwordError | None = None
    """Why it cannot be told now whether the session is good."""
    began: bool = False
    changed: bool = False
    """The browser is to be told the new value, or that there is none."""
    signed_out: str = ""
    """The mark of a session that this request has ended."""
    private: bool = False
    """The answer is for this person's eyes."""

    def is_over(self) -> None:
        """The person is told so, and the browser forgets it."""
        self.session, self.claims, self.ended, self.changed = None, None, True, True


def user_of(current: Current) -> User | None:
    if current.session is None or current.claims is None:
        return None
    return User(current.session.subject, current.session.name, current.claims)
