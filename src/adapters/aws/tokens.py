"""Passwords of RDS that live a quarter of an hour, made for each connection."""

from adapters.aws.service import client, explained


class RdsToken:
    """Signs a login of a database user with the role of the job; asks nobody."""

    def __init__(self, host: str, port: int, user: str, region: str | None = None) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._region = region

    def __call__(self) -> str:
        with explained(f"a login of {self._user} to {self._host}"):
            token: str = client("rds", self._region).generate_db_auth_token(
                DBHostname=self._host, Port=self._port, DBUsername=self._user
            )
            return token
