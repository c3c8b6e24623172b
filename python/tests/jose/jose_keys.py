"""Keys for the tests, made once."""

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, rsa

SECRET = "a-secret-of-more-than-thirty-two-bytes-for-the-tests"


def _pems(key):
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()).decode()
    public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo).decode()
    return private, public


RSA_OBJECT = rsa.generate_private_key(65537, 2048)
RSA_PRIVATE, RSA_PUBLIC = _pems(RSA_OBJECT)
OTHER_RSA_PRIVATE, OTHER_RSA_PUBLIC = _pems(rsa.generate_private_key(65537, 2048))
EC_OBJECT = ec.generate_private_key(ec.SECP256R1())
EC_PRIVATE, EC_PUBLIC = _pems(EC_OBJECT)
EC384_PRIVATE, EC384_PUBLIC = _pems(ec.generate_private_key(ec.SECP384R1()))
EC521_PRIVATE, EC521_PUBLIC = _pems(ec.generate_private_key(ec.SECP521R1()))

SIGNING = {
    "HS256": (SECRET, SECRET),
    "HS384": (SECRET, SECRET),
    "HS512": (SECRET * 2, SECRET * 2),
    "RS256": (RSA_PRIVATE, RSA_PUBLIC),
    "RS384": (RSA_PRIVATE, RSA_PUBLIC),
    "RS512": (RSA_PRIVATE, RSA_PUBLIC),
    "ES256": (EC_PRIVATE, EC_PUBLIC),
    "ES384": (EC384_PRIVATE, EC384_PUBLIC),
    "ES512": (EC521_PRIVATE, EC521_PUBLIC),
}
