"""Protection of single views."""

from datetime import timedelta

import pytest
from flask import Blueprint, jsonify
from flask.views import MethodView, View
from freezegun import freeze_time

from watchword.flask import (
    create_access_token,
    create_refresh_token,
    current_user,
    get_current_user,
    get_jwt,
    get_jwt_header,
    get_jwt_identity,
    get_jwt_request_location,
    jwt_required,
    verify_jwt_in_request,
)
from watchword.flask.exceptions import NoAuthorizationError


def identity_view():
    return jsonify(identity=get_jwt_identity())


def test_a_protected_view_sees_identity_claims_header_and_location(app, client, bearer):
    @app.get("/")
    @jwt_required()
    def index():
        return jsonify(get_jwt_identity(), get_jwt()["role"], get_jwt_header(), get_jwt_request_location())

    headers = bearer("alice", additional_claims={"role": "admin"}, additional_headers={"kid": "k1"})
    answer = client.get("/", headers=headers)
    assert answer.get_json() == ["alice", "admin", {"alg": "HS256", "typ": "JWT", "kid": "k1"}, "headers"]


def test_without_token_a_protected_view_answers_401(app, client, manager):
    app.add_url_rule("/", view_func=jwt_required()(identity_view))
    answer = client.get("/")
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Missing Authorization Header"})


@pytest.mark.parametrize("decorate", [jwt_required, jwt_required()], ids=["without parentheses", "with parentheses"])
def test_parentheses_do_not_matter(app, client, bearer, decorate):
    app.add_url_rule("/", view_func=decorate(identity_view))
    assert client.get("/").status_code == 401
    assert client.get("/", headers=bearer("alice")).get_json() == {"identity": "alice"}


def test_the_decorator_keeps_name_and_arguments_of_the_view(app, client, bearer):
    @app.get("/<int:number>")
    @jwt_required
    def item(number):
        return jsonify(number=number)

    assert item.__name__ == "item"
    assert client.get("/7", headers=bearer()).get_json() == {"number": 7}


def test_an_optional_token_may_be_missing_but_not_bad(app, client, bearer):
    app.add_url_rule("/", view_func=jwt_required(optional=True)(identity_view))
    assert client.get("/").get_json() == {"identity": None}
    assert client.get("/", headers=bearer("alice")).get_json() == {"identity": "alice"}
    assert client.get("/", headers={"Authorization": "Bearer nonsense"}).status_code == 422


def test_a_refresh_token_is_good_for_refreshing_alone(app, client, bearer):
    app.add_url_rule("/", "access", jwt_required()(identity_view))
    app.add_url_rule("/refresh", "refresh", jwt_required(refresh=True)(identity_view))
    app.add_url_rule("/any", "any", jwt_required(verify_type=False)(identity_view))
    with app.app_context():
        refresh = {"Authorization": f"Bearer {create_refresh_token('alice')}"}
    statuses = [client.get(path, headers=refresh).status_code for path in ("/", "/refresh", "/any")]
    assert statuses == [422, 200, 200]
    statuses = [client.get(path, headers=bearer()).status_code for path in ("/", "/refresh", "/any")]
    assert statuses == [200, 422, 200]


def test_a_token_is_fresh_until_the_moment_it_names(app, client, manager):
    app.add_url_rule("/", view_func=jwt_required(fresh=True)(identity_view))
    with freeze_time("2026-01-01 12:00:00"), app.app_context():
        token = create_access_token("alice", fresh=timedelta(minutes=5))
    headers = {"Authorization": f"Bearer {token}"}
    with freeze_time("2026-01-01 12:05:00"):
        assert client.get("/", headers=headers).status_code == 200
    with freeze_time("2026-01-01 12:05:01"):
        answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Fresh token required"})


def test_a_token_expires_at_the_second_it_names(app, client, manager):
    app.add_url_rule("/", view_func=jwt_required()(identity_view))
    with freeze_time("2026-01-01 12:00:00"), app.app_context():
        headers = {"Authorization": f"Bearer {create_access_token('alice')}"}
    with freeze_time("2026-01-01 12:14:59"):
        assert client.get("/", headers=headers).status_code == 200
    with freeze_time("2026-01-01 12:15:00"):
        answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Token has expired"})


def test_the_expired_token_loader_is_told_what_the_token_says(app, client, manager):
    seen = []

    @manager.expired_token_loader
    def expired(header, claims):
        seen.append((header, claims["sub"]))
        return "too late", 410

    app.add_url_rule("/", view_func=jwt_required()(identity_view))
    with freeze_time("2026-01-01"), app.app_context():
        headers = {"Authorization": f"Bearer {create_access_token('alice')}"}
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.text) == (410, "too late")
    assert seen == [({"alg": "HS256", "typ": "JWT"}, "alice")]


def test_a_revoked_token_is_refused_unless_the_view_does_not_ask(app, client, manager, bearer):
    manager.token_in_blocklist_loader(lambda header, claims: claims["sub"] == "mallory")
    app.add_url_rule("/", "asks", jwt_required()(identity_view))
    app.add_url_rule("/any", "does_not_ask", jwt_required(skip_revocation_check=True)(identity_view))
    answer = client.get("/", headers=bearer("mallory"))
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Token has been revoked"})
    assert client.get("/any", headers=bearer("mallory")).status_code == 200
    assert client.get("/", headers=bearer("alice")).status_code == 200


def test_current_user_is_what_the_lookup_found(app, client, manager, bearer):
    users = {"alice": {"name": "Alice"}}
    manager.user_lookup_loader(lambda header, claims: users.get(claims["sub"]))

    @app.get("/")
    @jwt_required()
    def index():
        assert current_user == get_current_user()
        return jsonify(current_user["name"])

    assert client.get("/", headers=bearer("alice")).get_json() == "Alice"
    answer = client.get("/", headers=bearer("bob"))
    assert (answer.status_code, answer.get_json()) == (401, {"msg": "Error loading the user bob"})


def test_a_refused_token_leaves_no_trace_in_the_request(app, manager):
    manager.token_verification_loader(lambda header, claims: False)
    with app.app_context():
        token = create_access_token("alice")
    with app.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        with pytest.raises(Exception, match="User claims verification failed"):
            verify_jwt_in_request()
        with pytest.raises(RuntimeError, match="You must call `@jwt_required"):
            get_jwt()


def test_verify_jwt_in_request_answers_header_and_claims(app, manager, bearer):
    with app.test_request_context(headers=bearer("alice")):
        header, claims = verify_jwt_in_request()
    assert (header["alg"], claims["sub"]) == ("HS256", "alice")


def test_a_preflight_request_needs_no_token(app, client, manager):
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"), methods=["GET", "OPTIONS"])
    assert client.options("/").status_code == 200


def test_every_method_of_a_class_based_view_can_be_protected_by_its_decorators(app, client, bearer):
    class Items(MethodView):
        decorators = [jwt_required()]

        def get(self):
            return "items"

    app.add_url_rule("/", view_func=Items.as_view("items"))
    assert client.get("/").status_code == 401
    assert client.get("/", headers=bearer()).text == "items"


@pytest.mark.parametrize("decorate", [jwt_required, jwt_required()], ids=["without parentheses", "with parentheses"])
def test_a_view_class_itself_can_be_decorated(app, client, bearer, decorate):
    @decorate
    class Page(View):
        def dispatch_request(self):
            return get_jwt_identity()

    app.add_url_rule("/", view_func=Page.as_view("page"))
    assert client.get("/").status_code == 401
    assert client.get("/", headers=bearer("alice")).text == "alice"
    assert View.decorators == []


def test_any_other_class_is_refused_where_it_is_decorated():
    with pytest.raises(TypeError, match="functions and flask.views.View classes; Thing is neither"):

        @jwt_required()
        class Thing:
            pass


def test_a_blueprint_can_be_protected_as_a_whole(app, client, bearer):
    api = Blueprint("api", __name__, url_prefix="/api")
    api.before_request(lambda: verify_jwt_in_request() and None)
    api.add_url_rule("/", "whoami", lambda: identity_view())
    app.register_blueprint(api)
    app.add_url_rule("/", "open", lambda: "open")
    assert client.get("/api/").status_code == 401
    assert client.get("/api/", headers=bearer("alice")).get_json() == {"identity": "alice"}
    assert client.get("/").text == "open"


def test_what_a_view_changes_in_the_header_is_not_seen_by_the_next_request(app, client, bearer):
    @app.get("/")
    @jwt_required()
    def index():
        header = get_jwt_header()
        before = dict(header)
        header["alg"] = "changed"
        return jsonify(before)

    headers = bearer()
    assert client.get("/", headers=headers).get_json() == client.get("/", headers=headers).get_json()


def test_an_extension_that_was_never_registered_is_named(app):
    app.add_url_rule("/", view_func=jwt_required()(identity_view))
    app.testing = True
    with pytest.raises(RuntimeError, match="You must initialize a JWTManager"):
        app.test_client().get("/")


def test_an_optional_token_without_its_user_is_refused_and_not_ignored(app, client, manager, bearer):
    @manager.user_lookup_loader
    def lookup(header, claims):
        raise NoAuthorizationError("this user may not")

    app.add_url_rule("/", view_func=jwt_required(optional=True)(identity_view))
    assert client.get("/").status_code == 200
    assert client.get("/", headers=bearer()).status_code == 401
