"""Merges a staged page into the mirror, in sets: insert, update where it differs, leave the rest.

A page costs the same few statements whether it holds one record or five hundred. What was new or
changed is remembered in `touched_<table>`: the rows below such a record (files, pool members,
attributes, papers) are written anew, those of the others are left alone.
"""

from sqlalchemy import Connection, text

from adapters.postgres.sample_merge import merge_samples
from adapters.postgres.staged import COLUMNS, PageRows
from adapters.postgres.staging import stage
from adapters.postgres.upsert import Target
from domain.tally import Tally


def merge_page(connection: Connection, rows: PageRows, job: int) -> Tally:
    """Write a page into the mirror and count what became of its records, by kind."""
    stage(connection, rows)
    insert_projects(connection, job)
    tally = _SUBMISSION.upsert(connection, job) + _STUDY.upsert(connection, job)
    tally += merge_samples(connection, rows.samples, job)
    tally += _EXPERIMENT.upsert(connection, job) + _RUN.upsert(connection, job)
    _replace_below(connection, "experiment", "experiment_sample")
    _replace_below(connection, "run", "run_sample")
    _replace_below(connection, "run", "run_file")
    _replace_papers(connection)
    _follow_samples(connection)
    _note_packages(connection)
    _resolve_quarantine(connection)
    return tally


def _staged(table: str, *left_out: str) -> dict[str, str]:
    return {column: f"s.{column}" for column in COLUMNS[table] if column not in left_out}


def _by_accession(table: str) -> Target:
    return Target(table, f"stage_{table} s", "accession", "s.accession", _staged(table))


_SUBMISSION = _by_accession("submission")
_STUDY = _by_accession("study")
_RUN = _by_accession("run")
_EXPERIMENT = Target(
    "experiment",
    "stage_experiment s left join sample_ref r on r.sample_key = s.sample_key",
    "accession",
    "s.accession",
    _staged("experiment", "sample_key") | {"sample_id": "r.sample_id"},
    only_on_insert=frozenset({"entrez_uid"}),
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
            "update insdc.quarantine q set resolved_at = now() from stage_experiment s "
            "where (q.accession = s.accession or q.entrez_uid = s.entrez_uid) "
            "and q.record_kind = 'experiment' and q.resolved_at is null"
        )
    )
