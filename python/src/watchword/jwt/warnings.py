"""Warnings of `watchword.jwt`."""

import sys
import warnings

_PACKAGE = __name__.rpartition(".")[0]


class RemovedInPyjwt3Warning(DeprecationWarning):
    """What is done will be an error in PyJWT 3."""


class InsecureKeyLengthWarning(UserWarning):
    """The key is shorter than RFC 7518 section 3.2 (HMAC) or NIST SP 800-131A (RSA) demands."""


def warn_the_caller(message: str, category: type[Warning]) -> None:
    """Warns of the line that called this package, however deep the reason lies."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)
