"""Writes the names that came and removes those that went; retired taxa keep their last names."""

from collections.abc import Collection

from sqlalchemy import Connection, text

from adapters.postgres.taxonomy.beside import Beside
from adapters.postgres.taxonomy.copying import copy_in, copy_words_in
from application.errors import NotReadyError
from application.ports.taxonomy_dump import Rows
from domain.taxonomy import TaxonomyError
from domain.taxonomy_nodes import BLOCK_BITS

_STAGE = """
    create temporary table stage_name (ncbi_taxon_id integer, name text, name_class text)
    on commit drop"""
_SAME_BLOCK = "select from unread_name_block u where u.block = t.ncbi_taxon_id >> :bits"
_KNOWN = f"""
    create temporary table known_taxon on commit drop as
    select t.taxon_id, t.ncbi_taxon_id from biosql.taxon t
    where t.ncbi_taxon_id is not null and not exists ({_SAME_BLOCK})"""
_THERE = """
    create temporary table there_name on commit drop as
    select t.taxon_id, t.ncbi_taxon_id, n.name, n.name_class
    from known_taxon t join biosql.taxon_name n on n.taxon_id = t.taxon_id"""
_READ = f"""
    create temporary table read_taxon on commit drop as
    select t.taxon_id, t.ncbi_taxon_id from biosql.taxon t
    where t.ncbi_taxon_id is not null
        and not exists ({_SAME_BLOCK})
        and not exists (
            select from taxonomy.merged m where m.kept and m.ncbi_taxon_id = t.ncbi_taxon_id)
        and not exists (
            select from taxonomy.retired r where r.kept and r.ncbi_taxon_id = t.ncbi_taxon_id)"""
_NOBODYS = """
    select ncbi_taxon_id from stage_name s
    where not exists (select from read_taxon t where t.ncbi_taxon_id = s.ncbi_taxon_id)
    union all
    select g.ncbi_taxon_id from gone_taxon g
    join unread_name_block u on u.block = g.ncbi_taxon_id >> :bits
    join biosql.taxon t on t.ncbi_taxon_id = g.ncbi_taxon_id
    where exists (select from biosql.taxon_name n where n.taxon_id = t.taxon_id)
    order by 1 limit 1"""
_ADDED = """
    create temporary table added_name on commit drop as
    select distinct t.taxon_id, s.ncbi_taxon_id, s.name, s.name_class
    from stage_name s join read_taxon t on t.ncbi_taxon_id = s.ncbi_taxon_id
    where not exists (
        select from there_name n
        where n.ncbi_taxon_id = s.ncbi_taxon_id and n.name = s.name
            and n.name_class = s.name_class)"""
_REMOVED = """
    create temporary table removed_name on commit drop as
    select n.taxon_id, n.ncbi_taxon_id, n.name, n.name_class
    from there_name n join read_taxon t on t.taxon_id = n.taxon_id
    where not exists (
        select from stage_name s
        where s.ncbi_taxon_id = n.ncbi_taxon_id and s.name = n.name
            and s.name_class = n.name_class)"""
_DELETE = """
    delete from biosql.taxon_name n using removed_name r
    where n.taxon_id = r.taxon_id and n.name = r.name and n.name_class = r.name_class"""
_INSERT = """
    insert into biosql.taxon_name (taxon_id, name, name_class)
    select taxon_id, name, name_class from added_name order by name, name_class"""
_RENAMED = """
    insert into taxonomy.change (job, ncbi_taxon_id, kind, before, after)
    select :job, ncbi_taxon_id, 'renamed', went.name, came.name
    from (select ncbi_taxon_id, min(name) as name from removed_name
          where name_class = 'scientific name' group by 1) as went
    full join (select ncbi_taxon_id, min(name) as name from added_name
               where name_class = 'scientific name' group by 1) as came using (ncbi_taxon_id)
    where not exists (
        select from arrived_taxon a where a.ncbi_taxon_id = came.ncbi_taxon_id and a.is_new)"""


class StagedNames:
    """The names of the taxa that were read, on their way into the tables."""

    def __init__(self, connection: Connection, beside: Beside) -> None:
        self._sql = connection
        self._beside = beside
        self._sql.execute(text(_STAGE))

    def add(self, rows: Rows) -> None:
        names, _, classes = rows.columns
        lines = map("\t".join, zip(map(str, rows.ids), names, classes, strict=True))
        self._beside.run(
            copy_words_in, self._sql, "stage_name", "ncbi_taxon_id, name, name_class", lines
        )

    def forget(self) -> None:
        self._beside.wait()
        self._sql.execute(text("truncate stage_name"))

    def are_read(self) -> None:
        """Nothing is done before the other files are read as well."""

    def compare_with(self, unread: Collection[int]) -> None:
        """Fetch the names that are there, while others build the tree.

        unread: blocks of tax ids whose names are as they were.
        """
        self._beside.run(self._fetch, unread)

    def _fetch(self, unread: Collection[int]) -> None:
        self._sql.execute(
            text("create temporary table unread_name_block (block integer) on commit drop")
        )
        copy_in(self._sql, "unread_name_block", "block", map(str, unread))
        self._sql.execute(text("analyze stage_name, unread_name_block"))
        self._sql.execute(text(_KNOWN), {"bits": BLOCK_BITS})
        self._sql.execute(text("analyze known_taxon"))
        self._sql.execute(text(_THERE))
        self._sql.execute(text("analyze there_name"))

    def write(self, job: int) -> tuple[int, int]:
        """Write what differs, once the taxa are written.

        Give how many names came and how many went.
        """
        self._sql.execute(text(_READ), {"bits": BLOCK_BITS})
        self._sql.execute(text("analyze read_taxon"))
        self._refuse_nobodys()
        added = self._sql.execute(text(_ADDED)).rowcount
        removed = self._sql.execute(text(_REMOVED)).rowcount
        self._sql.execute(text("analyze added_name, removed_name"))
        self._sql.execute(text(_DELETE))
        self._sql.execute(text(_INSERT))
        self._sql.execute(text(_RENAMED), {"job": job})
        return added, removed

    def refuse_nameless(self, taxa: int) -> None:
        refuse_nameless(self._sql, taxa, _OF_THESE)

    def _refuse_nobodys(self) -> None:
        nobody = self._sql.scalar(text(_NOBODYS), {"bits": BLOCK_BITS})
        if nobody is not None:
            raise TaxonomyError(f"names.dmp names taxon {nobody}, which nodes.dmp does not have")


_OF_THESE = """
    and t.taxon_id in (
        select taxon_id from removed_name where name_class = 'scientific name'
        union select x.taxon_id from arrived_taxon a join biosql.taxon x using (ncbi_taxon_id))"""
_NAMELESS = """
    select t.ncbi_taxon_id, count(*) over () as taxa from biosql.taxon t
    where t.ncbi_taxon_id is not null
        and not exists (select from biosql.taxon_name n
            where n.taxon_id = t.taxon_id and n.name_class = 'scientific name')
        and not exists (select from taxonomy.merged m where m.ncbi_taxon_id = t.ncbi_taxon_id)
        and not exists (select from taxonomy.retired r where r.ncbi_taxon_id = t.ncbi_taxon_id)
        {which}
    order by 1 limit 1"""


def refuse_nameless(connection: Connection, taxa: int, which: str = "") -> None:
    """Refuse a dump that leaves many taxa without a scientific name: its names.dmp is torn.

    A single one, or one in a hundred, may be odd but true.
    taxa: how many there are. which: more conditions on `biosql.taxon t`. Raises NotReadyError.
    """
    found = connection.execute(text(_NAMELESS.format(which=which))).first()
    if found is not None and found.taxa > max(1, taxa // _ONE_IN):
        raise NotReadyError(
            f"names.dmp has no scientific name of {found.taxa:,} of {taxa:,} taxa, the first of "
            f"them {found.ncbi_taxon_id}, so nothing was done. If that is right, run again with "
            "--allow-loss."
        )


_ONE_IN = 100
