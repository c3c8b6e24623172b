#!/usr/bin/env python3
"""Builds every fuzz target (clang, ASan, UBSan) and runs each on its seeds, as many at once as there are cores.

tools/run_fuzzers.py              all of them, FUZZ_SECONDS (20) each
tools/run_fuzzers.py jwk json     only these
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-asan"
SECONDS = int(os.environ.get("FUZZ_SECONDS", "20"))


def build():
    subprocess.run(["cmake", "--preset", "asan"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "asan", "--target", "fuzz/all"], cwd=ROOT, check=True)


def fuzz(target):
    """Runs one target and says how it went. New inputs stay out of the tree; what crashes is kept in build-asan/."""
    name = target.name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory() as found:
        run = subprocess.run([target, f"-max_total_time={SECONDS}", "-timeout=5", "-rss_limit_mb=1024",
                              "-print_final_stats=1", f"-artifact_prefix={BUILD}/{name}-", found,
                              ROOT / "fuzz" / "corpus" / name],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                             timeout=SECONDS + 120, check=False)
    if run.returncode != 0:
        print(f"FAILED {name}\n" + "\n".join(run.stdout.splitlines()[-40:]), flush=True)
        return False
    executed = re.search(r"number_of_executed_units:\s*(\d+)", run.stdout)
    memory = re.search(r"peak_rss_mb:\s*(\d+)", run.stdout)
    edges = re.findall(r"\bcov: (\d+)", run.stdout)
    print(f"{name:20} {int(executed[1]):>12,} runs  {edges[-1] if edges else '?':>6} edges  {memory[1]:>5} MiB", flush=True)
    return True


def main(names):
    build()
    targets = sorted(path for path in (BUILD / "fuzz").glob("fuzz_*") if path.is_file() and os.access(path, os.X_OK))
    chosen = [path for path in targets if not names or path.name.removeprefix("fuzz_") in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(fuzz, chosen))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed, 0 skipped")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
