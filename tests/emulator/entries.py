"""What the indexer notes of each live record."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tests.synthetic import Archive, ProjectRecord, SampleRecord, SraRecord
from tests.synthetic.bioproject_xml import project_title_of
from tests.synthetic.sample_xml import title_of


class Entry(NamedTuple):
    """One document: its terms by field code, and the uids it links to by database."""

    uid: int
    dates: dict[str, date]
    tax_ids: tuple[int, ...]
    terms: dict[str, tuple[str, ...]]
    text: str
    links: dict[str, tuple[int, ...]]


def entries(archive: Archive, db: str) -> Iterator[Entry]:
    if db == "sra":
        return (_of_experiment(r) for r in archive.sra.copy().values() if r.is_live)
    if db == "biosample":
        return (_of_sample(r) for r in archive.biosamples.copy().values() if r.is_live)
    return (_of_project(r) for r in archive.bioprojects.copy().values() if r.is_live)


def _of_experiment(record: SraRecord) -> Entry:
    study, library = record.study, record.library
    samples = [sample for sample in record.samples if sample.biosample]
    projects = {p.uid: p for s in record.samples for p in s.projects} or {
        study.project.uid: study.project
    }
    accessions = (record.accession, study.accession, study.submission, *record.runs)
    return Entry(
        record.uid,
        {"PDAT": record.pdat, "MDAT": record.mdat},
        tuple({sample.taxon.tax_id for sample in record.samples}),
        {
            "ACCN": (*accessions, *(sample.sra_accession for sample in record.samples)),
            "GPRJ": tuple(project.accession for project in projects.values()),
            "BSPL": tuple(sample.accession for sample in samples),
            "PLAT": (library.platform.replace("_", " "),),
            "STRA": (library.strategy,),
            "SRC": (library.source,),
            "SEL": (library.selection,),
            "LAY": ("paired" if library.paired else "single",),
            "ACS": ("public",),
            "FILT": ("all", "public"),
        },
        f"{record.title} {study.project.title}",
        {"biosample": tuple(s.uid for s in samples), "bioproject": tuple(projects)},
    )


def _of_sample(sample: SampleRecord) -> Entry:
    return Entry(
        sample.uid,
        {"PDAT": sample.pdat, "MDAT": sample.mdat},
        (sample.taxon.tax_id,),
        {"ACCN": (sample.accession, sample.sra_accession), "FILT": ("all", "public", "sra")},
        title_of(sample),
        {"bioproject": tuple(project.uid for project in sample.projects)},
    )


def _of_project(project: ProjectRecord) -> Entry:
    return Entry(
        project.uid,
        {"DATE": project.pdat},
        (project.taxon.tax_id,),
        {"PRJA": (project.accession,), "FILT": ("all", "public")},
        project_title_of(project),
        {},
    )
