"""insdc-sync plan, and what every sync can do before it starts: foretell, wait for the night."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from application.pacing import Pace
from application.request import SyncRequest
from application.wait_for_quiet import WaitForQuiet
from domain.forecast import LARGE, Bulk, Expected, Plan
from domain.quiet_hours import quiet_from
from domain.selection import Selection
from insdc_sync.cli import present
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
    Until,
    accessions_of,
    request_of,
    settings_of,
)
from insdc_sync.settings import Settings

DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say how much it would be, and do nothing.")
]
Polite: TypeAlias = Annotated[
    bool, typer.Option("--polite", help="Wait for NCBI's quiet hours: nights, weekends (US East).")
]
_CALLED = {
    Bulk.EXPERIMENT: "experiments",
    Bulk.BIOSAMPLE: "BioSamples",
    Bulk.PROJECT: "projects",
}


def plan(
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
    as_json: AsJson = False,
) -> None:
    """Say what `sync insdc` with these options would take: records, requests, minutes, disk.

    The archive is asked for counts only. Without a selection, what is followed is planned.

    Example: insdc-sync plan --organism Mycobacterium
    """
    settings = settings_of(source, files)
    named = accessions_of(accession or [], accessions_file)
    request = request_of(organism, query, bioproject, named, days, since, until)
    _foretell("insdc", settings, request, as_json=as_json)


def comes_first(
    job: str,
    settings: Settings,
    request: SyncRequest,
    *,
    polite: bool,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """Do what was asked for before a sync, or instead of it; tell whether that was all."""
    if dry_run:
        _foretell(job, settings, request, as_json=as_json)
    elif polite and settings.source == "entrez":
        wait_for_quiet()
    return dry_run


def wait_for_quiet() -> None:
    WaitForQuiet(lambda: datetime.now(UTC), time.sleep, present.err.print)()


def _foretell(job: str, settings: Settings, request: SyncRequest, *, as_json: bool) -> None:
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy, and --help needs none of it
    from insdc_sync.jobs import JOBS  # noqa: PLC0415

    with ready(settings) as container:
        is_followed = (
            job == "insdc" and settings.source == "entrez" and request == SyncRequest(Selection())
        )
        expected = (
            container.plan_followed()()
            if is_followed
            else container.plan_sync()(JOBS[job], request)
        )
        pace, has_key = container.pace(), bool(container.ncbi().api_key)
    free = shutil.disk_usage(_existing(settings.data_dir)).free if settings.is_embedded else None
    if as_json:
        present.print_json(_json(expected, pace, free))
    else:
        _print(expected, pace, free, has_key=has_key)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _print(expected: Plan, pace: Pace, free: int | None, *, has_key: bool) -> None:
    records = " · ".join(map(_counted, expected.jobs)) or "none: all that is followed is in step"
    present.out.print(f"records     {records}")
    at = f"at {pace.per_second:g}/s{' with your key' if has_key else ''}"
    took = f"{at}: {_minutes(pace.seconds(expected.requests))}"
    other = f"; without one: {_minutes(_KEYLESS.seconds(expected.requests))}" if has_key else ""
    present.out.print(f"requests    {expected.requests:<11,} {took}{other}")
    disk = f" (free on this disk: {present.size(free)})" if free is not None else ""
    present.out.print(
        f"transfer    at most {present.size(expected.sent)}"
        f" · database about {present.size(expected.stored)}{disk}"
    )
    if free is not None and expected.stored > free:
        present.out.print("That is more than there is room for on this disk.")
    if expected.requests > LARGE:
        present.out.print(f"NCBI asks for jobs this large {_wish(datetime.now(UTC))}")


def _wish(now: datetime) -> str:
    from_when = quiet_from(now)
    begins = (
        f"the next such hour begins {from_when:%Y-%m-%d %H:%M %Z}; --polite waits for it"
        if from_when > now
        else "as it is now"
    )
    return f"at night (9 pm to 5 am) and at weekends, US Eastern: {begins}."


def _counted(job: Expected) -> str:
    about = "" if job.is_exact else "about "
    return f"{_CALLED[job.bulk]} {about}{job.records:,}"


def _minutes(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 2 * 60 else f"{minutes / 60:.1f} h"


_KEYLESS = Pace(3)


def _json(expected: Plan, pace: Pace, free: int | None) -> dict[str, Any]:
    return {
        "jobs": [
            {
                "kind": job.kind,
                "record": job.bulk.record,
                "records": job.records,
                "exact": job.is_exact,
                "requests": job.requests,
                "bytes_sent": job.sent,
                "bytes_stored": job.stored,
            }
            for job in expected.jobs
        ],
        "requests": expected.requests,
        "requests_per_second": pace.per_second,
        "seconds": round(pace.seconds(expected.requests), 1),
        "seconds_without_key": round(_KEYLESS.seconds(expected.requests), 1),
        "bytes_sent": expected.sent,
        "bytes_stored": expected.stored,
        "bytes_free": free,
        "quiet_from": quiet_from(datetime.now(UTC)) if expected.requests > LARGE else None,
    }
