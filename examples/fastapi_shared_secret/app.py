"""A FastAPI application with tokens of its own: HS256, one secret from the environment, nothing else to run.

    export JWT_SECRET=$(watchword secret)
    uvicorn --factory app:create_app

It takes the tokens of ../flask_shared_secret, and the other way round, if both have the same secret.
"""

import os
import sys
from datetime import datetime, timedelta, timezone
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel

from watchword import jwt, passwords
from watchword.hints import ExplainErrors

ALGORITHM = "HS256"
AUDIENCE = "shared-secret-example"
LIFETIME = timedelta(minutes=15)

# Refuses secrets that are shorter than the hash, where jwt.encode and jwt.decode only warn.
tokens = jwt.PyJWT(options={"enforce_minimum_key_length": True})

# A real application asks its database.
USERS = {"alice": passwords.hash("correct horse battery staple")}
NOBODY = passwords.hash("what an unknown name is compared with")

bearer = OAuth2PasswordBearer(tokenUrl="login")
routes = APIRouter()


class Tokens(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_in: int = int(LIFETIME.total_seconds())


def shared_secret() -> str:
    """From the environment. A missing or weak one ends the program now, not at the first sign-in."""
    secret = os.environ.get("JWT_SECRET", "")
    try:
        tokens.encode({}, secret, algorithm=ALGORITHM)
    except jwt.InvalidKeyError as refused:
        sys.exit(f"JWT_SECRET is not usable: {refused}\nMake a strong one: export JWT_SECRET=$(watchword secret)")
    return secret


def create_token(name: str, secret: str) -> str:
    now = datetime.now(tz=timezone.utc)
    claims = {"sub": name, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME}
    return tokens.encode(claims, secret, algorithm=ALGORITHM)


def refusal(message: str, challenge: str = 'Bearer error="invalid_token"') -> HTTPException:
    return HTTPException(401, message, {"WWW-Authenticate": challenge})


async def current_user(request: Request, token: Annotated[str, Depends(bearer)]) -> str:
    """Whom the token speaks for; protects every route that depends on it."""
    try:
        claims = tokens.decode(
            token,
            request.app.state.jwt_secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["exp", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise refusal("The token has expired. Please sign in again.") from None
    except jwt.InvalidTokenError as refused:
        raise refusal(f"The token is not valid: {refused}") from None
    return str(claims["sub"])


# Not async: hashing takes its time, and FastAPI gives plain functions a thread.
@routes.post("/login")
def login(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Tokens:
    known = passwords.verify(form.password, USERS.get(form.username, NOBODY))
    if not known or form.username not in USERS:
        raise refusal("The user name or the password is not correct.", "Bearer")
    return Tokens(access_token=create_token(form.username, request.app.state.jwt_secret))


@routes.get("/profile")
async def profile(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
    return {"name": user}


# A whole group of routes is protected by naming the dependency once.
notes = APIRouter(prefix="/notes", dependencies=[Depends(current_user)])


@notes.get("/")
async def list_notes(user: Annotated[str, Depends(current_user)]) -> dict[str, object]:
    return {"owner": user, "notes": ["Buy oats", "Water the walnut tree"]}


def create_app() -> FastAPI:
    app = FastAPI(title="Shared secret")
    app.state.jwt_secret = shared_secret()
    app.add_middleware(ExplainErrors)  # what old tutorials write is explained in the log
    app.include_router(routes)
    app.include_router(notes)
    return app
