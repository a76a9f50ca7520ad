"""The entrypoint of AWS Batch: one job, everything else from the environment, a log in JSON.

    python -m insdc_sync.batch JOB [--organism NAME | --query TERM | --bioproject PRJ...] [--days N]
    python -m insdc_sync.batch follow (add NAME --organism ... | list | pause NAME | remove NAME)

JOB is bootstrap (once, as the database's administrator), migrate, status, taxonomy, sequencing,
samples, projects, insdc (the last three in order; without a selection, of all that is followed) or
reconcile; follow says what is followed. The exit code tells what to do next, as it does on the
command line: 75 is worth another attempt. The last line of the log says how the job ended and,
where somebody must act, what to do.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import TextIOWrapper
from types import FrameType
from typing import Any, NoReturn

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
from application.report import SyncReport
from application.request import SyncRequest
from domain.accession import Accession, InvalidAccessionError
from domain.selection import InvalidSelectionError, Selection
from insdc_sync.container import assembled, ready
from insdc_sync.exit_codes import ExitCode, code_of
from insdc_sync.jobs import JOBS, follow, reports_of, to_follow
from insdc_sync.measured import (
    hours_behind_index,
    hours_since_search,
    tell_followed,
    tell_reconciled,
    tell_report,
    tell_standing,
)
from insdc_sync.settings import Settings, load
from insdc_sync.version import VERSION

_OF_BATCH = {"batch_job": "AWS_BATCH_JOB_ID", "attempt": "AWS_BATCH_JOB_ATTEMPT"}
_LAST_STEPS = {"insdc", "projects"}
_SHOWN_OF_A_BUG = 500
_AS_A_JOB = {
    "insdc-sync migrate": '["migrate"]',
    "insdc-sync sync taxonomy": '["taxonomy"]',
    "insdc-sync sync insdc": '["insdc"]',
    "insdc-sync follow add": '["follow", "add", "tb", "--organism", "Mycobacterium"]',
    "--accept-counts": '["{job}", "--accept-counts"]',
}
"""The command of the job that does what a message says to run on the command line.

job: the one that says so.
"""


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
    job = ""
    try:
        asked = _parser().parse_args([_text(argument) for argument in arguments])
        job = asked.job
        log.always(job=job)
        log.write("started", version=VERSION, arguments=_given(asked))
        told = _JOBS[job](asked, load(), log)
    except JobUnderWayError as error:
        told = {"message": str(error)}
    except Exception as error:  # noqa: BLE001 - the last line has to say why, whatever it was
        return _failed(error, log, job)
    log.write("done", exit_code=int(ExitCode.DONE), **told)
    return ExitCode.DONE


def _failed(error: Exception, log: JsonLog, asked: str) -> ExitCode:
    if isinstance(error, InvalidSelectionError):
        error = UsageError(f"{error}.")
    error = _stopped(error) or error
    if isinstance(error, InsdcSyncError):
        code, message = code_of(error), str(error)
    else:
        logging.getLogger("insdc_sync").error("Where it happened", exc_info=error)
        code, message = ExitCode.BUG, _bug(error)
    if code is ExitCode.NOT_READY:
        message += "".join(
            f" (as a Batch job: the command {job.format(job=asked)})"
            for command, job in _AS_A_JOB.items()
            if command in message
        )
    log.write("failed", "error", message=message, exit_code=int(code))
    return code


def _stopped(error: BaseException | None) -> StoppedError | None:
    """Find the stop behind an error: what breaks while a job is being stopped is no bug."""
    while error is not None and not isinstance(error, StoppedError):
        error = error.__cause__ or error.__context__
    return error


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
    jobs = parser.add_subparsers(dest="job", required=True)
    for name in (each for each in _JOBS if each != "follow"):
        job = jobs.add_parser(name, allow_abbrev=False)
        _take_a_selection(job)
        job.add_argument(
            "--days", metavar="N", type=int, help="only what came or changed in the last N days"
        )
        job.add_argument(
            "--accept-counts",
            action="store_true",
            default=None,
            help="insdc of what is followed, and reconcile: go on although a selection suddenly"
            " matches ten times as much, or a tenth",
        )
    _take_an_action(jobs.add_parser("follow", allow_abbrev=False))
    return parser


def _take_a_selection(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--organism", metavar="NAME", help="scientific name or NCBI taxon id")
    what.add_argument("--query", metavar="TERM", help="any Entrez term")
    what.add_argument("--bioproject", metavar="PRJ", help="accession of a BioProject")


def _take_an_action(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", allow_abbrev=False)
    for action in ("add", "pause", "remove"):
        actions.add_parser(action, allow_abbrev=False).add_argument("name")
    _take_a_selection(actions.choices["add"])
    actions.choices["pause"].add_argument("--resume", action="store_true", default=None)


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
        taxonomy = container.taxon_catalogue().standing()
        forecasts = container.forecasts().of([job.number for job in stands.jobs])
        return standing_json(stands, taxonomy, forecasts, container.following().all())


def _follow(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    from insdc_sync.cli.present import followed_json  # noqa: PLC0415 - heavy

    new = to_follow(asked.name, _selection(asked)) if asked.action == "add" else None
    with ready(settings, LoggedProgress(log)) as container:
        if new is not None:
            follow(container, new)
        elif asked.action == "pause":
            container.following().pause(asked.name, rests=not asked.resume)
        elif asked.action == "remove":
            container.following().remove(asked.name)
        return {"followed": [followed_json(one) for one in container.following().all()]}


def _taxonomy(_asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with ready(settings, LoggedProgress(log)) as container:
        report = container.sync_taxonomy()()
    return {
        "taxa": report.standing.taxa,
        "dump_day": report.standing.day,
        "changes": report.changes and asdict(report.changes),
    }


def _insdc(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    is_of_all = SyncRequest(_selection(asked), asked.days) == SyncRequest(Selection())
    run = _followed if is_of_all and settings.source == "entrez" else _sync
    return run(asked, settings, log)


def _sync(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    if asked.accept_counts:
        raise UsageError("--accept-counts is for insdc of what is followed: without a selection.")
    request = SyncRequest(_selection(asked), asked.days)
    request.on(datetime.now(UTC).date())  # refuses days that are none before anything is done
    found = 0
    with ready(settings, LoggedProgress(log)) as container:
        for report in reports_of(container, asked.job, request):
            tell_report(report, settings, log)
            _complete([report])
            found += report.job.found
        is_last = asked.job in _LAST_STEPS
        behind = hours_since_search(container, request) if is_last else None
        tell_standing(container, settings, log, behind)
    return {"records": found}


def _followed(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with ready(settings, LoggedProgress(log)) as container:
        try:
            followed, projects = container.sync_followed()(accept_counts=bool(asked.accept_counts))
        except NotReadyError:  # the archive answers, so that it can be said how far behind this is
            tell_standing(container, settings, log, hours_behind_index(container))
            raise
        for one in followed:
            tell_followed(one, settings, log)
        for report in projects:
            tell_report(report, settings, log)
        reports = [report for one in followed for report in one.reports] + projects
        _complete(reports)
        behind = hours_behind_index(container, followed[0].index)
        tell_standing(container, settings, log, behind)
    return {
        "followed": [one.followed.name for one in followed],
        "records": sum(report.job.found for report in reports),
    }


def _complete(reports: Sequence[SyncReport]) -> None:
    if not all(report.is_complete for report in reports):
        raise ValueError("the counts of the records do not add up to what was asked for")


def _reconcile(asked: argparse.Namespace, settings: Settings, log: JsonLog) -> Mapping[str, Any]:
    with ready(settings, LoggedProgress(log)) as container:
        done = container.reconcile()(accept_counts=bool(asked.accept_counts))
    for one in done:
        tell_reconciled(one, settings, log)
    return {
        "gone": sum(sum(one.became.values()) for one in done),
        "brought": sum(one.brought for one in done),
        "suspected": sum(one.suspected for one in done),
    }


_JOBS = {
    "bootstrap": _bootstrap,
    "migrate": _migrate,
    "status": _status,
    "follow": _follow,
    "taxonomy": _taxonomy,
    **dict.fromkeys(JOBS, _sync),
    "insdc": _insdc,
    "reconcile": _reconcile,
}


def _selection(asked: argparse.Namespace) -> Selection:
    try:
        project = None if asked.bioproject is None else Accession.parse(asked.bioproject)
    except InvalidAccessionError as error:
        raise UsageError(f"{error}.") from None
    return Selection(organism=asked.organism, query=asked.query, bioproject=project)


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
