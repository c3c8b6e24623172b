"""Reading the text of asymmetric keys with `cryptography`: PEM (RFC 7468) and the public keys of OpenSSH."""

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_public_key,
)

from ..exceptions import UnreadableKeyError
from ..utils import force_bytes


def _private(data: bytes) -> Any:
    return load_pem_private_key(data, password=None)


def read_key(key: Any) -> Any:
    """The private or public key in a text. TypeError for what is no text, UnreadableKeyError for what is no key."""
    if not isinstance(key, (bytes, str)):
        raise TypeError("Expecting a PEM-formatted key.")
    data = force_bytes(key)
    loaders: list[Callable[[bytes], Any]] = [load_pem_public_key, _private]
    if data.startswith((b"ssh-", b"ecdsa-sha2-")):
        loaders = [load_ssh_public_key]
    for load in loaders:
        try:
            return load(data)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
    raise UnreadableKeyError("Could not parse the provided public key.")
