"""Watchword for FastAPI.

auth = Auth(issuer="https://id.example", audience="https://api.example")
app = FastAPI(lifespan=auth.lifespan)

@app.get("/items")
async def items(claims: Annotated[Claims, Depends(auth.requires("items:read"))]): ...
"""

try:
    import fastapi as _fastapi  # noqa: F401
except ImportError as error:
    raise ImportError("watchword.fastapi needs FastAPI: pip install 'watchword[fastapi]'") from error

from watchword.fastapi.auth import Auth
from watchword.fastapi.claims import Claims, User, roles_of, scopes_of
from watchword.fastapi.cookies import Cookies
from watchword.fastapi.errors import AuthError
from watchword.fastapi.limits import Limit, SignInLimits
from watchword.fastapi.middleware import AuthMiddleware
from watchword.fastapi.password_check import PasswordCheck
from watchword.fastapi.router import RouterOptions, sign_in_router
from watchword.fastapi.schemes import Bearer, PasswordBearer, TokenCookie
from watchword.fastapi.server import ServerSignIn, server_router
from watchword.fastapi.sessions import MemorySessions, Session, SessionStore
from watchword.fastapi.shared_secret import SharedSecretVerifier
from watchword.fastapi.sqlite_sessions import SqliteSessions
from watchword.fastapi.standalone import StandaloneIssuer
from watchword.fastapi.users import MemoryUsers, StoredUser

__all__ = [
    "Auth",
    "AuthError",
    "AuthMiddleware",
    "Bearer",
    "Claims",
    "Cookies",
    "Limit",
    "MemorySessions",
    "MemoryUsers",
    "PasswordBearer",
    "PasswordCheck",
    "RouterOptions",
    "ServerSignIn",
    "Session",
    "SessionStore",
    "SharedSecretVerifier",
    "SignInLimits",
    "SqliteSessions",
    "StandaloneIssuer",
    "StoredUser",
    "TokenCookie",
    "User",
    "roles_of",
    "scopes_of",
    "server_router",
    "sign_in_router",
]
