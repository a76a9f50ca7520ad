"""Which sample a record is: its own accession, its primary Id, and what the SRA calls it."""

import pytest

from application.errors import UnreadableRecordError
from domain.accession import Accession
from domain.biosample import SampleIdentifier
from domain.records import SampleName
from tests.unit.xml.samples import described, read, with_ids

PRIMARY = '<Id db="BioSample" is_primary="1">SAMN7</Id>'
DDBJ = '<Id namespace="BioSample" is_primary="1">SAMD00000001</Id>'


def name(biosample: str, sra: str | None = None) -> SampleName:
    return SampleName(Accession.parse(sra) if sra else None, Accession.parse(biosample))


def test_identifiers_keep_order_namespace_label_and_flags() -> None:
    sample = with_ids(
        PRIMARY,
        '<Id db="WUGSC" db_label="Sample name">19655</Id>',
        '<Id db="dbGaP" is_hidden="1">774-21971</Id>',
        '<Id db="SRA">SRS7</Id><Id db="SRA">SRS7</Id><Id/>',
    )
    assert sample.identifiers == (
        SampleIdentifier("SAMN7", "BioSample", is_primary=True),
        SampleIdentifier("19655", "WUGSC", "Sample name"),
        SampleIdentifier("774-21971", "dbGaP", is_hidden=True),
        SampleIdentifier("SRS7", "SRA"),
        SampleIdentifier("SRS7", "SRA"),
        SampleIdentifier(""),
    )
    assert sample.other == {}


def test_a_sample_goes_by_its_own_accession_and_the_sras() -> None:
    assert with_ids(PRIMARY, '<Id db="SRA">SRS7</Id>').name == name("SAMN7", "SRS7")
    assert with_ids(PRIMARY).name == name("SAMN7")


@pytest.mark.parametrize(
    ("own", "sra"), [("SAMEA104", "ERS104"), ("SAMEG3", None), ("SAMD00000001", "DRS000001")]
)
def test_samples_of_all_archives_are_samples(own: str, sra: str | None) -> None:
    named = f'<Id db="BioSample" is_primary="1">{own}</Id>'
    other = f'<Id db="SRA">{sra}</Id>' if sra else ""
    assert with_ids(named, other, attributes=f'accession="{own}"').name == name(own, sra)


def test_without_an_attribute_the_primary_id_is_the_accession() -> None:
    assert with_ids(DDBJ, attributes="").name == name("SAMD00000001")
    unnamed = '<Id is_primary="1">SAMD5</Id>'
    assert with_ids(unnamed, attributes="").name == name("SAMD5")


def test_without_a_primary_id_the_attribute_is_the_accession() -> None:
    assert with_ids('<Id db="SRA">SRS7</Id>').name == name("SAMN7", "SRS7")
    assert read().name == name("SAMN7")


def test_an_only_id_of_biosample_will_do() -> None:
    assert with_ids('<Id db="BioSample">SAMN9</Id>', attributes="").name == name("SAMN9")


@pytest.mark.parametrize(
    "ids",
    [
        "",
        '<Id db="SRA" is_primary="1">SRS7</Id>',
        "<Id>SAMN9</Id>",
        '<Id db="BioSample">SAMN9</Id><Id db="BioSample">SAMN8</Id>',
        '<Id db="X" is_primary="1">SAMN9</Id>',
    ],
)
def test_a_record_without_a_name_of_its_own_is_refused(ids: str) -> None:
    with pytest.raises(UnreadableRecordError, match="the BioSample has no accession"):
        with_ids(ids, attributes="")


@pytest.mark.parametrize(
    ("ids", "own", "says"),
    [
        (PRIMARY, "SAMN66", "the BioSample is called SAMN66, but its primary Id says SAMN7"),
        (PRIMARY + DDBJ, "SAMN7", "is called SAMN7, but its primary Id says SAMD00000001"),
        ('<Id is_primary="1">SAMN8</Id>', "SAMN7", "but its primary Id says SAMN8"),
        (
            '<Id db="BioSample" is_primary="1">19655</Id>',
            "SAMN7",
            "the BioSample's primary Id: 19655 is a number alone",
        ),
        ("", "SRS7", "the BioSample is called SRS7, which is a sample"),
        ("", "PRJNA7", "the BioSample is called PRJNA7, which is a project"),
        ("", "X7", "the BioSample: X7 has a prefix"),
    ],
)
def test_a_record_whose_names_disagree_is_refused(ids: str, own: str, says: str) -> None:
    with pytest.raises(UnreadableRecordError) as refused:
        with_ids(ids, attributes=f'accession="{own}"')
    assert says in str(refused.value)


def test_a_primary_id_in_small_letters_is_the_same_name() -> None:
    assert with_ids('<Id db="BioSample" is_primary="1"> samn7 </Id>').name == name("SAMN7")


def test_a_primary_id_of_another_database_does_not_contradict() -> None:
    assert with_ids('<Id db="EGA" is_primary="1">EGAN1</Id>').name == name("SAMN7")


def test_of_several_names_in_the_sra_the_first_one_counts() -> None:
    ids = '<Id db="SRA">19655</Id><Id db="sra">SRS8</Id><Id db="SRA">SRS9</Id><Id>SRS1</Id>'
    assert with_ids(PRIMARY, ids).name == name("SAMN7", "SRS8")


def test_the_submitters_name_is_the_labelled_id_or_ddbjs_element() -> None:
    labelled = '<Id db="HU" db_label="Sample name">h1</Id><Id db_label="Sample name">h2</Id>'
    assert with_ids(PRIMARY, labelled).alias == "h1"
    assert with_ids(PRIMARY).alias is None
    assert described("<SampleName>d1</SampleName>").alias == "d1"
