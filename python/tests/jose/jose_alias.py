"""A pytest plugin: `jose` and its submodules are watchword.jose."""

import functools
import importlib
import os
import sys
import types

SUBMODULES = "backends backends.base backends.native constants exceptions jwe jwk jws jwt utils".split()


def _with_algorithms_stated(jwt):
    """The module, but that `decode` without a list gets the one of the tests."""
    stated = types.ModuleType("jose.jwt")
    stated.__dict__.update(vars(jwt))

    @functools.wraps(jwt.decode)
    def decode(token, key, algorithms=None, **options):
        return jwt.decode(token, key, ["HS256"] if algorithms is None else algorithms, **options)

    stated.decode = decode
    return stated


def install():
    package = importlib.import_module("watchword.jose")
    sys.modules["jose"] = package
    for name in SUBMODULES:
        sys.modules[f"jose.{name}"] = importlib.import_module(f"watchword.jose.{name}")
    if os.environ.get("WATCHWORD_ALGORITHMS_STATED") == "1":
        package.jwt = sys.modules["jose.jwt"] = _with_algorithms_stated(sys.modules["jose.jwt"])


install()
