"""JWT_JWKS_URL: tokens of another issuer, by the keys it publishes."""

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import jsonify

from watchword import jwt
from watchword._native import Key
from watchword.flask import decode_token, get_jwt_identity, jwt_required

ISSUER, AUDIENCE = "https://id.example", "https://api.example"


class KeySetServer(ThreadingHTTPServer):
    """Publishes `keys` on the loopback and counts how often it is asked."""

    def __init__(self, keys):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys = keys
        self.fetches = 0
        self.url = f"http://127.0.0.1:{self.server_port}/jwks.json"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.fetches += 1
        body = json.dumps({"keys": [json.loads(key.public_jwk()) for key in self.server.keys]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/jwk-set+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def key():
    return Key.generate("ES256", "k1")


@pytest.fixture
def server(key):
    with KeySetServer([key]) as server:
        yield server
        server.shutdown()


@pytest.fixture
def token(key):
    """`token(scope="x", typ="JWT")`: an access token of the issuer, signed by its key."""

    def make(signer=key, typ="at+jwt", **claims):
        now = int(time.time())
        payload = {
            **{"iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "client_id": "frontend", "jti": "t1"},
            **{"iat": now, "exp": now + 300},
            **claims,
        }
        return jwt.encode(payload, signer.private_pem_in_the_clear(), "ES256", headers={"typ": typ, "kid": signer.kid})

    return make


@pytest.fixture
def get(app, manager, client, server):
    """`get(token)`: status and JSON of a protected route."""
    app.config.update(JWT_JWKS_URL=server.url, JWT_DECODE_ISSUER=ISSUER, JWT_DECODE_AUDIENCE=AUDIENCE)
    app.add_url_rule("/", view_func=jwt_required()(lambda: jsonify(get_jwt_identity())))

    def ask(encoded):
        answer = client.get("/", headers={"Authorization": f"Bearer {encoded}"})
        return answer.status_code, answer.get_json()

    return ask


def test_a_token_of_the_issuer_is_accepted_and_its_keys_are_fetched_once(get, token, server):
    assert [get(token()) for _ in range(3)] == [(200, "alice")] * 3
    assert server.fetches == 1


@pytest.mark.parametrize(
    "claims, reason",
    [
        ({"aud": "https://other.example"}, "audience"),
        ({"iss": "https://other.example"}, "issuer"),
        ({"nbf": int(time.time()) + 3600}, "not valid yet"),
        ({"typ": "JWT"}, "type"),
    ],
)
def test_a_token_that_is_not_for_us_is_refused_with_the_reason(get, token, claims, reason):
    status, body = get(token(**claims))
    assert status == 422
    assert reason in body["msg"]


def test_an_expired_token_is_answered_like_any_other(get, token, manager):
    seen = []
    manager.expired_token_loader(lambda header, claims: (seen.append((header["kid"], claims["sub"])), ("late", 401))[1])
    now = int(time.time())
    assert get(token(iat=now - 600, exp=now - 300))[0] == 401
    assert seen == [("k1", "alice")]


def test_an_expired_token_of_another_audience_tells_nothing(get, token, app):
    now = int(time.time())
    status, body = get(token(iat=now - 600, exp=now - 300, aud="https://other.example"))
    assert status == 422
    with app.app_context(), pytest.raises(jwt.InvalidAudienceError):
        decode_token(token(iat=now - 600, exp=now - 300, aud="https://other.example"), allow_expired=True)


def test_an_expired_token_may_be_read_where_that_is_asked_for(get, token, app):
    now = int(time.time())
    expired = token(iat=now - 600, exp=now - 300)
    with app.app_context():
        with pytest.raises(jwt.ExpiredSignatureError):
            decode_token(expired)
        assert decode_token(expired, allow_expired=True)["sub"] == "alice"


def test_a_token_of_a_stranger_is_refused(get, token):
    assert get(token(signer=Key.generate("ES256", "k1")))[0] == 422
    assert get("nonsense")[0] == 422


def test_the_shared_secret_of_the_application_opens_nothing(get, bearer):
    status, _ = get(bearer(additional_claims={"iss": ISSUER, "aud": AUDIENCE})["Authorization"].split()[1])
    assert status == 422


def test_the_public_key_as_shared_secret_opens_nothing(get, key):
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "client_id": "c", "jti": "1", "iat": now, "exp": now + 9}
    head = jwt.utils.base64url_encode(json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": "k1"}).encode())
    signed = head + b"." + jwt.utils.base64url_encode(json.dumps(claims).encode())
    for secret in (key.public_pem().encode(), key.public_jwk().encode()):
        signature = jwt.utils.base64url_encode(hmac.new(secret, signed, hashlib.sha256).digest())
        assert get((signed + b"." + signature).decode())[0] == 422


def test_a_new_key_of_the_issuer_is_found(get, token, server):
    assert get(token()) == (200, "alice")
    new = Key.generate("ES256", "k2")
    server.keys = [new]
    assert get(token(signer=new)) == (200, "alice")
    assert server.fetches == 2


def test_tokens_of_other_types_are_accepted_where_that_is_configured(get, token, app):
    app.config["JWT_JWKS_TOKEN_TYPE"] = "JWT"
    assert get(token(typ="JWT")) == (200, "alice")
    app.config["JWT_JWKS_TOKEN_TYPE"] = None
    assert get(token(typ="JWT")) == (200, "alice")
    assert get(token()) == (200, "alice")


def test_an_issuer_that_does_not_answer_is_not_the_clients_fault(get, token, app, server):
    app.config["JWT_JWKS_URL"] = "http://127.0.0.1:1/jwks.json"
    assert get(token())[0] == 503


@pytest.mark.parametrize("setting", ["JWT_DECODE_ISSUER", "JWT_DECODE_AUDIENCE"])
def test_keys_without_issuer_and_audience_are_refused(get, token, app, setting):
    app.config[setting] = None
    app.testing = True
    with pytest.raises(RuntimeError, match="wants JWT_DECODE_ISSUER and JWT_DECODE_AUDIENCE"):
        get(token())


@pytest.mark.parametrize("body", ["5", "true", "1.5", '["a"]', '{"a": 1}', '"\\ud800.a.b"'])
def test_whatever_a_json_body_holds_instead_of_a_token_is_refused(get, app, client, body):
    app.config["JWT_TOKEN_LOCATION"] = ["json"]
    answer = client.get("/", data=f'{{"access_token": {body}}}', content_type="application/json")
    assert answer.status_code == 422
