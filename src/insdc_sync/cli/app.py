"""The command line: insdc-sync."""

import logging
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.logging import RichHandler

from application.errors import InsdcSyncError, JobUnderWayError, StoppedError
from domain.selection import InvalidSelectionError
from insdc_sync.cli import (
    asking,
    consumers,
    curation,
    database,
    demo,
    follow,
    history,
    plan,
    quarantine,
    reconcile,
    sync,
    taxonomy,
)
from insdc_sync.cli.present import err, out
from insdc_sync.exit_codes import ExitCode, code_of

app = typer.Typer(
    name="insdc-sync",
    help="Keeps your own PostgreSQL copy of the INSDC's metadata: studies, samples, experiments, "
    "runs and files of SRA, ENA and DDBJ, and the NCBI taxonomy.",
    epilog="Settings come from INSDC_SYNC_... variables or a .env file; the README lists them. "
    "Exit codes: 0 done, 2 usage, 3 something must be done first, 4 settings or database, "
    "10 quarantined records (--strict), 75 try again.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(sync.app, name="sync")
app.add_typer(follow.app, name="follow")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(curation.app, name="curation")
app.add_typer(database.app, name="database")
sync.app.command("taxonomy")(taxonomy.sync_taxonomy)
app.command("migrate")(database.migrate)
app.command("plan")(plan.plan)
app.command("status")(asking.status)
app.command("accession")(asking.accession)
app.command("history")(history.history)
app.command("diff")(history.diff)
app.command("new")(consumers.new)
app.command("purge")(history.purge)
app.command("curate")(curation.curate)
app.command("taxon")(taxonomy.taxon)
app.command("reconcile")(reconcile.reconcile)
app.command("demo")(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        from insdc_sync.version import VERSION  # noqa: PLC0415 - reads the installed metadata

        out.print(f"insdc-sync {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    pass


def run() -> NoReturn:
    """Run the command that was given; end with the exit code that says how it went."""
    _show_log()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        app()
    except JobUnderWayError as error:
        err.print(str(error))
        sys.exit(code_of(error))
    except InvalidSelectionError as error:
        err.print(f"{error}.")
        sys.exit(ExitCode.USAGE)
    except InsdcSyncError as error:
        err.print(str(error))
        sys.exit(code_of(error))
    sys.exit(0)


def _show_log() -> None:
    """Let a person see why a job waits: every repeated request says so, above the bars."""
    handler = RichHandler(console=err, show_path=False, show_level=False, markup=False)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("insdc_sync")
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    name = signal.Signals(number).name
    raise StoppedError(
        f"Stopped by {name}. What was committed is kept: run the same command again to go on."
    )
