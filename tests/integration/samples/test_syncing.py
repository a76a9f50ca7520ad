"""SyncSamples: whatever happens meanwhile, it ends in the same rows, and asks for no more."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from application.errors import JobUnderWayError, TryAgainError
from domain.biosample import BioSample
from domain.tally import Outcome
from tests.integration.samples.house import TODAY, KilledError, SampleHouse
from tests.integration.samples.scripted import Scripted, biosample_xml, scripted_samples
from tests.support.packages import a_package, an_experiment, name
from tests.support.snapshot import snapshot

SAMPLES = [f"SAMN0000000{number}" for number in range(1, 8)]
REFERRED = "SAMN00000099"
MIRRORED = "select accession from insdc.biosample order by 1"


def archive_of(*accessions: str, **more: Any) -> Scripted[BioSample]:
    return scripted_samples(
        *(
            biosample_xml(
                accession,
                f"SRS{accession[-6:]}",
                uid=int(accession[4:]),
                attributes={"collection_date": "2020", "geo_loc_name": "Ghana", "host": "cow"},
                projects={100 + int(accession[-2:]): "PRJNA1"},
            )
            for accession in accessions
        ),
        **more,
    )


def mention(house: SampleHouse, *biosamples: str) -> None:
    """Let mirrored experiments refer to samples that nobody has described."""
    for number, biosample in enumerate(biosamples, 1):
        called = f"SRX{number:06}"
        house.packages(a_package(experiment=an_experiment(called, sample=name(None, biosample))))


def mirrored(house: SampleHouse) -> list[str]:
    return [accession for (accession,) in house.rows(MIRRORED)]


def age(house: SampleHouse, what: str) -> None:
    house.execute(f"update insdc.sample set asked_at = now() - interval '{what}'")


def test_the_samples_of_the_selection_come_then_those_that_runs_refer_to(
    house: SampleHouse,
) -> None:
    mention(house, REFERRED, SAMPLES[0])
    archive = archive_of(*SAMPLES, REFERRED)
    archive.listed.remove(REFERRED)

    found, referred = house.sync_samples(archive)

    assert mirrored(house) == [*SAMPLES, REFERRED]
    assert found.tally.of("biosample", Outcome.NEW) == 7
    assert referred.tally.as_json()["biosample"] == {"new": 1}
    assert found.is_complete
    assert referred.is_complete
    assert sorted(archive.keys) == sorted([*SAMPLES, REFERRED])
    assert house.value("select count(*) from insdc.sample_curation") == 8


def test_run_again_it_writes_no_row(house: SampleHouse) -> None:
    mention(house, REFERRED)
    archive = archive_of(*SAMPLES, REFERRED)
    house.sync_samples(archive)
    before = house.versions()

    reports = house.sync_samples(archive)

    assert reports[0].tally.as_json() == {"biosample": {"same": 8}}
    assert reports[1].tally.as_json() == {}
    changed = {table for table, *_ in house.versions() - before}
    assert changed <= {"sample"}  # when it was last asked for


def test_absent_samples_are_in_the_books_and_stop_nothing(house: SampleHouse) -> None:
    mention(house, REFERRED)

    _, referred = house.sync_samples(archive_of(*SAMPLES))

    assert referred.is_complete
    assert referred.tally.as_json() == {"biosample": {"absent": 1}}
    assert house.rows("select why, record_key from insdc.job_missing") == [("absent", REFERRED)]


def test_an_absent_sample_is_asked_for_once_a_day(house: SampleHouse) -> None:
    mention(house, REFERRED)
    archive = archive_of()
    house.sync_samples(archive)
    for passed, asked in (("23 hours", []), ("25 hours", [REFERRED])):
        archive.fetched.clear()
        age(house, passed)

        house.sync_samples(archive)

        assert archive.keys == asked


def test_a_sample_is_asked_for_again_after_thirty_days(house: SampleHouse) -> None:
    mention(house, SAMPLES[0])
    archive = archive_of(SAMPLES[0])
    archive.listed.clear()
    house.sync_samples(archive)
    for passed, asked in (("29 days", []), ("31 days", [SAMPLES[0]])):
        archive.fetched.clear()
        age(house, passed)

        house.sync_samples(archive)

        assert archive.keys == asked
    archive.fetched.clear()
    house.sync_samples(archive)
    assert archive.keys == []


def test_the_days_of_a_job_stay_as_they_were_when_it_goes_on_later(house: SampleHouse) -> None:
    archive = archive_of(*SAMPLES, failing={SAMPLES[4]: KilledError()})
    house.killed(lambda: house.sync_samples(archive, days=7))
    archive.failing.clear()

    reports = house.sync_samples(archive, days=7, today=TODAY + timedelta(3))

    windows = [selection.window for selection in archive.asked if selection.window]
    assert [(window.first, window.last) for window in windows] == [
        (date(2025, 6, 23), TODAY),
        (date(2025, 6, 26), TODAY + timedelta(3)),
    ]
    assert reports[0].resumed_at is not None
    assert reports[0].selection.window == windows[0]
    days = "select first_day, last_day from insdc.sync_job where first_day is not null"
    assert house.rows(f"{days} order by number") == [
        (date(2025, 6, 23), TODAY),
        (date(2025, 6, 26), TODAY + timedelta(3)),
    ]


def undisturbed(make: Callable[[], Database], archive: Scripted[BioSample]) -> SampleHouse:
    other = SampleHouse(make())
    migrate(other.database)
    mention(other, REFERRED)
    other.sync_samples(archive)
    return other


@pytest.mark.parametrize("why", [KilledError(), TryAgainError("out of reach")], ids=repr)
@pytest.mark.parametrize("at", [SAMPLES[0], SAMPLES[3], SAMPLES[6], REFERRED])
def test_a_job_that_was_stopped_goes_on_and_ends_as_if_it_had_not_been(
    house: SampleHouse, new_database: Callable[[], Database], why: BaseException, at: str
) -> None:
    mention(house, REFERRED)
    archive = archive_of(*SAMPLES, REFERRED)
    archive.listed.remove(REFERRED)
    other = undisturbed(new_database, archive)
    archive.failing = {at: why}
    same_day = datetime.now(UTC).astimezone().date()
    house.killed(lambda: house.sync_samples(archive, today=same_day))
    done = set(mirrored(house))
    archive.failing.clear()
    archive.fetched.clear()

    house.sync_samples(archive, today=same_day)

    assert snapshot(house.database) == snapshot(other.database)
    if at != REFERRED:
        assert done.isdisjoint(archive.keys)
    assert house.value("select count(*) from insdc.page where done_at is null") == 0


def test_a_page_that_breaks_in_its_middle_leaves_nothing_of_it(
    house: SampleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(*SAMPLES[:4])

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr("adapters.postgres.merge_records.link_projects_by_uid", killed)
        house.killed(lambda: house.sync_samples(archive))
    for table in ("biosample", "sample", "sample_attribute", "sample_alias", "project"):
        assert house.rows(f"select * from insdc.{table}") == []

    house.sync_samples(archive)

    assert mirrored(house) == SAMPLES[:4]


def test_a_job_killed_before_its_samples_were_curated_curates_them_later(
    house: SampleHouse,
) -> None:
    archive = archive_of(*SAMPLES)

    def killed(_: int) -> None:
        raise KilledError

    house.killed(lambda: house.sync_samples(archive, afterwards=killed))
    assert house.value("select count(*) from insdc.sample_curation") == 0

    house.sync_samples(archive)

    assert house.value("select count(*) from insdc.sample_curation") == 7


def test_while_samples_are_synchronized_a_second_run_leaves_at_once(house: SampleHouse) -> None:
    archive = archive_of(*SAMPLES)
    with house.lock.hold("samples"), pytest.raises(JobUnderWayError, match="samples"):
        house.sync_samples(archive)

    assert archive.asked == []
    assert house.rows("select * from insdc.sync_job") == []


def test_unreadable_samples_wait_in_quarantine_and_the_counts_add_up(house: SampleHouse) -> None:
    archive = archive_of(*SAMPLES[:3])
    archive.records[SAMPLES[1]] = b"<BioSample accession='torn'"

    found, _ = house.sync_samples(archive)

    assert found.is_complete
    assert found.tally.as_json()["biosample"] == {"new": 2, "quarantined": 1}
    waiting = "select record_kind, record_key, resolved_at is null from insdc.quarantine"
    assert house.rows(waiting) == [("biosample", SAMPLES[1], True)]


def test_a_sample_that_can_be_read_at_last_leaves_quarantine(house: SampleHouse) -> None:
    archive = archive_of(*SAMPLES[:2])
    good = archive.records[SAMPLES[0]]
    assert good is not None
    archive.records[SAMPLES[0]] = good.replace(b"<Ids>", b"<Ids><torn>")
    house.sync_samples(archive)
    house.execute(f"update insdc.quarantine set accession = '{SAMPLES[0]}'")
    archive.records[SAMPLES[0]] = good

    house.sync_samples(archive)

    assert house.value("select count(*) from insdc.quarantine where resolved_at is null") == 0


def test_a_changed_sample_is_curated_in_the_same_run(house: SampleHouse) -> None:
    archive = archive_of(SAMPLES[0])
    house.sync_samples(archive)
    raw = archive.records[SAMPLES[0]] or b""
    archive.records[SAMPLES[0]] = raw.replace(b"Ghana", b"Peru").replace(b">cow<", b">missing<")

    report = house.sync_samples(archive)[0]

    assert report.tally.of("biosample", Outcome.CHANGED) == 1
    assert house.rows("select country, host, is_stale from insdc.sample_curation") == [
        ("Peru", None, False)
    ]
    changes = "select accession, field, before, after from insdc.change where field = any(:fields)"
    curated = ["country", "country_code", "host"]
    assert house.rows(f"{changes} order by field", fields=curated) == [
        (SAMPLES[0], "country", "Ghana", "Peru"),
        (SAMPLES[0], "country_code", "GH", "PE"),
        (SAMPLES[0], "host", "Bos taurus", None),
    ]


def test_while_others_are_curated_the_samples_come_and_wait(house: SampleHouse) -> None:
    archive = archive_of(*SAMPLES)
    with house.lock.hold("curation"), suppress(JobUnderWayError):
        house.sync_samples(archive)

    assert mirrored(house) == SAMPLES
    house.sync_samples(archive)
    assert house.value("select count(*) from insdc.sample_curation") == 7
