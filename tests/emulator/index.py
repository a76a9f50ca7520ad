"""The search index: a snapshot of the live records, which the store outruns until the next one."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Self

from tests.emulator.databases import DATABASES, Database
from tests.emulator.entries import Entry, entries
from tests.synthetic import Archive
from tests.synthetic.taxa import TAXA, find_taxon, lineage

_WORD = re.compile(r"[\w-]+")
_EMPTY: frozenset[int] = frozenset()


class Index:
    """One database at one moment. What a field holds is worked out when it is first asked for."""

    def __init__(self, archive: Archive, database: Database) -> None:
        self.database = database
        self.entries: dict[int, Entry] = {e.uid: e for e in entries(archive, database.name)}
        self._terms: dict[str, dict[str, set[int]]] = {}
        self._dates: dict[str, tuple[list[date], list[int]]] = {}

    @cached_property
    def everything(self) -> frozenset[int]:
        return frozenset(self.entries)

    def term(self, code: str, text: str) -> set[int] | frozenset[int]:
        if code == "ORGN":
            return self._organism(text)
        if code == "UID":
            return frozenset({int(text)} & self.everything) if text.isdigit() else _EMPTY
        return self._terms_of(code).get(text.strip().lower(), _EMPTY)

    def organism_alone(self, text: str) -> set[int] | frozenset[int]:
        """Without the descendants: [Organism:noexp]."""
        taxon = find_taxon(text)
        return self._by_taxon.get(taxon.tax_id, _EMPTY) if taxon else _EMPTY

    def between(self, code: str, first: date, last: date) -> set[int]:
        """Both days included."""
        days, uids = self._dates_of(code)
        return set(uids[bisect_left(days, first) : bisect_right(days, last)])

    @cached_property
    def links_back(self) -> dict[str, dict[int, list[int]]]:
        """By database, then by the uid there: which entries here link to it."""
        back: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for entry in self.entries.values():
            for target, uids in entry.links.items():
                for uid in uids:
                    back[target][uid].append(entry.uid)
        return back

    def _organism(self, text: str) -> set[int] | frozenset[int]:
        taxon = find_taxon(text)
        if taxon is None:
            return _EMPTY
        found: set[int] = set()
        for tax_id, uids in self._by_taxon.items():
            if taxon in lineage(tax_id):
                found |= uids
        return found

    @cached_property
    def _by_taxon(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for entry in self.entries.values():
            for tax_id in entry.tax_ids:
                found[tax_id].add(entry.uid)
        return found

    def _dates_of(self, code: str) -> tuple[list[date], list[int]]:
        if code not in self._dates:
            dated = sorted((e.dates[code], e.uid) for e in self.entries.values() if code in e.dates)
            self._dates[code] = [day for day, _ in dated], [uid for _, uid in dated]
        return self._dates[code]

    def _terms_of(self, code: str) -> dict[str, set[int]]:
        if code not in self._terms:
            found: dict[str, set[int]] = defaultdict(set)
            for entry in self.entries.values():
                for text in self._texts(entry, code):
                    found[text.lower()].add(entry.uid)
            self._terms[code] = dict(found)
        return self._terms[code]

    def _texts(self, entry: Entry, code: str) -> set[str]:
        if code in entry.terms:
            return set(entry.terms[code])
        if code in {"TITL", "WORD"}:
            return set(_WORD.findall(entry.text))
        return self._all_of(entry) if code == "ALL" else set()

    def _all_of(self, entry: Entry) -> set[str]:
        """Everything but the project's accession: BioSample, for one, does not know it."""
        names = {TAXA[tax_id].name for tax_id in entry.tax_ids}
        words = {word for name in names for word in _WORD.findall(name)}
        terms = {term for listed in entry.terms.values() for term in listed}
        return words | names | terms | set(_WORD.findall(entry.text))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All three indexes, and what einfo says of them. late: days of those that are behind."""

    build: str
    last_update: str
    indexes: dict[str, Index]
    late: dict[str, str] = field(default_factory=dict)

    def updated(self, database: str) -> str:
        return self.late.get(database, self.last_update)

    def with_late(self, database: str, old: Self) -> Self:
        """The same, but for one database whose index was not made anew since an older one."""
        return replace(
            self,
            indexes=self.indexes | {database: old.indexes[database]},
            late=self.late | {database: old.updated(database)},
        )

    @classmethod
    def take(cls, archive: Archive, number: int) -> Self:
        day = archive.clock.day
        indexes = {name: Index(archive, database) for name, database in DATABASES.items()}
        return cls(f"Build{day:%y%m%d}-0606.{number}", f"{day:%Y/%m/%d} 06:06", indexes)
