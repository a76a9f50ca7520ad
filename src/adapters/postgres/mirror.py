"""The mirror in PostgreSQL: a page is merged whole, with the note that it is done, or not."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres import encoder
from adapters.postgres.database import Database
from adapters.postgres.merge import merge_page
from adapters.postgres.schema import experiment, page, quarantine
from adapters.postgres.staged import PageRows
from application.ports.archive import Key
from application.ports.ledger import Page
from application.ports.mirror import Encoder, Unreadable
from domain.tally import Tally

# One writer at a time: two jobs may meet the same sample, and must agree which row it is.
WRITER_LOCK = 0x1D5DC


class PostgresMirror:
    """Implements application.ports.mirror.Mirror."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def encode(self) -> Encoder[PageRows]:
        return encoder.encode

    def known(self, digests: Collection[bytes]) -> set[bytes]:
        with self._database.transaction() as connection:
            found = connection.scalars(
                select(experiment.c.package_digest).where(
                    experiment.c.package_digest.in_(list(digests)),
                    experiment.c.status == "live",
                )
            )
            return {bytes(digest) for digest in found}

    @contextmanager
    def transaction(self) -> Iterator["PostgresTransaction"]:
        with self._database.transaction() as connection:
            # A page that a crash of the machine loses is not in the books either: it is redone.
            connection.execute(text("set local synchronous_commit = off"))
            connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield PostgresTransaction(connection)


@dataclass(frozen=True, slots=True)
class PostgresTransaction:
    """Implements application.ports.mirror.Transaction."""

    connection: Connection

    def merge(self, rows: PageRows, job: int) -> Tally:
        return merge_page(self.connection, rows, job)

    def quarantine(self, unreadable: Sequence[Unreadable], job: int) -> None:
        for record in unreadable:
            self._quarantine(record, job)
        # Once the archive has said something else, the bytes of before are read again.
        accessions = [record.accession for record in unreadable if record.accession]
        uids = [record.uid for record in unreadable if record.uid is not None]
        self.connection.execute(
            update(experiment)
            .where(experiment.c.accession.in_(accessions) | experiment.c.entrez_uid.in_(uids))
            .values(package_digest=None)
        )

    def _quarantine(self, record: Unreadable, job: int) -> None:
        entry = insert(quarantine).values(
            source=record.source,
            record_key=record.key,
            accession=record.accession,
            entrez_uid=record.uid,
            digest=record.digest,
            reason=record.reason,
            raw=record.raw,
            first_job=job,
            last_job=job,
        )
        seen_again = {
            "reason": entry.excluded.reason,
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
            .values(resolved_at=func.now())
        )

    def complete(
        self, done: Page, tally: Tally, not_public: Sequence[Key] = (), absent: Sequence[Key] = ()
    ) -> None:
        self.connection.execute(
            update(page)
            .where(page.c.job == done.job, page.c.number == done.number)
            .values(
                done_at=func.now(),
                tally=tally.as_json(),
                not_public=list(not_public),
                absent=list(absent),
            )
        )
        uids = [int(key) for key in not_public if key.isdecimal()]
        self.connection.execute(
            update(experiment)
            .where(experiment.c.entrez_uid.in_(uids), experiment.c.status != "not_public")
            .values(status="not_public", status_since=func.now())
        )
