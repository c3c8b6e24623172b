"""What a browser does with the pages, without a browser: cookies, forms, redirects one at a time."""

from __future__ import annotations

import http.cookies
import urllib.parse
from html.parser import HTMLParser

from http_client import Answer, HttpClient


class Form:
    def __init__(self, action: str, method: str):
        self.action = action
        self.method = method
        self.fields: dict[str, str] = {}


class _FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "form":
            self.forms.append(Form(attribute.get("action") or "", (attribute.get("method") or "get").upper()))
        elif tag == "input" and self.forms and attribute.get("name"):
            self.forms[-1].fields[attribute["name"]] = attribute.get("value") or ""


def forms_of(page: Answer) -> list[Form]:
    reader = _FormReader()
    reader.feed(page.text)
    return reader.forms


class BrowserClient:
    """Keeps cookies as a browser does for one origin; redirects are followed only when asked."""

    def __init__(self, base_url: str, *, trust: str | None = None):
        self.base_url = base_url
        self.cookies: dict[str, str] = {}
        self.path = "/"
        self._client = HttpClient(base_url, trust=trust)

    def request(self, method: str, path: str, *, headers=None, **more) -> Answer:
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._client.request(method, path, headers=sent, **more)
        for line in answer.all_headers("Set-Cookie"):
            self._keep(line)
        self.path = path
        return answer

    def get(self, path: str, **more) -> Answer:
        return self.request("GET", path, **more)

    def follow(self, answer: Answer) -> Answer:
        """The next page of a redirect; the limit keeps a loop from hanging the test."""
        for _ in range(10):
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            answer = self.get(self.path_of(answer.header("Location")))
        raise AssertionError("the redirects do not end")

    def path_of(self, location: str) -> str:
        url = urllib.parse.urlsplit(urllib.parse.urljoin(self.base_url + self.path, location))
        assert f"{url.scheme}://{url.netloc}" == self.base_url, f"the redirect leaves the site: {location}"
        return urllib.parse.urlunsplit(("", "", url.path or "/", url.query, ""))

    def submit(self, page: Answer, fields: dict[str, str], *, form: int | str = 0, headers=None) -> Answer:
        """Fills a form of the page and sends it; `form` is its number or the end of its action."""
        forms = forms_of(page)
        assert forms, f"there is no form on the page (status {page.status})"
        chosen = forms[form] if isinstance(form, int) else next(f for f in forms if f.action.endswith(form))
        action = chosen.action or self.path
        sent = {"Origin": self.base_url, **(headers or {})}
        return self.request(chosen.method, self.path_of(action), form={**chosen.fields, **fields}, headers=sent)

    def sign_in(self, name: str, password: str, *, page: str = "/login") -> Answer:
        return self.submit(self.get(page), {"username": name, "password": password})

    def _keep(self, line: str) -> None:
        for name, morsel in http.cookies.SimpleCookie(line).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def session_cookie_lines(answer: Answer) -> list[str]:
    return [line for line in answer.all_headers("Set-Cookie") if "watchword_session=" in line]


def assert_sent_to_sign_in(browser: BrowserClient, answer: Answer, next_path: str | None = None) -> None:
    assert answer.status == 303, answer.status
    path = urllib.parse.urlsplit(browser.path_of(answer.header("Location")))
    assert path.path == "/login"
    if next_path is not None:
        assert urllib.parse.parse_qs(path.query)["next"] == [next_path]
