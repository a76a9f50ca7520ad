"""How results look in a terminal of 80 columns, and as JSON."""

import json
import os
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NoReturn

from rich.console import Console

from application.ports.catalogue import QuarantineEntry, Standing
from application.ports.forecasts import Forecast
from application.ports.ledger import JobState
from application.ports.progress import Progress
from application.ports.taxonomy import TaxonomyStanding
from application.report import SyncReport
from domain.following import Followed
from domain.tally import Outcome
from insdc_sync.exit_codes import ExitCode


# No markup: what is printed comes from archives and users, and may hold brackets.
class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Leave quietly when the reader has seen enough (head, less): nothing is wrong."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


out = _Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = _Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

_WIDTH = 80
_NO_BREAK = "\u00a0"
_PLURALS = {"study": "studies", "taxon": "taxa"}
_COLUMNS = (
    ("new", Outcome.NEW),
    ("changed", Outcome.CHANGED),
    ("same", Outcome.SAME),
    ("quarantined", Outcome.QUARANTINED),
    ("not public", Outcome.NOT_PUBLIC),
    ("absent", Outcome.ABSENT),
    ("no answer", Outcome.UNANSWERED),
    ("purged", Outcome.PURGED),
)
_RARE = (Outcome.UNANSWERED, Outcome.PURGED)
_ALWAYS = {"asked"} | {name for name, outcome in _COLUMNS if outcome not in _RARE}
_SHOWN_ENTRIES = 3
_COUNTED = ("experiment", "run", "run_file", "sample", "biosample", "study", "project")
_CALLED = {"run_file": "file", "biosample": "BioSample"}
_ASKED_FOR = {
    "experiment": "experiments",
    "biosample": "BioSamples",
    "project": "BioProjects",
}


def watched(*, as_json: bool) -> Progress | None:
    """Give a display of progress where a person watches."""
    from adapters.console.progress import TerminalProgress  # noqa: PLC0415 - heavy

    return TerminalProgress(err) if err.is_terminal and not as_json else None


def plural(kind: str, count: int) -> str:
    return kind if count == 1 else _PLURALS.get(kind, f"{kind}s")


def counted(count: int, kind: str) -> str:
    return f"{count:,} {plural(kind, count)}"


def wrapped(text: str, *whole: str, first: str = "", rest: str = "  ") -> str:
    """Break a text into lines of 80 columns; phrases that are to stay whole if they fit a line."""
    for phrase in whole:
        if len(phrase) < _WIDTH - len(rest):
            text = text.replace(phrase, phrase.replace(" ", _NO_BREAK))
    lines = textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
    return "\n".join(lines or [first]).replace(_NO_BREAK, " ")


def as_json(value: Any) -> str:
    return json.dumps(value, default=str, indent=2, ensure_ascii=False)


def print_json(value: Any) -> None:
    # Not through rich, which would wrap and colour it.
    print(as_json(value))  # noqa: T201


def sync_reports(reports: Sequence[SyncReport]) -> None:
    """Print what syncs found and wrote, so that the numbers can be added up."""
    asked = [_numbers(report) for report in reports]
    shown = [
        name for name, _ in asked[0] if name in _ALWAYS or any(dict(one)[name] for one in asked)
    ]
    out.print(f"{'':13}" + "".join(f" {name:>{_width(name)}}" for name in shown))
    for report, numbers in zip(reports, asked, strict=True):
        counts = "".join(f" {n:>{_width(name)},}" for name, n in numbers if name in shown)
        out.print(f"  {_ASKED_FOR[report.record]:11}{counts}")
    if with_them := [line for report in reports for line in _came_with_them(report)]:
        out.print()
        for line in with_them:
            out.print(textwrap.fill(line, 80, initial_indent="  ", subsequent_indent="    "))
    out.print()
    for report in reports:
        _tell(report)


def _numbers(report: SyncReport) -> list[tuple[str, int]]:
    counts = [(name, report.tally.of(report.record, outcome)) for name, outcome in _COLUMNS]
    return [("asked", report.job.found), *counts]


def _tell(report: SyncReport) -> None:
    since = f" from page {report.resumed_at} on" if report.resumed_at else ""
    out.print(
        f"Job {report.job.number}, {report.job.request.kind} of {report.selection}: "
        f"done{since} in {duration(report.seconds)}."
    )
    missing = (Outcome.NOT_PUBLIC, Outcome.ABSENT, Outcome.UNANSWERED)
    if report.tally.of(report.record, *missing):
        out.print(f"  Which were not there: table insdc.job_missing, job {report.job.number}.")
    if not report.is_complete:
        out.print("The counts do not add up to what was asked for: this is a bug, please tell us.")


def _width(name: str) -> int:
    return max(len(name) + 1, 7)


def _came_with_them(report: SyncReport) -> Iterable[str]:
    asked_for = _ASKED_FOR[report.record]
    for word, outcome in (("New", Outcome.NEW), ("Changed", Outcome.CHANGED)):
        parts = [
            counted(count, kind)
            for kind in ("study", "sample", "run", "submission")
            if kind != report.record and (count := report.tally.of(kind, outcome))
        ]
        if parts:
            yield f"{word} with the {asked_for}: {', '.join(parts)}."


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


def exit_code(reports: Sequence[SyncReport], *, strict: bool) -> ExitCode:
    """Tell how syncs went: a bug where counts do not add up, quarantine where that matters."""
    if not all(report.is_complete for report in reports):
        return ExitCode.BUG
    waits = any(report.tally.of(report.record, Outcome.QUARANTINED) for report in reports)
    return ExitCode.QUARANTINED if strict and waits else ExitCode.DONE


def report_json(report: SyncReport, missing: Iterable[object]) -> dict[str, Any]:
    return {
        "job": report.job.number,
        "kind": report.job.request.kind,
        "record": report.record,
        "selection": str(report.selection),
        "asked": report.job.found,
        "outcomes": report.tally.as_json(),
        "complete": report.is_complete,
        "resumed_at_page": report.resumed_at,
        "seconds": round(report.seconds, 3),
        "not_found": [str(accession) for accession in missing],
    }


def a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def card(found: Mapping[str, Any]) -> None:
    """Print one record as the catalogue's card gives it."""
    since = f"in the mirror since {found['mirrored_at']:%Y-%m-%d}"
    out.print(f"{found['accession']:<14} {found['kind']:<11} {found['status']}, {since}")
    if found["described"]:
        out.print(f"  {found['described']}")
    for word, value in found["related"].items():
        out.print(f"  {word:<12} {value}")


def standing(
    stands: Standing,
    taxonomy: TaxonomyStanding | None,
    address: str,
    forecasts: Mapping[int, Forecast],
    selections: Sequence[Followed],
) -> None:
    """Print what the mirror holds, with what it is in step, what waits, how the last jobs ended."""
    for label, kinds in (("Mirror", _COUNTED[:3]), ("", _COUNTED[3:])):
        held = " · ".join(counted(stands.counts[kind], _CALLED.get(kind, kind)) for kind in kinds)
        out.print(f"{label:<11} {held}")
    out.print(f"Database    {address}, {size(stands.bytes_on_disk)}")
    for number, one in enumerate(selections):
        out.print(f"{'' if number else 'Followed':<11} {followed(one)}")
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
    of_taxonomy = (
        f"{taxonomy.taxa:,} taxa, dump of {taxonomy.day}"
        if taxonomy
        else "never synchronized: insdc-sync sync taxonomy"
    )
    out.print(f"Taxonomy    {of_taxonomy}")
    for what, count in stands.loose_ends.items():
        out.print(f"            {count:,} {what}")
    out.print("Jobs" if stands.jobs else "Jobs        none yet: insdc-sync sync sequencing --help")
    for job in stands.jobs:
        pages = f"{job.pages_done} of {counted(job.pages, 'page')}" if job.frozen else ""
        out.print(
            f"  {job.number:>6}  {job.started:%Y-%m-%d %H:%M}  {job.request.kind:<11}"
            f" {job.state:<12} {pages}"
        )
        if forecast := forecasts.get(job.number):
            expected = f"{forecast.requests:,} expected"
            out.print(f"          {counted(forecast.made, 'request')}, {expected}")
        if job.message and job.state != JobState.DONE:
            out.print(f"          {job.message}")


def followed(one: Followed) -> str:
    """Say in a line with what a selection is in step."""
    stands = f"in step with {one.reached.day}" if one.reached else "not here yet"
    going = f", on its way to {one.aim.day}" if one.aim else ""
    return f"{one.name:<9} {one.selection}   {stands}{going}{', resting' if one.is_paused else ''}"


def followed_json(one: Followed) -> dict[str, Any]:
    return asdict(one) | {"selection": str(one.selection)}


def standing_json(
    stands: Standing,
    taxonomy: TaxonomyStanding | None,
    forecasts: Mapping[int, Forecast],
    followed: Sequence[Followed],
) -> dict[str, Any]:
    return {
        "counts": dict(stands.counts),
        "taxonomy": taxonomy and asdict(taxonomy),
        "not_live": dict(stands.not_live),
        "quarantine": dict(stands.waiting),
        "loose_ends": dict(stands.loose_ends),
        "bytes_on_disk": stands.bytes_on_disk,
        "jobs": [
            {
                "number": job.number,
                "kind": job.request.kind,
                "asked": dict(job.request.asked),
                "started": job.started,
                "state": job.state,
                "found": job.found,
                "pages": job.pages,
                "pages_done": job.pages_done,
                "outcomes": job.tally.as_json(),
                "forecast": asdict(forecasts[job.number]) if job.number in forecasts else None,
            }
            for job in stands.jobs
        ],
        "followed": [followed_json(one) for one in followed],
    }


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
