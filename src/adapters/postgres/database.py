"""The connection to PostgreSQL, and what its errors mean to the person who must act."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)

from adapters.postgres.unreachable import passes, to_check
from application.errors import ConfigurationError, DatabaseGoneError, InsdcSyncError

CONNECT_TIMEOUT_SECONDS = 10
PAUSE_SECONDS = 5.0

_log: Final = logging.getLogger("insdc_sync.database")

_DISK_FULL = "53100"
_CLASS_AUTHORIZATION = "28"
_NO_SUCH_DATABASE = "3D000"
_READ_ONLY = "25006"
_INSUFFICIENT_PRIVILEGE = "42501"
_NO_SUCH_LETTER = "22P05"

ABOUT_VALUES = frozenset({"22", "23", "54"})
"""Classes of SQLSTATE that are about values: data, constraints, and limits of the server."""


class Database:
    """A PostgreSQL server, connected to when first used.

    password: makes the password of each connection, where the address has none.
    wait_seconds: how long a first connection is tried where what hinders it may pass by itself;
    when it does not, that is worth another attempt. 0: once, and somebody has to look.
    """

    def __init__(
        self, url: str, password: Callable[[], str] | None = None, wait_seconds: float = 0
    ) -> None:
        self._engine = _engine(url)
        self._by_token = password is not None
        self._wait_seconds = wait_seconds
        if password is not None:
            _give_password(self._engine, password)
        self._was_connected = False

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def address(self) -> str:
        """Where the database is, without its password."""
        url = self._engine.url.set(drivername="postgresql")
        if "password" in url.query:
            url = url.update_query_dict({"password": "***"})
        return url.render_as_string(hide_password=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commit on leaving, roll back on any exception; errors say what to do."""
        with explained(self.address), self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Give a connection of one's own, in no transaction, for what outlives one."""
        with explained(self.address), self._connected() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self._connect()
        except (OperationalError, ProgrammingError) as error:
            if self._was_connected:
                raise DatabaseGoneError(
                    f"The database {self.address} does not answer any more ({_first_line(error)}). "
                    "What was committed is kept: run the same command again."
                ) from error
            raise self._no_connection(error) from error
        self._was_connected = True
        with connection:
            yield connection

    def _connect(self) -> Connection:
        give_up = time.monotonic() + self._wait_seconds
        while True:
            try:
                return self._engine.connect()
            except OperationalError as error:
                left = give_up - time.monotonic()
                if self._was_connected or left <= 0 or not passes(str(error.orig)):
                    raise
                _log.warning("The database does not answer yet (%s).", _first_line(error))
                time.sleep(min(PAUSE_SECONDS, left))

    def _no_connection(self, error: OperationalError | ProgrammingError) -> InsdcSyncError:
        said = _first_line(error)
        remedy = to_check(said, by_token=self._by_token)
        is_worth_it = self._wait_seconds > 0 and passes(str(error.orig))
        kind = DatabaseGoneError if is_worth_it else ConfigurationError
        return kind(f"No connection to the database {self.address}: {said}. {remedy}")

    def dispose(self) -> None:
        self._engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":
            raise ConfigurationError(
                f"INSDC_SYNC_DATABASE_URL asks for {parsed.get_backend_name()}: "
                "insdc-sync needs PostgreSQL (postgresql://user@host/database)."
            )
        # SQLAlchemy 2.1 takes a plain postgresql:// for psycopg 3; ours is psycopg2.
        return create_engine(
            parsed.set(drivername="postgresql+psycopg2"),
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_SECONDS,
                "application_name": "insdc-sync",
                # COPY sends UTF-8, whatever the database is in.
                "client_encoding": "utf8",
                # The session that holds a job's lock idles for hours.
                "keepalives_idle": 60,
            },
        )
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(
            "INSDC_SYNC_DATABASE_URL is not a database address "
            "(postgresql://user:password@host:5432/database)."
        ) from error


def _give_password(engine: Engine, password: Callable[[], str]) -> None:
    @event.listens_for(engine, "do_connect")
    def _log_in(
        _dialect: object, _record: object, _arguments: object, parameters: dict[str, object]
    ) -> None:
        parameters["password"] = password()


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Turn the driver's errors into ours, by who must act; bugs pass through."""
    try:
        yield
    except InsdcSyncError:
        raise
    except DBAPIError as error:
        meaning = _meaning(error, address)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: DBAPIError, address: str) -> InsdcSyncError | None:
    """Say what an error of the driver means to a person; None: it is a bug of ours."""
    code = getattr(error.orig, "pgcode", None) or ""
    detail = _first_line(error)
    if code == _DISK_FULL:
        return ConfigurationError(
            f"The database {address} has no disk space left ({detail}). Free some and run the "
            "same command again: it goes on where it stopped."
        )
    if code.startswith(_CLASS_AUTHORIZATION) or code in {_NO_SUCH_DATABASE, _READ_ONLY}:
        return ConfigurationError(f"The database {address} refuses: {detail}.")
    if code == _INSUFFICIENT_PRIVILEGE:
        return ConfigurationError(f"The database user may not do this: {detail}.")
    if code == _NO_SUCH_LETTER:
        return ConfigurationError(
            f"The database {address} cannot hold all letters ({detail}). Make one with the "
            "encoding UTF8."
        )
    # A server that crashed leaves a plain DatabaseError, known by its words alone.
    broke = error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    if broke and code[:2] not in ABOUT_VALUES:
        return DatabaseGoneError(
            f"The connection to the database {address} broke ({detail}). What was committed is "
            "kept: run the same command again."
        )
    return None


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")
