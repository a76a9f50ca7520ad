"""Identifiers of other collections, so that a refusal can call them by name."""

import re
from typing import Final

_GSA = "of the GSA (China), which the INSDC does not mirror"
_EGA = "of the EGA, whose controlled-access records the INSDC does not mirror"
_JGA = "of the JGA (Japan), whose controlled-access records the INSDC does not mirror"
_GEO = "of GEO, which has no counterpart in the INSDC; ask for its GSE series"
_SEQUENCE = "not an accession of reads, samples or projects"

# The first that fits is the answer: what is certain stands before what only looks like it.
_FOREIGN: Final = tuple(
    (re.compile(shape, re.ASCII | re.IGNORECASE), phrase)
    for shape, phrase in (
        # The Chinese archive numbers CR…, its branch for human data HR…
        (r"[CH]RR\d+", f"is a run {_GSA}"),
        (r"[CH]RX\d+", f"is an experiment {_GSA}"),
        (r"[CH]RA\d+", f"is a submission {_GSA}"),
        (r"[CH]RS\d+|SAMC\d+", f"is a sample {_GSA}"),
        (r"PRJCA\d+", f"is a project {_GSA}"),
        (
            r"phs\d+(\.v\d+)?(\.p\d+)?",
            "is a study of dbGaP; what of it is public stands under an SRA study (SRP…)",
        ),
        (r"EGAS\d+", f"is a study {_EGA}"),
        (r"EGAD\d+", f"is a dataset {_EGA}"),
        (r"EGAN\d+", f"is a sample {_EGA}"),
        (r"EGAR\d+", f"is a run {_EGA}"),
        (r"EGAX\d+", f"is an experiment {_EGA}"),
        (r"EGAF\d+", f"is a file {_EGA}"),
        (r"EGA[A-Z]\d+", f"is a record {_EGA}"),
        (r"JGA[A-Z]\d+", f"is a record {_JGA}"),
        (
            r"E-[A-Z]{4}-\d+",
            "is an experiment of ArrayExpress; its reads stand under an ENA study (ERP…)",
        ),
        (
            r"SUB\d+",
            "is a ticket of the NCBI Submission Portal; accessions are given when it is processed",
        ),
        (r"GPL\d+", f"is a platform {_GEO}"),
        (r"GDS\d+", f"is a dataset {_GEO}"),
        (
            r"ENC[A-Z]{2}\d{3}[A-Z]{3}",
            "is a record of ENCODE; its reads stand under a GEO series or an SRA experiment",
        ),
        (r"GC[AF]_\d{9}(\.\d+)?", f"is a genome assembly, {_SEQUENCE}"),
        (
            r"(A[CP]|N[CGTWZMRP]|X[MRP]|YP|WP)_[A-Z]*\d+(\.\d+)?",
            f"is a RefSeq sequence, {_SEQUENCE}",
        ),
        (r"([A-Z]{4}|[A-Z]{6})\d{2}[A-Z]?\d{6,9}(\.\d+)?", f"looks like a WGS contig, {_SEQUENCE}"),
        (
            r"([A-Z]\d{5}|[A-Z]{2}(\d{6}|\d{8}))(\.\d+)?",
            f"looks like a nucleotide sequence, {_SEQUENCE}",
        ),
        (r"[A-Z]{3}(\d{5}|\d{7})(\.\d+)?", f"looks like a protein sequence, {_SEQUENCE}"),
    )
)


def describe(identifier: str) -> str | None:
    """What a foreign identifier is, as the rest of a sentence: "is a run of the GSA …"."""
    return next((phrase for shape, phrase in _FOREIGN if shape.fullmatch(identifier)), None)
