"""Another time for Watchword only; alone, within freezegun and around it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest
from freezegun import freeze_time

from watchword import jwt
from watchword.errors import TokenError
from watchword.testing import Issuer, travel

NOON = "2026-11-22 12:00:00"


@pytest.fixture
def issuer():
    return Issuer()


def _is_good(issuer: Issuer, token: str) -> bool:
    try:
        return bool(issuer.verifier().verify(token))
    except TokenError as refused:
        assert refused.code in ("expired", "not_yet_valid", "issued_in_future")
        return False


@freeze_time(NOON)
@pytest.mark.parametrize("seconds, good", [(59, True), (60, False), (61, False), (3600, False), (0, True)])
def test_a_token_of_a_minute_dies_after_a_minute(issuer, seconds, good):
    token = issuer.token(lifetime=60)
    with travel(seconds):
        assert _is_good(issuer, token) is good
    assert _is_good(issuer, token)


@freeze_time(NOON)
def test_a_token_that_is_made_on_the_journey_is_of_that_time(issuer):
    with travel(timedelta(days=1)):
        token = issuer.token()
        assert _is_good(issuer, token)
    assert not _is_good(issuer, token)


@freeze_time(NOON)
def test_journeys_add_up_and_end_one_by_one(issuer):
    token = issuer.token(lifetime=60)
    with travel(100):
        assert not _is_good(issuer, token)
        with travel(-50):
            assert _is_good(issuer, token)
        assert not _is_good(issuer, token)
    assert _is_good(issuer, token)


@freeze_time(NOON)
def test_plain_jwt_decode_and_encode_travel_too(issuer):
    def decode(token):
        return jwt.decode(token, issuer.verification_key, algorithms=["ES256"], audience=issuer.audience)

    token = issuer.token(lifetime=60)
    with travel(61), pytest.raises(jwt.ExpiredSignatureError):
        decode(token)
    assert decode(token)["sub"] == "alice"
    expires = datetime.now(timezone.utc) + timedelta(hours=2)
    with travel(3600):
        late = jwt.encode({"exp": expires}, "s" * 32, algorithm="HS256")
        assert jwt.decode(late, "s" * 32, algorithms=["HS256"]) == {"exp": int(expires.timestamp())}


def test_everybody_else_keeps_the_time():
    before = time.time(), datetime.now(timezone.utc)
    with travel(-86400):
        assert time.time() >= before[0]
        assert datetime.now(timezone.utc) >= before[1]


def test_freezegun_may_begin_on_the_journey(issuer):
    token = issuer.token(lifetime=60)
    with travel(timedelta(days=1)):
        with freeze_time(datetime.now(timezone.utc) - timedelta(days=1)):
            assert _is_good(issuer, token)
        assert not _is_good(issuer, token)


def test_the_clock_comes_back_after_an_error(issuer):
    token = issuer.token(lifetime=60)
    with pytest.raises(KeyError), travel(3600):
        raise KeyError
    assert _is_good(issuer, token)
    assert not any(type(value).__module__ == "watchword.testing.time_travel" for value in vars(jwt.api_jwt).values())
