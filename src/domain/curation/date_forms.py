"""One date in any of the forms in which a year, a month or a day is written."""

import re
from datetime import date
from typing import Final, NamedTuple

from domain.curation.date_range import DateRange, UnreadableDateError

FIRST_YEAR: Final = 1700
LAST_YEAR: Final = 2050  # of a program without a clock; a caller who has one gives the day


class DatePoint(NamedTuple):
    """order_unknown: day and month could be either way round, so that `days` is the year.

    has_zero: a day or month was written as 0, so that `days` is what is left without it.
    """

    days: DateRange
    order_unknown: bool = False
    has_zero: bool = False


# English, German, French, Spanish, Italian, Portuguese; what is the same in all stands once.
_MONTH_NAMES: Final = """
    january jan januar janvier enero gennaio janeiro
    february feb februar fevrier febrero febbraio fevereiro
    march mar marz mars marzo marco
    april apr avril abril aprile
    may mai mayo maggio maio
    june jun juni juin junio giugno junho
    july jul juli juillet julio luglio julho
    august aug aout agosto
    september sep sept septembre septiembre settembre setembro
    october oct okt oktober octobre octubre ottobre outubro
    november nov novembre noviembre novembro
    december dec dez dezember decembre diciembre dicembre dezembro
"""
_ROMAN: Final = "i ii iii iv v vi vii viii ix x xi xii"
_MONTHS: Final = {
    name: number
    for names in (_MONTH_NAMES.strip().splitlines(), _ROMAN.split())
    for number, line in enumerate(names, 1)
    for name in line.split()
}

YEAR: Final = r"(?P<year>[0-9]{4})"
NAME: Final = "(?:" + "|".join(sorted(_MONTH_NAMES.split(), key=len, reverse=True)) + r")\.?"
_NAME: Final = rf"(?P<name>{NAME})"
_ROMAN_NAME: Final = rf"(?P<name>{_ROMAN.replace(' ', '|')})"
_MONTH: Final = r"(?P<month>[0-9]{1,2}|xx)"
_DAY: Final = r"(?P<day>[0-9]{1,2}|xx)"
_NTH: Final = r"(?P<day>[0-9]{1,2}|xx)(?:st|nd|rd|th|\.)?(?: of)?"
_SEP: Final = r"(?: ?[-/.,_] ?| )"
_TIME: Final = (
    r"(?:(?:t|,? )(?P<hour>[0-9]{1,2})(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})"
    r"(?:[.,][0-9]{1,9})?)?)?(?: ?[ap]m)?(?: ?(?:z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?))?)?"
)

_FORMS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{YEAR}(?:\.0+)?",  # a spreadsheet's number
        rf"{YEAR}(?P<sep>[-/. ]){_MONTH}(?P=sep){_DAY}{_TIME}",
        rf"{YEAR}(?P<month_sep>[-/]){_MONTH}",
        r"(?P<year>[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:t[0-9]{4,6}z?)?",
        rf"{_MONTH} ?[-/.] ?{YEAR}",
        rf"{_NTH}{_SEP}?{_NAME}{_SEP}?{YEAR}{_TIME}",
        rf"{_NTH}(?P<sep>[-/. ]){_ROMAN_NAME}(?P=sep){YEAR}",
        rf"{_NAME}{_SEP}{_NTH}(?:, ?| |-|/){YEAR}{_TIME}",
        rf"{_NAME}{_SEP}?(?:of )?{YEAR}",
        rf"{YEAR}{_SEP}?{_NAME}",
        rf"{YEAR}{_SEP}?{_NAME}{_SEP}?{_DAY}{_TIME}",
    )
)
_EITHER_ORDER: Final = re.compile(
    rf"(?P<one>[0-9]{{1,2}})(?P<sep> ?[-/. ] ?)(?P<other>[0-9]{{1,2}})(?P=sep){YEAR}{_TIME}",
    re.ASCII,
)
_INTRODUCED: Final = re.compile(r"(?:(?:in|on|year|date)(?::| ) ?)?")


def read_point(text: str) -> DatePoint | None:
    """Read one date from a tidied text; None if it has no form known here.

    Raises:
        UnreadableDateError: it has the form of a date, but there is no such date.
    """
    text = _INTRODUCED.sub("", text, count=1)
    if form := _EITHER_ORDER.fullmatch(text):
        _check_time(form)
        return _in_either_order(form)
    for pattern in _FORMS:
        if form := pattern.fullmatch(text):
            _check_time(form)
            return _of_parts(form.groupdict())
    return None


def month_number(name: str) -> int:
    return _MONTHS[name.rstrip(".")]


def year_number(digits: str) -> int:
    year = int(digits)
    if year < FIRST_YEAR:
        raise UnreadableDateError(f"year before {FIRST_YEAR}")
    if year > LAST_YEAR:
        raise UnreadableDateError(f"year after {LAST_YEAR}")
    return year


def day_of(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:  # noqa: PLR2004
        raise UnreadableDateError("no such month")
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDateError("no such day") from None


def _of_parts(parts: dict[str, str | None]) -> DatePoint:
    year = year_number(parts["year"] or "")
    month = month_number(name) if (name := parts.get("name")) else _number(parts.get("month"))
    day = _number(parts.get("day"))
    if sign := parts.get("month_sep"):
        _check_no_pair(year, parts["month"] or "", sign)
    has_zero = any(not (parts.get(part) or "xx").strip("0") for part in ("month", "day"))
    return DatePoint(_days(year, month, day, has_zero), has_zero=has_zero)


def _days(year: int, month: int, day: int, has_zero: bool) -> DateRange:
    if not month and not day:
        return DateRange.of_year(year)
    if not day:
        if has_zero:
            _check_no_empty_cell(year, month)
        return DateRange.of_month(year, day_of(year, month, 1).month)
    return DateRange.of_day(day_of(year, month, day))


def _check_no_pair(year: int, digits: str, sign: str) -> None:
    """Refuse 2011/12, 1998/9, 1999/00 and 2000/00; with a hyphen what is no month (1999-00)."""
    month = _number(digits)
    is_pair = month == (year + 1) % 10 ** len(digits) or month == year % 100 == 0
    if is_pair and (sign == "/" or (month == 0 and year % 100)):
        raise UnreadableDateError("month and year cannot be told apart")


def _check_no_empty_cell(year: int, month: int) -> None:
    if (year, month) == (1900, 1):
        raise UnreadableDateError("day zero of a spreadsheet")


def _number(digits: str | None) -> int:
    """0 for a part that is left out, or known to be unknown: 2011-00-00, 2011-xx-xx."""
    return int(digits) if digits and digits != "xx" else 0


def _in_either_order(form: re.Match[str]) -> DatePoint:
    year, one, other = year_number(form["year"]), int(form["one"]), int(form["other"])
    if 0 in (one, other):
        return _with_zero(year, one + other)
    months = [number for number in (one, other) if number <= 12]  # noqa: PLR2004
    if len(months) > 1 and one != other:
        return DatePoint(DateRange.of_year(year), order_unknown=True)
    month = months[0] if months else one
    return DatePoint(DateRange.of_day(day_of(year, month, one + other - month)))


def _with_zero(year: int, number: int) -> DatePoint:
    """The year alone: 05/00/2011 may be a month without a day, or a day without a month."""
    _check_no_empty_cell(year, number)
    if number > 12:  # noqa: PLR2004
        raise UnreadableDateError("no such month")  # as 2011-00-15
    return DatePoint(DateRange.of_year(year), has_zero=True)


def _check_time(form: re.Match[str]) -> None:
    limits = {"hour": 24, "minute": 59, "second": 60}
    for part, limit in limits.items():
        if int(form.groupdict().get(part) or 0) > limit:
            raise UnreadableDateError("no such time of day")
