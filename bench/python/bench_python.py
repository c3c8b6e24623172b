#!/usr/bin/env python3
"""Measures all of Python and writes the tables into docs/benchmarks-python.md.

    build/python-env/bin/python bench/python/bench_python.py [--quick]

Runs bench_jwt.py, bench_flask.py, bench_fastapi.py and debian_pyjwt.py of this folder one after the other; each of them
lets its contestants take turns. `--quick` takes a tenth of the time, for looking at, and writes nothing."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PAGE = FOLDER.parent.parent / "docs/benchmarks-python.md"
BEGIN, END = "<!-- bench/python: begin -->", "<!-- bench/python: end -->"
DEBIAN = "/usr/bin/python3"


def measure(program, *options, interpreter=sys.executable):
    print(f"-- {program}", file=sys.stderr, flush=True)
    run = subprocess.run([interpreter, FOLDER / program, *map(str, options)], check=True, stdout=subprocess.PIPE)
    return json.loads(run.stdout)


def measure_all(quick):
    return {
        "jwt": measure("bench_jwt.py", "--json", "--rounds", 5 if quick else 31),
        "debian": measure("debian_pyjwt.py", "--rounds", 5 if quick else 31, interpreter=DEBIAN),
        "flask": measure("bench_flask.py", "--json", "--rounds", 20 if quick else 200),
        "fastapi": measure("bench_fastapi.py", "--json", "--rounds", 1 if quick else 9, "--seconds", 1),
    }


def circumstances():
    cpu = re.search(r"^model name\s*: (.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return (
        f"Measured on {datetime.date.today().isoformat()} by `bench/python/bench_python.py`: {cpu[1] if cpu else 'unknown CPU'}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end, Python {platform.python_version()}.\n"
    )


def jwt_table(rows):
    lines = ["### jwt.decode and jwt.encode", "", "Microseconds a call, medians; PyJWT is the newest release.", ""]
    lines += ["| | threads | PyJWT | watchword.jwt | ratio |", "|---|---:|---:|---:|---:|"]
    for row in rows:
        lines.append(
            f"| {row['what']} | {row['threads']} | {row['pyjwt']:.2f} | {row['watchword']:.2f} | {row['ratio']:.1f} |"
        )
    return [*lines, ""]


def flask_table(figures):
    lines = ["### A Flask route", "", "Microseconds of CPU time beyond the bare route, medians.", ""]
    lines += ["| tokens | bare route | `@jwt_required()` here | Flask-JWT-Extended |", "|---|---:|---:|---:|"]
    for title, contestants in figures["flask"].items():
        bare, ours, theirs = (contestants[name] for name in ("bare", "watchword", "flask-jwt-extended"))
        lines.append(f"| {title} | {bare['call_us']:.1f} | {ours['cost_us']:.1f} | {theirs['cost_us']:.1f} |")
    return [*lines, ""]


def fastapi_table(figures):
    lines = ["### A FastAPI route", "", "Under uvicorn with wrk: CPU time of the server process for one request, user and system, "
             "medians; beyond the bare route: the median of the differences to the turns of the bare route beside it.", ""]
    lines += ["| route | microseconds | beyond the bare route | requests a second |", "|---|---:|---:|---:|"]
    for name, row in figures["fastapi"].items():
        lines.append(f"| {name} | {row['cpu_us']:.1f} | {row['cost_us']:.1f} | {row['requests_per_second']:,} |")
    return [*lines, ""]


def find(rows, what, threads=1):
    return next(row for row in rows if row["what"] == what and row["threads"] == threads)


def aims(figures):
    rows, debian = figures["jwt"], figures["debian"]
    hs256 = next(row["what"].removeprefix("decode ") for row in rows if row["what"].startswith("decode HS256"))
    found = [
        ("decode HS256 against PyJWT", 6.0, find(rows, f"decode {hs256}")["ratio"]),
        ("encode HS256 against PyJWT", 5.0, find(rows, f"encode {hs256}")["ratio"]),
    ]
    for algorithm in ("RS256", "ES256"):
        ours = find(rows, f"decode {algorithm}, PEM")["watchword"]
        found += [
            (f"decode {algorithm}, PEM, against PyJWT with an object", 1.3,
             find(rows, f"decode {algorithm}, PEM here, object there")["ratio"]),
            (f"decode {algorithm}, PEM, against Debian's PyJWT {debian['version']}", 10.0,
             debian["decode"][algorithm] / ours),
        ]  # fmt: skip
    lines = ["### Aims", "", "| aim | wanted | measured | |", "|---|---:|---:|---|"]
    for name, wanted, ratio in found:
        lines.append(f"| {name} | {wanted:.1f}x | {ratio:.1f}x | {'met' if ratio >= wanted else '**missed**'} |")
    cost = figures["flask"]["flask"][next(iter(figures["flask"]["flask"]))]["watchword"]["cost_us"]
    lines.append(f"| a Flask route behind `@jwt_required()` | < 8 us | {cost:.1f} us | {'met' if cost < 8 else '**missed**'} |")
    claims = figures["fastapi"]["fastapi"]
    for name in ("watchword: auth.claims, HS256", "watchword: auth.claims, ES256", "watchword: middleware, HS256"):
        cost = claims[name]["cost_us"]
        lines.append(f"| FastAPI, {name} | < 8 us | {cost:.1f} us | {'met' if cost < 8 else '**missed**'} |")
    return [*lines, ""]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    figures = measure_all(quick)
    tables = "\n".join([circumstances(), *jwt_table(figures["jwt"]), *flask_table(figures["flask"]),
                        *fastapi_table(figures["fastapi"]), *aims(figures)])  # fmt: skip
    print(tables)
    if not quick:
        before, rest = PAGE.read_text().split(BEGIN)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}")


if __name__ == "__main__":
    main()
