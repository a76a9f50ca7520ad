"""A closed range of days, and how exactly it was written."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day on which it may have been. `precision`: what was written.

    Each end of an interval is as wide as it was written: 2010-06/2011 ends on 2011-12-31.
    """

    first: date
    last: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"The range ends on {self.last}, before it begins on {self.first}.")

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), Precision.MONTH)

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day, day, Precision.DAY)


class UnreadableDateError(ValueError):
    """A text has the form of a date but cannot be one; the message is a fixed phrase."""
