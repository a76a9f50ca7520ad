"""EXPERIMENT_PACKAGE in the raw, single-line form of NCBI's efetch."""

from random import Random

from tests.synthetic.profile import Oddity
from tests.synthetic.prose import protocol
from tests.synthetic.records import SraRecord
from tests.synthetic.run_facts import run_facts
from tests.synthetic.run_xml import run_set
from tests.synthetic.sample_xml import pool, sample_element
from tests.synthetic.study_xml import study_parts
from tests.synthetic.xmltext import element, identifiers

SRA_HEAD = b'<?xml version="1.0" encoding="UTF-8"  ?>\n<EXPERIMENT_PACKAGE_SET>\n'
SRA_TAIL = b"</EXPERIMENT_PACKAGE_SET>\n"


def render_package(record: SraRecord) -> bytes:
    """The same record gives the same bytes, whenever it is asked for."""
    rng = Random(record.seed)
    samples = "".join(sample_element(sample) for sample in record.samples)
    return (
        f"<EXPERIMENT_PACKAGE>{_experiment(record, rng)}{study_parts(record.study)}{samples}"
        f"{_pool_and_runs(record)}</EXPERIMENT_PACKAGE>"
    ).encode()


def _experiment(record: SraRecord, rng: Random) -> str:
    study, sample, library = record.study, record.samples[0], record.library
    geo = sample.geo
    alias = geo or f"library-{rng.getrandbits(32):08x}#{rng.randint(1, 384)}"
    biosample = sample.biosample if study.prefix != "S" else None
    reference = identifiers(study.accession, BioProject=study.project.accession)
    return (
        f'<EXPERIMENT accession="{record.accession}" alias="{alias}">'
        f"{identifiers(record.accession, GEO=geo)}{element('TITLE', record.title)}"
        f'<STUDY_REF accession="{study.accession}">{reference}</STUDY_REF>'
        f'<DESIGN><DESIGN_DESCRIPTION/><SAMPLE_DESCRIPTOR accession="{sample.sra_accession}">'
        f"{identifiers(sample.sra_accession, BioSample=biosample, GEO=geo)}</SAMPLE_DESCRIPTOR>"
        f"{_library(record, alias, rng)}</DESIGN>"
        f"<PLATFORM><{library.platform}>{element('INSTRUMENT_MODEL', library.model)}"
        f"</{library.platform}></PLATFORM>{_experiment_attributes(record)}</EXPERIMENT>"
    )


def _library(record: SraRecord, alias: str, rng: Random) -> str:
    library = record.library
    described = (
        element("LIBRARY_CONSTRUCTION_PROTOCOL", protocol(rng, record.taxon))
        if rng.random() < 0.35
        else ""
    )
    return (
        f"<LIBRARY_DESCRIPTOR>{element('LIBRARY_NAME', alias)}"
        f"{element('LIBRARY_STRATEGY', library.strategy)}"
        f"{element('LIBRARY_SOURCE', library.source)}"
        f"{element('LIBRARY_SELECTION', library.selection)}"
        f"<LIBRARY_LAYOUT>{_layout(record, rng)}</LIBRARY_LAYOUT>{described}</LIBRARY_DESCRIPTOR>"
    )


def _layout(record: SraRecord, rng: Random) -> str:
    if not record.library.paired:
        return "<SINGLE/>"
    if Oddity.NOMINAL_LENGTH not in record.oddities:
        return "<PAIRED/>"
    deviation = rng.choice(("0.0E0", "121", "57.25", "0"))
    return f'<PAIRED NOMINAL_LENGTH="{rng.randint(200, 700)}" NOMINAL_SDEV="{deviation}"/>'


def _experiment_attributes(record: SraRecord) -> str:
    if not (geo := record.samples[0].geo):
        return ""
    return (
        "<EXPERIMENT_ATTRIBUTES><EXPERIMENT_ATTRIBUTE><TAG>GEO Accession</TAG>"
        f"<VALUE>{geo}</VALUE></EXPERIMENT_ATTRIBUTE></EXPERIMENT_ATTRIBUTES>"
    )


def _pool_and_runs(record: SraRecord) -> str:
    facts = run_facts(record)
    whole = pool(record, sum(run.spots for run in facts), sum(run.bases for run in facts))
    return f"{whole}{run_set(record, facts)}"
