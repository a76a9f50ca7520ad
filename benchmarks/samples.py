"""The sync of samples and projects beside a floor, on generated records; and grouping alone."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from benchmarks.measured import Measurement, Row, measure, table
from tests.synthetic.archive import Archive
from tests.synthetic.bioproject_xml import BIOPROJECT_HEAD, BIOPROJECT_TAIL, render_bioproject
from tests.synthetic.biosample_xml import BIOSAMPLE_HEAD, BIOSAMPLE_TAIL, render_biosample
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

ROOT = Path(__file__).parents[1]
STEPS = (sys.executable, str(ROOT / "benchmarks" / "sample_steps.py"))
PROGRAM = (sys.executable, "-m", "insdc_sync")
RECORDS_A_FILE = 1000

R = TypeVar("R")


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="insdc-sync-benchmark-") as name:
        folder = Path(name)
        # The embedded server runs as a user of its own where we are root.
        folder.chmod(0o755)
        _generate(folder, options.samples, options.projects)
        rows = _rows(folder, options.rounds)
        print(table(rows, floor=rows[0]))
    grouped = measure((*STEPS, "group", str(options.grouped)), os.environ)
    print(
        f"\n{options.grouped:,} samples with {2 * options.grouped:,} checksums grouped in "
        f"{grouped.reply['seconds']:.1f} s, peak PSS {grouped.peak / 2**20:.0f} MiB"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.samples", description=__doc__)
    parser.add_argument("--samples", type=int, default=100_000, help="BioSamples to generate")
    parser.add_argument("--projects", type=int, default=2_500, help="BioProjects to generate")
    parser.add_argument("--grouped", type=int, default=1_000_000, help="samples to group")
    parser.add_argument("--rounds", type=int, default=1, help="how often each step is run")
    return parser.parse_args()


def _generate(folder: Path, samples: int, projects: int) -> None:
    archive = Archive(samples * 11 // 10 + 100, seed=7)
    live = list(islice((one for one in archive.biosamples.values() if one.is_live), samples))
    named = list(islice((one for one in archive.bioprojects.values() if one.is_live), projects))
    size = _write(folder / "samples", live, render_biosample, (BIOSAMPLE_HEAD, BIOSAMPLE_TAIL))
    size += _write(
        folder / "projects", named, render_bioproject, (BIOPROJECT_HEAD, BIOPROJECT_TAIL)
    )
    print(f"{len(live):,} BioSamples, {len(named):,} BioProjects, {size / 1e6:.1f} MB of XML\n")
    write_folder(folder / "taxonomy", demo_taxonomy())


def _write(
    folder: Path,
    records: Sequence[R],
    render: Callable[[R], bytes],
    around: tuple[bytes, bytes],
) -> int:
    folder.mkdir()
    size = 0
    for start in range(0, len(records), RECORDS_A_FILE):
        part = map(render, records[start : start + RECORDS_A_FILE])
        path = folder / f"records_{start // RECORDS_A_FILE + 1:05}.xml"
        size += path.write_bytes(b"".join([around[0], *part, around[1]]))
    return size


def _rows(folder: Path, rounds: int) -> list[Row]:
    """Run every step once a round, one after the other, so that all share the machine's moods."""
    taken: dict[str, list[Measurement]] = {}
    for number in range(rounds):
        program = os.environ | {"INSDC_SYNC_DATA_DIR": str(folder / f"data-{number}")}
        _prepare(program, folder / "taxonomy")
        files = (str(folder / "samples"), str(folder / "projects"))
        samples = (*PROGRAM, "sync", "samples", "--files", files[0], "--json")
        projects = (*PROGRAM, "sync", "projects", "--files", files[1], "--json")
        steps = {
            "(a) floor: lxml.etree.iterparse": (*STEPS, "floor", *files),
            "(b) sync samples: mirrored, curated, grouped": samples,
            "(c) sync projects": projects,
            "(d) sync samples again": samples,
            "(e) sync projects again": projects,
        }
        for name, command in steps.items():
            taken.setdefault(name, []).append(measure(command, program))
    return [_row(name, measurements) for name, measurements in taken.items()]


def _prepare(program: Mapping[str, str], taxonomy: Path) -> None:
    """Make the database, and a taxonomy to file the samples under."""
    command = (*PROGRAM, "sync", "taxonomy", "--from", str(taxonomy))
    subprocess.run(command, env=dict(program), check=True, stdout=subprocess.DEVNULL)


def _row(name: str, taken: list[Measurement]) -> Row:
    """Take the whole process of a sync: what follows the job, curation and grouping, counts."""
    if isinstance(taken[0].reply, list):
        return Row(name, [one.wall for one in taken], [one.peak for one in taken])
    return Row(name, [one.reply["seconds"] for one in taken])


if __name__ == "__main__":
    main()
