#!/usr/bin/env python3
"""Holds the table of who may include whom, and fails on a breach: `tools/check_layers.py [ROOT]`.

Everything may include base and itself. Heavy third-party headers stay in the modules that are named for them.
"""

import pathlib
import re
import sys

MAY_INCLUDE = {
    "base": set(),
    "jose": set(),
    "passwords": set(),
    "http": set(),
    "jwt": {"jose"},
    "guard": {"jwt", "jose"},
    "auth": {"jwt", "jose", "passwords"},
    "auth/ports": {"auth/records"},
    "auth/records": set(),
    "storage": {"auth/ports", "auth/records"},
    "pages": {"auth/records"},
    "endpoints": {"http", "auth", "guard", "jwt", "jose", "pages"},
    "app": {"*"},
    "cli": {"app", "auth", "guard", "jwt", "jose", "passwords"},
    "python/native": {"guard", "jwt", "jose", "passwords"},
}

# header prefix -> the files that may include it
THIRD_PARTY = {
    "Python.h": {"python/native"},
    "boost/asio": {"http"},
    "boost/beast": {"http"},
    "openssl/": {"base", "jose", "http"},
    "sodium": {"base", "jose", "passwords"},
    "argon2": {"passwords"},
    "crypt.h": {"passwords"},
    "simdjson": {"jose"},
    "sqlite3": {"storage"},
    "curl/": {"guard"},
    "httplib.h": {"guard"},
    "CLI/": {"cli"},
    "toml++": {"app"},
    "mustache": {"pages"},
    "spdlog": {"base"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def module_of(path: str) -> str:
    """The module that a path, below watchword/ or of python/native, belongs to; ports and records are modules of their
    own."""
    parts = path.split("/")
    if path.startswith("python/native/"):
        return "python/native"
    if parts[0] == "auth" and len(parts) > 2 and parts[1] in ("ports", "records"):
        return "/".join(parts[:2])
    return parts[0]


def allowed(module: str, target: str) -> bool:
    family = module.split("/")[0]
    if target == "base" or target == module or (module == "auth" and target.startswith("auth/")):
        return True
    names = MAY_INCLUDE[module] if module in MAY_INCLUDE else MAY_INCLUDE[family]
    return "*" in names or target in names or ("auth" in names and target.startswith("auth/"))


def breaches(root: pathlib.Path):
    sources = root / "watchword"
    for file in sorted([*sources.rglob("*.[ch]pp"), *(root / "python/native").rglob("*.[ch]pp")]):
        path = file.relative_to(sources if sources in file.parents else root).as_posix()
        module = module_of(path)
        if module not in MAY_INCLUDE:
            yield f"{path}: the module '{module}' is not in the table"
            continue
        for header in INCLUDE.findall(file.read_text(encoding="utf-8")):
            if header.startswith(("watchword/", "python/native/")):
                target = module_of(header.removeprefix("watchword/"))
                if not allowed(module, target):
                    yield f"{path}: {module} may not include {target} ({header})"
            for prefix, homes in THIRD_PARTY.items():
                if header.startswith(prefix) and module not in homes:
                    yield f"{path}: {header} belongs in {' or '.join(sorted(homes))}"


def main() -> int:
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    found = list(breaches(root))
    for line in found:
        print(line, file=sys.stderr)
    print("layers: " + ("all includes are within the table" if not found else f"{len(found)} breaches"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
