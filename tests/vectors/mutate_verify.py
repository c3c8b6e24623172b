#!/usr/bin/env python3
"""Shows that the vectors have teeth: switches off the checks behind jwt::verify, one at a time, and demands that a
vector fails each time.

tests/vectors/mutate_verify.py [BUILD]     BUILD is a release build with tests, build/ by default

The production code knows nothing of this. Copies of its sources go to a scratch folder; in them every check gets a
switch (`if (cond) return error;` becomes `if ((cond) && !off(7)) return error;`), all of them are compiled once and
linked in front of the libraries of the build, and the program runs once for each check with that check off.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOSE, JWT = "watchword/jose", "watchword/jwt"

# Where every `if (...) return <refusal>;` and every `Refusal name(...)` is a check.
CHECKED = [f"{JWT}/checks.cpp", f"{JWT}/profile_checks.cpp", f"{JWT}/header.cpp", f"{JWT}/verify.cpp",
           f"{JWT}/trusted_issuers.cpp"]
REFUSAL = re.compile(r"Error::|Error\(|missing_claim\(|invalid_claim\(|of_another_kind\(|refusal\)?$")

# Checks of another form: (file, the text that stands there exactly once, what takes its place when it is off).
EDITS = [
    (f"{JWT}/checks.cpp", "std::clamp(required.leeway, Seconds(0), Seconds(std::chrono::minutes(10)))", "required.leeway"),
    (f"{JWT}/checks.cpp", "now >= *claims.expires_at + leeway(required)", "now > *claims.expires_at + leeway(required)"),
    (f"{JWT}/checks.cpp", "now + leeway(required) < *claims.not_before", "now + leeway(required) <= *claims.not_before"),
    (f"{JWT}/checks.cpp", "now + leeway(required) < *claims.issued_at", "now + leeway(required) <= *claims.issued_at"),
    (f"{JWT}/requirements.hpp", "any_ || detail::contains(accepted_, issuer)", "true"),
    (f"{JWT}/requirements.hpp", "any_ || detail::contains(accepted_, audience)", "true"),
    (f"{JWT}/requirements.hpp", "if (!typ) return others_ != Others::refused;", "if (!typ) return true;"),
    (f"{JWT}/requirements.cpp", "equal_without_case(without_application(typ), without_application(expected_))", "true"),
    *((f"{JWT}/checks.cpp", f"return read({claim});", f"return read({claim}), true;")
      for claim in ("member.value, claims.issuer", "member.value, claims.subject", "member.value, claims.id",
                    "member.value, claims.expires_at", "member.value, claims.not_before", "member.value, claims.issued_at")),
    (f"{JWT}/checks.cpp", "return read_audience(member.value, claims.audience);",
     "return read_audience(member.value, claims.audience), true;"),
    (f"{JWT}/profile_checks.cpp", "return at_jwt.accepts(typ);", "return true;"),
    (f"{JOSE}/compact.cpp", "jws.size() > max_bytes", "false"),
    (f"{JOSE}/compact.cpp", "jws.substr(second + 1)", "jws.substr(second + 1, jws.find('.', second + 1) - second - 1)"),
    (f"{JOSE}/base64url.cpp", "return base64url::best().decode(text.data(), text.size(), out);",
     "return base64url::best().decode(text.data(), text.size(), out) || true;"),
    (f"{JOSE}/base64url_table.cpp", "two_bytes ? invalid | 0xff : invalid | 0xffff", "invalid"),
    (f"{JOSE}/base64url_table.cpp", "if ((seen & invalid) != 0) return false;", ""),
    (f"{JOSE}/key_choice.hpp", "if (key.algorithm() != algorithm) continue;", ""),
    (f"{JOSE}/key_choice.hpp", "!kid || key.kid() == *kid", "true"),
    (f"{JOSE}/key_choice.hpp", "kid && key.kid().empty()", "false"),
    (f"{JOSE}/key_choice.hpp", "several = several || key != nullptr;", ""),
    (f"{JOSE}/key_choice.hpp", "named.key != nullptr", "nameless.key == nullptr"),
    (f"{JOSE}/json_plain.cpp", "(marks & mark) != 0 && is_repeated(name, object, word_of_name)", "false"),
    (f"{JOSE}/json_plain.cpp", "*first == '0' && (digits > 1 || is_negative)", "false"),
    (f"{JOSE}/json_names.cpp", "(marks & own) != 0 && std::ranges::any_of(std::span(known).first(count), is_same)", "false"),
]

# The ways through the code that depend on the processor would hide what is off in the one that all processors have.
FIXED = [(f"{JOSE}/base64url.cpp", "#if defined(__x86_64__)", "#if 0")]

# Checks that stand in front of another one which refuses the same: (file, the condition, the other one).
DOUBLED = {
    (f"{JWT}/checks.cpp", "segments && segments->payload.empty()"): "for an empty payload is no JSON either",
    (f"{JWT}/checks.cpp", "segments.signature.empty()"): "for no key verifies an empty signature",
    (f"{JWT}/checks.cpp", "!decoded.decode(segments.signature)"): "for what is not canonical is not decoded whole",
    (f"{JWT}/header.cpp", "!decoded.decode(segment)"): "for what is not canonical is not decoded whole",
    (f"{JWT}/checks.cpp", "return read(member.value, claims.expires_at); -> return read(member.value, claims.expires_at), true;"):
        "for expiry() misses an exp that is no time",
    (f"{JWT}/profile_checks.cpp", "!contains(*claims.audience, Audience(client_id))"):
        "for audience() of Requirements::id_token_of has the client as its audience",
    (f"{JWT}/trusted_issuers.cpp", "claims && claims->issuer() != *issuer"):
        "for both issuers are read from the same bytes",
}


def stop(reason):
    print(f"FAILED {reason}\n0 passed, 1 failed, 0 skipped")
    raise SystemExit(1)


class Mutant:
    def __init__(self, number, file, line, text):
        self.number, self.file, self.line, self.text = number, file, line, " ".join(text.split())

    def __str__(self):
        return f"{self.file}:{self.line} {self.text}"


class Sources:
    """Copies with switches."""

    def __init__(self):
        self.mutants, self.text = [], {}

    def read(self, file):
        return self.text.setdefault(file, (ROOT / file).read_text())

    def mutant(self, file, line, text):
        text = re.sub(r"\(watchword_mutant\(\d+\) \? \(.*?\) : \((.*?)\)\)", r"\1", text)
        self.mutants.append(Mutant(len(self.mutants), file, line, text))
        return f"watchword_mutant({len(self.mutants) - 1})"

    def switch_checks(self, file):
        lines = self.read(file).split("\n")
        for at, line in enumerate(lines):
            guard = re.match(r"^(\s*(?:for \(.*\) )?if \()(.*)(\) return )(.*);$", line)
            if guard and REFUSAL.search(guard[4]):
                off = self.mutant(file, at + 1, guard[2])
                declared = re.match(r"(?:const )?[\w:]+ \*?(?:const )?(\w+) = ", guard[2])
                condition = f"{guard[2]}; {declared[1]} && !{off}" if declared else f"({guard[2]}) && !{off}"
                lines[at] = f"{guard[1]}{condition}{guard[3]}{guard[4]};"
            function = re.match(r"^(?:\[\[.*\]\] )?(?:checks::)?Refusal (\w+)\(.*\) \{$", line)
            if function:
                lines[at] += f" if ({self.mutant(file, at + 1, function[1] + '()')}) return std::nullopt;"
        self.text[file] = "\n".join(lines)

    def exactly_once(self, file, text):
        if (count := self.read(file).count(text)) != 1:
            stop(f"{file}: {text!r} stands there {count} times, not once")

    def edit(self, file, old, new):
        self.exactly_once(file, old)
        original, text = (ROOT / file).read_text(), self.read(file)
        off = self.mutant(file, original[:original.index(old)].count("\n") + 1, f"{old} -> {new or 'nothing'}")
        if old.endswith(";"):
            new = f"if ({off}) {{ {new} }} else {{ {old} }}"
        else:
            new = f"({off} ? ({new}) : ({old}))"
        self.text[file] = text.replace(old, new)


def rows_of_tables():
    """The functions in the tables of_header and of_claims."""
    header = (ROOT / JWT / "checks.hpp").read_text()
    tables = re.findall(r"> of_(?:header|claims)\{\{(.*?)\}\};", header, re.S)
    return {name for table in tables for name in re.findall(r'\{"\w+", (\w+)\}', table)}


def switched_sources():
    sources = Sources()
    for file, old, new in FIXED:
        sources.exactly_once(file, old)
        sources.text[file] = sources.read(file).replace(old, new)
    for edit in EDITS:
        sources.edit(*edit)
    for file in CHECKED:
        sources.switch_checks(file)
    unmet = {f"{name}()" for name in rows_of_tables()} - {mutant.text for mutant in sources.mutants}
    if unmet or not rows_of_tables():
        stop(f"the checks {', '.join(sorted(unmet))} of the tables have not been found in {', '.join(CHECKED)}")
    return sources


def write(sources, scratch):
    """The copies; a changed header must be found before the original, so it gets a folder of its own."""
    for file, text in sources.text.items():
        path = scratch / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'extern "C" bool watchword_mutant(int) noexcept;\n#line 1 "{file}"\n{text}'
                        if not file.endswith(".hpp") else
                        text.replace("#pragma once\n", '#pragma once\nextern "C" bool watchword_mutant(int) noexcept;\n', 1))
    switch = scratch / "switch.cpp"
    switch.write_text('#include <cstdlib>\nextern "C" bool watchword_mutant(int number) noexcept {\n'
                      '    static const char* const off = std::getenv("WATCHWORD_MUTANT");\n'
                      "    static const int chosen = off ? std::atoi(off) : -1;\n    return number == chosen;\n}\n")
    return switch


def sources_to_compile(sources, commands):
    """The changed sources, and whoever includes a changed header."""
    headers = [file for file in sources.text if file.endswith(".hpp")]
    users = [file for file in commands if file.startswith((JOSE, JWT)) and
             any(f"<{header}>" in (ROOT / file).read_text() for header in headers)]
    return sorted({file for file in sources.text if not file.endswith(".hpp")} | set(users))


def compile_one(file, command, scratch):
    source = scratch / file if (scratch / file).exists() else ROOT / file
    out = scratch / (file.replace("/", "_") + ".o")
    words = [word for word in shlex.split(command) if not word.startswith(("-O", "-W", "-D_FORTIFY"))]
    words = words[:words.index("-o")]
    words = words[next(i for i, word in enumerate(words) if word.endswith(("c++", "g++", "clang++", "clang++-16"))):]
    subprocess.run([words[0], f"-I{scratch}", *words[1:], "-O1", "-w", "-D_GLIBCXX_ASSERTIONS", "-o", out, "-c", source],
                   check=True, cwd=ROOT)
    return out


def build_program(sources, build, scratch):
    commands = {str(pathlib.Path(entry["file"]).relative_to(ROOT)): entry["command"]
                for entry in json.loads((build / "compile_commands.json").read_text())
                if pathlib.Path(entry["file"]).is_relative_to(ROOT)}
    switch = write(sources, scratch)
    files = sources_to_compile(sources, commands)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(lambda file: compile_one(file, commands[file], scratch), files))
    link = subprocess.run(["ninja", "-C", build, "-t", "commands", "tests/vectors_attacks"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip().split("\n")[-1]
    words = shlex.split(link.split("&&")[1] if "&&" in link else link)
    out = words.index("-o")
    program = scratch / "vectors_attacks"
    words[out + 1] = str(program)
    # Objects in front of the libraries: the linker takes theirs and leaves the library's own alone.
    first = next(i for i, word in enumerate(words) if word.endswith(".o"))
    words[first:first] = [str(switch), *map(str, objects)]
    subprocess.run(words, check=True, cwd=build)
    return program


def files_to_run():
    """Ours, and the corpus; without those that only take time."""
    folder = pathlib.Path(os.environ.get("WATCHWORD_VECTORS") or ROOT.parent / "shared/vectors") / "attacks"
    corpus = sorted(path for path in folder.glob("*.json")) if folder.is_dir() else []
    slow = {"index", "keys", "huge-token", "deep-nesting", "pbes2-p2c", "rsa15-padding-oracle", "jwe-zip-bomb"}
    own = sorted((ROOT / "tests/vectors/own").glob("*.json"))
    return [path for path in own + corpus if path.stem not in slow], bool(corpus)


def run(program, files, number):
    run = subprocess.run([program, *files], check=False, text=True, errors="replace", stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, timeout=120, env=os.environ | {"WATCHWORD_MUTANT": str(number)})
    ids = [match[1] for match in re.finditer(r"^FAILED \S+ (\S+)", run.stdout, re.M)]
    if run.returncode < 0:
        ids.append(f"a crash (signal {-run.returncode})")
    return ids


def main(arguments):
    build = pathlib.Path(arguments[0] if arguments else ROOT / "build").resolve()
    sources = switched_sources()
    files, with_corpus = files_to_run()
    if not with_corpus:
        print("note: the shared test vectors are not here; only this project's own cases show their teeth")
    with tempfile.TemporaryDirectory() as folder:
        program = build_program(sources, build, pathlib.Path(folder))
        if ids := run(program, files, -1):
            stop(f"with all checks on: {', '.join(ids[:5])}")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            killers = list(pool.map(lambda mutant: run(program, files, mutant.number), sources.mutants))
    return report(sources.mutants, killers)


def report(mutants, killers):
    passed = failed = skipped = 0
    for mutant, ids in zip(mutants, killers):
        if ids:
            passed += 1
            more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
            print(f"{mutant}: killed by {', '.join(ids[:3])}{more}")
        elif reason := DOUBLED.get((mutant.file, mutant.text)):
            skipped += 1
            print(f"{mutant}: skipped, {reason}")
        else:
            failed += 1
            print(f"FAILED {mutant}: SURVIVED, no vector notices when this check is off")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
