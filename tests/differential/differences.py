"""Where a peer is laxer than the RFC, by rule and with the sentence that decides. We refuse all of it.

Nothing here excuses us: whatever was tampered with, our answer is a refusal.
"""

from tampering import Parts


def same_octets(original, tampered):
    """RFC 7515 section 2: base64url "with all trailing '=' characters omitted [...] and without the inclusion of any
    line breaks, whitespace, or other additional characters", and RFC 4648 section 3.5: "decoders MAY choose to reject
    an encoding if the pad bits have not been set to zero". Both peers decode such texts to the same octets."""
    try:
        before, after = Parts(original), Parts(tampered)
        return after.octets() == before.octets() and after.others() == before.others()
    except ValueError:
        return False


def unused_encrypted_key(original, tampered):
    """RFC 7516 section 5.2 step 10: "When Direct Key Agreement or Direct Encryption are employed, verify that the JWE
    Encrypted Key value is an empty octet sequence". jwcrypto does not look at it."""
    try:
        before, after = Parts(original), Parts(tampered)
    except ValueError:
        return False
    before.texts.setdefault("encrypted_key", "")
    return before.texts["encrypted_key"] == "" and before.others() == after.others() and \
        before.texts == {**after.texts, "encrypted_key": ""}


RULES = {"jwcrypto": [same_octets, unused_encrypted_key], "jose": [same_octets]}


def excuse(peer, original, tampered):
    """The rule by which `peer` may accept what was tampered with, or None."""
    return next((rule for rule in RULES[peer] if rule(original, tampered)), None)
