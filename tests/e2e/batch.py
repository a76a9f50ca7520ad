"""The Batch entrypoint as its container starts it, and what it writes."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.conftest import PATIENCE_SECONDS

BATCH = {"AWS_BATCH_JOB_ID": "5c1e9a3e-job", "AWS_BATCH_JOB_ATTEMPT": "2"}


@dataclass(frozen=True)
class Ended:
    """How a job ended. lines: of its log, which is all that it may write, wherever."""

    code: int
    lines: list[dict[str, Any]]
    written: str

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    def metrics(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "_aws" in line]

    def metric(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.metrics() if name in line]


def read(code: int, written: str) -> Ended:
    return Ended(code, [json.loads(line) for line in written.split("\n")[:-1]], written)


@dataclass(frozen=True)
class Job:
    """insdc_sync.batch with settings; errors go where the output goes, as in a container's log."""

    settings: dict[str, str]
    environment: dict[str, str] = field(default_factory=lambda: BATCH)

    def start(
        self, *arguments: str | bytes, program: Sequence[str] = ()
    ) -> "subprocess.Popen[str]":
        kept = {name: value for name, value in os.environ.items() if "INSDC_SYNC" not in name}
        named = {f"INSDC_SYNC_{name}": value for name, value in self.settings.items()}
        return subprocess.Popen(
            (sys.executable, *(program or ("-m", "insdc_sync.batch")), *arguments),
            env=kept | named | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str | bytes, program: Sequence[str] = ()) -> Ended:
        started = self.start(*arguments, program=program)
        written, _ = started.communicate(timeout=PATIENCE_SECONDS)
        return read(started.returncode, written)
