"""What the jobs run where a test says how they end: says what it was given, ends as it is told.

Its first argument is a folder; a file there named like the job holds an exit code and a last line,
which is JSON unless it begins with "plain: ".
"""

import json
import os
import sys
from pathlib import Path


def say(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")


def main(orders: str, job: str, *rest: str) -> None:
    given = {
        name: value for name, value in os.environ.items() if name.startswith(("INSDC_", "AWS_"))
    }
    say(event="started", job=job, arguments=rest, environment=given)
    order = Path(orders, job)
    if order.exists():
        code, _, last_line = order.read_text(encoding="utf-8").partition(" ")
        if last_line.startswith("plain: "):
            sys.stdout.write(last_line.removeprefix("plain: ") + "\n")
        else:
            say(event="failed", message=last_line)
        sys.exit(int(code))
    say(event="done", job=job)


if __name__ == "__main__":
    main(*sys.argv[1:])
