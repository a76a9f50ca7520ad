"""Which records each selection was given, and what became of them, in PostgreSQL."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from adapters.postgres.backlog import IS_REFERRED_TO
from adapters.postgres.changes import change_status_of_runs
from adapters.postgres.database import Database
from adapters.postgres.mirror import WRITER_LOCK
from adapters.postgres.staged import copy_text, row
from adapters.postgres.staging import copy
from application.ports.reconciling import Difference, Verdict
from domain.accession import Accession
from domain.following import ArchiveIndex

_DIGESTS = {"experiment": "package_digest", "biosample": "record_digest"}
_TABLES = {"experiment": "insdc.experiment", "biosample": "insdc.biosample"}
# A sample of an experiment that is followed is in scope, whichever organism it is of.
_UNLESS = {
    "experiment": "true",
    "biosample": f"not (told.status = 'out_of_scope' and {IS_REFERRED_TO.format('t.sample_id')})",
}
_STAGE = "create temporary table listed (entrez_uid bigint) on commit drop"
_INDEXED = "create unique index on listed (entrez_uid)"
_LISTED_AGAIN = """
    insert into insdc.selection_member (selection, record, entrez_uid)
    select :name, :record, entrez_uid from listed
    on conflict (selection, record, entrez_uid) do update
    set missing_build = null, missing_since = null
    where selection_member.missing_build is not null"""
_GONE = """
    select m.entrez_uid, t.accession from insdc.selection_member m
    join {table} t on t.entrez_uid = m.entrez_uid
    where m.selection = :name and m.record = :record and m.missing_build <> :build
        and t.status = 'live'
        and not exists (select from listed l where l.entrez_uid = m.entrez_uid)
        -- What another selection is still given is not gone.
        and not exists (
            select from insdc.selection_member o join insdc.selection s on s.name = o.selection
            where o.record = m.record and o.entrez_uid = m.entrez_uid and o.selection <> :name
                and o.missing_build is null and s.paused_at is null)"""
_SUSPECTED = """
    update insdc.selection_member m set missing_build = :build, missing_since = :day
    where m.selection = :name and m.record = :record and m.missing_build is null
        and not exists (select from listed l where l.entrez_uid = m.entrez_uid)"""
_STALE = """
    select m.entrez_uid from insdc.selection_member m
    where m.selection = :name and m.record = :record and m.missing_build <> :build
        and not exists (select from {table} t where t.entrez_uid = m.entrez_uid)"""
_MISSING_HERE = """
    select l.entrez_uid from listed l
    -- Without a digest it is another record that the archive gave us, or could not give us, last.
    left join {table} t on t.entrez_uid = l.entrez_uid and t.status = 'live'
        and t.{digest} is not null
    -- What was purged is asked for, too: its uid may be another record's by now.
    where t.entrez_uid is null
    order by 1"""
_MEMBERS = """
    select count(*) from insdc.selection_member
    where selection = :name and record = :record and missing_build is null"""
_SAMPLES_OF = """
    select distinct b.accession from insdc.selection_member m
    join insdc.experiment e on e.entrez_uid = m.entrez_uid
    cross join lateral (
        select e.sample_id union select p.sample_id from insdc.experiment_sample p
        where p.experiment_accession = e.accession
        union select r.sample_id from insdc.run u
        join insdc.run_sample r on r.run_accession = u.accession
        where u.experiment_accession = e.accession) of (sample_id)
    join insdc.biosample b on b.sample_id = of.sample_id
    where m.selection = :name and m.record = 'experiment' and b.content_hash is not null
    order by 1"""
_SETTLE = """
    with told as (
        select * from jsonb_to_recordset(cast(:told as jsonb))
            as one (accession text, status text, evidence text, replaced_by text)
    ), changed as (
        update {table} t set status = told.status, status_since = now() from told
        where t.accession = told.accession and t.status <> told.status and {unless}
        returning t.accession
    ), noted as (
        insert into insdc.status_evidence (kind, accession, status, replaced_by, evidence, job)
        select :record, accession, told.status, told.replaced_by, told.evidence, :job
        from told join changed using (accession)
    )
    insert into insdc.change (kind, accession, field, before, after, job)
    select :record, accession, 'status', 'live', told.status, :job
    from told join changed using (accession)
    returning accession"""


def _filled(statement: str, record: str) -> str:
    return statement.format(table=_TABLES[record], digest=_DIGESTS[record])


@dataclass(frozen=True, slots=True)
class _Book:
    """The statements about one selection and one kind of record, in one transaction."""

    connection: Connection
    name: str
    record: str
    index: ArchiveIndex

    def run(self, statement: str) -> Sequence[tuple[int, ...]]:
        values = {
            "name": self.name,
            "record": self.record,
            "build": self.index.build,
            "day": self.index.day,
        }
        done = self.connection.execute(text(_filled(statement, self.record)), values)
        return [tuple(found) for found in done] if done.returns_rows else [(done.rowcount,)]


class PostgresMembership:
    """Implements application.ports.reconciling.Membership."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def compare(
        self, name: str, record: str, listed: Sequence[int], index: ArchiveIndex
    ) -> Difference:
        with self._database.transaction() as connection:
            connection.execute(text(_STAGE))
            rows = copy_text([row((uid,)) for uid in dict.fromkeys(listed)])
            copy(connection, "listed", ("entrez_uid",), rows)
            connection.execute(text(_INDEXED))
            book = _Book(connection, name, record, index)
            book.run(_LISTED_AGAIN)
            gone = {uid: str(accession) for uid, accession in book.run(_GONE)}
            ((suspected,),) = book.run(_SUSPECTED)
            return Difference(
                len(listed),
                [uid for (uid,) in book.run(_MISSING_HERE)],
                gone,
                suspected,
                [uid for (uid,) in book.run(_STALE)],
            )

    def members(self, name: str, record: str) -> int:
        with self._database.transaction() as connection:
            counted = connection.scalar(text(_MEMBERS), {"name": name, "record": record})
            return int(counted or 0)

    def samples_of(self, name: str) -> Sequence[Accession]:
        with self._database.transaction() as connection:
            found = connection.scalars(text(_SAMPLES_OF), {"name": name})
            return [Accession.parse(accession) for accession in found]

    def settle(self, verdicts: Sequence[Verdict], record: str, job: int) -> int:
        if not verdicts:
            return 0
        told = [
            {
                "accession": one.accession,
                "status": one.status.value,
                "evidence": one.evidence,
                "replaced_by": one.replaced_by,
            }
            for one in verdicts
        ]
        with self._database.transaction() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            changed = connection.scalars(
                text(_SETTLE.format(table=_TABLES[record], unless=_UNLESS[record])),
                {"told": json.dumps(told), "record": record, "job": job},
            ).all()
            if record == "experiment":
                change_status_of_runs(connection, changed, job)
            return len(changed)

    def release(self, name: str, record: str, uids: Collection[int]) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                text(
                    "delete from insdc.selection_member where selection = :name "
                    "and record = :record and entrez_uid = any(:uids)"
                ),
                {"name": name, "record": record, "uids": list(uids)},
            )

    def reconciled(self, name: str, index: ArchiveIndex) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                text(
                    "update insdc.selection set reconciled_at = now(), reconciled_build = :build "
                    "where name = :name"
                ),
                {"name": name, "build": index.build},
            )
