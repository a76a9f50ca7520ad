"""Why a database cannot be entered: the driver gives words only, no code, before it is."""

_PASSES = (
    "connection refused",
    "connection reset",
    "timeout expired",
    "timed out",
    "temporary failure in name resolution",
    "server closed the connection unexpectedly",
    "the database system is",  # starting up, shutting down, in recovery mode
    "too many clients",
    "too many connections",
    "remaining connection slots",
)
_NOT_LET_IN = (
    "authentication failed",
    "no password supplied",
    "is not permitted to log in",
    "pg_hba.conf",
)


def passes(said: str) -> bool:
    """Tell whether it may be over in a minute: a restart, a fail-over, everybody at once."""
    return any(words in said.lower() for words in _PASSES)


def to_check(said: str, *, by_token: bool) -> str:
    """Say what to look at. by_token: the password is made for every connection, or kept by AWS."""
    if "certificate" in said:
        return (
            "Check that INSDC_SYNC_DATABASE_CA_FILE (or PGSSLROOTCERT) is the file of the "
            "authority that signed the server's certificate, and that the host is its name."
        )
    is_unknown = 'role "' in said and "does not exist" in said
    if is_unknown or any(words in said for words in _NOT_LET_IN):
        rights = (
            "who logs in with a token of RDS IAM needs the right rds-db:connect on this user"
            if by_token
            else "check the password, and what the server's pg_hba.conf admits"
        )
        return (
            "The server does not let this user in. `insdc-sync database bootstrap`, once, as the "
            f"server's administrator (on AWS the job bootstrap), makes the user; {rights}."
        )
    return "Check INSDC_SYNC_DATABASE_URL (or _HOST) and that the server is running."
