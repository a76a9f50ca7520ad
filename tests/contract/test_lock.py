"""JobLock: one job of a kind at a time."""

import pytest

from adapters.memory.lock import MemoryJobLock
from adapters.postgres.lock import PostgresJobLock
from application.errors import JobUnderWayError
from application.ports.lock import JobLock


@pytest.fixture(params=["memory", "postgres"])
def lock(request: pytest.FixtureRequest) -> JobLock:
    if request.param == "memory":
        return MemoryJobLock()
    return PostgresJobLock(request.getfixturevalue("database"))


def test_a_second_holder_is_refused_and_told_who_holds_it_since_when(lock: JobLock) -> None:
    with (
        lock.hold("sequencing"),
        pytest.raises(
            JobUnderWayError,
            match=r"Another sequencing job .* since \d{4}-\d\d-\d\d \d\d:\d\d \S+ \(from .+\)",
        ),
        lock.hold("sequencing"),
    ):
        pytest.fail("both hold it")


def test_a_refused_holder_leaves_the_first_one_its_lock(lock: JobLock) -> None:
    with lock.hold("sequencing"):
        for _ in range(2):
            with pytest.raises(JobUnderWayError), lock.hold("sequencing"):
                pytest.fail("both hold it")


def test_jobs_of_different_kinds_run_side_by_side(lock: JobLock) -> None:
    with lock.hold("sequencing"), lock.hold("samples"):
        pass


def test_the_lock_is_free_after_the_job(lock: JobLock) -> None:
    for _ in range(2):
        with lock.hold("sequencing"):
            pass


def test_the_lock_is_free_after_a_job_that_failed(lock: JobLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold("sequencing"):
        _ = 1 / 0

    with lock.hold("sequencing"):
        pass
