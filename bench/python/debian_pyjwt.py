#!/usr/bin/python3
"""What Debian's own PyJWT takes to decode with a key as PEM text, as JSON: microseconds a call, by algorithm.

    /usr/bin/python3 bench/python/debian_pyjwt.py [--rounds 31]

A program of its own, for Debian's interpreter; bench_python.py runs it beside the others."""

import argparse
import json
import statistics
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

CALLS = 20


def pem_pair(key):
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    )


def microseconds_a_call(algorithm, key, rounds):
    private, public = pem_pair(key)
    token = jwt.encode({"sub": "user-1234567890", "exp": int(time.time()) + 86400}, private, algorithm)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(CALLS):
            jwt.decode(token, public, algorithms=[algorithm])
        times.append((time.perf_counter() - start) / CALLS * 1e6)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=31)
    rounds = parser.parse_args().rounds
    keys = {
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }
    figures = {algorithm: microseconds_a_call(algorithm, key, rounds) for algorithm, key in keys.items()}
    print(json.dumps({"version": jwt.__version__, "decode": figures}))


if __name__ == "__main__":
    main()
