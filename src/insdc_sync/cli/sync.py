"""insdc-sync sync: brings records into the mirror."""

from typing import TYPE_CHECKING, Annotated

import typer

from application.report import SyncReport
from application.request import SyncRequest
from domain.accession import Accession
from domain.selection import Selection
from insdc_sync.cli import present
from insdc_sync.cli.follow import run_followed
from insdc_sync.cli.options import (
    Accessions,
    AccessionsFile,
    AsJson,
    BioProject,
    Days,
    Files,
    Organism,
    Query,
    Since,
    Source,
    Strict,
    Until,
    accessions_of,
    request_of,
    settings_of,
)
from insdc_sync.cli.plan import DryRun, Polite, comes_first
from insdc_sync.exit_codes import ExitCode
from insdc_sync.settings import Settings

if TYPE_CHECKING:
    from insdc_sync.container import Container

app = typer.Typer(
    help="Bring records into the mirror.", no_args_is_help=True, rich_markup_mode=None
)


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
    polite: Polite = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Mirror studies, samples, experiments, runs and files.

    Choose what by --organism, --query, --bioproject or --accession, and which days by --days or
    --since; without days, all of it. What an earlier run of the same command left is finished
    first. Running it twice changes nothing. What follows from samples (curated values, specimens)
    is left to the next sync of samples, or to insdc-sync curate.

    Example: insdc-sync sync sequencing --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = settings_of(source, files)
    named = accessions_of(accession or [], accessions_file)
    request = request_of(organism, query, bioproject, named, days, since, until)
    if comes_first(
        "sequencing", settings, request, polite=polite, dry_run=dry_run, as_json=as_json
    ):
        return
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
    polite: Polite = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Mirror BioSamples: what was sampled, where, when, from whom, resistant to what.

    Brings those that mirrored runs refer to and, with --organism, those that have no sequencing
    data yet. Values are kept as submitted and curated into columns: insdc.sample_overview.

    Example: insdc-sync sync samples --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = settings_of(source, files)
    named = accessions_of(accession or [], accessions_file)
    request = request_of(organism, None, None, named, days, since, until)
    if comes_first("samples", settings, request, polite=polite, dry_run=dry_run, as_json=as_json):
        return
    run("samples", settings, request, as_json=as_json, strict=strict)


@app.command("projects")
def projects(
    accession: Accessions = None,
    accessions_file: AccessionsFile = None,
    source: Source = None,
    files: Files = None,
    strict: Strict = False,
    polite: Polite = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Mirror the BioProjects that studies and samples name, and the umbrellas over them.

    Example: insdc-sync sync projects
    """
    settings = settings_of(source, files)
    named = accessions_of(accession or [], accessions_file)
    request = SyncRequest(Selection(accessions=named))
    if comes_first("projects", settings, request, polite=polite, dry_run=dry_run, as_json=as_json):
        return
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
    accept_counts: Annotated[
        bool,
        typer.Option(
            "--accept-counts", help="Go on though a selection suddenly matches far more, or less."
        ),
    ] = False,
    strict: Strict = False,
    polite: Polite = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Mirror sequencing, then its samples, then their projects.

    Without a selection, everything that is followed (insdc-sync follow) is brought up to date.

    Example: insdc-sync sync insdc --organism "Mycobacterium tuberculosis" --days 7
    """
    settings = settings_of(source, files)
    named = accessions_of(accession or [], accessions_file)
    request = request_of(organism, query, bioproject, named, days, since, until)
    if comes_first("insdc", settings, request, polite=polite, dry_run=dry_run, as_json=as_json):
        return
    if settings.source == "entrez" and request == SyncRequest(Selection()):
        run_followed(settings, accept_counts=accept_counts, as_json=as_json, strict=strict)
        return
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
    code = present.exit_code(reports, strict=strict)
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


def _print(container: "Container", reports: list[SyncReport], missing: list[Accession]) -> None:
    jobs = {report.job.number for report in reports}
    present.sync_reports(reports)
    for accession in missing:
        present.out.print(f"Not found: {accession}, {present.a(accession.kind)}.")
    waiting = container.catalogue().waiting()
    present.quarantined([entry for entry in waiting if entry.last_job in jobs])
