"""Rows by hand among the made-up ones, and the page's questions put to them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from adapters.postgres.schema_books import metadata
from tests.support.queries import queries
from tests.synthetic.mirror_taxa import FIRST_SPECIES, TAXON_ID_LESS_NCBI_ID

Row = dict[str, Any]
SPECIES = FIRST_SPECIES + 999
"""The last species of the tree, in genus 2019: the made-up samples are seldom so far out."""


class House:
    """Numbers stand for accessions: sample 3 is SAMN00000003, its run 5 is SRR00000005."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, table: str, **values: Any) -> None:
        self._connection.execute(insert(metadata.tables[f"insdc.{table}"]).values(**values))

    def update(self, table: str, numbers: Sequence[int], **values: Any) -> None:
        rows = metadata.tables[f"insdc.{table}"]
        chosen = rows.c.sample_id.in_([key(number) for number in numbers])
        self._connection.execute(update(rows).where(chosen).values(**values))

    def ask(
        self, question: str, number: int = 1, instead: Mapping[str, str] | None = None
    ) -> list[Row]:
        sql = queries()[question, number].asking(instead or {})
        answer = self._connection.exec_driver_sql(sql.replace("%", "%%"))
        return [dict(row) for row in answer.mappings()]

    def look(self, view: str, **where: Any) -> Row:
        """Give the one row of a view."""
        asked = " and ".join(f"{column} = %({column})s" for column in where)
        found = self._connection.exec_driver_sql(f"select * from insdc.{view} where {asked}", where)
        return dict(found.mappings().one())

    def sample(
        self, number: int, *, taxon: int = SPECIES, biosample: bool = True, **curated: Any
    ) -> int:
        """Add a sample and what was curated of it; give its key."""
        accession = f"SAMN{number:08}"
        self.add(
            "sample",
            sample_id=key(number),
            biosample_accession=accession if biosample else None,
            sra_accession=f"SRS{number:08}",
            scientific_name="as SRA says",
            ncbi_taxon_id=taxon,
            taxon_id=taxon + TAXON_ID_LESS_NCBI_ID,
            center_name="CENTRE",
        )
        if biosample:
            self.add(
                "biosample",
                sample_id=key(number),
                accession=accession,
                scientific_name="as BioSample says",
                owner_name=f"Owner {number}",
                published=datetime(2020, 2, number % 28 + 1),  # noqa: DTZ001 - zoneless
                submitted=datetime(2020, 1, number % 28 + 1),  # noqa: DTZ001
            )
        self.add("sample_curation", sample_id=key(number), rules="1", **curated)
        return key(number)

    def project(self, number: int, **values: Any) -> str:
        accession = f"PRJNA{number:08}"
        self.add("project", accession=accession, archive="SRA", **values)
        return accession

    def study(self, number: int, project: str | None = None) -> str:
        accession = f"SRP{number:08}"
        self.add("study", accession=accession, project_accession=project)
        return accession

    def run(
        self,
        number: int,
        samples: Sequence[int],
        *,
        study: str | None = None,
        pool: bool = True,
        submission: str | None = None,
        experiment: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> str:
        """Add a run and its experiment, made from the first of the samples."""
        accession, above = f"SRR{number:08}", f"SRX{number:08}"
        self.add(
            "experiment",
            accession=above,
            study_accession=study or self.study(number),
            submission_accession=submission,
            sample_id=key(samples[0]),
            **({"platform": "ILLUMINA", "library_strategy": "WGS", "library_layout": "PAIRED"}
               | dict(experiment or {})),
        )  # fmt: skip
        self.add("run", accession=accession, experiment_accession=above, **values)
        for ordinal, sample in enumerate(samples if pool else (), start=1):
            self.add(
                "experiment_sample", experiment_accession=above, ordinal=ordinal,
                sample_id=key(sample),
            )  # fmt: skip
            self.add(
                "run_sample", run_accession=accession, ordinal=ordinal, sample_id=key(sample),
                bases=1000 * ordinal if len(samples) > 1 else None,
            )  # fmt: skip
        return accession


def key(number: int) -> int:
    """Give the sample_id of a sample by hand."""
    return 9_000_000 + number


def day(text: str) -> date:
    return date.fromisoformat(text)


def column(rows: list[Row], name: str) -> list[Any]:
    return [row[name] for row in rows]
