"""What a misspelt name may have been meant to be."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from string import ascii_lowercase
from typing import Final, TypeVar

LEAST_ALIKE: Final = 0.75
_LETTERS: Final = ascii_lowercase + " -."

Key = TypeVar("Key")


def normal(name: str) -> str:
    """Give a name in lower case, with single spaces."""
    return " ".join(name.lower().split())


def one_off(word: str) -> set[str]:
    """Give all that one slip makes of a word: a letter too many, too few, wrong, or swapped."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = {left + right[1:] for left, right in splits if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in splits if right for letter in _LETTERS}
    made |= {left + letter + right for left, right in splits for letter in _LETTERS}
    return made - {word}


def beginnings(name: str) -> Iterator[str]:
    """Give shorter and shorter beginnings of a name, down to three letters."""
    length = len(name) - 1
    while length > 3:  # noqa: PLR2004 - the last is three letters long
        length = max(length * 2 // 3, 3)
        yield name[:length]


def likest(name: str, candidates: Iterable[tuple[str, Key]], count: int) -> list[tuple[str, Key]]:
    """Give the candidates most like the name, the likest first; those unlike it not at all."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name)
    scored = []
    for spelt, key in candidates:
        matcher.set_seq1(normal(spelt))
        if matcher.real_quick_ratio() < LEAST_ALIKE or matcher.quick_ratio() < LEAST_ALIKE:
            continue
        if (alike := matcher.ratio()) >= LEAST_ALIKE:
            scored.append((-alike, len(spelt), spelt, key))
    scored.sort(key=lambda found: found[:3])
    return [(spelt, key) for _, _, spelt, key in scored[:count]]
