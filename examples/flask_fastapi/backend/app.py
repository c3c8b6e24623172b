"""The backend, with a Watchword server: /login asks the server for tokens, /orders accepts them.

uvicorn --factory app:create_app --port 8001
"""

import os
from pathlib import Path

from fastapi import FastAPI
from orders import orders_router

from watchword.fastapi import Auth

SCOPES = {"orders:read": "See orders", "parcels:read": "See parcels"}


def create_app() -> FastAPI:
    auth = Auth(
        issuer=os.environ["ISSUER"],
        audience=os.environ["AUDIENCE"],
        token_url="login",  # Swagger's "Authorize" signs in here, too
        scopes=SCOPES,
    )
    app = FastAPI(title="Walnut Books: orders", lifespan=auth.lifespan)
    # The client may state where a person is (client add --may-state-user-address), so that limits fall on that person;
    # it believes the frontend, which proves who it is by its own secret.
    login = auth.router(
        client_id=os.environ["CLIENT_ID"],
        client_secret=client_secret(),
        frontends={"frontend": os.environ["FRONTEND_SECRET"]},
    )
    app.include_router(login)
    app.include_router(orders_router(auth))
    return app


def client_secret() -> str:
    """What `watchword client add` printed; from a file where containers are."""
    file = os.environ.get("CLIENT_SECRET_FILE")
    return Path(file).read_text().strip() if file else os.environ["CLIENT_SECRET"]
