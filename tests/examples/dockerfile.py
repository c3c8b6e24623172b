"""Reads a Dockerfile strictly enough to find what a build would stumble over. No engine is needed."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

INSTRUCTIONS = {
    "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL",
    "USER", "VOLUME", "WORKDIR",
}  # fmt: skip


@dataclass(frozen=True)
class Instruction:
    line: int
    name: str
    value: str


def read_dockerfile(path: Path) -> list[Instruction]:
    """ValueError for a line that is no instruction, or that goes on into nothing."""
    found: list[Instruction] = []
    start, pending = 0, ""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        start = start or number
        pending += " " + text.removesuffix("\\").strip()
        if not text.endswith("\\"):
            found.append(_instruction(path, start, pending.strip()))
            start, pending = 0, ""
    if pending:
        raise ValueError(f"{path.name}:{start}: the last line goes on into nothing")
    return found


def _instruction(path: Path, line: int, text: str) -> Instruction:
    name, _, value = text.partition(" ")
    if name not in INSTRUCTIONS or not value.strip():
        raise ValueError(f"{path.name}:{line}: {text!r} is no instruction")
    if value.strip().startswith("["):
        json.loads(value)
    if name == "RUN":
        shlex.split(value)
    return Instruction(line, name, value.strip())


def complaints_about(path: Path, context: Path) -> list[str]:
    """What is wrong between the instructions, and between them and the files that they copy."""
    instructions = read_dockerfile(path)
    found = [] if instructions[0].name in ("ARG", "FROM") else ["it does not begin with FROM"]
    stages: set[str] = set()
    for each in instructions:
        if each.name == "FROM":
            image, _, stage = each.value.partition(" AS ")
            if not re.fullmatch(r"[\w./-]+(:[\w.-]+)?", image) or (image not in stages and ":" not in image):
                found.append(f"line {each.line}: {image!r} is neither an image with a tag nor a stage")
            stages.add(stage)
        if each.name == "COPY":
            found += _about_copy(each, stages, context)
    last_user = [each.value for each in instructions if each.name == "USER"][-1:]
    return found + ([] if last_user and last_user != ["root"] else ["it ends as root"])


def _about_copy(each: Instruction, stages: set[str], context: Path) -> list[str]:
    words = each.value.split()
    options = [word for word in words if word.startswith("--")]
    *sources, _target = [word for word in words if not word.startswith("--")]
    of_stage = [option.removeprefix("--from=") for option in options if option.startswith("--from=")]
    if of_stage:
        return [f"line {each.line}: there is no stage {stage!r}" for stage in of_stage if stage not in stages]
    return [f"line {each.line}: there is no {source}" for source in sources if not (context / source).exists()]
