"""Applications under test."""

import pytest
from flask import Flask

from watchword.flask import JWTManager

SECRET = "a shared secret of more than thirty-two bytes"


@pytest.fixture
def app():
    """A Flask application with a secret, without routes."""
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = SECRET
    return app


@pytest.fixture
def manager(app):
    """The JWTManager of `app`."""
    return JWTManager(app)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def bearer(app, manager):
    """`bearer("alice", fresh=True)`: the headers that carry a new access token."""
    from watchword.flask import create_access_token

    def make(identity="alice", **arguments):
        with app.app_context():
            return {"Authorization": f"Bearer {create_access_token(identity, **arguments)}"}

    return make
