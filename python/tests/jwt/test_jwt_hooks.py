"""Whatever method somebody replaces, wherever: it is called, also after the fast way has been taken."""

import datetime
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from freezegun import freeze_time
from jwt_keys import NOW, SECRET, KeyPair

from watchword import _native, jwt
from watchword.jwt import api_jws, api_jwt
from watchword.jwt.hooks import CHANGED_ALGORITHMS

OF_A_TOKEN = [
    "decode_complete", "_decode_payload", "_merge_options", "_validate_claims", "_validate_required_claims",
    "_validate_iat", "_validate_nbf", "_validate_exp", "_validate_iss", "_validate_aud", "_validate_sub",
    "_validate_jti",
]  # fmt: skip
OF_A_SIGNATURE = [
    "decode_complete", "_load", "_validate_headers", "_validate_kid", "_verify_signature", "get_algorithm_by_name",
]  # fmt: skip
OF_AN_ALGORITHM = ["prepare_key", "check_key_length", "verify", "sign"]
WHEN_ENCODING = {
    jwt.PyJWT: ["_encode_payload"],
    jwt.PyJWS: ["encode", "_validate_headers", "_validate_kid", "get_algorithm_by_name"],
    jwt.algorithms.HMACAlgorithm: ["prepare_key", "check_key_length", "sign"],
}

CLAIMS = {"iss": "i", "aud": "a", "sub": "s", "jti": "j", "exp": 99999999999, "iat": 1, "nbf": 1}
TOKEN = jwt.encode(CLAIMS, SECRET, headers={"kid": "k"})


class Hook(Exception):
    """The hook has been called."""


def hook(*_: Any, **__: Any) -> Any:
    raise Hook


def decode(library: Any = jwt, token: str = TOKEN) -> Any:
    return library.decode(token, SECRET, ["HS256"], audience="a", issuer="i", subject="s")


def encode(library: Any = jwt) -> Any:
    return library.encode(CLAIMS, SECRET, headers={"kid": "k"})


@pytest.fixture(autouse=True)
def both_are_fast_before_and_after() -> Iterator[None]:
    assert is_fast()
    yield
    assert is_fast()


def is_fast(library: Any = None) -> bool:
    """Whether the core is asked, and answers, for both."""
    library = library or api_jwt._jwt_global_obj
    assert (decode(library), encode(library)) == (CLAIMS, TOKEN)
    answers: list[Any] = []

    def noting(function: Any) -> Any:
        return lambda *arguments: answers.append(function(*arguments)) or answers[-1]

    with (
        mock.patch.object(_native, "decode", noting(_native.decode)),
        mock.patch.object(_native, "encode", noting(_native.encode)),
    ):
        assert (decode(library), encode(library)) == (CLAIMS, TOKEN)
    return answers == [CLAIMS, TOKEN]


@pytest.mark.parametrize(
    "cls,name",
    [
        *((jwt.PyJWT, name) for name in OF_A_TOKEN),
        *((jwt.PyJWS, name) for name in OF_A_SIGNATURE),
        *((jwt.algorithms.HMACAlgorithm, name) for name in OF_AN_ALGORITHM),
    ],
)
def test_a_method_that_is_replaced_in_the_class_decodes(
    monkeypatch: pytest.MonkeyPatch, cls: type, name: str
) -> None:
    monkeypatch.setattr(cls, name, hook)
    with pytest.raises(Hook):
        decode()
    monkeypatch.undo()
    with mock.patch.object(cls, name, side_effect=Hook), pytest.raises(Hook):
        decode(jwt.PyJWT())


@pytest.mark.parametrize("cls,name", [(cls, name) for cls, names in WHEN_ENCODING.items() for name in names])
def test_a_method_that_is_replaced_in_the_class_encodes(
    monkeypatch: pytest.MonkeyPatch, cls: type, name: str
) -> None:
    monkeypatch.setattr(cls, name, hook)
    with pytest.raises(Hook):
        encode()


@pytest.mark.parametrize("library", [api_jwt._jwt_global_obj, jwt.PyJWT()], ids=["the global one", "one's own"])
@pytest.mark.parametrize("part,names", [("", OF_A_TOKEN), ("_jws", OF_A_SIGNATURE)])
def test_a_method_that_is_replaced_in_one_object_is_used_there_only(library: Any, part: str, names: list[str]) -> None:
    target, other = getattr(library, part) if part else library, jwt.PyJWT()
    assert decode(library) == CLAIMS
    for name in names:
        setattr(target, name, hook)
        with pytest.raises(Hook):
            decode(library)
        assert is_fast(other)
        delattr(target, name)
        assert is_fast(library)


def test_two_methods_that_are_replaced_are_put_back_one_by_one() -> None:
    ours = jwt.PyJWT()
    ours._validate_aud = ours._validate_exp = hook  # type: ignore[method-assign]
    del ours._validate_aud
    with pytest.raises(Hook):
        decode(ours)
    del ours._validate_exp
    assert is_fast(ours)


@pytest.mark.parametrize("name", OF_AN_ALGORITHM)
def test_a_method_that_is_replaced_in_one_algorithm_is_used(name: str) -> None:
    algorithm = jwt.get_algorithm_by_name("HS256")
    with mock.patch.object(algorithm, name, side_effect=Hook), pytest.raises(Hook):
        decode()


def test_an_algorithm_that_is_forgotten_while_it_is_changed_leaves_nothing_behind() -> None:
    algorithm: Any = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    algorithm.verify = hook
    assert CHANGED_ALGORITHMS == {id(algorithm)}
    assert not is_fast()
    del algorithm
    assert not CHANGED_ALGORITHMS


def test_a_replaced_algorithm_method_decides_for_asymmetric_keys_too(pairs: dict[str, KeyPair]) -> None:
    pair = pairs["ES256"]
    token = jwt.encode({}, pair.private, "ES256")
    forged = token.rpartition(".")[0] + "." + "A" * 86
    assert jwt.decode(token, pair.public, ["ES256"]) == {}
    with mock.patch("watchword.jwt.algorithms.ECAlgorithm.verify", return_value=True):
        assert jwt.decode(forged, pair.public, ["ES256"]) == {}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, pair.public, ["ES256"])


def test_a_key_that_a_replaced_method_has_made_is_not_remembered() -> None:
    strange = "another secret for this one test, which is long enough"
    forged = jwt.encode({}, strange)
    with mock.patch.object(jwt.algorithms.HMACAlgorithm, "prepare_key", lambda self, key: strange.encode()):
        assert jwt.decode(forged, SECRET, ["HS256"]) == {}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, SECRET, ["HS256"])


@pytest.mark.parametrize("name", [*OF_A_TOKEN, "_get_default_options"])
def test_a_subclass_is_asked(name: str) -> None:
    with pytest.raises(Hook):
        decode(type("Mine", (jwt.PyJWT,), {name: staticmethod(hook)})())


def test_default_options_of_a_subclass_or_a_patched_class_count() -> None:
    late = jwt.encode({"exp": 1}, SECRET)

    lenient = {**jwt.PyJWT._get_default_options(), "verify_exp": False}
    hook = staticmethod(lambda: dict(lenient))
    assert type("Lenient", (jwt.PyJWT,), {"_get_default_options": hook})().decode(late, SECRET, ["HS256"])
    with mock.patch.object(jwt.PyJWT, "_get_default_options", hook):
        ours = jwt.PyJWT()
    for _ in range(2):
        assert ours.decode(late, SECRET, ["HS256"]) == {"exp": 1}
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(late, SECRET, ["HS256"])


def test_signatures_by_another_object_are_asked_for_there() -> None:
    ours = jwt.PyJWT()
    ours._jws = mock.Mock()
    ours._jws.decode_complete.return_value = {"payload": b'{"by":"mock"}', "header": {}, "signature": b""}
    assert ours.decode(TOKEN, SECRET, ["HS256"]) == {"by": "mock"}


def test_a_header_type_of_ones_own_is_written() -> None:
    ours = jwt.PyJWT()
    ours._jws.header_typ = "at+jwt"
    with mock.patch.object(jwt.PyJWS, "header_typ", "dpop+jwt"):
        written = [jwt.get_unverified_header(one.encode({}, SECRET))["typ"] for one in (ours, jwt)]
    assert written == ["at+jwt", "dpop+jwt"]


def test_the_clock_of_the_module_may_be_replaced() -> None:
    token = jwt.encode({"exp": NOW + 10}, SECRET)
    for seconds, is_good in ((9, True), (10, False)):
        with mock.patch("watchword.jwt.api_jwt.datetime") as clock:
            clock.now.return_value = datetime.datetime.fromtimestamp(NOW + seconds, datetime.timezone.utc)
            if is_good:
                assert jwt.decode(token, SECRET, ["HS256"])
            else:
                with pytest.raises(jwt.ExpiredSignatureError):
                    jwt.decode(token, SECRET, ["HS256"])


def test_frozen_time_does_not_make_it_slow() -> None:
    with freeze_time("2030-01-01"):
        assert is_fast()


def test_asking_about_the_classes_changes_nothing() -> None:
    for cls in (jwt.PyJWT, jwt.PyJWS, jwt.algorithms.HMACAlgorithm):
        assert isinstance(cls.__annotations__, dict)
        mock.create_autospec(cls)
        assert cls.__doc__
    assert is_fast()


def test_subclasses_may_have_a_metaclass_of_their_own() -> None:
    class Single(type):
        pass

    class Mine(jwt.PyJWT, metaclass=Single):
        pass

    assert decode(Mine()) == CLAIMS


def test_a_subclass_may_set_what_it_likes_before_our_init() -> None:
    class MyJws(jwt.PyJWS):
        def __init__(self) -> None:
            self.header_typ = "at+jwt"
            super().__init__()

    class MyJwt(jwt.PyJWT):
        def __init__(self) -> None:
            self._jws = MyJws()
            self.options = self._get_default_options()

    assert decode(MyJwt()) == CLAIMS
    assert jwt.get_unverified_header(MyJwt().encode({}, SECRET))["typ"] == "at+jwt"


def test_an_algorithm_class_of_ones_own_slows_nobody_down() -> None:
    class Mine(jwt.algorithms.HMACAlgorithm):
        def __init__(self) -> None:
            super().__init__(self.SHA256)
            self._crypto_key_types = ()

    Mine.verify = hook  # type: ignore[method-assign]
    kept = Mine()
    assert is_fast(), kept


def test_another_jws_object_may_be_put_back() -> None:
    ours = jwt.PyJWT()
    before = ours._jws
    ours._jws = mock.Mock()
    ours._jws = before
    assert is_fast(ours)


def test_the_methods_of_the_jws_object_are_those_that_the_module_exports() -> None:
    assert api_jws.decode_complete.__self__ is api_jwt._jwt_global_obj._jws  # type: ignore[attr-defined]
