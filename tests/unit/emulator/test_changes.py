"""What the archive can be made to do."""

from datetime import date

import pytest

from tests.synthetic import (
    Archive,
    Oddity,
    Profile,
    SraRecord,
    Status,
    render_bioproject,
    render_biosample,
    render_package,
)
from tests.synthetic.archive import TODAY


@pytest.fixture
def record(archive: Archive) -> SraRecord:
    archive.clock.advance(10)
    return list(archive.live())[20]


def test_the_clock_stands_still_until_it_is_moved(archive: Archive) -> None:
    assert archive.clock.day == TODAY
    assert archive.clock.advance(2) == date(2025, 7, 2)


def test_publishing_adds_a_study_dated_today_with_the_highest_uids(archive: Archive) -> None:
    highest, today = max(archive.sra), archive.clock.advance(3)
    new = archive.publish(4, tax_id=1764)
    assert len({record.study.accession for record in new}) == 1
    assert all(r.pdat == r.mdat == today and r.uid > highest and r.is_live for r in new)
    assert {record.taxon.name for record in new} == {"Mycobacterium avium"}
    assert all(s.uid in archive.biosamples for record in new for s in record.samples)


def test_what_is_published_today_was_never_under_embargo() -> None:
    archive = Archive(5, profile=Profile.odd().with_oddities({Oddity.RELEASED_LATE: 1.0}))
    today = archive.clock.advance(50)
    for record in archive.publish(10):
        assert record.pdat == record.mdat == record.samples[0].mdat == today
        assert Oddity.RELEASED_LATE not in record.oddities


def test_an_edit_of_a_project_shows_in_it_and_not_in_its_packages(
    archive: Archive, record: SraRecord
) -> None:
    project = record.study.project
    before, package = render_bioproject(project), render_package(record)
    archive.edit(project)
    assert f'last_update="{archive.clock.day}"'.encode() in render_bioproject(project)
    assert len(render_bioproject(project)) > len(before)
    assert b"revision" not in before
    assert render_package(record) == package


def test_an_edit_changes_the_content_and_the_modification_date(
    archive: Archive, record: SraRecord
) -> None:
    before, published = render_package(record), record.pdat
    archive.edit(record)
    assert render_package(record) != before
    assert (record.mdat, record.pdat) == (archive.clock.day, published)


def test_an_edit_of_a_sample_shows_in_its_biosample_and_its_packages(
    archive: Archive, record: SraRecord
) -> None:
    sample = record.samples[0]
    before = render_biosample(sample), render_package(record)
    archive.edit(sample)
    after = render_biosample(sample), render_package(record)
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert sample.mdat == archive.clock.day


def test_a_new_run_belongs_to_nobody_else(archive: Archive, record: SraRecord) -> None:
    known = {run for other in archive.sra.values() for run in other.runs}
    run = archive.add_run(record)
    assert run not in known
    assert run.encode() in render_package(record)
    assert record.mdat == archive.clock.day


def test_relocated_files_move_no_date(archive: Archive, record: SraRecord) -> None:
    before, dates = render_package(record), (record.pdat, record.mdat)
    archive.relocate_files(record)
    assert render_package(record) != before
    assert (record.pdat, record.mdat) == dates


def test_a_release_from_embargo_moves_the_publication_date_only(
    archive: Archive, record: SraRecord
) -> None:
    modified = record.mdat
    archive.embargo(record)
    assert record.status is Status.UNPUBLISHED
    archive.release(record)
    assert (record.status, record.pdat, record.mdat) == (Status.LIVE, archive.clock.day, modified)


def test_a_release_of_an_experiment_releases_its_sample_with_a_new_update(
    archive: Archive, record: SraRecord
) -> None:
    sample = record.samples[0]
    archive.embargo(sample)
    archive.release(record)
    assert sample.is_live
    assert sample.mdat == archive.clock.day


def test_suppressed_and_withdrawn_records_come_back_as_they_were(
    archive: Archive, record: SraRecord
) -> None:
    before = render_package(record)
    statuses = []
    for change in (archive.suppress, archive.withdraw, archive.restore):
        change(record)
        statuses.append(record.status)
    assert statuses == [Status.SUPPRESSED, Status.WITHDRAWN, Status.LIVE]
    assert render_package(record) == before


def test_a_replacement_has_the_same_samples_and_new_accessions(
    archive: Archive, record: SraRecord
) -> None:
    new = archive.replace(record)
    assert record.replaced_by == new.accession != record.accession
    assert record.status is Status.SUPPRESSED
    assert new.samples == record.samples
    assert not set(new.runs) & set(record.runs)
    assert archive.sra[new.uid] is new


def test_a_renumbered_record_is_known_by_its_new_uid_only(
    archive: Archive, record: SraRecord
) -> None:
    old, known = record.uid, set(archive.sra)
    new = archive.renumber(record)
    assert archive.sra.keys() == known - {old} | {new}
    assert new not in known
    assert archive.publish()[0].uid not in known | {new}
    assert archive.sra[new] is archive.find(record.accession) is record


def test_moving_the_organism_moves_samples_and_date(archive: Archive, record: SraRecord) -> None:
    archive.move_organism(record, 1764)
    assert b"<TAXON_ID>1764</TAXON_ID>" in render_package(record)
    assert record.mdat == record.samples[0].mdat == archive.clock.day


def test_a_plain_profile_has_no_oddity() -> None:
    archive = Archive(200, profile=Profile.plain())
    assert all(r.is_live and not r.oddities for r in archive.sra.values())
