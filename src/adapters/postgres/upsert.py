"""Inserts the staged rows of one table that are new and updates those whose content differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from adapters.postgres.changes import remember
from domain.tally import Outcome, Tally

_DIFFERS = "(t.content_hash is distinct from s.content_hash or t.status <> 'live')"


@dataclass(frozen=True, slots=True)
class Target:
    """A table and where its rows come from.

    source: a FROM clause in which `s` is the staging table.
    key, staged_key: the column that names a row, and the expression that gives it in the source.
    name: the accession that a row goes by, as an expression over `t`.
    values: what each column gets, as an expression over the source.
    only_on_insert: those of them that an update leaves alone.
    counts_stubs: whether a record that was known by reference alone counts as new.
    moves: what else of a row the merge will change, as a condition on `t` and the source.
    arrives: whether consumers are told of new records.
    """

    table: str
    source: str
    key: str
    staged_key: str
    values: Mapping[str, str]
    only_on_insert: frozenset[str] = frozenset()
    counts_stubs: bool = False
    moves: str = "false"
    arrives: bool = True
    name: str = "t.accession"

    def upsert(self, connection: Connection, job: int) -> Tally:
        """Write what is new or differs, note it in touched_<table>, and count.

        A staged row without a hash is a mere reference: it is inserted but replaces nothing.
        """
        self.remember(connection)
        connection.execute(text(self._statement()), {"job": job})
        if self.arrives:
            connection.execute(text(self._arrivals()), {"job": job})
        counted = connection.execute(
            text(
                "select count(*) filter (where is_new), count(*) filter (where not is_new),"
                f" (select count(*) from {self.source} where s.content_hash is not null"
                f" and not exists (select from touched_{self.table} t"
                f" where t.key = {self.staged_key}))"
                f" from touched_{self.table}"
            )
        ).one()
        new, changed, same = counted
        counts = {Outcome.NEW: new, Outcome.CHANGED: changed, Outcome.SAME: same}
        return Tally({(self.table, outcome): n for outcome, n in counts.items() if n})

    def remember(self, connection: Connection) -> None:
        """Keep, for the history, what the rows say that the merge will change."""
        which = (
            f"t.{self.key} = {self.staged_key} and s.content_hash is not null "
            f"and ({_DIFFERS} or {self.moves})"
        )
        remember(connection, self.table, which, self.source)

    def _arrivals(self) -> str:
        """Tell consumers what is here for the first time, in the order of its accessions."""
        return f"""
            insert into insdc.arrival (kind, accession, job)
            select '{self.table}', n.name, :job
            from touched_{self.table} a join insdc.{self.table} t on t.{self.key} = a.key
            cross join lateral (select {self.name} as name) n
            where a.arrived order by length(n.name), n.name
        """

    def _statement(self) -> str:
        columns = ", ".join(self.values)
        expressions = ", ".join(self.values.values())
        updates = ", ".join(
            f"{column} = {expression}"
            for column, expression in self.values.items()
            if column not in self.only_on_insert
        )
        # A subquery sees the row as it was before the statement.
        was_stub = (
            f"(select o.content_hash is null from insdc.{self.table} o where o.{self.key} = "
            f"t.{self.key})"
        )
        return f"""
            with changed as (
                update insdc.{self.table} t set {updates},
                    status = 'live',
                    status_since = case when t.status = 'live' then t.status_since else now() end,
                    -- A reference that gets its record is no change: now it is mirrored.
                    mirrored_at = case when t.content_hash is null then now()
                        else t.mirrored_at end,
                    mirrored_by = case when t.content_hash is null then :job
                        else t.mirrored_by end,
                    changed_at = case when t.content_hash is null then t.changed_at
                        else now() end,
                    changed_by = case when t.content_hash is null then t.changed_by else :job end
                from {self.source}
                where t.{self.key} = {self.staged_key} and s.content_hash is not null
                    and {_DIFFERS}
                returning t.{self.key} as key, {was_stub} as was_stub
            ), fresh as (
                insert into insdc.{self.table} ({columns}, mirrored_by)
                select {expressions}, :job from {self.source}
                where not exists (
                    select from insdc.{self.table} t where t.{self.key} = {self.staged_key}
                )
                returning {self.key}, content_hash is not null as is_record
            )
            insert into touched_{self.table} (key, is_new, arrived)
            select key, {"was_stub" if self.counts_stubs else "false"}, was_stub from changed
            union all select {self.key}, true, is_record from fresh
        """
