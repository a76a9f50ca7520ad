"""Nothing that the real XML says is lost on reading, but the persons behind it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from adapters.ncbi_files.saved_xml import opened, saved_files
from adapters.xml.splitter import split
from adapters.xml.sra import read_package
from application.errors import UnreadableRecordError
from domain.accession import Accession
from domain.records import ExperimentPackage

Read = list[tuple[bytes, ExperimentPackage]]


@pytest.fixture(scope="module")
def pieces(folder: Path) -> list[bytes]:
    found: list[bytes] = []
    for path in saved_files(folder):
        with opened(path) as content:
            found += [piece.raw for piece in split(content) if not piece.is_error]
    return found


@pytest.fixture(scope="module")
def packages(pieces: list[bytes]) -> Read:
    """All of them; runs that go by an invented accession are given one to be read by."""
    whole = (raw.replace(b"FAKEID", b"SRR90000") for raw in pieces)
    return [(raw, read_package(raw)) for raw in whole]


def test_all_packages_are_read_but_those_with_invented_runs(pieces: list[bytes]) -> None:
    refused = []
    for raw in pieces:
        try:
            read_package(raw)
        except UnreadableRecordError:
            refused.append(raw)
    assert len(pieces) == 757
    assert len(refused) == 5
    assert all(b"FAKEID" in raw for raw in refused)


def test_every_value_is_in_a_field_or_in_other(packages: Read) -> None:
    lost = []
    for raw, package in packages:
        kept = set(_said_in_record(package))
        lost += [value for value in _said_in_xml(fromstring(raw)) if value not in kept]  # noqa: S314
    assert lost == []


def _said_in_xml(element: Element) -> Iterator[str]:
    if element.tag == "Contact":
        return
    for text in (*element.attrib.values(), element.text or "", element.tail or ""):
        if text.strip():
            yield text.strip()
    for child in element:
        yield from _said_in_xml(child)


def _said_in_record(value: object) -> Iterator[str]:
    match value:
        case datetime():
            yield from (str(value), value.isoformat() + "Z")
        case bool():
            yield from (str(value).lower(), str(int(value)))
        case float():
            yield from (f"{value:g}", f"{value:.2f}")
        case dict() | list() | tuple():
            for item in value.values() if isinstance(value, dict) else value:
                yield from _said_in_record(item)
        case _ if is_dataclass(value) and not isinstance(value, Accession):
            for field in fields(value):
                yield from _said_in_record(getattr(value, field.name))
        case _:
            yield str(value)


def test_what_stands_in_other_is_what_has_no_field(packages: Read) -> None:
    kept: set[tuple[str, str]] = set()
    for _, package in packages:
        assert package.other == {}
        assert package.submission
        assert package.study
        assert package.submission.other == package.study.other == {}
        kept |= {
            ("organization", name) for o in package.submission.organizations for name in o.other
        }
        kept |= {("experiment", name) for name in package.experiment.other}
        kept |= {("sample", name) for sample in package.samples for name in sample.other}
        kept |= {("run", name) for run in package.runs for name in run.other}
        kept |= {
            ("file", name) for run in package.runs for file in run.files for name in file.other
        }
        members = [*package.experiment.pool, *(m for run in package.runs for m in run.pool)]
        kept |= {("member", name) for member in members for name in member.other}
    assert kept == {
        ("experiment", "SPOT_DESCRIPTOR"),
        ("experiment", "PROCESSING"),
        ("run", "Databases"),
        ("run", "AlignInfo"),
        ("member", "IDENTIFIERS"),  # one member has an identifier that its sample has not
    }


def test_no_person_is_in_the_records(packages: Read) -> None:
    """The copies of the real records say "withheld" where a contact was named."""
    assert sum(b"withheld" in raw for raw, _ in packages) > 600
    assert not any("withheld" in repr(package) for _, package in packages)


def test_re_indented_and_single_line_forms_read_the_same(packages: Read) -> None:
    between = re.compile(rb">\s+<")
    for raw, package in packages:
        line = between.sub(b"><", raw)
        assert read_package(line) == package
        assert read_package(line.replace(b"><", b">\r\n\t <")) == package
