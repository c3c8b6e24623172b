"""Asynchronous views and loaders."""

import asyncio

import pytest
from flask import g, jsonify

from watchword.flask import create_access_token, current_user, get_jwt_identity, jwt_required, verify_jwt_in_request


async def pause():
    await asyncio.sleep(0)


@pytest.mark.parametrize("decorate", [jwt_required, jwt_required()], ids=["without parentheses", "with parentheses"])
def test_an_asynchronous_view_is_protected(app, client, bearer, decorate):
    @app.get("/")
    @decorate
    async def index():
        await pause()
        return jsonify(get_jwt_identity())

    assert client.get("/").status_code == 401
    assert client.get("/", headers=bearer("alice")).get_json() == "alice"


@pytest.mark.parametrize("asynchronous", [True, False])
def test_every_loader_may_be_asynchronous(app, client, manager, asynchronous):
    @manager.user_identity_loader
    async def identity(user):
        await pause()
        return user["name"]

    @manager.additional_claims_loader
    async def claims(user):
        await pause()
        return {"role": user["role"]}

    @manager.additional_headers_loader
    async def headers(user):
        await pause()
        return {"kid": "k1"}

    @manager.encode_key_loader
    async def encode_key(user):
        await pause()
        return "the key of a tenant, more than thirty-two bytes"

    @manager.decode_key_loader
    async def decode_key(header, claims):
        await pause()
        return "the key of a tenant, more than thirty-two bytes"

    @manager.token_in_blocklist_loader
    async def revoked(header, claims):
        await pause()
        return False

    @manager.token_verification_loader
    async def accepted(header, claims):
        await pause()
        return claims["role"] == "admin"

    @manager.user_lookup_loader
    async def lookup(header, claims):
        await pause()
        g.looked_up = True
        return {"name": claims["sub"], "kid": header["kid"]}

    def plain():
        return jsonify(user=dict(current_user), looked_up=g.looked_up)

    async def coroutine():
        await pause()
        return plain()

    app.add_url_rule("/", view_func=jwt_required()(coroutine if asynchronous else plain))
    with app.app_context():
        token = create_access_token({"name": "alice", "role": "admin"})
        other = create_access_token({"name": "bob", "role": "guest"})
    answer = client.get("/", headers={"Authorization": f"Bearer {token}"})
    assert answer.get_json() == {"user": {"name": "alice", "kid": "k1"}, "looked_up": True}
    assert client.get("/", headers={"Authorization": f"Bearer {other}"}).status_code == 400


@pytest.mark.parametrize(
    "loader",
    [
        "unauthorized_loader",
        "invalid_token_loader",
    ],
)
def test_an_answering_loader_may_be_asynchronous(app, client, manager, loader):
    @getattr(manager, loader)
    async def answer(reason):
        await pause()
        return jsonify(why=reason), 418

    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    headers = {} if loader == "unauthorized_loader" else {"Authorization": "Bearer nonsense"}
    response = client.get("/", headers=headers)
    assert response.status_code == 418
    assert response.get_json()["why"]


def test_inside_a_running_loop_loaders_run_beside_it(app, client, manager, bearer):
    @manager.user_lookup_loader
    async def lookup(header, claims):
        await pause()
        return {"name": claims["sub"]}

    @manager.additional_claims_loader
    async def claims(identity):
        await pause()
        return {"role": "admin"}

    @app.get("/")
    async def index():
        verify_jwt_in_request()
        token = create_access_token(current_user["name"])
        return jsonify(name=current_user["name"], parts=token.count("."))

    assert client.get("/", headers=bearer("alice")).get_json() == {"name": "alice", "parts": 2}


def test_an_application_may_run_coroutines_its_own_way(app, client, manager, bearer):
    runs = []

    def run_with_asyncio(function):
        def run(*args):
            runs.append(function.__name__)
            return asyncio.run(function(*args))

        return run

    app.async_to_sync = run_with_asyncio

    @manager.token_in_blocklist_loader
    async def revoked(header, claims):
        return False

    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    assert client.get("/", headers=bearer()).text == "ok"
    assert len(runs) == 1


def test_an_error_in_an_asynchronous_loader_is_not_lost(app, manager, bearer):
    @manager.token_in_blocklist_loader
    async def revoked(header, claims):
        raise LookupError("the store is down")

    app.add_url_rule("/", view_func=jwt_required()(lambda: "ok"))
    app.testing = True
    with pytest.raises(LookupError, match="the store is down"):
        app.test_client().get("/", headers=bearer())
