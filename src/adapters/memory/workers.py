"""Workers that are no processes: each call is done before the next one is made."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _AtOnce(Executor):
    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)
        return future


class InlineWorkers:
    """Implements application.ports.workers.Workers in the caller's own thread."""

    @property
    def count(self) -> int:
        return 1

    @contextmanager
    def start(self, pages: int) -> Iterator[Executor]:  # noqa: ARG002 - one is enough for any job
        yield _AtOnce()
