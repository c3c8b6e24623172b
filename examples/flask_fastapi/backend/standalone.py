"""The backend without a server: it keeps the users and signs the tokens itself. Frontend and parcels do not notice.

uvicorn --factory standalone:create_app --port 8001
"""

import os
from datetime import timedelta

from fastapi import FastAPI
from orders import orders_router

from watchword.fastapi import MemoryUsers, StandaloneIssuer


def create_app() -> FastAPI:
    users = MemoryUsers()
    users.add("alice", os.environ["DEMO_PASSWORD"], scopes=["orders:read", "parcels:read"])
    issuer = StandaloneIssuer(
        users=users,
        key=os.environ["SIGNING_KEY"],
        algorithm="ES256",
        issuer=os.environ["ISSUER"],
        audience=os.environ["AUDIENCE"],
        access_lifetime=timedelta(seconds=int(os.environ.get("ACCESS_TOKEN_SECONDS", "60"))),
    )
    auth = issuer.auth(token_url="login")
    app = FastAPI(title="Walnut Books: orders", lifespan=auth.lifespan)
    # Besides /login, /refresh and /logout this serves /.well-known/jwks.json, by which the others check the tokens.
    app.include_router(issuer.router(frontends={"frontend": os.environ["FRONTEND_SECRET"]}))
    app.include_router(orders_router(auth))
    return app
