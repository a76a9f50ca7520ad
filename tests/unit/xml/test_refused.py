"""Records that cannot be read: each is refused with the reason that quarantine shows."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import pytest

from adapters.xml.sra import read_package
from application.errors import UnreadableRecordError
from tests.unit.xml.packages import a_package, a_run, a_run_set, a_sample, a_study, an_experiment

PACKAGE = a_package(a_sample("<TITLE>soil</TITLE>"))
SECONDS = 2


def reason(raw: bytes) -> str:
    with pytest.raises(UnreadableRecordError) as refused:
        read_package(raw)
    text = str(refused.value)
    assert len(text) < 400
    assert text.isprintable()
    return text


@contextmanager
def at_once() -> Iterator[None]:
    began = process_time()
    yield
    assert process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (a_package(experiment="<EXPERIMENT/>"), "the EXPERIMENT has no accession"),
        (a_package(experiment='<EXPERIMENT accession=" "/>'), "the EXPERIMENT has no accession"),
        (a_package(a_study("", "")), "the STUDY has no accession"),
        (a_package(a_sample("", "")), "the SAMPLE has no accession of a sample"),
        (a_package(a_run_set(a_run("", ""))), "a RUN of SRX700001 has no accession"),
        (a_package("<SUBMISSION/>"), "the SUBMISSION has no accession"),
        (a_package("<Pool><Member/></Pool>"), "a Pool/Member has no accession of a sample"),
        (a_package(experiment=""), "the package has no EXPERIMENT"),
        (a_package(an_experiment()), "the package has 2 EXPERIMENT"),
        (
            a_package(experiment='<EXPERIMENT accession="SRX7"/>'),
            "experiment SRX7 names no study",
        ),
        (
            a_package(experiment='<EXPERIMENT accession="SRX7"><STUDY_REF/></EXPERIMENT>'),
            "the experiment's STUDY_REF has no accession",
        ),
    ],
)
def test_a_record_without_an_accession_says_which(raw: bytes, says: str) -> None:
    assert reason(raw) == says


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (
            a_package(a_run_set(a_run("", 'accession="SRX700001"'))),
            "a RUN of SRX700001 is called SRX700001, which is an experiment",
        ),
        (
            a_package(a_study("", 'accession="PRJNA7"')),
            "the STUDY is called PRJNA7, which is a project",
        ),
        (
            a_package(
                a_sample(
                    "<IDENTIFIERS><PRIMARY_ID>SRS7</PRIMARY_ID></IDENTIFIERS>", 'accession="SRZ7"'
                )
            ),
            "the SAMPLE is called SRZ7, which is an analysis",
        ),
        (
            a_package('<Pool><Member accession="SRR7"/></Pool>'),
            "a Pool/Member is called SRR7, which is a run",
        ),
        (
            a_package(a_run_set(a_run("", 'accession="FAKE1"'))),
            (
                "a RUN of SRX700001: FAKE1 has a prefix that no archive of the INSDC uses; "
                "an accession looks like SRR000001, SAMN00000002 or PRJNA3."
            ),
        ),
        (
            a_package(a_run_set(a_run("", 'accession="CRR000001"'))),
            (
                "a RUN of SRX700001: CRR000001 is a run of the GSA (China), "
                "which the INSDC does not mirror."
            ),
        ),
        (
            a_package(a_study("", f'accession="SRP{"7" * 41}"')),
            "the STUDY: 41 digits are no number of a record",
        ),
        (
            a_package(a_study("", f'accession="SRP{"7" * 100_000}"')),
            "the STUDY: 100,000 digits are no number of a record",
        ),
    ],
)
def test_a_record_with_the_wrong_accession_says_what_it_is(raw: bytes, says: str) -> None:
    assert reason(raw) == says


@pytest.mark.parametrize(
    "reference",
    [
        '<EXPERIMENT_REF accession="SRX700002"/>',
        (
            "<EXPERIMENT_REF><IDENTIFIERS><PRIMARY_ID>srx700002</PRIMARY_ID></IDENTIFIERS>"
            "</EXPERIMENT_REF>"
        ),
    ],
)
def test_a_run_of_another_experiment_is_refused(reference: str) -> None:
    assert reason(a_package(a_run_set(a_run(reference)))) == (
        "run SRR700001 stands under SRX700001 but refers to SRX700002"
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "it is empty, or cut off before it begins"),
        (b" \n", "it is empty, or cut off before it begins"),
        (b"Service unavailable", "not well-formed: Start tag expected, '<' not found"),
        (PACKAGE[:-1], "not well-formed: "),
        (PACKAGE[: len(PACKAGE) // 2], "not well-formed: "),
        (PACKAGE + b"<more/>", "not well-formed: Extra content at the end of the document"),
        (PACKAGE.replace(b"</TITLE>", b""), "not well-formed: Opening and ending tag mismatch"),
        (PACKAGE.replace(b"soil", b"a < b"), "not well-formed: "),
        (PACKAGE.replace(b"soil", b"a & b"), "not well-formed: "),
        (PACKAGE.replace(b"soil", b"&nbsp;"), "not well-formed: Entity 'nbsp' not defined"),
        (PACKAGE.replace(b"soil", b"so\0il"), "not well-formed: "),
        (PACKAGE.replace(b"soil", b"so\x1cil"), "not well-formed: PCDATA invalid Char value 28"),
        (PACKAGE.replace(b"soil", b"&#x1c;"), "not well-formed: xmlParseCharRef"),
        (PACKAGE.replace(b"soil", "\uffff".encode()), "not well-formed: PCDATA invalid Char"),
        (PACKAGE.replace(b"soil", "Höhe".encode("latin-1")), "not well-formed: Invalid bytes"),
        (PACKAGE.replace(b"soil", b"\xed\xa0\x80"), "not well-formed: Invalid bytes"),
        (PACKAGE.decode().encode("utf-16"), "not well-formed: "),
    ],
)
def test_a_record_that_is_not_well_formed_says_where(raw: bytes, says: str) -> None:
    assert reason(raw).startswith(says)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<eSearchResult><Count>0</Count></eSearchResult>", "this is <eSearchResult>, not an "),
        (b"<html><body/></html>", "this is <html>, not an EXPERIMENT_PACKAGE"),
        (b"<EXPERIMENT_PACKAGE_SET/>", "this is <EXPERIMENT_PACKAGE_SET>, not an "),
        (b'<x:EXPERIMENT_PACKAGE xmlns:x="urn:x"/>', "this is <{urn:x}EXPERIMENT_PACKAGE>, not"),
        (b"<ERROR>backend failed</ERROR>", "the archive answered with an error: backend failed"),
        (b"<Error/>", "the archive answered with an error: without a word"),
        (b"<" + b"a" * 40_000 + b"/>", "this is <aaaaaaa"),
        (b"<ERROR>" + b"a" * 40_000 + b"</ERROR>", "the archive answered with an error: aaaa"),
        (
            b"<!DOCTYPE eSearchResult PUBLIC '-//NLM//DTD' 'https://d.example'><eSearchResult/>",
            "it begins with a document type (eSearchResult), as no record does",
        ),
    ],
)
def test_something_else_than_a_package_is_called_by_its_name(raw: bytes, says: str) -> None:
    assert reason(raw).startswith(says)


def bomb(use: bytes) -> bytes:
    entities = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%b">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)
    )
    return b"<!DOCTYPE bomb [%b]>%b" % (entities, PACKAGE.replace(b"soil", use))


@pytest.mark.parametrize("use", [b"&a11;", b'</TITLE><TITLE x="&a11;">', b"none"])
@pytest.mark.parametrize("before", [b"", b'<?xml version="1.0"?>', b"<!-- <a --> \n", b"<?a <b ?>"])
def test_entity_bombs_are_refused_at_once(use: bytes, before: bytes) -> None:
    with at_once():
        assert reason(before + bomb(use)) == (
            "it begins with a document type (bomb), as no record does"
        )


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "{address}"> %x;]>',
        '<!DOCTYPE a SYSTEM "{address}">',
    ],
)
def test_nothing_that_a_record_points_to_is_fetched(declaration: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "secret">', encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        port = server.getsockname()[1]
        for address in (secret.as_uri(), f"http://127.0.0.1:{port}/x.dtd"):
            raw = declaration.format(address=address).encode() + PACKAGE.replace(b"soil", b"&x;")
            assert "secret" not in reason(raw)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    ("place", "before", "filling", "times", "after"),
    [
        (b"soil", b"", b"x", 100_000_000, b""),
        (b"soil", b"", b"x", 20_000_000, b""),
        (b"<SAMPLE ", b'<SAMPLE alias="', b"x", 100_000_000, b'" '),
        (b"<SAMPLE ", b'<SAMPLE alias="', b"x", 20_000_000, b'" '),
        (b"soil", b"<![CDATA[", b"x", 20_000_000, b"]]>"),
        (b"soil", b"<!--", b"x", 20_000_000, b"-->"),
        (b"soil", b"<", b"x", 20_000_000, b"/>"),
        (b"soil", b"", b"<a>", 100_000, b"</a>"),
        (b"soil", b"", b"<a>", 300, b"</a>"),
        (b"soil", b"", b"<a>", 5_000_000, b""),
    ],
)
def test_what_is_too_large_or_deep_to_be_real_is_refused_at_once(
    place: bytes, before: bytes, filling: bytes, times: int, after: bytes
) -> None:
    raw = PACKAGE.replace(place, before + filling * times + after)
    with at_once():
        assert re.match(
            r"it has [0-9,]+ bytes, more than any real record|"
            r"larger or deeper than any real record: (?!.*XML_PARSE_HUGE)",
            reason(raw),
        )


def test_an_attribute_name_of_ten_thousand_characters_is_no_name() -> None:
    attribute = f"<SAMPLE_ATTRIBUTE><TAG>{'x' * 10_000}</TAG></SAMPLE_ATTRIBUTE>"
    raw = a_package(a_sample(f"<SAMPLE_ATTRIBUTES>{attribute}</SAMPLE_ATTRIBUTES>"))
    assert reason(raw) == "the name of an attribute has 10,000 characters"


def test_a_reader_that_refused_a_record_reads_the_next_one() -> None:
    reason(bomb(b"&a11;"))
    reason(PACKAGE[:-1])
    assert read_package(PACKAGE).samples[0].title == "soil"
