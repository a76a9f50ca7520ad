"""SyncProjects: which projects samples belong to, and what becomes of those that do not come."""

import pytest

from application.errors import JobUnderWayError
from application.report import SyncReport
from domain.bioproject import BioProject
from domain.selection import Selection
from domain.tally import Outcome
from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import (
    Scripted,
    bioproject_xml,
    biosample_xml,
    scripted_projects,
)
from tests.support.packages import a_package, a_study, accession

SAMN = "SAMN00000001"
PROJECTS_OF = (
    "select project_accession, said_by_sra, said_by_biosample, said_by_link "
    "from insdc.sample_project order by 1"
)
A_DAY_AGO = "now() - interval '25 hours'"


def test_a_link_that_says_no_more_than_a_uid_is_followed_once_the_project_is_known(
    house: SampleHouse,
) -> None:
    house.sample_xml(biosample_xml(SAMN, projects={101: None, 102: "PRJNA2"}))
    assert house.rows(PROJECTS_OF) == [("PRJNA2", False, True, False)]

    house.sync_projects(scripted_projects(bioproject_xml("PRJNA1", 101)))

    assert house.rows(PROJECTS_OF) == [
        ("PRJNA1", False, True, False),
        ("PRJNA2", False, True, False),
    ]


def test_a_link_to_a_project_that_is_there_is_followed_at_once(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml("SAMN00000002", projects={101: None}))
    house.sync_projects(scripted_projects(bioproject_xml("PRJNA1", 101)))

    house.sample_xml(biosample_xml(SAMN, projects={101: None}))

    assert house.value("select count(*) from insdc.sample_project") == 2


def test_a_link_that_is_gone_is_no_project_of_the_sample_any_more(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, projects={101: None}))
    house.sync_projects(scripted_projects(bioproject_xml("PRJNA1", 101)))

    house.sample_xml(biosample_xml(SAMN, projects={}))

    assert house.rows(PROJECTS_OF) == []


def test_silent_samples_are_asked_after_once(house: SampleHouse) -> None:
    house.sample_xml(
        biosample_xml(SAMN, uid=1),
        biosample_xml("SAMN00000002", uid=2),
        biosample_xml("SAMN00000003", uid=3, projects={102: "PRJNA2"}),
        biosample_xml("SAMN00000004", uid=4),
    )
    archive = scripted_projects(
        bioproject_xml("PRJNA1", 101),
        bioproject_xml("PRJNA3", 103),
        links={1: (101, 103), 2: ()},
    )

    house.sync_projects(archive)
    house.sync_projects(archive)

    # The fourth is one of which the archive did not tell.
    assert archive.asked_for_links == [(1, 2, 4), (4,)]
    assert house.rows(PROJECTS_OF) == [
        ("PRJNA1", False, False, True),
        ("PRJNA2", False, True, False),
        ("PRJNA3", False, False, True),
    ]


def test_what_all_sources_say_stands_in_one_row(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, uid=1))
    archive = scripted_projects(bioproject_xml("PRJNA1", 101), links={1: (101,)})
    house.sync_projects(archive)

    house.sample_xml(biosample_xml(SAMN, uid=1, projects={101: None}))

    assert house.rows(PROJECTS_OF) == [("PRJNA1", False, True, True)]


def test_projects_of_studies_and_samples_and_the_umbrellas_above_come_in_one_run(
    house: SampleHouse,
) -> None:
    house.packages(a_package(study=a_study(bioproject=accession("PRJEB5"))))
    house.sample_xml(biosample_xml(SAMN, projects={101: "PRJNA1"}))
    archive = scripted_projects(
        bioproject_xml("PRJEB5", 105, umbrella="PRJNA8"),
        bioproject_xml("PRJNA1", 101),
        bioproject_xml("PRJNA8", 108, umbrella="PRJNA9"),
        bioproject_xml("PRJNA9", 109),
    )

    house.sync_projects(archive)

    mirrored = "select accession from insdc.project where content_hash is not null order by 1"
    assert house.rows(mirrored) == [("PRJEB5",), ("PRJNA1",), ("PRJNA8",), ("PRJNA9",)]
    links = "select parent_accession, member_accession from insdc.project_link order by 1"
    assert house.rows(links) == [("PRJNA8", "PRJEB5"), ("PRJNA9", "PRJNA8")]
    assert house.value("select count(*) from insdc.sync_job where state = 'done'") > 0
    archive.fetched.clear()
    house.sync_projects(archive)
    assert archive.keys == []


def naming_all(house: SampleHouse) -> None:
    """Let samples name projects by accession, by uid alone, and an umbrella above one."""
    house.sample_xml(
        biosample_xml(SAMN, projects={101: "PRJNA1", 102: "PRJNA2", 103: "PRJNA3", 104: "PRJNA4"}),
        biosample_xml("SAMN00000002", projects={201: None, 202: None, 203: None}),
    )


@pytest.fixture
def troubled() -> Scripted[BioProject]:
    archive = scripted_projects(bioproject_xml("PRJNA1", 101), unanswered={"PRJNA3", "103", "203"})
    archive.records |= {"PRJNA2": None, "102": None, "202": None}
    return archive


def missing(house: SampleHouse, report: SyncReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for why, key in house.rows(
        "select why, record_key from insdc.job_missing where job = :job", job=report.job.number
    ):
        found.setdefault(why, set()).add(key)
    return found


def test_projects_that_do_not_come_are_told_apart_and_stop_nothing(
    house: SampleHouse, troubled: Scripted[BioProject]
) -> None:
    naming_all(house)

    report = house.sync_projects(troubled)

    assert report.is_complete
    assert report.job.state == "done"
    gone = {"not public": {"PRJNA2", "102", "202"}, "unanswered": {"PRJNA3", "103", "203"}}
    found = missing(house, report)
    assert found["not public"] <= gone["not public"]
    assert {"PRJNA2", "202"} <= found["not public"]
    assert {"PRJNA3", "203"} <= found["unanswered"] <= gone["unanswered"]
    assert {"PRJNA4", "201"} <= found["absent"]
    tally = report.tally
    assert tally.of("project", Outcome.NEW) == 1
    assert tally.of("project", Outcome.UNANSWERED) == len(found["unanswered"])
    assert house.rows(
        "select accession, status, unanswered_at is not null from insdc.project order by 1"
    ) == [
        ("PRJNA1", "live", False),
        ("PRJNA2", "not_public", False),
        ("PRJNA3", "live", True),
        ("PRJNA4", "live", False),
    ]


def test_what_did_not_come_is_left_in_peace_for_a_day(
    house: SampleHouse, troubled: Scripted[BioProject]
) -> None:
    naming_all(house)
    house.sync_projects(troubled)
    troubled.fetched.clear()

    house.sync_projects(troubled)

    assert troubled.keys == []


def test_what_never_came_is_asked_for_at_the_end_in_pages_of_its_own(
    house: SampleHouse, troubled: Scripted[BioProject]
) -> None:
    naming_all(house)
    house.sync_projects(troubled)
    troubled.fetched.clear()
    house.execute(
        f"update insdc.project set asked_at = {A_DAY_AGO}",
        f"update insdc.page set done_at = {A_DAY_AGO}",
    )

    house.sync_projects(troubled)

    slow = {"PRJNA3", "103", "203"}
    pages = [set(page) for page in troubled.fetched]
    assert all(page <= slow or page.isdisjoint(slow) for page in pages)
    assert [page <= slow for page in pages] == sorted(page <= slow for page in pages)
    assert {"PRJNA3", "203"} <= set(troubled.keys)
    assert "PRJNA1" not in troubled.keys  # it came, less than thirty days ago


def test_what_answers_at_last_is_slow_no_more(
    house: SampleHouse, troubled: Scripted[BioProject]
) -> None:
    naming_all(house)
    house.sync_projects(troubled)
    troubled.unanswered.clear()
    troubled.records |= {
        "PRJNA3": bioproject_xml("PRJNA3", 103),
        "203": bioproject_xml("PRJNA203", 203),
    }
    house.execute(
        f"update insdc.project set asked_at = {A_DAY_AGO}",
        f"update insdc.page set done_at = {A_DAY_AGO}",
    )

    house.sync_projects(troubled)

    assert house.rows("select accession from insdc.project where unanswered_at is not null") == []
    assert ("PRJNA203",) in house.rows("select project_accession from insdc.sample_project")


def test_what_was_not_public_comes_back(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, projects={101: "PRJNA1"}))
    archive = scripted_projects(bioproject_xml("PRJNA1", 101))
    house.sync_projects(archive)
    hidden = scripted_projects()
    hidden.records |= {"PRJNA1": None, "101": None}
    long_ago = "update insdc.project set asked_at = now() - interval '31 days'"
    house.execute(long_ago)
    house.sync_projects(hidden)
    said = "select status, title from insdc.project"
    assert house.rows(said) == [("not_public", "project")]

    house.execute(long_ago)
    house.sync_projects(archive)

    assert house.rows(said) == [("live", "project")]


def test_a_project_is_asked_for_again_after_thirty_days(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, projects={101: "PRJNA1"}))
    archive = scripted_projects(bioproject_xml("PRJNA1", 101))
    house.sync_projects(archive)
    archive.fetched.clear()
    for days, asked in ((29, []), (31, ["PRJNA1"])):
        house.execute(f"update insdc.project set asked_at = now() - interval '{days} days'")

        house.sync_projects(archive)

        assert archive.keys == asked


def test_a_project_that_is_named_comes_whatever_is_due(house: SampleHouse) -> None:
    archive = scripted_projects(bioproject_xml("PRJNA1", 101))

    report = house.sync_projects(archive, Selection(accessions=(accession("PRJNA1"),)))

    assert report.tally.of("project", Outcome.NEW) == 1


def test_while_projects_are_synchronized_a_second_run_leaves(house: SampleHouse) -> None:
    archive = scripted_projects(bioproject_xml("PRJNA1", 101))
    with house.lock.hold("projects"), pytest.raises(JobUnderWayError):
        house.sync_projects(archive, Selection(accessions=(accession("PRJNA1"),)))

    assert archive.keys == []
    assert house.rows("select * from insdc.sync_job") == []
