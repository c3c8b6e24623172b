"""Tokens in cookies: attributes, the CSRF proof, foreign origins, sign-in to sign-out in one browser."""

from http.cookies import SimpleCookie
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Form
from fastapi.testclient import TestClient
from freezegun import freeze_time

from watchword.fastapi import Claims, Cookies, MemoryUsers, StandaloneIssuer
from watchword.passwords import hash as hash_password

SECRET = "0123456789abcdef0123456789abcdef"
PASSWORD = "seven quiet lanterns by the sea"
HASH = hash_password(PASSWORD)


def client_of(cookies: Cookies, base_url: str = "https://app.example", **options: Any) -> TestClient:
    users = MemoryUsers()
    users.add("ada", password_hash=HASH, scopes=["items"])
    issuer = StandaloneIssuer(secret=SECRET, users=users)
    auth = issuer.auth(cookies=cookies, **options)
    app = FastAPI()
    app.include_router(issuer.router(cookies=cookies))

    @app.get("/me")
    async def me(claims: Annotated[Claims, Depends(auth.claims)]) -> str:
        return str(claims["sub"])

    @app.api_route("/change", methods=["POST", "PUT", "PATCH", "DELETE"])
    async def change(claims: Annotated[Claims, Depends(auth.claims)]) -> str:
        return str(claims["sub"])

    @app.post("/form")
    async def form(claims: Annotated[Claims, Depends(auth.claims)], note: str = Form()) -> str:
        return note

    return TestClient(app, base_url=base_url)


def sign_in(client: TestClient, **headers: str) -> Any:
    return client.post("/login", data={"username": "ada", "password": PASSWORD}, headers=headers)


def morsels(answer: Any) -> dict[str, Any]:
    jar: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    return dict(jar)


def test_signing_in_sets_cookies_and_keeps_tokens_out_of_the_answer() -> None:
    answer = sign_in(client_of(Cookies()))
    assert set(answer.json()) == {"csrf_token", "expires_in", "scope"}
    assert answer.headers["Cache-Control"] == "no-store"
    access, refresh, csrf = (morsels(answer)[f"__Host-{n}"] for n in ("access_token", "refresh_token", "csrf_token"))
    for morsel in (access, refresh, csrf):
        assert morsel["secure"] and morsel["path"] == "/" and not morsel["domain"]
    assert access["httponly"] and refresh["httponly"] and not csrf["httponly"]
    assert access["samesite"] == "lax" and refresh["samesite"] == "strict"
    assert int(access["max-age"]) == 900
    assert csrf.value == answer.json()["csrf_token"]


def test_a_browser_goes_from_sign_in_to_sign_out() -> None:
    client = client_of(Cookies())
    assert client.get("/me").status_code == 401
    csrf = sign_in(client).json()["csrf_token"]
    assert client.get("/me").json() == "ada"
    assert client.post("/change", headers={"X-CSRF-Token": csrf}).json() == "ada"
    again = client.post("/refresh")
    assert again.status_code == 200
    assert client.post("/change", headers={"X-CSRF-Token": again.json()["csrf_token"]}).status_code == 200
    assert client.post("/logout").status_code == 204
    assert not client.cookies
    assert client.get("/me").status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_without_the_proof_is_403_and_says_which_header_is_missing(method: str) -> None:
    client = client_of(Cookies())
    sign_in(client)
    refused = client.request(method, "/change")
    assert refused.status_code == 403
    assert "X-CSRF-Token" in refused.json()["detail"] and "__Host-csrf_token" in refused.json()["detail"]


def test_the_proof_of_another_token_is_refused() -> None:
    client = client_of(Cookies())
    first = sign_in(client).json()["csrf_token"]
    client.cookies.clear()
    sign_in(client)
    refused = client.post("/change", headers={"X-CSRF-Token": first})
    assert refused.status_code == 403 and "wrong" in refused.json()["detail"]
    assert client.post("/change", headers={"X-CSRF-Token": ""}).status_code == 403
    assert client.post("/change", headers={b"X-CSRF-Token": b"\xff\x01"}).status_code == 403


def test_a_form_may_carry_the_proof_in_a_field() -> None:
    client = client_of(Cookies())
    csrf = sign_in(client).json()["csrf_token"]
    assert client.post("/form", data={"note": "hello", "csrf_token": csrf}).json() == "hello"
    assert client.post("/form", data={"note": "hello", "csrf_token": "x"}).status_code == 403
    assert client.post("/form", data={"note": "hello"}, files={"a": b"x"}).status_code == 403
    assert client.post("/form", data={"note": "hello", "csrf_token": csrf}, files={"a": b"x"}).json() == "hello"


def test_a_token_in_the_header_needs_no_proof_and_goes_before_the_cookie() -> None:
    cookies = Cookies()
    client = client_of(cookies)
    sign_in(client)
    token = client.cookies[cookies.access_name]
    assert client.post("/change", headers={"Authorization": f"Bearer {token}"}).json() == "ada"
    assert client.get("/me", headers={"Authorization": "Bearer a.b.c"}).status_code == 401


def test_without_bearer_the_header_is_not_looked_at() -> None:
    cookies = Cookies()
    client = client_of(cookies, bearer=False)
    sign_in(client)
    token = client.cookies[cookies.access_name]
    client.cookies.clear()
    assert client.get("/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://app.example"}, 200),
        ({"Origin": "https://partner.example"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_signing_in_from_a_foreign_page_is_refused(headers: dict[str, str], status: int) -> None:
    client = client_of(Cookies(allowed_origins=("https://partner.example",)))
    assert sign_in(client, **headers).status_code == status
    for path in ("/refresh", "/logout"):
        assert (client.post(path, headers=headers).status_code == 403) == (status == 403)


def test_plain_http_in_development_has_plain_names() -> None:
    client = client_of(Cookies(secure=False), "http://localhost:8000")
    answer = sign_in(client)
    assert set(morsels(answer)) == {"access_token", "refresh_token", "csrf_token"}
    assert client.get("/me").json() == "ada"


def test_a_domain_gives_up_the_host_prefix_and_samesite_none_needs_secure() -> None:
    assert Cookies(domain="example.com").access_name == "access_token"
    with pytest.raises(ValueError, match="secure"):
        Cookies(samesite="none", secure=False)


def test_the_cookie_ends_with_its_token() -> None:
    with freeze_time("2026-11-22T12:00:00Z") as clock:
        client = client_of(Cookies())
        sign_in(client)
        clock.tick(899)
        assert client.get("/me").status_code == 200
        clock.tick(1)
        assert client.get("/me").status_code == 401
        assert client.post("/refresh").status_code == 200
        assert client.get("/me").status_code == 200


def test_a_refresh_that_is_refused_takes_the_cookies_away() -> None:
    cookies = Cookies()
    client = client_of(cookies)
    sign_in(client)
    client.cookies.set(cookies.refresh_name, "made-up", domain="app.example", path="/")
    refused = client.post("/refresh")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_refresh_token")
    assert not client.cookies


def test_a_refresh_without_a_cookie_is_401() -> None:
    refused = client_of(Cookies()).post("/refresh")
    assert refused.status_code == 401 and refused.json()["code"] == "missing_token"
