"""The mirror in PostgreSQL: a page is merged whole, with the note that it is done, or not."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from adapters.postgres.changes import change_status
from adapters.postgres.database import ABOUT_VALUES, Database
from adapters.postgres.encoder import encode
from adapters.postgres.encoder_samples import encode_bioprojects, encode_biosamples
from adapters.postgres.merge import merge_page
from adapters.postgres.merge_records import merge_biosamples, merge_projects
from adapters.postgres.purged import not_purged
from adapters.postgres.schema import experiment, project
from adapters.postgres.schema_books import page, quarantine
from adapters.postgres.schema_samples import biosample
from adapters.postgres.staged import PageRows
from application.errors import RefusedRecordError
from application.ports.archive import Missing
from application.ports.ledger import Page
from application.ports.mirror import NOTHING_MISSING, Encoder, Unreadable
from domain.tally import Tally

# One writer at a time: two jobs may meet the same sample, and must agree which row it is.
WRITER_LOCK = 0x1D5DC


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the records of one kind stand: how they become rows, and how those are merged.

    digest: the column of `table` that tells the bytes a record was read from.
    asked, unanswered: statements that note that some :keys (accessions) or :uids were asked for,
    and that the archive failed each time.
    """

    table: Table
    digest: str
    encode: Encoder[PageRows]
    merge: Callable[[Connection, PageRows, int], Tally]
    asked: str | None = None
    unanswered: str | None = None


SEQUENCING = Shelf(experiment, "package_digest", encode, merge_page)
BIOSAMPLES = Shelf(
    biosample,
    "record_digest",
    encode_biosamples,
    merge_biosamples,
    # Of those that came the merge has noted it, in the same transaction.
    asked="update insdc.sample set asked_at = now() where asked_at is distinct from now() "
    "and (sample_id in (select sample_id from insdc.sample_alias "
    "where kind = 'accession' and value = any(:keys)) "
    "or sample_id in (select sample_id from insdc.biosample where entrez_uid = any(:uids)))",
)
_CALLED = "where accession = any(:keys) or entrez_uid = any(:uids)"
PROJECTS = Shelf(
    project,
    "record_digest",
    encode_bioprojects,
    merge_projects,
    asked=f"update insdc.project set asked_at = now(), unanswered_at = null {_CALLED}",
    unanswered=f"update insdc.project set unanswered_at = now() {_CALLED}",
)


class PostgresMirror:
    """Implements application.ports.mirror.Mirror."""

    def __init__(self, database: Database, shelf: Shelf = SEQUENCING) -> None:
        self._database = database
        self._shelf = shelf

    @property
    def encode(self) -> Encoder[PageRows]:
        return self._shelf.encode

    def known(self, digests: Collection[bytes]) -> set[bytes]:
        table = self._shelf.table
        mark = table.c[self._shelf.digest]
        with self._database.transaction() as connection:
            found = connection.scalars(
                select(mark).where(mark.in_(list(digests)), table.c.status == "live")
            )
            return {bytes(digest) for digest in found}

    @contextmanager
    def transaction(self) -> Iterator["PostgresTransaction"]:
        with self._database.transaction() as connection:
            # A page that a crash of the machine loses is not in the books either: it is redone.
            connection.execute(text("set local synchronous_commit = off"))
            connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield PostgresTransaction(connection, self._shelf)


@dataclass(frozen=True, slots=True)
class PostgresTransaction:
    """Implements application.ports.mirror.Transaction."""

    connection: Connection
    shelf: Shelf

    def merge(self, rows: PageRows, job: int) -> Tally:
        try:
            return self.shelf.merge(self.connection, rows, job)
        except DBAPIError as error:
            if str(getattr(error.orig, "pgcode", None))[:2] not in ABOUT_VALUES:
                raise
            said = str(error.orig).strip().partition("\n")[0]
            raise RefusedRecordError(f"PostgreSQL does not take it: {said}") from error

    def quarantine(self, unreadable: Sequence[Unreadable], job: int) -> None:
        for record in not_purged(self.connection, unreadable):
            self._quarantine(record, job)
        # Once the archive has said something else, the bytes of before are read again.
        accessions = [record.accession for record in unreadable if record.accession]
        uids = [record.uid for record in unreadable if record.uid is not None]
        self._forget_bytes(accessions, uids)

    def _forget_bytes(self, accessions: Collection[str], uids: Collection[int]) -> None:
        self.connection.execute(
            update(self.shelf.table)
            .where(self._called(accessions, uids))
            .values({self.shelf.digest: None})
        )

    def _quarantine(self, record: Unreadable, job: int) -> None:
        entry = insert(quarantine).values(
            source=record.source,
            record_kind=record.kind,
            record_key=record.key,
            accession=record.accession,
            entrez_uid=record.uid,
            digest=record.digest,
            reason=record.reason,
            raw=record.raw or None,
            first_job=job,
            last_job=job,
        )
        seen_again = {
            "reason": entry.excluded.reason,
            "raw": entry.excluded.raw,
            "last_job": job,
            "last_seen_at": func.now(),
            "resolved_at": None,
        }
        self.connection.execute(
            entry.on_conflict_do_update(index_elements=["digest"], set_=seen_again)
        )

    def resolve(self, digests: Collection[bytes]) -> None:
        self.connection.execute(
            update(quarantine)
            .where(quarantine.c.digest.in_(list(digests)))
            .values(resolved_at=func.now(), raw=None)
        )

    def complete(self, done: Page, tally: Tally, missing: Missing = NOTHING_MISSING) -> None:
        self.connection.execute(
            update(page)
            .where(page.c.job == done.job, page.c.number == done.number)
            .values(
                done_at=func.now(),
                tally=tally.as_json(),
                not_public=list(missing.not_public),
                absent=list(missing.absent),
                unanswered=list(missing.unanswered),
            )
        )
        if missing.not_public:
            hidden = self._called(*_names(missing.not_public))
            change_status(self.connection, self.shelf.table, hidden, "not_public", done.job)
        if missing.absent or missing.unanswered:
            # Listed, and it did not come: what is here may be old, so it is asked for again.
            self._forget_bytes(*_names((*missing.absent, *missing.unanswered)))
        # The archive was asked, whatever it said: it need not be asked again at once.
        self._note(self.shelf.asked, done.keys)
        self._note(self.shelf.unanswered, missing.unanswered)

    def _note(self, statement: str | None, keys: Collection[str]) -> None:
        if statement and keys:
            accessions, uids = _names(keys)
            self.connection.execute(text(statement), {"keys": accessions, "uids": uids})

    def _called(self, accessions: Collection[str], uids: Collection[int]) -> ColumnElement[bool]:
        table = self.shelf.table
        return table.c.accession.in_(accessions) | table.c.entrez_uid.in_(uids)


def _names(keys: Collection[str]) -> tuple[list[str], list[int]]:
    """Tell accessions and Entrez uids apart."""
    uids = [int(key) for key in keys if key.isascii() and key.isdecimal()]
    return [key for key in keys if not key.isdecimal()], uids
