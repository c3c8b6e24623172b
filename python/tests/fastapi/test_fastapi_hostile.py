"""Any bytes, anywhere a token may be: an answer of 2xx or 4xx, never a crash, never an echo."""

from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as some

from watchword.fastapi import Auth, AuthError, Claims, Cookies, MemoryUsers, StandaloneIssuer
from watchword.fastapi.cookies import csrf_token
from watchword.fastapi.credentials import bearer_token
from watchword.fastapi.errors import bearer_challenge
from watchword.fastapi.refresh_tokens import RefreshToken, RefreshTokens

SECRET = "0123456789abcdef0123456789abcdef"
COOKIES = Cookies(secure=False)
AUTH = Auth(secret=SECRET, cookies=COOKIES, query_parameter="t")
APP = FastAPI()


@APP.post("/")
async def root(claims: Annotated[Claims, Depends(AUTH.claims)]) -> str:
    return str(claims["sub"])


header_bytes = some.binary(max_size=200).filter(lambda value: b"\r" not in value and b"\n" not in value)


@settings(max_examples=300, deadline=None)
@given(value=header_bytes, prefix=some.sampled_from([b"", b"Bearer ", b"bearer\t", b"Bearer  "]))
def test_any_authorization_header_is_a_refusal(value: bytes, prefix: bytes) -> None:
    answer = TestClient(APP).post("/", headers={b"Authorization": prefix + value})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@settings(max_examples=200, deadline=None)
@given(value=header_bytes)
def test_any_cookie_header_is_a_refusal(value: bytes) -> None:
    headers = {b"Cookie": b"access_token=" + value, b"X-CSRF-Token": value}
    assert TestClient(APP).post("/", headers=headers).status_code == 401


@settings(max_examples=300, deadline=None)
@given(headers=some.lists(some.tuples(some.sampled_from([b"authorization", b"host"]), header_bytes), max_size=4))
def test_the_bearer_token_is_bytes_of_the_one_header_or_none(headers: Any) -> None:
    values = [value for name, value in headers if name == b"authorization"]
    try:
        token = bearer_token(headers)
    except AuthError as error:
        assert error.code == "several_tokens" and len(values) > 1
        return
    assert len(values) <= 1
    assert token is None or (token in values[0] and values[0][:7].lower() == b"bearer ")


@settings(max_examples=500, deadline=None)
@given(text=some.text(max_size=120))
def test_no_text_but_a_written_one_is_a_refresh_token(text: str) -> None:
    assert RefreshTokens(b"key").read(text) is None


@given(handle=some.binary(min_size=16, max_size=16), number=some.integers(0, 2**32 - 1))
def test_a_refresh_token_is_read_as_it_was_written_and_by_its_writer_alone(handle: bytes, number: int) -> None:
    token = RefreshToken(handle.hex(), number)
    text = RefreshTokens(b"key").write(token)
    assert RefreshTokens(b"key").read(text) == token
    assert RefreshTokens(b"another key").read(text) is None


@settings(max_examples=200, deadline=None)
@given(position=some.integers(0, 69), replacement=some.characters(min_codepoint=33, max_codepoint=126))
def test_a_refresh_token_with_one_other_character_is_none(position: int, replacement: str) -> None:
    text = RefreshTokens(b"key").write(RefreshToken("00" * 16, 7))
    changed = text[:position] + replacement + text[position + 1 :]
    found = RefreshTokens(b"key").read(changed)
    assert found is None or changed == text


@given(realm=some.text(max_size=30), scope=some.text(max_size=30))
def test_a_challenge_is_one_line_of_printable_ascii_whatever_it_names(realm: str, scope: str) -> None:
    challenge = bearer_challenge(realm, scope=scope)
    assert challenge.isascii() and challenge.isprintable()
    assert challenge.count('"') % 2 == 0 and "\\" not in challenge


@pytest.mark.parametrize("name", ["access_token", "access_token2", "Access_Token"])
def test_only_the_cookie_of_that_name_counts(name: str) -> None:
    token = AUTH.test_token("ada")
    headers = {"Cookie": f"{name}={token}", "X-CSRF-Token": csrf_token(token.encode())}
    assert (TestClient(APP).post("/", headers=headers).status_code == 200) == (name == "access_token")


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "null", "", "http://a b"])
def test_an_origin_that_is_none_is_a_foreign_one(origin: str) -> None:
    issuer = StandaloneIssuer(secret=SECRET, users=MemoryUsers())
    app = FastAPI()
    app.include_router(issuer.router(cookies=COOKIES))
    form = {"username": "ada", "password": "x"}
    assert TestClient(app).post("/login", data=form, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("field", ["username", "password", "scope", "client_id", "client_secret", "end_user_address"])
@pytest.mark.parametrize("text", [r"\ud800", r"\0"])
def test_a_form_in_a_strange_charset_is_a_refusal(field: str, text: str) -> None:
    def find(username: str) -> None:
        username.encode()  # as a database would
        assert "\0" not in username

    app = FastAPI()
    app.include_router(StandaloneIssuer(secret=SECRET, users=find).router(frontends={"shop": "s"}))
    form = {"username": "ada", "password": "x", "client_id": "shop", "client_secret": "s", field: text}
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in form.items())
    kind = {"Content-Type": "multipart/form-data; boundary=b; charset=unicode_escape"}
    assert TestClient(app).post("/login", content=f"{parts}--b--\r\n", headers=kind).status_code == 401
