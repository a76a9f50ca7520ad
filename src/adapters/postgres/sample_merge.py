"""Merges the samples of a page: first which rows they are, then what they say."""

import logging
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from adapters.postgres.changes import remember
from adapters.postgres.purged import leave_out_samples
from adapters.postgres.staged import COLUMNS, copy_text, row
from adapters.postgres.staging import copy
from adapters.postgres.taxonomy.pointing import point
from adapters.postgres.upsert import Target
from domain.identity import KnownSample, SampleBook
from domain.tally import Tally

Names = Sequence[tuple[str, str | None, str | None]]

_VALUES = {column: f"s.{column}" for column in COLUMNS["sample"] if column != "sample_key"}
_NAMES = {
    "sample_id": "r.sample_id",
    "sra_accession": "r.sra_accession",
    "biosample_accession": "r.biosample_accession",
}
_SAMPLE = Target(
    "sample",
    "stage_sample s join sample_ref r on r.sample_key = s.sample_key",
    "sample_id",
    "r.sample_id",
    _NAMES | _VALUES,
    only_on_insert=frozenset(_NAMES),
    name="coalesce(t.biosample_accession, t.sra_accession)",
)
_BELOW = ("sample_attribute", "sample_alias")

_LOG = logging.getLogger(__name__)


def merge_samples(connection: Connection, names: Names, job: int) -> Tally:
    """Settle which samples the page names, then merge their records.

    Leaves the table sample_ref (sample_key → sample_id) for what refers to samples.
    """
    book = SampleBook(_known(connection, names))
    for _, sra, biosample in names:
        book.resolve(sra, biosample)
    numbers = _number_new(connection, book)
    # Only now: an accession means the sample that it has come to in the end of the page.
    found = {key: book.find(biosample or sra or "") for key, sra, biosample in names}
    _write_references(connection, found, numbers, book)
    if len(set(found.values())) < len(found):
        _keep_one_record_a_sample(connection)
    purged = leave_out_samples(connection)
    joined = {old: book.current(kept) for old, kept in book.merged.items() if old > 0}
    _remember_renamed(connection, book, joined.values())
    for dropped, kept in joined.items():
        _join_rows(connection, dropped, kept)
        _note_join(connection, dropped, book.sample(kept), job)
    _rename(connection, book)
    tally = purged + _SAMPLE.upsert(connection, job)
    _write_accessions(connection, book, numbers)
    _replace_below(connection)
    if joined:
        point(connection, f"(select unnest(array{sorted(joined.values())}) as key) kept")
    return tally


def _remember_renamed(connection: Connection, book: SampleBook, kept: Iterable[int]) -> None:
    """Keep, for the history, what samples say that get another name, or another's rows."""
    if ids := {*kept, *(sample.sample_id for sample in book.changed)}:
        remember(connection, "sample", "t.sample_id = any(:ids)", ids=sorted(ids))


def _known(connection: Connection, names: Names) -> list[KnownSample]:
    """Find the samples that go by any of these accessions, with all that each goes by."""
    rows = connection.execute(
        text(
            "select s.sample_id, s.sra_accession, s.biosample_accession, a.value "
            "from insdc.sample s join insdc.sample_alias a "
            "on a.sample_id = s.sample_id and a.kind = 'accession' "
            "where s.sample_id in (select sample_id from insdc.sample_alias "
            "where kind = 'accession' and value = any(:accessions))"
        ),
        {"accessions": [accession for _, *pair in names for accession in pair if accession]},
    )
    known: dict[int, KnownSample] = {}
    for sample_id, sra, biosample, accession in rows:
        sample = known.setdefault(sample_id, KnownSample(sample_id, sra, biosample))
        if accession not in {sra, biosample}:
            sample.others.add(accession)
    return list(known.values())


def _number_new(connection: Connection, book: SampleBook) -> dict[int, int]:
    """Give each new sample its key, in the order in which they were met."""
    keys = connection.scalars(
        text(
            "select nextval(pg_get_serial_sequence('insdc.sample', 'sample_id')) "
            "from generate_series(1, :count)"
        ),
        {"count": len(book.new)},
    )
    return {sample.sample_id: key for sample, key in zip(book.new, keys, strict=True)}


def _write_references(
    connection: Connection, found: dict[str, int], numbers: dict[int, int], book: SampleBook
) -> None:
    rows = [
        row((key, numbers.get(number, number), number < 0, sample.sra, sample.biosample))
        for key, number in found.items()
        for sample in (book.sample(number),)
    ]
    columns = ("sample_key", "sample_id", "is_new", "sra_accession", "biosample_accession")
    copy(connection, "sample_ref", columns, copy_text(rows))


def _keep_one_record_a_sample(connection: Connection) -> None:
    """Where a page has one sample under two names, keep the record, or the later of two."""
    connection.execute(
        text(
            "delete from stage_sample s using ("
            "select s.sample_key, row_number() over (partition by r.sample_id "
            "order by s.content_hash is null, s.ctid desc) as place "
            "from stage_sample s join sample_ref r on r.sample_key = s.sample_key) ranked "
            "where ranked.sample_key = s.sample_key and ranked.place > 1"
        )
    )
    below = dict.fromkeys((*_BELOW, "sample_project"), "below.sample_key")
    for table, key in (below | {"publication": "below.owner_key"}).items():
        mine = "below.owner_kind = 'sample' and " if table == "publication" else ""
        connection.execute(
            text(
                f"delete from stage_{table} below where {mine}not exists "
                f"(select from stage_sample s where s.sample_key = {key})"
            )
        )


def _join_rows(connection: Connection, dropped: int, kept: int) -> None:
    """Let all that refers to one row of a sample refer to the other, and remove it."""
    _LOG.info("sample %s turned out to be sample %s", dropped, kept)
    ids = {"dropped": dropped, "kept": kept}
    is_reference = text("select content_hash is null from insdc.sample where sample_id = :kept")
    takes_over = connection.scalar(is_reference, ids)
    for statement in (*(_TAKING_OVER if takes_over else _LEAVING), *_JOINING):
        connection.execute(text(statement), ids)


def _note_join(connection: Connection, dropped: int, kept: KnownSample, job: int) -> None:
    connection.execute(
        text(
            "insert into insdc.change (kind, accession, field, before, after, job) "
            "values ('sample', :accession, 'sample_id', :dropped, :kept, :job)"
        ),
        {
            "accession": kept.biosample or kept.sra,
            "dropped": str(dropped),
            "kept": str(kept.sample_id),
            "job": job,
        },
    )


_CONTENT = ", ".join(_VALUES)
_NO_BIOSAMPLE = "not exists (select from insdc.biosample b where b.sample_id = {0})"
_SAID = {
    "sample_attribute": f" and {_NO_BIOSAMPLE.format('{key}')}",
    "sample_alias": " and source = 'sra' and kind <> 'accession'",
    "publication": "",
}
"""The tables below a sample, and which of their rows SRA's record says."""

_TAKING_OVER = (
    (
        f"update insdc.sample k set ({_CONTENT}) = (select {_CONTENT} from insdc.sample d "
        "where d.sample_id = :dropped) where k.sample_id = :kept"
    ),
    *(
        f"delete from insdc.{table} where sample_id = :kept{rows.format(key=':kept')}"
        for table, rows in _SAID.items()
    ),
    *(
        f"update insdc.{table} set sample_id = :kept where sample_id = :dropped"
        f"{rows.format(key=':dropped')}{rows.format(key=':kept')}"
        for table, rows in _SAID.items()
    ),
)
"""The kept row is a mere reference, and the dropped one may be the record."""

_LEAVING = (
    "update insdc.sample_project set said_by_sra = false where sample_id = :dropped",
    (
        "delete from insdc.sample_project where sample_id = :dropped "
        "and not (said_by_biosample or said_by_link)"
    ),
)
"""The kept row has a record of its own, and the dropped one's is forgotten."""

_OF_BIOSAMPLE = "exists (select from insdc.biosample where sample_id = :dropped)"
_JOINING = (
    # What BioSample says goes with its record.
    f"delete from insdc.sample_attribute where sample_id = :kept and {_OF_BIOSAMPLE}",
    (
        f"update insdc.sample_attribute set sample_id = :kept where sample_id = :dropped "
        f"and {_OF_BIOSAMPLE}"
    ),
    (
        "update insdc.sample_alias set sample_id = :kept where sample_id = :dropped "
        "and source = 'biosample'"
    ),
    (
        "insert into insdc.sample_project (sample_id, project_accession, said_by_sra, "
        "said_by_biosample, said_by_link) select :kept, project_accession, said_by_sra, "
        "said_by_biosample, said_by_link from insdc.sample_project where sample_id = :dropped "
        "on conflict (sample_id, project_accession) do update set "
        "said_by_sra = sample_project.said_by_sra or excluded.said_by_sra, "
        "said_by_biosample = sample_project.said_by_biosample or excluded.said_by_biosample, "
        "said_by_link = sample_project.said_by_link or excluded.said_by_link"
    ),
    "update insdc.biosample set sample_id = :kept where sample_id = :dropped",
    *(
        f"update insdc.{table} set sample_id = :kept where sample_id = :dropped"
        for table in ("experiment", "experiment_sample", "run_sample")
    ),
    # What was derived is derived anew.
    *(
        f"delete from insdc.{table} where sample_id in (:kept, :dropped)"
        for table in ("curated_value", "sample_curation", "antibiogram")
    ),
    "delete from insdc.specimen_evidence where :dropped in (sample_id, other_sample_id)",
    *(
        f"delete from insdc.{table} where sample_id = :dropped"
        for table in (*_SAID, "sample_project")
    ),
    "delete from insdc.sample where sample_id = :dropped",
)


def _rename(connection: Connection, book: SampleBook) -> None:
    """Give known samples the accessions they go by now."""
    changed = [
        {"id": sample.sample_id, "sra": sample.sra, "biosample": sample.biosample}
        for sample in book.changed
    ]
    if not changed:
        return
    for assignment in (
        # BioSample first, which never moves; SRA's after all have let go of theirs.
        (
            "sra_accession = case when cast(:biosample as text) is null then sra_accession end, "
            "biosample_accession = :biosample"
        ),
        "sra_accession = :sra",
    ):
        connection.execute(
            text(f"update insdc.sample set {assignment} where sample_id = :id"), changed
        )


def _write_accessions(connection: Connection, book: SampleBook, numbers: dict[int, int]) -> None:
    """Write all accessions of new and renamed samples among their aliases."""
    connection.execute(
        text("delete from insdc.sample_alias where kind = 'accession' and sample_id = any(:ids)"),
        {"ids": [sample.sample_id for sample in book.changed]},
    )
    rows = [
        row(
            (
                numbers.get(sample.sample_id, sample.sample_id),
                ordinal,
                "accession",
                "BioSample" if accession == sample.biosample else "SRA",
                None,
                accession,
            )
        )
        for sample in (*book.changed, *book.new)
        for ordinal, accession in enumerate(sorted(sample.accessions), 1)
    ]
    columns = ("sample_id", "ordinal", "kind", "namespace", "label", "value")
    copy(connection, "insdc.sample_alias", columns, copy_text(rows))


def _replace_below(connection: Connection) -> None:
    """Write attributes, aliases and projects anew for each sample that is new or changed."""
    for table in _BELOW:
        columns = [column for column in COLUMNS[table] if column != "sample_key"]
        said = _SAID[table].format(key="old.sample_id")
        connection.execute(
            text(
                # Named one by one, so that the index is used, however little is known of the table.
                f"delete from insdc.{table} old where old.sample_id = any(array("
                f"select key from touched_sample where not is_new)){said}"
            )
        )
        free = f" where {_NO_BIOSAMPLE.format('t.key')}" if table == "sample_attribute" else ""
        connection.execute(
            text(
                f"insert into insdc.{table} (sample_id, {', '.join(columns)}) "
                f"select r.sample_id, {', '.join(f's.{column}' for column in columns)} "
                f"from stage_{table} s join sample_ref r on r.sample_key = s.sample_key "
                f"join touched_sample t on t.key = r.sample_id{free}"
            )
        )
    replace_projects(connection, "sample", "said_by_sra", "stage_sample_project")
    connection.execute(
        text(
            "update insdc.sample_curation c set is_stale = true where not c.is_stale "
            "and c.sample_id = any(array(select key from touched_sample where not is_new)) "
            f"and {_NO_BIOSAMPLE.format('c.sample_id')}"
        )
    )
    point(connection, "touched_sample")


def replace_projects(connection: Connection, touched: str, said_by: str, staged: str) -> None:
    """Write anew which projects the records of one source say that the samples belong to."""
    connection.execute(
        text(
            f"update insdc.sample_project set {said_by} = false "
            f"where sample_id = any(array(select key from touched_{touched})) and {said_by}"
        )
    )
    connection.execute(
        text(
            f"insert into insdc.sample_project (sample_id, project_accession, {said_by}) "
            f"select distinct r.sample_id, s.project_accession, true from {staged} s "
            "join sample_ref r on r.sample_key = s.sample_key "
            f"join touched_{touched} t on t.key = r.sample_id "
            f"on conflict (sample_id, project_accession) do update set {said_by} = true"
        )
    )
    connection.execute(
        text(
            "delete from insdc.sample_project "
            f"where sample_id = any(array(select key from touched_{touched})) "
            "and not (said_by_sra or said_by_biosample or said_by_link)"
        )
    )
