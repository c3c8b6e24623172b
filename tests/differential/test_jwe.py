"""JWE in every serialization, between us and each peer."""

import pytest

import algorithms
import base64url
from differences import excuse
from tampering import tampered
from told import told

REFUSALS = ["malformed", "algorithm_not_allowed", "unsupported_critical", "unknown_key", "decryption_failed"]
# RFC 7518 sections 4.5 and 4.6: they determine the content encryption key, so there can be one recipient only.
FOR_ONE = ["dir", "ECDH-ES"]
ALLOWED = [*algorithms.JWE, *algorithms.CONTENT]


@pytest.fixture
def encryption(inputs, keys, peer):
    """Makes a random command to encrypt."""
    def recipient(names, enc):
        alg = inputs.choice(names)
        if alg in algorithms.COSTLY and inputs.random() < 0.5:
            alg = inputs.choice(names)
        return keys.for_encryption(inputs, alg, enc)

    def command(receiver):
        names = algorithms.of_encryption(receiver)
        form = inputs.choice(["compact", "compact", "compact", "flattened", "general"])
        enc = inputs.choice(list(algorithms.CONTENT))
        if form == "general":
            several = [name for name in names if name not in FOR_ONE]
            recipients = [recipient(several, enc) for _ in range(inputs.choice([2, 3]))]
        else:
            recipients = [recipient(names, enc)]
        plaintext = inputs.payload()
        made = {"do": "encrypt_jwe", "form": form, "keys": recipients, "enc": enc, "header": inputs.header(),
                "plaintext": base64url.encode(plaintext), "algorithms": ALLOWED}
        if peer.name == "jwcrypto":
            # It takes an empty plaintext for a failure (JWE.decrypt), and compresses where jose no longer does.
            made |= {"plaintext": base64url.encode(plaintext or b"\0"), "zip": inputs.random() < 0.2}
        if form != "compact" and inputs.random() < 0.5:
            made["aad"] = base64url.encode(inputs.text().encode() or b"aad")
        return made

    return command


@pytest.fixture
def decryption(inputs):
    """The command to decrypt it, with the key of one of the recipients; everything we know is allowed."""
    def command(encrypted, jwe):
        made = {"do": "decrypt_jwe", "form": encrypted["form"], "jwe": jwe, "keys": [inputs.choice(encrypted["keys"])],
                "algorithms": ALLOWED}
        return {**made, "max_inflated_bytes": 200_000} if encrypted.get("zip") else made
    return command


def exchange(sender, receiver, encryption, decryption, number):
    """What one encrypts the other decrypts, with the same plaintext and the header that was asked for."""
    encrypted = [encryption(getattr(receiver, "name", "ours")) for _ in range(number)]
    tokens = sender.ask_all({**command, "keys": [algorithms.public(key) for key in command["keys"]]}
                            for command in encrypted)
    refused = [(token, command) for token, command in zip(tokens, encrypted) if "error" in token]
    assert not refused, told(*refused[0])
    verdicts = receiver.ask_all(decryption(command, token["jwe"]) for command, token in zip(encrypted, tokens))
    for command, token, verdict in zip(encrypted, tokens, verdicts):
        assert "error" not in verdict, told(command, token, verdict)
        assert verdict["plaintext"] == command["plaintext"], told(command, token)
        expected = {"enc": command["enc"], **command["header"]}
        assert verdict["header"] == {**verdict["header"], **expected}, told(command, token)


def test_what_they_encrypt_we_decrypt(ours, peer, encryption, decryption, count_rounds):
    exchange(peer, ours, encryption, decryption, 450)
    count_rounds(450)


def test_what_we_encrypt_they_decrypt(ours, peer, encryption, decryption, count_rounds):
    exchange(ours, peer, encryption, decryption, 450)
    count_rounds(450)


def test_what_was_tampered_with_both_refuse(ours, peer, inputs, encryption, decryption, count_rounds):
    encrypted = [encryption(peer.name) for _ in range(900)]
    tokens = ours.ask_all(encrypted[:450]) + peer.ask_all(encrypted[450:])
    changed = [tampered(inputs, token["jwe"]) for token in tokens]
    questions = [decryption(command, text) for command, (text, _) in zip(encrypted, changed)]
    excuses = []
    for token, (text, change), question, we, they in zip(tokens, changed, questions, ours.ask_all(questions),
                                                         peer.ask_all(questions)):
        assert we.get("error") in REFUSALS, told(change, question, token, we)
        if "error" not in they:
            excuses.append(excuse(peer.name, token["jwe"], text))
            assert excuses[-1], told(change, question, token, they)
    count_rounds(len(questions), excuses)
