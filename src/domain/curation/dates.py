"""Collection dates: what submitters write, as closed ranges of days.

Source: BioSample and SRA attribute collection_date and its many other names. The INSDC's own
forms (2015-10-11T17:53:03Z, 21-Oct-1952, Oct-1952, 2010-06/2010-08) are among those read.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from domain.curation.date_forms import DatePoint, read_point
from domain.curation.date_range import DateRange, Precision, UnreadableDateError
from domain.curation.date_spans import ENDS_FIRST, read_span
from domain.curation.missing import missing_reason
from domain.curation.spelling import plain
from domain.curation.verdict import Sureness, Verdict

__all__ = ["DateRange", "Precision", "curate_date"]

NOT_UNDERSTOOD: Final = "not understood as a date"
AMBIGUOUS_ORDER: Final = "day and month cannot be told apart"
ZERO: Final = "day or month given as zero"
IN_THE_FUTURE: Final = "date in the future"
OPEN_ENDED: Final = "date open to one side"
APPROXIMATE: Final = "date is approximate"
SEVERAL: Final = "several dates"
TWO_DIGITS: Final = "year of two digits"
SERIAL_NUMBER: Final = "looks like the serial number of a spreadsheet"
FIRST_OF_CALENDAR: Final = "may be no date but the first day that a computer knows"

_LONGEST: Final = 100


def curate_date(text: str, not_after: date | None = None) -> Verdict[DateRange]:
    """Read a collection date; `not_after` is a day by which it must have begun, such as today.

    The day is the one written, whatever time and zone follow it. Where day and month cannot be
    told apart (03/04/2011) the year alone is given, with a remark: the year is certain, and no
    order is guessed. A day or month of zero is none, and leaves what stands beside it likely only.
    Years of two digits, approximate dates and dates open to one side give no value.
    """
    verdict = _curate(text)
    if not_after and verdict.value and verdict.value.first > not_after:
        return Verdict(problem=IN_THE_FUTURE)
    return verdict


@lru_cache(maxsize=4096)
def _curate(text: str) -> Verdict[DateRange]:
    if reason := missing_reason(text):
        return Verdict(missing=reason)
    if len(text) > _LONGEST:
        return Verdict(problem=NOT_UNDERSTOOD)
    try:
        return _read(_tidied(text))
    except UnreadableDateError as error:
        return Verdict(problem=str(error))


_DASHES: Final = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "-" * 6)


_BOTH_ENDS: Final = re.compile(r"between (?P<first>.+) and (?P<last>.+)")


def _tidied(text: str) -> str:
    text = " ".join(plain(text).translate(_DASHES).strip(" \"'`").split()).strip(" .,;")
    ends = _BOTH_ENDS.fullmatch(text)  # "and" alone joins two dates, and says nothing of a period
    return f"{ends['first']} to {ends['last']}" if ends else text


def _read(text: str) -> Verdict[DateRange]:
    if point := read_point(text):
        return _sure(point.days, point)
    if ends := _ends(text):
        return _period(*ends)
    if span := read_span(text):
        days, sureness = span
        return Verdict(value=days, sureness=sureness)
    return Verdict(problem=_why_not(text))


def _sure(days: DateRange, *points: DatePoint) -> Verdict[DateRange]:
    if any(point.order_unknown for point in points):
        is_zero = any(point.has_zero for point in points)
        sureness = Sureness.LIKELY if is_zero else Sureness.SURE
        remark = f"{AMBIGUOUS_ORDER}; {ZERO}" if is_zero else AMBIGUOUS_ORDER
        return Verdict(value=days, sureness=sureness, remark=remark)
    if any(point.has_zero for point in points):
        return Verdict(value=days, sureness=Sureness.LIKELY, remark=ZERO)
    if days.precision is Precision.DAY and days.first in _FIRST_DAYS:
        return Verdict(value=days, sureness=Sureness.LIKELY, remark=FIRST_OF_CALENDAR)
    return Verdict(value=days, sureness=Sureness.SURE)


# What spreadsheets and Unix make of an empty cell, of 0 and of 1.
_FIRST_DAYS: Final = {date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1)}


def _period(first: DatePoint, last: DatePoint) -> Verdict[DateRange]:
    if first.days == last.days:
        return _sure(first.days, first, last)
    if last.days.last < first.days.first:
        return Verdict(problem=ENDS_FIRST)
    days = DateRange(first.days.first, last.days.last, Precision.INTERVAL)
    return _sure(days, first, last)


_BETWEEN: Final = re.compile(r" ?(?:/|-+|~|\.\.+|\b(?:to|through|thru|until|till)\b) ?")


def _ends(text: str) -> tuple[DatePoint, DatePoint] | None:
    """Both ends of a period, if there is just one way to cut the text into two whole dates."""
    text = re.sub(r"^from ", "", text)
    cuts = list(_cuts(text, "/")) or list(_cuts(text))  # as the INSDC writes it, then in any way
    return cuts[0] if len(cuts) == 1 else None


def _cuts(text: str, sign: str = "") -> Iterator[tuple[DatePoint, DatePoint]]:
    for between in _BETWEEN.finditer(text):
        first = _whole(text[: between.start()]) if sign in between[0] else None
        if first and (last := _whole(text[between.end() :])):
            yield first, last


def _whole(text: str) -> DatePoint | None:
    try:
        return read_point(text)
    except UnreadableDateError:
        return None


_SEP: Final = r"[-/., ]+"
# Tried in this order on what was not read; each names a kind of text, not one text.
_REASONS: Final = tuple(
    (re.compile(pattern, re.ASCII), reason)
    for pattern, reason in (
        (r"[2-5][0-9]{4}(?:\.[0-9]*)?", SERIAL_NUMBER),
        (rf"[0-9]{{1,2}}{_SEP}(?:[0-9]{{1,2}}|[a-z]+){_SEP}'?[0-9]{{2}}", TWO_DIGITS),
        (rf"(?:[a-z]+{_SEP})?'?[0-9]{{2}}'?s?", TWO_DIGITS),
        (r"(?:before|prior|pre|until|till|up to|by|after|since|post|from)\b.*|[<>].*", OPEN_ENDED),
        (r".*(?:[0-9] ?[-/]|\b(?:present|now|ongoing|earlier|later|onwards?))", OPEN_ENDED),
        (r"(?:ca|circa|about|around|approx\w*|estimated|est|probably|likely)\b.*", APPROXIMATE),
        (r"[~\u2248].*|c\.? ?[0-9].*|.*\?|.*\bapprox.*|.*\(?estimated?\)?", APPROXIMATE),
        (r".*\b[12][0-9]{3}\b.*\b[12][0-9]{3}\b.*", SEVERAL),
        (r".*[0-9a-z] ?(?:&|\band\b) ?[0-9a-z].*\b[12][0-9]{3}", SEVERAL),
    )
)


def _why_not(text: str) -> str:
    return next((reason for kind, reason in _REASONS if kind.fullmatch(text)), NOT_UNDERSTOOD)
