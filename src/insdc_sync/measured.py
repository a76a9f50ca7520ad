"""What the jobs on AWS tell of their work: events of the log, and metrics beside them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol, cast

from adapters.aws.metrics import embedded_metrics
from adapters.console.json_log import JsonLog
from application.ports.archive import SequenceArchive
from application.ports.following import Indexed
from application.ports.ledger import JobRequest
from application.reconcile import KIND as RECONCILE
from application.reconcile import Reconciled
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_followed import FollowedReport
from application.sync_sequencing import KIND as SEQUENCING
from domain.following import ArchiveIndex
from domain.tally import Outcome
from insdc_sync.container import Container
from insdc_sync.settings import Settings


class _IndexedArchive(SequenceArchive, Indexed, Protocol):
    """What Entrez is besides an archive."""


def tell_report(report: SyncReport, settings: Settings, log: JsonLog) -> None:
    log.write(
        "report",
        number=report.job.number,
        kind=report.job.request.kind,
        selection=str(report.selection),
        asked=report.job.found,
        outcomes=report.tally.as_json(),
        seconds=round(report.seconds, 3),
    )
    metrics = {
        outcome.value.title().replace("_", ""): (
            float(report.tally.of(report.record, outcome)),
            "Count",
        )
        for outcome in Outcome
    }
    metrics["Seconds"] = (round(report.seconds, 3), "Seconds")
    _measured(metrics, _dimensions(settings) | {"Job": report.job.request.kind}, log)


def tell_followed(report: FollowedReport, settings: Settings, log: JsonLog) -> None:
    reached = report.followed.reached
    log.write(
        "followed",
        name=report.followed.name,
        selection=str(report.followed.selection),
        in_step_with=reached and reached.day,
        index=report.index.day,
        brought=[each.job.number for each in report.reports],
    )
    for each in report.reports:
        tell_report(each, settings, log)


def tell_reconciled(one: Reconciled, settings: Settings, log: JsonLog) -> None:
    gone = sum(one.became.values())
    log.write(
        "reconciled",
        name=one.name,
        kind=one.record,
        index=one.index.day,
        build=one.index.build,
        listed=one.listed,
        brought=one.brought,
        suspected=one.suspected,
        gone=gone,
        became=one.became,
        seconds=round(one.seconds, 3),
    )
    counts = {"Gone": gone, "Brought": one.brought, "Suspected": one.suspected}
    metrics = {name: (float(count), "Count") for name, count in counts.items()}
    _measured(metrics, _dimensions(settings) | {"Job": RECONCILE}, log)


def tell_standing(
    container: Container, settings: Settings, log: JsonLog, behind: float | None
) -> None:
    """Say how much waits in quarantine, and how many hours the mirror is behind, if known."""
    waiting = sum(container.catalogue().standing().waiting.values())
    metrics = {"InQuarantine": (float(waiting), "Count")}
    metrics |= {} if behind is None else {"HoursBehind": (behind, "None")}
    _measured(metrics, _dimensions(settings), log)


def hours_since_search(container: Container, request: SyncRequest) -> float | None:
    """Give the age of what the archive's index said; None: nothing of it is mirrored yet."""
    searched = JobRequest(SEQUENCING, request.asked(container.archive()))
    last = container.catalogue().last_done(searched)
    if last is None:
        return None
    return max(0.0, round((datetime.now(UTC) - last.started) / timedelta(hours=1), 3))


def hours_behind_index(container: Container, index: ArchiveIndex | None = None) -> float | None:
    """Give the hours from the least watermark of what is followed to the day of the index.

    index: the archive's, where it is known already. None: something was never here yet.
    """
    followed = [one for one in container.following().all() if not one.is_paused]
    days = [one.reached.day for one in followed if one.reached is not None]
    if not days or len(days) < len(followed):
        return None
    if index is None:
        index = cast("_IndexedArchive", container.entrez()).index()
    return max(0.0, (index.day - min(days)) / timedelta(hours=1))


def _measured(
    metrics: Mapping[str, tuple[float, str]], dimensions: Mapping[str, str], log: JsonLog
) -> None:
    log.write("metrics", **embedded_metrics(metrics, dimensions, datetime.now(UTC)))


def _dimensions(settings: Settings) -> dict[str, str]:
    return {"Project": settings.project, "Environment": settings.environment}
