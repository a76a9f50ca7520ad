"""Lets the database work while Python does: one call at a time, in a thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, Self

Arguments = ParamSpec("Arguments")


class Beside:
    """Runs calls in their order, each when the one before is done; nothing runs after `wait`.

    Whoever uses the same connection must wait first. An error comes up at the next call.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="taxonomy")
        self._under_way: Future[None] | None = None

    def run(
        self,
        call: Callable[Arguments, None],
        *arguments: Arguments.args,
        **options: Arguments.kwargs,
    ) -> None:
        self.wait()
        self._under_way = self._thread.submit(call, *arguments, **options)

    def wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True)
