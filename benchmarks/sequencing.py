"""The sequencing sync beside a floor and a peer, on a generated archive."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measured import Measurement, Row, measure, table
from tests.synthetic.archive import Archive
from tests.synthetic.folder import write_folder

ROOT = Path(__file__).parents[1]
STEPS = ROOT / "benchmarks" / "steps.py"
PEER = ROOT / ".venv-benchmark"
PEER_PACKAGES = ROOT / "benchmarks" / "peer-requirements.txt"
PROGRAM = (sys.executable, "-m", "insdc_sync")


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="insdc-sync-benchmark-") as name:
        folder = Path(name)
        # The embedded server runs as a user of its own where we are root.
        folder.chmod(0o755)
        archive = _generate(folder / "archive", options.packages)
        rows = _rows(folder, archive, options.rounds, peer=_peer())
        print(table(rows, floor=rows[0]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--packages", type=int, default=10_000, help="size of the archive")
    parser.add_argument("--rounds", type=int, default=3, help="how often each step is run")
    return parser.parse_args()


def _generate(folder: Path, packages: int) -> Path:
    files = write_folder(Archive(packages, seed=7), folder)
    size = sum(file.stat().st_size for file in files)
    print(f"{packages:,} generated experiments, {size / 1e6:.1f} MB of XML, {len(files)} files\n")
    return folder


def _peer() -> Path | None:
    """Set up the peer in an environment of its own; None where it cannot be had."""
    python = PEER / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", PEER), check=True)
        install = (python, "-m", "pip", "install", "--quiet", "--requirement", PEER_PACKAGES)
        if subprocess.run(install, check=False).returncode:
            print("The peer could not be installed: it is left out.\n")
            return None
    return python


def _rows(folder: Path, archive: Path, rounds: int, peer: Path | None) -> list[Row]:
    """Run every step once a round, one after the other, so that all share the machine's moods."""
    taken: dict[str, list[Measurement]] = {}
    for number in range(rounds):
        data = folder / f"data-{number}"
        program = os.environ | {"INSDC_SYNC_DATA_DIR": str(data)}
        sync = (*PROGRAM, "sync", "sequencing", "--files", str(archive), "--json")
        steps = {
            "(a) floor: lxml.etree.iterparse": (sys.executable, str(STEPS), "floor", str(archive)),
            "(b) read to domain records": (sys.executable, str(STEPS), "read", str(archive)),
            "(c) sync into PostgreSQL": sync,
            "(d) the same sync again": sync,
        }
        if peer:
            steps["(e) omicidx: sra_object_generator"] = (
                str(peer), str(STEPS), "omicidx", str(archive)
            )  # fmt: skip
        for name, command in steps.items():
            taken.setdefault(name, []).append(measure(command, program))
    return [_row(name, measurements) for name, measurements in taken.items()]


def _row(name: str, taken: list[Measurement]) -> Row:
    """Take the job's own seconds of a sync: making a new database is not what is compared."""
    seconds = [
        sum(report["seconds"] for report in one.reply)
        if isinstance(one.reply, list)
        else one.reply["seconds"]
        for one in taken
    ]
    peaks = [one.peak for one in taken] if isinstance(taken[0].reply, list) else []
    return Row(name, seconds, peaks)
