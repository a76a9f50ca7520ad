"""The entrypoint of AWS Batch: one job, everything else from the environment, a log in JSON.

    python -m insdc_sync.batch JOB [--organism NAME | --query TERM | --bioproject PRJ...] [--days N]

JOB is migrate, taxonomy, sequencing, samples, projects or insdc (the last three in order). The
exit code tells what to do next, as it does on the command line: 75 is worth another attempt.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from types import FrameType
from typing import Any, NoReturn

from adapters.aws.metrics import embedded_metrics
from adapters.console.json_log import JsonHandler, JsonLog, LoggedProgress
from adapters.postgres.migrate import migrate
from application.errors import InsdcSyncError, JobUnderWayError, StoppedError, UsageError
from application.report import SyncReport
from application.request import SyncRequest
from domain.accession import Accession, InvalidAccessionError
from domain.selection import InvalidSelectionError, Selection
from domain.tally import Outcome
from insdc_sync.container import Container, assembled, ready
from insdc_sync.exit_codes import ExitCode, code_of
from insdc_sync.jobs import JOBS, run_job
from insdc_sync.settings import Settings, load
from insdc_sync.version import VERSION

_OF_BATCH = {"batch_job": "AWS_BATCH_JOB_ID", "attempt": "AWS_BATCH_JOB_ATTEMPT"}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a job and end with the exit code that says how it went."""
    asked = _parser().parse_args(arguments)
    batch = {word: os.environ[name] for word, name in _OF_BATCH.items() if name in os.environ}
    log = JsonLog(sys.stdout, batch | {"job": asked.job})
    _listen(log)
    sys.exit(_run(asked, log))


def _run(asked: argparse.Namespace, log: JsonLog) -> int:
    log.write("started", version=VERSION, arguments=_given(asked))
    try:
        settings = load()
        told = _JOBS[asked.job](asked, settings, log)
    except JobUnderWayError as error:
        log.write("done", message=str(error), exit_code=int(ExitCode.DONE))
        return ExitCode.DONE
    except (InsdcSyncError, InvalidSelectionError) as error:
        is_ours = isinstance(error, InsdcSyncError)
        code = code_of(error) if is_ours else ExitCode.USAGE  # type: ignore[arg-type]
        log.write("failed", "error", message=str(error), exit_code=int(code))
        return code
    except Exception as error:  # the last line has to say why, whatever it was
        logging.getLogger("insdc_sync").exception("A bug of insdc-sync")
        log.write("failed", "error", message=f"A bug: {error!r}", exit_code=int(ExitCode.BUG))
        return ExitCode.BUG
    log.write("done", exit_code=int(ExitCode.DONE), **told)
    return ExitCode.DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="insdc_sync.batch", description="Run one job.")
    parser.add_argument("job", choices=list(_JOBS))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--organism", help="scientific name or NCBI taxon id")
    what.add_argument("--query", help="any Entrez term")
    what.add_argument("--bioproject", help="accession of a BioProject")
    parser.add_argument("--days", type=int, help="only what came or changed in the last N days")
    return parser


def _given(asked: argparse.Namespace) -> dict[str, Any]:
    return {name: value for name, value in vars(asked).items() if value is not None}


def _migrate(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with assembled(settings, LoggedProgress(log)) as container:
        before, now = migrate(container.database())
    return {"migration": now, "before": before}


def _taxonomy(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with ready(settings, LoggedProgress(log)) as container:
        report = container.sync_taxonomy()()
    return {
        "taxa": report.standing.taxa,
        "dump_day": report.standing.day,
        "changes": report.changes and asdict(report.changes),
    }


def _sync(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    request = SyncRequest(_selection(asked), asked.days)
    with ready(settings, LoggedProgress(log)) as container:
        reports = run_job(container, asked.job, request)
        for report in reports:
            _tell(report, settings, log)
        _tell_standing(container, settings, log, is_whole=asked.job in {"insdc", "projects"})
    if not all(report.is_complete for report in reports):
        raise ValueError("the counts of the records do not add up to what was asked for")
    return {"records": sum(report.job.found for report in reports)}


_JOBS = {"migrate": _migrate, "taxonomy": _taxonomy} | dict.fromkeys(JOBS, _sync)


def _selection(asked: argparse.Namespace) -> Selection:
    try:
        project = Accession.parse(asked.bioproject) if asked.bioproject else None
    except InvalidAccessionError as error:
        raise UsageError(str(error)) from None
    return Selection(organism=asked.organism, query=asked.query, bioproject=project)


def _tell(report: SyncReport, settings: Settings, log: JsonLog) -> None:
    counts = {outcome: report.tally.of(report.record, outcome) for outcome in Outcome}
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
        outcome.value.title().replace("_", ""): (float(n), "Count") for outcome, n in counts.items()
    }
    dimensions = _dimensions(settings) | {"Job": report.job.request.kind}
    now = datetime.now(UTC)
    log.raw(embedded_metrics(metrics | {"Seconds": (report.seconds, "Seconds")}, dimensions, now))


def _tell_standing(
    container: Container, settings: Settings, log: JsonLog, *, is_whole: bool
) -> None:
    """Say how much waits in quarantine and, once all three jobs went well, that it is in step."""
    waiting = sum(container.catalogue().standing().waiting.values())
    metrics: dict[str, tuple[float, str]] = {"InQuarantine": (waiting, "Count")}
    if is_whole:
        metrics["HoursBehind"] = (0.0, "None")
    log.raw(embedded_metrics(metrics, _dimensions(settings), datetime.now(UTC)))


def _dimensions(settings: Settings) -> dict[str, str]:
    return {"Project": settings.project, "Environment": settings.environment}


def _listen(log: JsonLog) -> None:
    """Log what the program says in JSON, and stop a job that is told to, in good order."""
    program = logging.getLogger("insdc_sync")
    program.handlers = [JsonHandler(log)]
    program.setLevel(logging.INFO)
    program.propagate = False
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    name = signal.Signals(number).name
    raise StoppedError(
        f"Stopped by {name}. What was committed is kept: the next attempt goes on from there."
    )


if __name__ == "__main__":
    main()
