"""Mirror: a page is kept whole, with the note that it is done, or not at all."""

from contextlib import suppress
from dataclasses import replace

import pytest

from application.ports.archive import Missing
from application.ports.ledger import Page
from application.ports.mirror import Unreadable
from domain.tally import Outcome, Tally
from tests.support.house import House
from tests.support.packages import a_package, a_sample, read, whole_package


class SomethingWentWrongError(Exception):
    pass


def unreadable(
    accession: str | None = "SRX000001", raw: bytes = b"<torn", key: str = "7"
) -> Unreadable:
    return Unreadable("entrez", key, raw, b"digest of " + raw, "it is torn", accession, 7)


def test_a_transaction_that_raises_leaves_nothing(house: House) -> None:
    job = house.job([["1"], ["2"]])
    first, second = house.ledger.pages_to_do(job)
    with house.mirror.transaction() as transaction:
        transaction.merge(house.mirror.encode([read(whole_package(1))]), job.number)
        transaction.complete(first, Tally())
    before = house.contents()

    with suppress(SomethingWentWrongError), house.mirror.transaction() as transaction:
        renamed = a_package(samples=(a_sample("SRS000009", "SAMN00000001"),))
        packages = [read(whole_package(2)), read(renamed)]
        transaction.merge(house.mirror.encode(packages), job.number)
        transaction.quarantine([unreadable()], job.number)
        transaction.complete(second, Tally())
        raise SomethingWentWrongError

    assert house.contents() == before
    assert list(house.ledger.pages_to_do(job)) == [second]


def test_an_error_inside_a_transaction_comes_out_of_it(house: House) -> None:
    with pytest.raises(SomethingWentWrongError), house.mirror.transaction():
        raise SomethingWentWrongError


def test_a_mirror_goes_on_after_a_transaction_that_raised(house: House) -> None:
    job = house.job()
    with suppress(SomethingWentWrongError), house.mirror.transaction() as transaction:
        transaction.merge(house.mirror.encode([read(whole_package())]), job.number)
        raise SomethingWentWrongError

    tally = house.merge(whole_package())

    assert tally.of("experiment", Outcome.NEW) == 1


def test_nothing_is_seen_of_a_page_before_it_is_committed(house: House) -> None:
    job = house.job([["1"]])
    (page,) = house.ledger.pages_to_do(job)
    package = read(whole_package())

    with house.mirror.transaction() as transaction:
        transaction.merge(house.mirror.encode([package]), job.number)
        transaction.complete(page, Tally())
        assert house.mirror.known([package.digest]) == set()
        assert list(house.ledger.pages_to_do(job)) == [page]

    assert house.mirror.known([package.digest]) == {package.digest}
    assert list(house.ledger.pages_to_do(job)) == []


def test_a_page_is_done_with_its_tally(house: House) -> None:
    job = house.job([["1", "2"]])
    tally = Tally({("experiment", Outcome.NEW): 1, ("experiment", Outcome.ABSENT): 1})

    with house.mirror.transaction() as transaction:
        transaction.complete(Page(job.number, 1, ("1", "2")), tally)

    (again,) = [house.ledger.unfinished(job.request)]
    assert again is not None
    assert (again.pages_done, again.tally) == (1, tally)


def test_the_digests_of_merged_packages_are_known(house: House) -> None:
    one, two, never = (read(whole_package(number)) for number in (1, 2, 3))
    house.merge_read(one, two)

    assert house.mirror.known([one.digest, never.digest]) == {one.digest}
    assert house.mirror.known([]) == set()


def test_the_digest_of_an_older_version_is_not_known_any_more(house: House) -> None:
    package = whole_package()
    older = read(package)
    newer = read(replace(package, other={"New": ["element"]}))
    house.merge_read(older)
    house.merge_read(newer)

    assert house.mirror.known([older.digest, newer.digest]) == {newer.digest}


def test_bytes_that_changed_without_meaning_are_known_though_nothing_changed(house: House) -> None:
    package = read(whole_package())
    other_bytes = replace(package, digest=b"sixteen bytes ..")
    house.merge_read(package)

    tally = house.merge_read(other_bytes)

    assert tally.of("experiment", Outcome.SAME) == 1
    assert house.mirror.known([other_bytes.digest]) == {other_bytes.digest}


def test_what_was_mirrored_is_not_known_any_more_once_something_unreadable_came(
    house: House,
) -> None:
    package, other = read(a_package("SRX000001"), uid=7), read(a_package("SRX000002"))
    house.merge_read(package, other)

    house.quarantine(unreadable("SRX000001"), unreadable(None, b"<nameless"))

    assert house.mirror.known([package.digest, other.digest]) == {other.digest}
    assert house.contents().experiments["SRX000001"].uid == 7


def test_what_could_not_be_read_waits_as_it_came(house: House) -> None:
    record = unreadable(raw=b"<torn\x00\xff\\x")
    job = house.quarantine(record)

    (entry,) = house.contents().quarantine.values()
    assert (entry.source, entry.key, entry.accession) == ("entrez", "7", "SRX000001")
    assert (entry.raw, entry.reason) == (record.raw, "it is torn")
    assert (entry.first_job, entry.last_job, entry.resolved) == (job.number, job.number, False)


def test_the_same_bytes_are_quarantined_once_with_the_latest_reason(house: House) -> None:
    first = house.quarantine(unreadable())
    last = house.quarantine(replace(unreadable(), reason="it is torn apart"))

    (entry,) = house.contents().quarantine.values()
    assert (entry.first_job, entry.last_job) == (first.number, last.number)
    assert entry.reason == "it is torn apart"


def test_the_same_bytes_twice_in_a_page_are_quarantined_once(house: House) -> None:
    house.quarantine(unreadable(), unreadable(key="8"), unreadable(raw=b"<other"))

    assert sorted(entry.raw for entry in house.contents().quarantine.values()) == [
        b"<other",
        b"<torn",
    ]


def test_quarantine_is_resolved_when_the_record_is_mirrored(house: House) -> None:
    house.quarantine(unreadable("SRX000001"), unreadable("SRX000002", b"<other"))
    house.quarantine(unreadable(None, b"<nameless"))

    house.merge(a_package("SRX000001"))

    resolved = {entry.accession: entry.resolved for entry in house.contents().quarantine.values()}
    assert resolved == {"SRX000001": True, "SRX000002": False, None: False}


def test_quarantine_keeps_the_bytes_of_what_waits_and_no_others(house: House) -> None:
    def waiting() -> bytes:
        (entry,) = house.contents().quarantine.values()
        return entry.raw

    house.quarantine(unreadable("SRX000001", b"<torn"))
    house.merge(a_package("SRX000001"))
    assert waiting() == b""
    house.quarantine(unreadable("SRX000001", b"<torn"))
    assert waiting() == b"<torn"
    with house.mirror.transaction() as transaction:
        transaction.resolve([unreadable("SRX000001", b"<torn").digest])
    assert waiting() == b""


def test_quarantine_is_resolved_by_its_digest(house: House) -> None:
    nameless, other = unreadable(None, b"<nameless"), unreadable(None, b"<other")
    job = house.quarantine(nameless, other)

    with house.mirror.transaction() as transaction:
        transaction.resolve([nameless.digest, b"never seen"])
        transaction.resolve([])

    resolved = {key: entry.resolved for key, entry in house.contents().quarantine.items()}
    assert resolved == {nameless.digest: True, other.digest: False}
    assert job.number == 1


def test_resolved_bytes_that_come_again_wait_again(house: House) -> None:
    house.quarantine(unreadable())
    house.merge(a_package("SRX000001"))

    house.quarantine(unreadable())

    (entry,) = house.contents().quarantine.values()
    assert not entry.resolved


def test_a_record_that_is_not_public_any_more_is_read_again_when_it_comes_back(
    house: House,
) -> None:
    package = read(a_package("SRX000001"), uid=7)
    house.merge_read(package)
    (page,) = house.ledger.pages_to_do(house.job([["7"]]))

    with house.mirror.transaction() as transaction:
        transaction.complete(page, Tally(), Missing(not_public=("7",)))

    assert house.mirror.known([package.digest]) == set()


def test_quarantine_is_resolved_by_the_uid_where_the_accession_could_not_be_read(
    house: House,
) -> None:
    house.quarantine(replace(unreadable(None, b"<torn"), uid=7))

    house.merge_read(read(a_package("SRX000001"), uid=7))

    assert all(entry.resolved for entry in house.contents().quarantine.values())
