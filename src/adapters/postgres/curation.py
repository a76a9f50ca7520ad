"""Samples that wait to be curated, and what the rules made of them, in PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from adapters.postgres.staged import array, copy_text, json_object, row
from adapters.postgres.staging import copy
from application.ports.curation import Curate
from domain.biosample import CommentTable
from domain.curation.antibiograms import AntibiogramRow
from domain.curation.sample import Columns, CuratedValue, SampleToCurate, curate_sample
from domain.curation.verdict import Submitted

_CURATION = ("sample_id", *Columns.__dataclass_fields__)
_VALUE = (
    "sample_id", "field", "attribute_ordinal", "submitted", "sureness", "missing", "problem",
    "remark",
)  # fmt: skip
_ANTIBIOGRAM = ("sample_id", *AntibiogramRow.__dataclass_fields__)
_STAGED = {
    "sample_curation": _CURATION, "curated_value": _VALUE, "antibiogram": _ANTIBIOGRAM,
}  # fmt: skip
_WAITING = """
    from insdc.sample s
    left join insdc.sample_curation c on c.sample_id = s.sample_id
    where (c.sample_id is null or c.is_stale or c.rules <> :rules)
        and (c.sample_id is not null
             or exists (select from insdc.sample_attribute a where a.sample_id = s.sample_id)
             or exists (select from insdc.biosample b where b.sample_id = s.sample_id))"""
_SAMPLES = """
    select s.sample_id, coalesce(b.scientific_name, s.scientific_name) as organism,
        coalesce(b.title, s.title) as title,
        cast(coalesce(b.submitted, b.published, b.updated) as date) as received, b.tables
    from insdc.sample s left join insdc.biosample b on b.sample_id = s.sample_id
    where s.sample_id = any(:ids) order by s.sample_id"""
_ATTRIBUTES = """
    select sample_id, ordinal, name, value, harmonized_name from insdc.sample_attribute
    where sample_id = any(:ids) and value is not null order by sample_id, ordinal"""
# Of samples that were curated before: what a first curation finds is no change.
_HISTORY = """
    with before as (
        select sample_id, to_jsonb(c) as columns from insdc.sample_curation c
        where sample_id = any(array(select sample_id from stage_sample_curation))
    ), tested as (
        select * from insdc.antibiogram where sample_id = any(array(select sample_id from before))
    ), valued as (
        select * from insdc.curated_value where sample_id = any(array(select sample_id from before))
    ), differing as (
        select c.sample_id, n.key as field, o.value as before, n.value as after
        from before c join stage_sample_curation t using (sample_id)
        cross join lateral jsonb_each_text(to_jsonb(t)) n
        join lateral jsonb_each_text(c.columns) o on o.key = n.key
        union all
        select sample_id, field || '.' || said.part, said.before, said.after
        from valued v full join stage_curated_value n using (sample_id, field)
        cross join lateral (values
            ('sureness', v.sureness, n.sureness), ('missing', v.missing, n.missing),
            ('problem', v.problem, n.problem), ('remark', v.remark, n.remark)
        ) as said (part, before, after)
        union all
        select sample_id, concat_ws('.', 'antibiogram', ordinal, said.key), said.before, said.after
        from tested a full join stage_antibiogram t using (sample_id, ordinal)
        cross join lateral (
            select key, o.value as before, n.value as after
            from jsonb_each_text(to_jsonb(a)) o
            full join jsonb_each_text(to_jsonb(t)) n using (key)) said
        where to_jsonb(a) is distinct from to_jsonb(t) and key not in ('sample_id', 'ordinal')
    ), changed as (
        insert into insdc.change (kind, accession, field, before, after, job)
        select 'sample', coalesce(s.biosample_accession, s.sra_accession), d.field, d.before,
            d.after, :job
        from differing d join before using (sample_id) join insdc.sample s using (sample_id)
        where d.before is distinct from d.after
        returning accession)
    select count(distinct accession) from changed"""


@dataclass(frozen=True, slots=True)
class CuratedPage:
    """A curated batch, as the text of its COPY for each table."""

    samples: int
    tables: Mapping[str, bytes]


def curate(samples: Sequence[SampleToCurate]) -> CuratedPage:
    """Apply the rules to a batch; runs in worker processes."""
    lines: dict[str, list[str]] = {table: [] for table in _STAGED}
    for sample in samples:
        done = curate_sample(sample)
        columns = (getattr(done.columns, name) for name in _CURATION[1:])
        lines["sample_curation"].append(row((done.sample_id, *columns)))
        lines["curated_value"] += [_value(done.sample_id, value) for value in done.values]
        lines["antibiogram"] += [_tested(done.sample_id, tested) for tested in done.antibiogram]
    return CuratedPage(len(samples), {table: copy_text(rows) for table, rows in lines.items()})


def _value(sample_id: int, value: CuratedValue) -> str:
    verdict = value.verdict
    return row(
        (
            sample_id,
            value.field,
            value.ordinal,
            value.submitted,
            verdict.sureness,
            verdict.missing,
            verdict.problem,
            verdict.remark,
        )
    )


def _tested(sample_id: int, tested: AntibiogramRow) -> str:
    cells: dict[str, Any] = {name: getattr(tested, name) for name in _ANTIBIOGRAM[1:]}
    cells["problems"] = array(tested.problems)
    cells["other"] = json_object(tested.other)
    return row((sample_id, *cells.values()))


class PostgresCurationDesk:
    """Implements application.ports.curation.CurationDesk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def curate(self) -> Curate[CuratedPage]:
        return curate

    def waiting(self, rules: str) -> int:
        with self._database.transaction() as connection:
            return connection.scalar(text(f"select count(*) {_WAITING}"), {"rules": rules}) or 0

    def pending(self, rules: str, size: int) -> Iterator[Sequence[SampleToCurate]]:
        last = 0
        while ids := self._next(rules, last, size):
            with self._database.transaction() as connection:
                yield _read(connection, ids)
            last = ids[-1]

    def _next(self, rules: str, last: int, size: int) -> Sequence[int]:
        query = f"select s.sample_id {_WAITING} and s.sample_id > :last order by 1 limit :size"
        with self._database.transaction() as connection:
            values = {"rules": rules, "last": last, "size": size}
            return connection.scalars(text(query), values).all()

    def write(self, rows: CuratedPage, rules: str, job: int) -> Mapping[str, int]:
        with self._database.transaction() as connection:
            for table, columns in _STAGED.items():
                connection.execute(
                    text(
                        f"create temporary table stage_{table} on commit drop as "
                        f"select {', '.join(columns)} from insdc.{table} with no data"
                    )
                )
                copy(connection, f"stage_{table}", columns, rows.tables[table])
            changed = connection.scalar(text(_HISTORY), {"job": job}) or 0
            for table, columns in _STAGED.items():
                _replace(connection, table, columns, rules)
            return {"samples": rows.samples, "changed": changed}


def _replace(connection: Connection, table: str, columns: Sequence[str], rules: str) -> None:
    connection.execute(
        text(
            # Named one by one, so that the index is used, however little is known of the table.
            f"delete from insdc.{table} "
            "where sample_id = any(array(select sample_id from stage_sample_curation))"
        )
    )
    by_rules = (", rules", ", :rules") if table == "sample_curation" else ("", "")
    connection.execute(
        text(
            f"insert into insdc.{table} ({', '.join(columns)}{by_rules[0]}) "
            f"select {', '.join(columns)}{by_rules[1]} from stage_{table}"
        ),
        {"rules": rules} if by_rules[0] else {},
    )


def _read(connection: Connection, ids: Sequence[int]) -> list[SampleToCurate]:
    attributes: dict[int, list[Submitted]] = {}
    for found in connection.execute(text(_ATTRIBUTES), {"ids": list(ids)}):
        attributes.setdefault(found.sample_id, []).append(
            Submitted(found.name, found.value, found.harmonized_name, found.ordinal)
        )
    return [
        SampleToCurate(
            found.sample_id,
            tuple(attributes.get(found.sample_id, ())),
            found.organism,
            found.title,
            _day(found.received),
            tuple(_table(table) for table in found.tables or ()),
        )
        for found in connection.execute(text(_SAMPLES), {"ids": list(ids)})
    ]


def _day(received: Any) -> date | None:
    return received if isinstance(received, date) else None


def _table(told: Mapping[str, Any]) -> CommentTable:
    return CommentTable(
        told["class_name"],
        told["caption"],
        tuple(told["header"]),
        tuple(tuple(cells) for cells in told["rows"]),
    )
