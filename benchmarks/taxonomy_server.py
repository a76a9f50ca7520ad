"""Holds the server of benchmarks/taxonomy.py to little memory, and watches its disk."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psutil
from sqlalchemy import text

from adapters.postgres.database import Database
from tests.support.server import Server

MIB = 2**20
_SAMPLING_SECONDS = 0.25
_GROUPS = Path("/sys/fs/cgroup/memory")


def data_folder(server: Server) -> Path:
    database = Database(server.url)
    with database.session() as connection:
        found = connection.scalar(text("select current_setting('data_directory')"))
    database.dispose()
    return Path(str(found))


class DiskWatch(threading.Thread):
    """Watches what a server's tables and temporary files take, and its WAL beside them.

    tables, wal: bytes, the most there was at any time; before: the bytes of tables at its start.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._ended = threading.Event()
        self.tables, self.wal = self._now()
        self.before = self.tables

    def run(self) -> None:
        while not self._ended.wait(_SAMPLING_SECONDS):
            tables, wal = self._now()
            self.tables, self.wal = max(self.tables, tables), max(self.wal, wal)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    def _now(self) -> tuple[int, int]:
        return _size(self._folder / "base"), _size(self._folder / "pg_wal")


def _size(folder: Path) -> int:
    total = 0
    for path, _, files in os.walk(folder):
        for file in files:
            try:
                total += (Path(path) / file).stat().st_blocks * 512
            except FileNotFoundError:  # a temporary file, or one of a table that was dropped
                continue
    return total


@contextmanager
def held(server: Server, mib: int | None) -> Iterator[None]:
    """Hold a server to so much memory, its shared buffers and page cache included.

    Needs root and a kernel whose cgroups are of version 1.
    """
    if mib is None:
        yield
        return
    if not (_GROUPS / "cgroup.procs").exists():
        raise SystemExit(f"--server-mib needs cgroups of version 1: there is no {_GROUPS}")
    group = _GROUPS / f"insdc-sync-benchmark-{os.getpid()}"
    group.mkdir()
    postmaster = int((data_folder(server) / "postmaster.pid").read_text().split("\n", 1)[0])
    try:
        (group / "memory.limit_in_bytes").write_text(str(mib * MIB))
        _move(postmaster, group)
        yield
        most = int((group / "memory.max_usage_in_bytes").read_text()) // MIB
        times = (group / "memory.failcnt").read_text().strip()
        print(f"\nThe server took {most} MiB at most, and met its limit {times} times.")
    finally:
        _move(postmaster, _GROUPS)
        group.rmdir()


def _move(postmaster: int, group: Path) -> None:
    """Move a server with all its processes; those it starts later are born there."""
    server = psutil.Process(postmaster)
    for process in (server, *server.children(recursive=True)):
        try:
            (group / "cgroup.procs").write_text(str(process.pid))
        except ProcessLookupError:
            continue
