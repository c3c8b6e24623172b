"""The helpers for Flask, on an application with JWTManager and on one with SignIn."""

from __future__ import annotations

import pytest
from flask import Flask, jsonify

from watchword.flask import JWTManager, SignIn, get_jwt_identity, jwt_required
from watchword.testing import DEFECTS, Issuer, travel
from watchword.testing.flask import (
    InProcessBackend,
    bearer_client,
    identity_client,
    sign_in,
    sign_in_settings,
    signed_in_client,
    trust,
    use_backend,
)


@pytest.fixture(scope="module")
def issuer():
    return Issuer()


@pytest.fixture
def api():
    app = Flask("api")
    app.config["JWT_SECRET_KEY"] = "of the application itself, 32 bytes"
    JWTManager(app)

    @app.get("/me")
    @jwt_required()
    def me():
        return jsonify(name=get_jwt_identity())

    @app.get("/fresh")
    @jwt_required(fresh=True)
    def fresh():
        return jsonify(name=get_jwt_identity())

    return app


def test_an_identity_client_carries_a_token_of_the_application(api):
    assert identity_client(api, "bob").get("/me").json == {"name": "bob"}
    assert identity_client(api, "bob").get("/fresh").status_code == 401
    assert identity_client(api, "bob", fresh=True).get("/fresh").status_code == 200


@pytest.mark.parametrize("algorithm", ["ES256", "HS256"])
def test_an_application_trusts_the_issuer_and_nobody_else(api, algorithm):
    issuer = Issuer(algorithm=algorithm)
    trust(api, issuer)
    assert bearer_client(api, issuer.token("bob")).get("/me").json == {"name": "bob"}
    assert bearer_client(api, Issuer(algorithm=algorithm).token()).get("/me").status_code == 422


# flask-jwt-extended looks at neither the type in the header nor at claims that it does not use.
UNSEEN = {"wrong_type", "missing_exp", "missing_iat", "missing_jti", "missing_client_id"}


@pytest.mark.parametrize("defect", [name for name in DEFECTS if name not in UNSEEN])
def test_a_protected_route_refuses_the_defect(api, issuer, defect):
    trust(api, issuer)
    assert bearer_client(api, issuer.defective(defect)).get("/me").status_code in (401, 422)


@pytest.fixture
def site(issuer):
    app = Flask("site")
    app.config.update(SECRET_KEY="seals the cookies of this test", **sign_in_settings(issuer))
    extension = SignIn(app)

    @app.get("/desk")
    @extension.required
    def desk():
        return extension.user.name

    @app.get("/reports")
    @extension.required("reports:read")
    def reports():
        return "reports"

    return app


def test_a_signed_in_client_is_signed_in(site, issuer):
    client = signed_in_client(site, issuer, "bob", scope="reports:read")
    assert client.get("/desk").text == "bob"
    assert client.get("/reports").status_code == 200


def test_a_scope_that_was_not_given_is_missed(site, issuer):
    assert signed_in_client(site, issuer).get("/reports").status_code == 403


def test_a_wrong_password_is_refused(site, issuer):
    use_backend(site, InProcessBackend(issuer, password="right"))
    assert sign_in(site.test_client(), "bob", "wrong").status_code == 401


def test_time_travel_renews_the_session_quietly(site, issuer):
    backend = InProcessBackend(issuer)
    use_backend(site, backend)
    client = site.test_client()
    sign_in(client, "bob", backend.password)
    with travel(issuer.lifetime + 1):
        assert client.get("/desk").text == "bob"
    assert backend.renewals == 1


def test_an_ended_session_leads_to_the_sign_in_page(site, issuer):
    backend = InProcessBackend(issuer)
    use_backend(site, backend)
    client = site.test_client()
    sign_in(client, "bob", backend.password)
    backend.end_sessions()
    with travel(issuer.lifetime + 1):
        answer = client.get("/desk", headers={"Accept": "text/html"})
    assert (answer.status_code in (302, 303), answer.location) == (True, "/login?next=/desk")
