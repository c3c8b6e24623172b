"""The frontend: people sign in here, and see what the two services behind it know.

flask --app app run --port 5000
"""

import os
from datetime import datetime, timezone
from typing import Any

from flask import Flask, Response, render_template

from watchword.errors import ServerUnavailable
from watchword.flask import SignIn


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ["FLASK_SECRET_KEY"],
        WATCHWORD_SITE_NAME="Walnut Books",
        # Whose tokens are accepted, and meant for whom.
        WATCHWORD_ISSUER=os.environ["ISSUER"],
        WATCHWORD_AUDIENCE=os.environ["AUDIENCE"],
        WATCHWORD_JWKS_URL=os.environ["ISSUER"] + "/.well-known/jwks.json",
        # Passwords go to the backend's /login, which knows this frontend by its secret and believes it when it says
        # where the person is: limits fall on the person, not on all of us.
        WATCHWORD_LOGIN_URL=os.environ["ORDERS_URL"] + "/login",
        WATCHWORD_CLIENT_ID="frontend",
        WATCHWORD_CLIENT_SECRET=os.environ["FRONTEND_SECRET"],
        WATCHWORD_SCOPE="orders:read parcels:read",
        # Where access tokens may be sent.
        WATCHWORD_BACKEND=[os.environ["ORDERS_URL"], os.environ["PARCELS_URL"]],
        WATCHWORD_SESSION_STORE=os.environ.get("SESSION_FILE", "cookie"),
    )
    sign_in = SignIn(app)

    @app.get("/")
    @sign_in.required
    def desk() -> str:
        return render_template(
            "desk.html",
            orders=ask(sign_in, os.environ["ORDERS_URL"] + "/orders"),
            parcels=ask(sign_in, os.environ["PARCELS_URL"] + "/parcels"),
            token=about_token(sign_in.check().claims),
        )

    @app.after_request
    def only_our_own(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", app.config["WATCHWORD_CONTENT_SECURITY_POLICY"])
        return response

    return app


def ask(sign_in: SignIn, url: str) -> dict[str, Any]:
    """What a service answers to this person; or, in words, that it does not."""
    try:
        answer = sign_in.http.get(url)
    except ServerUnavailable:
        return {"problem": "This service does not answer. Please try again in a moment."}
    if answer.status_code != 200:
        return {"problem": f"This service answers {answer.status_code}. Please try again in a moment."}
    return {"rows": answer.json()}


def about_token(claims: dict[str, Any]) -> dict[str, Any]:
    issued = datetime.fromtimestamp(claims["iat"], tz=timezone.utc)
    left = datetime.fromtimestamp(claims["exp"], tz=timezone.utc) - datetime.now(tz=timezone.utc)
    return {
        "id": claims["jti"],
        "issued": issued.strftime("%H:%M:%S UTC"),
        "seconds_left": int(left.total_seconds()),
        "issuer": claims["iss"],
        "scopes": claims["scope"].split(),
    }
