"""The frontend half of a sign-in, in three lines:

    from watchword.flask import SignIn

    app.config["WATCHWORD_ISSUER"] = "http://localhost:8080"
    sign_in = SignIn(app)

    @app.get("/orders")
    @sign_in.required
    def orders():
        return sign_in.http.get("/orders").json()

The application gets a sign-in page and a sign-out; the tokens stay on the server side of the browser's cookie, are
checked with every request and quietly renewed; when the session is over, the person is told so and led back.
"""

from watchword.flask.sign_in.extension import SignIn as SignIn
from watchword.flask.sign_in.session import Session as Session
from watchword.flask.sign_in.session import User as User
from watchword.flask.sign_in.stores import SessionStore as SessionStore

__all__ = ["Session", "SessionStore", "SignIn", "User"]
