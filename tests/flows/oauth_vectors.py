"""Runs cases of the schema watchword-oauth-http-v1 against a server.

As a program: `python3 oauth_vectors.py FILE...` starts a server, runs every file and closes with the totals.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
import tempfile
from pathlib import Path

from browser_client import BrowserClient, forms_of
from http_client import Answer
from oauth_expectations import check_answer, check_session_cookie, signature_of
from server_process import ROOT, ServerProcess

VECTORS = Path(os.environ.get("WATCHWORD_VECTORS") or ROOT.parent / "shared" / "vectors")
CASES = VECTORS / "oauth" / "oauth_http_cases.json"
HOW_TO_GET = (f"there are no test vectors at {CASES}: put the vectors beside the repository as ../shared/vectors, or "
              "name their folder in WATCHWORD_VECTORS")

# What a case may ask of the server, and the reason why it cannot be asked here.
_ABSENT_ENDPOINTS = {
    "authorization": "needs an authorization endpoint",
    "/.well-known/openid-configuration": "needs OpenID discovery, which comes with the authorization endpoint",
}
_ABSENT_METADATA = {
    "code_challenge_methods_supported": "asks for metadata of an authorization endpoint",
    "authorization_response_iss_parameter_supported": "asks for metadata of an authorization endpoint",
}
_OFFERED_GRANTS = {"password", "refresh_token", "client_credentials"}


def reason_to_skip(case: dict) -> str | None:
    for step in case["steps"]:
        if reason := _ABSENT_ENDPOINTS.get(step["endpoint"]):
            return reason
        if "token-exchange" in json.dumps(step.get("form", {})):
            return "needs token exchange"
        for name in step.get("expect", {}).get("json_has", []):
            if reason := _ABSENT_METADATA.get(name):
                return reason
    return None


class Fixture:
    """The clients and users that the cases expect, made by the command line. Secrets are made by the server and
    passwords must pass its rules, so the written ones are exchanged wherever a case sends them."""

    def __init__(self, server: ServerProcess, fixture: dict):
        self.secrets: dict[str, str] = {}
        for client in fixture["clients"]:
            self._add_client(server, client)
        for user in fixture["users"]:
            self.secrets[user["password"]] = f"the own long password of {user['username']}"
            server.add_user(user["username"], self.secrets[user["password"]])

    def _add_client(self, server: ServerProcess, client: dict) -> None:
        grants = [grant for grant in client["grant_types"] if grant in _OFFERED_GRANTS]
        arguments = [word for grant in grants for word in ("--grant", grant)]
        arguments += [word for scope in client["scopes"] for word in ("--scope", scope)]
        if client["auth"] == "none":
            arguments.append("--public")
        added = server.cli_json("client", "add", client["client_id"], *arguments)
        if "client_secret" in client:
            self.secrets[client["client_secret"]] = added["secret"]

    def exchange(self, text: str) -> str:
        for written, real in self.secrets.items():
            text = text.replace(written, real)
        return text

    def exchange_basic(self, value: str) -> str:
        if not value.startswith("Basic "):
            return value
        pair = base64.b64decode(value[6:]).decode()
        return "Basic " + base64.b64encode(self.exchange(pair).encode()).decode()


class CaseRun:
    """One case: its variables, its browser, its steps."""

    def __init__(self, server: ServerProcess, fixture: Fixture, metadata: dict):
        self.server = server
        self.fixture = fixture
        self.metadata = metadata
        self.browser = BrowserClient(server.base_url)
        self.variables = {"BASE": server.base_url}
        self.signatures: dict[str, tuple] = {}

    def run(self, case: dict) -> None:
        for step in case["steps"]:
            self._run_step(step)

    def _run_step(self, step: dict) -> None:
        expect = step.get("expect", {})
        answers = []
        for number in range(step.get("repeat", 1)):
            self.variables["i"] = str(number)
            cookies_before = dict(self.browser.cookies)
            answers.append(self._send(step))
        answer = answers[-1]
        check_answer(answer, self._filled(expect))
        self._check_series(expect, answers)
        self._check_signature(expect, answer)
        if "set_cookie" in expect or expect.get("session_rotated"):
            check_session_cookie(expect, answer, cookies_before, self.server.base_url)
        for name, source in step.get("save", {}).items():
            assert source.startswith("json."), f"this runner cannot save {source}"
            self.variables[name] = answer.json()[source[5:]]

    def _send(self, step: dict) -> Answer:
        headers = self._headers(step)
        path = self._path(step)
        if query := self._filled(step.get("query")):
            path += "?" + "&".join(f"{name}={value}" for name, value in self._pairs(query))
        if "raw_body" in step:
            return self.server.client().request(step["method"], path, body=self._text(step["raw_body"]), headers=headers)
        form = self._pairs(self._filled(step["form"])) if "form" in step else None
        if step["endpoint"] == "login":
            return self._send_login(step, path, form, headers)
        return self.server.client().request(step["method"], path, form=form, headers=headers)

    def _send_login(self, step: dict, path: str, form, headers) -> Answer:
        """As a person's browser sends the form, unless the case says that it comes from elsewhere."""
        names = {name.lower() for name, _ in headers}
        if "x-no-csrf" in names:
            return self.server.client().request(step["method"], path, form=form, headers=headers)
        page = self.browser.get(path)
        hidden = {name: value for name, value in forms_of(page)[0].fields.items() if name not in dict(form)}
        return self.browser.request(step["method"], path, form={**hidden, **dict(form)},
                                    headers={"Origin": self.server.base_url, **dict(headers)})

    def _path(self, step: dict) -> str:
        names = {"token": "token_endpoint", "introspection": "introspection_endpoint",
                 "revocation": "revocation_endpoint", "userinfo": "userinfo_endpoint", "jwks_uri": "jwks_uri"}
        if step["endpoint"] == "login":
            return "/login"
        if step["endpoint"].startswith("/"):
            return step["endpoint"]
        url = self.metadata[names[step["endpoint"]]]
        assert url.startswith(self.server.base_url + "/"), url
        return url[len(self.server.base_url):]

    def _headers(self, step: dict) -> list[tuple[str, str]]:
        return [(name, self.fixture.exchange_basic(self._text(value)))
                for name, value in self._pairs(step.get("headers", {}))]

    @staticmethod
    def _pairs(values) -> list[tuple[str, str]]:
        return list(values.items()) if isinstance(values, dict) else [tuple(pair) for pair in values]

    def _text(self, text: str) -> str:
        filled = re.sub(r"\$\{(\w+)\}", lambda match: self.variables[match[1]], text)
        return self.fixture.exchange(filled)

    def _filled(self, value):
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {name: self._filled(item) for name, item in value.items()}
        return [self._filled(item) for item in value] if isinstance(value, list) else value

    @staticmethod
    def _check_series(expect: dict, answers: list[Answer]) -> None:
        statuses = {answer.status for answer in answers}
        if "eventually_status" in expect:
            assert statuses & set(expect["eventually_status"]), f"only {sorted(statuses)}"
        assert not statuses & set(expect.get("never_status", []))

    def _check_signature(self, expect: dict, answer: Answer) -> None:
        signature = signature_of(answer)
        if "save_signature" in expect:
            self.signatures[expect["save_signature"]] = signature
        if "same_signature_as" in expect:
            assert signature == self.signatures[expect["same_signature_as"]]


def settings_for_cases() -> dict[str, object]:
    """The schema asks for no grace; limits stay, but wide enough for what is not about them."""
    return {"lifetimes.refresh_grace": 0, "limits.per_account_burst": 10, "limits.per_address_burst": 1_000_000}


def main(files: list[str]) -> int:
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for name in files or [str(CASES)]:
        document = json.loads(Path(name).read_text())
        with tempfile.TemporaryDirectory() as folder:
            server = ServerProcess(Path(folder), settings_for_cases()).start()
            try:
                fixture = Fixture(server, document["fixture"])
                metadata = server.client().get("/.well-known/oauth-authorization-server").json()
                for case in document["tests"]:
                    counts[_outcome(server, fixture, metadata, case)] += 1
            finally:
                server.stop()
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["failed"] else 0


def _outcome(server, fixture, metadata, case) -> str:
    if reason := reason_to_skip(case):
        print(f"skipped {case['id']}: {reason}")
        return "skipped"
    try:
        CaseRun(server, fixture, metadata).run(case)
        return "passed"
    except (AssertionError, KeyError, ValueError) as failure:
        print(f"FAILED {case['id']} ({case['title']}): {failure}")
        return "failed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
