"""The commands of docs/deploying.md, typed into one shell by nobody.

    sh blocks of sections  →  one bash, in an empty folder  →  aws, terraform, insdc-sync

`aws` is aws_cli.py and `terraform` is terraform_cli.py, which say what liberties they take.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.infrastructure import aws_cli, terraform_cli
from tests.infrastructure.provider import MODULES, ROOT

TOO_LONG = 600
"""Seconds after which a shell is hanging."""

_PROGRAMS = {
    "aws": aws_cli.__file__,
    "terraform": terraform_cli.__file__,
    "insdc-sync": "-m insdc_sync",
}
# A program that fails within a word, as in "$(terraform …)", does not end a shell.
_NOTING = """#!/bin/bash
ended=0
"{python}" {program} "$@" || ended=$?
echo "$ended {name} $*" >> "{calls}"
exit $ended
"""


def sections(text: str) -> dict[str, list[str]]:
    """The shell blocks of every section, by its number, or by its heading where it has none."""
    _, *parts = re.split(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {
        re.sub(r"^(\d+)\. .*", r"\1", heading): re.findall(r"```sh\n(.*?)```", body, re.DOTALL)
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }


@dataclass(frozen=True)
class Step:
    """A section when it is followed; its name says so when it is not for the first time."""

    name: str
    blocks: list[str]


def steps(text: str, order: tuple[str, ...]) -> Iterator[Step]:
    found = sections(text)
    for number, section in enumerate(order):
        name = section if section not in order[:number] else f"{section} again"
        yield Step(name, found[section])


@dataclass(frozen=True)
class Walk:
    """A folder that holds what the commands need, and then what they printed."""

    folder: Path

    def __post_init__(self) -> None:
        for module in MODULES:
            self.module(module).mkdir(parents=True, exist_ok=True)
        (self.folder / "bin").mkdir()
        for name, program in _PROGRAMS.items():
            told = {"python": sys.executable, "program": program, "name": name}
            file = self.folder / "bin" / name
            file.write_text(_NOTING.format(**told, calls=self.folder / "calls"), encoding="utf-8")
            file.chmod(0o755)

    def module(self, module: Path) -> Path:
        """Where the commands find one of our modules."""
        return self.folder / module.relative_to(ROOT)

    def plan(self, module: Path, outputs: Mapping[str, Any]) -> None:
        """Lay down what `terraform output` says once it is applied."""
        planned = self.module(module) / terraform_cli.PLANNED
        planned.write_text(json.dumps(outputs), encoding="utf-8")

    def follow(
        self, todo: list[Step], before: Mapping[str, str], environment: Mapping[str, str]
    ) -> None:
        """Run all of it. before: what is done outside the page, by the step that it precedes."""
        found = {**environment, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        script = "\n".join(self._typed(todo, before))
        done = subprocess.run(
            ("bash", "-c", script), cwd=self.folder, env=found, timeout=TOO_LONG, check=False
        )
        assert done.returncode == 0, f"{self.calls[-1]}\n{self._last_words()}"

    def _typed(self, todo: list[Step], before: Mapping[str, str]) -> Iterator[str]:
        yield "set -euo pipefail\nsleep() { :; }"
        for step in todo:
            yield before.get(step.name, "")
            for number, block in enumerate(step.blocks):
                yield f"exec > '{self.folder}/{step.name}.{number}' 2>&1\n{block}"

    def _last_words(self) -> str:
        last = max(self.folder.glob("*.[0-9]"), key=lambda file: file.stat().st_mtime)
        return f"{last.name}: {last.read_text(encoding='utf-8')}"

    @property
    def calls(self) -> list[str]:
        """Every program that was run, behind its exit code."""
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()

    def said(self, step: str, block: int = 0) -> str:
        return (self.folder / f"{step}.{block}").read_text(encoding="utf-8")

    def last_line(self, step: str, block: int = 0) -> Any:
        """The last line of the jobs' log, where this is what a block ends with."""
        return json.loads(re.sub(r"^[^{]*", "", self.said(step, block).splitlines()[-1]))
