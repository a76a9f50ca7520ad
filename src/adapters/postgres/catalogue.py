"""Reads the mirror for people and programs that ask."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from adapters.postgres.database import Database
from adapters.postgres.ledger import read_job
from adapters.postgres.schema_books import quarantine, sync_job
from application.ports.catalogue import Card, QuarantineEntry, Standing
from application.ports.ledger import Job, JobRequest, JobState
from domain.accession import Accession, EntityKind, GeoAlias

COUNTED = ("project", "study", "sample", "biosample", "experiment", "run", "run_file")
_ONLY = {"project": "where content_hash is not null"}
_LOOSE_ENDS = {
    "samples of a taxon that the taxonomy does not have": "insdc.sample s left join "
    "insdc.biosample b using (sample_id) where s.taxon_id is null "
    "and coalesce(b.ncbi_taxon_id, s.ncbi_taxon_id) is not null",
    "projects known by name only": "insdc.project where content_hash is null",
    "links of samples to projects that are not here": "insdc.biosample b cross join lateral "
    "unnest(b.project_uids) as l (uid) where not exists "
    "(select from insdc.project p where p.entrez_uid = l.uid)",
    "projects that NCBI fails to give": "insdc.project where unanswered_at is not null",
    "projects that are not public": "insdc.project where status = 'not_public'",
    "BioSamples that were asked for and did not come": "insdc.sample s where s.asked_at is not "
    "null and not exists (select from insdc.biosample b where b.sample_id = s.sample_id)",
    "specimens deposited more than once": "insdc.specimen",
}
_LATEST_JOBS = 5
_MOST_DIGITS = 10

_RELATED = """
    e.accession as experiment, e.study_accession as study, s.project_accession as project,
    concat_ws(' = ', m.biosample_accession, m.sra_accession) as sample
"""
_AROUND = """
    left join insdc.study s on s.accession = e.study_accession
    left join insdc.sample m on m.sample_id = e.sample_id
"""
_PLATFORM = "concat_ws(', ', m.scientific_name, e.library_strategy, e.instrument_model)"

_CARDS = {
    EntityKind.RUN: f"""
        select r.accession, r.status, r.mirrored_at, {_PLATFORM} as described, {_RELATED}
        from insdc.run r join insdc.experiment e on e.accession = r.experiment_accession {_AROUND}
        where r.accession = :name""",
    EntityKind.EXPERIMENT: f"""
        select e.accession, e.status, e.mirrored_at, {_PLATFORM} as described, {_RELATED},
            (select string_agg(accession, ' ' order by accession) from insdc.run
             where experiment_accession = e.accession) as runs
        from insdc.experiment e {_AROUND} where e.accession = :name""",
    EntityKind.STUDY: """
        select s.accession, s.status, s.mirrored_at, s.title as described,
            s.project_accession as project,
            (select count(*)::text from insdc.experiment where study_accession = s.accession)
            as experiments
        from insdc.study s where s.accession = :name""",
    EntityKind.PROJECT: """
        select p.accession, p.status, p.mirrored_at,
            concat_ws(', ', p.title, p.scientific_name) as described,
            (select string_agg(parent_accession, ' ' order by parent_accession)
             from insdc.project_link where member_accession = p.accession
                and kind = 'hierarchical') as umbrella,
            (select count(*)::text from insdc.sample_project
             where project_accession = p.accession) as samples,
            (select string_agg(accession, ' ' order by accession) from insdc.study
             where project_accession = p.accession) as studies
        from insdc.project p where p.accession = :name""",
    EntityKind.SUBMISSION: """
        select u.accession, u.status, u.mirrored_at,
            coalesce(u.title, u.organization_name) as described,
            (select count(*)::text from insdc.experiment where submission_accession = u.accession)
            as experiments
        from insdc.submission u where u.accession = :name""",
}
_SAMPLE_CARD = """
    select :name as accession, coalesce(b.status, m.status) as status, m.mirrored_at,
        concat_ws(', ', coalesce(b.scientific_name, m.scientific_name), coalesce(c.country,
            c.historical_country), coalesce(
                to_char(c.collected_first, 'YYYY-MM-DD') || case
                    when c.collected_last > c.collected_first
                    then to_char(c.collected_last, '" to "YYYY-MM-DD') else '' end,
            b.title, m.title)) as described,
        concat_ws(' = ', m.biosample_accession, m.sra_accession) as sample,
        (select string_agg(project_accession, ' ' order by project_accession)
         from insdc.sample_project where sample_id = m.sample_id) as projects,
        p.accession as specimen,
        (select string_agg(distinct accession, ' ' order by accession) from insdc.experiment
         where sample_id = m.sample_id) as experiments
    from insdc.sample m join insdc.sample_alias a on a.sample_id = m.sample_id
    left join insdc.biosample b on b.sample_id = m.sample_id
    left join insdc.sample_curation c on c.sample_id = m.sample_id
    left join insdc.specimen p on p.specimen_id = m.specimen_id
    where a.kind = 'accession' and a.value = :name"""
_CARDS |= dict.fromkeys((EntityKind.SAMPLE, EntityKind.BIOSAMPLE), _SAMPLE_CARD)

_FOUND = " union all ".join(
    [
        f"select accession from insdc.{table} where accession = any(:names)"
        for table in ("submission", "project", "study", "experiment", "run")
    ]
    + ["select value from insdc.sample_alias where kind = 'accession' and value = any(:names)"]
)

_GEO = """
    select 'study' as kind, accession from insdc.study where geo_accession = :name
    union all select 'experiment', accession from insdc.experiment where geo_accession = :name
    union all select 'run', accession from insdc.run where geo_accession = :name
    union all select 'sample', coalesce(biosample_accession, sra_accession)
        from insdc.sample where geo_accession = :name
    order by 1, 2"""
_OWN = frozenset({"accession", "status", "mirrored_at", "described"})


class PostgresCatalogue:
    """Implements application.ports.catalogue.Catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look_up(self, name: Accession | GeoAlias) -> list[Card]:
        with self._database.transaction() as connection:
            if isinstance(name, Accession):
                return _cards(connection, name)
            rows = connection.execute(text(_GEO), {"name": str(name)}).all()
            return [
                card for row in rows for card in _cards(connection, Accession.parse(row.accession))
            ]

    def missing(self, accessions: Sequence[Accession]) -> list[Accession]:
        with self._database.transaction() as connection:
            found = set(connection.scalars(text(_FOUND), {"names": list(map(str, accessions))}))
        return [accession for accession in accessions if str(accession) not in found]

    def standing(self) -> Standing:
        with self._database.transaction() as connection:
            jobs = connection.scalars(
                select(sync_job.c.number).order_by(sync_job.c.number.desc()).limit(_LATEST_JOBS)
            ).all()
            return Standing(
                counts={
                    table: connection.scalar(
                        text(f"select count(*) from insdc.{table} {_ONLY.get(table, '')}")
                    )
                    or 0
                    for table in COUNTED
                },
                not_live=dict(
                    connection.execute(
                        text(
                            "select status, count(*) from insdc.experiment "
                            "where status <> 'live' group by status order by 2 desc"
                        )
                    ).all()
                ),
                waiting=_waiting_by_reason(connection),
                jobs=[read_job(connection, number) for number in jobs],
                bytes_on_disk=connection.scalar(
                    select(func.pg_database_size(func.current_database()))
                )
                or 0,
                loose_ends={
                    what: count
                    for what, where in _LOOSE_ENDS.items()
                    if (count := connection.scalar(text(f"select count(*) from {where}")))
                },
            )

    def last_done(self, request: JobRequest) -> Job | None:
        with self._database.transaction() as connection:
            number = connection.scalar(
                select(func.max(sync_job.c.number)).where(
                    sync_job.c.kind == request.kind,
                    sync_job.c.asked == dict(request.asked),
                    sync_job.c.frozen,
                    sync_job.c.state == JobState.DONE,
                )
            )
            return None if number is None else read_job(connection, number)

    def waiting(self) -> Sequence[QuarantineEntry]:
        columns = [column for column in quarantine.c if column.name != "raw"]
        with self._database.transaction() as connection:
            rows = connection.execute(
                select(*columns)
                .where(quarantine.c.resolved_at.is_(None))
                .order_by(quarantine.c.last_seen_at, quarantine.c.number)
            ).all()
        return [_entry(row) for row in rows]

    def quarantined(self, name: str) -> Sequence[QuarantineEntry]:
        named = (
            quarantine.c.number == int(name)
            if name.isdecimal() and len(name) < _MOST_DIGITS
            else quarantine.c.accession == name.strip().upper()
        )
        with self._database.transaction() as connection:
            rows = connection.execute(
                select(quarantine)
                .where(named, quarantine.c.resolved_at.is_(None))
                .order_by(quarantine.c.number)
            ).all()
        return [_entry(row, row.raw or b"") for row in rows]

    def quarantined_raw(self) -> Iterator[QuarantineEntry]:
        latest = {entry.accession or entry.number: entry for entry in self.waiting()}
        for entry in latest.values():
            yield from self.quarantined(str(entry.number))


def _cards(connection: Connection, name: Accession) -> list[Card]:
    query = _CARDS.get(name.kind)
    if query is None:
        return []
    rows = connection.execute(text(query), {"name": str(name)}).mappings()
    return [
        Card(
            kind=name.kind.value,
            accession=row["accession"],
            status=row["status"],
            mirrored_at=row["mirrored_at"],
            related={
                word: value
                for word, value in row.items()
                if value and word not in _OWN and value != str(name)
            },
            described=row["described"] or None,
        )
        for row in rows
    ]


def _waiting_by_reason(connection: Connection) -> dict[str, int]:
    """Count what waits by reason, with the numbers and accessions in it left out."""
    rows = connection.execute(
        text(
            "select regexp_replace(reason, '[A-Z]+[0-9]+|[0-9][0-9,]*', '…', 'g') as why, count(*)"
            " from insdc.quarantine where resolved_at is null group by why order by 2 desc, 1"
        )
    )
    return dict(rows.all())


def _entry(row: Row[*tuple[Any, ...]], raw: bytes = b"") -> QuarantineEntry:
    return QuarantineEntry(
        number=row.number,
        source=row.source,
        key=row.record_key,
        accession=row.accession,
        record=row.record_kind,
        uid=row.entrez_uid,
        digest=bytes(row.digest),
        reason=row.reason,
        first_seen=row.first_seen_at,
        last_seen=row.last_seen_at,
        last_job=row.last_job,
        raw=bytes(raw),
    )
