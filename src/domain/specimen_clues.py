"""What two or more deposits have in common: the file behind a checksum, or an identifier."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.accession import Accession, EntityKind, InvalidAccessionError
from domain.checksums import Uselessness, normalize_checksum, why_useless
from domain.deposits import Conflict, SameAs, SharedFile


class EvidenceKind(StrEnum):
    MD5 = "md5"
    SAME_AS = "same as"


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that several samples share, in any order. target: the accession they all name."""

    kind: EvidenceKind
    value: str
    sample_ids: tuple[int, ...]
    target: str | None = None
    conflict: Conflict | None = None


def file_clues(files: Iterable[SharedFile], ignored: Counter[Uselessness]) -> Iterator[Clue]:
    """Give the checksums that several samples share; `files` is read twice if it is no iterator.

    A checksum that any run of several samples has is no evidence for anybody. What was left aside
    is counted by reason in `ignored`, once for each checksum.
    """
    if isinstance(files, Iterator):
        files = tuple(files)
    for checksum, sharing in _by_repeated_checksum(files):
        sample_ids = tuple({file.sample_id for file in sharing})
        if len(sample_ids) < 2:  # noqa: PLR2004
            continue
        sizes = {file.size for file in sharing if file.size is not None}
        useless = why_useless(checksum, min(sizes, default=None))
        if useless is None and _is_pooled(sharing):
            useless = Uselessness.POOLED
        if useless:
            ignored[useless] += 1
        else:
            conflict = Conflict.SIZES if len(sizes) > 1 else None
            yield Clue(EvidenceKind.MD5, checksum, sample_ids, conflict=conflict)


def identifier_clues(same_as: Iterable[SameAs]) -> Iterator[Clue]:
    """Give the accessions that samples say they are.

    Other names say nothing: laboratories number their isolates alike, and what a culture collection
    gives out under one number was sequenced by many.
    """
    claimed: defaultdict[str, set[int]] = defaultdict(set)
    for claim in same_as:
        if target := _sample_accession(claim.value):
            claimed[target].add(claim.sample_id)
    for target, sample_ids in claimed.items():
        yield Clue(EvidenceKind.SAME_AS, target, tuple(sample_ids), target=target)


def _by_repeated_checksum(
    files: Iterable[SharedFile],
) -> Iterator[tuple[str, Sequence[SharedFile]]]:
    """Keep no more of most files than half of their checksum, which is met once."""
    halves = sorted(array("Q", (_half(file.md5) for file in files)))
    repeated = {one for one, next_one in pairwise(halves) if one == next_one}
    del halves
    sharing: defaultdict[str, list[SharedFile]] = defaultdict(list)
    for file in files:
        if _half(file.md5) in repeated and (checksum := normalize_checksum(file.md5)):
            sharing[checksum].append(file)
    while sharing:
        yield sharing.popitem()


def _half(checksum: str) -> int:
    """The first 64 bits; 0 for what is no checksum, and looked at again in the second reading."""
    try:
        return int(checksum.strip()[:16], 16) & _64_BITS
    except ValueError:
        return 0


_64_BITS: Final = (1 << 64) - 1


def _is_pooled(files: Sequence[SharedFile]) -> bool:
    """A run that two samples have is a pool."""
    runs = {(file.run, file.sample_id) for file in files}
    return len({run for run, _ in runs}) < len(runs)


_SAMPLES: Final = frozenset((EntityKind.SAMPLE, EntityKind.BIOSAMPLE))


def _sample_accession(text: str) -> str | None:
    try:
        accession = Accession.parse(text)
    except InvalidAccessionError:
        return None
    return str(accession) if accession.kind in _SAMPLES else None
