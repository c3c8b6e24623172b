"""What a bug report should say: `python -m watchword.jwt.help`."""

import json
import platform
import sys

from .. import __version__ as watchword_version
from . import __version__ as pyjwt_version

try:
    import cryptography

    cryptography_version = cryptography.__version__
except ModuleNotFoundError:
    cryptography_version = ""


def _platform() -> dict[str, str]:
    try:
        return {"system": platform.system(), "release": platform.release()}
    except OSError:
        return {"system": "Unknown", "release": "Unknown"}


def _implementation() -> dict[str, str]:
    name = platform.python_implementation()
    version = platform.python_version() if name == "CPython" else ".".join(map(str, sys.implementation.version[:3]))
    return {"name": name, "version": version}


def info() -> dict[str, dict[str, str]]:
    """The versions that matter."""
    return {
        "platform": _platform(),
        "implementation": _implementation(),
        "cryptography": {"version": cryptography_version},
        "pyjwt": {"version": pyjwt_version},
        "watchword": {"version": watchword_version},
    }


def main() -> None:
    """Prints `info()` as JSON."""
    print(json.dumps(info(), sort_keys=True, indent=2))


if __name__ == "__main__":
    main()
