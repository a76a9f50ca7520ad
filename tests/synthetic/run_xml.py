"""RUN: files, statistics and bases, as efetch writes them."""

from random import Random

from tests.synthetic.file_xml import run_files
from tests.synthetic.profile import Oddity
from tests.synthetic.records import SraRecord
from tests.synthetic.run_facts import RunFacts
from tests.synthetic.sample_xml import pool
from tests.synthetic.xmltext import identifiers, quoted

_OPTION_SETS = (
    (("loader", "latf-load.2.11.0"), ("options", "--quality PHRED_33")),
    (("loader", "fastq-load.py"), ("assembly", "unspecified"), ("options", "--platform=2 &")),
)


def run_set(record: SraRecord, facts: tuple[RunFacts, ...]) -> str:
    runs = "".join(_run(record, run) for run in facts)
    if Oddity.OLD_SHAPE in record.oddities:
        return f"<RUN_SET>{runs}</RUN_SET>" if runs else "<RUN_SET/>"
    bases, spots, size = (
        sum(getattr(run, name) for run in facts) for name in ("bases", "spots", "size")
    )
    totals = f'runs="{len(facts)}" bases="{bases}" spots="{spots}" bytes="{size}"'
    return f"<RUN_SET {totals}>{runs}</RUN_SET>"


def _run(record: SraRecord, run: RunFacts) -> str:
    rng = Random(run.seed)
    analysed = "" if Oddity.OLD_SHAPE in record.oddities else ' has_taxanalysis="1"'
    geo = run.alias if record.samples[0].geo else None
    return (
        f'<RUN accession="{run.accession}" alias="{quoted(run.alias)}" total_spots="{run.spots}"'
        f' total_bases="{run.bases}" size="{run.size}" load_done="true" published="{run.published}"'
        f' is_public="true" cluster_name="public"{analysed} static_data_available="1">'
        f"{identifiers(run.accession, GEO=geo)}"
        f'<EXPERIMENT_REF accession="{record.accession}">{_reference(record)}</EXPERIMENT_REF>'
        f"{pool(record, run.spots, run.bases)}{run_files(record, run, rng)}"
        f"{_statistics(record, run, rng)}"
        f"{_attributes(record, rng)}</RUN>"
    )


def _reference(record: SraRecord) -> str:
    return identifiers(record.accession, GEO=record.samples[0].geo)


def _attributes(record: SraRecord, rng: Random) -> str:
    if Oddity.RUN_ATTRIBUTES not in record.oddities:
        return ""
    listed = "".join(
        f"<RUN_ATTRIBUTE><TAG>{tag}</TAG><VALUE>{quoted(value)}</VALUE></RUN_ATTRIBUTE>"
        for tag, value in rng.choice(_OPTION_SETS)
    )
    return f"<RUN_ATTRIBUTES>{listed}</RUN_ATTRIBUTES>"


def _statistics(record: SraRecord, run: RunFacts, rng: Random) -> str:
    if Oddity.NO_STATISTICS in record.oddities:
        return ""
    return f"{_reads(record, run, rng)}{_databases(run)}{_bases(run, rng)}"


def _reads(record: SraRecord, run: RunFacts, rng: Random) -> str:
    if Oddity.VARIABLE_READS in record.oddities:
        return '<Statistics nreads="variable"/>'
    library = record.library
    reads = "".join(
        f'<Read index="{index}" count="{run.spots}"'
        f' average="{run.bases / run.spots / library.reads:.2f}" stdev="{rng.uniform(0, 9):.2f}"/>'
        for index in range(library.reads)
    )
    return f'<Statistics nreads="{library.reads}" nspots="{run.spots}">{reads}</Statistics>'


def _databases(run: RunFacts) -> str:
    return (
        '<Databases><Database><Table name="SEQUENCE"><Statistics source="meta">'
        f'<Rows count="{run.spots}"/><Elements count="{run.bases}"/></Statistics></Table>'
        "</Database></Databases>"
    )


def _bases(run: RunFacts, rng: Random) -> str:
    gc = int(run.bases * rng.uniform(0.4, 0.66)) // 2
    unknown = run.bases // 5000
    at = (run.bases - 2 * gc - unknown) // 2
    counts = {"A": run.bases - 2 * gc - unknown - at, "C": gc, "G": gc, "T": at, "N": unknown}
    listed = "".join(f'<Base value="{base}" count="{count}"/>' for base, count in counts.items())
    return f'<Bases cs_native="false" count="{run.bases}">{listed}</Bases>'
