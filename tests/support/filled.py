"""Records with something in every field, so that a field that gets lost is noticed."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from domain.accession import Accession
from domain.records import IdentifierKind

Record = TypeVar("Record")

_PREFIXES = {
    "Submission.accession": "SRA",
    "Study.accession": "SRP",
    "Study.bioproject": "PRJNA",
    "SampleName.sra": "SRS",
    "SampleName.biosample": "SAMN",
    "Sample.projects": "PRJNA",
    "Experiment.accession": "SRX",
    "Experiment.study": "SRP",
    "Run.accession": "SRR",
    "Run.experiment": "SRX",
}


def filled(record: type[Record], **given: Any) -> Record:
    """Give a record whose every field says something that no other field says."""
    return _filled(record, count(1), given)


def _filled(record: type[Record], numbers: Iterator[int], given: Mapping[str, Any]) -> Record:
    hints = get_type_hints(record)
    assert is_dataclass(record)
    values = {
        field.name: _value(hints[field.name], f"{record.__name__}.{field.name}", numbers)
        for field in fields(record)
        if field.name not in given
    }
    return record(**values, **given)


def _value(hint: Any, place: str, numbers: Iterator[int]) -> Any:
    number = next(numbers)
    if get_origin(hint) is UnionType:
        return _value(get_args(hint)[0], place, numbers)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], place, numbers) for _ in range(2))
    if hint is Accession:
        return Accession(_PREFIXES[place], f"{number:06}")
    if isinstance(hint, type) and is_dataclass(hint):
        return _filled(hint, numbers, {})
    plain = {
        str: f"{place} {number}",
        int: number,
        float: number + 0.5,
        bool: True,
        Decimal: Decimal(number),
        datetime: datetime(2024, 1, 1) + timedelta(hours=number),  # noqa: DTZ001 - zoneless
        IdentifierKind: IdentifierKind.EXTERNAL,
    }
    return plain.get(hint, {f"@{place}": [{"#text": str(number)}, None]})
