"""The sample project builds and runs against the installed library, however it was installed."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import BUILD, ROOT, run

SAMPLE = ROOT / "examples" / "installed_library"
GREETING = "Hello alice\n401 expired\n"


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The folder of the two .deb files."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("no dpkg here: Debian packages are made and looked into by its tools")
    folder = tmp_path_factory.mktemp("packages")
    run("cpack", "-G", "DEB", "-B", folder, cwd=BUILD)
    return folder


@pytest.fixture(scope="module")
def unpacked(packages, tmp_path_factory):
    root = tmp_path_factory.mktemp("root")
    run("dpkg-deb", "-x", next(packages.glob("libwatchword-dev_*.deb")), root)
    return root / "usr"


def build_with_cmake(prefix, folder, components="jose jwt guard"):
    shutil.copytree(SAMPLE, folder / "sample")
    script = folder / "sample" / "CMakeLists.txt"
    script.write_text(script.read_text().replace("jose jwt guard", components))
    configure = ["cmake", "-S", folder / "sample", "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}",
                 "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF"]
    done = subprocess.run([str(part) for part in configure], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        return done.stderr
    run("cmake", "--build", folder / "build")
    return run(folder / "build" / "protected_service")


def test_find_package_gives_the_components(installed, tmp_path):
    assert build_with_cmake(installed, tmp_path) == GREETING


def test_a_component_that_does_not_exist_is_refused_by_name(installed, tmp_path):
    assert "nothing_of_this_name" in build_with_cmake(installed, tmp_path, "jose nothing_of_this_name")


def test_pkg_config_gives_flags(compile_program, tmp_path):
    assert run(compile_program(SAMPLE / "main.cpp", tmp_path / "program")) == GREETING


def test_every_installed_header_stands_alone(installed, tmp_path):
    include = installed / "include"
    headers = sorted(include.rglob("*.hpp"))
    assert len(headers) > 20

    def compile_alone(header):
        source = tmp_path / f"{header.parent.name}_{header.stem}.cpp"
        source.write_text(f"#include <{header.relative_to(include)}>\n" * 2)
        run("g++", "-std=c++20", "-fsyntax-only", "-Wall", "-Werror", f"-I{include}", source)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_alone, headers))


def test_the_debian_package_of_the_library_is_enough(unpacked, tmp_path):
    assert build_with_cmake(unpacked, tmp_path) == GREETING


def test_the_debian_package_of_the_program_holds_a_program_that_runs(packages, tmp_path):
    package = next(packages.glob("watchword_*.deb"))
    run("dpkg-deb", "-x", package, tmp_path)
    assert "watchword" in run(tmp_path / "usr" / "bin" / "watchword", "--version")
    assert "libssl3" in run("dpkg-deb", "-f", package, "Depends")
