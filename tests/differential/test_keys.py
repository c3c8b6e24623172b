"""Keys: thumbprints, JWK and PEM, both ways."""

import pytest

import algorithms
from keys import bare

NUMBER = 120


@pytest.fixture
def described(ours, peer, inputs, keys, count_rounds):
    """Random keys, as both sides describe them."""
    signing = algorithms.of_signatures(peer.name)
    chosen = [inputs.choice([keys.for_signing(inputs, inputs.choice(signing)),
                             keys.for_encryption(inputs, inputs.choice(algorithms.JWE), "A256GCM")])
              for _ in range(NUMBER)]
    questions = [{"do": "describe_key", "key": key} for key in chosen]
    count_rounds(NUMBER)
    return list(zip(chosen, ours.ask_all(questions), peer.ask_all(questions)))


def test_thumbprints_are_the_same(described):
    for key, we, they in described:
        assert we["thumbprint"] == they["thumbprint"], key


def test_what_was_imported_is_exported_as_it_was(described):
    for key, we, they in described:
        given = bare({"private": key})
        assert bare(we) == given and bare(they) == given
        assert we["private"]["alg"] == key["alg"] and we["private"].get("kid") == key.get("kid")


def test_no_private_member_is_in_a_public_key(described):
    for key, we, _ in described:
        if key["kty"] == "oct":
            assert "public" not in we and "public_pem" not in we
        else:
            assert bare({"private": we["public"]}) == algorithms.public(bare({"private": key}))


@pytest.mark.parametrize("half", ["public", "private"])
def test_each_reads_the_pem_of_the_other(ours, peer, described, half, count_rounds):
    def exchange(reader, side):
        """Of an encryption key, we write no PEM."""
        pems = [(sides[0], sides[side][half + "_pem"]) for sides in described if half + "_pem" in sides[side]]
        answers = reader.ask_all({"do": "read_pem", "alg": key["alg"], "pem": pem} for key, pem in pems)
        for (key, pem), answer in zip(pems, answers):
            given = bare({"private": key})
            assert bare({"private": answer["jwk"]}) == (algorithms.public(given) if half == "public" else given), pem
        count_rounds(len(pems))

    exchange(ours, 2)
    exchange(peer, 1)
