"""The selections that are followed, in PostgreSQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from application.errors import UsageError
from domain.accession import Accession
from domain.following import ArchiveIndex, Followed
from domain.selection import Selection

_ALL = """
    select name, asked, paused_at, watermark, build, aim, aim_build, aimed_at, experiments,
        projects_due
    from insdc.selection order by name"""
_IN_STEP_WITH = "select watermark from insdc.selection where name = :name for update"
_REWIND = """
    update insdc.selection set watermark = :day, build = null, aim = null, aim_build = null,
        aimed_at = null
    where name = :name"""
_ENLIST = """
    insert into insdc.selection_member (selection, record, entrez_uid)
    select distinct :name, :record, cast(key as bigint) from insdc.page, unnest(keys) as one (key)
    where job = any(:jobs) and key ~ '^[0-9]{1,18}$'
    on conflict (selection, record, entrez_uid) do update
    set missing_build = null, missing_since = null
    where selection_member.missing_build is not null"""


class PostgresFollowing:
    """Implements application.ports.following.Following."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[Followed]:
        with self._database.transaction() as connection:
            return [_followed(row) for row in connection.execute(text(_ALL)).mappings()]

    def add(self, name: str, selection: Selection) -> None:
        known = {one.name: one for one in self.all()}
        if name in known and known[name].selection != selection:
            raise UsageError(
                f"{name} follows {known[name].selection} already. Choose another name, or first:  "
                f"insdc-sync follow remove {name}"
            )
        with self._database.transaction() as connection:
            connection.execute(
                text(
                    "insert into insdc.selection (name, asked) "
                    "values (:name, cast(:asked as jsonb)) on conflict do nothing"
                ),
                {"name": name, "asked": json.dumps(_asked(selection))},
            )

    def remove(self, name: str) -> None:
        self._change(name, "delete from insdc.selection where name = :name")

    def pause(self, name: str, *, rests: bool) -> None:
        when = "now()" if rests else "null"
        self._change(name, f"update insdc.selection set paused_at = {when} where name = :name")

    def rewind(self, name: str, day: date) -> None:
        with self._database.transaction() as connection:
            row = connection.execute(text(_IN_STEP_WITH), {"name": name}).first()
            if row is None:
                raise UsageError(_unknown(connection, name))
            _refuse_ahead(name, row.watermark, day)
            connection.execute(text(_REWIND), {"name": name, "day": day})

    def aim(self, name: str, index: ArchiveIndex) -> None:
        self._change(
            name,
            "update insdc.selection set aim = :day, aim_build = :build, aimed_at = now() "
            "where name = :name",
            day=index.day,
            build=index.build,
        )

    def reach(self, name: str, index: ArchiveIndex, experiments: int, job: int) -> None:
        self._change(
            name,
            "update insdc.selection set watermark = :day, build = :build, aim = null, "
            "aim_build = null, aimed_at = null, experiments = :experiments, last_job = :job, "
            "projects_due = true where name = :name",
            day=index.day,
            build=index.build,
            experiments=experiments,
            job=job,
        )

    def projects_came(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                text("update insdc.selection set projects_due = false where projects_due")
            )

    def enlist(self, name: str, record: str, jobs: Collection[int]) -> None:
        with self._database.transaction() as connection:
            values = {"name": name, "record": record, "jobs": list(jobs)}
            connection.execute(text(_ENLIST), values)

    def _change(self, name: str, statement: str, **values: Any) -> None:
        with self._database.transaction() as connection:
            if not connection.execute(text(statement), {"name": name, **values}).rowcount:
                raise UsageError(_unknown(connection, name))


def _refuse_ahead(name: str, watermark: date | None, day: date) -> None:
    if watermark is None:
        raise UsageError(
            f"{name} was never synchronized: its first sync begins with the first day."
        )
    if day > watermark:
        raise UsageError(
            f"{name} is in step with {watermark}: it cannot be rewound to a later day, {day}: "
            "what changed in between would never come."
        )


def _unknown(connection: Connection, name: str) -> str:
    names = ", ".join(connection.scalars(text("select name from insdc.selection order by name")))
    followed = f"Followed are: {names}." if names else "Nothing is followed yet."
    return f"Nothing that is followed is called {name}. {followed}"


def _asked(selection: Selection) -> dict[str, Any]:
    asked = {
        "organism": selection.organism,
        "query": selection.query,
        "bioproject": str(selection.bioproject or "") or None,
        "accessions": list(map(str, selection.accessions)) or None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _followed(row: Mapping[Any, Any]) -> Followed:
    asked = row["asked"]
    return Followed(
        row["name"],
        Selection(
            organism=asked.get("organism"),
            query=asked.get("query"),
            bioproject=Accession.parse(asked["bioproject"]) if "bioproject" in asked else None,
            accessions=tuple(map(Accession.parse, asked.get("accessions", ()))),
        ),
        is_paused=row["paused_at"] is not None,
        reached=_index(row["watermark"], row["build"]),
        aim=_index(row["aim"], row["aim_build"]),
        aimed_at=row["aimed_at"],
        experiments=row["experiments"],
        projects_due=row["projects_due"],
    )


def _index(day: date | None, build: str | None) -> ArchiveIndex | None:
    return ArchiveIndex(build or "", day) if day else None
