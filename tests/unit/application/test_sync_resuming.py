"""SyncSequencing: what was stopped, however it was stopped, goes on where it was."""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from application.errors import StoppedError, TryAgainError, UsageError
from application.ports.ledger import JobState
from domain.selection import DateWindow, Selection
from tests.support.scripted import ScriptedArchive
from tests.support.sync import Sync


class KilledError(BaseException):
    """Ends a job without letting it say a word, as kill -9 does."""


def failing(key: str, why: BaseException, experiments: int = 8) -> Sync:
    """Give a sync of pages of two, where the page with this key cannot be had."""
    return Sync(replace(ScriptedArchive.of(experiments), failing={key: why}))


def run(sync: Sync, **request: Any) -> None:
    with suppress(TryAgainError, ConnectionError, KilledError, KeyboardInterrupt):
        sync(**request)
    sync.archive.stopped.clear()


@pytest.mark.parametrize("in_flight", [1, 3])
def test_a_page_that_cannot_be_had_fails_the_job_and_the_pages_before_it_are_kept(
    in_flight: int,
) -> None:
    sync = failing("5", TryAgainError("out of reach"))
    sync.in_flight = in_flight

    with pytest.raises(TryAgainError, match="out of reach"):
        sync()

    assert sync.experiments == [f"SRX00000{number}" for number in (1, 2, 3, 4)]
    assert (sync.job().state, sync.job().pages_done) == (JobState.FAILED, 2)
    message = sync.ledger.closings[1].message or ""
    assert message.startswith("out of reach")
    assert "page 3 of 4" in message


def test_the_next_run_goes_on_with_the_page_that_could_not_be_had() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    run(sync)
    done = sync.job().pages_done
    sync.archive.failing.clear()
    sync.archive.fetched.clear()

    report = sync.once()

    assert report.job.number == 1
    assert report.resumed_at == done + 1
    assert ("1", "2") not in sync.archive.fetched
    assert sync.archive.fetched[-2:] == [("5", "6"), ("7", "8")]
    assert len(sync.experiments) == 8
    assert report.is_complete
    assert report.job.state is JobState.DONE


def test_a_resumed_job_says_so_and_its_bar_begins_where_it_was() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    run(sync)
    done = sync.job().pages_done
    sync.archive.failing.clear()

    sync()

    assert sync.progress.sentences == [
        f"Going on with job 1 of {sync.job().started:%Y-%m-%d %H:%M}: {done} of 4 pages are done."
    ]
    assert sync.progress.stages[-1].advanced == 8


def test_a_job_that_was_killed_goes_on() -> None:
    sync = failing("5", KilledError())
    run(sync)
    assert sync.job().state is JobState.RUNNING
    sync.archive.failing.clear()

    report = sync.once()

    assert (report.job.number, len(sync.experiments)) == (1, 8)
    assert report.is_complete


def test_a_job_ends_as_if_it_had_never_been_stopped() -> None:
    undisturbed = Sync(ScriptedArchive.of(8))
    undisturbed()
    sync = Sync(ScriptedArchive.of(8))
    for key in ("1", "4", "8"):
        sync.archive.failing = {key: KilledError()}
        run(sync)
    sync.archive.failing.clear()

    sync()

    assert sync.contents == undisturbed.contents
    assert sync.job().tally == undisturbed.job().tally


@pytest.mark.parametrize("why", [StoppedError("SIGTERM"), KeyboardInterrupt()])
def test_a_job_stopped_from_outside_is_interrupted(why: BaseException) -> None:
    sync = failing("3", why)

    with pytest.raises(type(why)):
        sync()

    assert sync.job().state is JobState.INTERRUPTED
    assert sync.ledger.closings[1].message == "stopped from outside"


def test_a_bug_fails_the_job_under_its_own_name() -> None:
    sync = failing("3", ZeroDivisionError("division by zero"))

    with pytest.raises(ZeroDivisionError):
        sync()

    assert sync.job().state is JobState.FAILED
    assert sync.ledger.closings[1].message == "ZeroDivisionError('division by zero')"


def test_calls_under_way_give_up_when_the_job_has_failed() -> None:
    sync = failing("1", TryAgainError("out of reach"))
    sync.archive.slow = {"3"}

    run(sync)

    assert sync.archive.gave_up == [True]


def test_a_search_that_breaks_off_is_made_again_from_the_beginning() -> None:
    sync = Sync(replace(ScriptedArchive.of(8), search_fails_after=1))
    with pytest.raises(ConnectionError):
        sync()
    assert sync.archive.fetched == []
    sync.archive.search_fails_after = None

    report = sync.once()

    assert report.job.number == 2
    assert len(sync.experiments) == 8


def test_days_stay_those_of_the_first_run_and_then_todays_are_run() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    sync.today = date(2025, 6, 29)
    run(sync, days=7)
    sync.archive.failing.clear()
    sync.today = date(2025, 6, 30)

    resumed, today = sync(days=7)

    assert resumed.selection.window == DateWindow(date(2025, 6, 22), date(2025, 6, 29))
    assert (resumed.job.number, resumed.job.state) == (1, JobState.DONE)
    assert today.selection.window == DateWindow(date(2025, 6, 23), date(2025, 6, 30))
    assert (today.job.number, today.resumed_at) == (2, None)
    assert today.tally.as_json()["experiment"] == {"same": 8}


def test_a_job_of_the_same_day_is_only_resumed() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    run(sync, days=7)
    sync.archive.failing.clear()

    report = sync.once(days=7)

    assert report.resumed_at is not None
    assert len(sync.archive.asked) == 1


def test_another_request_does_not_take_up_the_job() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    run(sync)
    sync.archive.failing.clear()

    reports = [sync.once(Selection(organism="Mays zea")), sync.once(days=7)]

    assert [report.job.number for report in reports] == [2, 3]
    assert sync.job().state is JobState.FAILED


def test_the_same_request_of_another_archive_does_not_take_up_the_job() -> None:
    sync = failing("5", TryAgainError("out of reach"))
    run(sync)
    sync.archive.failing.clear()
    sync.archive.identity = "another script"

    assert sync.once().job.number == 2


def test_a_refused_request_is_not_taken_up_again() -> None:
    sync = Sync(ScriptedArchive(matches_ever=False))
    with pytest.raises(UsageError):
        sync()
    sync.archive.records["1"] = b"1 first"
    sync.archive.matches_ever = True

    assert sync.once().job.number == 2


class DyingWorkers:
    """Workers that die when they are given a page."""

    count = 1

    @contextmanager
    def start(self, pages: int) -> Iterator[Executor]:
        assert pages
        yield Dying()


class Dying(Executor):
    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise BrokenExecutor


def test_workers_that_die_ask_to_try_again() -> None:
    sync = Sync(ScriptedArchive.of(2), workers=DyingWorkers())

    with pytest.raises(TryAgainError, match="worker process died"):
        sync()

    assert sync.job().state is JobState.FAILED
