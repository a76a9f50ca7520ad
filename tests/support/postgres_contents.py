"""Reads what the mirror in PostgreSQL holds, by SQL of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Table, select

from adapters.postgres import schema, schema_books
from adapters.postgres.database import Database
from domain.accession import Accession
from domain.records import (
    Attribute,
    BaseCount,
    CloudFile,
    Experiment,
    FileLocation,
    Identifier,
    IdentifierKind,
    Link,
    Organization,
    PoolMember,
    ReadStatistics,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
)
from tests.support.contents import Contents, ExperimentEntry, QuarantineEntry, SampleEntry

Record = TypeVar("Record")
Below = Mapping[Any, list[RowMapping]]


def _identifier(item: Mapping[str, Any]) -> Identifier:
    return Identifier(**{**item, "kind": IdentifierKind(item["kind"])})


_ITEMS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "identifiers": _identifier,
    "links": lambda item: Link(**item),
    "attributes": lambda item: Attribute(**item),
    "organizations": lambda item: Organization(**item),
    "locations": lambda item: FileLocation(**item),
    "reads": lambda item: ReadStatistics(**item),
    "base_counts": lambda item: BaseCount(**item),
    "cloud_files": lambda item: CloudFile(**item),
}


def contents_of_postgres(database: Database) -> Contents:
    with database.transaction() as connection:
        return _Reading(connection).contents()


class _Reading:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._samples = {row["sample_id"]: row for row in self._rows(schema.sample)}

    def contents(self) -> Contents:
        experiment_pools = self._below(schema.experiment_sample, "experiment_accession")
        return Contents(
            submissions={
                row["accession"]: _record(Submission, row) for row in self._rows(schema.submission)
            },
            studies={row["accession"]: _study(row) for row in self._rows(schema.study)},
            samples=dict(self._sample_entries()),
            experiments={
                row["accession"]: self._experiment(row, experiment_pools)
                for row in self._rows(schema.experiment)
            },
            runs={run["accession"]: run["record"] for run in self._runs()},
            papers=frozenset(map(_paper, self._rows(schema.publication))),
            quarantine={
                bytes(row["digest"]): _quarantined(row)
                for row in self._rows(schema_books.quarantine)
            },
        )

    def _rows(self, table: Table) -> Sequence[RowMapping]:
        return (
            self._connection.execute(select(table).order_by(*table.primary_key.columns))
            .mappings()
            .all()
        )

    def _below(self, table: Table, key: str) -> Below:
        rows = sorted(self._rows(table), key=lambda row: str(row[key]))
        return {owner: list(found) for owner, found in groupby(rows, key=lambda row: row[key])}

    def _name(self, sample_id: int) -> SampleName:
        row = self._samples[sample_id]
        return SampleName(_accession(row["sra_accession"]), _accession(row["biosample_accession"]))

    def _sample_entries(self) -> Iterator[tuple[int, SampleEntry]]:
        aliases = self._below(schema.sample_alias, "sample_id")
        attributes = self._below(schema.sample_attribute, "sample_id")
        projects = self._below(schema.sample_project, "sample_id")
        for number, row in self._samples.items():
            record = _record(
                Sample,
                row,
                name=self._name(number),
                attributes=tuple(
                    Attribute(below["name"], below["value"], below["unit"])
                    for below in attributes.get(number, ())
                ),
                projects=tuple(
                    sorted(
                        Accession.parse(below["project_accession"])
                        for below in projects.get(number, ())
                    )
                ),
            )
            accessions = frozenset(
                below["value"] for below in aliases.get(number, ()) if below["kind"] == "accession"
            )
            yield (
                number,
                SampleEntry(
                    self._name(number), accessions, record if row["content_hash"] else None
                ),
            )

    def _pool(self, rows: Iterable[RowMapping]) -> tuple[PoolMember, ...]:
        return tuple(_record(PoolMember, row, sample=self._name(row["sample_id"])) for row in rows)

    def _experiment(self, row: RowMapping, pools: Below) -> ExperimentEntry:
        experiment = _record(
            Experiment,
            row,
            study=Accession.parse(row["study_accession"]),
            sample=self._name(row["sample_id"]) if row["sample_id"] else None,
            pool=self._pool(pools.get(row["accession"], ())),
        )
        return ExperimentEntry(
            experiment,
            row["submission_accession"],
            row["entrez_uid"],
            bytes(row["package_digest"]) if row["package_digest"] else None,
        )

    def _runs(self) -> Iterator[Mapping[str, Any]]:
        pools = self._below(schema.run_sample, "run_accession")
        files = self._below(schema.run_file, "run_accession")
        for row in self._rows(schema.run):
            key = row["accession"]
            record = _record(
                Run,
                row,
                experiment=Accession.parse(row["experiment_accession"]),
                pool=self._pool(pools.get(key, ())),
                files=tuple(_record(RunFile, file) for file in files.get(key, ())),
            )
            yield {"accession": key, "record": record}


def _record(kind: type[Record], row: RowMapping, **given: Any) -> Record:
    """Make a record of a row whose columns are called as its fields are."""
    assert is_dataclass(kind)
    values = {
        field.name: _value(field.name, row[field.name])
        for field in fields(kind)
        if field.name in row and field.name not in given
    }
    return kind(**values, **given)


def _value(column: str, value: Any) -> Any:
    if column == "accession":
        return Accession.parse(value)
    return tuple(map(_ITEMS[column], value)) if column in _ITEMS else value


def _accession(text: str | None) -> Accession | None:
    return Accession.parse(text) if text else None


def _study(row: RowMapping) -> Study | None:
    if row["content_hash"] is None:
        return None
    return _record(Study, row, bioproject=_accession(row["project_accession"]))


_PAPER_OWNERS = ("study", "experiment", "run")


def _paper(row: RowMapping) -> tuple[str, str | int, str, str]:
    owners: list[tuple[str, str | int]] = [
        (owner, row[f"{owner}_accession"]) for owner in _PAPER_OWNERS if row[f"{owner}_accession"]
    ]
    kind, key = owners[0] if owners else ("sample", row["sample_id"])
    return kind, key, row["database"], row["identifier"]


def _quarantined(row: RowMapping) -> QuarantineEntry:
    return QuarantineEntry(
        row["source"],
        row["record_key"],
        row["accession"],
        row["reason"],
        bytes(row["raw"] or b""),
        row["first_job"],
        row["last_job"],
        row["resolved_at"] is not None,
    )
