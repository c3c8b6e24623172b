"""Verification with a shared secret, as tutorials have it: `watchword.jwt` decides, and its exceptions are raised."""

from typing import Any

from watchword.shared_secret import SharedSecret


class SharedSecretVerifier(SharedSecret):
    """What `Auth(secret=...)` verifies with."""

    def verify(self, token: str | bytes) -> dict[str, Any]:
        """The claims. `watchword.jwt.exceptions.InvalidTokenError`, or a class derived from it."""
        return self.decode(token)

    begin = SharedSecret.decode
    """As `TokenVerifier.begin`: always at once."""

    async def averify(self, token: str | bytes) -> dict[str, Any]:
        """`verify`: microseconds, nothing to wait for."""
        return self.decode(token)
