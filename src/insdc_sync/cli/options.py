"""The options that commands share, and what they mean together."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from application.errors import UsageError
from application.request import SyncRequest
from domain.accession import Accession, InvalidAccessionError
from domain.selection import DateWindow, InvalidSelectionError, Selection
from insdc_sync.settings import Settings, load

Organism: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help='Scientific name or NCBI taxon id, e.g. "Mycobacterium tuberculosis".',
    ),
]
Query: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TERM", help="Any Entrez term, e.g. '\"strategy wgs\"[Properties]'."),
]
BioProject: TypeAlias = Annotated[
    str | None, typer.Option(metavar="PRJ…", help="All experiments of a BioProject, e.g. PRJNA3.")
]
Accessions: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ACC", help="Records by any accession (run, sample, ...); repeat for more."
    ),
]
AccessionsFile: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="File of accessions, one a line; - reads standard input."),
]
Days: TypeAlias = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="Only what came or changed in the last N days."),
]
Since: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="Only what came or changed from this day on.",
    ),
]
Until: TypeAlias = Annotated[
    datetime | None,
    typer.Option(
        metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="... up to this day (with --since)."
    ),
]
Source: TypeAlias = Annotated[
    str | None, typer.Option(metavar="WORD", help="entrez (NCBI) or files.", show_default="entrez")
]
Files: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of saved XML to read instead of asking NCBI."),
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="End with code 10 if a record is quarantined.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def settings_of(source: str | None, files: Path | None) -> Settings:
    """Give the settings with the source that the options name."""
    return load(source=_source(source, files), files_dir=files)


def request_of(
    organism: str | None,
    query: str | None,
    bioproject: str | None,
    accessions: tuple[Accession, ...],
    days: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> SyncRequest:
    """Give what the options ask for; raises UsageError where they contradict each other."""
    window = _window(since, until, days)
    try:
        selection = Selection(
            organism=organism,
            query=query,
            bioproject=Accession.parse(bioproject) if bioproject else None,
            accessions=accessions,
            window=window,
        )
    except (InvalidAccessionError, InvalidSelectionError) as error:
        raise UsageError(str(error)) from None
    return SyncRequest(selection, days, since.date() if since and not until else None)


def _source(named: str | None, files: Path | None) -> str | None:
    if named not in (None, "entrez", "files"):
        raise UsageError(f"--source {named}: choose entrez or files.")
    if named == "entrez" and files is not None:
        raise UsageError("--files needs the source files, not entrez.")
    return "files" if files else named


def _window(since: datetime | None, until: datetime | None, days: int | None) -> DateWindow | None:
    """Give the days that are fixed already; --days and a bare --since are fixed by the job."""
    if days is not None and (since or until):
        raise UsageError("Choose --days or --since, not both.")
    if until and not since:
        raise UsageError("--until needs --since: from which day on?")
    if since is None or until is None:
        return None
    try:
        return DateWindow(since.date(), until.date())
    except InvalidSelectionError as error:
        raise UsageError(str(error)) from None


def accessions_of(given: list[str], file: str | None) -> tuple[Accession, ...]:
    """Read accessions from the command line and a file; each is named where it is wrong."""
    named = [("--accession", text) for text in given]
    if file is not None:
        named += [(f"{file}, line {number}", text) for number, text in _lines(file)]
    wrong, accessions = [], []
    for where, text in named:
        try:
            accessions.append(Accession.parse(text))
        except InvalidAccessionError as error:
            wrong.append(f"{where}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))
    if file is not None and not accessions:
        raise UsageError(f"There is no accession in {file}.")
    return tuple(dict.fromkeys(accessions))


def _lines(file: str) -> list[tuple[int, str]]:
    try:
        content = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The file {file} cannot be read: {error}.") from None
    lines = (
        (number, line.partition("#")[0].strip())
        for number, line in enumerate(content.splitlines(), 1)
    )
    return [(number, line) for number, line in lines if line]
