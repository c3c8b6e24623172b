"""A request for a key set that no redirect carries elsewhere: whoever answers there would be trusted."""

import urllib.request
from typing import Any
from urllib.error import HTTPError


class NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Lets the answer 3xx stand as the error that it is. For a fetch_data() with an opener of its own, e.g. one that
    goes through a certain proxy: build_opener(NoRedirectHandler(), ...)."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


class _NothingMore(dict[str, int]):
    """Where urllib counts the redirects of a request: there have been too many before the first."""

    def __len__(self) -> int:
        return urllib.request.HTTPRedirectHandler.max_redirections


class KeySetRequest(urllib.request.Request):
    """Goes where it says and nowhere else. For urlopen(), which takes no handlers."""

    def __init__(self, url: str, headers: dict[str, Any]) -> None:
        super().__init__(url=url, headers=headers)
        self.redirect_dict = _NothingMore()
