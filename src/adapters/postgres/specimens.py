"""Evidence of samples that were deposited twice, and their specimens, in PostgreSQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from adapters.postgres.mirror import WRITER_LOCK
from adapters.postgres.schema import NAMES_ANOTHER_SAMPLE
from adapters.postgres.staged import copy_text, row
from adapters.postgres.staging import copy
from domain.deposits import Deposit, SameAs, SharedFile
from domain.specimens import Grouping

_AT_ONCE = 20_000
# Which checksums several runs have, an index tells by itself: this is asked after every sync.
_SHARED = """
        select md5 from insdc.run_file where role = 'original' and md5 is not null
        group by md5 having min(run_accession) <> max(run_accession)"""
# Whose they are: of a run without a pool that of its experiment counts, else its sample, as in the
# view insdc.sample_run.
_HELD = f"""
    shared as ({_SHARED}
    ), file as (
        select f.md5, f.run_accession as run, f.size
        from shared join insdc.run_file f using (md5) where f.role = 'original'
    ), unpooled as (
        select f.*, u.experiment_accession as experiment
        from file f join insdc.run u on u.accession = f.run
        where not exists (select from insdc.run_sample m where m.run_accession = f.run)
    ), held as (
        select f.md5, f.run, f.size, m.sample_id
        from file f join insdc.run_sample m on m.run_accession = f.run
        union all
        select f.md5, f.run, f.size, coalesce(m.sample_id, e.sample_id)
        from unpooled f join insdc.experiment e on e.accession = f.experiment
        left join insdc.experiment_sample m on m.experiment_accession = e.accession
        where coalesce(m.sample_id, e.sample_id) is not null
    )"""
_FILES = f"""
    with {_HELD}
    select md5, run, size, sample_id from held"""
_SAME_AS = f"""
    select sample_id, upper(btrim(value, E' \\t\\r\\n\u00a0')) as value from insdc.sample_attribute
    where {NAMES_ANOTHER_SAMPLE} and value is not null"""
_DEPOSITS = f"""
    with recursive {_HELD}, said as ({_SAME_AS}
    ), told as (
        select sample_id from held
        union
        select sample_id from said
        union
        select a.sample_id from said
        join insdc.sample_alias a on a.value = said.value and a.kind = 'accession'
    ), sequenced as (
        select m.sample_id, u.experiment_accession as experiment
        from told join insdc.run_sample m using (sample_id)
        join insdc.run u on u.accession = m.run_accession
        union
        select m.sample_id, m.experiment_accession
        from told join insdc.experiment_sample m using (sample_id)
        union
        select e.sample_id, e.accession from told join insdc.experiment e using (sample_id)
    ), study as (
        select d.sample_id, y.accession, y.project_accession
        from sequenced d join insdc.experiment e on e.accession = d.experiment
        join insdc.study y on y.accession = e.study_accession
    ), project as (
        -- A study is as good as a project: not every archive names one.
        select sample_id, accession from study
        union
        select sample_id, project_accession from study where project_accession is not null
        union
        select p.sample_id, p.project_accession
        from told join insdc.sample_project p using (sample_id)
        union
        -- A uid whose project is not here yet stands for the accession NCBI gives out under it.
        select b.sample_id, coalesce(p.accession, 'PRJNA' || linked.uid)
        from told join insdc.biosample b using (sample_id)
        cross join lateral unnest(b.project_uids || b.linked_project_uids) as linked (uid)
        left join insdc.project p on p.entrez_uid = linked.uid
    ), projects as (
        -- Without umbrellas: else everything would be within one project.
        select sample_id, array_agg(accession) as projects from project
        where accession not in (select accession from insdc.project where is_umbrella)
        group by sample_id
    ), above as (
        select distinct s.taxon_id as of_taxon, s.taxon_id, 0 as height
        from told join insdc.sample s using (sample_id) where s.taxon_id is not null
        union all
        select a.of_taxon, t.parent_taxon_id, a.height + 1
        from above a join biosql.taxon t using (taxon_id) where t.parent_taxon_id <> t.taxon_id
    ), species as (
        -- The topmost: a species that was merged keeps its row below the one it is today.
        select distinct on (a.of_taxon) a.of_taxon as taxon_id, t.ncbi_taxon_id as species
        from above a join biosql.taxon t using (taxon_id) where t.node_rank = 'species'
        order by a.of_taxon, a.height desc
    )
    select s.sample_id, s.biosample_accession as biosample, s.sra_accession as sra,
        coalesce(p.projects, '{{}}') as projects,
        x.ncbi_taxon_id as taxon, n.species, coalesce(c.country_code, c.historical_country)
            as country, c.collected_first as first, c.collected_last as last
    from told join insdc.sample s using (sample_id)
    left join insdc.sample_curation c using (sample_id)
    left join projects p using (sample_id)
    left join biosql.taxon x on x.taxon_id = s.taxon_id
    left join species n on n.taxon_id = s.taxon_id"""
_STAGES = """
    create temporary table stage_specimen (accession text, sample_id bigint) on commit drop;
    create temporary table stage_evidence (kind text, value text, sample_id bigint,
        other_sample_id bigint, conflict text) on commit drop"""
_WRITING = (
    """
    insert into insdc.specimen (accession) select distinct accession from stage_specimen
    on conflict do nothing""",
    """
    update insdc.sample s set specimen_id = found.specimen_id from (
        select one.sample_id, n.specimen_id
        from (select sample_id from stage_specimen
              union select sample_id from insdc.sample where specimen_id is not null) one
        left join stage_specimen g on g.sample_id = one.sample_id
        left join insdc.specimen n on n.accession = g.accession) found
    where s.sample_id = found.sample_id and s.specimen_id is distinct from found.specimen_id""",
    """
    delete from insdc.specimen n
    where not exists (select from stage_specimen g where g.accession = n.accession)""",
    """
    delete from insdc.specimen_evidence e where not exists (
        select from stage_evidence g where (g.kind, g.value, g.sample_id, g.other_sample_id)
            = (e.kind, e.value, e.sample_id, e.other_sample_id)
            and g.conflict is not distinct from e.conflict)""",
    """
    insert into insdc.specimen_evidence (kind, value, sample_id, other_sample_id, conflict)
    select kind, value, sample_id, other_sample_id, conflict from stage_evidence
    on conflict do nothing""",
)


@dataclass(frozen=True, slots=True)
class _Files:
    """The shared files; each time they are gone through, they are read anew."""

    database: Database

    def __iter__(self) -> Iterator[SharedFile]:
        for found in _streamed(self.database, _FILES):
            yield SharedFile(found.md5, found.sample_id, found.run, found.size)


class PostgresSpecimens:
    """Implements application.ports.specimens.SpecimenShelf."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> Iterable[SharedFile]:
        return _Files(self._database)

    def same_as(self) -> Iterable[SameAs]:
        for found in _streamed(self._database, _SAME_AS):
            yield SameAs(found.sample_id, found.value)

    def deposits(self) -> Iterable[Deposit]:
        for found in _streamed(self._database, _DEPOSITS):
            yield Deposit(**(found._asdict() | {"projects": frozenset(found.projects)}))

    def write(self, grouping: Grouping) -> None:
        groups = [
            row((specimen.name, sample_id))
            for specimen in grouping.specimens
            for sample_id in specimen.sample_ids
        ]
        evidence = [
            row((one.kind, one.value, one.first, one.second, one.conflict))
            for one in grouping.evidence
        ]
        with self._database.transaction() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            connection.execute(text(_STAGES))
            copy(connection, "stage_specimen", ("accession", "sample_id"), copy_text(groups))
            columns = ("kind", "value", "sample_id", "other_sample_id", "conflict")
            copy(connection, "stage_evidence", columns, copy_text(evidence))
            for statement in _WRITING:
                connection.execute(text(statement))


def _streamed(database: Database, query: str) -> Iterator[Any]:
    with database.transaction() as connection:
        yield from _rows(connection, query)


def _rows(connection: Connection, query: str) -> Iterator[Any]:
    streaming = connection.execution_options(yield_per=_AT_ONCE)
    yield from streaming.execute(text(query))
