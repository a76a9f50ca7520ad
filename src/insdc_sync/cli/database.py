"""insdc-sync migrate and insdc-sync database: the mirror's own house."""

import os
import signal
import threading
from typing import Annotated

import typer

from application.errors import ConfigurationError, NotReadyError
from insdc_sync.cli.present import out
from insdc_sync.settings import load

app = typer.Typer(help="Look after the database.", no_args_is_help=True, rich_markup_mode=None)


def migrate() -> None:
    """Bring the database to the schema of this version.

    All or nothing: a migration that fails leaves the database as it was.
    """
    from adapters.postgres.migrate import migrate as bring_up_to_date  # noqa: PLC0415 - heavy
    from insdc_sync.container import assembled  # noqa: PLC0415

    with assembled(load()) as container:
        database = container.database()
        before, now = bring_up_to_date(database)
        if before == now:
            out.print(f"{database.address} is at migration {now} already.")
        else:
            out.print(f"{database.address} went from {before or 'nothing'} to migration {now}.")


@app.command("url")
def url() -> None:
    """Print the address of the database, for psql and other programs.

    The embedded server stops when its last user leaves: keep it with `insdc-sync database serve`.
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        out.print(container.url())


@app.command("serve")
def serve() -> None:
    """Keep the embedded server running for other programs, until Ctrl-C."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        out.print(f"{container.url()}\nCtrl-C ends.")
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        ended.wait()


@app.command("shell")
def shell(
    command: Annotated[
        str | None, typer.Option("--command", "-c", help="Run this SQL and leave.")
    ] = None,
) -> None:
    """Open psql on the mirror; the embedded server brings its own.

    Example: insdc-sync database shell -c "select count(*) from insdc.run"
    """
    import subprocess  # noqa: PLC0415

    from adapters.postgres import embedded  # noqa: PLC0415
    from insdc_sync.container import ready  # noqa: PLC0415

    settings = load()
    with ready(settings) as container:
        program = str(embedded.psql()) if settings.is_embedded else "psql"
        url = container.database().engine.url.set(drivername="postgresql")
        # The password goes by the environment: arguments are for all users of a machine to see.
        secret = {"PGPASSWORD": url.password} if url.password else {}
        address = url._replace(password=None).render_as_string()
        arguments = [program, "--dbname", address, *(["-c", command] if command else [])]
        # Ctrl-C ends a query in psql, not the shell.
        signal.signal(signal.SIGINT, lambda *_: None)
        try:
            ended = subprocess.run(  # noqa: S603
                arguments, check=False, env=os.environ | {"PAGER": "cat"} | secret
            )
        except FileNotFoundError:
            raise ConfigurationError(
                "psql is not installed here: install PostgreSQL's client programs."
            ) from None
    raise typer.Exit(ended.returncode)


@app.command("grant-read")
def grant_read(role: Annotated[str, typer.Argument(help="An existing database role.")]) -> None:
    """Let a role read the whole mirror, now and after later migrations, and write nothing."""
    from adapters.postgres.roles import grant_read as grant  # noqa: PLC0415
    from insdc_sync.container import ready  # noqa: PLC0415

    with ready(load()) as container:
        grant(container.database(), role)
    out.print(f"{role} may now read the schemas insdc, taxonomy and biosql.")


@app.command("bootstrap")
def bootstrap(
    user: Annotated[str, typer.Option(help="Who keeps the mirror.")] = "rdsiamuser",
    reader: Annotated[str, typer.Option(help="Who may read all of it.")] = "insdc_reader",
    sql: Annotated[bool, typer.Option("--sql", help="Print what is missing, do nothing.")] = False,
) -> None:
    """Make the mirror's user and its readers, once, as the server's administrator.

    The user may create the mirror's schemas and fill them; on RDS it logs in with an IAM token.
    The reader is a role to be granted to people: it selects from all that the user makes, now and
    after later migrations, and writes nothing. What is there already is left as it is.
    """
    from adapters.postgres.bootstrap import Roles  # noqa: PLC0415 - heavy
    from adapters.postgres.bootstrap import bootstrap as make  # noqa: PLC0415
    from adapters.postgres.bootstrap import plan as look  # noqa: PLC0415
    from insdc_sync.container import assembled  # noqa: PLC0415

    with assembled(load()) as container:
        database = container.database()
        found = (look if sql else make)(database, Roles(user, reader))
    if sql:
        out.print(found.script())
        return
    for statement in found.statements:
        out.print(f"  {statement}")
    for note in found.notes:
        out.print(note)
    if found.blocked:
        raise NotReadyError("\n".join(found.blocked))
    if found.statements:
        out.print(f"Done. Next, as {user}:  insdc-sync migrate")
    else:
        out.print(f"{user} and {reader} are there and may do what they should: nothing to do.")
