"""Erases records for good, and leaves tombstones that later syncs respect."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from adapters.postgres.mirror import WRITER_LOCK
from adapters.postgres.purged import IN_BYTES, POOL_WORDS, blank
from application.errors import UsageError
from application.ports.purging import Extent, Tombstone
from domain.accession import Accession, EntityKind

_SHOWN = 5
_SAMPLE = (
    "select sample_id from insdc.sample_alias where kind = 'accession' and value = any(:names)"
)
_UIDS = """
    select accession, entrez_uid from insdc.experiment where accession = any(:names)
    union all select accession, entrez_uid from insdc.biosample where accession = any(:names)
    union all select accession, entrez_uid from insdc.project where accession = any(:names)"""
_BURY = f"""
    insert into insdc.tombstone (accession, kind, reason, entrez_uid)
    select n.accession, n.kind, :reason, u.entrez_uid
    from unnest(cast(:names as text[]), cast(:kinds as text[])) as n (accession, kind)
    left join ({_UIDS}) u on u.accession = n.accession
    on conflict (accession) do update
    set entrez_uid = coalesce(tombstone.entrez_uid, excluded.entrez_uid)"""
_TRACES = (
    "delete from insdc.change where accession = any(:names)",
    "delete from insdc.status_evidence where accession = any(:names)",
    "delete from insdc.arrival where accession = any(:names)",
    (
        "delete from insdc.quarantine q where q.accession = any(:names) "
        "or q.accession is null and exists ("
        "select from insdc.tombstone p where p.accession = any(:names) "
        "and p.kind = q.record_kind and p.entrez_uid = q.entrez_uid)"
    ),
    (
        "update insdc.quarantine q set raw = null where exists ("
        f"select from unnest(:names) as name where {IN_BYTES.format('name', 'q.raw')})"
    ),
)
_RUNS = (
    "delete from insdc.run_file where run_accession = any(:names)",
    "delete from insdc.run_sample where run_accession = any(:names)",
    "delete from insdc.publication where run_accession = any(:names)",
    "delete from insdc.run where accession = any(:names)",
)
_EXPERIMENTS = (
    *_RUNS,
    "delete from insdc.experiment_sample where experiment_accession = any(:names)",
    "delete from insdc.publication where experiment_accession = any(:names)",
    "delete from insdc.experiment where accession = any(:names)",
)
_STUDIES = (
    "delete from insdc.publication where study_accession = any(:names)",
    "delete from insdc.study where accession = any(:names)",
)
_SUBMISSIONS = ("delete from insdc.submission where accession = any(:names)",)
_UNCHANGED = "status = 'live', changed_at = null, changed_by = null"
_PROJECTS = (
    "delete from insdc.project_link where told_by = any(:names)",
    "delete from insdc.publication where project_accession = any(:names)",
    f"update insdc.project set {blank('project')}, {_UNCHANGED} where accession = any(:names)",
    (
        "delete from insdc.project p where accession = any(:names) and not exists "
        "(select from insdc.study s where s.project_accession = p.accession) and not exists "
        "(select from insdc.sample_project s where s.project_accession = p.accession)"
    ),
)
_POOLS = ("experiment", "run")
_SAMPLES = (
    # What pools said of it stands in the history of those who pooled it.
    *(
        "delete from insdc.change c where c.field = 'pool' and c.accession in ("
        f"select {owner}_accession from insdc.{owner}_sample where sample_id in ({_SAMPLE}))"
        for owner in _POOLS
    ),
    *(
        f"update insdc.{owner}_sample set {POOL_WORDS} where sample_id in ({_SAMPLE})"
        for owner in _POOLS
    ),
    (
        f"delete from insdc.specimen_evidence where sample_id in ({_SAMPLE}) "
        f"or other_sample_id in ({_SAMPLE})"
    ),
    *(
        f"delete from insdc.{table} where sample_id in ({_SAMPLE})"
        for table in (
            "curated_value",
            "sample_curation",
            "antibiogram",
            "sample_attribute",
            "sample_project",
            "publication",
            "biosample",
        )
    ),
    f"delete from insdc.sample_alias where kind <> 'accession' and sample_id in ({_SAMPLE})",
    (
        f"update insdc.sample set {blank('sample')}, taxon_id = null, specimen_id = null, "
        f"{_UNCHANGED} where sample_id in ({_SAMPLE})"
    ),
    (
        "create temporary table unreferred on commit drop as select sample_id from insdc.sample s "
        f"where sample_id in ({_SAMPLE}) "
        "and not exists (select from insdc.experiment e where e.sample_id = s.sample_id) "
        "and not exists (select from insdc.experiment_sample e where e.sample_id = s.sample_id) "
        "and not exists (select from insdc.run_sample e where e.sample_id = s.sample_id)"
    ),
    "delete from insdc.sample_alias where sample_id in (select sample_id from unreferred)",
    "delete from insdc.sample where sample_id in (select sample_id from unreferred)",
    (
        "delete from insdc.specimen n where not exists ("
        "select from insdc.sample s where s.specimen_id = n.specimen_id)"
    ),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How records of a kind are erased, what goes with one, and what must not refer to it."""

    statements: Sequence[str]
    with_it: str | None = None
    referring: tuple[str, str] | None = None


_KINDS = {
    EntityKind.EXPERIMENT: _Kind(
        _EXPERIMENTS, "select accession from insdc.run where experiment_accession = :name"
    ),
    EntityKind.RUN: _Kind(_RUNS),
    EntityKind.STUDY: _Kind(
        _STUDIES,
        referring=("experiments", "insdc.experiment where study_accession = :name"),
    ),
    EntityKind.SUBMISSION: _Kind(
        _SUBMISSIONS,
        referring=("experiments", "insdc.experiment where submission_accession = :name"),
    ),
    EntityKind.PROJECT: _Kind(_PROJECTS),
    **dict.fromkeys(
        (EntityKind.SAMPLE, EntityKind.BIOSAMPLE),
        _Kind(_SAMPLES, "select unnest(insdc.names_of(:name))"),
    ),
}


class PostgresPurge:
    """Implements application.ports.purging.PurgeDesk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tombstone(self, accession: Accession) -> Tombstone | None:
        with self._database.transaction() as connection:
            return _tombstone(connection, accession)

    def extent(self, accession: Accession) -> Extent:
        with self._database.transaction() as connection:
            return _extent(connection, accession)

    def purge(self, accession: Accession, reason: str) -> Extent:
        with self._database.transaction() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            extent = _extent(connection, accession)
            names = [str(name) for name in extent.accessions]
            values = {
                "names": names,
                "kinds": [name.kind.value for name in extent.accessions],
                "reason": reason,
            }
            connection.execute(text(_BURY), values)
            for statement in (*_KINDS[accession.kind].statements, *_TRACES):
                connection.execute(text(statement), {"names": names})
            return extent


def _extent(connection: Connection, accession: Accession) -> Extent:
    if accession.kind not in _KINDS:
        raise UsageError(f"{accession}: the mirror keeps no records of this kind.")
    kind = _KINDS[accession.kind]
    if kind.referring:
        _refuse_referred(connection, accession, *kind.referring)
    found = connection.scalars(text(kind.with_it), {"name": str(accession)}) if kind.with_it else ()
    others = sorted({Accession.parse(name) for name in found} - {accession})
    return Extent(
        (accession, *others),
        is_mirrored=_is_mirrored(connection, accession),
        tombstone=_tombstone(connection, accession),
    )


def _refuse_referred(connection: Connection, accession: Accession, who: str, where: str) -> None:
    found = connection.scalars(
        text(f"select accession from {where} order by length(accession), accession"),
        {"name": str(accession)},
    ).all()
    if found:
        more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        raise UsageError(
            f"{accession} stays while {who} refer to it: purge {', '.join(found[:_SHOWN])}{more} "
            "first."
        )


def _is_mirrored(connection: Connection, accession: Accession) -> bool:
    by_table: dict[EntityKind, str] = dict.fromkeys(
        (EntityKind.SAMPLE, EntityKind.BIOSAMPLE),
        "select from insdc.sample s left join insdc.biosample b using (sample_id) "
        "where s.sample_id in (select sample_id from insdc.sample_alias where kind = 'accession' "
        "and value = :name) and (s.content_hash is not null or b.sample_id is not null)",
    )
    query = by_table.get(
        accession.kind,
        f"select from insdc.{accession.kind.value} "
        "where accession = :name and content_hash is not null",
    )
    return bool(connection.scalar(text(f"select exists ({query})"), {"name": str(accession)}))


def _tombstone(connection: Connection, accession: Accession) -> Tombstone | None:
    row = connection.execute(
        text("select reason, purged_at from insdc.tombstone where accession = :name"),
        {"name": str(accession)},
    ).first()
    return Tombstone(row.reason, row.purged_at) if row else None
