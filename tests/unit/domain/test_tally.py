"""The books of a sync."""

import json

from hypothesis import given
from hypothesis import strategies as st

from domain.tally import Outcome, Tally

KINDS = ("submission", "study", "sample", "experiment", "run")
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(Outcome)), st.integers(1, 10**12)
)
TALLIES = COUNTS.map(Tally)


@given(TALLIES, TALLIES)
def test_tallies_add_up_outcome_by_outcome(one: Tally, other: Tally) -> None:
    total = one + other

    for kind in KINDS:
        for outcome in Outcome:
            assert total.of(kind, outcome) == one.of(kind, outcome) + other.of(kind, outcome)


@given(st.lists(TALLIES))
def test_the_order_of_adding_does_not_matter(tallies: list[Tally]) -> None:
    assert sum(tallies, start=Tally()) == sum(reversed(tallies), start=Tally())


@given(TALLIES)
def test_a_tally_comes_back_from_json_as_it_was(tally: Tally) -> None:
    assert Tally.from_json(json.loads(json.dumps(tally.as_json()))) == tally


def test_the_json_of_a_tally_is_a_tree_of_kinds_and_outcomes() -> None:
    tally = Tally({("run", Outcome.SAME): 2, ("experiment", Outcome.NOT_PUBLIC): 1})

    assert tally.as_json() == {"experiment": {"not_public": 1}, "run": {"same": 2}}


def test_an_outcome_that_nothing_had_counts_zero() -> None:
    assert Tally().of("run") == Tally().of("run", Outcome.NEW) == 0


def test_a_kind_is_counted_over_all_outcomes_or_those_asked_for() -> None:
    tally = Tally({("run", Outcome.NEW): 1, ("run", Outcome.SAME): 2, ("study", Outcome.NEW): 4})

    assert tally.of("run") == 3
    assert tally.of("run", Outcome.NEW) == 1
    assert tally.of("run", Outcome.NEW, Outcome.CHANGED, Outcome.SAME) == 3


def test_kinds_come_in_the_order_in_which_they_were_counted() -> None:
    tally = Tally({("run", Outcome.NEW): 1, ("study", Outcome.NEW): 1, ("run", Outcome.SAME): 1})

    assert tally.kinds == ["run", "study"]


def test_adding_leaves_the_tallies_as_they_were() -> None:
    one = Tally({("run", Outcome.NEW): 1})
    _ = one + one

    assert one.of("run") == 1
