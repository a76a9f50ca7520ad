"""Progress on a terminal, and silence elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


@dataclass(frozen=True, slots=True)
class _Bar:
    bars: Progress
    task: TaskID

    def advance(self, count: int) -> None:
        self.bars.advance(self.task, count)


class TerminalProgress:
    """Implements application.ports.progress.Progress with bars that fit 80 columns."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def stage(self, name: str, unit: str, total: int | None) -> Iterator[_Bar]:
        amount: tuple[ProgressColumn, ...] = (MofNCompleteColumn(), TextColumn(unit))
        bars = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(bar_width=26),
            *((DownloadColumn(),) if unit == "bytes" else amount),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            console=self._console,
        )
        with bars:
            yield _Bar(bars, bars.add_task(name, total=total))

    def say(self, sentence: str) -> None:
        self._console.print(sentence)


class SilentProgress:
    """Implements application.ports.progress.Progress where nobody watches."""

    @contextmanager
    def stage(self, name: str, unit: str, total: int | None) -> Iterator["SilentProgress"]:  # noqa: ARG002
        yield self

    def advance(self, count: int) -> None:
        pass

    def say(self, sentence: str) -> None:
        pass
