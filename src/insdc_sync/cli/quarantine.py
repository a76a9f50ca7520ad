"""insdc-sync quarantine: records that could not be read."""

import sys
from typing import Annotated

import typer

from application.errors import UsageError
from insdc_sync.cli import present
from insdc_sync.settings import load

app = typer.Typer(
    help="See and replay the records that could not be read.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_entries(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List what waits, and why."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        entries = container.catalogue().waiting()
    if as_json:
        present.print_json(present.entries_json(entries))
        return
    for entry in entries:
        present.out.print(
            f"{entry.number:>6}  {entry.accession or entry.key}  {entry.last_seen:%Y-%m-%d}\n"
            f"        {entry.reason}",
        )
    if not entries:
        present.out.print("Nothing waits in quarantine.")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Number of the entry, or accession.")],
) -> None:
    """Print the raw record, as it came, less the personal data of submitters."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        entries = container.catalogue().quarantined(name)
    if not entries:
        raise UsageError(f"Nothing in quarantine is called {name}. See: insdc-sync quarantine list")
    for entry in entries:
        present.err.print(
            f"{entry.number}: {entry.accession or entry.key}, from {entry.source}: {entry.reason}",
        )
        if not entry.raw:
            present.err.print("Its bytes name what was purged, and are not kept.")
        sys.stdout.buffer.write(entry.raw + b"\n" if entry.raw else b"")


@app.command("replay")
def replay() -> None:
    """Read what waits again, with this version's readers, and mirror what can be read now."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    with ready(load()) as container:
        report = container.replay_quarantine()()
    for entry in report.mirrored:
        present.out.print(f"Mirrored now: {entry.accession or entry.key}")
    for entry, reason in report.waiting:
        present.out.print(f"Still waits: {entry.accession or entry.key}: {reason}")
    if not (report.mirrored or report.waiting):
        present.out.print("Nothing waits in quarantine.")
