"""SyncSequencing: what becomes of the records of a selection."""

from dataclasses import replace
from datetime import date

import pytest

from application.errors import JobUnderWayError, UsageError
from application.ports.ledger import JobState
from application.request import SyncRequest
from application.sync_sequencing import KIND
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.support.scripted import ScriptedArchive
from tests.support.sync import ZEA_MAYS, Sync


def test_every_experiment_found_is_mirrored() -> None:
    sync = Sync(ScriptedArchive.of(5))

    report = sync.once()

    assert sync.experiments == [f"SRX00000{number}" for number in range(1, 6)]
    assert report.job.state is JobState.DONE
    assert (report.job.found, report.job.pages, report.job.pages_done) == (5, 3, 3)
    assert report.tally.as_json() == {
        "submission": {"new": 1, "same": 2},
        "study": {"new": 1, "same": 2},
        "sample": {"new": 5},
        "experiment": {"new": 5},
        "run": {"new": 5},
    }
    assert report.is_complete
    assert report.resumed_at is None


def test_unchanged_packages_are_not_read_again() -> None:
    sync = Sync(ScriptedArchive.of(5))
    sync.once()
    sync.archive.was_read.clear()

    report = sync.once()

    assert sync.archive.was_read == []
    assert report.tally.as_json() == {"experiment": {"same": 5}}
    assert report.is_complete


def test_only_the_package_that_changed_is_read_again() -> None:
    sync = Sync(ScriptedArchive.of(5))
    sync.once()
    sync.archive.was_read.clear()
    sync.archive.records["4"] = b"4 second"

    report = sync.once()

    assert sync.archive.was_read == [b"4 second"]
    assert report.tally.as_json()["experiment"] == {"changed": 1, "same": 4}
    assert sync.contents.experiment("SRX000004").title == "second"


def test_a_better_reader_reads_all_packages_again() -> None:
    sync = Sync(ScriptedArchive.of(3))
    sync.once()
    sync.archive.was_read.clear()
    sync.archive.reader_version = "2"

    report = sync.once()

    assert len(sync.archive.was_read) == 3
    assert report.tally.as_json()["experiment"] == {"same": 3}


def test_an_experiment_under_a_new_uid_is_read_again_for_it() -> None:
    sync = Sync(replace(ScriptedArchive.of(2), uids={"1": 1, "2": 2}))
    sync.once()
    sync.archive.uids["2"] = 3

    report = sync.once()

    assert sync.contents.experiments["SRX000002"].uid == 3
    assert report.tally.as_json()["experiment"] == {"same": 2}


def test_records_not_public_or_absent_are_counted() -> None:
    archive = replace(ScriptedArchive.of(2), listed=["1", "2", "3", "4", "5"])
    archive.records["3"] = None
    sync = Sync(archive)

    report = sync.once()

    assert report.tally.as_json()["experiment"] == {"new": 2, "not_public": 1, "absent": 2}
    assert report.is_complete


def test_what_cannot_be_read_is_quarantined_without_personal_data_and_counted() -> None:
    sync = Sync(ScriptedArchive({"1": b"1 first", "2": b"torn SRX000002"}))

    report = sync.once()

    (entry,) = sync.contents.quarantine.values()
    assert (entry.source, entry.key, entry.accession) == ("scripted", "2", "SRX000002")
    assert (entry.raw, entry.reason) == (b"TORN SRX000002", "it is torn")
    assert report.tally.as_json()["experiment"] == {"new": 1, "quarantined": 1}
    assert report.is_complete


def test_what_can_be_read_after_all_leaves_quarantine() -> None:
    sync = Sync(ScriptedArchive({"2": b"torn SRX000002"}))
    sync.once()
    sync.archive.records["2"] = b"2 mended"

    sync.once()

    (entry,) = sync.contents.quarantine.values()
    assert entry.resolved


def test_a_torn_answer_leaves_quarantine_when_the_record_is_again_as_it_is_mirrored() -> None:
    sync = Sync(ScriptedArchive.of(1))
    sync.once()
    sync.archive.records["1"] = b"torn SRX000001"
    sync.once()
    sync.archive.records["1"] = b"1 first"

    sync.once()

    (entry,) = sync.contents.quarantine.values()
    assert entry.resolved


def test_the_same_unreadable_bytes_are_quarantined_once_whatever_reads_them() -> None:
    sync = Sync(ScriptedArchive({"1": b"torn SRX000001"}))
    sync.once()
    sync.archive.reader_version = "2"

    sync.once()

    assert len(sync.contents.quarantine) == 1


def test_the_counts_add_up_though_two_records_are_the_same_experiment() -> None:
    sync = Sync(ScriptedArchive({"1": b"1 first", "2": b"1 second", "3": b"3 third"}), page_size=3)

    report = sync.once()

    assert sync.contents.experiment("SRX000001").title == "second"
    assert report.is_complete


def test_the_display_shows_how_far_the_job_is() -> None:
    sync = Sync(ScriptedArchive.of(5))

    sync.once()

    (stage,) = sync.progress.stages
    assert (stage.name, stage.unit, stage.total) == (KIND, "experiments", 5)
    assert (stage.advanced, stage.ended) == (5, True)


def test_the_archive_is_asked_for_the_days_of_the_request() -> None:
    sync = Sync(ScriptedArchive.of(1), today=date(2025, 6, 30))

    report = sync.once(days=7)

    window = DateWindow(date(2025, 6, 23), date(2025, 6, 30))
    assert sync.archive.asked == [replace(ZEA_MAYS, window=window)]
    assert (report.job.request.first, report.job.request.last) == (window.first, window.last)
    assert report.selection.window == window


def test_what_nothing_matches_on_any_day_is_refused() -> None:
    sync = Sync(ScriptedArchive(matches_ever=False))

    with pytest.raises(UsageError, match="Nothing matches Zea mays, on any day"):
        sync(days=7)

    assert sync.job().state is JobState.DONE
    assert "spelt" in (sync.ledger.closings[1].message or "")


def test_a_selection_with_nothing_new_in_its_days_is_no_mistake() -> None:
    sync = Sync(replace(ScriptedArchive.of(5), listed=[]))

    report = sync.once(days=7)

    assert (report.job.found, report.job.state) == (0, JobState.DONE)
    assert report.is_complete


def test_an_empty_source_is_no_mistake_when_everything_is_asked_for() -> None:
    assert Sync(ScriptedArchive()).once(Selection()).job.found == 0


def test_a_second_job_does_nothing_while_one_is_under_way() -> None:
    sync = Sync(ScriptedArchive.of(1))

    with sync.lock.hold(KIND), pytest.raises(JobUnderWayError):
        sync()

    assert sync.archive.asked == []
    assert sync.ledger.closings == {}


def test_the_lock_is_free_when_the_job_is_done_and_when_it_failed() -> None:
    sync = Sync(replace(ScriptedArchive.of(1), failing={"1": ConnectionError()}))
    with pytest.raises(ConnectionError):
        sync()
    sync.archive.failing.clear()

    sync()

    with sync.lock.hold(KIND):
        pass


ACCESSIONS = (Accession.parse("SRX1"), Accession.parse("SRP2"))
JUNE = DateWindow(date(2025, 6, 1), date(2025, 6, 30))
REQUESTS = {
    "an organism": (
        SyncRequest(ZEA_MAYS),
        {"organism": "Zea mays"},
    ),
    "the last days": (
        SyncRequest(Selection(query="wgs"), days=0),
        {"query": "wgs", "days": 0},
    ),
    "a window": (
        SyncRequest(Selection(bioproject=Accession.parse("PRJNA3"), window=JUNE)),
        {"bioproject": "PRJNA3", "since": "2025-06-01", "until": "2025-06-30"},
    ),
    "accessions": (
        SyncRequest(Selection(accessions=ACCESSIONS)),
        {"accessions": ["SRP2", "SRX1"]},
    ),
}


@pytest.mark.parametrize(("request_", "words"), REQUESTS.values(), ids=REQUESTS)
def test_the_books_hold_what_was_asked_and_of_which_archive(
    request_: SyncRequest, words: dict[str, object]
) -> None:
    archive = ScriptedArchive()

    assert request_.asked(archive) == {"source": "scripted", "archive": "the script", **words}
