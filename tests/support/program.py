"""Programs of a few lines that run beside a test, each a process of its own."""

import os
import subprocess
import sys

from adapters.postgres.database import Database


def program(lines: str, database: Database) -> subprocess.Popen[str]:
    """Start a program that is given the address of a database; wait until it says it is ready."""
    started = subprocess.Popen(
        [sys.executable, "-c", lines, database.engine.url.render_as_string(hide_password=False)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started
