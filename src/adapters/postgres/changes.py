"""Writes the history: what records said before they are merged, beside what they say since.

Whatever a merge does to a record and to the rows below it, its state is read by one definition,
`insdc.state`, before and after: so the history tells what truly changed in the mirror, and
`insdc.record_at` can undo it. What moves without meaning is no part of a state.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, literal, select, text, update
from sqlalchemy.sql import func

from adapters.postgres.schema_follow import status_evidence
from adapters.postgres.schema_samples import change

_NAMES = {"sample": "coalesce(t.biosample_accession, t.sra_accession)"}
_SAMPLE_IDS = {"sample": "t.sample_id", "biosample": "t.sample_id"}

REMEMBERED = (
    "create temporary table if not exists remembered (kind text, accession text, "
    "sample_id bigint, state jsonb) on commit delete rows;\n"
)


def remember(
    connection: Connection, kind: str, which: str, source: str | None = None, **values: Any
) -> None:
    """Keep what records say now.

    which: tells them, as a condition on `insdc.<kind> t` and the tables of `source`.

    A mere reference says nothing yet, so that what it comes to say is no change.
    """
    connection.execute(
        text(
            "insert into remembered (kind, accession, sample_id, state) "
            f"select '{kind}', {_NAMES.get(kind, 't.accession')}, "
            f"{_SAMPLE_IDS.get(kind, 'cast(null as bigint)')}, insdc.state(t) "
            f"from {f'{source}, ' if source else ''}insdc.{kind} t "
            f"where t.content_hash is not null and {which} "
            f"and not exists (select from remembered m where m.kind = '{kind}' "
            f"and (m.accession = {_NAMES.get(kind, 't.accession')} "
            f"or m.sample_id = {_SAMPLE_IDS.get(kind, 'null')}))"
        ),
        values,
    )


def note_changes(connection: Connection, job: int) -> None:
    """Write field by field how what was remembered differs from what is said now."""
    for kind in connection.scalars(text("select distinct kind from remembered order by 1")).all():
        same = "t.sample_id = m.sample_id" if kind in _SAMPLE_IDS else "t.accession = m.accession"
        connection.execute(
            text(
                "with noted as ("
                "insert into insdc.change (kind, accession, field, before, after, job) "
                f"select m.kind, {_NAMES.get(kind, 't.accession')}, n.key, o.value, n.value, :job "
                f"from remembered m join insdc.{kind} t on {same} "
                "cross join lateral jsonb_each_text(insdc.state(t)) as n "
                "join lateral jsonb_each_text(m.state) as o on o.key = n.key "
                "where m.kind = :kind and o.value is distinct from n.value order by 2, 3 "
                "returning kind, accession, field, after, job) "
                "insert into insdc.status_evidence (kind, accession, status, evidence, job) "
                "select kind, accession, after, 'the archive gives it again', job from noted "
                "where field = 'status' and after = 'live'"
            ),
            {"kind": kind, "job": job},
        )


def change_status(
    connection: Connection, table: Table, which: ColumnElement[bool], status: str, job: int
) -> None:
    """Give records another status because the archive said so, and note it in the history."""
    others = which & (table.c.status != status)
    known = others & table.c.content_hash.is_not(None)
    noted = select(
        literal(table.name), table.c.accession, literal("status"), table.c.status, literal(status),
        literal(job),
    ).where(known)  # fmt: skip
    columns = ["kind", "accession", "field", "before", "after", "job"]
    connection.execute(insert(change).from_select(columns, noted))
    said = literal(f"the archive, asked for it, says: {status.replace('_', ' ')}")
    why = select(
        literal(table.name), table.c.accession, literal(status), said, literal(job)
    ).where(known)  # fmt: skip
    columns = ["kind", "accession", "status", "evidence", "job"]
    connection.execute(insert(status_evidence).from_select(columns, why))
    changed = connection.scalars(
        update(table)
        .where(others)
        .values(status=status, status_since=func.now())
        .returning(table.c.accession)
    ).all()
    if table.name == "experiment":
        change_status_of_runs(connection, changed, job)


_RUNS = """
    with changed as (
        update insdc.run r set status = e.status, status_since = now()
        from insdc.experiment e, insdc.run o
        where e.accession = r.experiment_accession and e.accession = any(:experiments)
            and o.accession = r.accession and r.status <> e.status
        returning r.accession, o.status as before, r.status as after, e.accession as experiment
    ), why as (
        insert into insdc.status_evidence (kind, accession, status, evidence, job)
        select 'run', accession, after, 'its experiment ' || experiment || ' is', :job from changed
    )
    insert into insdc.change (kind, accession, field, before, after, job)
    select 'run', accession, 'status', before, after, :job from changed order by accession"""


def change_status_of_runs(connection: Connection, experiments: Sequence[str], job: int) -> None:
    """Give the runs of these experiments the status that those have now."""
    if experiments:
        connection.execute(text(_RUNS), {"experiments": list(experiments), "job": job})
