"""Merging BioSamples and BioProjects: every field ends in its column or row, once."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

import pytest

from adapters.postgres.mirror import BIOSAMPLES, PROJECTS, PostgresMirror
from domain.accession import Accession
from domain.bioproject import BioProject, ProjectLink, ProjectLinkKind, ProjectPublication
from domain.biosample import (
    BioSample,
    CommentTable,
    SampleAttribute,
    SampleIdentifier,
    SampleLink,
)
from domain.records import Organization, Publication
from domain.tally import Outcome
from tests.integration.samples.house import SampleHouse
from tests.support.filled import filled
from tests.support.packages import accession, name

AWKWARD = (
    "tab\there, newline\nthere, CR\r, \"quotes\", 'single', back\\slash \\N \\., {a,b}, ü 結核 🦠"
)
SAMN, SRS, PRJ = "SAMN00000001", "SRS000001", "PRJNA7"
PROJECT_LINK = SampleLink("entrez", "bioproject", "PRJNA1", "111")


def a_biosample(**more: Any) -> BioSample:
    """Give a sample that says something in every field."""
    given: dict[str, Any] = {
        "name": name(SRS, SAMN),
        "projects": (accession("PRJNA1"), accession("PRJEB2")),
        "links": (PROJECT_LINK, SampleLink("url", None, AWKWARD, "https://example.org")),
        "tables": (CommentTable("Any.1.0", AWKWARD, ("a", "b"), (("1", AWKWARD), ("2",))),),
        "models": (AWKWARD, "", "NULL", "null", "{}", "x,y"),
        "comments": (AWKWARD, ""),
        "identifiers": (
            SampleIdentifier(SAMN, "BioSample", None, is_primary=True),
            SampleIdentifier(SRS, "SRA"),
            SampleIdentifier(AWKWARD, "a lab", "Sample name"),
            SampleIdentifier("secret", is_hidden=True),
        ),
        "attributes": (
            SampleAttribute("strain", AWKWARD, "unit", "strain", "Strain"),
            SampleAttribute("again", "1"),
            SampleAttribute("again", "1"),
            SampleAttribute("empty", ""),
        ),
        "other": {"@x": [{"#text": AWKWARD}, None], "n": {"deep": ["1", "2"]}},
    }
    return filled(BioSample, **(given | more))


def a_project(**more: Any) -> BioProject:
    member = ProjectLink(ProjectLinkKind.HIERARCHICAL, accession("PRJNA1"), accession(PRJ), AWKWARD)
    given: dict[str, Any] = {
        "accession": accession(PRJ),
        "links": (
            member,
            ProjectLink(ProjectLinkKind.PEER, accession(PRJ), accession("PRJNA9")),
        ),
        "data_types": (AWKWARD, "", "NULL", "{1,2}"),
        "project_type": "TopAdmin",
        "publications": (
            ProjectPublication(Publication("pubmed", "1"), "1", "ePubmed", reference=AWKWARD),
            ProjectPublication(Publication("pubmed", "1"), "1"),
            ProjectPublication(reference="no paper that one can look up"),
        ),
        "other": {"@x": [AWKWARD, None]},
    }
    return filled(BioProject, **(given | more))


def as_json(value: Any) -> Any:
    """Write a value of a record as a JSON column gives it back."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, Accession):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


_ELSEWHERE = {"name", "attributes", "projects", "links"}
_RENAMED = {
    "uid": "entrez_uid", "status": "archive_status", "status_date": "archive_status_date",
    "archive": "submitted_to", "subtype": "project_subtype",
}  # fmt: skip


def assert_in_columns(record: Any, row: dict[str, Any], elsewhere: set[str]) -> None:
    for field in fields(record):
        if field.name not in elsewhere:
            said = as_json(getattr(record, field.name))
            found = row[_RENAMED.get(field.name, field.name)]
            assert as_json(found) == (str(said) if isinstance(said, Accession) else said), field


def test_every_field_of_a_biosample_comes_back_as_it_was(house: SampleHouse) -> None:
    sample = a_biosample()
    house.samples(sample)

    row = house.record("biosample", SAMN)
    assert_in_columns(sample, row, _ELSEWHERE)
    assert row["links"] == as_json(sample.links)
    assert row["project_uids"] == [111]
    assert row["owner_name"] == sample.owners[0].name
    names = house.rows("select biosample_accession, sra_accession from insdc.sample")
    assert names == [(SAMN, SRS)]


def test_attributes_are_rows_in_order_with_repeats_and_empty_values(house: SampleHouse) -> None:
    sample = a_biosample()
    house.samples(sample)

    assert house.rows(
        "select ordinal, name, value, unit, harmonized_name, display_name "
        "from insdc.sample_attribute order by ordinal"
    ) == [
        (ordinal, a.name, a.value, a.unit, a.harmonized_name, a.display_name)
        for ordinal, a in enumerate(sample.attributes, 1)
    ]


def test_a_sample_is_found_by_accessions_identifiers_and_strain(house: SampleHouse) -> None:
    house.samples(a_biosample())

    assert set(house.rows("select kind, namespace, label, value from insdc.sample_alias")) == {
        ("accession", "BioSample", None, SAMN),
        ("accession", "SRA", None, SRS),
        ("id", "a lab", "Sample name", AWKWARD),
        ("hidden", None, None, "secret"),
        ("strain", None, "strain", AWKWARD),
    }


def test_links_tables_and_comments_are_rows_of_views(house: SampleHouse) -> None:
    house.samples(a_biosample())

    assert house.rows("select type, target, label, value from insdc.biosample_link") == [
        ("entrez", "bioproject", "PRJNA1", "111"),
        ("url", None, AWKWARD, "https://example.org"),
    ]
    assert house.rows(
        "select row_ordinal, column_name, value from insdc.biosample_table_cell "
        "order by row_ordinal, column_ordinal"
    ) == [(1, "a", "1"), (1, "b", AWKWARD), (2, "a", "2")]
    assert house.rows("select comment from insdc.biosample_comment order by ordinal") == [
        (AWKWARD,),
        ("",),
    ]


def test_every_field_of_a_project_comes_back_as_it_was(house: SampleHouse) -> None:
    project = a_project()
    house.projects(project)

    row = house.record("project", PRJ)
    assert_in_columns(project, row, {"accession", "links"})
    assert (row["archive"], row["is_umbrella"]) == ("SRA", True)
    assert row["owner_name"] == project.organizations[0].name
    links = "select kind, parent_accession, member_accession, subtype from insdc.project_link"
    assert house.rows(f"{links} order by ordinal") == [
        ("hierarchical", "PRJNA1", PRJ, AWKWARD),
        ("peer", PRJ, "PRJNA9", None),
    ]
    papers = house.rows("select database, identifier, project_accession from insdc.publication")
    assert papers == [("pubmed", "1", PRJ)]


def test_merging_twice_writes_nothing_but_when_a_sample_was_asked_for(house: SampleHouse) -> None:
    page = [a_biosample(), a_biosample(name=name("SRS000002", "SAMN00000002"))]
    house.samples(*page)
    house.curate()
    before = house.versions()

    tally = house.samples(*page)

    assert tally.as_json()["biosample"] == {"same": 2}
    assert {table for table, *_ in house.versions() - before} == {"sample"}
    assert house.rows("select count(*) from insdc.sample_curation where is_stale") == [(0,)]


def test_projects_merged_twice_are_the_same(house: SampleHouse) -> None:
    house.projects(a_project())
    before = house.versions()

    assert house.projects(a_project()).as_json() == {"project": {"same": 1}}

    assert {table for table, *_ in house.versions() - before} == {"project"}


def test_a_changed_sample_replaces_what_stood_below_it_and_is_curated_again(
    house: SampleHouse,
) -> None:
    house.samples(a_biosample())
    house.curate()
    changed = a_biosample(
        attributes=(SampleAttribute("host", "Homo sapiens"),),
        identifiers=(SampleIdentifier("new name", "a lab"),),
        projects=(accession("PRJEB2"),),
        links=(),
    )

    tally = house.samples(changed)

    assert tally.as_json()["biosample"] == {"changed": 1}
    assert house.rows("select name, value from insdc.sample_attribute") == [
        ("host", "Homo sapiens")
    ]
    assert house.rows("select value from insdc.sample_alias where source = 'biosample'") == [
        ("new name",)
    ]
    assert house.rows("select project_accession from insdc.sample_project") == [("PRJEB2",)]
    assert house.rows("select is_stale from insdc.sample_curation") == [(True,)]
    house.curate()
    assert house.rows("select host, is_stale from insdc.sample_curation") == [
        ("Homo sapiens", False)
    ]


def test_a_changed_project_replaces_its_links_and_papers(house: SampleHouse) -> None:
    house.projects(a_project())

    tally = house.projects(a_project(links=(), publications=(), project_type=None))

    assert tally.as_json() == {"project": {"changed": 1}}
    assert house.rows("select * from insdc.project_link") == []
    assert house.rows("select * from insdc.publication") == []
    assert house.record("project", PRJ)["is_umbrella"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"uid": 77},
        {"title": None},
        {"owners": (Organization("another"),)},
        {"name": name("SRS000009", SAMN)},
        {"attributes": ()},
        {"comments": ("", "")},
        {"projects": ()},
        {"status_date": None},
        {"other": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_changes_of_a_sample_is_a_change(
    house: SampleHouse, change: dict[str, Any]
) -> None:
    house.samples(a_biosample())

    assert house.samples(replace(a_biosample(), **change)).of("biosample", Outcome.CHANGED) == 1


def test_bytes_that_were_merged_are_known(house: SampleHouse) -> None:
    house.samples(a_biosample())
    house.projects(a_project())
    for shelf, record in ((BIOSAMPLES, a_biosample()), (PROJECTS, a_project())):
        (read,) = house.read([record])
        mirror = PostgresMirror(house.database, shelf)
        assert mirror.known([read.digest, b"other"]) == {read.digest}


def test_a_sample_has_several_projects_and_keeps_them(house: SampleHouse) -> None:
    house.samples(a_biosample())

    assert house.rows(
        "select project_accession, said_by_sra, said_by_biosample, said_by_link "
        "from insdc.sample_project order by 1"
    ) == [("PRJEB2", False, True, False), ("PRJNA1", False, True, False)]


def test_the_largest_numbers_that_an_archive_may_write_are_no_obstacle(house: SampleHouse) -> None:
    """A link of more digits than a uid has is kept as it stands, and followed nowhere."""
    link = SampleLink("entrez", "bioproject", None, "9" * 30)

    house.samples(a_biosample(links=(link,), uid=2**63 - 1))

    row = house.record("biosample", SAMN)
    assert (row["project_uids"], row["entrez_uid"]) == ([], 2**63 - 1)
    assert json.dumps(row["links"]).count("9" * 30) == 1
