"""The dependencies on requests: what is let in, and how it is refused."""

from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from freezegun import freeze_time

from watchword import jwt
from watchword.errors import ConfigurationError
from watchword.fastapi import Auth, Claims, User
from watchword.jwt.exceptions import InvalidTokenError

SECRET = "0123456789abcdef0123456789abcdef"


def client_of(auth: Auth) -> TestClient:
    app = FastAPI()

    @app.get("/claims")
    async def claims(claims: Annotated[Claims, Depends(auth.claims)]) -> Claims:
        return claims

    @app.get("/default-form")
    async def default_form(claims: Claims = Depends(auth.claims)) -> Claims:
        return claims

    @app.get("/optional")
    async def optional(claims: Annotated[Claims | None, Depends(auth.optional_claims)]) -> dict[str, Any]:
        return {"claims": claims}

    @app.get("/user")
    async def user(user: Annotated[User, Depends(auth.current_user)]) -> dict[str, Any]:
        return {"id": user.id, "name": user.name, "scopes": user.scopes}

    @app.get("/optional-user")
    async def optional_user(user: Annotated[User | None, Depends(auth.optional_user)]) -> dict[str, Any]:
        return {"id": user.id if user else None}

    @app.get("/token")
    async def token(token: Annotated[Any, Depends(auth.scheme)]) -> dict[str, Any]:
        return {"token": token if isinstance(token, str) else token.credentials}

    return TestClient(app)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", ["/claims", "/default-form"])
def test_a_good_token_gives_its_claims_in_both_forms_of_dependency(auth: Auth, path: str) -> None:
    answer = client_of(auth).get(path, headers=bearer(auth.test_token("ada")))
    assert answer.status_code == 200
    assert answer.json()["sub"] == "ada"


def test_a_token_of_an_issuer_with_typed_keys_gives_its_claims(typed_auth: Auth, issuer: Any) -> None:
    answer = client_of(typed_auth).get("/claims", headers=bearer(issuer.token("ada")))
    assert (answer.status_code, answer.json()["sub"]) == (200, "ada")


def test_no_token_is_401_with_a_bare_challenge(auth: Auth) -> None:
    answer = client_of(auth).get("/claims")
    assert (answer.status_code, answer.json()) == (401, {"detail": "Not authenticated"})
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("value", ["Basic YTpi", "Bearer", "Bearer ", "Digest x", "", "bearertoken"])
def test_another_scheme_or_an_empty_one_counts_as_no_token(auth: Auth, value: str) -> None:
    answer = client_of(auth).get("/claims", headers={"Authorization": value})
    assert (answer.status_code, answer.json()) == (401, {"detail": "Not authenticated"})


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_not_case_sensitive(auth: Auth, scheme: str) -> None:
    answer = client_of(auth).get("/claims", headers={"Authorization": f"{scheme} {auth.test_token()}"})
    assert answer.status_code == 200


def test_a_bad_token_is_401_and_the_challenge_says_why(auth: Auth) -> None:
    forged = jwt.encode({"sub": "ada", "exp": 4102444800}, "another secret of 32 bytes......", algorithm="HS256")
    answer = client_of(auth).get("/claims", headers=bearer(forged))
    assert (answer.status_code, answer.json()) == (401, {"detail": "Could not validate credentials"})
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer error="invalid_token", error_description="The token\'s signature does not match its content."'
    )


REFUSED = {
    "malformed": lambda now: "a.b",
    "wrong_audience": lambda now: token_of({"aud": "https://elsewhere", "exp": now + 60}),
    "missing_claim": lambda now: token_of({"sub": "ada"}),
    "not_yet_valid": lambda now: token_of({"nbf": now + 60, "exp": now + 90}),
    "algorithm_not_allowed": lambda now: jwt.encode({"exp": now + 60}, SECRET * 2, algorithm="HS512"),
    "expired": lambda now: token_of({"exp": now - 1}),
}


def token_of(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, SECRET, algorithm="HS256")


@pytest.mark.parametrize("code", REFUSED)
def test_each_refusal_has_its_sentence_in_the_challenge(auth: Auth, code: str) -> None:
    from watchword.errors import SENTENCES

    with freeze_time("2026-11-22T12:00:00Z"):
        answer = client_of(auth).get("/claims", headers=bearer(REFUSED[code](1795348800)))
    assert answer.status_code == 401
    assert f'error_description="{SENTENCES[code]}"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("defect", ["expired", "wrong_audience", "wrong_issuer", "bad_signature"])
def test_typed_keys_refuse_defective_tokens(typed_auth: Auth, issuer: Any, defect: str) -> None:
    from watchword.testing import DEFECTS

    name = next(name for name in DEFECTS if name == defect or DEFECTS[name].code == defect)
    answer = client_of(typed_auth).get("/claims", headers=bearer(issuer.defective(name)))
    assert (answer.status_code, answer.json()["detail"]) == (401, "Could not validate credentials")


def test_a_token_is_good_up_to_its_last_second_and_not_after(auth: Auth) -> None:
    client = client_of(auth)
    with freeze_time("2026-11-22T12:00:00Z") as clock:
        token = auth.test_token(expires_in=60)
        clock.tick(59)
        assert client.get("/claims", headers=bearer(token)).status_code == 200
        clock.tick(1)
        assert client.get("/claims", headers=bearer(token)).status_code == 401


def test_two_authorization_headers_are_400(auth: Auth) -> None:
    token = auth.test_token()
    headers = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]
    answer = client_of(auth).get("/claims", headers=headers)
    assert answer.status_code == 400
    assert 'error="invalid_request"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("junk", [b"\x01\x02", b"\xff\xfe", b"a b c", b"..", b"a" * 16_385, b"." * 16_000, b"\x7f"])
@pytest.mark.parametrize("mode", ["auth", "typed_auth"])
def test_hostile_tokens_are_401_and_the_challenge_echoes_nothing(
    request: pytest.FixtureRequest, mode: str, junk: bytes
) -> None:
    client = client_of(request.getfixturevalue(mode))
    answer = client.get("/claims", headers={b"Authorization": b"Bearer " + junk})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].isascii() and len(answer.headers["WWW-Authenticate"]) < 200


def test_a_token_of_16_kib_is_read_and_a_larger_one_is_not(auth: Auth) -> None:
    client = client_of(auth)
    room = 16 * 1024
    padding = room * 3 // 4 - 400
    while len(token := auth.test_token(filler="x" * padding)) <= room - 4:
        padding += 1
    while len(token) > room:
        padding -= 1
        token = auth.test_token(filler="x" * padding)
    assert client.get("/claims", headers=bearer(token)).status_code == 200
    assert client.get("/claims", headers=bearer(auth.test_token(filler="x" * (padding + 8)))).status_code == 401


def test_optional_claims_are_none_without_a_token_and_refuse_a_bad_one(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/optional").json() == {"claims": None}
    assert client.get("/optional", headers=bearer(auth.test_token("ada"))).json()["claims"]["sub"] == "ada"
    assert client.get("/optional", headers=bearer("a.b.c")).status_code == 401


def test_the_default_user_is_made_of_the_claims(auth: Auth) -> None:
    token = auth.test_token("id-7", scopes=["a", "b"], name="Ada")
    answer = client_of(auth).get("/user", headers=bearer(token))
    assert answer.json() == {"id": "id-7", "name": "Ada", "scopes": ["a", "b"]}


def test_the_optional_user_is_none_without_a_token(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/optional-user").json() == {"id": None}
    assert client.get("/optional-user", headers=bearer(auth.test_token("ada"))).json() == {"id": "ada"}


def test_the_scheme_gives_the_bare_token(auth: Auth) -> None:
    assert client_of(auth).get("/token", headers=bearer("any.old.thing")).json() == {"token": "any.old.thing"}


async def load_async(claims: Claims) -> dict[str, str] | None:
    return {"loaded": claims["sub"]} if claims["sub"] != "gone" else None


def load_sync(claims: Claims) -> dict[str, str] | None:
    return {"loaded": claims["sub"]} if claims["sub"] != "gone" else None


@pytest.mark.parametrize("load", [load_async, load_sync])
def test_a_loader_gives_the_user_and_none_is_401(load: Any) -> None:
    auth = Auth(secret=SECRET, user=load)
    app = FastAPI()

    @app.get("/user")
    async def user(user: Annotated[dict[str, str], Depends(auth.current_user)]) -> dict[str, str]:
        return user

    client = TestClient(app)
    assert client.get("/user", headers=bearer(auth.test_token("ada"))).json() == {"loaded": "ada"}
    gone = client.get("/user", headers=bearer(auth.test_token("gone")))
    assert gone.status_code == 401 and "not known here any more" in gone.headers["WWW-Authenticate"]


def test_the_exception_of_a_bad_token_comes_from_invalid_token_error(auth: Auth) -> None:
    app = FastAPI()
    seen: list[BaseException | None] = []

    @app.exception_handler(401)
    async def remember(_: Any, error: Exception) -> Any:
        from starlette.responses import Response

        seen.append(error.__cause__)
        return Response(status_code=401)

    @app.get("/")
    async def root(claims: Annotated[Claims, Depends(auth.claims)]) -> Claims:
        return claims

    TestClient(app).get("/", headers=bearer("a.b.c"))
    assert isinstance(seen[0], InvalidTokenError)


@pytest.mark.anyio
async def test_verify_raises_what_except_invalid_token_error_catches(auth: Auth) -> None:
    with pytest.raises(InvalidTokenError):
        await auth.verify("a.b.c")
    assert (await auth.verify(auth.test_token("ada")))["sub"] == "ada"


def test_a_refresh_token_of_flask_jwt_extended_is_no_access_token(auth: Auth) -> None:
    client = client_of(auth)
    assert client.get("/claims", headers=bearer(auth.test_token(type="refresh"))).status_code == 401
    assert client.get("/claims", headers=bearer(auth.test_token(type="access"))).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "issuer"),
        ({"issuer": "https://id.example"}, "audience"),
        ({"secret": "x" * 31}, "at least 32"),
        ({"secret": "x" * 47, "algorithm": "HS384"}, "at least 48"),
        ({"secret": "x" * 64, "algorithm": "RS256"}, "shared secret"),
        ({"secret": "-----BEGIN PUBLIC KEY-----\n" + "x" * 40}, "keys="),
        ({"secret": SECRET, "bearer": False}, "cookies"),
        ({"secret": SECRET, "missing_scope_status": 404}, "403"),
        ({"secret": SECRET, "keys": []}, "not both"),
    ],
)
def test_what_can_never_work_is_refused_when_it_is_set_up(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Auth(**arguments)


@pytest.mark.parametrize(("length", "algorithm"), [(32, "HS256"), (48, "HS384"), (64, "HS512")])
def test_a_secret_as_long_as_its_hash_is_accepted(length: int, algorithm: str) -> None:
    auth = Auth(secret="s" * length + "\n", algorithm=algorithm)
    assert client_of(auth).get("/claims", headers=bearer(auth.test_token())).status_code == 200
