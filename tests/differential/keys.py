"""A pool of keys, half of them ours, half the peer's; a round takes one and binds it to an algorithm and a kid."""

import algorithms
import base64url

CURVE_ALGORITHMS = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "secp256k1": "ES256K", "Ed25519": "EdDSA",
                    "Ed448": "EdDSA", "X25519": "ECDH-ES", "X448": "ECDH-ES"}
OUR_ALGORITHMS = {**CURVE_ALGORITHMS, "Ed25519": "Ed25519", "Ed448": "Ed448"}


class KeyPool:
    def __init__(self, ours, peer, pairs=3):
        self._keys = {"RSA": [bare(ours.ask(do="generate_key", alg="RS256")),
                              bare(peer.ask(do="generate_key", alg="RS256", kty="RSA"))]}
        for curve in CURVE_ALGORITHMS:
            kty = "EC" if curve.startswith(("P-", "secp")) else "OKP"
            self._keys[curve] = [bare(key) for _ in range(pairs) for key in (
                ours.ask(do="generate_key", alg=OUR_ALGORITHMS[curve], crv=curve),
                peer.ask(do="generate_key", alg=CURVE_ALGORITHMS[curve], kty=kty, crv=curve))]

    def for_signing(self, inputs, alg):
        kty, curves = algorithms.JWS[alg]
        if kty == "oct":
            return bound(inputs, inputs.secret(*algorithms.SECRET_LENGTHS[alg]), alg)
        return bound(inputs, inputs.choice(self._keys[inputs.choice(curves.split()) if curves else kty]), alg)

    def for_encryption(self, inputs, alg, enc):
        if alg == "dir":
            return bound(inputs, inputs.secret(algorithms.CONTENT[enc]), alg)
        if alg in algorithms.PASSWORD:
            return bound(inputs, {"kty": "oct", "k": base64url.encode((inputs.text() or "password").encode())}, alg)
        if alg in algorithms.AGREEMENT:
            return bound(inputs, inputs.choice(self._keys[inputs.choice(algorithms.AGREEMENT_CURVES)]), alg)
        if alg in algorithms.RSA_ENCRYPTION:
            return bound(inputs, inputs.choice(self._keys["RSA"]), alg)
        return bound(inputs, inputs.secret(*algorithms.SECRET_LENGTHS[alg]), alg)


def bare(answer):
    return {name: value for name, value in answer["private"].items() if name not in ("alg", "use", "kid", "key_ops")}


def bound(inputs, jwk, alg):
    return {**jwk, "alg": alg, **({"kid": inputs.kid()} if inputs.random() < 0.7 else {})}
