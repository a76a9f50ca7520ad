"""What can go wrong, sorted by who must act. Each message is one sentence a person can act on."""


class InsdcSyncError(Exception):
    """The root of all errors that are not bugs."""


class UsageError(InsdcSyncError):
    """The caller asked for something that cannot be: ask differently."""


class NotReadyError(InsdcSyncError):
    """Something has to be done first; the message names the command."""


class ConfigurationError(InsdcSyncError):
    """A setting, a credential or the database is wrong: the operator must mend it."""


class TryAgainError(InsdcSyncError):
    """The archive or the database is out of reach for now: the same command will go on later."""


class DatabaseGoneError(TryAgainError):
    """The database does not answer any more: no archive is to blame."""


class ChangedMeanwhileError(TryAgainError):
    """Another program wrote while something was read: what was found is not to be relied on."""


class PausedError(TryAgainError):
    """The archive asked all who use the key to leave it alone for longer than a run waits."""


class StoppedError(TryAgainError):
    """The program was told to end (SIGTERM); the same command will go on where it stopped."""


class JobUnderWayError(InsdcSyncError):
    """Another run of the same kind of job holds the lock; nothing needs doing."""


class UnreadableRecordError(Exception):
    """A record that cannot be mirrored; the message is the reason that quarantine shows."""


class RefusedRecordError(UnreadableRecordError):
    """The mirror cannot hold what a record says, though it could be read."""
