"""insdc.record_at: what a record said at a date."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from domain.records import (
    Attribute,
    Experiment,
    ExperimentPackage,
    Run,
    RunFile,
    Sample,
    Study,
    Submission,
)
from tests.integration.history.house import HistoryHouse
from tests.integration.samples.test_merging import a_biosample, a_project
from tests.support.filled import filled
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
from tests.support.server import empty


def test_before_it_was_mirrored_there_is_none(house: HistoryHouse) -> None:
    early = house.now()
    house.packages(whole_package())

    assert house.at("run", "SRR000001", early) is None
    assert house.at("run", "SRR000001", house.now()) == house.state("run", "SRR000001")
    assert house.at("run", "SRR999999", house.now()) is None


def test_every_kind_of_value_comes_back_as_it_was(house: HistoryHouse) -> None:
    """From a record that says something in every field to one that says nothing, and back."""
    experiment, study = filled(Experiment), filled(Study)
    samples = (filled(Sample),)
    run = filled(Run, experiment=experiment.accession)
    full = a_package(
        experiment=experiment, study=study, samples=samples, runs=(run,),
        submission=filled(Submission),
    )  # fmt: skip
    bare = a_package(
        experiment=an_experiment(str(experiment.accession), str(experiment.study)),
        study=a_study(str(study.accession)),
        samples=(a_sample(str(samples[0].name.sra), str(samples[0].name.biosample)),),
        runs=(a_run(str(run.accession), str(experiment.accession)),),
        submission=a_submission(str(filled(Submission).accession)),
    )
    named = {
        "experiment": experiment.accession, "study": study.accession, "run": run.accession,
        "sample": samples[0].name.biosample, "submission": filled(Submission).accession,
    }  # fmt: skip
    for first, second in ((full, bare), (bare, full)):
        empty(house.database)
        house.packages(first)
        then = {kind: house.state(kind, str(called)) for kind, called in named.items()}
        before = house.now()
        house.packages(second)

        for kind, called in named.items():
            assert house.state(kind, str(called)) != then[kind]
            assert house.at(kind, str(called), before) == then[kind]


def test_biosamples_and_projects_come_back_as_they_were(house: HistoryHouse) -> None:
    sample, project = a_biosample(), a_project()
    house.samples(sample)
    house.projects(project)
    then = house.state("biosample", "SAMN00000001"), house.state("project", "PRJNA7")
    before = house.now()

    nothing: dict[str, Any] = {"uid": None, "attributes": (), "models": (), "title": None}
    house.samples(replace(sample, **nothing, submitted=None, status_date=None))
    house.projects(replace(project, uid=None, links=(), data_types=(), project_type=None))

    assert house.at("biosample", "SAMN00000001", before) == then[0]
    assert house.at("biosample", "SRS000001", before) == then[0]
    assert house.at("project", "PRJNA7", before) == then[1]


def test_the_status_of_then_comes_back(house: HistoryHouse) -> None:
    house.packages(whole_package())
    house.set_status("run", "suppressed")
    before = house.now()
    house.packages(whole_package())

    told = house.at("run", "SRR000001", before)

    assert told is not None
    assert told["status"] == "suppressed"


WORDS = st.none() | st.sampled_from(["a", "1", "[]", "null", "{}", "ü 'x' \"y\""])
NUMBERS = st.none() | st.integers(0, 2)


@st.composite
def packages(draw: st.DrawFn) -> ExperimentPackage:
    said = draw(st.lists(st.tuples(st.sampled_from(["x", "y"]), WORDS), max_size=3))
    attributes = tuple(Attribute(*pair) for pair in said)
    names = draw(st.sampled_from([("SRS000001", None), ("SRS000001", "SAMN00000001")]))
    member = a_member(*names, member_name=draw(WORDS), spots=draw(NUMBERS))
    files = draw(st.lists(st.builds(RunFile, WORDS, size=NUMBERS, url=WORDS), max_size=2))
    return a_package(
        experiment=an_experiment(
            "SRX000001", title=draw(WORDS), sample=name(*names), nominal_length=draw(NUMBERS)
        ),
        study=a_study(
            title=draw(WORDS),
            attributes=attributes,
            bioproject=draw(st.none() | st.just(accession("PRJNA1"))),
        ),
        submission=a_submission(title=draw(WORDS)),
        samples=(a_sample(*names, title=draw(WORDS), attributes=attributes),),
        runs=(
            a_run(
                "SRR000001",
                "SRX000001",
                title=draw(WORDS),
                pool=(member,),
                files=tuple(files),
                spots=draw(NUMBERS),
                is_public=draw(st.booleans()),
            ),
        ),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(versions=st.lists(packages(), min_size=2, max_size=4))
def test_every_state_there_ever_was_comes_back(
    database: Database, versions: list[ExperimentPackage]
) -> None:
    empty(database)
    house = HistoryHouse(database)
    called = {
        "submission": "SRA000001", "study": "SRP000001", "sample": "SRS000001",
        "experiment": "SRX000001", "run": "SRR000001",
    }  # fmt: skip
    seen = []
    for version in versions:
        house.packages(version)
        now = house.now()
        seen.append((now, {kind: house.at(kind, one, now) for kind, one in called.items()}))

    for when, states in seen:
        for kind, state in states.items():
            assert _less_names(house.at(kind, called[kind], when)) == _less_names(state)


def _less_names(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave out how others call a sample, which gets a better name without their changing."""
    assert state is not None
    pool = [{**member, "sample": None} for member in state.get("pool", ())]
    return {**state, "sample": None, "pool": pool}
