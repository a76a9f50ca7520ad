"""Reads what changed in the mirror, in PostgreSQL."""

from datetime import datetime

from sqlalchemy import text

from adapters.postgres.database import Database
from application.ports.history import (
    Change,
    ChangedRecord,
    ChangedStatus,
    Difference,
    Mirrored,
    RecordHistory,
)
from domain.accession import Accession

_IN_ORDER = "kind, length(accession), accession"
_MIRRORED = "select kind, accession, status, mirrored_at, mirrored_by from insdc.record"
_RECORDS = f"{_MIRRORED} where accession = any(:names) order by {_IN_ORDER}"
_CHANGES = """
    select changed_at, job, kind, accession, field, before, after from insdc.change
    where accession = any(:names) order by change_id"""
_OF_KIND = "(cast(:kind as text) is null or kind = :kind)"
_IN_TIME = f"changed_at >= :since and changed_at < :until and {_OF_KIND}"
_NEW = f"""
    {_MIRRORED} where mirrored_at >= :since and mirrored_at < :until and {_OF_KIND}
    order by {_IN_ORDER}"""
_CHANGED = f"""
    select kind, accession, array_agg(distinct field order by field) from insdc.change
    where {_IN_TIME} and field <> 'status' group by kind, accession order by {_IN_ORDER}"""
_STATUSES = f"""
    select * from (
        select kind, accession, (array_agg(before order by change_id))[1] as before,
            (array_agg(after order by change_id desc))[1] as after, max(changed_at) as changed_at
        from insdc.change where {_IN_TIME} and field = 'status' group by kind, accession) net
    where before is distinct from after order by {_IN_ORDER}"""


class PostgresHistory:
    """Implements application.ports.history.History."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, accession: Accession) -> RecordHistory:
        with self._database.transaction() as connection:
            names = connection.scalar(
                text("select insdc.names_of(:name)"), {"name": str(accession)}
            )
            asked = {"names": names}
            return RecordHistory(
                [Mirrored(*row) for row in connection.execute(text(_RECORDS), asked)],
                [Change(*row) for row in connection.execute(text(_CHANGES), asked)],
            )

    def between(self, since: datetime, until: datetime, kind: str | None) -> Difference:
        asked = {"since": since, "until": until, "kind": kind}
        with self._database.transaction() as connection:
            return Difference(
                [Mirrored(*row) for row in connection.execute(text(_NEW), asked)],
                [ChangedRecord(*row) for row in connection.execute(text(_CHANGED), asked)],
                [ChangedStatus(*row) for row in connection.execute(text(_STATUSES), asked)],
            )
