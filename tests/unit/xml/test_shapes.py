"""BioSamples and BioProjects are cut from their replies, and told at a glance, unparsed."""

import pytest

from adapters.xml.bioproject_glance import (
    BIOPROJECTS,
    bioproject_error,
    bioproject_names,
    bioproject_uid,
    glance_bioproject,
)
from adapters.xml.biosample_glance import (
    BIOSAMPLES,
    biosample_names,
    biosample_uid,
    glance_biosample,
)
from adapters.xml.privacy import without_personal_data
from adapters.xml.splitter import PACKAGES, Shape, split

SAMPLE = (
    b'<BioSample access="public" submission_id="3" id="7" accession="SAMN7"><Ids>'
    b'<Id db="BioSample" is_primary="1">SAMN7</Id><Id db="SRA">SRS9</Id><Id>SRX1</Id>'
    b'<Id db="BioSample">SAMN6</Id></Ids></BioSample>'
)
DDBJ_SAMPLE = (
    b'<BioSample access="public"><Ids><Id db="X">SAMD9</Id>\n'
    b"<Id namespace='BioSample' is_primary='1'> SAMD00000001 </Id></Ids></BioSample>"
)
PROJECT = (
    b'<DocumentSummary uid="8"><Project><ProjectID><ArchiveID accession="PRJNA8" id="8"/>'
    b"</ProjectID></Project></DocumentSummary>"
)
PACKAGE = (
    b'<Package><Project><Project><ProjectID><ArchiveID id="3" archive="NCBI" accession="PRJNA3"/>'
    b"</ProjectID></Project></Project></Package>"
)
ERROR = b'<DocumentSummary uid="9">\n<error>not public &amp;\n gone</error></DocumentSummary>'


def pieces(reply: bytes, shape: Shape) -> list[tuple[bytes, bool]]:
    found = list(split(reply, shape))
    for piece in found:
        assert reply[piece.offset : piece.offset + len(piece.raw)] == piece.raw
    return [(piece.raw, piece.whole) for piece in found]


@pytest.mark.parametrize(
    ("shape", "name", "records"),
    [
        (BIOSAMPLES, b"BioSampleSet", [SAMPLE, DDBJ_SAMPLE]),
        (BIOPROJECTS, b"RecordSet", [PROJECT, ERROR]),
        (BIOPROJECTS, b"PackageSet", [PACKAGE, PACKAGE]),
    ],
)
def test_a_reply_is_cut_into_its_records(shape: Shape, name: bytes, records: list[bytes]) -> None:
    first, second = records
    whole = b'<?xml version="1.0" ?>\n<%b>%b\n%b</%b>' % (name, first, second, name)
    assert pieces(whole, shape) == [(first, True), (second, True)]
    assert not shape.is_cut_off(whole, whole.rindex(second) + len(second))
    torn = whole[: whole.rindex(second) + len(second) - 5]
    assert pieces(torn, shape) == [(first, True), (second[:-5], False)]
    unclosed = whole.removesuffix(b"</%b>" % name)
    assert shape.is_cut_off(unclosed, len(unclosed))


def test_a_record_whose_end_is_missing_ends_where_the_next_begins() -> None:
    torn = SAMPLE[:60]
    assert pieces(torn + DDBJ_SAMPLE, BIOSAMPLES) == [(torn, False), (DDBJ_SAMPLE, True)]
    torn = PACKAGE[:60]
    assert pieces(torn + PACKAGE + PROJECT, BIOPROJECTS) == [
        (torn, False), (PACKAGE, True), (PROJECT, True)]  # fmt: skip


def test_the_package_of_a_sample_is_no_record() -> None:
    sample = SAMPLE.replace(b"<Ids>", b'<Package display_name="g">Generic.1.0</Package><Ids>')
    assert pieces(sample, BIOSAMPLES) == [(sample, True)]


def test_an_error_of_the_whole_reply_is_told_from_one_about_a_record() -> None:
    reply = b"<RecordSet><ERROR>down</ERROR>%b</RecordSet>" % ERROR
    assert [piece.is_error for piece in split(reply, BIOPROJECTS)] == [True, False]


@pytest.mark.parametrize("shape", [BIOSAMPLES, BIOPROJECTS])
def test_records_of_other_databases_are_none(shape: Shape) -> None:
    assert pieces(b"<EXPERIMENT_PACKAGE></EXPERIMENT_PACKAGE><BioSampleSet/>", shape) == []
    assert pieces(SAMPLE + PROJECT, PACKAGES) == []


def test_a_sample_is_told_at_a_glance() -> None:
    assert biosample_uid(SAMPLE) == "7"
    assert glance_biosample(SAMPLE) == "SAMN7"
    assert biosample_names(SAMPLE) == {"SAMN7", "SRS9", "SAMN6"}
    assert biosample_names(b'<BioSample accession="SAMN7"/>') == {"SAMN7"}


def test_a_sample_of_ddbj_is_told_by_its_primary_id() -> None:
    assert biosample_uid(DDBJ_SAMPLE) is None
    assert glance_biosample(DDBJ_SAMPLE) == "SAMD00000001"
    assert biosample_names(DDBJ_SAMPLE) == {"SAMD9", "SAMD00000001"}


def test_a_project_is_told_at_a_glance_in_both_envelopes() -> None:
    assert (bioproject_uid(PROJECT), glance_bioproject(PROJECT)) == ("8", "PRJNA8")
    assert (bioproject_uid(PACKAGE), glance_bioproject(PACKAGE)) == ("3", "PRJNA3")
    assert bioproject_names(PACKAGE) == {"PRJNA3"}
    assert bioproject_error(PROJECT) is None


def test_what_stands_in_the_place_of_a_project_is_told() -> None:
    assert (bioproject_uid(ERROR), glance_bioproject(ERROR)) == ("9", None)
    assert bioproject_error(ERROR) == "not public & gone"
    assert bioproject_names(ERROR) == frozenset()


@pytest.mark.parametrize("raw", [b"", b"<BioSample>", b"<BioSample x=", b"\xff\x00<Id db"])
def test_of_what_is_spoilt_nothing_is_told(raw: bytes) -> None:
    assert [biosample_uid(raw), glance_biosample(raw), bioproject_uid(raw)] == [None] * 3
    assert [glance_bioproject(raw), bioproject_error(raw)] == [None] * 2
    assert biosample_names(raw) == frozenset()


@pytest.mark.parametrize(
    "persons",
    [
        '<Submitter user_name="jane"><Name>Jane Doe</Name></Submitter>',
        '<Submitter user_name="jane"/>',
        '<PI affil="Jane\'s"><Last>Doe</Last></PI>',
        "<AuthorSet><Author><Name>Jane</Name><Consortium>Doe</Consortium></Author></AuthorSet>",
        "<AuthorSet><Author><Name>Jane</Name>",
    ],
)
def test_persons_of_a_project_do_not_wait_in_quarantine(persons: str) -> None:
    kept = without_personal_data(f"<Grant><Title>t</Title></Grant>{persons}".encode())
    assert kept == b"<Grant><Title>t</Title></Grant>"


def test_elements_that_only_begin_like_persons_stay() -> None:
    raw = b"<SUBMITTER_ID>a</SUBMITTER_ID><PIPELINE>b</PIPELINE>"
    assert without_personal_data(raw) == raw
