"""The diagnosis on paper, and `python -m watchword.doctor` for services that have no command line of their own:

python -m watchword.doctor --issuer http://localhost:8080 --audience http://localhost:8000
python -m watchword.doctor --issuer shop --audience shop --secret-file jwt.secret --fingerprint frontend=...
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from watchword.diagnosis import Finding, Setup, diagnose
from watchword.errors import ConfigurationError
from watchword.verifier import TokenVerifier

WORDS = {"ok": "ok", "warning": "WARNING", "failed": "FAILED", "skipped": "skipped"}
COLOURS = {"ok": "32", "warning": "33", "failed": "31", "skipped": "2"}


def exit_code(findings: Iterable[Finding]) -> int:
    """1 if anything has failed."""
    return int(any(finding.outcome == "failed" for finding in findings))


def as_json(findings: Sequence[Finding]) -> str:
    """One document; the names of its members are stable."""
    listed = [
        {
            "check": finding.check,
            "outcome": finding.outcome,
            "sentence": finding.sentence,
            "advice": finding.advice,
            "facts": dict(finding.facts),
        }
        for finding in findings
    ]
    return json.dumps({"healthy": exit_code(findings) == 0, "findings": listed}, indent=2)


def as_text(findings: Sequence[Finding], colours: bool) -> str:
    """A line for each check, what to do below those that are not well, and the sum."""
    lines = []
    for finding in findings:
        lines.append(f"{_word(finding, colours)}  {finding.check:<16} {finding.sentence}")
        if finding.advice and finding.outcome != "ok":
            lines += textwrap.wrap(finding.advice, 100, initial_indent=" " * 26, subsequent_indent=" " * 26)
    failed = sum(finding.outcome == "failed" for finding in findings)
    warned = sum(finding.outcome == "warning" for finding in findings)
    lines.append("")
    lines.append(f"{len(findings)} checks: {failed} failed, {warned} with a warning.")
    return "\n".join(lines)


def _word(finding: Finding, colours: bool) -> str:
    word = f"{WORDS[finding.outcome]:>7}"
    return f"\x1b[{COLOURS[finding.outcome]}m{word}\x1b[0m" if colours else word


def wants_colours(stream: TextIO) -> bool:
    """At a terminal, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def named_values(values: Iterable[str], option: str) -> dict[str, str]:
    """NAME=VALUE pairs. ConfigurationError."""
    pairs = {}
    for value in values:
        name, separator, rest = value.partition("=")
        if not separator or not name or not rest:
            raise ConfigurationError(f"{option} wants NAME=VALUE, not {value!r}")
        pairs[name] = rest
    return pairs


def read_tokens(files: Mapping[str, str], stdin: Callable[[], str]) -> dict[str, str]:
    """The tokens in files, "-" being standard input: on a command line, everybody on the machine could read them."""
    return {name: (stdin() if path == "-" else Path(path).read_text()).strip() for name, path in files.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m watchword.doctor", description="Finds out why tokens are refused.")
    environment = os.environ.get
    parser.add_argument("--issuer", default=environment("WATCHWORD_ISSUER"), help="default: WATCHWORD_ISSUER")
    parser.add_argument("--audience", default=environment("WATCHWORD_AUDIENCE"), help="default: the issuer")
    parser.add_argument("--jwks-url", help="default: what the issuer's metadata says")
    parser.add_argument("--secret-file", metavar="FILE", help="a shared secret instead of the issuer's keys")
    parser.add_argument("--algorithm", action="append", help="allowed; may be repeated")
    parser.add_argument("--type", default="at+jwt", help="the tokens' typ; empty: any")
    parser.add_argument("--token-file", action="append", default=[], metavar="NAME=FILE", help="a token from there")
    parser.add_argument("--fingerprint", action="append", default=[], metavar="NAME=TEXT", help="what it shows")
    parser.add_argument("--service", action="append", default=[], metavar="NAME=URL", help="where it publishes keys")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser


def _setup(options: argparse.Namespace) -> Setup:
    if not options.issuer:
        raise ConfigurationError("say --issuer, or set WATCHWORD_ISSUER")
    keys: list[Any] | None = None
    algorithms = options.algorithm
    if options.secret_file:
        keys = [Path(options.secret_file).read_text()]
        algorithms = algorithms or ["HS256"]
    verifier = TokenVerifier(
        options.issuer,
        options.audience or options.issuer,
        jwks_url=options.jwks_url,
        keys=keys,
        algorithms=algorithms,
        type=options.type or None,
    )
    return Setup(options.issuer, verifier, options.jwks_url, fixed_keys=keys is not None)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if all is well, 1 if a check failed, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        tokens = read_tokens(named_values(options.token_file, "--token-file"), sys.stdin.read)
        fingerprints = named_values(options.fingerprint, "--fingerprint")
        services = named_values(options.service, "--service")
        findings = diagnose(_setup(options), tokens, fingerprints, services)
    except (ConfigurationError, OSError) as error:
        print(f"python -m watchword.doctor: {error}", file=sys.stderr)
        return 2
    print(as_json(findings) if options.json else as_text(findings, wants_colours(sys.stdout)))
    return exit_code(findings)


if __name__ == "__main__":
    sys.exit(main())
