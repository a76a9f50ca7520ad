"""JobLedger: what was asked, what is done, what remains."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from application.ports.ledger import Job, JobRequest, JobState
from domain.tally import Outcome, Tally
from tests.support.house import House

REQUEST = JobRequest(
    "sequencing",
    {"organism": "Zea mays", "days": 7, "accessions": ["SRX1", "SRX2"]},
    first=date(2025, 6, 1),
    last=date(2025, 6, 8),
)


def done(house: House, job: Job, *numbers: int, tally: Tally | None = None) -> None:
    for page in list(house.ledger.pages_to_do(job)):
        if page.number in numbers:
            with house.mirror.transaction() as transaction:
                transaction.complete(page, tally or Tally())


def frozen(house: House, request: JobRequest = REQUEST, pages: int = 3) -> Job:
    keys = [[f"{number}a", f"{number}b"] for number in range(1, pages + 1)]
    return house.ledger.freeze(house.ledger.open(request), keys)


def test_a_job_opens_with_what_was_asked_and_nothing_done(house: House) -> None:
    job = house.ledger.open(REQUEST)

    assert job.request == REQUEST
    assert (job.state, job.frozen, job.found, job.pages) == (JobState.RUNNING, False, 0, 0)
    assert job.tally == Tally()
    assert abs(job.started - datetime.now(UTC)) < timedelta(minutes=1)


def test_jobs_are_numbered_from_one(house: House) -> None:
    assert [house.ledger.open(REQUEST).number for _ in range(3)] == [1, 2, 3]


def test_a_request_without_a_window_has_none_in_the_books(house: House) -> None:
    job = house.ledger.open(replace(REQUEST, first=None, last=None))

    assert (job.request.first, job.request.last) == (None, None)


def test_freezing_writes_down_all_pages(house: House) -> None:
    job = frozen(house)

    assert (job.frozen, job.found, job.pages, job.pages_done) == (True, 6, 3, 0)


def test_a_job_may_have_nothing_to_do(house: House) -> None:
    job = frozen(house, pages=0)

    assert (job.frozen, job.found, job.pages) == (True, 0, 0)
    assert list(house.ledger.pages_to_do(job)) == []


def test_freezing_writes_down_nothing_when_the_search_breaks_off(house: House) -> None:
    job = house.ledger.open(REQUEST)

    with pytest.raises(ConnectionError):
        house.ledger.freeze(job, _broken_search())

    assert list(house.ledger.pages_to_do(job)) == []
    assert house.ledger.unfinished(REQUEST) is None


def _broken_search() -> Iterator[Sequence[str]]:
    yield ["1"]
    raise ConnectionError


def test_pages_come_in_order_with_their_keys_as_they_were(house: House) -> None:
    job = house.ledger.open(REQUEST)
    keys = [("3", "1", "2"), ("a b:0+12",), ("é\\\t{,}",)]
    job = house.ledger.freeze(job, keys)

    assert [(page.job, page.number, page.keys) for page in house.ledger.pages_to_do(job)] == [
        (job.number, number, page) for number, page in enumerate(keys, 1)
    ]


def test_many_pages_come_in_order(house: House) -> None:
    job = house.ledger.freeze(house.ledger.open(REQUEST), ([str(n)] for n in range(250)))

    assert [page.keys for page in house.ledger.pages_to_do(job)] == [(str(n),) for n in range(250)]


def test_pages_completed_while_they_are_given_out_do_not_upset_the_order(house: House) -> None:
    job = house.ledger.freeze(house.ledger.open(REQUEST), ([str(n)] for n in range(150)))
    given = []
    for page in house.ledger.pages_to_do(job):
        given.append(page.number)
        with house.mirror.transaction() as transaction:
            transaction.complete(page, Tally())

    assert given == list(range(1, 151))


def test_pages_that_are_done_are_not_given_again(house: House) -> None:
    job = frozen(house)
    done(house, job, 1, 3)

    assert [page.number for page in house.ledger.pages_to_do(job)] == [2]


def test_pages_of_other_jobs_are_left_alone(house: House) -> None:
    one, other = frozen(house), frozen(house)
    done(house, one, 1, 2, 3)

    assert len(list(house.ledger.pages_to_do(other))) == 3


def test_the_tallies_of_the_pages_add_up(house: House) -> None:
    job = frozen(house)
    done(house, job, 1, 2, tally=Tally({("experiment", Outcome.NEW): 2, ("run", Outcome.SAME): 1}))
    done(house, job, 3, tally=Tally({("experiment", Outcome.NOT_PUBLIC): 1}))

    closed = house.ledger.close(job, JobState.DONE)

    assert closed.pages_done == closed.pages
    assert closed.tally.as_json() == {
        "experiment": {"new": 4, "not_public": 1},
        "run": {"same": 2},
    }


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.FAILED, JobState.INTERRUPTED])
def test_a_frozen_job_that_is_not_done_is_found_again(house: House, state: JobState) -> None:
    job = frozen(house)
    done(house, job, 1, tally=Tally({("experiment", Outcome.NEW): 2}))
    if state is not JobState.RUNNING:
        house.ledger.close(job, state, "why")

    found = house.ledger.unfinished(REQUEST)

    assert found is not None
    assert (found.number, found.request, found.state) == (job.number, REQUEST, state)
    assert (found.started, found.pages, found.pages_done) == (job.started, 3, 1)
    assert found.tally.of("experiment") == 2


def test_a_job_that_is_done_is_not_found_again(house: House) -> None:
    house.ledger.close(frozen(house), JobState.DONE)

    assert house.ledger.unfinished(REQUEST) is None


def test_a_job_that_was_never_frozen_is_not_found_again(house: House) -> None:
    house.ledger.close(house.ledger.open(REQUEST), JobState.FAILED, "the search failed")

    assert house.ledger.unfinished(REQUEST) is None


OTHER_REQUESTS = {
    "another kind": replace(REQUEST, kind="samples"),
    "another organism": replace(REQUEST, asked={**REQUEST.asked, "organism": "Zea"}),
    "less": replace(REQUEST, asked={"organism": "Zea mays"}),
    "more": replace(REQUEST, asked={**REQUEST.asked, "query": "x"}),
    "a number instead of a text": replace(REQUEST, asked={**REQUEST.asked, "days": "7"}),
}


@pytest.mark.parametrize("other", OTHER_REQUESTS.values(), ids=OTHER_REQUESTS)
def test_only_the_same_request_finds_a_job(house: House, other: JobRequest) -> None:
    frozen(house)

    assert house.ledger.unfinished(other) is None


def test_the_window_a_job_was_frozen_to_is_no_part_of_the_request(house: House) -> None:
    job = frozen(house)
    tomorrow = replace(REQUEST, first=date(2025, 6, 2), last=date(2025, 6, 9))

    found = house.ledger.unfinished(tomorrow)

    assert found is not None
    assert (found.number, found.request) == (job.number, REQUEST)


def test_the_order_in_which_a_request_is_put_does_not_matter(house: House) -> None:
    frozen(house)

    assert house.ledger.unfinished(replace(REQUEST, asked=dict(reversed([*REQUEST.asked.items()]))))


def test_the_latest_of_several_unfinished_jobs_is_found(house: House) -> None:
    frozen(house)
    latest = frozen(house)

    found = house.ledger.unfinished(REQUEST)

    assert found is not None
    assert found.number == latest.number


def test_a_job_that_failed_may_be_closed_again_as_done(house: House) -> None:
    job = frozen(house)
    assert house.ledger.close(job, JobState.FAILED, "why").state is JobState.FAILED

    assert house.ledger.close(job, JobState.DONE).state is JobState.DONE
