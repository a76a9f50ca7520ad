"""A log of one JSON object a line, for machines that keep logs."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, TextIO

SECONDS_BETWEEN_LINES = 60


class JsonLog:
    """Writes events. always: what stands in every line, such as the number of the Batch job."""

    def __init__(self, stream: TextIO, always: Mapping[str, Any]) -> None:
        self._stream = stream
        self._always = dict(always)

    def write(self, event: str, level: str = "info", **told: Any) -> None:
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level}
        self.raw(line | {"event": event} | self._always | told)

    def raw(self, line: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(line, default=str, ensure_ascii=False) + "\n")
        self._stream.flush()


class JsonHandler(logging.Handler):
    """Sends what the program logs (waiting for NCBI, samples that turned out to be one) there."""

    def __init__(self, log: JsonLog) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write("log", record.levelname.lower(), message=record.getMessage())


@dataclass
class _Stage:
    log: JsonLog
    name: str
    unit: str
    total: int | None
    clock: Callable[[], float] = monotonic
    done: int = 0
    told: float = field(init=False)

    def __post_init__(self) -> None:
        self.told = self.clock()

    def advance(self, count: int) -> None:
        self.done += count
        if self.clock() - self.told >= SECONDS_BETWEEN_LINES:
            self.told = self.clock()
            self.tell("progress")

    def tell(self, event: str) -> None:
        self.log.write(event, stage=self.name, unit=self.unit, done=self.done, total=self.total)


class LoggedProgress:
    """Implements application.ports.progress.Progress: a line a stage, and one a minute."""

    def __init__(self, log: JsonLog) -> None:
        self._log = log

    @contextmanager
    def stage(self, name: str, unit: str, total: int | None) -> Iterator[_Stage]:
        stage = _Stage(self._log, name, unit, total)
        yield stage
        stage.tell("stage")

    def say(self, sentence: str) -> None:
        self._log.write("note", message=sentence)
