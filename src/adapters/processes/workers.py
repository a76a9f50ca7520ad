"""Worker processes, spawned: they hold no lock, connection or thread of the parent."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait

PAGES_WORTH_A_PROCESS = 2
"""Below this a job is done sooner than a process has started."""

OBJECTS_BETWEEN_COLLECTIONS = 250_000
"""More than a page makes: its records hold no cycles and go with it, so looking for some among
them, again and again while they are made, took a third of the time."""


class SpawnedWorkers:
    """Implements application.ports.workers.Workers."""

    def __init__(self, count: int) -> None:
        self._count = count

    @property
    def count(self) -> int:
        return self._count

    @contextmanager
    def start(self, pages: int) -> Iterator[Executor]:
        executor = _threads() if pages < PAGES_WORTH_A_PROCESS else _processes(self._count)
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _threads() -> Executor:
    return ThreadPoolExecutor(1, thread_name_prefix="prepare")


def _processes(count: int) -> Executor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_settle_in)


def _settle_in() -> None:
    """Leave Ctrl-C to the parent, and go when it is gone, however it went."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
