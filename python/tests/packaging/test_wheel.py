"""The wheel: what is in it, and that it works where nothing else is installed.

tools/python_environment.py makes it."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_string

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
WHEELS = pathlib.Path(os.environ.get("WATCHWORD_WHEELS", ROOT / "build/python-wheels"))

# glibc and the C++ runtime, which every system has that runs such wheels (PEP 600).
FROM_THE_SYSTEM = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "linux-vdso.so.1", "libpthread.so.0",
                   "libdl.so.2", "librt.so.1"}  # fmt: skip
CARRIED = {"libsimdjson.so.14", "libsodium.so.23"}


@pytest.fixture(scope="module")
def wheel() -> pathlib.Path:
    found = sorted(WHEELS.glob("watchword-*.whl"))
    if not found:
        pytest.skip("no wheel: tools/python_environment.py builds it")
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def unpacked(wheel: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def output_of(*command: object) -> str:
    run = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def metadata(unpacked: pathlib.Path, name: str) -> str:
    (folder,) = unpacked.glob("*.dist-info")
    return (folder / name).read_text()


def test_one_wheel_serves_python_3_10_and_every_later_one(wheel: pathlib.Path, unpacked: pathlib.Path) -> None:
    assert re.fullmatch(r"watchword-[\d.]+-cp310-abi3-linux_\w+\.whl", wheel.name)
    tags = message_from_string(metadata(unpacked, "WHEEL"))
    assert tags["Root-Is-Purelib"] == "false" and tags.get_all("Tag") == ["-".join(wheel.stem.split("-")[2:])]


def test_it_names_itself_as_the_package_does(unpacked: pathlib.Path) -> None:
    about = message_from_string(metadata(unpacked, "METADATA"))
    version = re.search(r'__version__ = "(.+)"', (ROOT / "python/src/watchword/__init__.py").read_text())
    assert version and (about["Name"], about["Version"]) == ("watchword", version[1])
    assert about["Requires-Python"] == ">=3.10"
    assert {"flask", "fastapi", "testing"} <= set(about.get_all("Provides-Extra"))
    needed = [line for line in about.get_all("Requires-Dist") or [] if "extra ==" not in line]
    assert needed == []


def test_it_holds_every_source_of_the_package_and_nothing_of_its_workshop(unpacked: pathlib.Path) -> None:
    source = ROOT / "python/src"
    wanted = {
        file.relative_to(source).as_posix()
        for file in (source / "watchword").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and "_native.abi3.so" not in file.name
    }
    held = {file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*") if file.is_file()}
    of_package = {name for name in held if name.startswith("watchword/")}
    assert of_package - wanted == {"watchword/_native.abi3.so"}
    assert wanted - of_package == set()
    assert {name for name in held if name.startswith("watchword.libs/")} == {f"watchword.libs/{n}" for n in CARRIED}
    assert {"watchword/py.typed", "watchword/_native.pyi"} <= held
    folders = {name.split("/")[0].split("-")[0] for name in held}
    assert folders == {"watchword", "watchword.libs"}


def test_it_passes_on_the_terms_of_what_it_carries(unpacked: pathlib.Path) -> None:
    (folder,) = unpacked.glob("*.dist-info")
    licences = {file.name for file in (folder / "licenses").iterdir()}
    of_debian = {f"{name}.copyright" for name in ("libssl-dev", "libsodium-dev", "libargon2-dev", "libcrypt-dev",
                                                  "zlib1g-dev", "libsimdjson-dev")}  # fmt: skip
    assert licences == {"LICENSE"} | {name for name in of_debian if has_terms(name.removesuffix(".copyright"))}


def has_terms(package: str) -> bool:
    return pathlib.Path("/usr/share/doc", package, "copyright").exists()


def test_it_needs_nothing_that_it_does_not_carry(unpacked: pathlib.Path) -> None:
    for library in [unpacked / "watchword/_native.abi3.so", *(unpacked / "watchword.libs").iterdir()]:
        lines = output_of("ldd", library).splitlines()
        names = {pathlib.PurePath(line.split()[0]).name for line in lines}
        assert names - FROM_THE_SYSTEM - {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"} <= CARRIED
        for line in lines:
            if line.split()[0] in CARRIED:
                assert str(unpacked / "watchword") in line


@pytest.mark.skipif(shutil.which("nm") is None, reason="nm is not installed")
def test_it_shows_no_symbol_of_the_libraries_in_it(unpacked: pathlib.Path) -> None:
    shown = output_of("nm", "-D", "--defined-only", unpacked / "watchword/_native.abi3.so")
    names = {line.split()[-1] for line in shown.splitlines()}
    assert "PyInit__native" in names
    assert {name for name in names if not name.startswith("_Z")} == {"PyInit__native"}


@pytest.mark.skipif(shutil.which("nm") is None, reason="nm is not installed")
def test_it_asks_the_interpreter_for_nothing_beyond_the_stable_abi(unpacked: pathlib.Path) -> None:
    asked = output_of("nm", "-D", "--undefined-only", unpacked / "watchword/_native.abi3.so")
    private = {line.split()[-1] for line in asked.splitlines() if " _Py" in line}
    public = {name for name in private if name.endswith("_SizeT")}  # functions with PY_SSIZE_T_CLEAN
    assert private - public <= {"_Py_Dealloc", "_Py_NoneStruct", "_Py_TrueStruct", "_Py_FalseStruct"}


def interpreters() -> list[str]:
    """The one that runs the tests, and whatever others answer."""
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(10, 16):
        program = shutil.which(f"python3.{minor}")
        if program and (3, minor) not in found:
            answer = subprocess.run([program, "-c", "import venv"], capture_output=True, check=False)
            if answer.returncode == 0:
                found[(3, minor)] = program
    return [found[version] for version in sorted(found)]


@pytest.fixture(scope="module", params=interpreters(), ids=lambda program: pathlib.PurePath(program).name)
def fresh(
    request: pytest.FixtureRequest, wheel: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> pathlib.Path:
    """The interpreter of an environment with the wheel in it and nothing else."""
    folder = tmp_path_factory.mktemp("fresh")
    output_of(request.param, "-m", "venv", folder)
    python = folder / "bin/python"
    output_of(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
    return python


BARE = """
import sys
before = set(sys.modules)
import watchword
print(sorted(m.split(".")[0] for m in set(sys.modules) - before))
"""

TOKENS = """
import time, watchword._native as native
from watchword import jwt
assert native.__file__.endswith("/site-packages/watchword/_native.abi3.so"), native.__file__
secret = "a secret of at least thirty-two bytes"
token = jwt.encode({"sub": "user-1", "exp": time.time() + 60}, secret, algorithm="HS256")
assert jwt.decode(token, secret, algorithms=["HS256"])["sub"] == "user-1"
try:
    jwt.decode(token[:-4] + "AAAA", secret, algorithms=["HS256"])
except jwt.InvalidSignatureError as error:
    print(error)
for algorithm in native.algorithms():
    key = native.Key.generate(algorithm)
    assert key.verify(b"x", key.sign(b"x"))
assert native.password_verify(b"password", native.password_hash(b"password", 64, 1, 1))[0]
# libargon2 and libsodium both have an Argon2; the kind d is libargon2's alone.
assert native.password_verify(
    b"password", "$argon2d$v=19$m=128,t=2,p=2$5hQwzNnokenY8MLx$0UzPp11HSUgYq1qGW1+QK4iUB8RfWVYS"
)[0]
assert not native.password_verify(
    b"Password", "$argon2d$v=19$m=128,t=2,p=2$5hQwzNnokenY8MLx$0UzPp11HSUgYq1qGW1+QK4iUB8RfWVYS"
)[0]
"""

PARTS = "import watchword.jwt, watchword.jose, watchword.passwords, watchword.errors, watchword.keys"


def test_importing_the_package_imports_nothing_else(fresh: pathlib.Path) -> None:
    assert output_of(fresh, "-I", "-c", BARE) == "['watchword']\n"


def test_it_works_where_nothing_else_is_installed(fresh: pathlib.Path) -> None:
    assert output_of(fresh, "-I", "-c", TOKENS) == "Signature verification failed\n"
    assert output_of(fresh, "-I", "-c", PARTS) == ""


FOREIGN = """
import sys
import watchword, watchword.jwt, watchword.jose, watchword.passwords
peers = {"jwt", "flask_jwt_extended", "jose", "passlib", "pwdlib", "argon2"}  # cryptography imports bcrypt itself
print(sorted(peers & set(sys.modules)))
"""

SIDE_BY_SIDE = """
import ssl
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives import hashes, serialization as s
from watchword._native import Key
for _ in range(50):
    theirs = ec.generate_private_key(ec.SECP256R1())
    ours = Key.from_pem("ES256", theirs.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
    assert ours.verify(b"x", ours.sign(b"x"))
    theirs.public_key().verify(theirs.sign(b"x", ec.ECDSA(hashes.SHA256())), b"x", ec.ECDSA(hashes.SHA256()))
    ssl.create_default_context()
print("ok")
"""


def test_it_imports_none_of_its_peers() -> None:
    assert output_of(sys.executable, "-c", FOREIGN) == "[]\n"


@pytest.mark.parametrize("first", ["", "from watchword._native import Key; Key.generate('RS256')\n"])
def test_it_gets_along_with_the_openssl_of_others(first: str) -> None:
    assert output_of(sys.executable, "-c", first + SIDE_BY_SIDE) == "ok\n"
