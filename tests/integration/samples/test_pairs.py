"""The pairs of deposits that were judged by hand, all at once in a mirror of PostgreSQL.

What the domain is told in a test it finds out here by itself: projects, species, files and pools.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from domain.checksums import normalize_checksum
from domain.deposits import Deposit, SharedFile
from tests.integration.samples.house import SampleHouse
from tests.unit.specimens.pairs import FALSE, MORE_READS, READS, STRANGER, TRUE, a, b, sharing

UMBRELLA = "PRJNA888"
BELOW_ONE_UMBRELLA = sharing(
    "below one umbrella",
    a(projects=frozenset({"PRJNA1", UMBRELLA})),
    b(projects=frozenset({"PRJEB2", UMBRELLA})),
)
PAIRS = [*TRUE, BELOW_ONE_UMBRELLA, *FALSE]
PARENTS = {1: 1, 2: 1, 1763: 1, 1773: 1763, 1765: 1773, 33894: 1773, 562: 1, 9606: 1}
SPECIES = {1773: 1773, 1765: 1773, 33894: 1773, 562: 562, 9606: 9606}
GROUPED = """
    select (sample_id - 1) / 10 as pair from insdc.sample where specimen_id is not null
    group by pair, specimen_id having count(*) = 2"""


@pytest.fixture
def grouped(house: SampleHouse) -> set[str]:
    """Which pairs are one specimen, once all are mirrored and grouped."""
    with house.database.transaction() as connection:
        for table, values in (*_common(), *_rows()):
            names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
            again = "on conflict do nothing" if table.startswith("insdc.") else ""
            statement = f"insert into {table} ({names}) values ({places}) {again}"
            connection.execute(text(statement), values)
    house.group()
    return {PAIRS[number].what for (number,) in house.rows(GROUPED)}


def test_all_true_pairs_are_found_but_for_the_slip_of_a_submitter(grouped: set[str]) -> None:
    missed = {pair.what for pair in (*TRUE, BELOW_ONE_UMBRELLA)} - grouped

    assert missed == {TRUE[-1].what}


def test_no_false_pair_is_merged(grouped: set[str]) -> None:
    assert grouped & {pair.what for pair in FALSE} == set()


Rows = Iterator[tuple[str, Mapping[str, Any]]]


def _common() -> Rows:
    for taxon, parent in PARENTS.items():
        rank = "species" if SPECIES.get(taxon) == taxon else "no rank"
        yield "biosql.taxon", {
            "taxon_id": taxon, "ncbi_taxon_id": taxon, "parent_taxon_id": parent,
            "node_rank": rank, "left_value": taxon * 2, "right_value": taxon * 2 + 1,
        }  # fmt: skip
    accessions = {name for pair in PAIRS for one in (pair.one, pair.other) for name in one.projects}
    for name in accessions:
        yield "insdc.project", {
            "accession": name, "archive": "SRA", "is_umbrella": name == UMBRELLA,
        }  # fmt: skip


def _rows() -> Rows:
    for number, pair in enumerate(PAIRS):
        for deposit in (pair.one, pair.other, Deposit(STRANGER, "SAMN03")):
            yield from _deposit(number, deposit)
        for place, file in enumerate(pair.files):
            yield from _file(number, place, file)
        for place, claim in enumerate(pair.same_as, 1):
            yield "insdc.sample_attribute", {
                "sample_id": _id(number, claim.sample_id), "ordinal": place,
                "name": "same as", "value": _own(number, claim.value),
            }  # fmt: skip


def _id(number: int, sample_id: int) -> int:
    return number * 10 + sample_id


def _own(number: int, said: str) -> str:
    """Let the accessions of each pair be its own."""
    return re.sub(r"(?i)\b((?:samn|samea|[se]rs|[se]rr))(?=\d)", rf"\g<1>9{number:03}", said)


def _deposit(number: int, deposit: Deposit) -> Rows:
    sample_id = _id(number, deposit.sample_id)
    biosample, sra = (name and _own(number, name) for name in (deposit.biosample, deposit.sra))
    taxon = deposit.taxon
    if SPECIES.get(taxon or 0) != deposit.species:
        taxon = deposit.species  # told by hand; here the taxon tells it
    yield "insdc.sample", {
        "sample_id": sample_id, "biosample_accession": biosample, "sra_accession": sra,
        "taxon_id": taxon,
    }  # fmt: skip
    for source, name in (("biosample", biosample), ("sra", sra)):
        if name:
            yield "insdc.sample_alias", {
                "sample_id": sample_id, "source": source, "kind": "accession", "ordinal": 1,
                "value": name,
            }  # fmt: skip
    yield "insdc.sample_curation", {
        "sample_id": sample_id, "rules": "1", "country_code": deposit.country,
        "collected_first": deposit.first, "collected_last": deposit.last,
    }  # fmt: skip
    for project in deposit.projects:
        yield "insdc.sample_project", {"sample_id": sample_id, "project_accession": project}


def _file(number: int, place: int, file: SharedFile) -> Rows:
    """A run of one sample or several, in an experiment and a study of its own."""
    sample_id, run = _id(number, file.sample_id), _own(number, file.run)
    experiment, study = f"SRX{run[3:]}", f"SRP{run[3:]}"
    yield "insdc.study", {"accession": study}
    yield "insdc.experiment", {"accession": experiment, "study_accession": study}
    yield "insdc.run", {"accession": run, "experiment_accession": experiment}
    yield "insdc.run_sample", {
        "run_accession": run, "ordinal": file.sample_id, "sample_id": sample_id,
    }  # fmt: skip
    yield "insdc.run_file", {
        "run_accession": run, "ordinal": place, "role": "original", "size": file.size,
        "md5": _checksum(number, file.md5),
    }  # fmt: skip


def _checksum(number: int, told: str) -> str:
    """Let the reads of each pair be its own, in the spelling that the reader leaves."""
    for reads in (READS, MORE_READS):
        own = f"{reads[:8]}{number:04x}{reads[12:]}"
        told = told.replace(reads, own).replace(reads[:-1], own[:-1]).replace(reads[1:], own[1:])
        told = told.replace(reads.upper(), own.upper())
    return normalize_checksum(told) or told
