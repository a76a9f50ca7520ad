"""Leaves out of a staged page what was purged: its tombstone stands in insdc.tombstone.

A purged experiment goes with its runs. What others must refer to (a study, a submission, a sample)
is left as a mere reference: an accession that says nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, text

from adapters.postgres.schema_books import SCHEMA, metadata
from adapters.postgres.staged import COLUMNS
from application.ports.mirror import Unreadable
from domain.tally import Outcome, Tally

_PURGED = "exists (select from insdc.tombstone p where p.accession = {0})"
_OF_PURGED_SAMPLE = (
    "exists (select from sample_ref r join insdc.tombstone p "
    "on p.accession in (r.sra_accession, r.biosample_accession) where r.sample_key = {0})"
)
_NEVER_BLANK = frozenset({"accession", "archive", "sample_key"})
IN_BYTES = (
    "position(convert_to({0}, 'UTF8') in {1}) > 0 and encode({1}, 'escape') ~ ({0} || '(?![0-9])')"
)
"""Whether bytes name an accession, and not one that is merely longer."""
_IN_GIVEN_BYTES = IN_BYTES.format("p.accession", "cast(:raw as bytea)")
POOL_WORDS = (
    "member_name = null, sample_name = null, sample_title = null, ncbi_taxon_id = null, "
    "organism = null, identifiers = '[]', other = '{}'"
)
"""Makes nothing of what a pool says of one sample, but its share."""


def blank(table: str) -> str:
    """Give assignments that make a mere reference of a row."""
    columns = metadata.tables[f"{SCHEMA}.{table}"].c
    staged = "bioproject" if table == "project" else table
    return ", ".join(
        f"{name} = {'null' if columns[name].nullable else columns[name].server_default.arg.text}"  # type: ignore[union-attr]
        for name in COLUMNS[staged]
        if name not in _NEVER_BLANK
    )


def leave_out_experiments(connection: Connection) -> Tally:
    """Take purged experiments and runs out of the staged page, and what purged studies say."""
    if _nothing_was_purged(connection):
        return Tally()
    tally = _deleted(connection, "experiment", _PURGED.format("s.accession"))
    is_purged = f"{_PURGED.format('s.accession')} or {_PURGED.format('s.experiment_accession')}"
    tally += _deleted(connection, "run", is_purged)
    for owner, table in (
        ("experiment", "experiment_sample"),
        ("run", "run_sample"),
        ("run", "run_file"),
    ):
        _delete(connection, table, _not_staged(owner, f"s.{owner}_accession"))
    for owner in ("experiment", "run"):
        _delete(
            connection,
            "publication",
            f"s.owner_kind = '{owner}' and {_not_staged(owner, 's.owner_key')}",
        )
    for table in ("submission", "study"):
        tally += _blanked(connection, table, _PURGED.format("s.accession"))
    _delete(connection, "publication", f"s.owner_kind = 'study' and {_PURGED.format('owner_key')}")
    return tally


def leave_out_samples(connection: Connection) -> Tally:
    """Let the staged page say nothing of purged samples; sample_ref tells which those are."""
    if _nothing_was_purged(connection):
        return Tally()
    is_purged = _OF_PURGED_SAMPLE.format("s.sample_key")
    tally = _blanked(connection, "sample", is_purged)
    for table in ("sample_attribute", "sample_alias", "sample_project"):
        _delete(connection, table, is_purged)
    of_owner = _OF_PURGED_SAMPLE.format("s.owner_key")
    _delete(connection, "publication", f"s.owner_kind = 'sample' and {of_owner}")
    for owner in ("experiment", "run"):
        connection.execute(
            text(f"update stage_{owner}_sample s set {POOL_WORDS} where {is_purged}")
        )
    return tally


def leave_out_biosamples(connection: Connection) -> Tally:
    """Take purged BioSamples out of the staged page."""
    if _nothing_was_purged(connection):
        return Tally()
    is_purged = _OF_PURGED_SAMPLE.format("s.sample_key")
    for table in ("biosample_attribute", "biosample_alias", "biosample_project"):
        _delete(connection, table, is_purged)
    return _deleted(connection, "biosample", is_purged)


def leave_out_projects(connection: Connection) -> Tally:
    """Take purged BioProjects out of the staged page."""
    if _nothing_was_purged(connection):
        return Tally()
    _delete(connection, "project_link", _PURGED.format("s.told_by"))
    is_purged = _PURGED.format("s.owner_key")
    _delete(connection, "publication", f"s.owner_kind = 'project' and {is_purged}")
    purged = _delete(connection, "bioproject", _PURGED.format("s.accession"))
    return _counted("project", purged)


def not_purged(connection: Connection, unreadable: Sequence[Unreadable]) -> list[Unreadable]:
    """Give what quarantine may keep: a record that names a purged one does without its bytes."""
    if _nothing_was_purged(connection):
        return list(unreadable)
    rows = connection.execute(
        text(
            "select accession, kind, entrez_uid from insdc.tombstone "
            "where accession = any(:names) or entrez_uid = any(:uids)"
        ),
        {
            "names": [record.accession for record in unreadable],
            "uids": [record.uid for record in unreadable],
        },
    ).all()
    names = {row.accession for row in rows}
    uids = {(row.kind, row.entrez_uid) for row in rows if row.entrez_uid is not None}
    return [
        replace(record, raw=b"") if _names_purged(connection, record.raw) else record
        for record in unreadable
        if record.accession not in names
        # A uid may have been given to another record meanwhile, which then has a name of its own.
        and (record.accession is not None or (record.kind, record.uid) not in uids)
    ]


def _names_purged(connection: Connection, raw: bytes) -> bool:
    query = f"select exists (select from insdc.tombstone p where {_IN_GIVEN_BYTES})"
    return bool(connection.scalar(text(query), {"raw": raw}))


def _nothing_was_purged(connection: Connection) -> bool:
    return not connection.scalar(text("select exists (select from insdc.tombstone)"))


def _not_staged(owner: str, key: str) -> str:
    return f"not exists (select from stage_{owner} o where o.accession = {key})"


def _delete(connection: Connection, table: str, which: str) -> int:
    return connection.execute(text(f"delete from stage_{table} s where {which}")).rowcount


def _deleted(connection: Connection, table: str, which: str) -> Tally:
    return _counted(table, _delete(connection, table, which))


def _blanked(connection: Connection, table: str, which: str) -> Tally:
    said = connection.scalar(
        text(f"select count(*) from stage_{table} s where s.content_hash is not null and ({which})")
    )
    connection.execute(text(f"update stage_{table} s set {blank(table)} where {which}"))
    return _counted(table, said or 0)


def _counted(kind: str, count: int) -> Tally:
    return Tally({(kind, Outcome.PURGED): count} if count else {})
