"""All values of a record, read or as XML, to tell whether one has what the other has."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

import pytest

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def roots(folder: str) -> list[Element]:
    """Parse the well-formed files of a folder of real records."""
    path = DATA / folder
    if not path.is_dir():
        pytest.skip(f"{path} is absent: the real records are not part of the project")
    found: list[Element] = []
    for file in sorted(path.glob("*.xml")):
        try:
            found.append(fromstring(file.read_bytes()))  # noqa: S314 - records of ours to test with
        except ParseError:  # a repaired copy is beside it
            continue
    return found


def said(element: Element, without: Collection[str] = ()) -> Iterator[str]:
    """Give all texts and XML attributes below an element, but for what stands in some tags."""
    yield from filter(None, (value.strip() for value in element.attrib.values()))
    if element.text and element.text.strip():
        yield element.text.strip()
    for child in element:
        if child.tag not in without:
            yield from said(child, without)


def kept(value: object) -> Iterator[str]:
    """Give all values of a record that was read, as text."""
    if value is None:
        return
    if is_dataclass(value) and str(value) == repr(value):
        for field in fields(value):
            yield from kept(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from kept(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from kept(item)
    elif isinstance(value, datetime):
        yield value.isoformat()
    elif value is True:
        yield "1"
    else:
        yield str(value)


def as_kept(text: str) -> str:
    """Write a stamp as `kept` does; any other text stays."""
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        return text
    zoneless = stamp if stamp.tzinfo is None else stamp.astimezone(UTC).replace(tzinfo=None)
    return zoneless.isoformat() if len(text) > 9 else text
