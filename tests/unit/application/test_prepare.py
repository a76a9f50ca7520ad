"""Preparation: a page of raw records becomes rows and unreadable ones."""

from adapters.memory.mirror import PageOfPackages, encode
from adapters.xml.privacy import without_personal_data
from application.ports.archive import RawRecord
from application.ports.ledger import Page
from application.ports.mirror import ReadPackage
from application.prepare import MOST_QUARANTINED_BYTES, PageWork, Preparation, PreparedPage
from domain.tally import Outcome, Tally
from tests.support.packages import whole_package
from tests.support.scripted import ScriptedArchive

PAGE = Page(1, 1, ("a", "b", "c"))


def prepare(*raw: bytes, settled: Tally | None = None) -> PreparedPage[PageOfPackages]:
    """Prepare records whose keys are a, b, c ... and whose uids count from 1."""
    preparation = Preparation[PageOfPackages](
        "experiment",
        "scripted",
        ScriptedArchive().read,
        encode,
        cleanse=without_personal_data,
        glance=lambda seen: f"looks like {seen[:8].decode()}",
    )
    records = tuple(
        (RawRecord("abc"[number], content, number + 1), b"digest of " + content)
        for number, content in enumerate(raw)
    )
    return preparation(PageWork(PAGE, records, settled or Tally()))


def test_records_are_read_in_order_with_their_digest_and_uid() -> None:
    prepared = prepare(b"2 second", b"1 first")

    assert prepared.rows is not None
    assert [
        (str(read.record.experiment.accession), read.digest, read.uid) for read in prepared.rows
    ] == [("SRX000002", b"digest of 2 second", 1), ("SRX000001", b"digest of 1 first", 2)]
    assert prepared.unreadable == ()


def test_one_unreadable_record_harms_no_other() -> None:
    prepared = prepare(b"1 first", b"torn", b"3 third")

    assert prepared.rows is not None
    assert len(prepared.rows) == 2
    (unreadable,) = prepared.unreadable
    assert (unreadable.source, unreadable.key, unreadable.uid) == ("scripted", "b", 2)
    assert (unreadable.raw, unreadable.reason) == (b"torn", "it is torn")
    assert unreadable.accession == "looks like torn"


def test_a_page_of_which_nothing_has_to_be_written_has_no_rows() -> None:
    assert prepare().rows is None
    assert prepare(b"torn").rows is None


def test_what_was_settled_before_stays_with_the_page() -> None:
    settled = Tally({("experiment", Outcome.ABSENT): 2})

    prepared = prepare(b"1 first", settled=settled)

    assert (prepared.page, prepared.settled) == (PAGE, settled)


def test_personal_data_do_not_reach_quarantine() -> None:
    (unreadable,) = prepare(b'torn <Contact email="jane@example.org">Jane</Contact>').unreadable

    assert unreadable.raw == b"torn "


def test_a_record_too_large_is_cut_and_says_so() -> None:
    (unreadable,) = prepare(b"torn" + b"x" * MOST_QUARANTINED_BYTES).unreadable

    assert len(unreadable.raw) == MOST_QUARANTINED_BYTES
    assert unreadable.reason == "it is torn (the first 4,194,304 of 4,194,308 bytes kept)"


def test_a_record_of_just_the_largest_size_is_kept_whole() -> None:
    raw = b"torn" + b"x" * (MOST_QUARANTINED_BYTES - 4)
    (unreadable,) = prepare(raw).unreadable

    assert (unreadable.raw, unreadable.reason) == (raw, "it is torn")


def test_what_is_read_is_what_is_encoded() -> None:
    prepared = prepare(b"1 experiment 1")

    assert prepared.rows == (ReadPackage(whole_package(1), b"digest of 1 experiment 1", 1),)


def test_of_an_experiment_that_comes_twice_the_last_copy_stands_last() -> None:
    prepared = prepare(b"1 first", b"2 second", b"1 third")

    assert prepared.rows is not None
    assert prepared.rows[-1].record.experiment.title == "third"
    assert prepared.settled == Tally({("experiment", Outcome.SAME): 1})
