"""What importing and setting up costs: nothing but memory."""

import subprocess
import sys

import pytest

PEERS = ("jwt", "jose", "passlib", "pwdlib", "fastapi_users", "authlib")


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_starts_no_thread_and_imports_neither_http_clients_nor_peers() -> None:
    code = f"""
import sys, threading
import watchword.fastapi
print([name for name in {PEERS + ("httpx", "requests", "flask")!r} if name in sys.modules], threading.active_count())
"""
    assert run(code) == "[] 1"


def test_setting_up_opens_no_connection_and_hashes_nothing() -> None:
    code = """
import socket, threading
from fastapi import FastAPI
def refuse(*arguments, **options): raise AssertionError("a socket, a thread or a hash")
socket.socket.__init__ = socket.create_connection = socket.getaddrinfo = threading.Thread.start = refuse
from watchword import _native
_native.password_hash = _native.password_verify = refuse
from watchword.fastapi import Auth, MemoryUsers, StandaloneIssuer
auth = Auth(issuer="https://id.example", audience="https://api.example", token_url="login")
app = FastAPI(lifespan=auth.lifespan)
app.include_router(auth.router())
issuer = StandaloneIssuer(secret="0" * 32, users=MemoryUsers())
app.include_router(issuer.router(prefix="/own"))
app.openapi()
print("quiet")
"""
    assert run(code) == "quiet"


def test_watchword_alone_does_not_import_fastapi() -> None:
    assert run("import sys, watchword, watchword.jwt; print('fastapi' in sys.modules)") == "False"


def test_without_fastapi_the_error_says_what_to_install() -> None:
    code = """
import sys
sys.modules["fastapi"] = None
try:
    import watchword.fastapi
except ImportError as error:
    print(error)
"""
    assert run(code) == "watchword.fastapi needs FastAPI: pip install 'watchword[fastapi]'"


@pytest.mark.parametrize("name", ["Auth", "AuthMiddleware", "StandaloneIssuer", "Cookies", "User", "SqliteSessions"])
def test_what_people_use_is_in_the_package_itself_and_documented(name: str) -> None:
    import watchword.fastapi

    assert name in watchword.fastapi.__all__
    assert getattr(watchword.fastapi, name).__doc__
