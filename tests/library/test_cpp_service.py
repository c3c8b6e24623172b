"""examples/cpp_service: built within the tree and against the installed library, and asked over HTTP."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import BUILD, ROOT, run

jwk = pytest.importorskip("jwcrypto.jwk", reason="the tokens are made by jwcrypto (python3-jwcrypto)")
jwt = pytest.importorskip("jwcrypto.jwt")

EXAMPLE = ROOT / "examples" / "cpp_service"
AUDIENCE = "https://reports.example"


class Issuer:
    """Publishes a key over HTTP and signs with it."""

    def __init__(self):
        self.key = jwk.JWK.generate(kty="EC", crv="P-256", kid="key-1", alg="ES256")
        published = json.dumps({"keys": [self.key.export_public(as_dict=True)]}).encode()

        class Keys(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/.well-known/jwks.json" else 404)
                self.send_header("Content-Length", str(len(published)))
                self.end_headers()
                self.wfile.write(published)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, **changes):
        now = int(time.time())
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": "ada", "client_id": "app", "jti": "1", "iat": now,
                  "exp": now + 600, "scope": "reports:read", **changes}
        token = jwt.JWT(header={"alg": "ES256", "kid": "key-1", "typ": "at+jwt"}, claims=claims)
        token.make_signed_token(self.key)
        return token.serialize()


class Service:
    """The example as a process on a free port."""

    def __init__(self, program, *flags, environment=None):
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0", *flags], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        self.url = self.process.stdout.readline().removeprefix("Reports on ").strip()

    def get(self, path, token=None):
        """(status, headers, JSON body)"""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=60) as answer:
                return answer.status, answer.headers, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, json.load(refused)

    def stop(self):
        """(exit code, what it logged)"""
        self.process.send_signal(signal.SIGTERM)
        _, log = self.process.communicate(timeout=60)
        return self.process.returncode, log


@pytest.fixture(scope="module")
def built_against_the_installed_library(installed, tmp_path_factory):
    build = tmp_path_factory.mktemp("cpp_service")
    run("cmake", "-S", EXAMPLE, "-B", build, f"-DCMAKE_PREFIX_PATH={installed}", "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF")
    run("cmake", "--build", build)
    return build / "cpp_service"


@pytest.fixture(scope="module", params=["within the tree", "against the installed library"])
def program(request):
    if request.param == "within the tree":
        return BUILD / "examples" / "cpp_service" / "cpp_service"
    return request.getfixturevalue("built_against_the_installed_library")


@pytest.fixture(scope="module")
def issuer():
    publishing = Issuer()
    yield publishing
    publishing.server.shutdown()


@pytest.fixture
def service(program, issuer):
    running = Service(program, "--issuer", issuer.url, "--audience", AUDIENCE)
    yield running
    running.stop()


def test_everybody_may_ask_whether_it_is_up(service):
    assert service.get("/healthz")[::2] == (200, {"status": "ok"})


def test_whoever_may_read_reports_gets_them(service, issuer):
    status, _, body = service.get("/reports", issuer.token(sub='a "reader"'))
    assert status == 200
    assert body["reader"] == 'a "reader"'
    assert [report["id"] for report in body["reports"]] == [1, 2]


def test_without_a_token_the_answer_says_what_is_needed(service):
    status, headers, body = service.get("/reports")
    assert (status, body["code"], headers["WWW-Authenticate"]) == (401, "missing_token", 'Bearer realm="reports"')
    assert headers["Content-Type"] == "application/problem+json"


def test_a_token_that_is_not_for_this_service_is_refused(service, issuer):
    now = int(time.time())
    for changes, code in [({"aud": "https://other.example"}, "wrong_audience"), ({"iss": "https://other"}, "wrong_issuer"),
                          ({"exp": now - 1}, "expired"), ({"nbf": now + 60}, "not_yet_valid")]:
        status, _, body = service.get("/reports", issuer.token(**changes))
        assert (status, body["code"]) == (401, code)
    status, _, body = service.get("/reports", Issuer().token(iss=issuer.url))
    assert (status, body["code"]) == (401, "bad_signature")


def test_the_scope_is_demanded(service, issuer):
    status, headers, body = service.get("/reports", issuer.token(scope="orders:read"))
    assert (status, body["code"]) == (403, "insufficient_scope")
    assert 'scope="reports:read"' in headers["WWW-Authenticate"]


def test_while_the_issuer_cannot_be_reached_nobody_is_blamed(program):
    service = Service(program, "--issuer", "http://127.0.0.1:1", "--audience", AUDIENCE)
    status, headers, body = service.get("/reports", Issuer().token(iss="http://127.0.0.1:1"))
    assert (status, body["code"], headers["WWW-Authenticate"]) == (503, "keys_unavailable", None)
    assert int(headers["Retry-After"]) >= 1
    code, log = service.stop()
    assert code == 0
    assert "request_refused" in log and "keys_unavailable" in log


def test_settings_come_from_the_environment_and_flags_beat_them(program, issuer):
    service = Service(program, "--audience", AUDIENCE,
                      environment={"SERVICE_ISSUER": issuer.url, "SERVICE_AUDIENCE": "https://ignored.example"})
    assert service.get("/reports", issuer.token())[0] == 200
    assert service.stop()[0] == 0


def test_a_port_that_is_taken_is_not_shared(service, program):
    listen = service.url.removeprefix("http://")
    done = subprocess.run([program, "--listen", listen], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, f"cannot listen on {listen}\n")


@pytest.mark.parametrize("arguments, sentence", [
    (["--port", "1"], "--port is no option"),
    (["--issuer"], "--issuer wants a value"),
    (["--listen", "localhost"], "--listen wants HOST:PORT"),
    (["--listen", "localhost:65536"], "--listen wants HOST:PORT"),
    (["--issuer", "http://id.example"], "http://id.example/.well-known/jwks.json: "),
])
def test_bad_settings_are_explained(program, arguments, sentence):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr[:len(sentence)]) == (2, sentence)
