"""Samples that were deposited twice are one specimen, for as long as the evidence holds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.xml.bioproject import read_bioproject
from domain.records import ExperimentPackage, RunFile
from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import bioproject_xml, biosample_xml, scripted_projects
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_study,
    accession,
    an_experiment,
    name,
)
from tests.support.server import empty

READS, OTHERS = "9b2f0c5d7e8a41b6c3d0e9f8a7b65432", "1c5e8d7f6a9b0c3d2e4f8a7b6c5d4e3f"
SPECIMENS = (
    "select n.accession, array_agg(s.biosample_accession order by s.biosample_accession) "
    "from insdc.specimen n join insdc.sample s using (specimen_id) group by 1 order by 1"
)
EVIDENCE = (
    "select e.kind, e.value, a.biosample_accession, b.biosample_accession, e.conflict "
    "from insdc.specimen_evidence e join insdc.sample a on a.sample_id = e.sample_id "
    "join insdc.sample b on b.sample_id = e.other_sample_id order by 3, 4, 1"
)
SECOND_STUDY = "SRP000002"


def biosample(number: int) -> str:
    return f"SAMN0000000{number}"


def run_of(number: int, md5: str = READS, project: int | None = None, *others: int) -> Any:
    """Give the package of a run with one original file, of one sample or a pool of them."""
    called, pool = f"SRX00000{number}", (number, *others)
    members = tuple(a_member(None, biosample(one)) for one in pool)
    study = f"SRP00000{project or number}"
    file = RunFile("reads.fastq.gz", "fastq", "Original", size=1_000_000, md5=md5)
    return a_package(
        experiment=an_experiment(called, study, sample=name(None, biosample(number)), pool=members),
        study=a_study(study, bioproject=accession(f"PRJNA{project or number}")),
        runs=(a_run(f"SRR00000{number}", called, pool=members, files=(file,)),),
    )


def described(number: int, country: str = "Ghana", **attributes: str) -> bytes:
    return biosample_xml(
        biosample(number), attributes={"geo_loc_name": country, **attributes}, title="one"
    )


def derive(house: SampleHouse) -> None:
    house.derive(house.job().number)


def specimens(house: SampleHouse) -> dict[str, list[str]]:
    return dict(house.rows(SPECIMENS))


ONE, TWO, THREE = biosample(1), biosample(2), biosample(3)


def test_samples_of_two_projects_that_share_a_read_file_are_one_specimen(
    house: SampleHouse,
) -> None:
    house.packages(run_of(1), run_of(2), run_of(3, OTHERS))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}
    assert house.rows(EVIDENCE) == [("md5", READS, ONE, TWO, None)]
    assert house.value("select count(*) from insdc.sample where specimen_id is null") == 1


def test_the_same_again_writes_nothing(house: SampleHouse) -> None:
    house.packages(run_of(1), run_of(2))
    derive(house)
    before = house.versions()

    derive(house)

    assert house.versions() == before


@pytest.mark.parametrize(
    ("arrival", "conflict"),
    [
        (lambda h: h.packages(run_of(1), run_of(2, READS, 1)), "within one project"),
        (
            lambda h: (
                h.packages(run_of(1), run_of(2)),
                h.sample_xml(described(1), described(2, "Peru")),
            ),
            "contradicting countries",
        ),
        (
            lambda h: (
                h.packages(run_of(1), run_of(2)),
                h.sample_xml(
                    described(1, collection_date="2001"), described(2, collection_date="2002")
                ),
            ),
            "dates do not overlap",
        ),
    ],
    ids=["project", "country", "date"],
)
def test_what_contradicts_is_kept_apart_and_reported(
    house: SampleHouse, arrival: Callable[[SampleHouse], object], conflict: str
) -> None:
    arrival(house)
    derive(house)

    assert specimens(house) == {}
    assert house.rows(EVIDENCE) == [("md5", READS, ONE, TWO, conflict)]


def without_project(package: ExperimentPackage) -> ExperimentPackage:
    """Give it as archives other than NCBI's give theirs: the study names no BioProject."""
    assert package.study is not None
    return replace(package, study=replace(package.study, bioproject=None))


def test_samples_of_one_study_are_kept_apart_though_no_project_is_named(
    house: SampleHouse,
) -> None:
    house.packages(without_project(run_of(1)), without_project(run_of(2, READS, 1)))
    derive(house)

    assert specimens(house) == {}
    assert house.rows(EVIDENCE) == [("md5", READS, ONE, TWO, "within one project")]


@pytest.mark.parametrize("label", [None, "PRJNA77"], ids=["by uid", "by uid and by accession"])
def test_samples_that_link_to_one_project_are_kept_apart_before_it_is_mirrored(
    house: SampleHouse, label: str | None
) -> None:
    house.packages(without_project(run_of(1)), without_project(run_of(2)))
    house.sample_xml(
        biosample_xml(ONE, projects={77: None}), biosample_xml(TWO, projects={77: label})
    )
    derive(house)

    assert specimens(house) == {}
    assert house.rows(EVIDENCE) == [("md5", READS, ONE, TWO, "within one project")]


def test_a_project_that_one_sample_names_and_another_links_to_keeps_them_apart(
    house: SampleHouse,
) -> None:
    house.packages(run_of(1), without_project(run_of(2)))
    house.sample_xml(biosample_xml(TWO, projects={1: None}))
    derive(house)

    assert specimens(house) == {}


def test_a_link_that_the_archive_tells_counts_as_the_samples_own(house: SampleHouse) -> None:
    house.packages(without_project(run_of(1)), without_project(run_of(2)))
    house.sample_xml(biosample_xml(ONE, uid=1), biosample_xml(TWO, projects={77: None}))
    house.backlog.link({1: (77,)})
    derive(house)

    assert specimens(house) == {}


UMBRELLA = bioproject_xml("PRJNA77", 77).replace(
    b"<ProjectTypeSubmission/>", b'<ProjectTypeTopAdmin subtype="eDisease"/>'
)


def test_what_lies_under_one_umbrella_may_be_one_specimen(house: SampleHouse) -> None:
    house.packages(run_of(1), run_of(2))
    house.sample_xml(
        biosample_xml(ONE, projects={77: "PRJNA77"}), biosample_xml(TWO, projects={77: None})
    )
    house.projects(read_bioproject(UMBRELLA))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}


def test_what_projects_tell_regroups_without_the_samples(house: SampleHouse) -> None:
    """As long as nobody knows that it is an umbrella, they seem to be of one project."""
    house.packages(run_of(1), run_of(2))
    house.sample_xml(
        biosample_xml(ONE, projects={77: "PRJNA77"}), biosample_xml(TWO, projects={77: None})
    )
    derive(house)
    assert specimens(house) == {}

    house.sync_projects(scripted_projects(UMBRELLA))

    assert specimens(house) == {ONE: [ONE, TWO]}
    by_projects = house.rows(EVIDENCE)
    derive(house)
    assert house.rows(EVIDENCE) == by_projects


def test_samples_of_different_organisms_are_kept_apart(house: SampleHouse) -> None:
    for taxon in (562, 1773):
        house.execute(
            "insert into biosql.taxon (taxon_id, ncbi_taxon_id, left_value, right_value) "
            f"values ({taxon}, {taxon}, {taxon * 2}, {taxon * 2 + 1})"
        )
    house.packages(run_of(1), run_of(2))
    house.sample_xml(biosample_xml(ONE, taxon=562), biosample_xml(TWO, taxon=1773))
    derive(house)

    assert specimens(house) == {}
    assert [row[-1] for row in house.rows(EVIDENCE)] == ["different organisms"]


def test_a_run_of_several_samples_is_no_evidence(house: SampleHouse) -> None:
    house.packages(run_of(1, READS, None, 4), run_of(2))
    derive(house)

    assert specimens(house) == {}
    assert house.rows(EVIDENCE) == []


def without_own_pool(package: ExperimentPackage, *, nor_its_experiment: bool) -> ExperimentPackage:
    """Give it as older packages are: the run says nothing of its sample."""
    runs = tuple(replace(run, pool=()) for run in package.runs)
    pool = () if nor_its_experiment else package.experiment.pool
    return replace(package, experiment=replace(package.experiment, pool=pool), runs=runs)


@pytest.mark.parametrize("nor_its_experiment", [False, True])
def test_a_run_without_a_pool_is_of_the_sample_of_its_experiment(
    house: SampleHouse, nor_its_experiment: bool
) -> None:
    house.packages(without_own_pool(run_of(1), nor_its_experiment=nor_its_experiment), run_of(2))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}


def test_a_run_without_a_pool_is_no_evidence_where_its_experiment_pools(
    house: SampleHouse,
) -> None:
    pooled = run_of(1, READS, None, 4)
    house.packages(without_own_pool(pooled, nor_its_experiment=False), run_of(2))
    derive(house)

    assert specimens(house) == {}


def test_a_run_without_a_pool_is_of_the_project_of_its_experiment(house: SampleHouse) -> None:
    package = without_own_pool(run_of(1), nor_its_experiment=True)
    house.packages(package, run_of(2, READS, 1))
    derive(house)

    assert [row[-1] for row in house.rows(EVIDENCE)] == ["within one project"]


@pytest.mark.parametrize("md5", ["d41d8cd98f00b204e9800998ecf8427e", "0" * 32])
def test_the_checksum_of_nothing_is_no_evidence(house: SampleHouse, md5: str) -> None:
    house.packages(run_of(1, md5), run_of(2, md5))
    derive(house)

    assert specimens(house) == {}


def test_files_that_the_archive_made_are_no_evidence(house: SampleHouse) -> None:
    made = RunFile("SRR.lite", "SRA Lite", size=1_000_000, md5=READS)
    for number in (1, 2):
        package = run_of(number, OTHERS[:-1] + str(number))
        run = replace(package.runs[0], files=(*package.runs[0].files, made))
        house.packages(replace(package, runs=(run,)))
    derive(house)

    assert specimens(house) == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [("same as", ONE), ("Same As", f" {ONE.lower()}\u00a0"), ("sameas", f"{ONE} ")],
)
def test_a_sample_that_says_which_other_it_is_shares_its_specimen(
    house: SampleHouse, name: str, said: str
) -> None:
    house.sample_xml(described(1), described(2, **{name: said}), described(3))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}
    assert house.rows(EVIDENCE) == [("same as", ONE, ONE, TWO, None)]


def test_a_specimen_splits_again_when_a_file_changes(house: SampleHouse) -> None:
    house.packages(run_of(1), run_of(2), run_of(3))
    derive(house)
    assert specimens(house) == {ONE: [ONE, TWO, THREE]}
    (before,) = house.rows("select specimen_id from insdc.specimen")

    house.packages(run_of(3, OTHERS))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}
    assert house.rows("select specimen_id from insdc.specimen") == [before]
    house.packages(run_of(2, OTHERS))
    derive(house)
    assert specimens(house) == {TWO: [TWO, THREE]}
    house.packages(run_of(2, "e" * 31 + "1"))
    derive(house)
    assert specimens(house) == {}
    assert house.rows("select * from insdc.specimen") == []
    assert house.rows("select * from insdc.specimen_evidence") == []


def test_a_specimen_splits_again_when_its_samples_turn_out_to_contradict(
    house: SampleHouse,
) -> None:
    house.packages(run_of(1), run_of(2))
    house.sample_xml(described(1), described(2))
    derive(house)
    assert specimens(house) == {ONE: [ONE, TWO]}

    house.sample_xml(described(2, "Peru"))
    derive(house)

    assert specimens(house) == {}
    assert [row[-1] for row in house.rows(EVIDENCE)] == ["contradicting countries"]


def arrivals(house: SampleHouse) -> Iterator[Callable[[], object]]:
    """Give twelve things that may come in any order, some of them contradicting others."""
    packages: list[ExperimentPackage] = [
        run_of(1),
        run_of(2),
        run_of(3, OTHERS),
        run_of(4, OTHERS),
        run_of(5, READS),
        run_of(6, "e" * 31 + "1", None, 7),
    ]
    for package in packages:
        yield lambda package=package: house.packages(package)  # type: ignore[misc]
    for raw in (
        described(1),
        described(2),
        described(3),
        described(4, "Peru"),
        described(5, **{"same as": TWO}),
        described(8, **{"same as": THREE}),
    ):
        yield lambda raw=raw: house.sample_xml(raw)  # type: ignore[misc]


@pytest.fixture(scope="module")
def expected() -> list[Any]:
    """What any order has to end in, filled by the first one."""
    return []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(12)), grouped_after=st.sets(st.integers(0, 11), max_size=3))
def test_the_order_in_which_records_arrive_does_not_matter(
    house: SampleHouse, expected: list[Any], order: list[int], grouped_after: set[int]
) -> None:
    empty(house.database)
    merges = [*arrivals(house)]
    for place, what in enumerate(order):
        merges[what]()
        if place in grouped_after:
            derive(house)
    derive(house)

    found = [specimens(house), house.rows(EVIDENCE)]
    if not expected:
        expected.extend(found)
    assert found == expected
    assert ONE in found[0]
    assert any(row[-1] for row in found[1])


def test_a_sample_that_turns_out_to_be_another_leaves_its_specimen_to_it(
    house: SampleHouse,
) -> None:
    """The row of a sample known by its SRS joins that of its BioSample, evidence and all."""
    by_srs = run_of(2)
    member = (a_member("SRS000009"),)
    by_srs = replace(
        by_srs,
        experiment=replace(by_srs.experiment, sample=name("SRS000009"), pool=member),
        runs=(replace(by_srs.runs[0], pool=member),),
    )
    house.packages(run_of(1), by_srs)
    derive(house)
    assert house.value("select count(*) from insdc.sample where specimen_id is not null") == 2
    house.sample_xml(described(2))

    house.sample_xml(biosample_xml(TWO, "SRS000009"))
    derive(house)

    assert specimens(house) == {ONE: [ONE, TWO]}
    assert house.rows(EVIDENCE) == [("md5", READS, ONE, TWO, None)]
