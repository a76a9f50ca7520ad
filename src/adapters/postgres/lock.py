"""One job of a kind at a time, by an advisory lock that its holder's session keeps."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from adapters.postgres.database import Database
from application.errors import JobUnderWayError

_SPACE = 0x1D5D


class PostgresJobLock:
    """Implements application.ports.lock.JobLock: a lock of the session, gone when it ends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def hold(self, kind: str) -> Iterator[None]:
        key = {"space": _SPACE, "key": crc32(kind.encode()) & 0x7FFFFFFF}
        with self._database.session() as connection:
            if not connection.scalar(text("select pg_try_advisory_lock(:space, :key)"), key):
                raise JobUnderWayError(_who_holds(connection, kind, key))
            try:
                yield
            finally:
                # Where the session is gone, so is the lock; the job may have ended well.
                with suppress(DBAPIError):
                    connection.execute(text("select pg_advisory_unlock(:space, :key)"), key)


def _who_holds(connection: Connection, kind: str, key: dict[str, int]) -> str:
    holder = connection.execute(
        text(
            "select a.pid, a.backend_start, coalesce(a.client_hostname, host(a.client_addr), "
            "'this machine') as host from pg_locks l join pg_stat_activity a using (pid) "
            "where l.locktype = 'advisory' and l.classid = :space and l.objid = :key and l.granted "
            "and l.database = (select oid from pg_database where datname = current_database())"
        ),
        key,
    ).first()
    # Whoever may not see other users' sessions is told that there is one, and no more.
    since = (
        f" since {holder.backend_start:%Y-%m-%d %H:%M %Z} (from {holder.host})"
        if holder and holder.backend_start
        else ""
    )
    return f"Another {kind} job is under way{since}: nothing was done."
