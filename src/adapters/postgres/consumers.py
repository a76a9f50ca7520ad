"""How far each pipeline has come with what arrived, in PostgreSQL."""

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from application.errors import UsageError
from application.ports.consumers import Arrival, HandOut

_LAST = "select coalesce(max(number), 0) from insdc.arrival where kind = :kind"
# What was handed out may have been purged since.
_LAST_KNOWN = f"""
    select greatest(({_LAST}), (select max(handed_out) from insdc.consumer where kind = :kind))"""
_BEGIN = f"""
    insert into insdc.consumer (name, kind, acknowledged, handed_out)
    select :name, :kind, last.number, last.number
    from (select case when :from_now then ({_LAST}) else 0 end as number) last
    on conflict (name, kind) do nothing"""
# Locked, so that two calls of one consumer at once are two calls, one after the other.
_STANDS = """
    select acknowledged, handed_out from insdc.consumer
    where name = :name and kind = :kind for update"""
_WAITING = """
    select number, accession, job from insdc.arrival
    where kind = :kind and number > :acknowledged order by number limit :limit"""
_LEFT = "select count(*) from insdc.arrival where kind = :kind and number > :number"
_SEEN = """
    update insdc.consumer set handed_out = :number, seen_at = now()
    where name = :name and kind = :kind"""
_ACKNOWLEDGE = """
    update insdc.consumer set acknowledged = greatest(acknowledged, :number), seen_at = now()
    where name = :name and kind = :kind returning acknowledged"""


class PostgresConsumers:
    """Implements application.ports.consumers.Consumers.

    Arrivals are numbered by one writer at a time, who holds the writer lock until they are
    committed and seen: no number comes after a larger one. What was handed out is durable, since
    noting it is a commit of its own after those of the merges.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def hand_out(self, name: str, kind: str, limit: int | None, *, from_now: bool) -> HandOut:
        asked = {"name": name, "kind": kind, "from_now": from_now, "limit": limit}
        with self._database.transaction() as connection:
            is_new = connection.execute(text(_BEGIN), asked).rowcount > 0
            acknowledged, _ = connection.execute(text(_STANDS), asked).one()
            values = asked | {"acknowledged": acknowledged}
            arrivals = [Arrival(*row) for row in connection.execute(text(_WAITING), values)]
            last = arrivals[-1].number if arrivals else acknowledged
            connection.execute(text(_SEEN), asked | {"number": last})
            left = connection.scalar(text(_LEFT), asked | {"number": last}) or 0
            return HandOut(arrivals, left, is_new)

    def acknowledge(self, name: str, kind: str, number: int | None) -> int:
        asked = {"name": name, "kind": kind}
        with self._database.transaction() as connection:
            stands = connection.execute(text(_STANDS), asked).first()
            if stands is None:
                raise UsageError(
                    f"{name} was never given any {kind}: see insdc-sync new --for {name} "
                    f"--kind {kind}."
                )
            if number is not None:
                _refuse_unheard(connection, number, kind)
            upto = stands.handed_out if number is None else number
            values = asked | {"number": upto}
            return int(connection.execute(text(_ACKNOWLEDGE), values).scalar_one())


def _refuse_unheard(connection: Connection, number: int, kind: str) -> None:
    last = connection.scalar(text(_LAST_KNOWN), {"kind": kind})
    if number > (last or 0):
        raise UsageError(f"No {kind} has number {number}: the last one handed out is {last}.")
