"""Longer spans that have a name: a decade, a season, a quarter, some days or months of a year."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from domain.curation import date_forms
from domain.curation.date_forms import NAME, YEAR
from domain.curation.date_range import DateRange, Precision, UnreadableDateError
from domain.curation.verdict import Sureness

Span = tuple[DateRange, Sureness]

ENDS_FIRST: Final = "the period ends before it begins"
DECADE_OR_CENTURY: Final = "decade and century cannot be told apart"
SEASON: Final = "a season that may span two years"


def read_span(text: str) -> Span | None:
    """Read a tidied text that is longer or vaguer than one date.

    What lies somewhere in a year ("early 2011", "spring 2011") is that year.

    Raises:
        UnreadableDateError: it has one of these forms, but stands for no certain days.
    """
    for pattern, read in _SPANS:
        if form := pattern.fullmatch(text):
            return read(form)
    return None


def _interval(first: date, last: date) -> DateRange:
    if last < first:
        raise UnreadableDateError(ENDS_FIRST)
    return DateRange(first, last, Precision.INTERVAL)


def _decade(form: re.Match[str]) -> Span:
    year = date_forms.year_number(form["year"])
    if year % 100 == 0:
        raise UnreadableDateError(DECADE_OR_CENTURY)
    return _interval(date(year, 1, 1), date(year + 9, 12, 31)), Sureness.SURE


def _part_of(form: re.Match[str]) -> Span | None:
    point = date_forms.read_point(form["whole"])
    return (point.days, Sureness.SURE) if point and not point.has_zero else None


def _within_year(form: re.Match[str]) -> Span:
    return DateRange.of_year(date_forms.year_number(form["year"])), Sureness.SURE


def _season_over_new_year(_: re.Match[str]) -> Span:
    raise UnreadableDateError(SEASON)


def _quarter(form: re.Match[str]) -> Span:
    # Likely only: the quarters of some institutions do not begin in January.
    year, last_month = date_forms.year_number(form["year"]), int(form["quarter"]) * 3
    last = DateRange.of_month(year, last_month).last
    return _interval(date(year, last_month - 2, 1), last), Sureness.LIKELY


def _months(form: re.Match[str]) -> Span:
    year = date_forms.year_number(form["year"])
    first, last = (date_forms.month_number(form[end]) for end in ("first", "last"))
    days = _interval(date(year, first, 1), DateRange.of_month(year, last).last)
    return days, Sureness.SURE


def _days(form: re.Match[str]) -> Span:
    year, month = date_forms.year_number(form["year"]), date_forms.month_number(form["name"])
    first, last = (date_forms.day_of(year, month, int(form[end])) for end in ("first", "last"))
    return _interval(first, last), Sureness.SURE


_PART: Final = r"(?:early|mid|middle|late|beginning|start|end)(?:[- ]of)?(?: the)?[- ]"
_TO: Final = r" ?(?:-|/|~|to|through) ?"
_DAYS: Final = rf"(?P<first>[0-9]{{1,2}}){_TO}(?P<last>[0-9]{{1,2}})"
_SPANS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...]] = tuple(
    (re.compile(form, re.ASCII), read)
    for form, read in (
        (rf"(?:the )?(?:{_PART})?(?P<year>[12][0-9]{{2}}0)'?s", _decade),
        (rf"{_PART}(?P<whole>.*)", _part_of),
        (rf"(?:spring|autumn|fall)(?: of)?[- ,]*{YEAR}", _within_year),
        (rf"{YEAR}[- ,]*(?:spring|autumn|fall)", _within_year),
        (r"(?:summer|winter)\b.*|.*[0-9][- ,]*(?:summer|winter)", _season_over_new_year),
        (rf"{YEAR}[- /]*q(?P<quarter>[1-4])", _quarter),
        (rf"q(?P<quarter>[1-4])[- /]*{YEAR}", _quarter),
        (rf"(?P<first>{NAME}){_TO}(?P<last>{NAME})[- ,]*{YEAR}", _months),
        (rf"{_DAYS}(?: of)?[- ]?(?P<name>{NAME})[- ,]*{YEAR}", _days),
        (rf"(?P<name>{NAME}) ?{_DAYS}(?:, ?| ){YEAR}", _days),
    )
)
