import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"


def run(*command, **options):
    """Runs a command that must succeed, and gives what it printed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, **options)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """The library as `cmake --install` puts it into an empty folder."""
    prefix = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", BUILD, "--prefix", prefix, "--component", "library")
    return prefix


@pytest.fixture(scope="session")
def compile_program(installed):
    """Compiles one source against the installed library, with the flags that pkg-config gives for it and for others."""
    folder = next(installed.rglob("watchword.pc")).parent

    def compile_source(source, program, *others):
        flags = run("pkg-config", "--cflags", "--libs", "watchword", *others,
                    env={**os.environ, "PKG_CONFIG_PATH": str(folder)}).split()
        run("g++", "-std=c++20", "-Wall", "-Werror", "-O1", source, *flags, "-o", program)
        return program

    return compile_source
