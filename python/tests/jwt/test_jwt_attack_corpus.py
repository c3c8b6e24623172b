"""The shared attack corpus, through the API of PyJWT: what must be refused is refused, every control accepted."""

from collections import Counter
from collections.abc import Callable

import jwt_attack_corpus as attack_corpus
import pytest
from jwt_attack_corpus import Case

from watchword import jwt

pytestmark = pytest.mark.skipif(
    not attack_corpus.FOLDER.is_dir(),
    reason=f"the attack corpus is not at {attack_corpus.FOLDER}: set WATCHWORD_VECTORS to the folder of the vectors",
)

ACCEPTED_BY_THE_CORPUS_ONLY = {
    "q301-jwk-import": "PyJWKSet refuses a set without keys, and PyJWT's suite wants it so",
}
STRICT_AND_NOT_REFUSED = {
    "p366-jwk-import": "key_ops is not looked at: to_jwk() of PyJWT writes private keys that may only sign",
    "p370-jwk-import": "a set with the same kid twice: PyJWT takes the first",
    "p371-jwk-import": "a set with private keys is accepted as PyJWT does",
}

ALL = list(attack_corpus.cases()) if attack_corpus.FOLDER.is_dir() else []
EXPRESSIBLE = [case for case in ALL if not case.why_not_expressible() and case.id not in ACCEPTED_BY_THE_CORPUS_ONLY]


@pytest.mark.parametrize("case", EXPRESSIBLE, ids=lambda case: case.id)
def test_the_case_is_judged_as_the_corpus_says(clock: Callable[[float], None], case: Case) -> None:
    clock(case.verifier.get("now") or 1_700_000_000)
    accepted = [attack_corpus.accepts(case) for _ in range(2)]
    assert accepted[0] == accepted[1], "the second time the keys are known to the fast way"
    if case.outcome == "either" or case.id in STRICT_AND_NOT_REFUSED:
        return
    assert accepted[0] == (case.outcome == "accept"), case.title


@pytest.mark.parametrize("algorithms", [["RS256"], ["RS256", "HS256"], ["HS256", "ES256", "EdDSA", "RS256", "PS256"]])
def test_a_public_key_as_text_never_verifies_what_was_signed_with_that_text(
    clock: Callable[[float], None], algorithms: list[str]
) -> None:
    clock(1_700_000_000)
    rsa = jwt.PyJWK(attack_corpus.public(attack_corpus.keys()["rsa"])).key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    form = PublicFormat.SubjectPublicKeyInfo
    texts = [rsa.public_bytes(encoding, form) for encoding in (Encoding.PEM, Encoding.DER)]
    confused = [case for case in ALL if case.id.split("-", 1)[1] == "key-confusion" and "key used as" in case.title]
    assert len(confused) > 9
    for case in confused:
        for key in texts:
            with pytest.raises(jwt.PyJWTError):
                jwt.decode(case.token, key, algorithms, options={"verify_aud": False, "verify_exp": False})


def test_most_of_the_corpus_can_be_asked_for() -> None:
    why = Counter(case.why_not_expressible() or "asked" for case in ALL)
    assert why["asked"] >= 409, why
    assert sum(case.is_must for case in EXPRESSIBLE) >= 300
