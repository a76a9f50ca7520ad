"""Mirror: a sample is one row, by whatever names and in whatever order it is met."""

from typing import Any

import pytest

from domain.records import Attribute, ExperimentPackage, Link, Sample
from domain.tally import Outcome
from tests.support.contents import Contents, in_full
from tests.support.filled import filled
from tests.support.house import House
from tests.support.packages import a_member, a_package, a_run, a_sample, an_experiment, name

SRS, OTHER_SRS = "SRS000001", "SRS000002"
SAMN, OTHER_SAMN = "SAMN00000001", "SAMN00000002"


def record(sra: str | None, biosample: str | None, title: str = "sample") -> ExperimentPackage:
    """Give a package with a sample's record, its title and one attribute of the same value."""
    sample = a_sample(sra, biosample, title=title, attributes=(Attribute("title", title),))
    return a_package(_experiment_of(sample), samples=(sample,))


def _experiment_of(sample: Sample) -> str:
    accession = sample.name.sra or sample.name.biosample
    assert accession is not None
    return f"SRX{'9' if accession.prefix == 'SAMN' else '1'}{int(accession.digits):05}"


def reference(
    sra: str | None, biosample: str | None, called: str = "SRX000009", **of_member: Any
) -> ExperimentPackage:
    """Give a package that only refers to a sample, in its pool."""
    return a_package(
        experiment=an_experiment(called, pool=(a_member(sra, biosample, **of_member),))
    )


def descriptor(sra: str | None, biosample: str | None, called: str) -> ExperimentPackage:
    return a_package(experiment=an_experiment(called, sample=name(sra, biosample)))


def titles(contents: Contents) -> list[str | None]:
    """Give the title of every sample, None for those that are mere references."""
    for entry in contents.samples.values():
        if entry.record:
            assert entry.record.attributes == (Attribute("title", entry.record.title),)
    return [entry.record.title if entry.record else None for entry in contents.samples.values()]


SAME_SAMPLE = {
    "by SRS first": [(SRS, None), (SRS, SAMN)],
    "by SAMN first": [(None, SAMN), (SRS, SAMN)],
    "by both first": [(SRS, SAMN), (SRS, None), (None, SAMN)],
    "by each, then both": [(SRS, None), (None, SAMN), (SRS, SAMN)],
    "by each the other way round, then both": [(None, SAMN), (SRS, None), (SRS, SAMN)],
    "by two SRS of one BioSample": [(SRS, SAMN), (OTHER_SRS, SAMN), (OTHER_SRS, None)],
    "by two SRS before its BioSample": [
        (SRS, None),
        (OTHER_SRS, None),
        (SRS, SAMN),
        (OTHER_SRS, SAMN),
    ],
}


@pytest.mark.parametrize("names", SAME_SAMPLE.values(), ids=SAME_SAMPLE)
@pytest.mark.parametrize("together", [False, True], ids=["page by page", "in one page"])
def test_one_sample_met_by_its_names_is_one_row(
    house: House, names: list[tuple[str | None, str | None]], *, together: bool
) -> None:
    packages = [
        reference(sra, biosample, f"SRX00000{number}")
        for number, (sra, biosample) in enumerate(names)
    ]
    pages = [packages] if together else [[package] for package in packages]
    for page in pages:
        house.merge(*page)

    contents = house.contents()
    (entry,) = contents.samples.values()
    assert entry.accessions == {accession for pair in names for accession in pair if accession}
    assert entry.name == name(SRS, SAMN)
    for package in packages:
        experiment = contents.experiment(str(package.experiment.accession))
        assert [member.sample for member in experiment.pool] == [name(SRS, SAMN)]


@pytest.mark.parametrize("names", SAME_SAMPLE.values(), ids=SAME_SAMPLE)
@pytest.mark.parametrize("together", [False, True], ids=["page by page", "in one page"])
def test_of_records_of_one_sample_under_several_names_the_last_stands(
    house: House, names: list[tuple[str | None, str | None]], *, together: bool
) -> None:
    packages = [record(*pair, title=f"{number}") for number, pair in enumerate(names)]
    pages = [packages] if together else [[package] for package in packages]
    for page in pages:
        house.merge(*page)

    assert titles(house.contents()) == [f"{len(names) - 1}"]


def test_of_records_in_one_page_the_last_stands_though_its_name_came_first(house: House) -> None:
    house.merge(
        record(SRS, None, "first"),
        record(None, SAMN, "second"),
        record(SRS, None, "third"),
        reference(SRS, SAMN),
    )

    assert titles(house.contents()) == ["third"]


def test_two_biosamples_are_never_one_sample(house: House) -> None:
    house.merge(record(SRS, SAMN, "one"))
    house.merge(record(SRS, OTHER_SAMN, "other"))
    house.merge(reference(None, SAMN), reference(None, OTHER_SAMN, "SRX000008"))

    assert sorted(map(str, titles(house.contents()))) == ["one", "other"]


def test_an_id_stays_when_the_sample_gets_its_other_name(house: House) -> None:
    house.merge(record(SRS, None))
    before = house.contents().sample_id(SRS)

    house.merge(record(SRS, SAMN))

    assert house.contents().sample_id(SAMN) == before


def test_of_two_rows_that_turn_out_to_be_one_the_older_stays(house: House) -> None:
    house.merge(reference(None, SAMN, "SRX000001"))
    older = house.contents().sample_id(SAMN)
    house.merge(reference(SRS, None, "SRX000002"))

    house.merge(reference(SRS, SAMN, "SRX000003"))

    contents = house.contents()
    assert contents.sample_id(SRS) == contents.sample_id(SAMN) == older


def test_references_move_to_the_row_that_stays(house: House) -> None:
    house.merge(descriptor(None, SAMN, "SRX000001"))
    house.merge(descriptor(SRS, None, "SRX000002"))
    house.merge(
        a_package(
            "SRX000003", runs=(a_run("SRR000001", "SRX000003", pool=(a_member(SRS, spots=7),)),)
        )
    )

    house.merge(reference(SRS, SAMN, "SRX000004"))

    contents = house.contents()
    both = name(SRS, SAMN)
    assert contents.experiment("SRX000001").sample == both
    assert contents.experiment("SRX000002").sample == both
    assert contents.runs["SRR000001"].pool == (a_member(SRS, SAMN, spots=7),)


@pytest.mark.parametrize("older", [(SRS, None), (None, SAMN)], ids=["SRS", "SAMN"])
def test_the_record_survives_when_the_row_that_stays_was_a_mere_reference(
    house: House, older: tuple[str | None, str | None]
) -> None:
    younger = (None, SAMN) if older[0] else (SRS, None)
    sample = filled(Sample, name=name(*younger))
    house.merge(reference(*older, sample_name="from the pool"))
    house.merge(a_package(samples=(sample,)))

    house.merge(reference(SRS, SAMN, "SRX000008"))

    assert house.contents().record(SRS) == in_full(sample, name(SRS, SAMN))


def test_a_bare_record_does_not_take_over_what_the_row_that_goes_says(house: House) -> None:
    bare = a_sample(SRS)
    full = filled(Sample, name=name(None, SAMN))
    house.merge(a_package("SRX000001", samples=(bare,)))
    house.merge(a_package("SRX000002", samples=(full,)))

    house.merge(reference(SRS, SAMN))

    assert house.contents().record(SRS) == a_sample(SRS, SAMN)


def test_papers_of_one_sample_under_two_names_are_those_of_its_record(house: House) -> None:
    sample = [
        a_sample(*pair, links=(Link("pubmed", paper),))
        for pair, paper in (((SRS, None), "1"), ((None, SAMN), "2"))
    ]
    house.merge(a_package(samples=sample), reference(SRS, SAMN))

    contents = house.contents()
    assert contents.papers == {("sample", contents.sample_id(SRS), "pubmed", "2")}


def test_a_sample_only_referred_to_is_filled_by_its_record_later(house: House) -> None:
    house.merge(reference(SRS, None, sample_name="from the pool"))
    assert titles(house.contents()) == [None]

    tally = house.merge(record(SRS, SAMN))

    assert tally.as_json()["sample"] == {"changed": 1}
    assert titles(house.contents()) == ["sample"]


def test_a_reference_to_a_sample_never_overwrites_its_record(house: House) -> None:
    house.merge(record(SRS, SAMN))
    before = house.contents().samples

    tally = house.merge(reference(None, SAMN, sample_name="from the pool"))

    assert house.contents().samples == before
    assert tally.of("sample") == 0


@pytest.mark.parametrize("record_first", [True, False])
def test_a_record_and_a_reference_by_another_name_in_one_page_are_one_sample(
    house: House, *, record_first: bool
) -> None:
    packages = [record(SRS, SAMN), reference(None, SAMN, sample_name="from the pool")]

    tally = house.merge(*(packages if record_first else reversed(packages)))

    assert titles(house.contents()) == ["sample"]
    assert tally.as_json()["sample"] == {"new": 1}


def test_samples_that_stay_the_same_beside_new_references_are_counted(house: House) -> None:
    house.merge(record(SRS, SAMN))

    tally = house.merge(record(SRS, SAMN), reference(OTHER_SRS, OTHER_SAMN))

    assert tally.as_json()["sample"] == {"new": 1, "same": 1}


def test_a_filled_reference_and_a_new_sample_are_counted_apart(house: House) -> None:
    house.merge(reference(SRS, None))

    tally = house.merge(record(SRS, SAMN), record(OTHER_SRS, OTHER_SAMN))

    assert tally.of("sample", Outcome.CHANGED) == tally.of("sample", Outcome.NEW) == 1
