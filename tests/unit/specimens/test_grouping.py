"""More than two deposits: a group holds together, or it is none."""

from collections.abc import Iterable
from datetime import date

import pytest

from domain.checksums import Uselessness
from domain.deposits import Conflict, Deposit, SameAs, SharedFile
from domain.specimen_clues import EvidenceKind
from domain.specimens import Evidence, Grouping, Specimen, group_specimens

FILES = {letter: letter.encode().hex() + "0123456789abcdef0123456789abcd" for letter in "ABCDEFGH"}


def deposits(**countries: str | None) -> list[Deposit]:
    """One of a project of its own for each word, which is its accession; its country is given."""
    return [
        Deposit(number, name, projects=frozenset({f"PRJ {name}"}), country=country)
        for number, (name, country) in enumerate(countries.items(), start=1)
    ]


def files(known: Iterable[Deposit], **sharing: str) -> list[SharedFile]:
    """A file for each letter, which the samples have whose accessions are given."""
    ids = {deposit.biosample: deposit.sample_id for deposit in known}
    return [
        SharedFile(FILES[letter], ids[name], f"run of {name} {letter}")
        for letter, names in sharing.items()
        for name in names.split()
    ]


def groups(grouping: Grouping) -> set[tuple[int, ...]]:
    return {specimen.sample_ids for specimen in grouping.specimens}


def conflicts(grouping: Grouping) -> dict[tuple[int, int], Conflict | None]:
    return {(row.first, row.second): row.conflict for row in grouping.evidence}


def test_a_specimen_is_named_by_the_smallest_biosample() -> None:
    known = [
        Deposit(1, None, "DRS1"),
        Deposit(2, "SAMN10", "SRS1"),
        Deposit(3, "SAMN9", "SRS9"),
        Deposit(4, "SAMN0010"),
    ]
    shared = [SharedFile(FILES["A"], number, f"run {number}") for number in (1, 2, 3, 4)]

    (specimen,) = group_specimens(known, shared).specimens

    assert specimen == Specimen("SAMN9", (3, 4, 2, 1))


def test_samples_that_share_nothing_are_in_no_group() -> None:
    known = deposits(S1=None, S2=None, S3=None)

    assert groups(group_specimens(known, files(known, A="S1 S2", B="S3"))) == {(1, 2)}


def test_groups_and_evidence_come_in_the_order_of_accessions() -> None:
    known = deposits(S10=None, S9=None, S8=None, S7=None)

    grouping = group_specimens(known, files(known, B="S10 S9", A="S10 S9", C="S8 S7"))

    assert [specimen.name for specimen in grouping.specimens] == ["S7", "S9"]
    assert grouping.evidence == (
        Evidence(EvidenceKind.MD5, FILES["C"], 4, 3),
        Evidence(EvidenceKind.MD5, FILES["A"], 2, 1),
        Evidence(EvidenceKind.MD5, FILES["B"], 2, 1),
    )


def test_evidence_joins_through_a_third_sample() -> None:
    known = deposits(S1="DE", S2=None, S3="DE")

    assert groups(group_specimens(known, files(known, A="S1 S2", B="S2 S3"))) == {(1, 2, 3)}


def test_a_sample_between_two_that_contradict_each_other_joins_neither() -> None:
    known = deposits(S1="DE", S2=None, S3="FR")

    grouping = group_specimens(known, files(known, A="S1 S2", B="S2 S3"))

    assert groups(grouping) == set()
    assert conflicts(grouping) == {(1, 2): Conflict.GROUP, (2, 3): Conflict.GROUP}


def test_a_contradiction_far_along_the_chain_counts_too() -> None:
    known = deposits(S1="DE", S2=None, S3=None, S4="FR")

    grouping = group_specimens(known, files(known, A="S1 S2", B="S2 S3", C="S3 S4"))

    assert groups(grouping) == {(2, 3)}
    assert conflicts(grouping) == {
        (1, 2): Conflict.GROUP,
        (2, 3): None,
        (3, 4): Conflict.GROUP,
    }


def test_those_who_agree_stay_together_in_a_group_with_a_contradiction() -> None:
    known = deposits(S1="DE", S2="DE", S3=None, S4="FR", S5="FR")

    grouping = group_specimens(known, files(known, A="S1 S2 S3", B="S3 S4 S5"))

    assert groups(grouping) == {(1, 2), (4, 5)}


def test_one_file_of_two_countries_joins_within_each() -> None:
    known = deposits(S1="DE", S2="DE", S3="FR")

    grouping = group_specimens(known, files(known, A="S1 S2 S3"))

    assert groups(grouping) == {(1, 2)}
    assert conflicts(grouping) == {
        (1, 2): None,
        (1, 3): Conflict.COUNTRY,
        (2, 3): Conflict.COUNTRY,
    }


def test_a_file_of_two_samples_of_a_project_says_nothing_of_samples_elsewhere() -> None:
    known = [
        Deposit(1, "S1", projects=frozenset({"P"})),
        Deposit(2, "S2", projects=frozenset({"P", "Q"})),
        Deposit(3, "S3", projects=frozenset({"R"})),
        Deposit(4, "S4", projects=frozenset({"T"})),
    ]

    grouping = group_specimens(known, files(known, A="S1 S2 S3 S4"))

    assert groups(grouping) == set()
    assert set(conflicts(grouping).values()) == {Conflict.PROJECT}
    assert len(grouping.evidence) == 6


def test_two_samples_of_a_project_do_not_come_together_through_a_third() -> None:
    known = [Deposit(number, f"S{number}", projects=frozenset({"P"})) for number in (1, 2)]
    known.append(Deposit(3, "S3", projects=frozenset({"Q"})))

    grouping = group_specimens(known, files(known, A="S1 S3", B="S2 S3"))

    assert groups(grouping) == set()


def test_an_owners_own_word_joins_samples_of_a_project_also_in_a_larger_group() -> None:
    known = [Deposit(number, f"SAMN{number}", projects=frozenset({"P"})) for number in (1, 2)]
    known.append(Deposit(3, "SAMN3", projects=frozenset({"Q"})))

    grouping = group_specimens(known, files(known, A="SAMN2 SAMN3"), [SameAs(2, "SAMN1")])

    assert groups(grouping) == {(1, 2, 3)}


def test_two_samples_that_name_a_third_are_one_with_it_even_where_it_is_not_known() -> None:
    known = [Deposit(number, f"SAMN{number}") for number in (1, 2)]
    claims = [SameAs(1, "SAMN3"), SameAs(2, "samn3")]

    alone = group_specimens(known, [], claims)
    complete = group_specimens([*known, Deposit(3, None, "SRS3"), Deposit(4, "SAMN3")], [], claims)

    assert groups(alone) == {(1, 2)}
    assert groups(complete) == {(1, 2, 4)}


@pytest.mark.parametrize(("samples", "is_joined"), [(3, True), (4, False)])
def test_a_file_of_more_samples_than_the_limit_is_a_conflict(samples: int, is_joined: bool) -> None:
    known = [Deposit(number, f"S{number}") for number in range(1, samples + 1)]
    shared = files(known, A=" ".join(deposit.name for deposit in known))

    grouping = group_specimens(known, shared, max_samples=3)

    assert bool(grouping.specimens) is is_joined
    if not is_joined:
        assert conflicts(grouping) == dict.fromkeys(((1, 2), (1, 3), (1, 4)), Conflict.TOO_MANY)


@pytest.mark.parametrize(("samples", "is_joined"), [(10, True), (11, False)])
def test_a_chain_of_more_samples_than_the_limit_falls_apart(samples: int, is_joined: bool) -> None:
    known = [Deposit(number, f"SAMN{number}") for number in range(1, samples + 1)]
    claims = [SameAs(number, f"SAMN{number + 1}") for number in range(1, samples)]

    grouping = group_specimens(known, [], claims)

    assert groups(grouping) == ({tuple(range(1, 11))} if is_joined else set())
    assert set(conflicts(grouping).values()) == {None if is_joined else Conflict.TOO_MANY}


def test_a_group_splits_again_when_the_evidence_goes_away() -> None:
    known = deposits(S1=None, S2=None, S3=None)
    first, second = files(known, A="S1 S2"), files(known, B="S2 S3")

    assert groups(group_specimens(known, first + second)) == {(1, 2, 3)}
    assert groups(group_specimens(known, first)) == {(1, 2)}
    assert groups(group_specimens(known, [])) == set()


def test_useless_checksums_are_counted_and_are_no_evidence() -> None:
    known = deposits(S1=None, S2=None)
    useless = ("d41d8cd98f00b204e9800998ecf8427e", "0" * 32, "1" * 32)
    shared = [SharedFile(md5, n, f"run {n} {md5}") for md5 in useless for n in (1, 2)]
    pools = [SharedFile(FILES["A"], n, run) for n, run in ((1, "pool"), (9, "pool"), (2, "run"))]

    grouping = group_specimens(known, shared + pools)

    assert (grouping.specimens, grouping.evidence) == ((), ())
    assert grouping.ignored == {
        Uselessness.EMPTY: 1,
        Uselessness.PLACEHOLDER: 2,
        Uselessness.POOLED: 1,
    }


def test_samples_that_are_not_among_the_deposits_join_nothing() -> None:
    known = deposits(S1=None, S2=None)
    shared = [*files(known, A="S1"), SharedFile(FILES["A"], 99, "a run")]

    assert group_specimens(known, shared, [SameAs(98, "X 77")]) == Grouping((), (), {})


def test_an_iterator_of_files_does_as_well_as_a_list() -> None:
    known = deposits(S1=None, S2=None)

    assert groups(group_specimens(iter(known), iter(files(known, A="S1 S2")))) == {(1, 2)}


def test_checksums_that_agree_in_their_first_half_only_are_different() -> None:
    known = deposits(S1=None, S2=None)
    half = "9b2f0c5d7e8a41b6"
    shared = [SharedFile(half + end, n, f"run {n}") for n, end in enumerate((half, half[::-1]), 1)]

    assert group_specimens(known, shared) == Grouping((), (), {})


def test_dates_contradict_within_a_group_too() -> None:
    days = [date(2015, 1, 1), None, date(2016, 1, 1)]
    known = [Deposit(n, f"S{n}", first=day, last=day) for n, day in enumerate(days, start=1)]

    assert groups(group_specimens(known, files(known, A="S1 S2", B="S2 S3"))) == set()
