"""jwcrypto's side of the protocol (README.md)."""

import json

from jwcrypto import jwe, jwk, jws

import base64url

NAME = "jwcrypto"


class JwcryptoPeer:
    name = NAME

    def __init__(self):
        self._keys = {}

    def ask_all(self, commands):
        return [self._answer(command) for command in commands]

    def ask(self, **command):
        return self._answer(command)

    def _answer(self, command):
        try:
            return getattr(self, command["do"])(command)
        except Exception as refusal:  # each of its modules has exceptions of its own
            return {"error": type(refusal).__name__, "detail": str(refusal)}

    def _key(self, members):
        """The key without `alg`, `use` and `kid`, which it would check before what is to be tested."""
        text = json.dumps({name: value for name, value in members.items() if name not in ("alg", "use", "kid")})
        if text not in self._keys:
            self._keys[text] = jwk.JWK.from_json(text)
        return self._keys[text]

    def sign_jws(self, command):
        unencoded = command.get("unencoded", False)
        payload = base64url.decode(command["payload"])
        token = jws.JWS(payload.decode() if unencoded else payload)
        for signer in command["signers"]:
            header = protected_header(signer["key"], signer.get("header", {}))
            if unencoded:
                header |= {"b64": False, "crit": ["b64"]}
            token.add_signature(self._key(signer["key"]), None, json.dumps(header), signer.get("unprotected"))
        form = command["form"]
        if form == "detached":
            token.detach_payload()
        text = token.serialize(compact=form in ("compact", "detached"))
        return {"jws": as_general(text) if form == "general" else text}

    def verify_jws(self, command):
        token = jws.JWS()
        token.allowed_algs = command["algorithms"]
        token.deserialize(command["jws"])
        if command["form"] == "detached":
            if ".." not in command["jws"]:
                raise ValueError("not detached")
            token.objects["payload"] = base64url.decode(command["payload"])
        token.verify(self._key(command["keys"][0]))
        payload = token.payload.encode() if isinstance(token.payload, str) else token.payload
        signature = token.objects.get("signatures", [token.objects])[0]
        return {"payload": base64url.encode(payload), "header": json.loads(signature.get("protected", "{}"))}

    def encrypt_jwe(self, command):
        keys = command["keys"]
        protected = {"enc": command["enc"], **command.get("header", {})}
        if command.get("zip"):
            protected["zip"] = "DEF"
        headers = [{name: key[name] for name in ("alg", "kid") if name in key} for key in keys]
        if len(keys) == 1:
            protected |= headers.pop()
        token = jwe.JWE(base64url.decode(command["plaintext"]), json.dumps(protected), algs=command["algorithms"],
                        aad=base64url.decode(command.get("aad", "")))
        for key, header in zip(keys, headers or [None]):
            token.add_recipient(self._key(key), json.dumps(header) if header else None)
        return {"jwe": token.serialize(compact=command["form"] == "compact")}

    def decrypt_jwe(self, command):
        token = jwe.JWE(algs=command["algorithms"])
        token.deserialize(command["jwe"])
        token.decrypt(self._key(command["keys"][0]))
        return {"plaintext": base64url.encode(token.payload), "header": json.loads(token.objects["protected"])}

    def generate_key(self, command):
        kinds = {"RSA": {"size": 2048}}
        key = jwk.JWK.generate(kty=command["kty"], **({"crv": command["crv"]} if "crv" in command else {}),
                               **kinds.get(command["kty"], {}))
        return {"private": json.loads(key.export_private())}

    def describe_key(self, command):
        key = self._key(command["key"])
        described = {"thumbprint": key.thumbprint(), "private": json.loads(key.export(private_key=True))}
        if key["kty"] == "oct":
            return described
        return {**described, "public": json.loads(key.export_public()), "public_pem": key.export_to_pem().decode(),
                "private_pem": key.export_to_pem(private_key=True, password=None).decode()}

    def read_pem(self, command):
        key = jwk.JWK.from_pem(command["pem"].encode())
        return {"jwk": json.loads(key.export_private() if key.has_private else key.export_public())}


def protected_header(key, header):
    return {"alg": key["alg"], **({"kid": key["kid"]} if "kid" in key else {}), **header}


def as_general(text):
    """One signature is written flattened; RFC 7515 section 7.2.1 allows it a list, too."""
    flattened = json.loads(text)
    if "signatures" in flattened:
        return text
    payload = flattened.pop("payload")
    return json.dumps({"payload": payload, "signatures": [flattened]})
