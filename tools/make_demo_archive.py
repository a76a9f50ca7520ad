"""Writes the small archive and taxonomy that the program ships for `insdc-sync demo`.

Everything in it is invented by tests/synthetic. Two records are spoilt on purpose, so that the
demo shows what becomes of them: one run has no accession, one experiment is not public.
"""

import gzip
import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.synthetic.archive import Archive
from tests.synthetic.bioproject_xml import (
    BIOPROJECT_HEAD,
    BIOPROJECT_TAIL,
    render_bioproject,
)
from tests.synthetic.biosample_xml import BIOSAMPLE_HEAD, BIOSAMPLE_TAIL, render_biosample
from tests.synthetic.records import SraRecord
from tests.synthetic.sra_xml import SRA_HEAD, SRA_TAIL, render_package
from tests.synthetic.taxa import TAXA
from tests.unit.taxonomy.dumps import Taxonomy, write_folder

FOLDER = Path(__file__).parents[1] / "src" / "insdc_sync" / "demo_archive"
EXPERIMENTS = 240
SPOILT, HIDDEN = 101, 170
_RUN_ACCESSION = re.compile(rb'(<RUN )accession="[^"]*" ?')


def demo_archive() -> dict[str, bytes]:
    """Give the saved efetch replies by the name of their file."""
    records = list(Archive(EXPERIMENTS + 40, seed=2026).live())[:EXPERIMENTS]
    samples = {sample.uid: sample for record in records for sample in record.samples}
    projects = {project.uid: project for sample in samples.values() for project in sample.projects}
    return {
        "experiments": b"".join([SRA_HEAD, *_packages(records), SRA_TAIL]),
        "biosamples": b"".join(
            [
                BIOSAMPLE_HEAD,
                *(render_biosample(one) for one in samples.values() if one.biosample),
                BIOSAMPLE_TAIL,
            ]
        ),
        "bioprojects": b"".join(
            [BIOPROJECT_HEAD, *map(render_bioproject, projects.values()), BIOPROJECT_TAIL]
        ),
    }


def _packages(records: Sequence[SraRecord]) -> list[bytes]:
    packages = [render_package(record) for record in records]
    packages[SPOILT] = _RUN_ACCESSION.sub(rb"\1", packages[SPOILT])
    packages[HIDDEN] = (
        f'<ERROR procedure="demo" public="yes">SRA Experiment {records[HIDDEN].accession} '
        "is not public</ERROR>"
    ).encode()
    return packages


def demo_taxonomy() -> dict[str, str]:
    """Give the files of a dump of the organisms in the archive, and of all above them."""
    taxonomy = Taxonomy()
    for taxon in TAXA.values():
        if taxon.parent != taxon.tax_id:
            taxonomy.add(taxon.tax_id, taxon.parent, taxon.name, taxon.rank, genetic_code=11)
        if taxon.common_name:
            taxonomy.name(taxon.tax_id, taxon.common_name, "genbank common name")
    return taxonomy.files()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    write_folder(FOLDER / "taxonomy", demo_taxonomy())
    for name, content in demo_archive().items():
        with (
            (FOLDER / f"{name}.xml.gz").open("wb") as file,
            # No name and no time in the header: the same archive gives the same bytes.
            closing(gzip.GzipFile("", "wb", 9, file, mtime=0)) as packed,
        ):
            packed.write(content)


if __name__ == "__main__":
    main()
