"""JWS in every serialization, between us and each peer."""

import pytest

import algorithms
import base64url
from differences import excuse
from tampering import tampered
from told import told

REFUSALS = ["malformed", "algorithm_not_allowed", "unsupported_critical", "unknown_key", "bad_signature"]
FORMS = ["compact", "compact", "detached", "flattened", "general"]


@pytest.fixture
def signing(inputs, keys, peer):
    """Makes a random command to sign."""
    def signer():
        return {"key": keys.for_signing(inputs, inputs.choice(algorithms.of_signatures(peer.name))),
                "header": inputs.header()}

    def command():
        form = inputs.choice(FORMS)
        unencoded = form in ("detached", "flattened") and inputs.random() < 0.4
        payload = inputs.unencoded_payload() if unencoded else inputs.payload()
        signers = [signer() for _ in range(inputs.choice([1, 2, 3]) if form == "general" else 1)]
        for each in signers:
            if form in ("flattened", "general") and inputs.random() < 0.4:
                each["unprotected"] = {"urn:unprotected": inputs.value()}
        return {"do": "sign_jws", "form": form, "unencoded": unencoded, "payload": base64url.encode(payload),
                "signers": signers}

    return command


@pytest.fixture
def verification(inputs, peer):
    """The command to verify what was signed, by the key of one of the signers; everything we know is allowed."""
    def command(signed, jws):
        key = inputs.choice(signed["signers"])["key"]
        return {"do": "verify_jws", "form": signed["form"], "jws": jws, "keys": [algorithms.public(key)],
                "payload": signed["payload"], "algorithms": algorithms.of_signatures(peer.name)}
    return command


def expected_header(signed):
    signer = signed["signers"][0]
    header = {"alg": signer["key"]["alg"], **signer["header"]}
    if "kid" in signer["key"]:
        header["kid"] = signer["key"]["kid"]
    return {**header, "b64": False, "crit": ["b64"]} if signed["unencoded"] else header


def exchange(signer, verifier, signing, verification, number):
    """What one signs the other takes for genuine, with the same payload and header."""
    signed = [signing() for _ in range(number)]
    tokens = signer.ask_all(signed)
    refused = [(token, command) for token, command in zip(tokens, signed) if "error" in token]
    assert not refused, told(*refused[0])
    verdicts = verifier.ask_all(verification(command, token["jws"]) for command, token in zip(signed, tokens))
    for command, token, verdict in zip(signed, tokens, verdicts):
        assert "error" not in verdict, told(command, token, verdict)
        assert verdict["payload"] == command["payload"], told(command, token)
        if len(command["signers"]) == 1:
            assert verdict["header"] == expected_header(command), told(command, token)


def test_what_they_sign_we_verify(ours, peer, signing, verification, count_rounds):
    exchange(peer, ours, signing, verification, 800)
    count_rounds(800)


def test_what_we_sign_they_verify(ours, peer, signing, verification, count_rounds):
    exchange(ours, peer, signing, verification, 800)
    count_rounds(800)


def test_what_was_tampered_with_both_refuse(ours, peer, inputs, signing, verification, count_rounds):
    signed = [signing() for _ in range(1200)]
    tokens = ours.ask_all(signed[:600]) + peer.ask_all(signed[600:])
    changed = [tampered(inputs, token["jws"]) for token in tokens]
    questions = [verification(command, text) for command, (text, _) in zip(signed, changed)]
    excuses = []
    for token, (text, change), question, we, they in zip(tokens, changed, questions, ours.ask_all(questions),
                                                         peer.ask_all(questions)):
        assert we.get("error") in REFUSALS, told(change, question, token, we)
        if "error" not in they:
            excuses.append(excuse(peer.name, token["jws"], text))
            assert excuses[-1], told(change, question, token, they)
    count_rounds(len(questions), excuses)


def test_a_signature_of_another_key_both_refuse(ours, peer, inputs, keys, count_rounds):
    questions, signed = [], []
    for _ in range(200):
        alg = inputs.choice([name for name in algorithms.of_signatures(peer.name) if name != "EdDSA"])
        key, other = keys.for_signing(inputs, alg), keys.for_signing(inputs, alg)
        same = [{**each, "kid": None} for each in (key, other)]
        if same[0] == same[1]:
            continue
        signed.append({"do": "sign_jws", "form": "compact", "payload": "e30", "signers": [{"key": key}]})
        questions.append({"do": "verify_jws", "form": "compact", "algorithms": [alg],
                          "keys": [algorithms.public({**other, "kid": key.get("kid", "one")})]})
    for question, token in zip(questions, ours.ask_all(signed)):
        question["jws"] = token["jws"]
    for question, we, they in zip(questions, ours.ask_all(questions), peer.ask_all(questions)):
        assert we["error"] == "bad_signature", told(question, we)
        assert "error" in they, told(question, they)
    count_rounds(len(questions))
