"""python-jose's interface: `jwt`, `jws`, `jwe` and `jwk`, over Watchword's core.

    from watchword.jose import jwt

    token = jwt.encode({"sub": "alice"}, secret, algorithm="HS256")
    claims = jwt.decode(token, secret, algorithms=["HS256"])

Where python-jose lets the token choose, this does not: `decode` and `verify` want a list of algorithms, unless the key
itself says which one it is for (a JWK with `alg`, an elliptic curve, what `jwk.construct` made).
"""

from __future__ import annotations

from watchword.jose.exceptions import ExpiredSignatureError, JOSEError, JWSError, JWTError

__all__ = ["ExpiredSignatureError", "JOSEError", "JWSError", "JWTError"]
