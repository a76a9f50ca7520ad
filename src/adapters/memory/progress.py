"""Progress that nobody watches, kept to be looked at afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class RecordedStage:
    """Implements application.ports.progress.Stage."""

    name: str
    unit: str
    total: int | None
    advanced: int = 0
    ended: bool = False

    def advance(self, count: int) -> None:
        self.advanced += count


@dataclass(slots=True)
class RecordedProgress:
    """Implements application.ports.progress.Progress: keeps what was shown and said."""

    stages: list[RecordedStage] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, unit: str, total: int | None) -> Iterator[RecordedStage]:
        stage = RecordedStage(name, unit, total)
        self.stages.append(stage)
        try:
            yield stage
        finally:
            stage.ended = True

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)
