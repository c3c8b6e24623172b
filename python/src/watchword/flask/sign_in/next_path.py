"""Where a browser goes after signing in: never to another site (RFC 9700 section 4.11, open redirectors)."""

from __future__ import annotations

from urllib.parse import quote

from flask import Request

LONGEST = 2048


def safe_next(target: str | None) -> str | None:
    """`target` if it is an absolute path of this site in printable ASCII, else None. Browsers read "//", a backslash
    and control characters as the start of another host."""
    if not target or len(target) > LONGEST or not target.startswith("/"):
        return None
    if any(not "!" <= character <= "~" or character == "\\" for character in target):
        return None
    path = target.split("?", 1)[0].split("#", 1)[0]
    # Not only at the start: what stands before a dot segment, or a proxy's merged slash, may end up there.
    return None if "//" in path else target


def path_of(request: Request) -> str | None:
    """This request's own path with its query, to come back to; None unless it was one for a page."""
    if request.method not in ("GET", "HEAD"):
        return None
    path = quote(request.script_root + request.path, safe="/~:@!$&'()*+,;=-._")
    query = request.query_string.decode("latin-1")
    return safe_next(f"{path}?{query}" if query else path)
