"""Merges a staged page of BioSamples or of BioProjects into the mirror, in sets."""

from sqlalchemy import Connection, text

from adapters.postgres.changes import note_changes
from adapters.postgres.merge import insert_projects
from adapters.postgres.purged import leave_out_biosamples, leave_out_projects
from adapters.postgres.sample_merge import merge_samples, replace_projects
from adapters.postgres.staged import COLUMNS, PageRows
from adapters.postgres.staging import stage
from adapters.postgres.taxonomy.pointing import point
from adapters.postgres.upsert import Target
from domain.tally import Tally


def _staged(table: str, *left_out: str) -> dict[str, str]:
    return {column: f"s.{column}" for column in COLUMNS[table] if column not in left_out}


_BIOSAMPLE = Target(
    "biosample",
    "stage_biosample s join sample_ref r on r.sample_key = s.sample_key",
    "sample_id",
    "r.sample_id",
    {"sample_id": "r.sample_id"} | _staged("biosample", "sample_key"),
    only_on_insert=frozenset({"sample_id"}),
    counts_stubs=True,
)
_PROJECT = Target(
    "project",
    "stage_bioproject s",
    "accession",
    "s.accession",
    _staged("bioproject"),
    only_on_insert=frozenset({"accession", "archive"}),
    counts_stubs=True,
)


def merge_biosamples(connection: Connection, rows: PageRows, job: int) -> Tally:
    """Write a page of BioSamples into the mirror and count what became of them."""
    stage(connection, rows)
    insert_projects(connection, job)
    tally = merge_samples(connection, rows.samples, job)
    tally += leave_out_biosamples(connection)
    tally += _BIOSAMPLE.upsert(connection, job)
    _replace_below_biosamples(connection)
    link_projects_by_uid(connection, "b.sample_id in (select key from touched_biosample)")
    point(connection, _ASKED, was_asked=True)
    note_changes(connection, job)
    for statement in _AFTER_BIOSAMPLES:
        connection.execute(text(statement))
    return tally


def _replace_below_biosamples(connection: Connection) -> None:
    for table, said in (("sample_attribute", ""), ("sample_alias", " and source = 'biosample'")):
        staged = table.replace("sample_", "biosample_")
        columns = [column for column in COLUMNS[staged] if column != "sample_key"]
        source = ", 'biosample'" if table == "sample_alias" else ""
        connection.execute(
            text(
                # Named one by one, so that the index is used, however little is known of the table.
                f"delete from insdc.{table} where sample_id = any(array("
                "select t.key from touched_biosample t join sample_ref r on r.sample_id = t.key "
                f"where not r.is_new)){said}"
            )
        )
        connection.execute(
            text(
                f"insert into insdc.{table} (sample_id, {', '.join(columns)}"
                f"{', source' if source else ''}) "
                f"select r.sample_id, {', '.join(f's.{column}' for column in columns)}{source} "
                f"from stage_{staged} s join sample_ref r on r.sample_key = s.sample_key "
                "join touched_biosample t on t.key = r.sample_id"
            )
        )
    replace_projects(connection, "biosample", "said_by_biosample", "stage_biosample_project")


def link_projects_by_uid(connection: Connection, which: str) -> None:
    """Follow links that say no more than the uid of a project, once the project is known."""
    for uids, said_by in _LINKS.items():
        connection.execute(
            text(
                f"insert into insdc.sample_project (sample_id, project_accession, {said_by}) "
                "select distinct b.sample_id, p.accession, true from insdc.biosample b "
                f"cross join lateral unnest(b.{uids}) as linked (uid) "
                f"join insdc.project p on p.entrez_uid = linked.uid where {which} "
                f"on conflict (sample_id, project_accession) do update set {said_by} = true "
                f"where not sample_project.{said_by}"
            )
        )


_ASKED = (
    "(select r.sample_id as key from stage_biosample b "
    "join sample_ref r on r.sample_key = b.sample_key) asked"
)
_LINKS = {"project_uids": "said_by_biosample", "linked_project_uids": "said_by_link"}


_AFTER_BIOSAMPLES = (
    # Curated again after the page: what was derived of the old words stays until then.
    (
        "update insdc.sample_curation set is_stale = true where not is_stale "
        "and sample_id = any(array(select key from touched_biosample))"
    ),
    (
        "update insdc.biosample t set record_digest = s.record_digest, "
        "entrez_uid = coalesce(s.entrez_uid, t.entrez_uid) from stage_biosample s "
        "where t.accession = any(array(select accession from stage_biosample)) "
        "and t.accession = s.accession and (t.record_digest, t.entrez_uid) is distinct from "
        "(s.record_digest, coalesce(s.entrez_uid, t.entrez_uid))"
    ),
    (
        "update insdc.quarantine q set resolved_at = now(), raw = null from stage_biosample s "
        "where q.record_kind = 'biosample' and q.resolved_at is null "
        "and (q.accession = s.accession or q.entrez_uid = s.entrez_uid)"
    ),
)


def merge_projects(connection: Connection, rows: PageRows, job: int) -> Tally:
    """Write a page of BioProjects into the mirror and count what became of them."""
    stage(connection, rows)
    tally = leave_out_projects(connection)
    tally += _PROJECT.upsert(connection, job)
    for statement in _AFTER_PROJECTS:
        connection.execute(text(statement))
    link_projects_by_uid(connection, "p.accession in (select key from touched_project)")
    note_changes(connection, job)
    return tally


_AFTER_PROJECTS = (
    ("delete from insdc.project_link old using touched_project t where old.told_by = t.key"),
    (
        "insert into insdc.project_link (ordinal, kind, parent_accession, member_accession, "
        "subtype, told_by) select s.ordinal, s.kind, s.parent_accession, s.member_accession, "
        "s.subtype, s.told_by from stage_project_link s join touched_project t on t.key = s.told_by"
    ),
    (
        "delete from insdc.publication old using touched_project t "
        "where old.project_accession = t.key"
    ),
    (
        "insert into insdc.publication (database, identifier, project_accession) "
        "select s.database, s.identifier, s.owner_key from stage_publication s "
        "join touched_project t on t.key = s.owner_key where s.owner_kind = 'project'"
    ),
    (
        "update insdc.project t set asked_at = now(), record_digest = s.record_digest, "
        "entrez_uid = coalesce(s.entrez_uid, t.entrez_uid) from stage_bioproject s "
        "where t.accession = s.accession"
    ),
    (
        "update insdc.quarantine q set resolved_at = now(), raw = null from stage_bioproject s "
        "where q.record_kind = 'project' and q.resolved_at is null "
        "and (q.accession = s.accession or q.entrez_uid = s.entrez_uid)"
    ),
)
