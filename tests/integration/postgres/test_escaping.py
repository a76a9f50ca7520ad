"""Whatever a submitter wrote comes back from PostgreSQL as it was written."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from domain.accession import Accession
from domain.records import (
    Attribute,
    Experiment,
    ExperimentPackage,
    PoolMember,
    Run,
    Sample,
    Study,
    Submission,
)
from tests.support.contents import in_full
from tests.support.filled import filled
from tests.support.house import House
from tests.support.server import empty

Record = TypeVar("Record")

# What XML 1.0 can hold. Short, since some columns are indexed.
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n\r\x85"
)
AWKWARD = [
    r"\N",
    r"\.",
    "\\",
    "\\\\N",
    "a\tb",
    "a\nb",
    "a\r\nb\r",
    "\n",
    "\t",
    "'",
    '"',
    "''",
    '{"a": [1]}',
    "null",
    "NULL",
    "%s %(a)s :b",
    "é ß Ω 日本語",
    "🧬🦠",
    "a\u0301",
    "\u2028\u200b\ufeff",
    " spaced ",
    "a\\tb\\nc",
]
TEXTS = st.text(CHARACTERS, min_size=1, max_size=30) | st.sampled_from(AWKWARD)


def saying(record: Record, words: str) -> Record:
    """Give a record whose every text is this one."""
    return _saying(record, words)  # type: ignore[no-any-return]


def _saying(value: Any, words: str) -> Any:
    if isinstance(value, Accession | Enum):
        return value
    if isinstance(value, str):
        return words
    if isinstance(value, tuple | list):
        return type(value)(_saying(item, words) for item in value)
    if isinstance(value, dict):
        return {f"{key} {words}": _saying(item, words) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _saying(getattr(value, field.name), words) for field in fields(value)
        }
        return replace(value, **changes)
    return value


def package(words: str) -> ExperimentPackage:
    member = filled(PoolMember, identifiers=())
    experiment = filled(Experiment, pool=(member,), sample=member.sample)
    return ExperimentPackage(
        experiment=saying(experiment, words),
        submission=saying(filled(Submission), words),
        study=saying(filled(Study, accession=experiment.study), words),
        samples=(saying(filled(Sample, name=member.sample), words),),
        runs=(saying(filled(Run, experiment=experiment.accession, pool=(member,)), words),),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXTS)
def test_every_text_comes_back_as_it_was(database: Database, words: str) -> None:
    _assert_comes_back(database, words)


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_texts_come_back_as_they_were(database: Database, words: str) -> None:
    _assert_comes_back(database, words)


def _assert_comes_back(database: Database, words: str) -> None:
    empty(database)
    house, written = House.in_postgres(database), package(words)
    house.merge(written)

    contents = house.contents()
    (sample,) = written.samples
    (run,) = written.runs
    assert list(contents.submissions.values()) == [written.submission]
    assert list(contents.studies.values()) == [written.study]
    assert [entry.experiment for entry in contents.experiments.values()] == [written.experiment]
    assert list(contents.runs.values()) == [run]
    assert contents.record(str(sample.name.sra)) == in_full(sample, sample.name)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(TEXTS, st.none() | st.just("") | TEXTS, st.none() | TEXTS), max_size=5))
def test_none_empty_and_text_stay_apart(
    database: Database, triples: list[tuple[str, str | None, str | None]]
) -> None:
    empty(database)
    house = House.in_postgres(database)
    attributes = tuple(Attribute(*triple) for triple in triples)
    sample = Sample(filled(PoolMember).sample, attributes=attributes)
    house.merge(ExperimentPackage(filled(Experiment, pool=()), samples=(sample,)))

    assert house.contents().record(str(sample.name.sra)).attributes == attributes
