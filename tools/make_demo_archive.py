"""Writes the small archive that the program ships for `insdc-sync demo`.

Everything in it is invented by tests/synthetic. Two records are spoilt on purpose, so that the
demo shows what becomes of them: one run has no accession, one experiment is not public.
"""

import gzip
import re
from contextlib import closing
from pathlib import Path

from tests.synthetic.archive import Archive
from tests.synthetic.sra_xml import SRA_HEAD, SRA_TAIL, render_package

FOLDER = Path(__file__).parents[1] / "src" / "insdc_sync" / "demo_archive"
EXPERIMENTS = 240
SPOILT, HIDDEN = 101, 170
_RUN_ACCESSION = re.compile(rb'(<RUN )accession="[^"]*" ?')


def demo_archive() -> bytes:
    """Give the archive as one saved efetch reply."""
    records = list(Archive(EXPERIMENTS + 40, seed=2026).live())[:EXPERIMENTS]
    packages = [render_package(record) for record in records]
    packages[SPOILT] = _RUN_ACCESSION.sub(rb"\1", packages[SPOILT])
    packages[HIDDEN] = (
        f'<ERROR procedure="demo" public="yes">SRA Experiment {records[HIDDEN].accession} '
        "is not public</ERROR>"
    ).encode()
    return b"".join([SRA_HEAD, *packages, SRA_TAIL])


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        (FOLDER / "demo.xml.gz").open("wb") as file,
        # No name and no time in the header: the same archive gives the same bytes.
        closing(gzip.GzipFile("", "wb", 9, file, mtime=0)) as packed,
    ):
        packed.write(demo_archive())


if __name__ == "__main__":
    main()
