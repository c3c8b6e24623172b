"""JSON Web Signatures in the compact serialization (RFC 7515), with detached payloads (RFC 7797)."""

from . import strict_json as json  # noqa: F401 (PyJWT has it here, for those who patch it)
from .algorithms import Algorithm, get_default_algorithms, has_crypto, requires_cryptography  # noqa: F401
from .api_jwk import PyJWK  # noqa: F401
from .exceptions import (  # noqa: F401 (some import them from here)
    DecodeError,
    InvalidAlgorithmError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidTokenError,
)
from .hooks import CHANGED_ALGORITHMS, names_in
from .signatures import Signatures


class PyJWS(Signatures):
    """Signs and verifies bytes. `algorithms` is what this object knows at all; each decode() names what it allows."""

    def _is_as_made(self) -> bool:
        return (
            type(self) is PyJWS and not (self._changes or CHANGED_ALGORITHMS) and len(_names) == _made_names
        )


_names = names_in(PyJWS)
_made_names = len(_names)

_jws_global_obj = PyJWS()
encode = _jws_global_obj.encode
decode_complete = _jws_global_obj.decode_complete
decode = _jws_global_obj.decode
register_algorithm = _jws_global_obj.register_algorithm
unregister_algorithm = _jws_global_obj.unregister_algorithm
get_algorithm_by_name = _jws_global_obj.get_algorithm_by_name
get_unverified_header = _jws_global_obj.get_unverified_header
