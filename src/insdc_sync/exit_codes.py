"""What the exit code of every command and every Batch job tells a script."""

from enum import IntEnum

from application.errors import (
    ConfigurationError,
    InsdcSyncError,
    JobUnderWayError,
    NotReadyError,
    TryAgainError,
    UsageError,
)


class ExitCode(IntEnum):
    DONE = 0
    BUG = 1
    USAGE = 2
    NOT_READY = 3
    CONFIGURATION = 4
    QUARANTINED = 10
    TRY_AGAIN = 75


_CODES: dict[type[InsdcSyncError], ExitCode] = {
    UsageError: ExitCode.USAGE,
    NotReadyError: ExitCode.NOT_READY,
    ConfigurationError: ExitCode.CONFIGURATION,
    TryAgainError: ExitCode.TRY_AGAIN,
    JobUnderWayError: ExitCode.DONE,
}


def code_of(error: InsdcSyncError) -> ExitCode:
    """Give the exit code of the kind of error it is."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), ExitCode.BUG)
