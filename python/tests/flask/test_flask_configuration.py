"""The configuration is read when it is needed; a change is seen by the next request."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask, jsonify

import watchword.flask
from watchword import jwt
from watchword._native import Key
from watchword.flask import JWTManager, create_access_token, decode_token, get_jwt_identity, jwt_required
from watchword.flask.config import DEFAULTS, config


@pytest.fixture
def protected(app, manager, client):
    """`protected(headers)` answers the status of a protected route."""
    app.add_url_rule("/", view_func=jwt_required()(lambda: jsonify(get_jwt_identity())))
    return lambda headers: client.get("/", headers=headers).status_code


def test_there_are_43_settings(app, manager):
    assert len(DEFAULTS) == 43
    assert {key: app.config[key] for key in DEFAULTS if key not in ("JWT_SECRET_KEY", "JWT_CSRF_METHODS")} == {
        key: value for key, value in DEFAULTS.items() if key not in ("JWT_SECRET_KEY", "JWT_CSRF_METHODS")
    }
    assert app.config["JWT_CSRF_METHODS"] == ["POST", "PUT", "PATCH", "DELETE"]


def test_a_list_that_one_application_changes_is_not_the_one_of_another():
    first, second = Flask("first"), Flask("second")
    JWTManager(first)
    JWTManager(second)
    first.config["JWT_CSRF_METHODS"].append("GET")
    assert second.config["JWT_CSRF_METHODS"] == ["POST", "PUT", "PATCH", "DELETE"]


def test_another_secret_counts_from_the_next_request(app, protected, bearer):
    old = bearer()
    assert protected(old) == 200
    app.config["JWT_SECRET_KEY"] = "another secret of more than thirty-two bytes"
    assert protected(old) == 422
    assert protected(bearer()) == 200


def test_without_a_secret_of_its_own_that_of_flask_is_taken(app, protected, bearer):
    app.config["JWT_SECRET_KEY"] = None
    app.config["SECRET_KEY"] = "the secret of flask with more than 32 bytes"
    headers = bearer()
    assert protected(headers) == 200
    app.config["SECRET_KEY"] = "another secret of flask, more than 32 bytes"
    assert protected(headers) == 422


@pytest.mark.parametrize(
    "settings, status",
    [
        ({"JWT_DECODE_AUDIENCE": "api"}, 422),
        ({"JWT_DECODE_ISSUER": "id"}, 422),
        ({"JWT_DECODE_ALGORITHMS": ["HS512"], "JWT_ALGORITHM": "HS512"}, 422),
        ({"JWT_IDENTITY_CLAIM": "user"}, 422),
        ({"JWT_HEADER_NAME": "X-Token"}, 401),
        ({"JWT_HEADER_TYPE": "JWT"}, 401),
        ({"JWT_TOKEN_LOCATION": "cookies"}, 401),
        ({"JWT_DECODE_LEEWAY": 10}, 200),
    ],
)
def test_a_setting_that_changes_counts_from_the_next_request(app, protected, bearer, settings, status):
    headers = bearer()
    assert protected(headers) == 200
    before = {key: app.config[key] for key in settings}
    app.config.update(settings)
    assert protected(headers) == status
    app.config.update(before)
    assert protected(headers) == 200


def test_a_list_that_is_changed_in_place_counts_too(app, protected, bearer):
    audience = ["api"]
    app.config.update(JWT_DECODE_AUDIENCE=audience, JWT_ENCODE_AUDIENCE="api", JWT_TOKEN_LOCATION=["headers"])
    headers = bearer()
    assert protected(headers) == 200
    audience[:] = ["other"]
    assert protected(headers) == 422
    audience.append("api")
    assert protected(headers) == 200
    app.config["JWT_TOKEN_LOCATION"][:] = ["cookies"]
    assert protected(headers) == 401


def test_algorithms_that_are_changed_in_place_count_too(app, protected):
    algorithms = ["HS512"]
    app.config.update(JWT_DECODE_ALGORITHMS=algorithms, JWT_SECRET_KEY="x" * 64)
    headers = {"Authorization": f"Bearer {jwt.encode({'sub': 'alice'}, 'x' * 64, 'HS512')}"}
    assert protected(headers) == 200
    algorithms.remove("HS512")
    assert protected(headers) == 422
    assert algorithms == ["HS256"]


def test_one_manager_serves_applications_with_different_secrets():
    manager = JWTManager()
    tokens = []
    apps = [Flask(name) for name in ("one", "two")]
    for app in apps:
        app.config["JWT_SECRET_KEY"] = f"the secret of application {app.name}, long enough"
        manager.init_app(app)
        app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
        with app.app_context():
            tokens.append(create_access_token("alice"))
    statuses = [
        [app.test_client().get("/", headers={"Authorization": f"Bearer {token}"}).status_code for token in tokens]
        for app in apps
    ]
    assert statuses == [[200, 422], [422, 200]]


def test_tokens_of_another_kind_of_key_are_read_with_the_public_one(app, manager, protected):
    key = Key.generate("ES256")
    app.config.update(
        JWT_ALGORITHM="ES256",
        JWT_PRIVATE_KEY=key.private_pem_in_the_clear(),
        JWT_PUBLIC_KEY=key.public_pem(),
    )
    with app.app_context():
        token = create_access_token("alice")
    assert jwt.get_unverified_header(token)["alg"] == "ES256"
    assert protected({"Authorization": f"Bearer {token}"}) == 200


@pytest.mark.parametrize(
    "value, message",
    [
        (1, "must be a sequence or a set"),
        ([], "must contain at least one of"),
        (["header"], "can only contain"),
    ],
)
def test_a_location_that_is_none_is_named(app, manager, value, message):
    app.config["JWT_TOKEN_LOCATION"] = value
    with app.test_request_context(), pytest.raises(RuntimeError, match=message):
        jwt_required()(lambda: "ok")()
    with app.test_request_context(), pytest.raises(RuntimeError, match=message):
        config.token_location


@pytest.mark.parametrize("value", ["headers", ("headers",), ["headers"], {"headers"}])
def test_locations_may_be_text_a_sequence_or_a_set(app, protected, bearer, value):
    app.config["JWT_TOKEN_LOCATION"] = value
    assert protected(bearer()) == 200


def test_a_lifetime_of_zero_is_no_lifetime_at_all(app, manager):
    with app.app_context():
        token = create_access_token("alice", expires_delta=timedelta(0))
        with pytest.raises(jwt.ExpiredSignatureError):
            decode_token(token)
        assert "exp" not in decode_token(create_access_token("alice", expires_delta=False))


def test_claims_that_json_does_not_know_go_through_the_applications_provider(app, manager):
    claims = {"day": date(2026, 1, 2), "id": UUID(int=7)}
    with app.app_context():
        decoded = decode_token(create_access_token("alice", additional_claims=claims))
    assert decoded["day"] == "Fri, 02 Jan 2026 00:00:00 GMT"
    assert decoded["id"] == "00000000-0000-0000-0000-000000000007"


def test_the_package_offers_what_flask_jwt_extended_offers():
    peer = pytest.importorskip("flask_jwt_extended")
    missing = [name for name in vars(peer) if not name.startswith("_") and not hasattr(watchword.flask, name)]
    assert missing == []
    assert watchword.flask.__version__ == peer.__version__


def test_the_command_line_of_the_application_offers_the_doctor(app, manager):
    answer = app.test_cli_runner().invoke(args=["watchword", "--help"])
    assert answer.exit_code == 0
    assert "doctor" in answer.output
