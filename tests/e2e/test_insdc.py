"""Sequencing, samples and projects in one go, from NCBI as the emulator plays it."""

import json

import pytest

from adapters.postgres.database import Database
from tests.e2e.asking import rows
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive
from tests.synthetic.records import SampleRecord
from tests.synthetic.taxa import lineage

INSDC = ("sync", "insdc", "--organism", "Mycobacterium tuberculosis", "--json")


def _of_tuberculosis(archive: Archive) -> list[SampleRecord]:
    """The public samples of the organism, and those its experiments pool."""
    return [
        sample
        for sample in archive.biosamples.values()
        if sample.is_live and any(taxon.tax_id == 1773 for taxon in lineage(sample.taxon.tax_id))
    ]


def test_all_three_come_in_order_and_the_counts_add_up(
    knowing: Program, mirror: Database, archive: Archive
) -> None:
    ended = knowing.run(*INSDC)

    assert ended.returncode == 0, ended.stderr
    reports = json.loads(ended.stdout)
    assert [report["kind"] for report in reports] == [
        "sequencing", "samples", "samples", "projects",
    ]  # fmt: skip
    assert all(report["complete"] for report in reports)
    mirrored = {accession for (accession,) in rows(mirror, "select accession from insdc.biosample")}
    assert {sample.accession for sample in _of_tuberculosis(archive)} <= mirrored
    wanted = rows(
        mirror,
        "select biosample_accession from insdc.sample where biosample_accession is not null",
    )
    assert mirrored == {accession for (accession,) in wanted}
    projects = {project.accession for project in archive.bioprojects.values() if project.is_live}
    found = rows(mirror, "select accession from insdc.project where content_hash is not null")
    assert {accession for (accession,) in found} <= projects
    assert found


def test_a_second_run_writes_nothing(knowing: Program, mirror: Database) -> None:
    knowing.run(*INSDC)
    before = _versions(mirror)

    reports = json.loads(knowing.run(*INSDC).stdout)

    for report in reports:
        assert set(report["outcomes"].get(report["record"], {})) <= {"same"}
    assert _versions(mirror) == before


def _versions(database: Database) -> list[tuple[object, ...]]:
    tables = ("biosample", "sample_attribute", "sample_alias", "sample_project", "project_link",
              "sample_curation", "curated_value", "antibiogram", "specimen",
              "specimen_evidence")  # fmt: skip
    return [
        (table, *rows(database, f"select count(*), max(xmin::text::bigint) from insdc.{table}")[0])
        for table in tables
    ]


def test_every_sample_belongs_to_all_its_projects_whoever_says_so(
    knowing: Program, mirror: Database, archive: Archive
) -> None:
    knowing.run(*INSDC)

    found: dict[object, set[object]] = {}
    for accession, project in rows(
        mirror,
        "select biosample_accession, project_accession from insdc.sample_project "
        "join insdc.sample using (sample_id)",
    ):
        found.setdefault(accession, set()).add(project)
    for sample in _of_tuberculosis(archive):
        live = {project.accession for project in sample.projects if project.is_live}
        assert live <= found.get(sample.accession, set()), sample.accession


def test_curating_by_hand_afterwards_finds_nothing_left_to_do(
    knowing: Program, mirror: Database
) -> None:
    knowing.run(*INSDC)
    before = _versions(mirror)

    assert knowing.run("curate").returncode == 0

    assert _versions(mirror) == before


def test_samples_point_into_the_taxonomy(knowing: Program, mirror: Database) -> None:
    knowing.run(*INSDC)

    lost = rows(
        mirror,
        "select count(*) from insdc.sample s join insdc.biosample b using (sample_id) "
        "left join biosql.taxon t on t.taxon_id = s.taxon_id "
        "where t.ncbi_taxon_id is distinct from b.ncbi_taxon_id",
    )
    assert lost == [(0,)]


@pytest.mark.parametrize("job", ["samples", "insdc"])
def test_without_a_taxonomy_it_says_what_to_run_first(connected: Program, job: str) -> None:
    ended = connected.run("sync", job, "--organism", "Mycobacterium tuberculosis")

    assert ended.returncode == 3
    assert "Run first:  insdc-sync sync taxonomy" in ended.stderr
    assert json.loads(connected.run("status", "--json").stdout)["jobs"] == []


def test_an_edited_sample_is_changed_and_curated_again(
    knowing: Program, mirror: Database, archive: Archive, ncbi: Emulator
) -> None:
    knowing.run(*INSDC)
    sample = _of_tuberculosis(archive)[0]
    archive.clock.advance(1)
    archive.edit(sample)
    ncbi.reindex()

    reports = json.loads(knowing.run(*INSDC).stdout)

    assert reports[1]["outcomes"]["biosample"]["changed"] == 1
    described = rows(
        mirror,
        "select value from insdc.sample_attribute a join insdc.sample s using (sample_id) "
        f"where s.biosample_accession = '{sample.accession}' and name = 'description'",
    )
    assert described == [("revision 1",)]
    assert rows(mirror, "select count(*) from insdc.sample_curation where is_stale") == [(0,)]
