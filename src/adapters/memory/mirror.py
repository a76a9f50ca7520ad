"""The mirror in memory: for tests, and for trying things without a database.

Behaves as the one in PostgreSQL as far as the port tells; one contract suite holds both to it.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeAlias

from adapters.memory.ledger import MemoryLedger
from adapters.memory.merge import forget_sources, merge
from adapters.memory.shelves import Quarantined, Shelves
from application.ports.archive import Missing
from application.ports.ledger import Page
from application.ports.mirror import NOTHING_MISSING, Encoder, ReadPackage, Unreadable
from domain.tally import Tally

PageOfPackages: TypeAlias = tuple[ReadPackage, ...]


def encode(packages: Sequence[ReadPackage], /) -> PageOfPackages:
    return tuple(packages)


class MemoryMirror:
    """Implements application.ports.mirror.Mirror. `ledger`: where completed pages are noted."""

    def __init__(self, ledger: MemoryLedger) -> None:
        self._ledger = ledger
        self._writer = Lock()
        self.shelves = Shelves()

    @property
    def encode(self) -> Encoder[PageOfPackages]:
        return encode

    def known(self, digests: Collection[bytes]) -> set[bytes]:
        return set(digests) & {source.digest for source in self.shelves.sources.values()}

    @contextmanager
    def transaction(self) -> Iterator["MemoryTransaction"]:
        with self._writer:
            transaction = MemoryTransaction(self.shelves.copy())
            yield transaction
            self.shelves = transaction.shelves
            for page, tally in transaction.completed:
                self._ledger.complete(page, tally)


@dataclass(frozen=True, slots=True)
class MemoryTransaction:
    """Implements application.ports.mirror.Transaction, on shelves that are not yet the mirror's."""

    shelves: Shelves
    completed: list[tuple[Page, Tally]] = field(default_factory=list)

    def merge(self, rows: PageOfPackages, job: int) -> Tally:  # noqa: ARG002 - the books are enough
        return merge(self.shelves, rows)

    def quarantine(self, unreadable: Sequence[Unreadable], job: int) -> None:
        shelf = self.shelves.quarantine
        for record in unreadable:
            before = shelf.get(record.digest) or Quarantined(record, job, job)
            seen_again = replace(before.record, reason=record.reason, raw=record.raw)
            shelf[record.digest] = Quarantined(seen_again, before.first_job, job)
        uids = {record.uid for record in unreadable}
        forget_sources(self.shelves, {record.accession for record in unreadable}, uids)

    def resolve(self, digests: Collection[bytes]) -> None:
        for digest in self.shelves.quarantine.keys() & set(digests):
            entry = self.shelves.quarantine[digest]
            self.shelves.quarantine[digest] = entry.resolve()

    def complete(
        self,
        page: Page,
        tally: Tally,
        missing: Missing = NOTHING_MISSING,  # only the books of a database keep the rest
    ) -> None:
        # What comes back is read again, even where its bytes are the same.
        hidden = {int(key) for key in missing.not_public if key.isdecimal()}
        forget_sources(self.shelves, (), hidden)
        self.completed.append((page, tally))
