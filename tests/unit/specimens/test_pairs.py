"""Deposits two by two: no false merge, and nearly all of the true ones."""

from collections.abc import Sequence

import pytest

from domain.specimens import group_specimens
from tests.unit.specimens.pairs import EMPTY, EMPTY_GZIP, FALSE, TRUE, Pair

AIM = 0.95


def is_merged(pair: Pair) -> bool:
    grouping = group_specimens([pair.one, pair.other], pair.files, pair.same_as)
    return [set(specimen.sample_ids) for specimen in grouping.specimens] == [{1, 2}]


def named(pairs: Sequence[Pair]) -> list[object]:
    return [pytest.param(pair, id=pair.what) for pair in pairs]


@pytest.mark.parametrize("pair", named(FALSE))
def test_two_specimens_are_never_merged(pair: Pair) -> None:
    assert not is_merged(pair)


@pytest.mark.parametrize("pair", named(TRUE[:-1]))
def test_one_specimen_is_found(pair: Pair) -> None:
    assert is_merged(pair)


def test_nearly_all_true_pairs_are_found() -> None:
    assert sum(map(is_merged, TRUE)) >= AIM * len(TRUE)
    assert not is_merged(TRUE[-1])


def test_the_table_is_large_enough_to_tell() -> None:
    assert len(TRUE) > 30
    assert len(FALSE) > 40


def test_a_checksum_means_an_empty_file_by_its_content_not_by_its_size() -> None:
    for md5 in (EMPTY, EMPTY_GZIP):
        pair = next(pair for pair in FALSE if pair.files and pair.files[0].md5 == md5)
        assert {file.size for file in pair.files} == {1_000_000}
