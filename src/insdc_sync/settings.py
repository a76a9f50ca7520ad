"""Every setting of the program, from the environment or a .env file."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from application.errors import ConfigurationError

PREFIX = "INSDC_SYNC_"
NCBI_ENTREZ = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
NCBI_TAXDUMP = "https://ftp.ncbi.nlm.nih.gov/pub/taxonomy/taxdump.tar.gz"
_OF_THE_TESTS = {f"{PREFIX}TEST_DATABASE_URL"}


class Settings(BaseSettings):
    """Each field is the variable INSDC_SYNC_ and its name in capitals; all have a default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: SecretStr | None = Field(
        None,
        description="Address of a PostgreSQL server, 14 or newer (postgresql://user:password@host/"
        "database). Without it the embedded server is used.",
    )
    database_host: str | None = Field(
        None, description="Host of a PostgreSQL server, where there is no DATABASE_URL."
    )
    database_port: int = Field(5432, ge=1, le=65535, description="Its port.")
    database_name: str = Field("insdc", description="Name of the database there.")
    database_user: str | None = Field(None, description="The database user to log in as.")
    database_iam_token: bool = Field(
        False,
        description="Log in with a token of RDS IAM, made for every connection, over verified TLS.",
    )
    database_secret: str | None = Field(
        None, description="Name or ARN of the AWS secret that has the database user's password."
    )
    database_ca_file: Path | None = Field(
        None,
        description="Certificates that the server's must descend from; by default PGSSLROOTCERT's.",
    )
    database_wait_seconds: float = Field(
        0,
        ge=0,
        description="How long to try where it does not answer at the start, as while it restarts; "
        "then the exit code is 75, to be tried again, and not 4.",
    )
    aws_region: str | None = Field(
        None, description="Region of AWS' services; by default AWS_REGION's."
    )
    project: str = Field("insdc-sync", description="Name of the deployment, for its metrics.")
    environment: str = Field("local", description="Environment of the deployment, for metrics.")
    data_dir: Path = Field(
        Path(platformdirs.user_data_dir("insdc-sync", appauthor=False)),
        description="Folder of the embedded server's data and of downloads; give it to nothing "
        "else.",
    )
    source: Literal["entrez", "files"] = Field(
        "entrez", description="Where records are read from: entrez, or files."
    )
    files_dir: Path | None = Field(
        None, description="Folder of saved XML that the source files reads."
    )
    entrez_url: str = Field(
        NCBI_ENTREZ, description="Base address of the E-utilities.", pattern=r"^https?://"
    )
    taxdump_url: str = Field(
        NCBI_TAXDUMP,
        description="Address of the taxonomy's dump; its md5 must be there too, with .md5 behind.",
        pattern=r"^https?://[^/]+/.*[^/]$",
    )
    taxdump_path: Path | None = Field(
        None,
        description="A dump on this machine to read instead: an archive (tar.gz, zip) or a folder.",
    )
    ncbi_email: str | None = Field(
        None,
        description="Your e-mail address; NCBI asks for one, to write to before it blocks anybody.",
        pattern=r"^[^@\s]+@[^@\s]+$",
    )
    ncbi_api_key: SecretStr | None = Field(
        None, description="Your NCBI API key: 10 requests a second instead of 3."
    )
    ncbi_secret: str | None = Field(
        None,
        description="Name or ARN of the AWS secret that has email and api_key, instead of both.",
    )
    requests_per_second: float | None = Field(
        None,
        gt=0,
        le=100,
        description="Requests a second, of all programs with one key on one database together; by "
        "default 3, or 10 with a key. Lower it where others use the key, too.",
    )
    requests_in_flight: int | None = Field(
        None, ge=1, le=32, description="Requests under way at once; by default 3, or 6 with a key."
    )
    overlap_days: int = Field(
        7,
        ge=1,
        le=365,
        description="Days before the last sync that a sync of what is followed looks at again.",
    )
    workers: int = Field(
        max(1, min(4, os.cpu_count() or 1)),
        ge=1,
        le=64,
        description="Processes that read records; by default one a processor, at most 4.",
    )

    @field_validator("ncbi_api_key", mode="before")
    @classmethod
    def _blank_is_none(cls, key: object) -> object:
        # A secret often ends in a line break, and a blank one is none.
        return (key.strip() or None) if isinstance(key, str) else key

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded server."""
        return self.database_url is None and self.database_host is None

    def rate(self, *, has_key: bool) -> float:
        """Requests a second: what was set, or what NCBI allows."""
        return self.requests_per_second or (10 if has_key else 3)

    def in_flight(self, *, has_key: bool) -> int:
        return self.requests_in_flight or (6 if has_key else 3)


def load(**overrides: object) -> Settings:
    """Read the settings; a wrong or misspelt one is a ConfigurationError that names it."""
    _refuse_misspelt()
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigurationError(
            "; ".join(
                f"{PREFIX}{str(problem['loc'][0]).upper()} is wrong: {problem['msg']}"
                for problem in error.errors(include_url=False, include_input=False)
            )
        ) from None


def _refuse_misspelt() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | _OF_THE_TESTS
    for name in (*os.environ, *dotenv_values(".env")):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ConfigurationError(f"There is no setting {name}.{hint}")
