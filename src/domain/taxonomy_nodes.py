"""The taxa of a dump and those known before, column by column: a list of objects would not fit."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from domain.taxonomy import TaxonomyError
from domain.taxonomy_hierarchy import Numbers, numbers

UNKNOWN: Final = -1
BLOCK_BITS: Final = 6
HIGHEST_ID: Final = 2_000_000_000
"""NCBI is at four million; an integer column ends a little above this."""
_DENSE: Final = 2**22


class Sparse(dict[int, int]):
    def __missing__(self, key: int) -> int:
        return UNKNOWN


Table: TypeAlias = "Numbers | Sparse"
"""From an id to a position, or UNKNOWN."""


def table(highest: int, count: int) -> Table:
    """Give an array where ids lie as close as NCBI's do, a dictionary where they do not."""
    if highest <= 8 * count + _DENSE:
        return numbers(highest + 1, UNKNOWN)
    return Sparse()


class _Words(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


class _Codes(dict[str, int]):
    """Reads small numbers, each text once."""

    def __missing__(self, text: str) -> int:
        try:
            code = int(text) if text else UNKNOWN
        except ValueError:
            code = UNKNOWN - 1
        if not UNKNOWN <= code < 2**15:
            raise TaxonomyError(f"nodes.dmp has {text!r} where a small number should stand")
        self[text] = code
        return code


class Nodes:
    """What nodes.dmp says of some taxa: of all, or of those that may have changed.

    ids, parents: tax ids. ranks: numbers of words. divisions and codes: UNKNOWN where not given.
    """

    def __init__(self) -> None:
        self.ids = array("i")
        self.parents = array("i")
        self.ranks = array("i")
        self._rank_words = _Words()
        self.divisions = array("h")
        self.genetic_codes = array("h")
        self.mito_codes = array("h")
        self._codes = _Codes()

    def add(self, ids: Sequence[int], columns: Sequence[Sequence[str]]) -> None:
        """Add rows: parent's tax id, rank, division, genetic code, mitochondrial code, by id."""
        parents, ranks, *codes = columns
        try:
            self.parents.extend(map(int, parents))
        except (ValueError, OverflowError) as error:
            raise TaxonomyError(f"nodes.dmp has a parent that is none ({error})") from None
        self.ids.extend(ids)
        self.ranks.extend(map(self._rank_words.__getitem__, ranks))
        for column, texts in zip(
            (self.divisions, self.genetic_codes, self.mito_codes), codes, strict=True
        ):
            column.extend(map(self._codes.__getitem__, texts))

    @property
    def rank_words(self) -> Sequence[str]:
        """Give the words that `ranks` numbers."""
        return list(self._rank_words)

    def __len__(self) -> int:
        return len(self.ids)


class KnownTaxa:
    """What the mirror holds: a row each, in any order. retired: those no longer in the tree.

    parents: the key of the parent's row, 0 where there is none; left, right: 0 where none.
    """

    def __init__(self) -> None:
        self.keys = array("i")
        self.ids = array("i")
        self.parents = array("i")
        self.left = array("i")
        self.right = array("i")
        self.retired: set[int] = set()
        self.divisions: Mapping[int, int] = {}

    def add(self, columns: Iterable[Iterable[int]]) -> None:
        """Add rows by columns: keys, tax ids (0: none), the parents' keys, left, right."""
        all_columns = (self.keys, self.ids, self.parents, self.left, self.right)
        for column, values in zip(all_columns, columns, strict=True):
            column.extend(values)

    def __len__(self) -> int:
        return len(self.keys)

    def parent_positions(self, top: int) -> Numbers:
        """Give the position of each one's parent; `top` where there is none."""
        at = table(highest(self.keys, self.parents), len(self))
        for position, key in enumerate(self.keys):
            at[key] = position
        parents = array("i", map(at.__getitem__, self.parents))
        for position, parent in enumerate(parents):
            if parent in (UNKNOWN, position):
                parents[position] = top
        return parents


def highest(*columns: Iterable[int]) -> int:
    """Give the highest id of the columns; 0 where they are empty."""
    return max((max(column, default=0) for column in columns), default=0)


def block_of(tax_id: int) -> int:
    """Give the number of the block of neighbouring ids that a dump is compared by."""
    return tax_id >> BLOCK_BITS


def first_of(block: int) -> int:
    """Give the lowest id of a block."""
    return block << BLOCK_BITS
