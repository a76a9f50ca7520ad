"""Mirror: what is merged is kept as it came, once, and counted by kind and outcome."""

from dataclasses import replace
from typing import Any

import pytest

from domain.records import (
    Attribute,
    CloudFile,
    Experiment,
    ExperimentPackage,
    FileLocation,
    Link,
    Run,
    RunFile,
    Sample,
    Study,
    Submission,
)
from domain.tally import Outcome, Tally
from tests.support.contents import in_full
from tests.support.filled import filled
from tests.support.house import House
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    an_experiment,
    name,
    read,
    whole_package,
)

KINDS = ("submission", "study", "sample", "experiment", "run")


def outcomes(tally: Tally, outcome: Outcome) -> dict[str, int]:
    return {kind: tally.of(kind, outcome) for kind in tally.kinds if tally.of(kind, outcome)}


def test_a_new_package_is_counted_as_new_in_each_of_its_kinds(house: House) -> None:
    tally = house.merge(whole_package())

    assert tally.as_json() == {kind: {"new": 1} for kind in KINDS}


def test_merging_the_same_page_twice_writes_nothing_the_second_time(house: House) -> None:
    page = (whole_package(1), whole_package(2))
    house.merge(*page)
    before = house.contents()

    tally = house.merge(*page)

    assert outcomes(tally, Outcome.SAME) == {
        "submission": 1,
        "study": 1,
        "sample": 2,
        "experiment": 2,
        "run": 2,
    }
    assert set(tally.counts) == {(kind, Outcome.SAME) for kind in KINDS}
    assert house.contents() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_record_is_counted_as_changed_and_the_others_as_the_same(
    house: House, kind: str
) -> None:
    first = whole_package()
    house.merge(first)

    tally = house.merge(_retitled(first, kind))

    assert tally.as_json() == {
        other: {"changed": 1} if other == kind else {"same": 1} for other in KINDS
    }
    titles = {record.title for record in _records(house, kind)}
    assert titles == {"another title"}


def _retitled(package: ExperimentPackage, kind: str) -> ExperimentPackage:
    if kind in {"sample", "run"}:
        (record,) = getattr(package, f"{kind}s")
        parts: dict[str, Any] = {f"{kind}s": (replace(record, title="another title"),)}
        return replace(package, **parts)
    return replace(package, **{kind: replace(getattr(package, kind), title="another title")})


def _records(house: House, kind: str) -> list[Any]:
    contents = house.contents()
    match kind:
        case "submission":
            return list(contents.submissions.values())
        case "study":
            return list(contents.studies.values())
        case "sample":
            return [entry.record for entry in contents.samples.values()]
        case "experiment":
            return [entry.experiment for entry in contents.experiments.values()]
    return list(contents.runs.values())


def test_a_study_is_kept_with_every_field(house: House) -> None:
    study = filled(Study)
    house.merge(a_package(experiment=an_experiment("SRX000001", str(study.accession)), study=study))

    assert house.contents().studies == {str(study.accession): study}


def test_a_submission_is_kept_with_every_field(house: House) -> None:
    submission = filled(Submission)
    house.merge(a_package(submission=submission))

    assert house.contents().submissions == {str(submission.accession): submission}


def test_a_sample_is_kept_with_every_field(house: House) -> None:
    sample = filled(Sample)
    house.merge(a_package(samples=(sample,)))

    assert house.contents().record(str(sample.name.sra)) == in_full(sample, sample.name)


def test_an_experiment_is_kept_with_every_field(house: House) -> None:
    experiment = filled(Experiment)
    house.merge(a_package(experiment=experiment))

    assert house.contents().experiment(str(experiment.accession)) == experiment


def test_a_run_is_kept_with_every_field(house: House) -> None:
    experiment = an_experiment("SRX000001")
    run = filled(Run, experiment=experiment.accession)
    house.merge(a_package(experiment=experiment, runs=(run,)))

    assert house.contents().runs == {str(run.accession): run}


def test_what_a_package_says_beyond_its_parts_is_kept_with_the_experiment(house: House) -> None:
    experiment = an_experiment("SRX000001", other={"@of": "experiment"})
    house.merge(a_package(experiment=experiment, other={"Of": ["package"]}))

    assert house.contents().experiment("SRX000001").other == {
        "@of": "experiment",
        "EXPERIMENT_PACKAGE": {"Of": ["package"]},
    }


def test_attributes_keep_their_order_repeats_and_empty_values(house: House) -> None:
    attributes = (
        Attribute("host", "human"),
        Attribute("age", "3", "years"),
        Attribute("host", "human"),
        Attribute("empty", ""),
        Attribute("missing", None),
        Attribute("", "nameless"),
    )
    house.merge(
        a_package(
            experiment=an_experiment("SRX000001", attributes=attributes),
            samples=(a_sample("SRS000001", attributes=attributes),),
            study=a_study(attributes=attributes),
        )
    )

    contents = house.contents()
    study = contents.studies["SRP000001"]
    assert contents.record("SRS000001").attributes == attributes
    assert contents.experiment("SRX000001").attributes == attributes
    assert study is not None
    assert study.attributes == attributes


def test_a_changed_run_has_the_files_of_its_new_version_alone(house: House) -> None:
    files = (RunFile("SRR000001", size=1), RunFile("SRR000001.lite", size=2), RunFile("a.bam"))
    fewer = (RunFile("SRR000001.lite", size=3), RunFile("SRR000001", size=1))
    house.merge(_with_run(files=files))

    tally = house.merge(_with_run(files=fewer))

    assert tally.of("run", Outcome.CHANGED) == 1
    assert house.contents().files("SRR000001") == fewer


@pytest.mark.parametrize(
    "moved",
    [
        {"files": (RunFile("a", size=1, url="https://b"),)},
        {"files": (RunFile("a", size=1, locations=(FileLocation("s3://a", "AWS"),)),)},
        {"cloud_files": (CloudFile("run", "gs", "gs.US"),)},
        {"static_data_available": True},
    ],
    ids=["url", "locations", "cloud_files", "static_data_available"],
)
def test_what_moves_without_meaning_is_kept_up_to_date_and_counted_as_the_same(
    house: House, moved: dict[str, Any]
) -> None:
    told = {"files": (RunFile("a", size=1, url="https://a"),), "title": "same"}
    house.merge(_with_run(**told))

    tally = house.merge(_with_run(**(told | moved)))

    assert tally.of("run", Outcome.SAME) == 1
    run = house.contents().runs["SRR000001"]
    assert {field: getattr(run, field) for field in moved} == moved


def test_a_changed_pool_has_the_members_of_its_new_version_alone(house: House) -> None:
    one, two, three = (a_member(f"SRS00000{number}", spots=number) for number in (1, 2, 3))
    house.merge(_with_run(pool=(one, two)))

    tally = house.merge(_with_run(pool=(three, one)))

    assert tally.of("run", Outcome.CHANGED) == 1
    assert house.contents().runs["SRR000001"].pool == (three, one)


def test_a_pool_may_name_one_sample_twice(house: House) -> None:
    pool = (a_member("SRS000001", member_name="a"), a_member("SRS000001", member_name="b"))
    house.merge(_with_run(pool=pool))

    assert house.contents().runs["SRR000001"].pool == pool


def _with_run(**fields: Any) -> ExperimentPackage:
    return a_package(runs=(a_run("SRR000001", "SRX000001", **fields),))


def test_a_changed_sample_has_the_attributes_of_its_new_version_alone(house: House) -> None:
    house.merge(_with_sample(attributes=(Attribute("age", "3"), Attribute("host", "cow"))))

    house.merge(_with_sample(attributes=(Attribute("age", "4"),)))

    assert house.contents().record("SRS000001").attributes == (Attribute("age", "4"),)


def _with_sample(**fields: Any) -> ExperimentPackage:
    return a_package(samples=(a_sample("SRS000001", **fields),))


def test_papers_are_those_of_the_latest_version_each_once(house: House) -> None:
    first, second = Link("pubmed", "1"), Link("pubmed", "2")
    study = a_study(links=(first, Link("PubMed", "1"), Link("taxonomy", "9606")))
    house.merge(a_package(study=study))

    house.merge(a_package(study=a_study(links=(second,))))

    assert house.contents().papers == {("study", "SRP000001", "pubmed", "2")}


def test_the_last_copy_of_a_record_within_a_page_wins(house: House) -> None:
    first, last = whole_package(), whole_package()
    for kind in KINDS:
        last = _retitled(last, kind)

    tally = house.merge(first, last)

    assert tally.as_json() == {kind: {"new": 1} for kind in KINDS}
    assert all(
        record.title == "another title" for kind in KINDS for record in _records(house, kind)
    )


def test_a_run_may_move_to_another_experiment(house: House) -> None:
    house.merge(a_package("SRX000001", runs=(a_run("SRR000001", "SRX000001"),)))

    house.merge(a_package("SRX000002", runs=(a_run("SRR000001", "SRX000002"),)))

    assert str(house.contents().runs["SRR000001"].experiment) == "SRX000002"


def test_an_experiment_needs_neither_sample_nor_submission_nor_runs(house: House) -> None:
    tally = house.merge(a_package())

    assert tally.as_json() == {"experiment": {"new": 1}, "study": {"new": 1}}


def test_an_experiment_whose_sample_is_taken_back_has_none(house: House) -> None:
    house.merge(a_package(experiment=an_experiment("SRX000001", sample=name("SRS000001"))))

    house.merge(a_package(experiment=an_experiment("SRX000001")))

    assert house.contents().experiment("SRX000001").sample is None


def test_the_uid_of_an_experiment_is_kept_until_another_is_seen(house: House) -> None:
    for uid in (7, None, 8):
        house.merge_read(read(a_package(), uid))
        assert house.contents().experiments["SRX000001"].uid == (uid or 7)


def test_a_new_uid_alone_does_not_make_an_experiment_a_changed_one(house: House) -> None:
    house.merge_read(read(a_package(), 7))

    tally = house.merge_read(read(a_package(), 8))

    assert tally.of("experiment", Outcome.SAME) == 1
