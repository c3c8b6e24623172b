"""An application in the way FastAPI's documentation teaches it, with scopes: nothing of `watchword.fastapi`, only
`watchword.jwt` for PyJWT and `watchword.passwords` for pwdlib."""

from datetime import datetime, timedelta, timezone
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm, SecurityScopes
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError

from watchword import jwt
from watchword.jwt.exceptions import InvalidTokenError
from watchword.passwords import PasswordHash

KEY = "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184"
password_hash = PasswordHash.recommended()
DUMMY = password_hash.hash("nobody's password")
PEOPLE = {"ada": password_hash.hash("lovelace")}
scheme = OAuth2PasswordBearer(tokenUrl="token", scopes={"me": "Yourself", "items": "Your items"})
app = FastAPI()


class Payload(BaseModel):
    sub: str
    scope: str = ""


async def current_user(scopes: SecurityScopes, token: Annotated[str, Depends(scheme)]) -> str:
    challenge = f'Bearer scope="{scopes.scope_str}"' if scopes.scopes else "Bearer"
    headers = {"WWW-Authenticate": challenge}
    try:
        payload = Payload(**jwt.decode(token, KEY, algorithms=["HS256"]))
    except (InvalidTokenError, ValidationError):
        raise HTTPException(401, "Could not validate credentials", headers) from None
    if any(scope not in payload.scope.split(" ") for scope in scopes.scopes):
        raise HTTPException(401, "Not enough permissions", headers)
    return payload.sub


async def active_user(user: Annotated[str, Security(current_user, scopes=["me"])]) -> str:
    return user


@app.post("/token")
async def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    if form.username not in PEOPLE:
        password_hash.verify(form.password, DUMMY)
        raise HTTPException(400, "Incorrect username or password")
    if not password_hash.verify(form.password, PEOPLE[form.username]):
        raise HTTPException(400, "Incorrect username or password")
    expires = datetime.now(timezone.utc) + timedelta(minutes=30)
    claims = {"sub": form.username, "scope": " ".join(form.scopes), "exp": expires}
    return {"access_token": jwt.encode(claims, KEY, algorithm="HS256"), "token_type": "bearer"}


@app.get("/items")
async def items(user: Annotated[str, Security(active_user, scopes=["items"])]) -> list[str]:
    return [user]


client = TestClient(app)


def bearer(scope: str) -> dict[str, str]:
    answer = client.post("/token", data={"username": "ada", "password": "lovelace", "scope": scope})
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_a_token_with_both_scopes_is_let_in() -> None:
    assert client.get("/items", headers=bearer("me items")).json() == ["ada"]


def test_a_missing_scope_is_refused_as_the_documentation_says() -> None:
    refused = client.get("/items", headers=bearer("me"))
    assert (refused.status_code, refused.json()["detail"]) == (401, "Not enough permissions")
    assert refused.headers["WWW-Authenticate"] == 'Bearer scope="items me"'


@pytest.mark.parametrize(
    "bad",
    [
        "x",
        jwt.encode({"sub": "ada", "exp": 1}, KEY),
        jwt.encode({"scope": "me items"}, KEY),
        jwt.encode({"sub": "ada"}, "f" * 64),
    ],
)
def test_what_refuses_a_token_is_caught_by_the_line_of_the_documentation(bad: str) -> None:
    refused = client.get("/items", headers={"Authorization": f"Bearer {bad}"})
    assert (refused.status_code, refused.json()["detail"]) == (401, "Could not validate credentials")


@pytest.mark.parametrize("form", [("ada", "x"), ("nobody", "lovelace")])
def test_wrong_passwords_and_names_are_400(form: tuple[str, str]) -> None:
    answer = client.post("/token", data={"username": form[0], "password": form[1]})
    assert answer.status_code == 400
