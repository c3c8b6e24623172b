#!/usr/bin/env python3
"""Builds and runs every test, and closes with the totals of each runner.

tools/run_tests.py               everything, as `make test` does
tools/run_tests.py flows pages   only these runners
tools/run_tests.py --list        their names
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON_ENVIRONMENT = [sys.executable, "tools/python_environment.py"]
# Timing-sensitive and threaded programs are what ThreadSanitizer is for; the rest it would only slow down.
THREADED = ["contract_stores", "unit_auth_threads", "unit_guard", "unit_http", "unit_jose_threads", "unit_jwt_threads",
            "unit_passwords_threads"]


class Totals:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def __add__(self, other):
        return Totals(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def say(text):
    print(f"-- {text}", flush=True)


def configure(preset):
    return ["cmake", "--preset", preset, "-DWATCHWORD_TESTS=ON"]


def build(preset):
    """Configures and builds a preset with its tests; failure ends the run."""
    say(f"building ({preset})")
    subprocess.run(configure(preset), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", preset], cwd=ROOT, check=True)


class Meanwhile:
    """What only later runners need, made one after the other while the earlier ones run; it takes only what those leave
    of the processors. Whoever needs it waits for it."""

    # nice counts within a session only, a session's own weight between them (autogroup of sched(7), where there is one).
    GIVING_WAY = ["sh", "-c", 'echo 19 2>/dev/null >/proc/self/autogroup; exec nice -n 19 "$@"', "sh"]

    def __init__(self):
        self.pool, self.begun, self.process, self.over = ThreadPoolExecutor(1), {}, None, False

    def begin(self, name, *commands):
        self.begun[name] = self.pool.submit(lambda: [self.run(command) for command in commands])

    def run(self, command):
        if self.over:
            return
        with subprocess.Popen([*self.GIVING_WAY, *map(str, command)], cwd=ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True) as process:
            self.process = process
            output, _ = process.communicate()
        if process.returncode != 0:
            raise subprocess.CalledProcessError(process.returncode, command, output)

    def wait_for(self, name):
        """Returns when it is made, or was never begun; shows its output whole if it failed, and raises CalledProcessError."""
        try:
            if name in self.begun:
                self.begun[name].result()
        except subprocess.CalledProcessError as error:
            print(error.output, end="", flush=True)
            raise

    def end(self):
        """Nothing of it outlives the run."""
        self.over = True
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.pool.shutdown(cancel_futures=True)


meanwhile = Meanwhile()


def layers():
    return exit_code([sys.executable, "tools/check_layers.py"])


def exit_code(command):
    ok = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    return Totals(passed=1) if ok else Totals(failed=1)


def googletest(program, environment=None):
    """Runs one GoogleTest program and counts its cases; a crash is a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        say(program.name)
        run = subprocess.run([program, "--gtest_brief=1", f"--gtest_output=json:{report}"], cwd=ROOT, check=False,
                             env={**os.environ, **(environment or {})}, timeout=900)
        totals = Totals()
        for suite in json.loads(report.read_text())["testsuites"] if report.exists() else []:
            for case in suite["testsuite"]:
                if case.get("failures"):
                    totals.failed += 1
                elif case.get("result") == "SKIPPED":
                    totals.skipped += 1
                else:
                    totals.passed += 1
        if run.returncode != 0 and totals.failed == 0:
            totals.failed += 1
        return totals


def closing_totals(command, environment=None):
    """Runs a program that closes with `N passed, N failed, N skipped`; without that line, or with another exit code than
    the line says, it has failed."""
    run = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True, errors="replace",
                         env={**os.environ, **(environment or {})}, timeout=900)
    print(run.stdout, end="")
    lines = run.stdout.strip().split("\n")
    closing = re.fullmatch(r"(\d+) passed, (\d+) failed, (\d+) skipped", lines[-1])
    totals = Totals(*map(int, closing.groups())) if closing else Totals()
    totals.skipped += sum(line.startswith("skipped: ") for line in lines)
    if (run.returncode != 0 or not (closing or totals.skipped)) and totals.failed == 0:
        totals.failed += 1
    return totals


def vector_programs(folder, environment=None):
    programs = sorted((ROOT / folder / "tests").glob("vectors_*"))
    return sum((closing_totals([program], environment) for program in programs if os.access(program, os.X_OK)), Totals())


def vectors():
    return vector_programs("build")


def mutation():
    return closing_totals([sys.executable, "tests/vectors/mutate_verify.py", "build"])


def googletests(folder, names=None, environment=None):
    programs = sorted(p for p in (ROOT / folder / "tests").iterdir()
                      if p.is_file() and os.access(p, os.X_OK) and not p.name.startswith(("vectors_", "differential_")))
    chosen = [p for p in programs if names is None or p.name in names]
    return sum((googletest(program, environment) for program in chosen), Totals())


def unit():
    return googletests("build")


def asan():
    meanwhile.wait_for("asan")
    options = {"ASAN_OPTIONS": "detect_stack_use_after_return=1"}
    return googletests("build-asan", environment=options) + vector_programs("build-asan", options)


def tsan():
    meanwhile.wait_for("tsan")
    return googletests("build-tsan", THREADED, {"TSAN_OPTIONS": "halt_on_error=1"})


def pytest(folder, interpreter="/usr/bin/python3"):
    with tempfile.TemporaryDirectory() as report:
        xml = pathlib.Path(report) / "report.xml"
        run = subprocess.run([interpreter, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider",
                              f"--junitxml={xml}", folder], cwd=ROOT, check=False, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, errors="replace")
        print(f"-- {folder}\n{run.stdout}", end="", flush=True)
        text = xml.read_text() if xml.exists() else ""
        count = {name: int(match.group(1)) if (match := re.search(rf'{name}="(\d+)"', text)) else 0
                 for name in ("tests", "failures", "errors", "skipped")}
        failed = count["failures"] + count["errors"]
        if run.returncode != 0 and failed == 0:
            failed = 1
        return Totals(max(count["tests"] - failed - count["skipped"], 0), failed, count["skipped"])


def flows():
    return pytest("tests/flows")


def judges():
    return pytest("tests/judges")


def differential():
    return pytest("tests/differential")


def library():
    return pytest("tests/library")


def python():
    """The package as people install it, in an environment of its own, and the examples that use it."""
    meanwhile.wait_for("python")
    made = subprocess.run(PYTHON_ENVIRONMENT, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    # A process a folder: what one puts in the place of a module, such as PyJWT's own suite, is not seen by the others.
    folders = [f"python/tests/{path.name}" for path in sorted((ROOT / "python/tests").iterdir())
               if any(path.glob("test_*.py"))]
    # The examples first: they take longest, and wait most.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(lambda folder: pytest(folder, made.stdout.strip()), ["tests/examples", *folders]), Totals())


def must_not_compile():
    return closing_totals([sys.executable, "tests/must_not_compile/run.py"])


def fuzz():
    meanwhile.wait_for("asan")
    return closing_totals([sys.executable, "tools/run_fuzzers.py"])


def pages():
    """The browser tests close with lines such as `# pass 12`; without a browser they say why and run nothing."""
    run = subprocess.run(["tests/pages/run"], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    print(run.stdout, end="")
    count = {name: int(match.group(1)) if (match := re.search(rf"^(?:#|\u2139) {name} (\d+)$", run.stdout, re.M)) else 0
             for name in ("pass", "fail", "cancelled", "skipped")}
    failed = count["fail"] + count["cancelled"]
    if run.returncode != 0 and failed == 0:
        failed = 1
    return Totals(count["pass"], failed, count["skipped"] if sum(count.values()) else 1)


# tsan before fuzz: its build would take time from the fuzz targets, which run for so many seconds.
RUNNERS = {runner.__name__: runner for runner in
           (layers, must_not_compile, unit, vectors, mutation, differential, library, flows, judges, pages, python, asan,
            tsan, fuzz)}


def build_for(chosen):
    """What every runner needs at once; the rest meanwhile."""
    build("release")
    if "python" in chosen:
        # Not before: most of the package comes from what the release build has put into ccache.
        meanwhile.begin("python", PYTHON_ENVIRONMENT)
    if "asan" in chosen:
        meanwhile.begin("asan", configure("asan"), ["ninja", "-C", "build-asan"])
    if "tsan" in chosen:
        meanwhile.begin("tsan", configure("tsan"), ["ninja", "-C", "build-tsan", *THREADED])


def run(name):
    """The totals of a runner; a step that it cannot do without is a failure of its own, and hides no other."""
    try:
        return RUNNERS[name]()
    except subprocess.CalledProcessError as error:
        print(f"this step failed: {' '.join(map(str, error.cmd))}", flush=True)
        return Totals(failed=1)


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(RUNNERS))
        return 0
    unknown = [name for name in arguments if name not in RUNNERS]
    if unknown:
        print(f"no runner named {', '.join(unknown)}; there are: {', '.join(RUNNERS)}", file=sys.stderr)
        return 2
    build_for(arguments or RUNNERS)
    results = {}
    for name in arguments or RUNNERS:
        say(f"{name}")
        start = time.monotonic()
        results[name] = (run(name), time.monotonic() - start)
    print()
    for name, (totals, seconds) in results.items():
        print(f"{name:16} {totals}  ({seconds:.0f} s)")
    everything = sum((totals for totals, _ in results.values()), Totals())
    print(everything)
    return 1 if everything.failed or not everything.passed else 0


if __name__ == "__main__":
    # So that what is built meanwhile ends as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        print(f"this step failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        print("0 passed, 1 failed, 0 skipped")
        sys.exit(1)
    finally:
        meanwhile.end()
