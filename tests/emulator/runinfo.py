"""efetch's table of runs: 47 columns of comma-separated values."""

import csv
import io

from tests.emulator.call import CSV, Call, Reply
from tests.emulator.faults import Fault
from tests.emulator.service import Service
from tests.synthetic import SraRecord
from tests.synthetic.run_facts import RunFacts, run_facts
from tests.synthetic.sample_xml import alias_of
from tests.synthetic.study_xml import center_of

COLUMNS = [
    "Run",
    "ReleaseDate",
    "LoadDate",
    "spots",
    "bases",
    "spots_with_mates",
    "avgLength",
    "size_MB",
    "AssemblyName",
    "download_path",
    "Experiment",
    "LibraryName",
    "LibraryStrategy",
    "LibrarySelection",
    "LibrarySource",
    "LibraryLayout",
    "InsertSize",
    "InsertDev",
    "Platform",
    "Model",
    "SRAStudy",
    "BioProject",
    "Study_Pubmed_id",
    "ProjectID",
    "Sample",
    "BioSample",
    "SampleType",
    "TaxID",
    "ScientificName",
    "SampleName",
    "g1k_pop_code",
    "source",
    "g1k_analysis_group",
    "Subject_ID",
    "Sex",
    "Disease",
    "Tumor",
    "Affection_Status",
    "Analyte_Type",
    "Histological_Type",
    "Body_Site",
    "CenterName",
    "Submission",
    "dbgap_study_accession",
    "Consent",
    "RunHash",
    "ReadHash",
]


def runinfo(service: Service, call: Call) -> Reply:
    if call.fault(Fault.RUNINFO_ERROR):
        message = "Error: The server encountered an error while executing a command"
        return Reply.text(f"{message}\n", content_type=CSV)
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, restval="", lineterminator="\n")
    if not call.fault(Fault.RUNINFO_WITHOUT_HEADER):
        writer.writeheader()
    if not call.fault(Fault.RUNINFO_HEADER_ONLY):
        writer.writerows(_rows(service, call))
    return Reply.text(f"{table.getvalue()}\n", content_type=CSV)


def _rows(service: Service, call: Call) -> list[dict[str, object]]:
    records = (service.archive.sra.get(uid) for uid in sorted(call.uids))
    return [_row(r, run) for r in records if r and r.is_live for run in run_facts(r)]


def _row(record: SraRecord, run: RunFacts) -> dict[str, object]:
    sample, study, library = record.samples[0], record.study, record.library
    return {
        "Run": run.accession,
        "ReleaseDate": run.published,
        "LoadDate": run.loaded,
        "spots": run.spots,
        "bases": run.bases,
        "spots_with_mates": run.spots if library.paired else 0,
        "avgLength": run.bases // run.spots,
        "size_MB": run.size // 1_000_000,
        "Experiment": record.accession,
        "LibraryStrategy": library.strategy,
        "LibrarySelection": library.selection,
        "LibrarySource": library.source,
        "LibraryLayout": "PAIRED" if library.paired else "SINGLE",
        "Platform": library.platform,
        "Model": library.model,
        "SRAStudy": study.accession,
        "BioProject": study.project.accession,
        "ProjectID": study.project.uid,
        "Sample": sample.sra_accession,
        "BioSample": sample.biosample or "",
        "SampleType": "simple",
        "TaxID": sample.taxon.tax_id,
        "ScientificName": sample.taxon.name,
        "SampleName": alias_of(sample),
        "Tumor": "no",
        "CenterName": center_of(study).name,
        "Submission": study.submission,
        "Consent": "public",
    }
