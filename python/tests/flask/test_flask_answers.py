"""What a refused client is told: the drop-in's body, and beside it what to do."""

from datetime import timedelta

import pytest
from flask import Blueprint, Flask, jsonify
from werkzeug.exceptions import HTTPException

from watchword import jwt
from watchword.errors import KeysUnavailable
from watchword.flask import create_access_token, create_refresh_token, jwt_required, set_access_cookies
from watchword.flask.exceptions import CSRFError, NoAuthorizationError, RevokedTokenError


@pytest.fixture
def cookie_client(app, manager):
    """A client that holds an access token in a cookie, and the CSRF value."""
    app.config["JWT_TOKEN_LOCATION"] = ["cookies"]

    @app.get("/login")
    def login():
        response = jsonify()
        set_access_cookies(response, create_access_token("alice"))
        return response

    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"), methods=["GET", "POST"])
    client = app.test_client()
    client.get("/login")
    return client, client.get_cookie("csrf_access_token").value


def test_a_missing_csrf_value_is_answered_with_the_header_to_send(cookie_client):
    client, csrf = cookie_client
    answer = client.post("/")
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Missing CSRF token"})
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer error="invalid_request", error_description='
        '"Send the value of the cookie csrf_access_token in the header X-CSRF-TOKEN."'
    )
    assert client.post("/", headers={"X-CSRF-TOKEN": csrf}).status_code == 200


def test_a_wrong_csrf_value_is_answered_with_where_to_find_the_right_one(cookie_client):
    client, csrf = cookie_client
    answer = client.post("/", headers={"X-CSRF-TOKEN": csrf + "x"})
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "CSRF double submit tokens do not match"})
    assert "the cookie csrf_access_token in the header X-CSRF-TOKEN" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "settings, advice",
    [
        ({"JWT_ACCESS_CSRF_HEADER_NAME": "X-Mine"}, "the cookie csrf_access_token in the header X-Mine."),
        ({"JWT_CSRF_CHECK_FORM": True}, "in the header X-CSRF-TOKEN or in the form field csrf_token."),
        ({"JWT_CSRF_IN_COOKIES": False}, "Send the claim csrf of the token (get_csrf_token) in the header"),
    ],
)
def test_the_advice_follows_the_configuration(app, cookie_client, settings, advice):
    client, _ = cookie_client
    app.config.update(settings)
    assert advice in client.post("/").headers["WWW-Authenticate"]


def test_the_hint_goes_into_the_body_where_the_application_wants_it(app, cookie_client):
    client, _ = cookie_client
    app.config["JWT_ERROR_HINT_KEY"] = "hint"
    assert client.post("/").get_json() == {
        "msg": "Missing CSRF token",
        "hint": "Send the value of the cookie csrf_access_token in the header X-CSRF-TOKEN.",
    }


def test_a_csrf_value_that_is_not_ascii_is_merely_wrong(app, cookie_client):
    client, _ = cookie_client
    answer = client.post("/", headers={"X-CSRF-TOKEN": "ü"})
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "CSRF double submit tokens do not match"})


def test_a_request_without_token_gets_a_challenge_without_error(app, client, manager):
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    assert client.get("/").headers["WWW-Authenticate"] == "Bearer"


def test_a_loaders_own_challenge_stays(app, client, manager):
    manager.unauthorized_loader(lambda reason: (jsonify(), 401, {"WWW-Authenticate": "Mine"}))
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    assert client.get("/").headers.getlist("WWW-Authenticate") == ["Mine"]


def test_a_redirect_of_a_loader_stays_a_redirect(app, client, manager):
    manager.unauthorized_loader(lambda reason: ("", 302, {"Location": "/login"}))
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login")
    assert "WWW-Authenticate" not in answer.headers


def test_quotes_in_a_reason_do_not_break_the_challenge(app, client, manager):
    manager.invalid_token_loader(lambda reason: (jsonify(), 401))
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    with app.app_context():
        token = create_refresh_token("alice", additional_claims={"type": 'ref"resh\\'})
    assert client.get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    challenge = client.get("/", headers={"Authorization": "Bearer x y"}).headers["WWW-Authenticate"]
    assert challenge == (
        'Bearer error="invalid_request", error_description='
        "\"Bad Authorization header. Expected 'Authorization: Bearer <JWT>'\""
    )


@pytest.mark.parametrize("refusal", [NoAuthorizationError, jwt.InvalidTokenError, jwt.ExpiredSignatureError, CSRFError])
def test_the_application_may_replace_any_error_handler(app, client, manager, refusal):
    app.register_error_handler(refusal, lambda error: ("mine", 418))

    @app.get("/")
    def index():
        raise refusal("no")

    assert client.get("/").status_code == 418


def test_a_blueprints_handler_for_everything_comes_first(app, client, manager):
    api = Blueprint("api", __name__)
    api.register_error_handler(Exception, lambda error: (type(error).__name__, 418))
    api.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    app.register_blueprint(api)
    assert client.get("/").text == "NoAuthorizationError"


def test_an_expired_error_of_the_applications_own_making_is_answered_too(app, client, manager):
    @app.get("/")
    def index():
        raise jwt.ExpiredSignatureError("Signature has expired")

    answer = client.get("/")
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Token has expired"})


def test_keys_that_cannot_be_fetched_are_not_the_clients_fault(app, client, manager):
    @app.get("/")
    def index():
        raise KeysUnavailable("connection refused")

    answer = client.get("/")
    assert (answer.status_code, list(answer.get_json())) == (503, ["msg"])
    assert "connection refused" not in answer.text


def restful_app(library):
    """An application whose error handlers an extension has put its own in front of."""
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = "a shared secret of more than thirty-two bytes"
    module = pytest.importorskip(library)
    api = module.Api(app)

    class Items(module.Resource):
        @jwt_required()
        def get(self):
            return {"items": []}

    api.add_resource(Items, "/items")
    return app


@pytest.mark.parametrize("library", ["flask_restful", "flask_restx"])
def test_rest_extensions_that_bypass_error_handlers_pass_the_answer_on(library):
    from watchword.flask import JWTManager

    app = restful_app(library)
    manager = JWTManager(app)
    manager.token_in_blocklist_loader(lambda header, claims: claims["sub"] == "mallory")
    with app.app_context():
        good, revoked = create_access_token("alice"), create_access_token("mallory")
        expired = create_access_token("alice", expires_delta=timedelta(seconds=-1))
    client = app.test_client()

    def get(token):
        answer = client.get("/items", headers={"Authorization": f"Bearer {token}"} if token else {})
        return answer.status_code, answer.get_json()

    assert get(good) == (200, {"items": []})
    assert get("") == (401, {"msg": "Missing Authorization Header"})
    assert get(revoked) == (401, {"msg": "Token has been revoked"})
    assert get(expired) == (401, {"msg": "Token has expired"})
    assert get("nonsense")[0] == 422


def test_a_refusal_that_carries_its_answer_is_still_the_refusal(app, manager):
    app.handle_user_exception = lambda error: None
    manager.token_in_blocklist_loader(lambda header, claims: True)
    with app.app_context():
        token = create_access_token("alice")
    with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        with pytest.raises(RevokedTokenError) as caught:
            jwt_required()(lambda: "ok")()
    assert isinstance(caught.value, HTTPException)
    assert str(caught.value) == "Token has been revoked"
    assert caught.value.jwt_data["sub"] == "alice"
    assert caught.value.get_response().status_code == 401


def test_elsewhere_refusals_are_no_http_exceptions(app, manager):
    with app.test_request_context():
        with pytest.raises(NoAuthorizationError) as caught:
            jwt_required()(lambda: "ok")()
    assert not isinstance(caught.value, HTTPException)


def test_a_json_body_that_is_nested_too_deeply_holds_no_token(app, client, manager):
    app.config["JWT_TOKEN_LOCATION"] = ["json"]
    app.add_url_rule("/", view_func=jwt_required()(lambda: "in"))
    assert client.get("/", data="[" * 100_000, content_type="application/json").status_code == 401
