"""Errors that explain themselves."""

import sys
import warnings

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from watchword import jwt
from watchword.flask import create_access_token, jwt_required
from watchword.flask.misuse import unprotected_views


@pytest.fixture(scope="module")
def public_pem():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def test_a_public_key_as_shared_secret_is_explained_by_the_setting(app, manager, public_pem):
    app.config["JWT_SECRET_KEY"] = public_pem
    with app.app_context(), pytest.raises(jwt.InvalidKeyError) as caught:
        create_access_token("alice")
    assert str(caught.value).startswith("The specified key is an asymmetric key or x509 certificate")
    assert "JWT_SECRET_KEY holds a key pair's PEM text" in str(caught.value)
    assert "JWT_PUBLIC_KEY" in str(caught.value)


def test_a_public_key_as_shared_secret_verifies_nothing(app, manager, client, public_pem, bearer):
    headers = bearer()
    app.config["JWT_SECRET_KEY"] = public_pem
    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    app.testing = True
    with pytest.raises(jwt.InvalidKeyError, match="JWT_SECRET_KEY holds"):
        client.get("/", headers=headers)


def test_a_short_secret_is_warned_of(app, manager):
    app.config["JWT_SECRET_KEY"] = "x" * 31
    with app.app_context(), pytest.warns(UserWarning, match="below the minimum recommended length of 32 bytes"):
        create_access_token("alice")
    app.config["JWT_SECRET_KEY"] = "x" * 32
    with app.app_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        create_access_token("alice")


def test_without_any_secret_the_setting_is_named(app, manager):
    app.config["JWT_SECRET_KEY"] = ""
    with app.app_context(), pytest.raises(RuntimeError, match="JWT_SECRET_KEY or flask SECRET_KEY must be set"):
        create_access_token("alice")


def test_an_identity_that_is_no_text_is_warned_of_where_the_token_is_made(app, manager):
    with app.app_context(), pytest.warns(UserWarning, match="of type int; it will be refused") as caught:
        create_access_token(7)
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    "identity, settings",
    [("7", {}), (7, {"JWT_VERIFY_SUB": False}), (7, {"JWT_IDENTITY_CLAIM": "user"})],
)
def test_an_identity_that_will_be_accepted_is_not_warned_of(app, manager, identity, settings):
    app.config.update(settings)
    with app.app_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        create_access_token(identity)


def test_an_identity_loader_silences_the_warning(app, manager):
    manager.user_identity_loader(str)
    with app.app_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        create_access_token(7)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions take notes since Python 3.11")
def test_decoding_a_token_as_old_tutorials_do_is_explained(app, client, manager):
    @app.get("/")
    def index():
        return create_access_token("alice").decode("utf-8")

    app.testing = True
    with pytest.raises(AttributeError) as caught:
        client.get("/")
    assert caught.value.__notes__ == [
        "This str is a token already: tokens are text since PyJWT 2. Remove the `.decode(...)`."
    ]


def test_decoding_other_text_is_none_of_our_business(app, client, manager):
    @app.get("/")
    def index():
        return "text".decode("utf-8")

    app.testing = True
    with pytest.raises(AttributeError) as caught:
        client.get("/")
    assert not hasattr(caught.value, "__notes__")


def test_a_decorator_above_the_route_is_warned_of_at_the_first_request(app, client, manager):
    @jwt_required()
    @app.get("/open")
    def open_by_mistake():
        return "open"

    @app.get("/closed")
    @jwt_required()
    def closed():
        return "closed"

    assert unprotected_views(app) == ["open_by_mistake"]
    with pytest.warns(UserWarning, match="does not protect the endpoint 'open_by_mistake'"):
        client.get("/closed")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.get("/closed")


def test_claims_of_one_token_do_not_leak_into_the_next(app, manager):
    shared = {"role": "guest"}
    manager.additional_claims_loader(lambda identity: shared)
    with app.app_context():
        create_access_token("alice", additional_claims={"role": "admin"})
    assert shared == {"role": "guest"}


def test_a_secret_where_a_key_pair_belongs_is_explained_by_the_setting(app, manager, public_pem):
    app.config.update(JWT_ALGORITHM="RS256", JWT_PRIVATE_KEY="a secret", JWT_PUBLIC_KEY=public_pem)
    with app.app_context(), pytest.raises(jwt.InvalidKeyError, match="JWT_PRIVATE_KEY should hold PEM text"):
        create_access_token("alice")
