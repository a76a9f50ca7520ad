"""Mirror: an SRA accession may move from one BioSample to another."""

from domain.records import ExperimentPackage, Identifier, IdentifierKind
from tests.support.house import House
from tests.support.packages import a_member, a_package, a_run, a_sample, an_experiment, name

SRS, OTHER_SRS = "SRS000001", "SRS000002"
SAMN, OTHER_SAMN = "SAMN00000001", "SAMN00000002"


def descriptor(sra: str | None, biosample: str | None, called: str) -> ExperimentPackage:
    """Give an experiment made from a sample, and nothing that says more of it."""
    return a_package(experiment=an_experiment(called, sample=name(sra, biosample)))


def record_of(sra: str, biosample: str | None, title: str = "sample") -> ExperimentPackage:
    """Give a package with a sample's record, and nothing that refers to it."""
    return a_package(f"SRX9{sra[-5:]}", samples=(a_sample(sra, biosample, title=title),))


def moved(biosample: str, called: str = "SRX000001") -> ExperimentPackage:
    """Give a package whose every mention of the SRS comes with this BioSample."""
    sample = a_sample(
        SRS,
        biosample,
        title=biosample,
        identifiers=(Identifier(IdentifierKind.EXTERNAL, biosample, "BioSample"),),
    )
    member = a_member(SRS, biosample)
    return a_package(
        experiment=an_experiment(called, sample=name(SRS, biosample), pool=(member,)),
        samples=(sample,),
        runs=(a_run("SRR000001", called, pool=(member,)),),
    )


def test_an_srs_that_moves_to_another_biosample_leaves_the_first_its_row(house: House) -> None:
    house.merge(moved(SAMN))
    house.merge(moved(OTHER_SAMN))

    contents = house.contents()
    assert contents.sample(SAMN).accessions == {SAMN}
    assert contents.sample(SRS).accessions == {SRS, OTHER_SAMN}
    assert contents.record(SAMN).title == SAMN
    assert contents.record(OTHER_SAMN).title == OTHER_SAMN


def test_records_refer_to_the_biosample_their_srs_moved_to(house: House) -> None:
    house.merge(moved(SAMN))
    house.merge(moved(OTHER_SAMN))

    _assert_refers_to(house, name(SRS, OTHER_SAMN))


def _assert_refers_to(house: House, sample: object) -> None:
    contents = house.contents()
    experiment, run = contents.experiment("SRX000001"), contents.runs["SRR000001"]
    assert experiment.sample == sample
    assert [member.sample for member in experiment.pool] == [sample]
    assert [member.sample for member in run.pool] == [sample]


def test_records_that_name_the_srs_alone_follow_it_when_they_are_read_again(house: House) -> None:
    mentions = a_package(
        experiment=an_experiment("SRX000001", sample=name(SRS), pool=(a_member(SRS),)),
        runs=(a_run("SRR000001", "SRX000001", pool=(a_member(SRS),)),),
    )
    house.merge(record_of(SRS, SAMN))
    house.merge(mentions)
    house.merge(record_of(SRS, OTHER_SAMN))

    house.merge(mentions)

    _assert_refers_to(house, name(SRS, OTHER_SAMN))


def test_an_srs_may_move_within_one_page(house: House) -> None:
    house.merge(moved(SAMN, "SRX000002"), moved(OTHER_SAMN))

    contents = house.contents()
    assert contents.record(SAMN).title == SAMN
    assert contents.sample(SRS).accessions == {SRS, OTHER_SAMN}
    assert contents.experiment("SRX000002").sample == name(None, SAMN)
    _assert_refers_to(house, name(SRS, OTHER_SAMN))


def test_an_srs_named_alone_means_the_biosample_it_has_in_the_end_of_the_page(
    house: House,
) -> None:
    first, last = (descriptor(SRS, None, f"SRX00000{number}") for number in (3, 4))

    house.merge(first, moved(SAMN, "SRX000002"), moved(OTHER_SAMN), last)

    contents = house.contents()
    assert contents.record(SAMN).title == SAMN
    assert contents.experiment("SRX000002").sample == name(None, SAMN)
    assert contents.experiment("SRX000003").sample == name(SRS, OTHER_SAMN)
    assert contents.experiment("SRX000004").sample == name(SRS, OTHER_SAMN)


def test_a_record_that_names_its_sample_more_fully_is_a_changed_one(house: House) -> None:
    house.merge(descriptor(SRS, None, "SRX000001"), record_of(SRS, None))

    tally = house.merge(descriptor(SRS, SAMN, "SRX000001"), record_of(SRS, SAMN))

    assert tally.as_json()["experiment"] == {"changed": 1, "same": 1}
    assert tally.as_json()["sample"] == {"changed": 1}


def test_two_srs_may_swap_their_biosamples(house: House) -> None:
    house.merge(record_of(SRS, SAMN, "one"), record_of(OTHER_SRS, OTHER_SAMN, "other"))
    house.merge(record_of(SRS, OTHER_SAMN, "other"), record_of(OTHER_SRS, SAMN, "one"))

    contents = house.contents()
    assert contents.sample(SAMN).accessions == {SAMN, OTHER_SRS}
    assert contents.sample(OTHER_SAMN).accessions == {OTHER_SAMN, SRS}
    assert (contents.record(SAMN).title, contents.record(OTHER_SAMN).title) == ("one", "other")


def test_an_srs_moves_back(house: House) -> None:
    for biosample in (SAMN, OTHER_SAMN, SAMN):
        house.merge(moved(biosample))

    assert house.contents().sample(SAMN).accessions == {SRS, SAMN}
    assert house.contents().sample(OTHER_SAMN).accessions == {OTHER_SAMN}
    _assert_refers_to(house, name(SRS, SAMN))
