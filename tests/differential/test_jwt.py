"""JWTs: claims go both ways unchanged, and jose's verdict on them is ours."""

import json

import pytest

import algorithms
import base64url
from told import told

NOW = 1_800_000_000
ISSUERS = ["https://issuer.example", "https://other.example", "https://issuer.example/", ""]
AUDIENCES = ["https://api.example", "https://API.example", "api", ""]
ALLOWED = [*algorithms.JWE, *algorithms.CONTENT]
WRONG = [None, True, 1, 1.5, "", "text", "1800000000", [], ["https://api.example"], [1], {}, {"a": 1}, 1e300]
# The largest NumericDate that a millisecond clock of 64 bits can hold.
LAST_SECOND = 2**63 // 1000


def test_claims_that_they_sign_we_read(ours, peer, inputs, keys, count_rounds):
    claims = [{**inputs.claims(), "exp": NOW + 1} for _ in range(300)]
    key_of = [keys.for_signing(inputs, inputs.choice(algorithms.of_signatures(peer.name))) for _ in claims]
    tokens = peer.ask_all({"do": "sign_jws", "form": "compact", "signers": [{"key": key, "header": {"typ": "JWT"}}],
                           "payload": base64url.encode(inputs.json_text(each).encode())}
                          for each, key in zip(claims, key_of))
    answers = ours.ask_all({"do": "verify_jwt", "jwt": token["jws"], "keys": [algorithms.public(key)], "now": NOW,
                            "algorithms": [key["alg"]], "issuers": [ISSUERS[0]]} for token, key in zip(tokens, key_of))
    for each, token, answer in zip(claims, tokens, answers):
        assert answer.get("claims") == each, told(token, answer)
    count_rounds(len(claims))


def test_claims_that_we_issue_they_read(ours, peer, inputs, keys, count_rounds):
    claims = [inputs.claims() for _ in range(300)]
    key_of = [keys.for_signing(inputs, inputs.choice(algorithms.of_signatures(peer.name))) for _ in claims]
    tokens = ours.ask_all({"do": "issue_jwt", "key": key, "claims": inputs.json_text(each), "typ": "JWT"}
                          for each, key in zip(claims, key_of))
    answers = peer.ask_all({"do": "verify_jws", "form": "compact", "jws": token["jwt"],
                            "keys": [algorithms.public(key)], "algorithms": [key["alg"]]}
                           for token, key in zip(tokens, key_of))
    for each, token, answer in zip(claims, tokens, answers):
        assert "error" not in answer and json.loads(base64url.decode(answer["payload"])) == each, told(token, answer)
    count_rounds(len(claims))


@pytest.fixture
def nesting(inputs, keys, peer):
    """Random claims, the key that signs them and the one they are encrypted for."""
    def made(receiver):
        enc = inputs.choice(list(algorithms.CONTENT))
        alg = inputs.choice(algorithms.of_encryption(receiver))
        return ({**inputs.claims(), "exp": NOW + 1}, enc, keys.for_encryption(inputs, alg, enc),
                keys.for_signing(inputs, inputs.choice(algorithms.of_signatures(peer.name))))
    return made


def test_nested_tokens_that_they_make_we_read(ours, peer, nesting, count_rounds):
    made = [nesting("ours") for _ in range(150)]
    inner = peer.ask_all({"do": "sign_jws", "form": "compact", "payload": base64url.encode_json(claims),
                          "signers": [{"key": signer, "header": {"typ": "JWT"}}]} for claims, _, _, signer in made)
    tokens = peer.ask_all({"do": "encrypt_jwe", "form": "compact", "enc": enc, "header": {"cty": "JWT"},
                           "keys": [algorithms.public(recipient)], "algorithms": ALLOWED,
                           "plaintext": base64url.encode(token["jws"].encode())}
                          for (_, enc, recipient, _), token in zip(made, inner))
    answers = ours.ask_all({"do": "verify_nested", "jwt": token["jwe"], "keys": [recipient], "algorithms": ALLOWED,
                            "inner": {"keys": [algorithms.public(signer)], "algorithms": [signer["alg"]], "now": NOW}}
                           for (_, _, recipient, signer), token in zip(made, tokens))
    for (claims, *_), token, answer in zip(made, tokens, answers):
        assert answer.get("claims") == claims, told(token, answer)
    count_rounds(len(made))


def test_nested_tokens_that_we_make_they_read(ours, peer, nesting, count_rounds):
    made = [nesting(peer.name) for _ in range(150)]
    tokens = ours.ask_all({"do": "issue_nested", "claims": claims, "key": signer, "enc": enc,
                           "keys": [algorithms.public(recipient)]} for claims, enc, recipient, signer in made)
    opened = peer.ask_all({"do": "decrypt_jwe", "form": "compact", "jwe": token["jwt"], "keys": [recipient],
                           "algorithms": ALLOWED} for (_, _, recipient, _), token in zip(made, tokens))
    answers = peer.ask_all({"do": "verify_jws", "form": "compact", "jws": base64url.decode(each["plaintext"]).decode(),
                            "keys": [algorithms.public(signer)], "algorithms": [signer["alg"]]}
                           for (_, _, _, signer), each in zip(made, opened))
    for (claims, *_), token, answer in zip(made, tokens, answers):
        assert "error" not in answer and json.loads(base64url.decode(answer["payload"])) == claims, told(token, answer)
    count_rounds(len(made))


def moment(inputs, leeway):
    """A time on either side of each limit."""
    near = inputs.choice([0, 1, -1, leeway, -leeway, leeway + 1, -leeway - 1, 60, -60, 3600, -3600])
    return NOW + near + inputs.choice([0, 0, 0, 0.5])


def claims_and_demands(inputs):
    leeway = inputs.choice([0, 0, 1, 30, 600])
    claims = {"iss": inputs.choice(ISSUERS), "sub": inputs.choice(["alice", "bob", ""]),
              "aud": inputs.choice([*AUDIENCES, inputs.choices(AUDIENCES, k=2), []]), "exp": moment(inputs, leeway)}
    if inputs.random() < 0.7:
        claims["exp"] = NOW + 3600
    for name in ("nbf", "iat"):
        if inputs.random() < 0.5:
            claims[name] = moment(inputs, leeway)
    if inputs.random() < 0.2:
        claims[inputs.choice([*claims, "jti"])] = inputs.choice(WRONG)
    if inputs.random() < 0.15:
        claims.pop(inputs.choice(list(claims)))
    demands = {"leeway": leeway, "now": NOW,
               "required_claims": inputs.choice([[], [], ["sub"], ["jti"], ["nbf", "iat"]])}
    if inputs.random() < 0.7:
        demands["issuers"] = inputs.choice([ISSUERS[:1], ISSUERS[:2]])
    if inputs.random() < 0.7:
        demands["audiences"] = inputs.choice([AUDIENCES[:1], AUDIENCES[:3]])
    if inputs.random() < 0.2:
        demands["subject"] = "alice"
    if inputs.random() < 0.2:
        # To jose, 0 is no limit.
        demands["max_age"] = inputs.choice([1, 60, 3600])
    if inputs.random() < 0.3:
        demands["typ"] = "at+jwt"
    return claims, demands


def strict_refusals(claims, demands):
    """Where jose is laxer, by rule: the errors with which we alone may refuse."""
    dates = [claims[name] for name in ("exp", "nbf", "iat") if name in claims]
    texts = [claims[name] for name in ("iss", "sub", "jti") if name in claims]
    audience = claims.get("aud", "")
    allowed = set()
    # RFC 7519 section 4.1: iss, sub and jti are strings, aud a string or an array of strings; jose looks at those that
    # are compared, and at one fitting element of aud.
    if not all(isinstance(text, str) for text in texts) or not (
            isinstance(audience, str) or isinstance(audience, list) and all(isinstance(one, str) for one in audience)):
        allowed.add("invalid_claim")
    # RFC 7519 section 2: a NumericDate is a moment; a number that is no moment of our clock is none.
    if any(isinstance(date, float) and abs(date) > LAST_SECOND for date in dates):
        allowed.add("invalid_claim")
    # RFC 7519 section 4.1.6 leaves it open what an `iat` to come means; jose asks only where there is a maximum age.
    issued_at = claims.get("iat")
    if isinstance(issued_at, (int, float)) and issued_at > NOW + demands["leeway"]:
        allowed.add("issued_in_future")
    # A claim that is null says nothing: to us it is missing.
    if any(claims.get(name, "") is None for name in demands["required_claims"]):
        allowed |= {"missing_claim", "invalid_claim"}
    return allowed


def test_our_verdict_on_claims_is_joses(ours, jose, inputs, count_verdicts):
    key = {**inputs.secret(32), "alg": "HS256"}
    cases = [claims_and_demands(inputs) for _ in range(1500)]
    tokens = ours.ask_all({"do": "sign_jws", "form": "compact", "payload": base64url.encode_json(claims),
                           "signers": [{"key": key, "header": inputs.choice([{}, {"typ": "JWT"}, {"typ": "AT+jwt"},
                                                                             {"typ": "application/at+jwt"}])}]}
                          for claims, _ in cases)
    questions = [{"do": "verify_jwt", "jwt": token["jws"], "keys": [key], "algorithms": ["HS256"], **demands}
                 for token, (_, demands) in zip(tokens, cases)]
    for (claims, demands), we, they in zip(cases, ours.ask_all(questions), jose.ask_all(questions)):
        if "error" not in they and we.get("error") in strict_refusals(claims, demands):
            continue
        assert ("error" in we) == ("error" in they), told(claims, demands, we, they)
        if "error" not in we:
            assert we["claims"] == they["claims"] == claims
    count_verdicts(len(cases))
