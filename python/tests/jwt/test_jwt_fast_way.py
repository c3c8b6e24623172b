"""decode() and encode() go through the core, and never accept there what the plain way refuses."""

import threading
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from freezegun import freeze_time
from jwt_keys import NOW, SECRET, KeyPair

from watchword import jwt
from watchword.jwt import api_jws, tokens

ALGORITHMS = "HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA".split()


class PlainWay(Exception):
    """The plain way was taken."""


@pytest.fixture
def no_plain_way(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Breaks the plain way from the moment it is called."""

    def broken(*_: Any, **__: Any) -> Any:
        raise PlainWay

    def break_it() -> None:
        # Where PyJWT has them from: what is replaced in PyJWT itself is used, so the fast way is not taken then.
        monkeypatch.setattr(tokens.Tokens, "decode_complete", broken)
        monkeypatch.setattr(tokens.Tokens, "_encode_payload", broken)

    return break_it


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("form", ["text", "bytes", "object", "jwk"])
def test_the_second_use_of_a_key_is_fast(
    pairs: dict[str, KeyPair], no_plain_way: Callable[[], None], algorithm: str, form: str
) -> None:
    private, public = _keys(pairs[algorithm], algorithm, form)
    allowed = None if form == "jwk" else [algorithm]
    token = jwt.encode({"sub": "alice"}, private, algorithm)
    assert jwt.decode(token, public, allowed) == {"sub": "alice"}
    no_plain_way()
    again = jwt.encode({"sub": "alice"}, private, algorithm)
    assert again.rsplit(".", 1)[0] == token.rsplit(".", 1)[0]
    assert jwt.decode(again, public, allowed) == {"sub": "alice"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"audience": "a", "issuer": "i", "subject": "s", "leeway": 3},
        {"audience": ["b", "a"], "issuer": {"i"}, "options": {"require": ["exp", "aud"], "verify_jti": False}},
        {"options": {"verify_aud": False, "strict_aud": False}},
        {"audience": "a", "options": {"strict_aud": True}},
    ],
)
def test_the_usual_arguments_are_fast(no_plain_way: Callable[[], None], arguments: Any) -> None:
    claims = {"aud": "a", "iss": "i", "sub": "s", "exp": 99999999999, "iat": 1, "nbf": 1.5, "jti": "j"}
    token = jwt.encode(claims, SECRET)
    assert jwt.decode(token, SECRET, ["HS256"], **arguments) == claims
    no_plain_way()
    assert jwt.decode(token, SECRET, ["HS256"], **arguments) == claims


def test_datetimes_and_headers_are_written_fast(no_plain_way: Callable[[], None]) -> None:
    claims = {"exp": datetime(2030, 1, 1, tzinfo=timezone.utc), "é": [1.5, True, None, "\ud800", 2**70]}
    headers = {"kid": "k", "é": 1, "typ": "at+jwt"}
    token = jwt.encode(claims, SECRET, headers=headers)
    before = dict(claims)
    no_plain_way()
    assert jwt.encode(claims, SECRET, headers=headers) == token
    assert claims == before


@pytest.mark.parametrize("key", ["too short", b"\0" * 31])
def test_a_key_that_is_warned_of_is_never_fast(no_plain_way: Callable[[], None], key: Any) -> None:
    with pytest.warns(jwt.InsecureKeyLengthWarning, match="below the minimum"):
        token = jwt.encode({}, key)
    for _ in range(2):
        with pytest.warns(jwt.InsecureKeyLengthWarning, match="below the minimum"):
            jwt.decode(token, key, ["HS256"])
    no_plain_way()
    with pytest.raises(PlainWay):
        jwt.decode(token, key, ["HS256"])


def test_a_subclass_with_a_hook_takes_the_plain_way() -> None:
    class Shouting(jwt.PyJWT):
        def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
            return {key: str(value).upper() for key, value in super()._decode_payload(decoded).items()}

    token = jwt.encode({"a": "b"}, SECRET)
    for _ in range(2):
        assert Shouting().decode(token, SECRET, ["HS256"]) == {"a": "B"}


def test_an_algorithm_that_is_taken_away_is_gone_at_once() -> None:
    token = jwt.encode({}, SECRET)
    ours = jwt.PyJWT()
    assert ours.decode(token, SECRET, ["HS256"]) == ours.decode(token, SECRET, ["HS256"]) == {}
    ours._jws.unregister_algorithm("HS256")
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not supported"):
        ours.decode(token, SECRET, ["HS256"])
    with pytest.raises(NotImplementedError):
        ours.encode({}, SECRET)


def test_an_algorithm_of_ones_own_under_a_known_name_is_used() -> None:
    class Nothing(jwt.algorithms.NoneAlgorithm):
        def prepare_key(self, key: Any) -> None:
            return None

    ours = jwt.PyJWT()
    ours._jws.unregister_algorithm("HS256")
    ours._jws.register_algorithm("HS256", Nothing())
    assert ours.encode({}, SECRET).endswith(".")
    assert not jwt.encode({}, SECRET).endswith(".")


def test_a_changed_option_of_the_object_counts_at_once(clock: Callable[[float], None]) -> None:
    token = jwt.encode({"exp": NOW + 10}, SECRET)
    ours = jwt.PyJWT()
    assert ours.decode(token, SECRET, ["HS256"])
    ours.options["require"] = ["jti"]
    with pytest.raises(jwt.MissingRequiredClaimError):
        ours.decode(token, SECRET, ["HS256"])
    clock(NOW + 10)
    ours.options["require"] = []
    with pytest.raises(jwt.ExpiredSignatureError):
        ours.decode(token, SECRET, ["HS256"])
    ours.options["verify_exp"] = False
    assert ours.decode(token, SECRET, ["HS256"])


@pytest.mark.parametrize("replaced", [{"verify_signature": True}, {}, None])
def test_options_that_lack_a_check_do_not_switch_it_off(clock: Callable[[float], None], replaced: Any) -> None:
    ours = jwt.PyJWT()
    late = jwt.encode({"exp": NOW - 1}, SECRET)
    assert jwt.decode(jwt.encode({}, SECRET), SECRET, ["HS256"]) == {}
    if replaced is None:
        del ours.options["verify_exp"]
    else:
        ours.options = replaced
    with pytest.raises(KeyError):
        ours.decode(late, SECRET, ["HS256"])


def test_an_object_that_knows_fewer_algorithms_knows_no_others() -> None:
    token = jwt.encode({}, SECRET)
    ours = jwt.PyJWT()
    assert ours.decode(token, SECRET, ["HS256"]) == ours.decode(token, SECRET, ["HS256"]) == {}
    ours._jws = jwt.PyJWS(algorithms=["HS512"])
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not supported"):
        ours.decode(token, SECRET, ["HS256"])


@pytest.mark.parametrize("name", ["Ed25519", "HS256"])
def test_an_algorithm_of_ones_own_has_the_last_word_under_a_name_of_the_core(
    pairs: dict[str, KeyPair], name: str
) -> None:
    class Revocable(type(jwt.get_algorithm_by_name("EdDSA"))):  # type: ignore[misc]
        is_revoked = False

        def verify(self, msg: Any, key: Any, sig: Any) -> bool:
            return not self.is_revoked and bool(super().verify(msg, key, sig))

    ours, algorithm, pair = jwt.PyJWT(), Revocable(), pairs["EdDSA"]
    if name == "HS256":
        ours._jws.unregister_algorithm(name)
    ours._jws.register_algorithm(name, algorithm)
    token = ours.encode({}, pair.private, name)
    assert ours.decode(token, pair.public, [name]) == ours.decode(token, pair.public, [name]) == {}
    algorithm.is_revoked = True
    with pytest.raises(jwt.InvalidSignatureError):
        ours.decode(token, pair.public, [name])


@pytest.mark.parametrize("claim", ["iss", "exp", "iat", "nbf"])
def test_what_a_name_raises_when_it_is_compared_is_raised(claim: str) -> None:
    class Name:
        def __hash__(self) -> int:
            return hash(claim)

        def __eq__(self, other: object) -> bool:
            payload.clear()
            raise ArithmeticError("not comparable")

    jwt.encode({}, SECRET)
    payload: dict[Any, Any] = {Name(): 1}
    with pytest.raises(ArithmeticError, match="not comparable"):
        jwt.encode(payload, SECRET)


def test_frozen_time_is_the_time() -> None:
    token = jwt.encode({"exp": 1_000_000_100}, SECRET)
    with freeze_time(datetime.fromtimestamp(1_000_000_000, timezone.utc)) as frozen:
        for _ in range(2):
            assert jwt.decode(token, SECRET, ["HS256"])
        frozen.tick(100)
        with pytest.raises(jwt.ExpiredSignatureError):
            jwt.decode(token, SECRET, ["HS256"])


def test_a_key_object_for_encryption_is_refused_though_its_secret_is_known() -> None:
    k = jwt.utils.base64url_encode(SECRET.encode()).decode()
    token = jwt.encode({}, SECRET)
    good, bad = (jwt.PyJWK({"kty": "oct", "k": k, "use": use}) for use in ("sig", "enc"))
    for _ in range(2):
        assert jwt.decode(token, good) == {}
        with pytest.raises(jwt.InvalidKeyError, match="not for signatures"):
            jwt.decode(token, bad)


def test_the_header_cannot_choose_another_algorithm_of_a_known_secret() -> None:
    for algorithm in ("HS256", "HS512"):
        token = jwt.encode({}, SECRET, algorithm)
        assert jwt.decode(token, SECRET, ["HS256", "HS512"]) == {}
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(jwt.encode({}, SECRET, "HS512"), SECRET, ["HS256"])


def test_more_keys_than_are_remembered_still_work() -> None:
    secrets = [f"{number:064}" for number in range(1200)]
    for secret in secrets + secrets[:3]:
        assert jwt.decode(jwt.encode({"s": secret}, secret), secret, ["HS256"]) == {"s": secret}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(jwt.encode({}, secrets[0]), secrets[1], ["HS256"])


def test_threads_share_keys_and_never_mix_them(pairs: dict[str, KeyPair]) -> None:
    wrong: list[object] = []

    def work(number: int) -> None:
        secret, algorithm = f"{number}" * 64, ALGORITHMS[number]
        pair = pairs[algorithm]
        for turn in range(60):
            token = jwt.encode({"n": number, "t": turn}, pair.private_text, algorithm)
            if jwt.decode(token, pair.public_text, [algorithm]) != {"n": number, "t": turn}:
                wrong.append(token)
            own = jwt.encode({"n": number}, secret)
            try:
                jwt.decode(own, f"{number + 1}" * 64, ["HS256"])
                wrong.append(own)
            except jwt.InvalidSignatureError:
                pass

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 3, 6, 9, 10, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def _keys(pair: KeyPair, algorithm: str, form: str) -> tuple[Any, Any]:
    if form == "object":
        return pair.private, pair.public
    if form == "jwk":
        own = api_jws.get_algorithm_by_name(algorithm)
        private, public = (own.to_jwk(key, as_dict=True) for key in (pair.private, pair.public))
        return jwt.PyJWK(private, algorithm), jwt.PyJWK(public, algorithm)
    if form == "bytes":
        return pair.private_text.encode(), pair.public_text.encode()
    return pair.private_text, pair.public_text
