"""Both mirrors, given the same pages, count the same and end up holding the same."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from domain.records import Attribute, ExperimentPackage, Link, SampleName
from tests.support.contents import Contents
from tests.support.house import House
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    a_submission,
    an_experiment,
    name,
)
from tests.support.server import empty

FEW = st.integers(1, 3)
VERSIONS = st.integers(0, 1).map(str)
NAMES = st.tuples(
    st.none() | FEW.map("SRS00000{}".format), st.none() | FEW.map("SAMN0000000{}".format)
).filter(any)
POOLS = st.lists(NAMES.map(lambda pair: a_member(*pair)), max_size=2).map(tuple)


@st.composite
def packages(draw: st.DrawFn) -> ExperimentPackage:
    """Draw a package in which everything may have been met before, under another name too."""
    number, version, study = draw(FEW), draw(VERSIONS), f"SRP00000{draw(FEW)}"
    called = f"SRX00000{number}"
    paper = Link("pubmed", version)
    samples = tuple(
        a_sample(*pair, title=title, attributes=(Attribute("a", title),), links=(paper,))
        for pair, title in draw(st.lists(st.tuples(NAMES, VERSIONS), max_size=2))
    )
    return a_package(
        experiment=an_experiment(
            called, study, title=version, sample=_possible(draw), pool=draw(POOLS)
        ),
        submission=draw(st.none() | st.builds(a_submission, title=VERSIONS)),
        study=draw(st.none() | st.just(a_study(study, title=version, links=(paper,)))),
        samples=samples,
        runs=(a_run(f"SRR00000{number}", called, title=draw(VERSIONS), pool=draw(POOLS)),),
    )


def _possible(draw: st.DrawFn) -> SampleName | None:
    pair = draw(st.none() | NAMES)
    return name(*pair) if pair else None


def without_references(contents: Contents) -> Contents:
    """Leave out what follows an accession that moved only when it is read again."""
    return replace(
        contents,
        experiments={
            key: replace(entry, experiment=replace(entry.experiment, sample=None, pool=()))
            for key, entry in contents.experiments.items()
        },
        runs={key: replace(run, pool=()) for key, run in contents.runs.items()},
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pages=st.lists(st.lists(packages(), min_size=1, max_size=3), min_size=1, max_size=5))
def test_memory_and_postgres_agree(
    database: Database, pages: list[list[ExperimentPackage]]
) -> None:
    empty(database)
    memory, postgres = House.in_memory(), House.in_postgres(database)
    for page in pages:
        assert memory.merge(*page).as_json() == postgres.merge(*page).as_json()
        assert without_references(memory.contents()) == without_references(postgres.contents())

    latest = {package.experiment.accession: package for page in pages for package in page}
    assert memory.merge(*latest.values()) == postgres.merge(*latest.values())
    assert memory.contents() == postgres.contents()
