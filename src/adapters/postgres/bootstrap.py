"""The first day of a database: the user that keeps the mirror, and the role that reads it.

An administrator does it, who need not be a superuser: the master of RDS is none. What is there
already is left alone, so that doing it again changes nothing.

Since PostgreSQL 16 whoever makes a role is a member of it for ever, with the right to grant it, and
RDS takes no password of a member of rds_iam, by whatever way. So the user is made by a role that
is thrown away: the administrator is no member of it, and what only the user can grant later, the
user grants.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import ProgrammingError

from adapters.postgres.database import Database
from adapters.postgres.roles import SCHEMAS
from application.errors import ConfigurationError, UsageError

_LONGEST_NAME = 63
_INSUFFICIENT_PRIVILEGE = "42501"
_MAKER = "insdc_sync_maker"
_RESERVED = frozenset({"public", "none", "current_user", "current_role", "session_user", _MAKER})


@dataclass(frozen=True)
class Roles:
    """Who is made. user: keeps the mirror; reader: may select from it, and be granted to people."""

    user: str = "rdsiamuser"
    reader: str = "insdc_reader"

    def __post_init__(self) -> None:
        for name in (self.user, self.reader):
            is_usable = 0 < len(name.encode()) <= _LONGEST_NAME and "\0" not in name
            if not is_usable or name.startswith("pg_") or name in _RESERVED:
                raise UsageError(f"{name!r} cannot be the name of a database role.")
        if self.user == self.reader:
            raise UsageError(f"The user and the reader are both called {self.user}: who writes?")


@dataclass(frozen=True)
class Bootstrap:
    """What is missing, and what is left to others."""

    me: str
    """Who is connected."""
    statements: tuple[str, ...]
    """SQL to be run in one transaction; empty where nothing is missing."""
    notes: tuple[str, ...]
    """What is good to know."""
    blocked: tuple[str, ...]
    """What somebody else has to grant first; each says who and what."""

    def script(self) -> str:
        """Give it as SQL for psql."""
        told = [f"-- {sentence}" for sentence in (*self.notes, *self.blocked)]
        if not self.statements:
            return "\n".join([*told, "-- Nothing is missing."])
        return "\n".join([*told, "begin;", *(f"{each};" for each in self.statements), "commit;"])


def bootstrap(database: Database, roles: Roles) -> Bootstrap:
    """Do what is missing, in one transaction; give what was done.

    Raises ConfigurationError where whoever is connected may not do all of it, and does nothing.
    """
    with database.transaction() as connection:
        found = _plan(connection, roles)
        for statement in found.statements:
            _run(connection, statement, found.me)
        # To give a right that one may not give is no error to PostgreSQL in every case.
        for statement in _plan(connection, roles).statements:
            raise _refused(found.me, statement, "it had no effect")
    return found


def _run(connection: Connection, statement: str, me: str) -> None:
    try:
        connection.exec_driver_sql(statement)
    except ProgrammingError as error:
        if getattr(error.orig, "pgcode", None) != _INSUFFICIENT_PRIVILEGE:
            raise
        raise _refused(me, statement, str(error.orig).partition("\n")[0]) from error


def _refused(me: str, statement: str, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"{me} may not run: {statement} ({reason}). Nothing was changed. Connect as an "
        "administrator of the server who owns this database: on RDS, the master."
    )


def plan(database: Database, roles: Roles) -> Bootstrap:
    """Give what is missing, and change nothing."""
    with database.transaction() as connection:
        return _plan(connection, roles)


def _plan(connection: Connection, roles: Roles) -> Bootstrap:
    here = _Here(connection, roles)
    here.refuse_dangerous_roles()
    return Bootstrap(
        here.facts.me, tuple(here.statements()), tuple(here.notes()), tuple(here.blocked())
    )


class _Here:
    """The server as it is found."""

    def __init__(self, connection: Connection, roles: Roles) -> None:
        self.roles = roles
        names = {"user": roles.user, "reader": roles.reader}
        self.facts: Row[tuple[object, ...]] = connection.execute(text(_FACTS), names).one()
        self.schemas = connection.execute(
            text(_SCHEMAS), names | {"schemas": list(SCHEMAS), "me": self.facts.me}
        ).all()
        quote = connection.dialect.identifier_preparer.quote_identifier
        self.user, self.reader, self.me, self.database = (
            quote(name) for name in (roles.user, roles.reader, self.facts.me, self.facts.database)
        )

    def statements(self) -> Iterator[str]:
        facts = self.facts
        by_a_maker = not facts.user_exists and not facts.is_superuser
        if not facts.user_exists:
            yield from self._making_the_user()
        elif not facts.user_logs_in:
            yield f"alter role {self.user} login"
        if not facts.reader_exists:
            yield f"create role {self.reader} nologin"
        if not facts.user_may_create:
            yield f"grant connect, create, temporary on database {self.database} to {self.user}"
        if not facts.reader_may_connect:
            yield f"grant connect on database {self.database} to {self.reader}"
        if by_a_maker:
            yield from self._reading()
            yield f"drop role {_MAKER}"  # and with it what it is a member of
        elif facts.is_superuser or facts.may_act_for_user:
            yield from self._acting_for_the_user([*self._reading()])
        # Last: whoever acts for a member of rds_iam is one.
        if facts.rds_iam_exists and not facts.user_has_rds_iam:
            yield f"grant rds_iam to {self.user}"

    def _making_the_user(self) -> Iterator[str]:
        """A superuser is not made a member of what it makes; the maker is, and goes."""
        making = f"create role {self.user} login"
        if self.facts.is_superuser:
            yield making
            return
        yield f"create role {_MAKER} createrole"
        yield f"grant {_MAKER} to {self.me}"
        yield f"set local role {_MAKER}"
        yield making
        yield f"grant {self.user} to {_MAKER}"
        yield "reset role"

    def _reading(self) -> Iterator[str]:
        defaults = f"alter default privileges for role {self.user} grant"
        if not self.facts.reads_new_schemas:
            yield f"{defaults} usage on schemas to {self.reader}"
        if not self.facts.reads_new_tables:
            yield f"{defaults} select on tables to {self.reader}"
        for schema in self.schemas:
            if not schema.strangers and not schema.is_readable:
                yield f"grant usage on schema {schema.name} to {self.reader}"
                yield f"grant select on all tables in schema {schema.name} to {self.reader}"

    def _acting_for_the_user(self, statements: list[str]) -> Iterator[str]:
        """Give an administrator who is no superuser the user's rights, for these statements."""
        is_able = self.facts.is_superuser or self.facts.acts_for_user
        borrowed = bool(statements) and not is_able
        if borrowed:
            yield f"grant {self.user} to {self.me}"
        yield from statements
        if borrowed:
            yield f"revoke {self.user} from {self.me}"

    def refuse_dangerous_roles(self) -> None:
        """Refuse what would end in a user who cannot log in, or a reader who writes."""
        if self.roles.user == self.facts.me and self.facts.makes_roles:
            raise UsageError(
                f"You are connected as {self.roles.user}, which is the user to be made: connect "
                "as an administrator, or name another with --user."
            )
        if self.facts.reader_writes:
            raise UsageError(
                f"{self.roles.reader} is a superuser or a member of {self.roles.user}, and would "
                "write: name another role with --reader."
            )

    def notes(self) -> Iterator[str]:
        if not self.facts.rds_iam_exists:
            yield (
                f"This server has no role rds_iam, so it is not RDS: {self.roles.user} is a plain "
                "login without a password. Give it one (\\password in psql), or another way in."
            )
        if self.facts.rds_iam_exists and self.facts.is_member_of_user:
            yield (
                f"{self.facts.me} made {self.roles.user} before and stays a member of it, so that "
                f"RDS takes no password of {self.facts.me} any more: it logs in with an IAM token. "
                f"Where the mirror is empty yet, drop owned by {self.user}; drop role {self.user}; "
                "and run this again."
            )
        if self.facts.everybody_makes_tables:
            yield (
                "Everybody may make tables in the schema public of this database, "
                f"{self.roles.reader} too. To end that: revoke create on schema public from public"
            )

    def blocked(self) -> Iterator[str]:
        if self.facts.user_exists and not self.facts.may_act_for_user and any(self._reading()):
            yield (
                f"What {self.roles.reader} lacks only {self.roles.user} can grant: run this once "
                f'more as {self.roles.user} (as a Batch job: the command ["bootstrap"] and no '
                "environment)."
            )
        for schema in self.schemas:
            if not schema.strangers:
                continue
            owners = ", ".join(schema.strangers)
            hand_over = (
                f"make {self.roles.user} the owner of the schema and of all in it (alter schema "
                f"{schema.name} owner to {self.user}, and so on)"
            )
            grants = [f"grant {name} to {self.user}" for name in schema.ordinary_strangers]
            remedy = f"either {'; '.join(grants)}, or {hand_over}" if grants else hand_over
            yield (
                f"The schema {schema.name} is there and belongs to {owners}, and only an owner "
                f"can migrate it. To have it adopted, {remedy}. Then run this again."
            )


_FACTS = """
    with new_things as (
        select a.defaclrole as owner, a.defaclobjtype as kind, g.grantee,
            g.privilege_type as right_to
        from pg_default_acl as a, aclexplode(a.defaclacl) as g where a.defaclnamespace = 0)
    select m.rolname as me, m.rolsuper as is_superuser, d.datname as database,
        m.rolsuper or m.rolcreaterole as makes_roles,
        u.oid is not null as user_exists, r.oid is not null as reader_exists,
        i.oid is not null as rds_iam_exists, coalesce(u.rolcanlogin, false) as user_logs_in,
        coalesce(has_database_privilege(u.oid, d.oid, 'create')
            and has_database_privilege(u.oid, d.oid, 'connect')
            and has_database_privilege(u.oid, d.oid, 'temporary'), false) as user_may_create,
        coalesce(has_database_privilege(r.oid, d.oid, 'connect'), false) as reader_may_connect,
        coalesce(pg_has_role(u.oid, 'usage'), false) as acts_for_user,
        coalesce(pg_has_role(u.oid, 'usage') or pg_has_role(u.oid, 'member with admin option')
            or (m.rolcreaterole and current_setting('server_version_num')::integer < 160000),
            false) as may_act_for_user,
        not m.rolsuper and u.oid <> m.oid and pg_has_role(u.oid, 'member') as is_member_of_user,
        coalesce(pg_has_role(u.oid, i.oid, 'member'), false) as user_has_rds_iam,
        coalesce(r.rolsuper or pg_has_role(r.oid, u.oid, 'member'), false) as reader_writes,
        exists (select from new_things where kind = 'n' and right_to = 'USAGE'
            and new_things.owner = u.oid and grantee = r.oid) as reads_new_schemas,
        exists (select from new_things where kind = 'r' and right_to = 'SELECT'
            and new_things.owner = u.oid and grantee = r.oid) as reads_new_tables,
        exists (select from pg_namespace as n, aclexplode(n.nspacl) as g
            where n.nspname = 'public' and g.grantee = 0 and g.privilege_type = 'CREATE')
            as everybody_makes_tables
    from pg_roles as m
    join pg_database as d on d.datname = current_database()
    left join pg_roles as u on u.rolname = :user
    left join pg_roles as r on r.rolname = :reader
    left join pg_roles as i on i.rolname = 'rds_iam'
    where m.rolname = current_user"""
# Strangers: owners of the schema, or of something in it, whose rights the user does not have. One
# who administers the server is not to be granted to anybody.
_SCHEMAS = """
    with owned as (
        select oid as schema, nspowner as owner from pg_namespace
        union select relnamespace, relowner from pg_class
        union select pronamespace, proowner from pg_proc)
    select n.nspname as name,
        array_agg(o.rolname::text order by o.rolname) filter (where is_strange) as strangers,
        coalesce(array_agg(quote_ident(o.rolname) order by o.rolname) filter (
            where is_strange and not o.rolsuper and not o.rolcreaterole and o.rolname <> :me
        ), '{}') as ordinary_strangers,
        coalesce(has_schema_privilege(r.oid, n.oid, 'usage'), false) and not exists (
            select from pg_class as c where c.relnamespace = n.oid
            and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and not has_table_privilege(r.oid, c.oid, 'select')) as is_readable
    from pg_namespace as n
    join owned on owned.schema = n.oid
    join pg_roles as o on o.oid = owned.owner
    left join pg_roles as u on u.rolname = :user
    left join pg_roles as r on r.rolname = :reader
    cross join lateral (
        select not coalesce(pg_has_role(u.oid, o.oid, 'usage'), false) as is_strange) as s
    where n.nspname = any(:schemas)
    group by n.nspname, n.oid, r.oid order by n.nspname"""
