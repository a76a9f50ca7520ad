"""What changed is in insdc.change, field by field and once; what moves without meaning is not."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.bioproject import ProjectLink, ProjectLinkKind
from domain.biosample import SampleAttribute
from domain.records import (
    Attribute,
    CloudFile,
    ExperimentPackage,
    FileLocation,
    Run,
    RunFile,
)
from domain.tally import Outcome
from tests.integration.history.house import HistoryHouse
from tests.integration.samples.test_merging import a_biosample, a_project
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    a_submission,
    accession,
    an_experiment,
    name,
    whole_package,
)

FILES = (RunFile("a.fastq", size=1, url="https://a/1", locations=(FileLocation("s3://a", "AWS"),)),)


def with_run(**fields: Any) -> ExperimentPackage:
    given: dict[str, Any] = {"spots": 10, "files": FILES}
    return a_package(runs=(a_run("SRR000001", "SRX000001", **(given | fields)),))


def test_what_is_new_is_no_change(house: HistoryHouse) -> None:
    house.packages(whole_package())
    house.samples(a_biosample())
    house.projects(a_project())

    assert house.changes() == []


def test_a_reference_that_gets_its_record_is_no_change(house: HistoryHouse) -> None:
    house.packages(a_package(experiment=an_experiment("SRX000001", sample=name("SRS000001"))))
    before = house.now()

    house.packages(
        a_package(
            "SRX000002", study=a_study(title="a"), samples=(a_sample("SRS000001", title="b"),)
        )
    )

    assert house.changes() == []
    query = "select mirrored_at > :before, mirrored_by, changed_at from insdc.{}"
    assert house.rows(query.format("study"), before=before) == [(True, 2, None)]
    assert house.rows(query.format("sample"), before=before) == [(True, 2, None)]


def test_each_field_that_changed_is_told_with_its_job(house: HistoryHouse) -> None:
    house.packages(with_run(title="one", alias="same"))

    house.packages(with_run(title="two", alias="same", bases=7))

    assert house.changes() == [
        ("run", "SRR000001", "bases", None, "7"),
        ("run", "SRR000001", "title", "one", "two"),
    ]
    same = "select distinct c.job, c.changed_at = r.changed_at from insdc.change c, insdc.run r"
    assert house.rows(same) == [(2, True)]


def test_merging_the_same_again_adds_nothing_to_the_history(house: HistoryHouse) -> None:
    house.packages(with_run(title="one"))
    for _ in range(2):
        house.packages(with_run(title="two"))

    assert len(house.changes()) == 1


MOVES: list[dict[str, Any]] = [
    {"files": (replace(FILES[0], url="https://b/2"),)},
    {"files": (replace(FILES[0], locations=()),)},
    {"cloud_files": (CloudFile("run", "gs", "gs.US"),)},
    {"static_data_available": True},
]


@pytest.mark.parametrize("moved", MOVES, ids=["url", "locations", "cloud_files", "static"])
def test_what_moves_without_meaning_is_kept_up_to_date_and_makes_no_history(
    house: HistoryHouse, moved: dict[str, Any]
) -> None:
    house.packages(with_run())

    tally = house.packages(with_run(**moved))

    assert tally.of("run", Outcome.SAME) == 1
    assert house.changes() == []
    assert house.rows("select changed_at, changed_by from insdc.run") == [(None, None)]
    kept = a_moved(house)
    assert kept == a_moved_as_told(with_run(**moved).runs[0])


def a_moved(house: HistoryHouse) -> tuple[Any, ...]:
    ((available, cloud),) = house.rows("select static_data_available, cloud_files from insdc.run")
    ((url, locations),) = house.rows("select url, locations from insdc.run_file")
    return available, len(cloud), url, len(locations)


def a_moved_as_told(run: Run) -> tuple[Any, ...]:
    (file,) = run.files
    return run.static_data_available, len(run.cloud_files), file.url, len(file.locations)


def test_what_moves_beside_a_change_moves_too_and_is_not_told(house: HistoryHouse) -> None:
    house.packages(with_run(title="one"))

    house.packages(with_run(title="two", files=(replace(FILES[0], url="https://b/2"),)))

    assert house.fields() == {("run", "title")}
    assert house.value("select url from insdc.run_file") == "https://b/2"


def test_the_files_of_a_run_are_one_field(house: HistoryHouse) -> None:
    house.packages(with_run())

    house.packages(with_run(files=(replace(FILES[0], size=2), RunFile("b.fastq"))))

    ((*_, field, before, after),) = house.changes()
    assert field == "files"
    assert [file["size"] for file in json.loads(before or "")] == [1]
    assert [file["filename"] for file in json.loads(after or "")] == ["a.fastq", "b.fastq"]
    assert "url" not in (after or "")


def test_attributes_can_be_read_one_by_one(house: HistoryHouse) -> None:
    def said(*pairs: tuple[str, str | None]) -> ExperimentPackage:
        attributes = tuple(Attribute(*pair) for pair in pairs)
        return a_package(samples=(a_sample("SRS000001", attributes=attributes),))

    house.packages(said(("host", "cow"), ("age", "3"), ("note", "a"), ("note", "b")))
    house.packages(said(("host", "pig"), ("note", "a"), ("note", "c"), ("sex", "female")))

    assert house.fields() == {("sample", "attributes")}
    assert house.rows(
        "select kind, accession, attribute, before, after from insdc.attribute_change order by 3"
    ) == [
        ("sample", "SRS000001", "age", "3", None),
        ("sample", "SRS000001", "host", "cow", "pig"),
        ("sample", "SRS000001", "note", "a; b", "a; c"),
        ("sample", "SRS000001", "sex", None, "female"),
    ]


EDITS = [
    ("submission", {"submission": a_submission(title="new")}, "title"),
    ("study", {"study": a_study(title="new")}, "title"),
    ("sample", {"samples": (a_sample("SRS000001", "SAMN00000001", title="new"),)}, "title"),
    (
        "sample",
        {"samples": (a_sample("SRS000001", "SAMN00000001", projects=(accession("PRJNA1"),)),)},
        "projects",
    ),
    ("experiment", {"experiment": an_experiment("SRX000001", title="new")}, "title"),
    (
        "experiment",
        {"experiment": an_experiment("SRX000001", pool=(a_member("SRS000001", spots=3),))},
        "pool",
    ),
    (
        "experiment",
        {"experiment": an_experiment("SRX000001", sample=name("SRS000002"))},
        "sample",
    ),
]


@pytest.mark.parametrize(("kind", "edit", "field"), EDITS)
def test_every_kind_of_record_has_its_history(
    house: HistoryHouse, kind: str, edit: dict[str, Any], field: str
) -> None:
    package = whole_package()
    house.packages(package)

    house.packages(replace(package, **edit))

    assert (kind, field) in house.fields()
    assert {told for told, _ in house.fields()} == {kind}


def test_a_biosample_and_a_project_have_their_history(house: HistoryHouse) -> None:
    sample, project = a_biosample(), a_project()
    house.samples(sample)
    house.projects(project)

    attributes = (SampleAttribute("host", "cow"),)
    house.samples(replace(sample, attributes=attributes, title="new"))
    peer = ProjectLink(ProjectLinkKind.PEER, accession("PRJNA7"), accession("PRJNA9"))
    house.projects(replace(project, links=(peer,)))

    assert house.fields() == {
        ("biosample", "attributes"), ("biosample", "title"), ("project", "links"),
    }  # fmt: skip


def test_a_sample_that_gets_another_name_says_so(house: HistoryHouse) -> None:
    house.packages(a_package(samples=(a_sample("SRS000001", title="a"),)))

    house.packages(a_package(samples=(a_sample("SRS000001", "SAMN00000001", title="a"),)))

    assert house.changes() == [
        ("sample", "SAMN00000001", "biosample_accession", None, "SAMN00000001")
    ]


def test_an_experiment_whose_words_mean_another_sample_now_says_so(house: HistoryHouse) -> None:
    experiment = an_experiment("SRX000001", sample=name("SRS000001"))
    house.packages(
        a_package(experiment=experiment, samples=(a_sample("SRS000001", "SAMN00000001"),))
    )

    house.packages(
        a_package(experiment=experiment, samples=(a_sample("SRS000001", "SAMN00000002"),))
    )

    changed = [change for change in house.changes() if change[0] == "experiment"]
    assert changed == [("experiment", "SRX000001", "sample", "SAMN00000001", "SAMN00000002")]


def test_a_record_that_comes_back_says_since_when(house: HistoryHouse) -> None:
    house.packages(whole_package())
    house.set_status("experiment", "suppressed")

    house.packages(whole_package())

    assert house.changes() == [("experiment", "SRX000001", "status", "suppressed", "live")]


def test_what_is_not_public_any_more_is_told_with_the_job(house: HistoryHouse) -> None:
    from adapters.postgres.mirror import PostgresMirror  # noqa: PLC0415
    from application.ports.archive import Missing  # noqa: PLC0415
    from application.ports.ledger import JobRequest  # noqa: PLC0415
    from domain.tally import Tally  # noqa: PLC0415

    house.packages(whole_package())
    job = house.ledger.freeze(house.ledger.open(JobRequest("test", {})), [["SRX000001"]])
    (page,) = house.ledger.pages_to_do(job)
    for _ in range(2):
        with PostgresMirror(house.database).transaction() as transaction:
            transaction.complete(page, Tally(), Missing(not_public=("SRX000001",)))

    assert house.changes() == [
        ("experiment", "SRX000001", "status", "live", "not_public"),
        ("run", "SRR000001", "status", "live", "not_public"),
    ]


def test_the_history_of_a_sample_is_found_by_each_of_its_names(house: HistoryHouse) -> None:
    house.packages(a_package(samples=(a_sample("SRS000001", "SAMN00000001", title="a"),)))
    house.packages(a_package(samples=(a_sample("SRS000001", "SAMN00000001", title="b"),)))

    for called in ("SRS000001", "SAMN00000001"):
        found = house.history(called)
        assert [(record.kind, record.job) for record in found.records] == [("sample", 1)]
        assert [(change.field, change.job) for change in found.changes] == [("title", 2)]
