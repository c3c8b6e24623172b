"""`protect_app`: closed unless a route says otherwise."""

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView

from watchword.flask import JWTManager, create_refresh_token, jwt_required, public


def add_routes(app):
    app.add_url_rule("/", "index", lambda: "index")
    app.add_url_rule("/login", "login", public(lambda: "login"), methods=["GET", "POST"])
    app.add_url_rule("/health", "health", lambda: "health")
    app.add_url_rule("/refresh", "refresh", jwt_required(refresh=True)(lambda: "refreshed"))


def test_every_route_wants_a_token_but_the_public_and_exempt_ones(app, client, manager, bearer):
    manager.protect_app(app, exempt=["health"])
    add_routes(app)
    assert [client.get(path).status_code for path in ("/", "/login", "/health")] == [401, 200, 200]
    assert client.post("/login").status_code == 200
    assert client.get("/", headers=bearer()).text == "index"


def test_a_view_with_a_rule_of_its_own_follows_that_one(app, client, manager, bearer):
    manager.protect_app(app)
    add_routes(app)
    with app.app_context():
        refresh = {"Authorization": f"Bearer {create_refresh_token('alice')}"}
    assert client.get("/refresh", headers=refresh).text == "refreshed"
    assert client.get("/refresh", headers=bearer()).status_code == 422
    assert client.get("/", headers=refresh).status_code == 422


def test_a_decorator_in_the_wrong_place_leaves_no_gap(app, client, manager, recwarn):
    manager.protect_app(app)

    @jwt_required()
    @app.get("/")
    def index():
        return "index"

    assert client.get("/").status_code == 401


def test_a_path_that_does_not_exist_is_not_found(app, client, manager):
    manager.protect_app(app)
    app.add_url_rule("/", "index", lambda: "index")
    assert client.get("/nowhere").status_code == 404
    assert client.post("/").status_code == 405
    assert client.options("/").status_code == 200


def test_static_files_are_free(app, client, manager, tmp_path):
    (tmp_path / "style.css").write_text("body {}")
    app.static_folder = str(tmp_path)
    manager.protect_app(app)
    assert client.get("/static/style.css").status_code == 200


def test_a_whole_blueprint_may_be_exempt(app, client, manager):
    manager.protect_app(app, exempt=["site"])
    site = Blueprint("site", __name__, url_prefix="/site")
    site.add_url_rule("/", "home", lambda: "home")
    nested = Blueprint("nested", __name__, url_prefix="/nested")
    nested.add_url_rule("/", "home", lambda: "nested home")
    site.register_blueprint(nested)
    app.register_blueprint(site)
    app.add_url_rule("/", "index", lambda: "index")
    assert [client.get(path).status_code for path in ("/site/", "/site/nested/", "/")] == [200, 200, 401]


def test_classes_and_their_methods_can_be_public(app, client, manager):
    manager.protect_app(app)

    @public
    class Open(MethodView):
        def get(self):
            return "open"

    class Mixed(MethodView):
        @public
        def get(self):
            return "read"

        def post(self):
            return "written"

    app.add_url_rule("/open", view_func=Open.as_view("open"))
    app.add_url_rule("/mixed", view_func=Mixed.as_view("mixed"))
    assert client.get("/open").status_code == 200
    assert [client.get("/mixed").status_code, client.head("/mixed").status_code] == [200, 200]
    assert client.post("/mixed").status_code == 401


def test_the_guard_takes_the_requirements_of_jwt_required(app, client, manager, bearer):
    manager.protect_app(app, fresh=True)
    app.add_url_rule("/", "index", lambda: "index")
    assert client.get("/", headers=bearer()).status_code == 401
    assert client.get("/", headers=bearer(fresh=True)).status_code == 200


@pytest.mark.parametrize("first", [True, False], ids=["before init_app", "after init_app"])
def test_without_an_application_the_guard_stands_before_all_of_them(first):
    manager = JWTManager()
    apps = [Flask("one"), Flask("two")]
    if first:
        manager.protect_app(exempt=["health"])
    for app in apps:
        app.config["JWT_SECRET_KEY"] = "a shared secret of more than thirty-two bytes"
        manager.init_app(app)
        add_routes(app)
    if not first:
        manager.protect_app(exempt=["health"])
    for app in apps:
        assert [app.test_client().get(path).status_code for path in ("/", "/health")] == [401, 200]


def test_a_view_that_is_merely_called_static_is_not_free(client, app, manager):
    manager.protect_app(app)
    plain = Blueprint("plain", __name__, url_prefix="/plain")
    plain.add_url_rule("/", "static", lambda: "not a file")
    app.register_blueprint(plain)
    assert client.get("/plain/").status_code == 401


def test_the_static_files_of_a_blueprint_are_free(client, app, manager, tmp_path):
    (tmp_path / "style.css").write_text("body {}")
    manager.protect_app(app)
    app.register_blueprint(Blueprint("site", __name__, url_prefix="/site", static_folder=str(tmp_path)))
    assert client.get(f"/site/{tmp_path.name}/style.css").status_code == 200


def test_what_derives_from_a_public_class_is_not_public_by_that(app, client, manager):
    manager.protect_app(app)

    @public
    class Shown(MethodView):
        def get(self):
            return "shown"

    class Hidden(Shown):
        def get(self):
            return "hidden"

    app.add_url_rule("/shown", view_func=Shown.as_view("shown"))
    app.add_url_rule("/hidden", view_func=Hidden.as_view("hidden"))
    assert [client.get(path).status_code for path in ("/shown", "/hidden")] == [200, 401]
