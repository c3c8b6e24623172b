"""CryptContext, as passlib's users know it."""

import pytest
from passlib.context import CryptContext as Peer
from passlib.hash import bcrypt as passlib_bcrypt

from watchword.passwords import CryptContext, PasswordTruncateError, PasswordValueError, UnknownHashError, schemes
from watchword.passwords.context import CryptContext as SameContext

passlib_bcrypt.set_backend("os_crypt")

CHEAP = {
    "bcrypt__rounds": 4,
    "argon2__time_cost": 1,
    "argon2__memory_cost": 64,
    "argon2__parallelism": 1,
    "pbkdf2_sha256__rounds": 9,
}
SCHEMES = ["argon2", "bcrypt", "pbkdf2_sha256"]


@pytest.fixture
def context():
    return CryptContext(schemes=SCHEMES, deprecated="auto", **CHEAP)


@pytest.fixture
def peer():
    return Peer(schemes=SCHEMES, deprecated="auto", **CHEAP)


def test_it_can_be_imported_where_passlib_has_it():
    assert SameContext is CryptContext


def test_the_first_scheme_is_written_and_all_are_read(context, peer):
    assert context.hash("password").startswith("$argon2id$v=19$m=64,t=1,p=1$")
    for scheme in SCHEMES:
        stored = peer.hash("password", scheme=scheme)
        assert context.verify("password", stored)
        assert not context.verify("wrong", stored)
        assert context.identify(stored) == scheme == peer.identify(stored)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_deprecated_is_written_anew_after_a_match_as_with_passlib(context, peer, scheme):
    stored = context.hash("password", scheme=scheme)
    for judge in (context, peer):
        assert judge.needs_update(stored) is (scheme != "argon2")
        assert judge.verify_and_update("wrong", stored) == (False, None)
        matches, new = judge.verify_and_update("password", stored)
        assert matches is True
        assert (new is None) is (scheme == "argon2")
        assert new is None or context.verify_and_update("password", new) == (True, None)


@pytest.mark.parametrize(("stored", "outdated"), [(11, True), (12, False), (13, True)])
def test_rounds_are_wanted_exactly_if_they_are_given(stored, outdated):
    hash = schemes.pbkdf2_sha256.using(rounds=stored).hash("password")
    for kind in (CryptContext, Peer):
        assert kind(schemes=["pbkdf2_sha256"], pbkdf2_sha256__rounds=12).needs_update(hash) is outdated


def test_without_rounds_only_cheaper_hashes_need_an_update():
    context = CryptContext(schemes=["pbkdf2_sha256"])
    cheap, dear = (schemes.pbkdf2_sha256.using(rounds=rounds).hash("x") for rounds in (599_999, 600_001))
    assert context.needs_update(cheap)
    assert not context.needs_update(dear)


def test_bounds_may_be_set_apart_from_the_default():
    context = CryptContext(
        schemes=["bcrypt"], bcrypt__default_rounds=5, bcrypt__min_rounds=4, bcrypt__max_rounds="6", bcrypt__ident="2y"
    )
    assert context.hash("x").startswith("$2y$05$")
    for rounds, outdated in ((4, False), (6, False), (7, True)):
        assert context.needs_update(schemes.bcrypt.using(rounds=rounds).hash("x")) is outdated


def test_only_the_named_schemes_are_read(context):
    with pytest.raises(UnknownHashError):
        context.verify("password", schemes.scrypt.using(rounds=4).hash("password"))
    assert context.identify("$scrypt$") is None
    with pytest.raises(UnknownHashError):
        context.identify("", required=True)
    with pytest.raises(ValueError, match="bcrypt"):
        context.verify("password", context.hash("password"), scheme="bcrypt")
    with pytest.raises(KeyError, match="scrypt"):
        context.hash("password", scheme="scrypt")


def test_without_a_user_it_takes_the_time_of_a_wrong_password_and_is_false(monkeypatch):
    from watchword.passwords import core

    seen = []
    monkeypatch.setattr(core, "verify", lambda password, encoded: (seen.append(encoded), (False, False))[1])
    context = CryptContext(schemes=["bcrypt", "argon2"], bcrypt__rounds=11)
    assert context.verify("password", None) is False
    assert context.verify_and_update("password", None) == (False, None)
    assert context.dummy_verify() is False
    assert [encoded[:7] for encoded in seen] == ["$2b$11$"] * 3


@pytest.mark.parametrize("name", schemes.ALL)
def test_the_decoy_of_each_scheme_is_one_that_the_core_computes(name):
    scheme = schemes.get_scheme(name)
    lowest = {"rounds": max(scheme.lowest, 4)}
    assert scheme.using(**lowest).dummy_verify() is False


def test_bcrypt_takes_72_bytes_and_refuses_more_and_nul(context):
    bcrypt = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)
    stored = bcrypt.hash("é" * 36)
    assert bcrypt.verify("é" * 36, stored)
    for call in (lambda password: bcrypt.hash(password), lambda password: bcrypt.verify(password, stored)):
        with pytest.raises(PasswordTruncateError, match="72 bytes"):
            call("é" * 36 + "x")
        with pytest.raises(PasswordValueError, match="NUL"):
            call("a\x00b")
    assert context.verify("x" * 100, context.hash("x" * 100))
    with pytest.raises(ValueError, match="never cuts off"):
        CryptContext(schemes=["bcrypt"], bcrypt__truncate_error=False)
    assert CryptContext(schemes=["bcrypt"], truncate_error=True).schemes() == ("bcrypt",)


def test_settings_can_be_given_with_a_call_or_changed_later(context):
    assert context.hash("x", scheme="bcrypt", rounds=5).startswith("$2b$05$")
    assert context.using(default="bcrypt").hash("x").startswith("$2b$04$")
    assert context.copy(bcrypt__rounds=5).handler("bcrypt").hash("x").startswith("$2b$05$")
    assert context.default_scheme() == "argon2" == context.default_scheme(resolve=True).name
    assert context.schemes() == tuple(SCHEMES) == tuple(scheme.name for scheme in context.schemes(resolve=True))
    assert CryptContext(**context.to_dict()).to_dict() == context.to_dict()
    assert context.identify(context.encrypt("x"), resolve=True) is context.handler()
    assert repr(context) == "<CryptContext argon2, bcrypt, pbkdf2_sha256; writes argon2>"


def test_schemes_may_be_named_in_one_text_or_be_objects():
    assert CryptContext("argon2, bcrypt").schemes() == ("argon2", "bcrypt")
    assert CryptContext([schemes.bcrypt.using(rounds=5)]).hash("x").startswith("$2b$05$")
    assert CryptContext(["argon2", "bcrypt"], deprecated=["bcrypt"]).needs_update(
        schemes.bcrypt.using(rounds=4).hash("x")
    )


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({}, ValueError, "at least one scheme"),
        ({"schemes": ["md5_crypt"]}, KeyError, "md5_crypt"),
        ({"schemes": ["bcrypt"], "default": "argon2"}, KeyError, "argon2"),
        ({"schemes": ["bcrypt"], "deprecated": ["bcrypt"]}, ValueError, "cannot be deprecated"),
        ({"schemes": ["bcrypt"], "bcrypt__rounds": 3}, ValueError, "4 to 16"),
        ({"schemes": ["bcrypt"], "bcrypt__rounds": 17}, ValueError, "4 to 16"),
        ({"schemes": ["bcrypt"], "bcrypt__salt": "x"}, TypeError, "no setting 'salt'"),
        ({"schemes": ["bcrypt"], "bcrypt__ident": "2x"}, ValueError, "2b"),
        ({"schemes": ["bcrypt"], "argon2__time_cost": 3}, TypeError, "argon2__time_cost"),
        ({"schemes": ["bcrypt"], "rounds": 12}, TypeError, "rounds"),
        ({"schemes": ["bcrypt"], "admin__bcrypt__rounds": 12}, TypeError, "one CryptContext for each"),
        ({"schemes": ["argon2"], "argon2__memory_cost": 7}, ValueError, "8 KiB"),
        ({"schemes": ["argon2"], "argon2__memory_cost": 256 * 1024 + 1}, ValueError, "256 MiB"),
        ({"schemes": ["argon2"], "argon2__memory_cost": 256 * 1024, "argon2__rounds": 9}, ValueError, "2 GiB"),
        ({"schemes": ["argon2"], "argon2__type": "argon3"}, ValueError, "argon2id"),
        ({"schemes": ["argon2"], "argon2__hash_len": 8}, ValueError, "digest"),
        ({"schemes": ["scrypt"], "scrypt__rounds": 19}, ValueError, "256 MiB"),
    ],
)
def test_a_wrong_configuration_says_what_is_wrong(arguments, error, words):
    with pytest.raises(error, match=words):
        CryptContext(**arguments)


def test_settings_that_passlib_has_given_up_warn():
    with pytest.warns(DeprecationWarning, match="all__vary_rounds"):
        CryptContext(schemes=["bcrypt"], all__vary_rounds=0.1)


def test_a_setting_for_all_goes_to_the_schemes_that_have_it():
    context = CryptContext(schemes=["bcrypt", "pbkdf2_sha256", "argon2"], all__min_desired_rounds=4, all__salt_size=8)
    assert [scheme.min_rounds for scheme in context.schemes(resolve=True)] == [4, 4, 4]
    assert context.handler("argon2").salt_size == 8
    with pytest.raises(TypeError, match="no scheme of this context"):
        CryptContext(schemes=["bcrypt"], all__colour="red")


def test_a_category_is_refused(context):
    with pytest.raises(TypeError, match="categories"):
        context.hash("x", category="admin")


@pytest.mark.parametrize("password", [None, 7, ["x"], bytearray(b"x")])
def test_a_password_is_text_or_bytes(context, password):
    with pytest.raises(TypeError, match="str or bytes"):
        context.hash(password)
    with pytest.raises(TypeError, match="str or bytes"):
        context.verify(password, context.hash("x"))
