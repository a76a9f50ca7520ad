"""insdc-sync history, diff and purge: what changed in the mirror, and what may not be kept."""

import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from application.errors import NotReadyError, UsageError
from application.ports.history import KINDS, Change, Difference, RecordHistory
from application.ports.purging import Extent
from domain.accession import Accession, InvalidAccessionError
from domain.changes import FieldChange
from insdc_sync.cli import present
from insdc_sync.cli.options import AsJson
from insdc_sync.settings import load

_LONGEST = 60
_DAY = ["%Y-%m-%d"]

Kind = Annotated[
    str | None, typer.Option(metavar="KIND", help=f"Only of this kind: {', '.join(KINDS)}.")
]
Name = Annotated[str, typer.Argument(metavar="ACCESSION", help="The record.")]


def history(accession: Name, as_json: AsJson = False) -> None:
    """Say what changed of a record, field by field: when, by which job, before and after.

    Example: insdc-sync history SAMN13345678
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    asked = _parsed(accession)
    with ready(load()) as container:
        found = container.history().of(asked)
        tombstone = container.purge_desk().tombstone(asked)
    if tombstone:
        raise UsageError(f"{asked} was purged on {tombstone.purged_at:%Y-%m-%d}.")
    if not (found.records or found.changes):
        raise UsageError(f"{asked} is not in this mirror.")
    if as_json:
        present.print_json(asdict(found))
    else:
        _print_history(found)


def _print_history(found: RecordHistory) -> None:
    for record in found.records:
        by = f" (job {record.job})" if record.job else ""
        present.out.print(
            f"{record.accession:<14} {record.kind:<11} {record.status}, "
            f"in the mirror since {record.mirrored_at:%Y-%m-%d}{by}"
        )
    if not found.changes:
        present.out.print("  unchanged since")
    shortened = False
    for change in found.changes:
        for one in FieldChange(change.field, change.before, change.after).unfolded():
            shortened |= any(len(value or "") > _LONGEST for value in (one.before, one.after))
            _print_change(change, one)
    if shortened:
        present.err.print("Long values are shortened (…): --json gives them whole.")


def _print_change(change: Change, one: FieldChange) -> None:
    present.out.print(
        f"  {change.changed_at:%Y-%m-%d %H:%M}  job {change.job}  {change.kind} {one.field}"
    )
    if one.before is not None or one.after is not None:
        present.out.print(f"      {_short(one.before)} -> {_short(one.after)}")


def _short(value: str | None) -> str:
    if value is None:
        return "(nothing)"
    in_a_line = " ".join(value.split()) or '""'
    return in_a_line if len(in_a_line) <= _LONGEST else f"{in_a_line[: _LONGEST - 1]}…"


def diff(
    since: Annotated[datetime, typer.Option(formats=_DAY, metavar="DAY", help="From this day on.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, metavar="DAY", help="Up to this day; else up to now."),
    ] = None,
    kind: Kind = None,
    as_json: AsJson = False,
) -> None:
    """Say what is new in the mirror, what changed, and what is gone or back. Days are UTC.

    Example: insdc-sync diff --since 2026-10-01 --until 2026-10-31 --kind run
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind}. Choose one of {', '.join(KINDS)}.")
    begin = since.replace(tzinfo=UTC)
    end = until.replace(tzinfo=UTC) + timedelta(days=1) if until else datetime.now(UTC)
    if end <= begin:
        raise UsageError(f"There is no time from {begin:%Y-%m-%d} to {end:%Y-%m-%d}.")
    with ready(load()) as container:
        found = container.history().between(begin, end, kind)
    if as_json:
        present.print_json({"since": begin, "until": end, **asdict(found)})
    else:
        _print_difference(found)


def _print_difference(found: Difference) -> None:
    new = Counter(record.kind for record in found.new)
    changed = Counter(record.kind for record in found.changed)
    statuses = Counter(record.kind for record in found.statuses)
    kinds = [kind for kind in KINDS if kind in new | changed | statuses]
    if not kinds:
        present.out.print("Nothing is new and nothing changed.")
        return
    present.out.print(f"{'':13}{'new':>11} {'changed':>11} {'status':>11}")
    for kind in kinds:
        present.out.print(
            f"  {present.plural(kind, 2):11}{new[kind]:>11,} {changed[kind]:>11,} "
            f"{statuses[kind]:>11,}"
        )
    present.out.print()
    for gone in found.statuses:
        present.out.print(f"{gone.kind:<11} {gone.accession:<14} {gone.before} -> {gone.after}")
    for one in found.changed:
        present.out.print(f"{one.kind:<11} {one.accession:<14} changed: {', '.join(one.fields)}")
    for record in found.new:
        present.out.print(f"{record.kind:<11} {record.accession:<14} new")


def purge(
    accession: Name,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether this is meant.")] = False,
) -> None:
    """Erase a record for good: content, history, quarantine. Later syncs leave it out.

    An experiment goes with its runs, a sample with all its accessions.

    Example: insdc-sync purge SAMN13345678 --reason "consent withdrawn"
    """
    from insdc_sync.container import ready  # noqa: PLC0415 - heavy

    asked = _parsed(accession)
    if not reason.strip():
        raise UsageError("Why? Say it with --reason.")
    with ready(load()) as container:
        desk = container.purge_desk()
        if not yes:
            _confirm(desk.extent(asked))
        done = desk.purge(asked, reason.strip())
    if done.tombstone:
        present.out.print(
            f"{asked} was purged on {done.tombstone.purged_at:%Y-%m-%d} "
            f"({done.tombstone.reason}), and is."
        )
        return
    was = "" if done.is_mirrored else " It was not in this mirror."
    present.out.print(f"Purged: {_names(done)}.{was} Later syncs leave it out.")


def _confirm(extent: Extent) -> None:
    if not sys.stdin.isatty():
        raise NotReadyError(
            f"A purge cannot be undone: to erase {_names(extent)}, say it again with --yes."
        )
    if not typer.confirm(f"Erase {_names(extent)} for good?"):
        present.out.print("Nothing was erased.")
        raise typer.Exit


def _names(extent: Extent) -> str:
    first, *others = map(str, extent.accessions)
    return f"{first} with {', '.join(others)}" if others else first


def _parsed(accession: str) -> Accession:
    try:
        return Accession.parse(accession)
    except InvalidAccessionError as error:
        raise UsageError(str(error)) from error
