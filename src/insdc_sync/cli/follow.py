"""insdc-sync follow, and insdc-sync sync insdc without a selection: what is kept up to date."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from application.errors import UsageError
from application.sync_followed import FollowedReport
from insdc_sync.cli import present
from insdc_sync.cli.options import (
    Accessions,
    AccessionsFile,
    AsJson,
    BioProject,
    Organism,
    Query,
    accessions_of,
    request_of,
)
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import Settings, load

if TYPE_CHECKING:
    from insdc_sync.container import Container

app = typer.Typer(help="Say what to keep up to date.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name of the selection, e.g. tb.")]


@app.command("add")
def add(
    name: Name,
    organism: Organism = None,
    query: Query = None,
    bioproject: BioProject = None,
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
) -> None:
    """Follow a selection: `sync insdc` brings it up to date from now on, with no date to think of.

    Example: insdc-sync follow add tb --organism Mycobacterium
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy
    from insdc_sync.jobs import follow, to_follow  # noqa: PLC0415

    named = accessions_of(accession or [], accessions_file)
    selection = request_of(organism, query, bioproject, named).selection
    new = to_follow(name, selection)
    with ready(load()) as container:
        follow(container, new)
    present.out.print(f"{name} follows {selection}. Bring it here:  insdc-sync sync insdc")


@app.command("list")
def list_followed(as_json: AsJson = False) -> None:
    """List what is followed, and with which day of the archive it is in step."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        followed = container.following().all()
    if as_json:
        present.print_json([present.followed_json(one) for one in followed])
        return
    for one in followed:
        present.out.print(present.followed(one))
    if not followed:
        present.out.print("Nothing is followed yet:  insdc-sync follow add --help")


@app.command("show")
def show(name: Name, as_json: AsJson = False) -> None:
    """Show one selection whole."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        found = [one for one in container.following().all() if one.name == name]
    if not found:
        raise UsageError(f"Nothing that is followed is called {name}. See: insdc-sync follow list")
    if as_json:
        present.print_json(present.followed_json(found[0]))
        return
    present.out.print(present.followed(found[0]))
    if found[0].experiments is not None:
        present.out.print(f"          {found[0].experiments:,} experiments in the archive then")
    if found[0].aim is not None:
        present.out.print(f"          a sync to {found[0].aim.day} was interrupted and goes on")


@app.command("pause")
def pause(
    name: Name,
    resume: Annotated[bool, typer.Option("--resume", help="Take it up again.")] = False,
) -> None:
    """Let a selection rest; it catches up by itself once it is resumed."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        container.following().pause(name, rests=not resume)
    present.out.print(f"{name} {'is followed again' if resume else 'rests'}.")


@app.command("rewind")
def rewind(
    name: Name,
    to: Annotated[
        datetime,
        typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day to begin from."),
    ],
) -> None:
    """Let the next sync look again at all days from one on."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        container.following().rewind(name, to.date())
    present.out.print(f"The next sync of {name} begins with {to.date()}.")


@app.command("remove")
def remove(name: Name) -> None:
    """Follow a selection no more; its records stay."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        container.following().remove(name)
    present.out.print(f"{name} is not followed any more. Its records stay as they are.")


def run_followed(
    settings: Settings, *, accept_counts: bool, as_json: bool = False, strict: bool = False
) -> None:
    """Bring everything that is followed up to date, and print how it stands."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(settings, present.watched(as_json=as_json)) as container:
        followed, projects = container.sync_followed()(accept_counts=accept_counts)
        reports = [report for one in followed for report in one.reports] + projects
        if as_json:
            present.print_json(
                {
                    "followed": [present.followed_json(one.followed) for one in followed],
                    "jobs": [present.report_json(report, []) for report in reports],
                }
            )
        else:
            _print(container, followed)
            if reports:
                present.sync_reports(reports)
    code = present.exit_code(reports, strict=strict)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


def _print(container: "Container", reports: list[FollowedReport]) -> None:
    for report in reports:
        what = "" if report.reports else "   nothing new"
        present.out.print(f"{present.followed(report.followed)}{what}")
    resting = [one.name for one in container.following().all() if one.is_paused]
    if resting:
        present.out.print(f"Resting: {', '.join(resting)}.")
    present.out.print()
