"""The application that FastAPI's documentation builds under "OAuth2 with Password (and hashing), Bearer with JWT
tokens": the same endpoints, models and answers. Nothing but these imports differs from what a reader of that page has:

    import jwt                                      from watchword import jwt
    from jwt.exceptions import InvalidTokenError    from watchword.jwt.exceptions import InvalidTokenError
    from pwdlib import PasswordHash                 from watchword.passwords import PasswordHash

    uvicorn tutorial:app, then "Authorize" on http://localhost:8000/docs: johndoe, secret
"""

from datetime import datetime, timedelta, timezone
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel

from watchword import jwt
from watchword.jwt.exceptions import InvalidTokenError
from watchword.passwords import PasswordHash

# As on that page, in the source. A real one is made by "watchword secret" or "openssl rand -hex 32" and stays outside.
SECRET_KEY = "eb843f38634bcae7a4be5c349c20cd1d75e0f8092e896f0bcd98394d2ed56576"
ALGORITHM = "HS256"
ACCESS_TOKEN_EXPIRE_MINUTES = 30

# The password is "secret"; pwdlib wrote this hash.
people_db: dict[str, dict[str, Any]] = {
    "johndoe": {
        "username": "johndoe",
        "full_name": "John Doe",
        "email": "johndoe@example.com",
        "hashed_password": "$argon2id$v=19$m=65536,t=3,p=4$"
        "vpvoPtR7BN7nd3KxMDiuLA$Lm9RGg9sRTwxaJMJY9jnJ16ZPgN8Q1pHLtOT6cM9ExY",
        "disabled": False,
    }
}


class Token(BaseModel):
    access_token: str
    token_type: str


class TokenData(BaseModel):
    username: str | None = None


class User(BaseModel):
    username: str
    email: str | None = None
    full_name: str | None = None
    disabled: bool | None = None


class UserInDB(User):
    hashed_password: str


password_hash = PasswordHash.recommended()
DUMMY_HASH = password_hash.hash("a password that nobody has")

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")

app = FastAPI()


def get_user(username: str | None) -> UserInDB | None:
    found = people_db.get(username) if username else None
    return UserInDB(**found) if found else None


def authenticate_user(username: str, password: str) -> UserInDB | None:
    user = get_user(username)
    if user is None:
        # Takes as long as a wrong password does, so that nobody can tell which names exist.
        password_hash.verify(password, DUMMY_HASH)
        return None
    return user if password_hash.verify(password, user.hashed_password) else None


def create_access_token(data: dict[str, Any], expires_delta: timedelta = timedelta(minutes=15)) -> str:
    expires = datetime.now(timezone.utc) + expires_delta
    return jwt.encode({**data, "exp": expires}, SECRET_KEY, algorithm=ALGORITHM)


async def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> UserInDB:
    refused = HTTPException(
        status_code=status.HTTP_401_UNAUTHORIZED,
        detail="Could not validate credentials",
        headers={"WWW-Authenticate": "Bearer"},
    )
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
        token_data = TokenData(username=payload.get("sub"))
    except InvalidTokenError:
        raise refused from None
    user = get_user(token_data.username)
    if user is None:
        raise refused
    return user


async def get_current_active_user(current_user: Annotated[User, Depends(get_current_user)]) -> User:
    if current_user.disabled:
        raise HTTPException(status_code=400, detail="Inactive user")
    return current_user


@app.post("/token")
async def login_for_access_token(form_data: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    user = authenticate_user(form_data.username, form_data.password)
    if user is None:
        raise HTTPException(
            status_code=status.HTTP_401_UNAUTHORIZED,
            detail="Incorrect username or password",
            headers={"WWW-Authenticate": "Bearer"},
        )
    lifetime = timedelta(minutes=ACCESS_TOKEN_EXPIRE_MINUTES)
    return Token(access_token=create_access_token({"sub": user.username}, lifetime), token_type="bearer")


@app.get("/users/me/")
async def read_users_me(current_user: Annotated[User, Depends(get_current_active_user)]) -> User:
    return current_user


@app.get("/users/me/items/")
async def read_own_items(current_user: Annotated[User, Depends(get_current_active_user)]) -> list[dict[str, str]]:
    return [{"item_id": "Foo", "owner": current_user.username}]
