"""Merges the samples of a page: first which rows they are, then what they say."""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, text

from adapters.postgres.staged import COLUMNS, copy_text, row
from adapters.postgres.staging import copy
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
)
_BELOW = ("sample_attribute", "sample_alias", "sample_project")

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
    for dropped, kept in book.merged.items():
        if dropped > 0:
            _join_rows(connection, dropped, book.current(kept))
    _rename(connection, book)
    tally = _SAMPLE.upsert(connection, job)
    _write_accessions(connection, book, numbers)
    _replace_below(connection)
    return tally


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
    below = dict.fromkeys(_BELOW, "below.sample_key")
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
    if connection.scalar(is_reference, ids):
        for statement in _TAKING_OVER:
            connection.execute(text(statement), ids)
    for statement in _JOINING:
        connection.execute(text(statement), ids)


_CONTENT = ", ".join(_VALUES)
_SAID = {
    "sample_attribute": "",
    "sample_alias": " and kind <> 'accession'",
    "sample_project": "",
    "publication": "",
}
"""The tables below a sample, and which of their rows its record says."""

_TAKING_OVER = (
    (
        f"update insdc.sample k set ({_CONTENT}) = (select {_CONTENT} from insdc.sample d "
        "where d.sample_id = :dropped) where k.sample_id = :kept"
    ),
    *(f"delete from insdc.{table} where sample_id = :kept{rows}" for table, rows in _SAID.items()),
    *(
        f"update insdc.{table} set sample_id = :kept where sample_id = :dropped{rows}"
        for table, rows in _SAID.items()
    ),
)
"""The kept row is a mere reference, and the dropped one may be the record."""

_JOINING = (
    *(
        f"update insdc.{table} set sample_id = :kept where sample_id = :dropped"
        for table in ("experiment", "experiment_sample", "run_sample")
    ),
    *(f"delete from insdc.{table} where sample_id = :dropped" for table in _SAID),
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
        connection.execute(
            text(
                f"delete from insdc.{table} old using touched_sample t "
                f"where old.sample_id = t.key and not t.is_new{_SAID[table]}"
            )
        )
        connection.execute(
            text(
                f"insert into insdc.{table} (sample_id, {', '.join(columns)}) "
                f"select r.sample_id, {', '.join(f's.{column}' for column in columns)} "
                f"from stage_{table} s join sample_ref r on r.sample_key = s.sample_key "
                "join touched_sample t on t.key = r.sample_id"
            )
        )
