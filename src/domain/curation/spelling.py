"""Spellings made alike, so that a table needs one of each."""

import unicodedata
from typing import Final

# Letters that are more than a plain one with a mark, so that Unicode does not take them apart.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "ə": "a", "æ": "ae", "œ": "oe"}
)


def plain(text: str) -> str:
    """Lower case without accents: "Côte d'Ivoire" is "cote d'ivoire"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)


def key(text: str) -> str:
    """The words of a name alone, without articles: "The Republic of Côte-d'Or" as one spelling."""
    words = plain(text).replace("&", " and ").translate(_NO_APOSTROPHES)
    spaced = "".join(letter if letter.isalnum() else " " for letter in words).split()
    return " ".join("saint" if word == "st" else word for word in spaced if word not in _ARTICLES)


_ARTICLES: Final = frozenset({"the", "of"})
_NO_APOSTROPHES: Final = str.maketrans("", "", "'`\u2018\u2019\u02bb\u02bc\u00b4")
