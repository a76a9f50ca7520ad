"""One specimen, several deposits: which samples of the archives were taken from the same isolate.

Grouping depends on nothing but the set of deposits and of evidence: not on the order in which they
came, nor on any grouping made before. A false merge is worse than a missed one. So whatever speaks
against one pair of a group stops every pair that would have to choose between the two.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Final

from domain.checksums import Uselessness
from domain.deposits import Conflict, Deposit, SameAs, SharedFile, contradiction
from domain.specimen_clues import Clue, EvidenceKind, file_clues, identifier_clues

MAX_SAMPLES: Final = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that two deposits share. conflict: why it joins them not; None if it does."""

    kind: EvidenceKind
    value: str
    first: int
    second: int
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Specimen:
    """Two or more samples of one isolate. name: the smallest of their accessions."""

    name: str
    sample_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """specimens: of two samples or more; any other sample is a specimen of its own, by its name.

    evidence: every pair that shares something, accepted or in conflict. Of more than `max_samples`
    samples only the pairs with the first. ignored: shared checksums that say nothing, by reason.
    All are in the order of accessions.
    """

    specimens: tuple[Specimen, ...]
    evidence: tuple[Evidence, ...]
    ignored: Mapping[Uselessness, int]


def group_specimens(
    deposits: Iterable[Deposit],
    files: Iterable[SharedFile],
    same_as: Iterable[SameAs] = (),
    max_samples: int = MAX_SAMPLES,
) -> Grouping:
    """Group deposits of which files or identifiers say that they are of one specimen.

    deposits: each sample once; those that share nothing are not kept. files: read twice, so give
    something that starts anew (an iterator is held in memory instead).
    """
    ignored: Counter[Uselessness] = Counter()
    clues = [*file_clues(files, ignored), *identifier_clues(same_as)]
    known = _Known(deposits, clues)
    judged = [row for clue in clues for row in _judged(clue, known, max_samples)]
    evidence = _without_contradictions(judged, known, max_samples)
    specimens = (
        Specimen(known[sample_ids[0]].name, sample_ids)
        for sample_ids in _components(evidence, known)
    )
    return Grouping(
        tuple(specimens),
        tuple(sorted(evidence, key=known.order_of_evidence)),
        ignored,
    )


class _Known:
    """The deposits that clues are about, by sample id and by accession."""

    def __init__(self, deposits: Iterable[Deposit], clues: Sequence[Clue]) -> None:
        ids = frozenset(chain.from_iterable(clue.sample_ids for clue in clues))
        targets = frozenset(clue.target for clue in clues if clue.target)
        self._by_id: dict[int, Deposit] = {}
        self._by_accession: dict[str, Deposit] = {}
        for deposit in deposits:
            named = {deposit.biosample, deposit.sra} & targets
            if named or deposit.sample_id in ids:
                self._by_id[deposit.sample_id] = deposit
            self._by_accession.update((name, deposit) for name in named if name)
        in_order = sorted(self._by_id.values(), key=lambda deposit: deposit.rank)
        self._order = {deposit.sample_id: place for place, deposit in enumerate(in_order)}
        self._explicit = frozenset(chain.from_iterable(map(self._claims, clues)))

    def __getitem__(self, sample_id: int) -> Deposit:
        return self._by_id[sample_id]

    def of(self, clue: Clue) -> list[Deposit]:
        """The deposits that share a clue, in order; samples nobody knows are no deposits."""
        target = self._by_accession.get(clue.target or "")
        ids = {*clue.sample_ids, *([target.sample_id] if target else [])}
        return [self._by_id[i] for i in sorted(ids & self._order.keys(), key=self.place)]

    def contradiction(self, one: Deposit, other: Deposit) -> Conflict | None:
        """Within one project, only its owner's own word makes two samples one."""
        said = frozenset((one.sample_id, other.sample_id)) in self._explicit
        return contradiction(one, other, across_projects=not said)

    def place(self, sample_id: int) -> int:
        """Where a sample stands in the order of accessions."""
        return self._order[sample_id]

    def order_of_evidence(self, row: Evidence) -> tuple[int, int, str, str]:
        return self.place(row.first), self.place(row.second), row.kind, row.value

    def _claims(self, clue: Clue) -> Iterator[frozenset[int]]:
        target = self._by_accession.get(clue.target or "")
        if target:
            yield from (frozenset((target.sample_id, claiming)) for claiming in clue.sample_ids)


def _judged(clue: Clue, known: _Known, max_samples: int) -> Iterator[Evidence]:
    deposits = known.of(clue)
    if len(deposits) > max_samples:
        pairs = [(deposits[0], other) for other in deposits[1:]]
        conflict: Conflict | None = Conflict.TOO_MANY
    else:
        pairs = list(combinations(deposits, 2))
        conflict = clue.conflict or _within_project(clue, deposits)
    for one, other in pairs:
        yield Evidence(
            clue.kind,
            clue.value,
            one.sample_id,
            other.sample_id,
            conflict or known.contradiction(one, other),
        )


def _within_project(clue: Clue, deposits: Iterable[Deposit]) -> Conflict | None:
    """What a project gives to two of its samples says nothing of samples elsewhere, either."""
    projects = Counter(chain.from_iterable(deposit.projects for deposit in deposits))
    is_shared = clue.target is None and any(count > 1 for count in projects.values())
    return Conflict.PROJECT if is_shared else None


def _without_contradictions(
    evidence: Sequence[Evidence], known: _Known, max_samples: int
) -> list[Evidence]:
    """Reject the pairs that would bring together what contradicts each other.

    Of a group with contradictions only those stay together that are contradicted by the same
    samples: of a German, a French and an unknown one, the unknown one joins neither.
    """
    against: dict[int, Conflict | frozenset[int]] = {}
    for sample_ids in _components(evidence, known):
        if len(sample_ids) > max_samples:
            against.update(dict.fromkeys(sample_ids, Conflict.TOO_MANY))
        else:
            against.update(_contradicted(sample_ids, known))
    return [_reconsidered(row, against) for row in evidence]


def _contradicted(sample_ids: Sequence[int], known: _Known) -> Iterator[tuple[int, frozenset[int]]]:
    deposits = [known[sample_id] for sample_id in sample_ids]
    for one in deposits:
        others = (other for other in deposits if other is not one)
        yield (
            one.sample_id,
            frozenset(other.sample_id for other in others if known.contradiction(one, other)),
        )


def _reconsidered(row: Evidence, against: Mapping[int, Conflict | frozenset[int]]) -> Evidence:
    if row.conflict:
        return row
    first, second = against[row.first], against[row.second]
    if first is Conflict.TOO_MANY:
        return replace(row, conflict=Conflict.TOO_MANY)
    return row if first == second else replace(row, conflict=Conflict.GROUP)


def _components(evidence: Iterable[Evidence], known: _Known) -> list[tuple[int, ...]]:
    """What accepted evidence connects, each in the order of names, the whole likewise."""
    neighbours: defaultdict[int, list[int]] = defaultdict(list)
    for row in evidence:
        if row.conflict is None:
            neighbours[row.first].append(row.second)
            neighbours[row.second].append(row.first)
    seen: set[int] = set()
    components = [
        sorted(_reachable(sample_id, neighbours, seen), key=known.place)
        for sample_id in neighbours
        if sample_id not in seen
    ]
    return [tuple(ids) for ids in sorted(components, key=lambda ids: known.place(ids[0]))]


def _reachable(
    start: int, neighbours: Mapping[int, Sequence[int]], seen: set[int]
) -> Iterator[int]:
    seen.add(start)
    waiting = [start]
    while waiting:
        sample_id = waiting.pop()
        yield sample_id
        new = set(neighbours[sample_id]) - seen
        seen |= new
        waiting += new
