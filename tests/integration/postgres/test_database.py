"""Database: its errors say who must act, and what to do."""

import time
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import psycopg2
import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)

from adapters.postgres.database import Database
from adapters.postgres.taxonomy.copying import copy_words_in
from adapters.postgres.unreachable import passes, to_check
from application.errors import ConfigurationError, TryAgainError, UsageError
from tests.support.server import Server

SECRET = "hunter2"  # noqa: S105 - to be looked for


def connect(url: str) -> None:
    database = Database(url)
    try:
        with database.transaction():
            pass
    finally:
        database.dispose()


def run(database: Database, *statements: str) -> None:
    """Run statements in one transaction."""
    with database.transaction() as connection:
        for statement in statements:
            connection.execute(text(statement))


def projects(database: Database) -> int:
    with database.transaction() as connection:
        return connection.execute(text("select accession from insdc.project")).rowcount


PASSING = (
    'connection to server at "10.80.20.7", port 5432 failed: Connection refused',
    'connection to server at "db.example" failed: timeout expired',
    "FATAL:  the database system is starting up",
    "FATAL:  sorry, too many clients already",
    'could not translate host name "db" to address: Temporary failure in name resolution',
)
A_PROJECT = "insert into insdc.project values ('PRJNA1', 'SRA')"
BREAK = "select pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def role(server: Server) -> Iterator[str]:
    """A role that may do nothing, not even log in."""
    name = f"insdc_sync_test_{uuid4().hex[:12]}"
    server.execute(f"create role {name} nologin")
    yield name
    server.execute(f"drop role {name}")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://user@host/database",
        "postgresql://user@host:port/database",
        "postgresql://user@[::1/database",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="INSDC_SYNC_DATABASE_URL"):
        Database(url)


def test_an_option_that_postgresql_does_not_know_is_named() -> None:
    with pytest.raises(ConfigurationError, match="colour"):
        connect("postgresql://user@localhost:1/database?colour=blue")


def test_a_server_that_is_down_is_the_operators_to_start() -> None:
    with pytest.raises(ConfigurationError, match=r"No connection.*the server is running") as raised:
        connect(f"postgresql://user:{SECRET}@localhost:1/database")

    assert SECRET not in str(raised.value)


def test_a_server_that_starts_late_is_waited_for_and_the_log_says_so(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(server.url, wait_seconds=60)
    connect_to_it, answers = database.engine.connect, iter(PASSING)

    def connect_later() -> Connection:
        if (said := next(answers, None)) is not None:
            raise OperationalError(None, None, psycopg2.OperationalError(said))
        return connect_to_it()

    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(database.engine, "connect", connect_later)

    with database.transaction() as connection:
        assert connection.execute(text("select 1")).scalar() == 1
    database.dispose()

    assert pauses == [5.0] * len(PASSING)
    assert [f"does not answer yet ({said})." in caplog.text for said in PASSING] == [True] * 5


@pytest.mark.parametrize("seconds", [0, 0.1])
def test_one_that_never_answers_is_worth_another_attempt_only_to_who_waits(seconds: float) -> None:
    database = Database("postgresql://user@localhost:1/database", wait_seconds=seconds)

    with (
        pytest.raises(
            TryAgainError if seconds else ConfigurationError, match="the server is running"
        ),
        database.transaction(),
    ):
        pass


@pytest.mark.parametrize(
    ("said", "is_a_remedy"),
    [
        ('FATAL:  PAM authentication failed for user "rdsiamuser"', True),
        ('FATAL:  password authentication failed for user "rdsiamuser"', True),
        ('FATAL:  role "rdsiamuser" does not exist', True),
        ('FATAL:  role "rdsiamuser" is not permitted to log in', True),
        ('FATAL:  pg_hba.conf rejects connection for host "10.0.0.1"', True),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', True),
        ("fe_sendauth: no password supplied", True),
        ('FATAL:  database "insdc" does not exist', False),
        ("Connection refused", False),
    ],
)
@pytest.mark.parametrize("by_token", [True, False])
def test_a_login_that_is_refused_names_the_bootstrap_and_the_right(
    said: str, *, is_a_remedy: bool, by_token: bool
) -> None:
    advice = to_check(said, by_token=by_token)

    assert ("`insdc-sync database bootstrap`" in advice) is is_a_remedy
    assert ("the job bootstrap" in advice) is is_a_remedy
    assert ("rds-db:connect" in advice) is (is_a_remedy and by_token)
    assert not (is_a_remedy and passes(said))


def test_a_user_who_is_not_there_is_not_waited_for(server: Server) -> None:
    absent = make_url(server.url).set(username="insdc_sync_absent")
    database = Database(absent.render_as_string(hide_password=False), wait_seconds=60)

    with (
        pytest.raises(ConfigurationError, match=r"does not exist.*database bootstrap"),
        database.transaction(),
    ):
        pass


def test_a_database_that_is_absent_is_named(postgres_url: str) -> None:
    absent = make_url(postgres_url).set(database="insdc_sync_absent")

    with pytest.raises(ConfigurationError, match='"insdc_sync_absent" does not exist'):
        connect(absent.render_as_string(hide_password=False))


def test_a_user_who_may_not_log_in_is_named(postgres_url: str, role: str) -> None:
    other = make_url(postgres_url).set(username=role)

    with pytest.raises(ConfigurationError, match=f'"{role}" is not permitted to log in'):
        connect(other.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://user:{SECRET}@host/database",
        f"postgresql://user@host/database?password={SECRET}",
        f"postgresql:///database?user=user&password={SECRET}&host=host",
    ],
)
def test_the_address_hides_the_password(url: str) -> None:
    address = Database(url).address

    assert SECRET not in address
    assert "host" in address


def test_what_is_done_in_a_transaction_is_committed(database: Database) -> None:
    run(database, A_PROJECT)

    assert projects(database) == 1


def test_what_is_done_in_a_transaction_that_raises_is_not(database: Database) -> None:
    with suppress(UsageError), database.transaction() as connection:
        connection.execute(text(A_PROJECT))
        raise UsageError

    assert projects(database) == 0


def test_our_own_errors_come_out_as_they_are(database: Database) -> None:
    with pytest.raises(UsageError, match="as it was"), database.transaction():
        raise UsageError("as it was")


def test_a_read_only_database_is_the_operators_to_mend(database: Database) -> None:
    with pytest.raises(ConfigurationError, match=r"refuses.*read-only transaction"):
        run(database, "set transaction read only", A_PROJECT)


def test_a_user_without_the_right_is_told_which(database: Database, role: str) -> None:
    with pytest.raises(ConfigurationError, match=r"may not do this: permission denied.*insdc"):
        run(database, f"set local role {role}", A_PROJECT)


def test_a_connection_that_breaks_asks_to_try_again(database: Database) -> None:
    with pytest.raises(TryAgainError, match=r"broke.*run the same command again"):
        run(database, BREAK)


def test_a_server_that_was_killed_asks_to_try_again(database: Database) -> None:
    words = "server closed the connection unexpectedly"
    crashed = DatabaseError("select 1", {}, psycopg2.DatabaseError(words))
    crashed.connection_invalidated = True

    with (
        pytest.raises(TryAgainError, match=f"{words}.*run the same command again"),
        database.transaction(),
    ):
        raise crashed


def test_a_broken_connection_is_replaced_by_a_new_one(database: Database) -> None:
    with suppress(TryAgainError):
        run(database, BREAK)

    assert projects(database) == 0


@pytest.mark.parametrize(
    ("code", "meaning", "words"),
    [
        ("53100", ConfigurationError, "no disk space left"),
        ("28P01", ConfigurationError, "refuses"),
        ("3D000", ConfigurationError, "refuses"),
        ("25006", ConfigurationError, "refuses"),
        ("42501", ConfigurationError, "may not do this"),
        ("57P01", TryAgainError, "run the same command again"),
        ("40P01", TryAgainError, "run the same command again"),
    ],
)
def test_what_postgresql_says_becomes_a_sentence_for_the_one_who_must_act(
    database: Database, code: str, meaning: type[Exception], words: str
) -> None:
    with pytest.raises(meaning, match=f"{words}.*so it says|so it says.*{words}"):
        run(
            database,
            f"do $$ begin raise exception 'so it says' using errcode = '{code}'; end $$",
        )


def test_a_bug_comes_out_as_it_is_with_its_cause(database: Database) -> None:
    with pytest.raises(ProgrammingError) as raised:
        run(database, "select nonsense")

    assert raised.value.__cause__ is raised.value.orig


@pytest.mark.parametrize("code", ["22003", "23505", "54000"])
def test_a_value_that_postgresql_does_not_take_is_no_broken_connection(
    database: Database, code: str
) -> None:
    with pytest.raises(DBAPIError, match="so it says"):
        run(
            database,
            f"do $$ begin raise exception 'so it says' using errcode = '{code}'; end $$",
        )


def test_letters_come_back_as_they_were_whatever_the_encoding_of_the_database(
    server: Server,
) -> None:
    latin = make_url(server.url).set(database=f"insdc_sync_test_{uuid4().hex[:12]}")
    server.execute(
        f"create database {latin.database} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' "
        "template template0"
    )
    database = Database(latin.render_as_string(hide_password=False))
    try:
        with database.transaction() as connection:
            connection.execute(text("create table said (word text)"))
            copy_words_in(connection, "said", "word", ["Müller"])
            assert connection.execute(text("select word, length(word) from said")).one() == (
                "Müller",
                6,
            )
        with pytest.raises(
            ConfigurationError, match=r"cannot hold all letters.*LATIN1.*encoding UTF8"
        ):
            run(database, "insert into said values ('結核菌')")
    finally:
        database.dispose()
        server.execute(f"drop database {latin.database}")


def test_a_broken_constraint_is_a_bug(database: Database) -> None:
    with pytest.raises(IntegrityError, match="ck_project_accession"):
        run(database, "insert into insdc.project values ('nonsense', 'SRA')")
