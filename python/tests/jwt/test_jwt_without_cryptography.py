"""Everything works without the package `cryptography`, with keys of the core."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt_keys import KeyPair

from watchword.jwt.algorithms import get_default_algorithms

SCRIPT = """
import json, sys
sys.modules["cryptography"] = None
from watchword import _native, jwt

assert not jwt.algorithms.has_crypto
case = json.load(sys.stdin)
name = case["algorithm"]
own = jwt.get_algorithm_by_name(name)
for private, public in zip(case["private"], case["public"]):
    if isinstance(private, dict):
        private, public = jwt.PyJWK(private, name), jwt.PyJWK(public, name)
    for _ in range(2):
        token = jwt.encode({"a": 1}, private, name)
        assert jwt.decode(token, public, [name]) == {"a": 1}
        assert jwt.decode(case["token"], public, [name]) == {"a": 1}
key = own.prepare_key(case["private"][0])
assert type(key) is _native.Key
assert own.to_jwk(key, as_dict=True) == case["private"][1]
assert own.to_jwk(own.from_jwk(case["public"][1]), as_dict=True) == case["public"][1]
if case["ssh"]:
    assert jwt.decode(case["token"], case["ssh"], [name]) == {"a": 1}
for wrong in ("no key", "ssh-rsa AAAA", "ecdsa-sha2-nistp256 AAAA", case["public"][0][:-40]):
    try:
        jwt.decode(case["token"], wrong, [name])
        raise SystemExit(f"accepted {wrong}")
    except jwt.InvalidKeyError:
        pass
print(token)
"""


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS384", "ES256", "ES384", "ES512", "ES256K", "EdDSA"])
def test_asymmetric_keys_of_every_form_work(pairs: dict[str, KeyPair], algorithm: str) -> None:
    from watchword import jwt

    pair, own = pairs[algorithm], get_default_algorithms()[algorithm]
    has_ssh_form = algorithm not in ("ES256K",)
    ssh = pair.public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() if has_ssh_form else ""
    case = {
        "algorithm": algorithm,
        "token": jwt.encode({"a": 1}, pair.private, algorithm),
        "private": [pair.private_text, own.to_jwk(pair.private, as_dict=True)],
        "public": [pair.public_text, own.to_jwk(pair.public, as_dict=True)],
        "ssh": ssh,
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        input=json.dumps(case),
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert jwt.decode(done.stdout.strip(), pair.public, [algorithm]) == {"a": 1}
