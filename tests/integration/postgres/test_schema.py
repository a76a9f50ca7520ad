"""The schema: what is staged fits the tables, and the tables refuse what cannot be."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.postgres.database import Database
from adapters.postgres.encoder import encode
from adapters.postgres.schema_books import SCHEMA, metadata
from adapters.postgres.staged import COLUMNS, TABLE_OF
from tests.integration.postgres.test_escaping import package
from tests.support.packages import read

KEPT_BY_THE_MIRROR = {
    "status",
    "status_since",
    "mirrored_at",
    "mirrored_by",
    "changed_at",
    "changed_by",
    "publication_id",
}
SETTLED_BY_THE_MERGE = {
    "sample": {
        "sample_id",
        "sra_accession",
        "biosample_accession",
        "taxon_id",
        "specimen_id",
        "asked_at",
    },
    "sample_alias": {"sample_id", "source"},
    "sample_attribute": {"sample_id", "harmonized_name", "display_name"},
    "sample_project": {"sample_id", "said_by_sra", "said_by_biosample", "said_by_link"},
    "biosample": {"sample_id", "linked_project_uids"},
    "biosample_attribute": {"sample_id"},
    "biosample_alias": {"sample_id", "source"},
    "biosample_project": {"sample_id", "said_by_sra", "said_by_biosample", "said_by_link"},
    "bioproject": {"asked_at", "unanswered_at"},
    "experiment": {"sample_id"},
    "experiment_sample": {"sample_id"},
    "run_sample": {"sample_id"},
    "publication": {
        "study_accession",
        "experiment_accession",
        "run_accession",
        "sample_id",
        "project_accession",
    },
    "project": set(metadata.tables[f"{SCHEMA}.project"].c.keys()),
}
OF_OTHER_PAGES = {
    "biosample",
    "biosample_attribute",
    "biosample_alias",
    "biosample_project",
    "bioproject",
    "project_link",
}
ONLY_STAGED = {"sample_key", "owner_kind", "owner_key"}


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_is_staged_settled_by_the_merge_or_kept_by_the_mirror(table: str) -> None:
    columns = set(metadata.tables[f"{SCHEMA}.{TABLE_OF.get(table, table)}"].c.keys())
    settled = SETTLED_BY_THE_MERGE.get(table, set()) - set(COLUMNS[table])

    assert set(COLUMNS[table]) - ONLY_STAGED == columns - KEPT_BY_THE_MIRROR - settled


def test_rows_have_a_value_for_each_staged_column() -> None:
    rows = encode([read(package("words"))])

    assert rows.tables.keys() == COLUMNS.keys() - {"publication"} - OF_OTHER_PAGES
    for table, content in rows.tables.items():
        for line in content.decode().splitlines():
            assert len(line.split("\t")) == len(COLUMNS[table]), table


REFUSED = {
    "ck_study_accession": "insert into insdc.study (accession) values ('SRX1')",
    "ck_experiment_accession": "insert into insdc.experiment (accession, study_accession) "
    "values ('srx1', 'SRP1')",
    "ck_run_accession": "insert into insdc.run (accession, experiment_accession) "
    "values ('SRR1x', 'SRX1')",
    "ck_submission_accession": "insert into insdc.submission (accession) values ('SRA1\n')",
    "ck_project_accession": "insert into insdc.project (accession, archive) values ('PRJ1', '')",
    "ck_sample_sra_accession": "insert into insdc.sample (sra_accession) values ('SAMN1')",
    "ck_sample_biosample_accession": "insert into insdc.sample (biosample_accession) "
    "values ('SRS1')",
    "ck_sample_named": "insert into insdc.sample (title) values ('nameless')",
    "uq_sample_sra_accession": "insert into insdc.sample (sra_accession) values ('SRS1')",
    "uq_sample_biosample_accession": "insert into insdc.sample (biosample_accession) "
    "values ('SAMN1')",
    "uq_sample_alias_accession": "insert into insdc.sample_alias values "
    "(2, 1, 'accession', 'SRA', null, 'SRS1')",
    "ck_study_status": "insert into insdc.study (accession, status) values ('SRP2', 'gone')",
    "ck_sync_job_state": "update insdc.sync_job set state = 'asleep'",
    "ck_run_file_role": "insert into insdc.run_file (run_accession, ordinal, role) "
    "values ('SRR1', 1, 'secret')",
    "ck_publication_one_record": "insert into insdc.publication (database, identifier) "
    "values ('pubmed', '1')",
    "pk_page": "insert into insdc.page values (1, 1, '{}')",
    "ix_quarantine_digest": "insert into insdc.quarantine (source, record_key, digest, reason, raw)"
    " values ('files', 'a', 'digest', 'torn', '')",
    "fk_page_job": "insert into insdc.page values (9, 1, '{}')",
    "fk_experiment_study_accession": "insert into insdc.experiment (accession, study_accession) "
    "values ('SRX2', 'SRP9')",
    "fk_experiment_sample_id": "update insdc.experiment set sample_id = 9",
    "fk_experiment_submission_accession": "update insdc.experiment "
    "set submission_accession = 'SRA9'",
    "fk_study_project_accession": "update insdc.study set project_accession = 'PRJNA9'",
    "fk_study_mirrored_by": "update insdc.study set mirrored_by = 9",
    "fk_run_experiment_accession": "update insdc.run set experiment_accession = 'SRX9'",
    "fk_run_file_run_accession": "insert into insdc.run_file (run_accession, ordinal, role) "
    "values ('SRR9', 1, 'lite')",
    "fk_run_sample_sample_id": "insert into insdc.run_sample (run_accession, ordinal, sample_id) "
    "values ('SRR1', 1, 9)",
    "fk_experiment_sample_experiment_accession": "delete from insdc.experiment",
    "fk_sample_attribute_sample_id": "insert into insdc.sample_attribute values (9, 1, 'age')",
    "fk_sample_project_project_accession": "insert into insdc.sample_project values (1, 'PRJNA9')",
}
GIVEN = """
    insert into insdc.sync_job (kind, asked, program_version) values ('sequencing', '{}', '1');
    insert into insdc.page values (1, 1, '{}');
    insert into insdc.quarantine (source, record_key, digest, reason, raw)
        values ('files', 'a', 'digest', 'torn', '');
    insert into insdc.study (accession) values ('SRP1');
    insert into insdc.sample (sra_accession, biosample_accession)
        values ('SRS1', 'SAMN1'), ('SRS2', null);
    insert into insdc.sample_alias values (1, 1, 'accession', 'SRA', null, 'SRS1');
    insert into insdc.experiment (accession, study_accession) values ('SRX1', 'SRP1');
    insert into insdc.experiment_sample (experiment_accession, ordinal, sample_id)
        values ('SRX1', 1, 1);
    insert into insdc.run (accession, experiment_accession) values ('SRR1', 'SRX1')
"""


@pytest.mark.parametrize(("constraint", "statement"), REFUSED.items(), ids=list(REFUSED))
def test_what_cannot_be_is_refused(database: Database, constraint: str, statement: str) -> None:
    with database.transaction() as connection:
        connection.execute(text(GIVEN))
    if constraint == "fk_experiment_sample_experiment_accession":
        statement = f"delete from insdc.run; {statement}"

    with (
        pytest.raises(IntegrityError, match=f'"{constraint}"'),
        database.transaction() as connection,
    ):
        connection.execute(text(statement))


def test_every_kind_of_accession_the_archives_give_is_taken(database: Database) -> None:
    with database.transaction() as connection:
        for archive in "SED":
            for table, third in (("study", "P"), ("submission", "A")):
                connection.execute(
                    text(f"insert into insdc.{table} (accession) values ('{archive}R{third}0001')")
                )
        for project in ("PRJNA1", "PRJEB1", "PRJDB1", "PRJEA1", "PRJDA1"):
            connection.execute(text(f"insert into insdc.project values ('{project}', 'SRA')"))
        for sample in ("SAMN1", "SAMEA1", "SAMEG1", "SAMD1"):
            connection.execute(
                text(f"insert into insdc.sample (biosample_accession) values ('{sample}')")
            )
