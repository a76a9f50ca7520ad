"""What holds of any deposits and any evidence."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.deposits import Deposit, SameAs, SharedFile, contradiction
from domain.specimens import Grouping, group_specimens

MAX_SAMPLES = 4
CHECKSUMS = [f"{number}a1b2c3d4e5f60718293a4b5c6d7e8f9"[:32] for number in range(5)]
DAYS = st.none() | st.sampled_from([date(2015, 1, 1), date(2015, 6, 1), date(2016, 1, 1)])


@dataclass(frozen=True)
class World:
    deposits: tuple[Deposit, ...]
    files: tuple[SharedFile, ...]
    same_as: tuple[SameAs, ...]

    def grouping(self) -> Grouping:
        return group_specimens(self.deposits, self.files, self.same_as, MAX_SAMPLES)

    def shuffled(self, random: Random) -> "World":
        """In another order, under other sample ids."""
        ids = [deposit.sample_id for deposit in self.deposits]
        others = dict(zip(ids, random.sample(range(100, 200), len(ids)), strict=True))
        parts = [
            [replace(part, sample_id=others[part.sample_id]) for part in several]
            for several in (self.deposits, self.files, self.same_as)
        ]
        for several in parts:
            random.shuffle(several)
        return World(*map(tuple, parts))  # type: ignore[arg-type]

    def names(self, grouping: Grouping) -> list[tuple[object, ...]]:
        """The grouping in the words of accessions."""
        name = {deposit.sample_id: deposit.name for deposit in self.deposits}
        specimens = [(s.name, *(name[i] for i in s.sample_ids)) for s in grouping.specimens]
        evidence = [
            (row.kind, row.value, name[row.first], name[row.second], row.conflict)
            for row in grouping.evidence
        ]
        return [*specimens, *evidence, tuple(sorted(grouping.ignored.items()))]


@st.composite
def worlds(draw: st.DrawFn, *, with_pools: bool = True) -> World:
    ids = range(1, draw(st.integers(2, 7)) + 1)
    spans = [sorted(filter(None, (draw(DAYS), draw(DAYS)))) for _ in ids]
    deposits = tuple(
        Deposit(
            sample_id,
            f"SAMN{sample_id}",
            projects=draw(st.frozensets(st.sampled_from("PQRSTUVWXYZ"), max_size=1)),
            species=draw(st.sampled_from([None, None, 1, 1, 1, 2])),
            country=draw(st.sampled_from([None, None, "DE", "DE", "DE", "FR"])),
            first=days[0] if days else None,
            last=days[-1] if days else None,
        )
        for sample_id, days in zip(ids, spans, strict=True)
    )
    any_id = st.sampled_from(ids)
    runs = iter(range(1000))
    files = st.builds(
        lambda md5, sample_id, pooled: SharedFile(
            md5, sample_id, "pool" if with_pools and pooled == 0 else f"SRR{next(runs)}"
        ),
        st.sampled_from(CHECKSUMS),
        any_id,
        st.integers(0, 12),
    )
    claims = st.builds(SameAs, any_id, st.sampled_from(["X 77", "SAMN1", "SAMN9"]))
    return World(
        deposits,
        tuple(draw(st.lists(files, max_size=12))),
        tuple(draw(st.lists(claims, max_size=4))),
    )


def pairs(grouping: Grouping) -> set[frozenset[int]]:
    return {
        frozenset(pair)
        for specimen in grouping.specimens
        for pair in combinations(specimen.sample_ids, 2)
    }


def connected(grouping: Grouping) -> set[frozenset[int]]:
    """Every two samples that evidence connects, whether it was accepted or not."""
    reach: dict[int, set[int]] = {}
    for row in grouping.evidence:
        joined = reach.get(row.first, {row.first}) | reach.get(row.second, {row.second})
        reach.update(dict.fromkeys(joined, joined))
    return {frozenset(pair) for joined in reach.values() for pair in combinations(joined, 2)}


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=120)
def test_the_order_of_arrival_and_the_numbers_given_do_not_matter(
    world: World, random: Random
) -> None:
    shuffled = world.shuffled(random)

    assert shuffled.names(shuffled.grouping()) == world.names(world.grouping())


@given(worlds())
@settings(max_examples=120)
def test_no_group_contradicts_itself_and_no_sample_is_in_two(world: World) -> None:
    known = {deposit.sample_id: deposit for deposit in world.deposits}
    said = {frozenset((c.sample_id, int(c.value[4:]))) for c in world.same_as if "N" in c.value}
    grouping = world.grouping()

    grouped = [i for specimen in grouping.specimens for i in specimen.sample_ids]
    assert len(grouped) == len(set(grouped))
    for specimen in grouping.specimens:
        assert 2 <= len(specimen.sample_ids) <= MAX_SAMPLES
        assert specimen.name in {known[i].name for i in specimen.sample_ids}
    for pair in pairs(grouping):
        one, other = (known[i] for i in pair)
        assert contradiction(one, other, across_projects=pair not in said) is None


@given(worlds())
@settings(max_examples=120)
def test_groups_are_exactly_what_accepted_evidence_connects(world: World) -> None:
    grouping = world.grouping()

    accepted = tuple(row for row in grouping.evidence if row.conflict is None)
    assert pairs(grouping) == connected(replace(grouping, evidence=accepted))


@given(worlds(with_pools=False), st.data())
@settings(max_examples=120)
def test_taking_evidence_away_joins_nothing_that_was_not_held_apart_by_a_conflict(
    world: World, data: st.DataObject
) -> None:
    before = world.grouping()
    evidence = (*world.files, *world.same_as)
    if not evidence:
        return
    gone = data.draw(st.sampled_from(range(len(evidence))))
    kept = evidence[:gone] + evidence[gone + 1 :]

    after = World(
        world.deposits,
        tuple(row for row in kept if isinstance(row, SharedFile)),
        tuple(row for row in kept if isinstance(row, SameAs)),
    ).grouping()

    joined = pairs(after) - pairs(before)
    assert joined <= connected(before)
    if all(row.conflict is None for row in before.evidence):
        assert not joined
