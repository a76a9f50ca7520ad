"""Merges a staged page into the mirror, in sets: insert, update where it differs, leave the rest.

A page costs the same few statements whether it holds one record or five hundred. What was new or
changed is remembered in `touched_<table>`: the rows below such a record (files, pool members,
attributes, papers) are written anew, those of the others are left alone.
"""

from sqlalchemy import Connection, text

from adapters.postgres.changes import note_changes, remember
from adapters.postgres.purged import leave_out_experiments
from adapters.postgres.reused_uids import take_uids
from adapters.postgres.sample_merge import merge_samples
from adapters.postgres.staged import COLUMNS, PageRows
from adapters.postgres.staging import stage
from adapters.postgres.upsert import Target
from domain.changes import MOVING
from domain.tally import Tally


def merge_page(connection: Connection, rows: PageRows, job: int) -> Tally:
    """Write a page into the mirror and count what became of its records, by kind."""
    stage(connection, rows)
    insert_projects(connection, job)
    tally = leave_out_experiments(connection)
    tally += _SUBMISSION.upsert(connection, job) + _STUDY.upsert(connection, job)
    tally += merge_samples(connection, rows.samples, job)
    tally += _EXPERIMENT.upsert(connection, job) + _RUN.upsert(connection, job)
    _mark_runs_that_left(connection, job)
    _replace_below(connection, "experiment", "experiment_sample")
    _replace_below(connection, "run", "run_sample")
    _replace_below(connection, "run", "run_file")
    _replace_papers(connection)
    _follow_samples(connection)
    _follow_moving_fields(connection)
    note_changes(connection, job)
    _note_packages(connection)
    take_uids(connection, job)
    _resolve_quarantine(connection)
    return tally


def _staged(table: str, *left_out: str) -> dict[str, str]:
    return {column: f"s.{column}" for column in COLUMNS[table] if column not in left_out}


def _by_accession(table: str, *, arrives: bool = True) -> Target:
    return Target(
        table, f"stage_{table} s", "accession", "s.accession", _staged(table), arrives=arrives
    )


_SUBMISSION = _by_accession("submission", arrives=False)
_STUDY = _by_accession("study")
_RUN = _by_accession("run")
_EXPERIMENT = Target(
    "experiment",
    "stage_experiment s left join sample_ref r on r.sample_key = s.sample_key",
    "accession",
    "s.accession",
    _staged("experiment", "sample_key") | {"sample_id": "r.sample_id"},
    only_on_insert=frozenset({"entrez_uid"}),
    moves="t.sample_id is distinct from r.sample_id",
)


def _mark_runs_that_left(connection: Connection, job: int) -> None:
    """Give runs that their experiment's package has no more the status that says so."""
    remember(connection, "run", _LEFT)
    connection.execute(
        text(
            "with gone as (update insdc.run t set status = 'withdrawn', status_since = now() "
            f"where {_LEFT} returning accession, experiment_accession) "
            "insert into insdc.status_evidence (kind, accession, status, evidence, job) "
            "select 'run', accession, 'withdrawn', accession || ' is not in the package of ' || "
            "experiment_accession || ' any more', :job from gone"
        ),
        {"job": job},
    )


_LEFT = (
    "t.status = 'live' and t.experiment_accession in "
    "(select accession from stage_experiment where content_hash is not null) "
    "and not exists (select from stage_run s where s.accession = t.accession)"
)


def insert_projects(connection: Connection, job: int) -> None:
    connection.execute(
        text(
            "insert into insdc.project (accession, archive, mirrored_by) "
            "select accession, archive, :job from stage_project on conflict do nothing"
        ),
        {"job": job},
    )


def _replace_below(connection: Connection, owner: str, table: str) -> None:
    """Write the rows of a table anew for each owner that is new or changed."""
    key = f"{owner}_accession"
    values = _staged(table, "sample_key")
    source = f"stage_{table} s join touched_{owner} t on t.key = s.{key}"
    if "sample_key" in COLUMNS[table]:
        values["sample_id"] = "r.sample_id"
        source += " join sample_ref r on r.sample_key = s.sample_key"
    connection.execute(
        text(
            f"delete from insdc.{table} old using touched_{owner} t "
            f"where old.{key} = t.key and not t.is_new"
        )
    )
    connection.execute(
        text(
            f"insert into insdc.{table} ({', '.join(values)}) "
            f"select {', '.join(values.values())} from {source}"
        )
    )


_PAPER_OWNERS = {
    "study": ("study_accession", "s.owner_key", ""),
    "experiment": ("experiment_accession", "s.owner_key", ""),
    "run": ("run_accession", "s.owner_key", ""),
    "sample": ("sample_id", "r.sample_id", "join sample_ref r on r.sample_key = s.owner_key"),
}


def _replace_papers(connection: Connection) -> None:
    for owner, (column, key, join) in _PAPER_OWNERS.items():
        connection.execute(
            text(
                f"delete from insdc.publication old using touched_{owner} t "
                f"where old.{column} = t.key and not t.is_new"
            )
        )
        connection.execute(
            text(
                f"insert into insdc.publication (database, identifier, {column}) "
                f"select s.database, s.identifier, {key} from stage_publication s {join} "
                f"join touched_{owner} t on t.key = {key} where s.owner_kind = '{owner}'"
            )
        )


def _follow_samples(connection: Connection) -> None:
    """Let records that say the same as before refer to the sample their words mean now."""
    connection.execute(
        text(
            "update insdc.experiment t set sample_id = r.sample_id from stage_experiment s "
            "join sample_ref r on r.sample_key = s.sample_key "
            "where t.accession = s.accession and t.sample_id is distinct from r.sample_id"
        )
    )
    for owner in ("experiment", "run"):
        key = f"{owner}_accession"
        connection.execute(
            text(
                f"update insdc.{owner}_sample t set sample_id = r.sample_id "
                f"from stage_{owner}_sample s join sample_ref r on r.sample_key = s.sample_key "
                f"where t.{key} = s.{key} and t.ordinal = s.ordinal and t.sample_id <> r.sample_id"
            )
        )


def _follow_moving_fields(connection: Connection) -> None:
    """Keep up to date what moves without meaning, of runs that say the same as before."""
    untouched = "not exists (select from touched_run r where r.key = s.accession)"
    if not connection.scalar(text(f"select exists (select from stage_run s where {untouched})")):
        return
    for table, (key, place) in _PLACES.items():
        fields = sorted(MOVING[table])
        own, staged = (", ".join(f"{row}.{field}" for field in fields) for row in "ts")
        connection.execute(
            text(
                f"update insdc.{table} t set ({', '.join(fields)}) = row({staged}) "
                f"from stage_{table} s where {place} and ({own}) is distinct from ({staged}) "
                f"and not exists (select from touched_run r where r.key = s.{key})"
            )
        )


_PLACES = {
    "run": ("accession", "t.accession = s.accession"),
    "run_file": ("run_accession", "(t.run_accession, t.ordinal) = (s.run_accession, s.ordinal)"),
}
"""By which column each table names its run, and how its rows are told."""


def _note_packages(connection: Connection) -> None:
    """Remember the bytes that were read, also where their content was the same."""
    connection.execute(
        text(
            "update insdc.experiment t set package_digest = s.package_digest, "
            "entrez_uid = coalesce(s.entrez_uid, t.entrez_uid) from stage_experiment s "
            "where t.accession = s.accession and (t.package_digest is distinct from "
            "s.package_digest or t.entrez_uid <> s.entrez_uid or "
            "(t.entrez_uid is null and s.entrez_uid is not null))"
        )
    )


def _resolve_quarantine(connection: Connection) -> None:
    """Close the entries of records that were mirrored after all."""
    connection.execute(
        text(
            "update insdc.quarantine q set resolved_at = now(), raw = null from stage_experiment s "
            "where (q.accession = s.accession or q.entrez_uid = s.entrez_uid) "
            "and q.record_kind = 'experiment' and q.resolved_at is null"
        )
    )
