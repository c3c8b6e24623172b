"""Random changes of a JWS or JWE, compact or JSON; never one that changes nothing."""

import json

import base64url

COMPACT_JWS = ["protected", "payload", "signature"]
COMPACT_JWE = ["protected", "encrypted_key", "iv", "ciphertext", "tag"]
OTHER_ALGORITHMS = ["none", "None", "HS256", "HS512", "RS256", "PS256", "ES256", "ES512", "EdDSA", "Ed25519", "dir",
                    "A128KW", "RSA-OAEP", "RSA1_5", "ECDH-ES", "es256", "", 256, None]


class Parts:
    """The base64url parts of a token by name, whatever the serialization."""

    def __init__(self, text):
        self.json = json.loads(text) if text.startswith("{") else None
        if self.json is None:
            texts = text.split(".")
            if len(texts) not in (3, 5):
                raise ValueError("neither a JWS nor a JWE")
            self.texts = dict(zip(COMPACT_JWS if len(texts) == 3 else COMPACT_JWE, texts))
        else:
            self.texts = {name: text for name, text in self.json.items() if isinstance(text, str)}

    def write(self):
        return ".".join(self.texts.values()) if self.json is None else json.dumps({**self.json, **self.texts})

    def others(self):
        """The members that are no base64url, such as unprotected headers."""
        return {name: value for name, value in (self.json or {}).items() if not isinstance(value, str)}

    def octets(self):
        return {name: base64url.decode_leniently(text) for name, text in self.texts.items()}


def flip_character(inputs, parts, name):
    text = parts.texts[name]
    at = inputs.randrange(len(text))
    parts.texts[name] = text[:at] + inputs.choice(base64url.ALPHABET) + text[at + 1:]


def flip_last_character(inputs, parts, name):
    parts.texts[name] = parts.texts[name][:-1] + inputs.choice(base64url.ALPHABET)


def flip_bit(inputs, parts, name):
    octets = bytearray(base64url.decode_leniently(parts.texts[name]))
    octets[inputs.randrange(len(octets))] ^= 1 << inputs.randrange(8)
    parts.texts[name] = base64url.encode(bytes(octets))


def add_padding(inputs, parts, name):
    parts.texts[name] += "=" * inputs.choice([1, 2, -len(parts.texts[name]) % 4 or 3])


def cut(inputs, parts, name):
    parts.texts[name] = parts.texts[name][:-inputs.choice([1, 2, 4, 8])]


def lengthen(inputs, parts, name):
    parts.texts[name] += inputs.choice(["A", "AA", "AAAA", parts.texts[name]])


def empty(_inputs, parts, name):
    parts.texts[name] = ""


def insert_foreign_character(inputs, parts, name):
    text = parts.texts[name]
    at = inputs.randrange(len(text) + 1)
    parts.texts[name] = text[:at] + inputs.choice([" ", "\n", "\t", "\r\n", "+", "/", "!", "é", "\0"]) + text[at:]


def insert_period(inputs, parts, name):
    at = inputs.randrange(len(parts.texts[name]) + 1)
    parts.texts[name] = parts.texts[name][:at] + "." + parts.texts[name][at:]


def swap_parts(inputs, parts, name):
    other = inputs.choice(list(parts.texts))
    parts.texts[name], parts.texts[other] = parts.texts[other], parts.texts[name]


def change_header(inputs, parts, _name):
    header = json.loads(base64url.decode(parts.texts["protected"]))
    change = inputs.choice(["alg", "alg", "no alg", "crit", "b64", "enc", "zip", "kid", "nonsense"])
    if change == "alg":
        header["alg"] = inputs.choice(OTHER_ALGORITHMS)
    elif change == "no alg":
        header.pop("alg", None)
    elif change == "nonsense":
        header = inputs.choice([[], "alg", None, 1, {}])
    else:
        header[change] = inputs.choice({
            "crit": [["exp"], ["b64"], [], "b64", ["urn:example:unknown"]], "b64": [True, False, "no"],
            "enc": ["A128GCM", "A256GCM", "A128CBC-HS256", "none"], "zip": ["DEF", "GZIP", None],
            "kid": ["another", "", 1]}[change])
    parts.texts["protected"] = base64url.encode_json(header)


def change_unprotected_header(inputs, parts, _name):
    """What leaves the signature genuine, but breaks the rules of the headers."""
    header = json.loads(base64url.decode(parts.texts["protected"]))
    name = inputs.choice(list(header))
    parts.json["header"] = {**parts.json.get("header", {}),
                            **inputs.choice([{name: header[name]}, {"crit": ["urn:unprotected"]}, {"alg": "none"}])}


def add_general_members(inputs, parts, _name):
    """RFC 7515 section 7.2.2: the "signatures" member MUST NOT be present in the flattened syntax; 7516 section 7.2.2
    says so of "recipients"."""
    parts.json["signatures" if "payload" in parts.json else "recipients"] = inputs.choice([[], [{}], [None], {}, "", 1])


PART_CHANGES = [flip_character, flip_character, flip_last_character, flip_bit, flip_bit, add_padding, cut, lengthen,
                empty, insert_foreign_character, insert_period, swap_parts]


def possible(change, parts, name):
    if change is add_general_members:
        # Without these two, "recipients" would make a general JWE of a flattened one.
        return parts.json and ("signature" in parts.json or "header" in parts.json or "encrypted_key" in parts.json)
    if change is change_unprotected_header:
        return parts.json and "protected" in parts.texts and "recipients" not in parts.json
    if change is change_header:
        return "protected" in parts.texts
    if change in (flip_character, flip_last_character):
        return parts.texts[name] != ""
    return change is not flip_bit or base64url.decode_leniently(parts.texts[name]) != b""


CHANGES = [*PART_CHANGES, change_header, change_unprotected_header, add_general_members]


def tampered(inputs, text):
    """Another text, and the name of what was done."""
    while True:
        parts = Parts(text)
        change = inputs.choice(CHANGES)
        name = inputs.choice(list(parts.texts))
        if not possible(change, parts, name):
            continue
        change(inputs, parts, name)
        changed = parts.write()
        if changed != text if parts.json is None else json.loads(changed) != json.loads(text):
            return changed, f"{change.__name__} of {name}"
