"""The first day of a database: who may do what afterwards, tried by logging in as each."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from adapters.postgres.bootstrap import Bootstrap, Roles, bootstrap, plan
from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from application.errors import ConfigurationError, UsageError
from insdc_sync.cli.demo import ARCHIVE
from tests.e2e.conftest import Program
from tests.support.server import Server

DENIED = "permission denied"


@dataclass(frozen=True)
class Day:
    """A new database of a server like RDS: its administrator owns it, and is no superuser."""

    server: Server
    name: str
    prefix: str

    @property
    def roles(self) -> Roles:
        return Roles(f"{self.prefix}_user", f"{self.prefix}_reader")

    @property
    def master(self) -> str:
        return f"{self.prefix}_master"

    def url(self, user: str | None = None, database: str | None = None) -> str:
        url = make_url(self.server.url).set(database=database or self.name)
        return (url.set(username=user) if user else url).render_as_string(hide_password=False)

    def run(self, user: str | None, *statements: str, database: str | None = None) -> list[object]:
        """Log in, run statements in a transaction, give the first column of the last one."""
        logged_in = Database(self.url(user, database))
        try:
            with logged_in.transaction() as connection:
                for statement in statements:
                    done = connection.execute(text(statement))
                return list(done.scalars()) if done.returns_rows else []
        finally:
            logged_in.dispose()

    def bootstrap(self, user: str | None = "", roles: Roles | None = None) -> Bootstrap:
        logged_in = Database(self.url(self.master if user == "" else user))
        try:
            return bootstrap(logged_in, roles or self.roles)
        finally:
            logged_in.dispose()

    def plan(self) -> Bootstrap:
        logged_in = Database(self.url(self.master))
        try:
            return plan(logged_in, self.roles)
        finally:
            logged_in.dispose()

    def migrate(self) -> None:
        logged_in = Database(self.url(self.roles.user))
        migrate(logged_in)
        logged_in.dispose()

    def is_before_16(self) -> bool:
        """Whoever makes roles may then do everything with them, and is no member of any."""
        (version,) = self.run(None, "select current_setting('server_version_num')::integer")
        return int(str(version)) < 160000

    def stranger(self, name: str, attributes: str = "nologin") -> str:
        role = f"{self.prefix}_{name}"
        self.server.execute(f"create role {role} {attributes}")
        return role


@pytest.fixture
def day(server: Server) -> Iterator[Day]:
    prefix = f"insdc_sync_test_{uuid4().hex[:8]}"
    day = Day(server, f"{prefix}_db", prefix)
    server.execute(
        f"create role {day.master} login createrole createdb",
        f"create database {day.name} owner {day.master}",
    )
    yield day
    server.execute(f"drop database if exists {day.name} with (force)")
    roles = day.run(
        None,
        f"select quote_ident(rolname) from pg_roles where starts_with(rolname, '{prefix}')",
        database=make_url(server.url).database,
    )
    server.execute(*(f"drop owned by {role}" for role in roles))
    server.execute(f"drop role {', '.join(map(str, roles))}")


@pytest.fixture
def rds(day: Day) -> Iterator[Day]:
    """The same, with the role by which RDS knows who logs in with a token."""
    day.server.execute("create role rds_iam", f"grant rds_iam to {day.master} with admin option")
    yield day
    day.server.execute("drop role rds_iam")


def facts_of(day: Day) -> list[object]:
    """Every role of this test with what it is granted, and every right in its database."""
    return day.run(
        None,
        f"""
        select concat_ws(' ', rolname, rolcanlogin, rolcreaterole) from pg_roles
        where starts_with(rolname, '{day.prefix}')
        union all select to_json(m)::text from pg_auth_members as m
        join pg_roles as r on r.oid in (m.member, m.roleid)
        where starts_with(rolname, '{day.prefix}')
        union all select to_json(a)::text from pg_default_acl as a
        union all select concat_ws(' ', oid::regclass, relacl) from pg_class
        union all select concat_ws(' ', nspname, nspowner, nspacl) from pg_namespace
        union all select concat_ws(' ', datname, datacl) from pg_database
        where datname = '{day.name}' order by 1""",
    )


def denied(day: Day, user: str, statement: str, database: str | None = None) -> str:
    with pytest.raises(ConfigurationError, match="may not do this") as raised:
        day.run(user, statement, database=database)
    return str(raised.value)


def reading(day: Day) -> str:
    """Someone to whom the reader's role was granted."""
    person = day.stranger("person", "login")
    day.server.execute(f"grant {day.roles.reader} to {person}")
    return person


# The user.


def test_the_user_migrates_and_runs_every_job(day: Day) -> None:
    day.bootstrap()
    files = {"SOURCE": "files", "FILES_DIR": str(ARCHIVE)}
    program = Program({"DATABASE_URL": day.url(day.roles.user)} | files)

    for job in (
        ("migrate",),
        ("sync", "taxonomy", "--from", str(ARCHIVE / "taxonomy")),
        ("sync", "insdc"),
        ("curate",),
    ):
        ended = program.run(*job)
        assert ended.returncode == 0, ended.stderr

    status = Program({"DATABASE_URL": day.url(reading(day))}).run("status")
    assert status.returncode == 0, status.stderr
    assert "238 experiments" in status.stdout


@pytest.mark.parametrize(
    "statement", ["create role another", "create database another", "select * from pg_authid"]
)
def test_the_user_administers_nothing(day: Day, statement: str) -> None:
    day.bootstrap()
    logged_in = Database(day.url(day.roles.user))

    with logged_in.session() as connection, pytest.raises(ProgrammingError, match=DENIED):
        connection.execute(text(statement))
    logged_in.dispose()


def test_the_user_neither_reads_nor_makes_anything_in_other_databases(
    day: Day, new_database: Callable[[], Database]
) -> None:
    other = new_database()
    name = other.engine.url.database
    day.run(None, "create table secret as select 1 as number", database=name)
    day.bootstrap()

    assert DENIED in denied(day, day.roles.user, "select * from secret", name)
    assert DENIED in denied(day, day.roles.user, "create schema mine", name)


# The reader.


def test_the_reader_reads_everything_there_is(day: Day) -> None:
    day.bootstrap()
    day.migrate()
    person = reading(day)

    relations = day.run(
        None,
        "select oid::regclass::text from pg_class where relkind in ('r', 'v', 'm') "
        "and relnamespace::regnamespace::text in ('insdc', 'biosql', 'taxonomy')",
    )

    assert len(relations) > 50
    day.run(person, *(f"select * from {relation}" for relation in relations))
    day.run(person, "select * from taxonomy.lineage(1)")


def test_the_reader_reads_what_a_later_migration_makes(day: Day) -> None:
    day.bootstrap()
    day.migrate()
    person = reading(day)

    day.run(
        day.roles.user,
        "create table insdc.later as select 1 as number",
        "create view insdc.later_view as select * from insdc.later",
        "create schema later",
        "create table later.later as select 1 as number",
    )

    for relation in ("insdc.later", "insdc.later_view", "later.later"):
        assert day.run(person, f"select number from {relation}") == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into insdc.project values ('PRJNA1', 'SRA')",
        "update insdc.run set title = null",
        "delete from biosql.taxon",
        "truncate taxonomy.change",
        "create table insdc.mine (id integer)",
        "create table biosql.mine (id integer)",
        "create schema mine",
        "select nextval('biosql.taxon_pk_seq')",
        "alter default privileges for role {user} grant delete on tables to {reader}",
    ],
)
def test_the_reader_changes_nothing(day: Day, statement: str) -> None:
    day.bootstrap()
    day.migrate()
    names = {"user": day.roles.user, "reader": day.roles.reader}

    denied(day, reading(day), statement.format(**names))


def test_the_reader_is_a_role_for_people_and_logs_in_as_nobody(day: Day) -> None:
    day.bootstrap()

    with pytest.raises(ConfigurationError, match="not permitted to log in"):
        day.run(day.roles.reader, "select 1")


# The administrator.


def test_doing_it_again_changes_nothing(day: Day) -> None:
    assert day.bootstrap().statements
    day.migrate()
    before = facts_of(day)

    assert day.bootstrap().statements == ()

    assert facts_of(day) == before


def test_a_plan_changes_nothing_and_is_what_is_done(day: Day) -> None:
    before = facts_of(day)

    planned = day.plan()

    assert facts_of(day) == before
    assert planned == day.bootstrap()


def test_the_administrator_is_left_without_the_users_rights(rds: Day) -> None:
    rds.bootstrap()

    assert rds.run(rds.master, f"select pg_has_role('{rds.roles.user}', 'usage')") == [False]


@contextmanager
def entered_as_rds(rds: Day) -> Iterator[None]:
    """No password of a member of rds_iam is taken, as RDS' own pg_hba.conf has it."""
    # To grant rds_iam, PostgreSQL wants a member of it; RDS' master is none, and may.
    rds.server.execute(
        f"revoke rds_iam from {rds.master} cascade", f"grant rds_iam to {rds.roles.user}"
    )
    (kept,) = rds.run(None, "select pg_read_file(current_setting('hba_file'))")
    _write_rules(
        rds, f"local {rds.name} +rds_iam reject\nhost {rds.name} +rds_iam all reject\n{kept}"
    )
    try:
        yield
    finally:
        _write_rules(rds, str(kept))


def _write_rules(day: Day, rules: str) -> None:
    statements = (
        f"select lo_from_bytea(4711, convert_to($rules${rules}$rules$, 'UTF8'))",
        "select lo_export(4711, current_setting('hba_file'))",
        "select lo_unlink(4711)",
    )
    day.run(None, *statements, database=make_url(day.server.url).database)
    before = "select pg_conf_load_time() "
    loaded = day.run(None, before)
    day.run(None, "select pg_reload_conf()")
    while day.run(None, before) == loaded:
        pass


def test_the_master_is_no_member_of_rds_iam_and_logs_in_with_its_password(rds: Day) -> None:
    rds.bootstrap()

    with entered_as_rds(rds):
        assert rds.run(rds.master, "select 1") == [1]
        with pytest.raises(ConfigurationError, match=r"pg_hba\.conf rejects"):
            rds.run(rds.roles.user, "select 1")


def test_a_user_that_the_master_made_before_is_adopted_and_what_that_means_is_told(
    rds: Day,
) -> None:
    rds.run(rds.master, f"create role {rds.roles.user} login")
    has_a_way_in = rds.is_before_16()

    done = rds.bootstrap()

    assert rds.run(None, f"select pg_has_role('{rds.roles.user}', 'rds_iam', 'usage')") == [True]
    assert any("takes no password of" in note for note in done.notes) is not has_a_way_in
    assert rds.bootstrap().statements == ()
    with entered_as_rds(rds):
        if has_a_way_in:
            assert rds.run(rds.master, "select 1") == [1]
        else:
            with pytest.raises(ConfigurationError, match=r"pg_hba\.conf rejects"):
                rds.run(rds.master, "select 1")


def test_on_rds_the_user_logs_in_with_a_token(rds: Day) -> None:
    done = rds.bootstrap()

    assert rds.run(None, f"select pg_has_role('{rds.roles.user}', 'rds_iam', 'usage')") == [True]
    assert done.notes == ()
    assert rds.bootstrap().statements == ()


def test_elsewhere_the_user_is_a_plain_login_and_that_is_said(day: Day) -> None:
    (note,) = day.bootstrap().notes

    assert "no role rds_iam" in note
    assert "Give it one" in note
    assert day.run(day.roles.user, "select 1") == [1]


def test_a_superuser_may_do_it_too(day: Day) -> None:
    done = day.bootstrap(user=None)
    day.migrate()

    assert not any("revoke" in statement for statement in done.statements)
    assert day.run(reading(day), "select count(*) from insdc.run") == [0]


def test_what_somebody_took_away_comes_back(day: Day) -> None:
    day.bootstrap()
    day.migrate()
    day.server.execute(f"alter role {day.roles.user} nologin")
    day.run(
        None,
        f"revoke create on database {day.name} from {day.roles.user}",
        f"revoke connect, temporary on database {day.name} from public",
        f"revoke select on insdc.run from {day.roles.reader}",
        f"alter default privileges for role {day.roles.user} "
        f"revoke select on tables from {day.roles.reader}",
        f"alter default privileges for role {day.roles.user} "
        f"revoke usage on schemas from {day.roles.reader}",
    )

    assert day.bootstrap(user=None).statements

    day.run(
        day.roles.user,
        "create schema later",
        "create table later.later as select 1 as number",
        "create temporary table staged (id integer)",
    )
    assert day.run(
        reading(day), "select (select count(*) from insdc.run) + number from later.later"
    )
    assert day.bootstrap().statements == ()


def test_what_only_the_user_can_grant_is_told_and_granted_by_the_user(day: Day) -> None:
    day.bootstrap()
    day.migrate()
    reader, user = day.roles.reader, day.roles.user
    day.run(user, f"revoke select on insdc.run from {reader}")

    blocked = day.bootstrap().blocked
    if day.is_before_16():
        assert blocked == ()
    else:
        assert f"only {user} can grant: run this once more as {user}" in blocked[0]
        assert day.bootstrap(user=user).statements

    assert day.run(reading(day), "select count(*) from insdc.run") == [0]
    assert day.bootstrap().blocked == ()


@pytest.mark.parametrize("missing", ["drop role {0}", "revoke rds_iam from {1}"])
def test_the_user_does_no_more_than_its_own_part(rds: Day, missing: str) -> None:
    rds.bootstrap()
    for database in (rds.name, make_url(rds.server.url).database):
        rds.run(None, f"drop owned by {rds.roles.reader}", database=database)
    rds.run(rds.master, missing.format(rds.roles.reader, rds.roles.user))

    with pytest.raises(ConfigurationError, match="may not run"):
        rds.bootstrap(user=rds.roles.user)


@pytest.mark.parametrize(
    ("attributes", "owns", "lacking"),
    [
        ("login", True, r"create role .* \(permission denied to create role\)"),
        ("login createrole", False, r"grant connect, create, temporary on database .* no effect"),
    ],
)
def test_who_may_not_is_told_what_is_missing_and_nothing_is_done(
    day: Day, attributes: str, owns: bool, lacking: str
) -> None:
    somebody = day.stranger("somebody", attributes)
    if owns:
        day.server.execute(f"alter database {day.name} owner to {somebody}")
    before = facts_of(day)

    with pytest.raises(ConfigurationError, match=f"somebody may not run: {lacking}") as raised:
        day.bootstrap(user=somebody)

    assert "on RDS, the master" in str(raised.value)
    assert facts_of(day) == before


def test_rds_iam_that_the_administrator_may_not_grant_is_told(rds: Day) -> None:
    other = rds.stranger("other", "login createrole")
    rds.server.execute(f"alter database {rds.name} owner to {other}")
    if rds.is_before_16():
        pytest.skip("before PostgreSQL 16 whoever makes roles may grant every one")

    with pytest.raises(ConfigurationError, match="may not run: grant rds_iam to"):
        rds.bootstrap(user=other)


def test_names_are_taken_as_they_are(day: Day) -> None:
    roles = Roles(f"{day.prefix} User: 100%", f'{day.prefix} "Reader"')

    day.bootstrap(roles=roles)

    assert day.run(roles.user, "select current_user::text") == [roles.user]
    assert day.bootstrap(roles=roles).statements == ()


@pytest.mark.parametrize("name", ["", "public", "pg_mine", "x" * 64, "a\0b"])
def test_a_name_that_no_role_can_have_is_refused(name: str) -> None:
    for names in ((name, "reader"), ("user", name)):
        with pytest.raises(UsageError, match="cannot be the name"):
            Roles(*names)


def test_the_user_and_the_reader_are_two() -> None:
    with pytest.raises(UsageError, match="both called"):
        Roles("one", "one")


def test_the_administrator_is_not_made_the_user_which_would_lock_the_password_out(day: Day) -> None:
    with pytest.raises(UsageError, match="connect as an administrator"):
        day.bootstrap(roles=Roles(day.master, day.roles.reader))


@pytest.mark.parametrize("power", ["alter role {0} superuser", "grant {1} to {0}"])
def test_a_reader_who_would_write_is_refused(day: Day, power: str) -> None:
    day.bootstrap()
    day.server.execute(power.format(day.roles.reader, day.roles.user))

    with pytest.raises(UsageError, match="would write"):
        day.bootstrap()


def test_a_database_where_everybody_makes_tables_is_told(day: Day) -> None:
    day.run(None, "grant create on schema public to public")

    assert any("revoke create on schema public" in note for note in day.bootstrap().notes)


# A BioSQL that is there already.


@pytest.fixture
def adopted(day: Day) -> Day:
    """A database in which somebody keeps BioSQL's tables."""
    bioperl = day.stranger("bioperl")
    day.run(
        None,
        f"create schema biosql authorization {bioperl}",
        f"set local role {bioperl}",
        "create table biosql.taxon (taxon_id integer primary key, ncbi_taxon_id integer, "
        "parent_taxon_id integer, node_rank varchar(32), genetic_code smallint, "
        "mito_genetic_code smallint, left_value integer, right_value integer)",
    )
    return day


def test_a_schema_of_somebody_else_is_blocked_and_the_grant_is_named(adopted: Day) -> None:
    (blocked,) = adopted.bootstrap().blocked

    assert f"The schema biosql is there and belongs to {adopted.prefix}_bioperl" in blocked
    assert f'either grant {adopted.prefix}_bioperl to "{adopted.roles.user}"' in blocked
    assert denied(adopted, adopted.roles.user, "create table biosql.mine (id integer)")


def test_once_it_is_granted_it_is_adopted_and_read(adopted: Day) -> None:
    adopted.bootstrap()
    adopted.server.execute(f'grant {adopted.prefix}_bioperl to "{adopted.roles.user}"')

    adopted.bootstrap()
    done = adopted.bootstrap(user=adopted.roles.user)

    assert done.blocked == ()
    adopted.migrate()
    assert adopted.run(reading(adopted), "select count(*) from biosql.taxon") == [0]
    assert adopted.bootstrap().statements == ()


def test_what_an_administrator_migrated_is_to_be_handed_over_not_granted(day: Day) -> None:
    administrator = Database(day.url(day.master))
    migrate(administrator)
    administrator.dispose()

    blocked = day.bootstrap().blocked

    assert len(blocked) == 3
    assert all(f"belongs to {day.master}" in sentence for sentence in blocked)
    assert not any("either grant" in sentence for sentence in blocked)


@pytest.mark.parametrize(
    "theirs",
    [
        "create table insdc.theirs (id integer)",
        "create function insdc.theirs() returns integer language sql as 'select 1'",
    ],
)
def test_one_thing_of_somebody_else_in_a_schema_is_enough_to_block_it(
    day: Day, theirs: str
) -> None:
    day.bootstrap()
    day.migrate()
    somebody = day.stranger("somebody")
    day.run(None, f"grant create on schema insdc to {somebody}")
    day.run(None, f"set local role {somebody}", theirs)

    (blocked,) = day.bootstrap().blocked

    assert f"The schema insdc is there and belongs to {somebody}" in blocked


# The command.


def program(day: Day) -> Program:
    return Program({"DATABASE_URL": day.url(day.master)})


def options(day: Day) -> tuple[str, ...]:
    return ("--user", day.roles.user, "--reader", day.roles.reader)


def test_the_command_says_what_it_did_and_then_that_nothing_is_left(day: Day) -> None:
    first, second = (program(day).run("database", "bootstrap", *options(day)) for _ in range(2))

    assert (first.returncode, first.stderr) == (0, "")
    assert f'create role "{day.roles.user}" login' in first.stdout
    assert "insdc-sync migrate" in first.stdout
    assert "nothing to do" in second.stdout


def test_the_command_prints_sql_that_psql_could_run(day: Day) -> None:
    before = facts_of(day)

    printed = program(day).run("database", "bootstrap", "--sql", *options(day))

    assert printed.returncode == 0, printed.stderr
    assert facts_of(day) == before
    lines = [line for line in printed.stdout.splitlines() if not line.startswith("--")]
    assert (lines[0], lines[-1]) == ("begin;", "commit;")
    day.run(day.master, *lines[1:-1])
    again = program(day).run("database", "bootstrap", "--sql", *options(day))
    assert "-- Nothing is missing." in again.stdout


def test_the_command_ends_with_3_where_somebody_has_to_grant_something(adopted: Day) -> None:
    ended = program(adopted).run("database", "bootstrap", *options(adopted))

    assert ended.returncode == 3
    assert "belongs to" in ended.stderr


def test_the_command_ends_with_4_without_the_right(day: Day) -> None:
    somebody = day.stranger("somebody", "login")
    ended = Program({"DATABASE_URL": day.url(somebody)}).run("database", "bootstrap", *options(day))

    assert ended.returncode == 4
    assert "may not run: create role" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def batch_roles(day: Day) -> Iterator[Roles]:
    """The roles as a Batch job makes them, under the names that infrastructure/ knows."""
    yield Roles()
    day.server.execute(f"drop database {day.name} with (force)")
    day.server.execute(f"drop role {Roles().user}, {Roles().reader}")


def batch(day: Day, job: str, user: str) -> tuple[int, dict[str, Any]]:
    """Run a Batch job; give its exit code, and the last line of its log."""
    ended = subprocess.run(
        (sys.executable, "-m", "insdc_sync.batch", job),
        env=Program({"DATABASE_URL": day.url(user)}).environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, json.loads(ended.stdout.splitlines()[-1])


def test_a_batch_job_does_it_with_the_master_in_place_of_the_user(
    day: Day, batch_roles: Roles
) -> None:
    code, said = batch(day, "bootstrap", day.master)

    assert code == 0, said
    assert f'create role "{batch_roles.user}" login' in said["statements"]
    assert batch(day, "bootstrap", day.master)[1]["statements"] == []
    assert batch(day, "migrate", batch_roles.user)[0] == 0
    _, status = batch(day, "status", batch_roles.user)
    assert status["counts"]["experiment"] == 0


def test_a_batch_job_that_is_blocked_says_by_what(adopted: Day, batch_roles: Roles) -> None:
    code, said = batch(adopted, "bootstrap", adopted.master)

    assert code == 3
    assert f'_bioperl to "{batch_roles.user}"' in said["message"]
    assert "as a Batch job" not in said["message"]
