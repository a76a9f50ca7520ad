"""Times a command as a whole process, and watches the memory of the processes it starts."""

import json
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil

SAMPLING_SECONDS = 0.2
_SERVER = "postgres"


@dataclass(frozen=True)
class Measurement:
    """wall: seconds of the whole process; peak: bytes, PSS summed over its processes.

    The database server is not counted among them. reply: the JSON that the command printed.
    """

    wall: float
    peak: int
    reply: Any


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Measurement:
    began = time.perf_counter()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, text=True)
    peak = _Peak(process.pid)
    peak.start()
    output, _ = process.communicate()
    wall = time.perf_counter() - began
    peak.stop()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Measurement(wall, peak.bytes, json.loads(output))


class _Peak(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._root = psutil.Process(pid)
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(SAMPLING_SECONDS):
            self.bytes = max(self.bytes, self._now())

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _now(self) -> int:
        total = 0
        try:
            for process in (self._root, *self._root.children(recursive=True)):
                if process.name() != _SERVER:
                    total += _pss(process.pid)
        except (psutil.Error, OSError):
            return 0  # one of them has just ended: the next sample counts
        return total


def _pss(pid: int) -> int:
    # The kernel's own sum: adding up all mappings, as psutil does, slows down what is measured.
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return int(psutil.Process(pid).memory_info().rss)
    kilobytes = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(kilobytes.split()[1]) * 1024


@dataclass(frozen=True)
class Row:
    """One line of a table: seconds of every round, and the peaks where memory was watched."""

    name: str
    seconds: Sequence[float]
    peaks: Sequence[int] = ()

    @property
    def median(self) -> float:
        return median(self.seconds)


def table(rows: Sequence[Row], floor: Row) -> str:
    lines = ["| | seconds (median) | min-max | ratio to (a) | peak PSS |", "|---|---|---|---|---|"]
    for row in rows:
        # Round by round, so that a machine that slows down does not distort the ratio.
        ratio = median(one / other for one, other in zip(row.seconds, floor.seconds, strict=True))
        peak = f"{max(row.peaks) / 2**20:.0f} MiB" if row.peaks else ""
        span = f"{min(row.seconds):.2f}-{max(row.seconds):.2f}"
        lines.append(f"| {row.name} | {row.median:.2f} | {span} | {ratio:.2f} | {peak} |")
    return "\n".join(lines)
