"""Keeps other writers off the taxa while a dump is applied; readers go on."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from application.errors import TryAgainError
from application.ports.progress import Progress

PATIENCE_SECONDS = 300
_SECONDS_OF_SILENCE = 3
_LOCK_TIMEOUT = "55P03"
_LOCK = "lock table biosql.taxon, biosql.taxon_name in share row exclusive mode"
_HOLDER = """
    select a.pid, a.xact_start, concat_ws(', ', a.usename, nullif(a.application_name, '')) as who
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.relation in ('biosql.taxon'::regclass, 'biosql.taxon_name'::regclass)
        and l.database = (select oid from pg_database where datname = current_database())
        and l.mode not in ('AccessShareLock', 'RowShareLock') and l.pid <> pg_backend_pid()
    order by l.granted desc, a.xact_start limit 1"""


def keep_writers_out(connection: Connection, progress: Progress) -> None:
    """Lock BioSQL's tables of taxa; say whom it waits for.

    Raises TryAgainError once somebody has held them for minutes.
    """
    if _locked(connection, _SECONDS_OF_SILENCE):
        return
    progress.say(f"Waiting for {_who_holds(connection)}.")
    if not _locked(connection, PATIENCE_SECONDS):
        raise TryAgainError(
            f"The taxa could not be changed: for {PATIENCE_SECONDS} s the sync has waited for "
            f"{_who_holds(connection)}. The taxonomy stays as it was: let that end and run the "
            "same command again."
        )


def _locked(connection: Connection, seconds: int) -> bool:
    savepoint = connection.begin_nested()
    try:
        connection.execute(text(f"set local lock_timeout = '{seconds}s'"))
        connection.execute(text(_LOCK))
    except OperationalError as error:
        if getattr(error.orig, "pgcode", "") != _LOCK_TIMEOUT:
            raise
        savepoint.rollback()
        return False
    connection.execute(text("set local lock_timeout = default"))
    savepoint.commit()
    return True


def _who_holds(connection: Connection) -> str:
    holder = connection.execute(text(_HOLDER)).first()
    if holder is None:
        return "another session that writes to biosql.taxon or biosql.taxon_name"
    since = f" since {holder.xact_start:%Y-%m-%d %H:%M %Z}" if holder.xact_start else ""
    return f"process {holder.pid} ({holder.who}), which has biosql.taxon in use{since}"
