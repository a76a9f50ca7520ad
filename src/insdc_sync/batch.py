"""The entrypoint of AWS Batch: one job, everything else from the environment, a log in JSON.

    python -m insdc_sync.batch JOB [--organism NAME | --query TERM | --bioproject PRJ...] [--days N]

JOB is bootstrap (once, as the database's administrator), migrate, status, taxonomy, sequencing,
samples, projects or insdc (the last three in order). The exit code tells what to do next, as it
does on the command line: 75 is worth another attempt. The last line of the log says how the job
ended and, where somebody must act, what to do.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from types import FrameType
from typing import Any, NoReturn

from adapters.aws.metrics import embedded_metrics
from adapters.console.json_log import JsonLog, LoggedProgress, log_everything
from adapters.postgres.bootstrap import Roles, bootstrap
from adapters.postgres.migrate import migrate
from application.errors import (
    InsdcSyncError,
    JobUnderWayError,
    NotReadyError,
    StoppedError,
    UsageError,
)
from application.ports.ledger import JobRequest
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_sequencing import KIND as SEQUENCING
from domain.accession import Accession, InvalidAccessionError
from domain.selection import InvalidSelectionError, Selection
from domain.tally import Outcome
from insdc_sync.container import Container, assembled, ready
from insdc_sync.exit_codes import ExitCode, code_of
from insdc_sync.jobs import JOBS, reports_of
from insdc_sync.settings import Settings, load
from insdc_sync.version import VERSION

_OF_BATCH = {"batch_job": "AWS_BATCH_JOB_ID", "attempt": "AWS_BATCH_JOB_ATTEMPT"}
_LAST_STEPS = {"insdc", "projects"}
_SHOWN_OF_A_BUG = 500


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a job and end with the exit code that says how it went."""
    if isinstance(sys.stdout, TextIOWrapper):
        # What cannot be written is escaped: an argument may hold any bytes.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    batch = {word: os.environ[name] for word, name in _OF_BATCH.items() if name in os.environ}
    log = JsonLog(sys.stdout, batch)
    log_everything(log, program="insdc_sync")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments, log))


def _run(arguments: Sequence[str], log: JsonLog) -> ExitCode:
    try:
        asked = _parser().parse_args([_text(argument) for argument in arguments])
        log.always(job=asked.job)
        log.write("started", version=VERSION, arguments=_given(asked))
        told = _JOBS[asked.job](asked, load(), log)
    except JobUnderWayError as error:
        told = {"message": str(error)}
    except Exception as error:  # noqa: BLE001 - the last line has to say why, whatever it was
        return _failed(error, log)
    log.write("done", exit_code=int(ExitCode.DONE), **told)
    return ExitCode.DONE


def _failed(error: Exception, log: JsonLog) -> ExitCode:
    if isinstance(error, InvalidSelectionError):
        error = UsageError(f"{error}.")
    if isinstance(error, InsdcSyncError):
        code, message = code_of(error), str(error)
    else:
        logging.getLogger("insdc_sync").error("Where it happened", exc_info=error)
        code, message = ExitCode.BUG, _bug(error)
    if code is ExitCode.NOT_READY and "insdc-sync " in message:
        message += ' (as a Batch job: the command ["migrate"] or ["taxonomy"])'
    log.write("failed", "error", message=message, exit_code=int(code))
    return code


def _bug(error: Exception) -> str:
    said = f"{type(error).__name__}: {error}".partition("\n")[0][:_SHOWN_OF_A_BUG]
    return f"This is a bug of insdc-sync, please report it with the line above ({said})."


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(
            f"{message[:1].upper()}{message[1:]}. {' '.join(self.format_usage().split())}"
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="insdc_sync.batch", description="Run one job.", allow_abbrev=False)
    parser.add_argument("job", choices=list(_JOBS))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--organism", metavar="NAME", help="scientific name or NCBI taxon id")
    what.add_argument("--query", metavar="TERM", help="any Entrez term")
    what.add_argument("--bioproject", metavar="PRJ", help="accession of a BioProject")
    parser.add_argument(
        "--days", metavar="N", type=int, help="only what came or changed in the last N days"
    )
    return parser


def _text(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError:
        raise UsageError(f"The argument {argument} is not UTF-8.") from None
    return argument


def _given(asked: argparse.Namespace) -> dict[str, Any]:
    return {name: value for name, value in vars(asked).items() if value is not None}


def _bootstrap(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with assembled(settings, LoggedProgress(log)) as container:
        found = bootstrap(container.database(), Roles())
    if found.blocked:
        raise NotReadyError(" ".join(found.blocked))
    return {"statements": found.statements, "notes": found.notes}


def _migrate(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with assembled(settings, LoggedProgress(log)) as container:
        before, now = migrate(container.database())
    return {"migration": now, "before": before}


def _status(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    from insdc_sync.cli.present import standing_json  # noqa: PLC0415 - heavy

    with ready(settings, LoggedProgress(log)) as container:
        stands = container.catalogue().standing()
        forecasts = container.forecasts().of([job.number for job in stands.jobs])
        return standing_json(stands, container.taxon_catalogue().standing(), forecasts)


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
    request.on(datetime.now(UTC).date())  # refuses days that are none before anything is done
    found = 0
    with ready(settings, LoggedProgress(log)) as container:
        for report in reports_of(container, asked.job, request):
            _tell(report, settings, log)
            if not report.is_complete:
                raise ValueError("the counts of the records do not add up to what was asked for")
            found += report.job.found
        _tell_standing(container, settings, log, request if asked.job in _LAST_STEPS else None)
    return {"records": found}


_JOBS = {
    "bootstrap": _bootstrap,
    "migrate": _migrate,
    "status": _status,
    "taxonomy": _taxonomy,
} | dict.fromkeys(JOBS, _sync)


def _selection(asked: argparse.Namespace) -> Selection:
    try:
        project = None if asked.bioproject is None else Accession.parse(asked.bioproject)
    except InvalidAccessionError as error:
        raise UsageError(f"{error}.") from None
    return Selection(organism=asked.organism, query=asked.query, bioproject=project)


def _tell(report: SyncReport, settings: Settings, log: JsonLog) -> None:
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


def _tell_standing(
    container: Container, settings: Settings, log: JsonLog, whole: SyncRequest | None
) -> None:
    """Say how much waits in quarantine; whole: what is mirrored as of its last search, if known."""
    waiting = sum(container.catalogue().standing().waiting.values())
    metrics = {"InQuarantine": (float(waiting), "Count")}
    if whole is not None:
        behind = _hours_behind(container, whole)
        metrics |= {} if behind is None else {"HoursBehind": (behind, "None")}
    _measured(metrics, _dimensions(settings), log)


def _hours_behind(container: Container, request: SyncRequest) -> float | None:
    """Give the age of what the archive's index said; None: nothing of it is mirrored yet."""
    searched = JobRequest(SEQUENCING, request.asked(container.archive()))
    last = container.catalogue().last_done(searched)
    if last is None:
        return None
    return max(0.0, round((datetime.now(UTC) - last.started) / timedelta(hours=1), 3))


def _measured(
    metrics: Mapping[str, tuple[float, str]], dimensions: Mapping[str, str], log: JsonLog
) -> None:
    log.write("metrics", **embedded_metrics(metrics, dimensions, datetime.now(UTC)))


def _dimensions(settings: Settings) -> dict[str, str]:
    return {"Project": settings.project, "Environment": settings.environment}


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End a job that is told to, in good order; once is enough."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    name = signal.Signals(number).name
    raise StoppedError(
        f"Stopped by {name}. What was committed is kept: the next attempt goes on from there."
    )


if __name__ == "__main__":
    main()
