"""Runs calls ahead of their reader, and gives the results in the order of their arguments."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

from application.errors import StoppedError

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def in_order(
    executor: Executor,
    call: Callable[[Argument], Result],
    arguments: Iterable[Argument],
    ahead: int,
) -> Iterator[Result]:
    """Map `call` over `arguments`, with at most `ahead` calls begun before they are asked for.

    The bound keeps memory flat: a fast source cannot run away from a slow reader. What has begun
    is cancelled or awaited when the reader stops early. Where the next argument cannot be had, the
    results of those before it come first, then its error.
    """
    begun: deque[Future[Result]] = deque()
    coming = iter(arguments)
    failure: Exception | None = None
    try:
        while True:
            try:
                begun.append(executor.submit(call, next(coming)))
            except StopIteration:
                break
            except StoppedError:
                raise
            except Exception as error:  # noqa: BLE001 - raised again below, in its turn
                failure = error
                break
            if len(begun) > ahead:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
        if failure is not None:
            raise failure
    finally:
        for future in begun:
            future.cancel()
