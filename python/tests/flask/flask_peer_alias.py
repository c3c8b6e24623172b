"""Runs pytest where `import flask_jwt_extended` finds watchword.flask, and `import jwt` finds watchword.jwt:

    python flask_peer_alias.py PYTEST-ARGUMENTS...
"""

import importlib
import sys

import pytest

MODULES = {
    "flask_jwt_extended": (
        "watchword.flask",
        "config default_callbacks exceptions internal_utils jwt_manager tokens typing utils view_decorators",
    ),
    "jwt": ("watchword.jwt", "algorithms api_jwk api_jws api_jwt exceptions types utils"),
}


def put_in_place() -> None:
    """Package and submodules, before the tests import them."""
    for alias, (package, submodules) in MODULES.items():
        sys.modules[alias] = importlib.import_module(package)
        for name in submodules.split():
            sys.modules[f"{alias}.{name}"] = importlib.import_module(f"{package}.{name}")


if __name__ == "__main__":
    put_in_place()
    sys.exit(pytest.main(sys.argv[1:]))
