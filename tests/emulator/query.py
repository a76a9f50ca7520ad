"""Entrez' query language: terms with a [tag], ranges, AND OR NOT from left to right, #n."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.emulator.index import Index

_TOKEN = re.compile(r'\s*(?:("[^"]*")|(\[[^\]]*\])|([():])|([^\s()\[\]":]+))')
_OPERATORS = {"AND", "OR", "NOT"}
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?$")

Uids = set[int] | frozenset[int]


@dataclass(slots=True)
class Found:
    """The uids, and the phrases no record has."""

    uids: Uids
    phrases_not_found: list[str] = field(default_factory=list)


def search(term: str, index: Index, history: Callable[[str], Uids]) -> Found:
    """`history` gives the uids of a query key; unknown tags search all fields, silently."""
    return _Parser(term, index, history).run()


class _Parser:
    def __init__(self, term: str, index: Index, history: Callable[[str], Uids]) -> None:
        self._tokens = ["".join(match) for match in _TOKEN.findall(term)]
        self._at = 0
        self._index = index
        self._history = history
        self._missing: list[str] = []

    def run(self) -> Found:
        uids = self._expression()
        while self._peek():
            if self._peek() == ")":  # a stray one is ignored
                self._take()
            else:
                uids = self._combine(uids)
        return Found(uids, self._missing)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expression(self) -> Uids:
        uids = self._operand()
        while self._peek() not in {"", ")"}:
            uids = self._combine(uids)
        return uids

    def _combine(self, left: Uids) -> Uids:
        operator = "AND"
        while self._peek().upper() in _OPERATORS:  # of several the last counts: AND NOT is NOT
            operator = self._take().upper()
        right = self._operand()
        if operator == "OR":
            return left | right
        return left - right if operator == "NOT" else left & right

    def _operand(self) -> Uids:
        if self._peek() == "(":
            self._take()
            uids = self._expression()
            if self._peek() == ")":
                self._take()
            return uids
        phrase = self._phrase()
        if phrase.startswith("#") and phrase[1:].isdigit():
            return self._history(phrase[1:])
        tag = self._tag()
        if self._peek() != ":":
            return self._term(phrase, tag)
        self._take()
        last = self._phrase()
        return self._range(phrase, last, self._tag() or tag)

    def _phrase(self) -> str:
        """One quoted text, or all the words up to a tag, an operator or a parenthesis."""
        if self._peek().startswith('"'):
            return self._take().strip('"')
        words = []
        while (token := self._peek()) and not _ends_phrase(token):
            words.append(self._take())
        if not words and self._peek() not in {"", ")"}:
            self._take()  # an operator or tag that stands where a term should
        return " ".join(words)

    def _tag(self) -> str:
        return self._take()[1:-1] if self._peek().startswith("[") else ""

    def _term(self, phrase: str, tag: str) -> Uids:
        name, _, explosion = tag.partition(":")
        known = self._index.database.field(name) if tag else None
        if known is not None and known.is_date:
            return self._range(phrase, phrase, tag)
        if known is None:
            uids = self._all_fields(phrase)
        elif explosion.lower() == "noexp":
            uids = self._index.organism_alone(phrase)
        else:
            uids = (
                self._all_fields(phrase)
                if known.code == "ALL"
                else self._index.term(known.code, phrase)
            )
        if not uids and phrase:
            self._missing.append(f"{phrase}[{tag}]" if tag else phrase)
        return uids

    def _all_fields(self, phrase: str) -> Uids:
        """The whole phrase, or an organism of that name, or else each of its words."""
        found = self._index.term("ALL", phrase) | self._index.term("ORGN", phrase)
        words = phrase.split()
        if found or len(words) < 2:
            return found
        every = [self._index.term("ALL", word) for word in words]
        return every[0].intersection(*every[1:])

    def _range(self, first: str, last: str, tag: str) -> Uids:
        known = self._index.database.field(tag)
        if known is None or not known.is_date:
            return self._all_fields(first) | self._all_fields(last)
        start, end = first_day(first), last_day(last)
        if start is None or end is None:
            span = first if first == last else f"{first}:{last}"
            self._missing.append(f"{span}[{tag}]")
            return frozenset()
        return self._index.between(known.code, start, end)


def _ends_phrase(token: str) -> bool:
    return token[0] in '[()":' or token.upper() in _OPERATORS


def first_day(text: str) -> date | None:
    """2024 begins on 2024-01-01; None for what is no date."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return _valid(year, month, day)


def last_day(text: str) -> date | None:
    """2024 ends on 2024-12-31; 3000 is how Entrez says no end."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or (month and day):
        return _valid(year or 0, month or 1, day or 1)
    if month is None:
        return _valid(year, 12, 31)
    start = _valid(year, month, 1)
    following = start and (start.replace(day=28) + timedelta(4)).replace(day=1)
    return following - timedelta(1) if following else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
