"""What the mirror refers to and has not got yet, in PostgreSQL."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.merge_records import link_projects_by_uid
from application.ports.archive import Key
from application.ports.backlog import REFRESHED_AFTER

_DUE = """
    ({0}.asked_at is null
     or {0}.asked_at < now() - case when {1} then interval '1 day' else cast(:old as interval) end)
"""
_NOT_PURGED = "not exists (select from insdc.tombstone b where b.accession = {0})"
IS_REFERRED_TO = """
    exists (select from insdc.experiment e where e.status = 'live' and e.accession in (
        select accession from insdc.experiment where sample_id = {0}
        union all select experiment_accession from insdc.experiment_sample where sample_id = {0}))
"""
_SAMPLES = f"""
    select s.biosample_accession from insdc.sample s
    left join insdc.biosample b on b.sample_id = s.sample_id
    where s.biosample_accession is not null and {_NOT_PURGED.format("s.biosample_accession")}
        and {_DUE.format("s", "b.sample_id is null")}
        and (coalesce(b.status, '') <> 'out_of_scope' or {IS_REFERRED_TO.format("s.sample_id")})
    order by length(s.biosample_accession), s.biosample_accession"""
_NAMED = f"""
    select p.accession as key, p.unanswered_at is not null as is_slow from insdc.project p
    where {_DUE.format("p", "p.content_hash is null")} and {_NOT_PURGED.format("p.accession")}
    order by length(p.accession), p.accession"""
# Umbrellas and uids have no row before the archive gives them: the books tell what it said.
_UNKNOWN = """
    with told as (
        select distinct on (key) key, p.done_at as asked_at, key = any(p.unanswered) as is_slow
        from insdc.page p join insdc.sync_job j on j.number = p.job and j.kind = 'projects'
        cross join lateral unnest(p.keys) as key
        where p.done_at > now() - cast(:old as interval)
        order by key, p.done_at desc
    ), named as (
        select l.parent_accession as key from insdc.project_link l
        where l.kind = 'hierarchical'
            and not exists (select from insdc.project p where p.accession = l.parent_accession)
        union
        select l.uid::text from insdc.biosample b
        cross join lateral
            unnest(b.project_uids || coalesce(b.linked_project_uids, '{}')) as l (uid)
        where not exists (select from insdc.project p where p.entrez_uid = l.uid)
            -- Where the link tells the accession, too, it is asked for by that.
            and not exists (
                select from jsonb_to_recordset(b.links) as k (value text, label text)
                join insdc.project p on p.accession = k.label where k.value = l.uid::text)
    )
    select key, coalesce(is_slow, false) as is_slow from named left join told using (key)
    where (asked_at is null or asked_at < now() - interval '1 day')
        and not exists (select from insdc.tombstone t where t.accession = key
            or (t.kind = 'project' and t.entrez_uid::text = key))
    order by length(key), key"""
_UNLINKED = """
    select b.entrez_uid from insdc.biosample b
    where b.entrez_uid is not null and b.linked_project_uids is null and b.project_uids = '{}'
        and not exists (select from insdc.sample_project p where p.sample_id = b.sample_id)
    order by 1"""
_LINK = """
    update insdc.biosample b set linked_project_uids = array(
        select cast(uid as bigint) from jsonb_array_elements_text(l.value) as one (uid))
    from jsonb_each(cast(:links as jsonb)) as l (key, value)
    where b.entrez_uid = cast(l.key as bigint)"""


class PostgresBacklog:
    """Implements application.ports.backlog.Backlog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def samples(self) -> Sequence[Key]:
        with self._database.transaction() as connection:
            return list(connection.scalars(text(_SAMPLES), {"old": REFRESHED_AFTER}))

    def projects(self) -> tuple[Sequence[Key], Sequence[Key]]:
        with self._database.transaction() as connection:
            due = [
                *connection.execute(text(_NAMED), {"old": REFRESHED_AFTER}),
                *connection.execute(text(_UNKNOWN), {"old": REFRESHED_AFTER}),
            ]
        quick = [key for key, is_slow in due if not is_slow]
        return quick, [key for key, is_slow in due if is_slow]

    def unlinked_samples(self) -> Sequence[int]:
        with self._database.transaction() as connection:
            return list(connection.scalars(text(_UNLINKED)))

    def link(self, projects: Mapping[int, Sequence[int]]) -> None:
        links = json.dumps({str(sample): list(uids) for sample, uids in projects.items()})
        with self._database.transaction() as connection:
            connection.execute(text(_LINK), {"links": links})
            uids = ", ".join(str(int(uid)) for uid in projects)
            which = f"b.entrez_uid = any(cast(array[{uids}] as bigint[]))"
            link_projects_by_uid(connection, which)
