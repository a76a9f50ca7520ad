"""One record in the many forms in which it is served and saved reads the same."""

import re

import pytest

from adapters.xml.sra import read_package
from tests.unit.xml.packages import a_package, a_run, a_run_set, a_sample, a_study, an_experiment

PACKAGE = a_package(
    "<SUBMISSION accession='SRA700001'/>",
    a_study(
        "<IDENTIFIERS><PRIMARY_ID>SRP700001</PRIMARY_ID></IDENTIFIERS>"
        "<DESCRIPTOR><STUDY_TITLE>Höhen &amp; Täler ± 丘 𝛿</STUDY_TITLE></DESCRIPTOR>"
    ),
    a_sample(
        "<TITLE>25 °C</TITLE><SAMPLE_ATTRIBUTES><SAMPLE_ATTRIBUTE><TAG>strain</TAG>"
        "<VALUE/></SAMPLE_ATTRIBUTE><SAMPLE_ATTRIBUTE><TAG>host</TAG></SAMPLE_ATTRIBUTE>"
        "</SAMPLE_ATTRIBUTES>"
    ),
    "<Pool><Member accession='SRS700001' spots='1'/></Pool>",
    a_run_set(a_run("<Statistics nreads='1'><Read index='0'/></Statistics><New><Part/></New>")),
    experiment=an_experiment("<DESIGN><DESIGN_DESCRIPTION>one two</DESIGN_DESCRIPTION></DESIGN>"),
)
READ = read_package(PACKAGE)


def indented(raw: bytes) -> bytes:
    """Put every tag on a line of its own, as EDirect does; texts stay with their tags."""
    lines = re.sub(rb">(?=<)", b">\n", raw).split(b"\n")
    return b"\n".join(b"  " * (number % 5) + line for number, line in enumerate(lines))


@pytest.mark.parametrize(
    "raw",
    [
        indented(PACKAGE),
        indented(PACKAGE).replace(b"\n", b"\r\n"),
        b"\n\t " + PACKAGE + b"\n",
        b'<?xml version="1.0" encoding="UTF-8"  ?>\n' + PACKAGE,
        PACKAGE.replace(b"'", b'"'),
        PACKAGE.replace(b"/>", b" />"),
        PACKAGE.replace(b"<VALUE/>", b"<VALUE></VALUE>").replace(b"<Part/>", b"<Part\n></Part>"),
        PACKAGE.replace(b"><", b"><!-- a comment, <b> & all --><?work in progress?><"),
        PACKAGE.replace("°".encode(), b"&#176;").replace("±".encode(), b"&#xb1;"),
        PACKAGE.replace(b"one two", b"<![CDATA[one two]]>"),
        PACKAGE.replace(b"one two", b"\n      one two\n    "),
    ],
)
def test_white_space_quotes_and_comments_make_no_difference(raw: bytes) -> None:
    assert raw != PACKAGE
    assert read_package(raw) == READ


def test_letters_of_every_script_are_kept() -> None:
    assert READ.study
    assert READ.study.title == "Höhen & Täler ± 丘 𝛿"
    assert READ.samples[0].title == "25 °C"


def test_white_space_within_a_text_is_kept() -> None:
    raw = PACKAGE.replace(b"one two", b" one\n\t  two ")
    assert read_package(raw).experiment.design_description == "one\n\t  two"


def test_packages_are_told_apart_by_every_word() -> None:
    assert read_package(PACKAGE.replace(b"one two", b"one too")) != READ
