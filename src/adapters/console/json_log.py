"""A log of one JSON object a line, for machines that keep logs."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, TextIO

SECONDS_BETWEEN_LINES = 60
LONGEST_TEXT = 8000
"""Characters of one value: keepers of logs cut lines of 16 KiB in two, and then neither is JSON."""


class JsonLog:
    """Writes events. always: what stands in every line, such as the number of the Batch job."""

    def __init__(self, stream: TextIO, always: Mapping[str, Any]) -> None:
        self._stream = stream
        self._always = dict(always)
        self._lock = threading.RLock()

    def always(self, **told: Any) -> None:
        """From now on this stands in every line too."""
        self._always |= told

    def write(self, event: str, level: str = "info", **told: Any) -> None:
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level}
        line |= {"event": event} | self._always | {name: _short(told[name]) for name in told}
        text = json.dumps(line, default=str, ensure_ascii=False)
        with self._lock:
            self._stream.write(f"{text}\n")
            self._stream.flush()


def _short(value: Any) -> Any:
    """Leave out the middle of a text that is too long: its end says most."""
    if not isinstance(value, str) or len(value) <= LONGEST_TEXT:
        return value
    half = LONGEST_TEXT // 2
    return f"{value[:half]} … {value[-half:]}"


class JsonHandler(logging.Handler):
    """Sends what is logged (waiting for NCBI, samples that turned out to be one) there."""

    def __init__(self, log: JsonLog) -> None:
        super().__init__()
        self._log = log
        self._words = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        told = {"message": record.getMessage()}
        if record.exc_info:
            told["traceback"] = self._words.formatException(record.exc_info)
        self._log.write("log", record.levelname.lower(), **told)


def log_everything(log: JsonLog, program: str) -> None:
    """Let nothing be written beside the log: what the program says, and what libraries warn of."""
    root = logging.getLogger()
    root.handlers = [JsonHandler(log)]
    root.setLevel(logging.WARNING)
    logging.getLogger(program).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    threading.excepthook = _lost(f"{program}.thread")
    sys.unraisablehook = _lost(f"{program}.cleaning")


def _lost(name: str) -> Callable[[Any], None]:
    """Give what logs an error that no caller will ever see."""

    def log(error: Any) -> None:
        raised = (error.exc_type, error.exc_value, error.exc_traceback)
        logging.getLogger(name).error("An error that nobody waits for", exc_info=raised)

    return log


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
