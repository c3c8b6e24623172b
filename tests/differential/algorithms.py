"""The algorithms of RFC 7518, 8037, 8812 and 9864, which peer knows them, and keys for each."""

JWS = {
    "HS256": ("oct", None), "HS384": ("oct", None), "HS512": ("oct", None),
    "RS256": ("RSA", None), "RS384": ("RSA", None), "RS512": ("RSA", None),
    "PS256": ("RSA", None), "PS384": ("RSA", None), "PS512": ("RSA", None),
    "ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "ES512": ("EC", "P-521"), "ES256K": ("EC", "secp256k1"),
    "EdDSA": ("OKP", "Ed25519 Ed448"), "Ed25519": ("OKP", "Ed25519"), "Ed448": ("OKP", "Ed448"),
}
SECRET_LENGTHS = {"HS256": (32, 33, 64, 65, 200), "HS384": (48, 64, 129), "HS512": (64, 100, 128, 129),
                  "A128KW": (16,), "A192KW": (24,), "A256KW": (32,),
                  "A128GCMKW": (16,), "A192GCMKW": (24,), "A256GCMKW": (32,)}
CONTENT = {"A128CBC-HS256": 32, "A192CBC-HS384": 48, "A256CBC-HS512": 64, "A128GCM": 16, "A192GCM": 24, "A256GCM": 32}
PASSWORD = ["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"]
AGREEMENT = ["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"]
AGREEMENT_CURVES = ["P-256", "P-384", "P-521", "X25519", "X448"]
RSA_ENCRYPTION = ["RSA-OAEP", "RSA-OAEP-256", "RSA1_5"]
JWE = ["dir", *[name for name in SECRET_LENGTHS if name.startswith("A")], *RSA_ENCRYPTION, *AGREEMENT, *PASSWORD]

# RFC 9864 is younger than jwcrypto 1.1; jose 5 has its Ed25519 only.
UNKNOWN = {"jwcrypto": {"Ed25519", "Ed448"}, "jose": {"Ed448"}}
# Node refuses to decrypt RSAES-PKCS1-v1_5 since CVE-2023-46809; it encrypts.
NOT_DECRYPTED = {"jwcrypto": set(), "jose": {"RSA1_5"}}
COSTLY = {*PASSWORD, *RSA_ENCRYPTION}

PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}


def of_signatures(peer):
    return [name for name in JWS if name not in UNKNOWN[peer]]


def of_encryption(receiver):
    return [name for name in JWE if name not in NOT_DECRYPTED.get(receiver, ())]


def public(jwk):
    """What verifies or encrypts; of a secret, the secret."""
    return {name: value for name, value in jwk.items() if name not in PRIVATE_MEMBERS}
