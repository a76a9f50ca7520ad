"""insdc-sync sync: brings records into the mirror."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from application.errors import UsageError
from application.report import SyncReport
from application.request import SyncRequest
from domain.accession import Accession, InvalidAccessionError
from domain.selection import DateWindow, InvalidSelectionError, Selection
from domain.tally import Outcome
from insdc_sync.cli import present
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import Settings, load

if TYPE_CHECKING:
    from insdc_sync.container import Container

app = typer.Typer(
    help="Bring records into the mirror.", no_args_is_help=True, rich_markup_mode=None
)

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


@app.command("sequencing")
def sequencing(
    organism: Organism = None,
    query: Query = None,
    bioproject: BioProject = None,
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
    days: Days = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    files: Files = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Mirror studies, samples, experiments, runs and files.

    Choose what by --organism, --query, --bioproject or --accession, and which days by --days or
    --since; without days, all of it. What an earlier run of the same command left is finished
    first. Running it twice changes nothing.

    Example: insdc-sync sync sequencing --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = _settings(source, files)
    named = _accessions(accession or [], accessions_file)
    request = _request(organism, query, bioproject, named, days, since, until)
    run("sequencing", settings, request, as_json=as_json, strict=strict)


@app.command("samples")
def samples(
    organism: Organism = None,
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
    days: Days = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    files: Files = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Mirror BioSamples: what was sampled, where, when, from whom, resistant to what.

    Brings those that mirrored runs refer to and, with --organism, those that have no sequencing
    data yet. Values are kept as submitted and curated into columns: insdc.sample_overview.

    Example: insdc-sync sync samples --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = _settings(source, files)
    named = _accessions(accession or [], accessions_file)
    request = _request(organism, None, None, named, days, since, until)
    run("samples", settings, request, as_json=as_json, strict=strict)


@app.command("projects")
def projects(
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
    source: Source = None,
    files: Files = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Mirror the BioProjects that studies and samples name, and the umbrellas over them.

    Example: insdc-sync sync projects
    """
    settings = _settings(source, files)
    named = _accessions(accession or [], accessions_file)
    request = SyncRequest(Selection(accessions=named))
    run("projects", settings, request, as_json=as_json, strict=strict)


@app.command("insdc")
def insdc(
    organism: Organism = None,
    query: Query = None,
    bioproject: BioProject = None,
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
    days: Days = None,
    since: Since = None,
    until: Until = None,
    source: Source = None,
    files: Files = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Mirror sequencing, then its samples, then their projects.

    The options are those of `sync sequencing`.

    Example: insdc-sync sync insdc --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = _settings(source, files)
    named = _accessions(accession or [], accessions_file)
    request = _request(organism, query, bioproject, named, days, since, until)
    run("insdc", settings, request, as_json=as_json, strict=strict)


def run(
    job: str,
    settings: Settings,
    request: SyncRequest,
    *,
    as_json: bool = False,
    strict: bool = False,
) -> None:
    """Run a job and print what became of every record."""
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy, and --help needs none of it
    from insdc_sync.jobs import run_job  # noqa: PLC0415

    with ready(settings, present.watched(as_json=as_json)) as container:
        reports = run_job(container, job, request)
        named = request.selection.accessions
        missing = container.catalogue().missing(named)
        if as_json:
            present.print_json([present.report_json(report, missing) for report in reports])
        else:
            _print(container, reports, missing)
    if not all(report.is_complete for report in reports):
        raise typer.Exit(ExitCode.BUG)
    if strict and any(report.tally.of(report.record, Outcome.QUARANTINED) for report in reports):
        raise typer.Exit(ExitCode.QUARANTINED)


def _print(container: "Container", reports: list[SyncReport], missing: list[Accession]) -> None:
    jobs = {report.job.number for report in reports}
    present.sync_reports(reports)
    for accession in missing:
        present.out.print(f"Not found: {accession}, {present.a(accession.kind)}.")
    waiting = container.catalogue().waiting()
    present.quarantined([entry for entry in waiting if entry.last_job in jobs])


def _settings(source: str | None, files: Path | None) -> Settings:
    return load(source=_source(source, files), files_dir=files)


def _request(
    organism: str | None,
    query: str | None,
    bioproject: str | None,
    accessions: tuple[Accession, ...],
    days: int | None,
    since: datetime | None,
    until: datetime | None,
) -> SyncRequest:
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


def _accessions(given: list[str], file: str | None) -> tuple[Accession, ...]:
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
