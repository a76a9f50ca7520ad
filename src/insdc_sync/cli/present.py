"""How results look in a terminal of 80 columns, and as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console

from application.ports.catalogue import Card, QuarantineEntry, Standing
from application.prepare import ASKED_FOR
from application.sync_sequencing import SyncReport
from domain.tally import Outcome

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_PLURALS = {"study": "studies"}
_COLUMNS = (
    ("new", Outcome.NEW),
    ("changed", Outcome.CHANGED),
    ("same", Outcome.SAME),
    ("quarantined", Outcome.QUARANTINED),
    ("not public", Outcome.NOT_PUBLIC),
    ("absent", Outcome.ABSENT),
)
_SHOWN_ENTRIES = 3


def plural(kind: str, count: int) -> str:
    return kind if count == 1 else _PLURALS.get(kind, f"{kind}s")


def counted(count: int, kind: str) -> str:
    return f"{count:,} {plural(kind, count)}"


def as_json(value: Any) -> str:
    return json.dumps(value, default=str, indent=2, ensure_ascii=False)


def print_json(value: Any) -> None:
    # Not through rich, which would wrap and colour it.
    print(as_json(value))  # noqa: T201


def sync_report(report: SyncReport) -> None:
    """Print what a sync found and wrote, so that the numbers can be added up."""
    tally = report.tally
    header = "".join(f"{name:>{len(name) + 2}}" for name, _ in _COLUMNS)
    counts = "".join(
        f"{tally.of(ASKED_FOR, outcome):>{len(name) + 2},}" for name, outcome in _COLUMNS
    )
    out.print(f"{'':14}{'asked':>9}{header}")
    out.print(f"  {'experiments':12}{report.job.found:>9,}{counts}")
    if with_them := list(_came_with_them(report)):
        out.print()
        for line in with_them:
            out.print(f"  {line}")
    out.print()
    out.print(f"Job {report.job.number}, {report.selection}: done in {duration(report.seconds)}.")
    if not report.is_complete:
        out.print(
            "[bold]The counts do not add up to what was asked for: this is a bug, please tell us."
        )


def _came_with_them(report: SyncReport) -> Iterable[str]:
    for word, outcome in (("New with them", Outcome.NEW), ("Changed with them", Outcome.CHANGED)):
        parts = [
            counted(count, kind)
            for kind in ("study", "sample", "run", "submission")
            if (count := report.tally.of(kind, outcome))
        ]
        if parts:
            yield f"{word}: {', '.join(parts)}."


def quarantined(entries: Sequence[QuarantineEntry]) -> None:
    """Name the first records that wait, and say how to see them."""
    if not entries:
        return
    verb = "record waits" if len(entries) == 1 else "records wait"
    out.print(f"\n{len(entries)} {verb} in quarantine:")
    for entry in entries[:_SHOWN_ENTRIES]:
        out.print(f"  {entry.accession or entry.key}: {entry.reason}")
    if len(entries) > _SHOWN_ENTRIES:
        out.print(f"  and {len(entries) - _SHOWN_ENTRIES} more: insdc-sync quarantine list")
    shown = entries[0].number
    out.print(f"See the first:  insdc-sync quarantine show {shown}")


def duration(seconds: float) -> str:
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} h" if hours else f"{minutes}:{rest:02} min"


def report_json(report: SyncReport, missing: Iterable[object]) -> dict[str, Any]:
    return {
        "job": report.job.number,
        "selection": str(report.selection),
        "asked": report.job.found,
        "outcomes": report.tally.as_json(),
        "complete": report.is_complete,
        "resumed_at_page": report.resumed_at,
        "seconds": round(report.seconds, 3),
        "not_found": [str(accession) for accession in missing],
    }


def card(found: Card) -> None:
    since = f"in the mirror since {found.mirrored_at:%Y-%m-%d}"
    out.print(f"{found.accession:<14} {found.kind:<11} {found.status}, {since}")
    if found.described:
        out.print(f"  {found.described}")
    for word, value in found.related.items():
        out.print(f"  {word:<12} {value}")


def standing(stands: Standing, address: str) -> None:
    """Print what the mirror holds, what waits, and how the last jobs ended."""
    kinds = ("experiment", "run", "sample", "study", "project", "run_file")
    held = " · ".join(
        counted(stands.counts[kind], kind.replace("run_file", "file")) for kind in kinds
    )
    out.print(f"Mirror      {held}")
    out.print(f"Database    {address}, {size(stands.bytes_on_disk)}")
    if stands.not_live:
        gone = " · ".join(f"{status} {count:,}" for status, count in stands.not_live.items())
        out.print(f"Gone        {gone}")
    waiting = sum(stands.waiting.values())
    if waiting:
        reasons = len(stands.waiting)
        out.print(
            f"Quarantine  {counted(waiting, 'record')}, {counted(reasons, 'reason')}"
            "        insdc-sync quarantine list"
        )
    out.print("Jobs" if stands.jobs else "Jobs        none yet: insdc-sync sync sequencing --help")
    for job in stands.jobs:
        pages = f"{job.pages_done} of {counted(job.pages, 'page')}"
        out.print(
            f"  {job.number:>6}  {job.started:%Y-%m-%d %H:%M}  {job.request.kind:<11}"
            f" {job.state:<12} {pages}"
        )


def size(count: int) -> str:
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:  # noqa: PLR2004 - SI prefixes
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def entries_json(entries: Iterable[QuarantineEntry]) -> list[Mapping[str, Any]]:
    return [
        {
            "number": entry.number,
            "source": entry.source,
            "key": entry.key,
            "accession": entry.accession,
            "reason": entry.reason,
            "first_seen": entry.first_seen,
            "last_seen": entry.last_seen,
            "job": entry.last_job,
        }
        for entry in entries
    ]
