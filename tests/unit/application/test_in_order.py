"""in_order: calls run ahead, within a bound, and their results come in order."""

from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest

from adapters.memory.workers import InlineWorkers
from application.in_order import in_order


class Counted(Executor):
    """Does what it is asked at once, up to a number of calls; the others never begin."""

    def __init__(self, does: int = 1000) -> None:
        self.does = does
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        begun = len(self.futures) < self.does
        self.futures.append(done(fn, *args, **kwargs) if begun else Future())
        return self.futures[-1]


def done(fn: Any, *args: Any, **kwargs: Any) -> Future[Any]:
    with InlineWorkers().start(1) as executor:
        return executor.submit(fn, *args, **kwargs)


def double(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("ahead", [0, 1, 3, 100])
def test_results_come_in_the_order_of_their_arguments(ahead: int) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert list(in_order(threads, double, range(50), ahead)) == [2 * n for n in range(50)]


def test_a_later_call_that_is_done_first_waits_for_its_turn() -> None:
    first_may_end = Event()

    def call(number: int) -> int:
        if number == 0:
            first_may_end.wait(5)
        else:
            first_may_end.set()
        return number

    with ThreadPoolExecutor(2) as threads:
        assert list(in_order(threads, call, [0, 1], ahead=1)) == [0, 1]


def test_calls_run_beside_each_other() -> None:
    all_at_once = Barrier(3)

    def call(number: int) -> int:
        all_at_once.wait(5)
        return number

    with ThreadPoolExecutor(3) as threads:
        assert list(in_order(threads, call, [0, 1, 2], ahead=2)) == [0, 1, 2]


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_no_more_calls_are_begun_ahead_than_allowed(ahead: int) -> None:
    executor = Counted()
    results = in_order(executor, double, range(10), ahead)

    for taken in range(1, 7):
        next(results)
        assert len(executor.futures) == taken + ahead


def test_arguments_are_taken_only_as_calls_are_begun() -> None:
    taken: list[int] = []

    def arguments() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    next(in_order(Counted(), double, arguments(), ahead=2))

    assert taken == [0, 1, 2]


def test_of_no_arguments_there_are_no_results() -> None:
    assert list(in_order(Counted(), double, [], ahead=3)) == []


def test_the_error_of_a_call_comes_in_its_turn() -> None:
    def call(number: int) -> float:
        return 1 / (2 - number)

    with InlineWorkers().start(1) as executor:
        results = in_order(executor, call, range(5), ahead=5)

        assert [next(results), next(results)] == [0.5, 1]
        with pytest.raises(ZeroDivisionError):
            next(results)


def test_what_was_begun_is_given_before_the_error_of_the_next_argument() -> None:
    def arguments() -> Iterator[int]:
        yield 1
        yield 2
        raise ConnectionError

    given: list[int] = []
    with pytest.raises(ConnectionError):
        given.extend(in_order(Counted(), double, arguments(), ahead=5))

    assert given == [2, 4]


def test_an_early_stop_cancels_what_has_not_begun() -> None:
    executor = Counted(does=1)
    results = in_order(executor, double, range(10), ahead=2)
    assert next(results) == 0

    assert isinstance(results, Generator)
    results.close()

    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_an_error_cancels_what_has_not_begun() -> None:
    executor = Counted(does=1)
    results = in_order(executor, lambda number: 1 / number, range(10), ahead=2)

    with pytest.raises(ZeroDivisionError):
        next(results)

    assert [future.cancelled() for future in executor.futures] == [False, True, True]
