"""Collection dates become ranges of days, as exact as they were written and never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.curation.dates import DateRange, Precision, curate_date
from domain.curation.verdict import MissingReason, Sureness, Verdict
from tests.unit.curation.promises import is_one_of_three
from tests.unit.curation.tables import Row, expected, table

DAYS = st.dates(min_value=date(1700, 1, 1), max_value=date(2050, 12, 31))
ALPHABET = "0123456789-/.,: TZ'~?<>janfebmrspyulgoctvdxXIV()\u2013\u00e9"


def sure(first: str, last: str, precision: str) -> Verdict[DateRange]:
    days = DateRange(date.fromisoformat(first), date.fromisoformat(last), Precision(precision))
    return Verdict(value=days, sureness=Sureness.SURE)


def day(text: str) -> Verdict[DateRange]:
    return sure(text, text, "day")


@pytest.mark.parametrize("row", table("dates"), ids=lambda row: row["value"])
def test_every_real_value_has_the_range_worked_out_by_hand(row: Row) -> None:
    value = sure(row["first"], row["last"], row["precision"]).value if row["first"] else None
    assert curate_date(row["value"]) == expected(row, value)


@pytest.mark.parametrize(
    "text",
    [
        *("2011-03-15", "2011/03/15", "2011.03.15", "2011-3-15", "20110315", "2011 03 15"),
        *("15.03.2011", "15/03/2011", "03/15/2011", "15-3-2011", "15-Mar-2011", "15 March 2011"),
        *("15th of March 2011", "March 15, 2011", "Mar 15 2011", "2011-Mar-15", "15mar2011"),
        *("15.III.2011", "15-iii-2011", "15 mars 2011", "15. Marz 2011", "15 marzo 2011"),
        *("2011-03-15T17:53:03Z", "2011-03-15T17:53Z", "2011-03-15T17Z", "2011-03-15T23:59+02:00"),
        *("2011-03-15 10:30", "2011-03-15 10:30:00.000", "2011-03-15/2011-03-15", " 2011-03-15. "),
        *('"2011-03-15"', "2011\u201303\u201315", "on 2011-03-15", "2011-03-15T24:00:60"),
    ],
)
def test_a_day_is_read_in_any_of_its_forms(text: str) -> None:
    assert curate_date(text) == day("2011-03-15")


@pytest.mark.parametrize(
    "text",
    [
        *("2011-02", "2011/02", "2011-2", "02/2011", "2.2011", "Feb-2011", "February 2011"),
        *("Feb. 2011", "2011 Feb", "2011-Feb", "feb2011", "f\u00e9vrier 2011"),
        *("2011-02-xx", "xx-Feb-2011", "late February 2011", "2011-02/2011-02"),
    ],
)
def test_a_month_ends_on_its_last_day(text: str) -> None:
    assert curate_date(text) == sure("2011-02-01", "2011-02-28", "month")


@pytest.mark.parametrize(
    "text",
    [
        *("2012", "2012.0", "in 2012", "year 2012", "Year: 2012", "2012-XX-XX"),
        *("2012/2012", "early 2012", "mid-2012", "end of 2012", "spring 2012", "2012 Autumn"),
    ],
)
def test_what_lies_somewhere_in_a_year_is_that_year(text: str) -> None:
    assert curate_date(text) == sure("2012-01-01", "2012-12-31", "year")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012/2014", "2012-01-01", "2014-12-31"),
        ("2012-2014", "2012-01-01", "2014-12-31"),
        ("2012 \u2013 2014", "2012-01-01", "2014-12-31"),
        ("from 2012 to 2014", "2012-01-01", "2014-12-31"),
        ("between 2012 and 2014", "2012-01-01", "2014-12-31"),
        ("between June and August 2011", "2011-06-01", "2011-08-31"),
        ("2010-06/2010-08", "2010-06-01", "2010-08-31"),
        ("2010-06/2011", "2010-06-01", "2011-12-31"),
        ("2010/2010-08", "2010-01-01", "2010-08-31"),
        ("2012-03-31/2012-03", "2012-03-31", "2012-03-31"),
        ("2010-06-03/2010-08", "2010-06-03", "2010-08-31"),
        ("21-Oct-1952/15-Feb-1953", "1952-10-21", "1953-02-15"),
        ("Oct-1952 - Feb-1953", "1952-10-01", "1953-02-28"),
        ("Oct-1952-Feb-1953", "1952-10-01", "1953-02-28"),
        ("2015-10-11T17:53:03Z/2015-10-12T01:00:00Z", "2015-10-11", "2015-10-12"),
        ("15.03.2011-17.03.2011", "2011-03-15", "2011-03-17"),
        ("Jan-Mar 2011", "2011-01-01", "2011-03-31"),
        ("June to August 2011", "2011-06-01", "2011-08-31"),
        ("12-15 March 2011", "2011-03-12", "2011-03-15"),
        ("March 12-15, 2011", "2011-03-12", "2011-03-15"),
        ("1990s", "1990-01-01", "1999-12-31"),
        ("the late 1990's", "1990-01-01", "1999-12-31"),
    ],
)
def test_each_end_of_a_period_is_as_wide_as_it_was_written(
    text: str, first: str, last: str
) -> None:
    assert curate_date(text) == sure(first, last, "interval")


@pytest.mark.parametrize("text", ["Q3 2011", "2011-Q3", "2011 q3"])
def test_a_quarter_is_likely_that_of_the_calendar(text: str) -> None:
    quarter = DateRange(date(2011, 7, 1), date(2011, 9, 30), Precision.INTERVAL)
    assert curate_date(text) == Verdict(value=quarter, sureness=Sureness.LIKELY)


@pytest.mark.parametrize(
    "text", ["03/04/2011", "3.4.2011", "04-03-2011", "12/11/2011", "03/04/2011/05/04/2011"]
)
def test_of_day_and_month_in_unknown_order_only_the_year_is_taken(text: str) -> None:
    verdict = curate_date(text)
    assert verdict.remark == "day and month cannot be told apart"
    assert verdict.value == DateRange.of_year(2011)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("00-May-2011", DateRange.of_month(2011, 5)),
        ("May 0, 2011", DateRange.of_month(2011, 5)),
        ("2011-05-00", DateRange.of_month(2011, 5)),
        ("2011-05-00/2011-05", DateRange.of_month(2011, 5)),
        ("0-5-2011", DateRange.of_year(2011)),
        ("05/00/2011", DateRange.of_year(2011)),
        ("00/00/2011", DateRange.of_year(2011)),
        ("2011-00-00", DateRange.of_year(2011)),
        ("2011-00", DateRange.of_year(2011)),
        ("2011/00", DateRange.of_year(2011)),
    ],
)
def test_a_day_or_month_of_zero_is_none_and_leaves_the_rest_likely(
    text: str, days: DateRange
) -> None:
    verdict = curate_date(text)
    assert (verdict.value, verdict.sureness) == (days, Sureness.LIKELY)
    assert verdict.remark == "day or month given as zero"


def test_a_period_tells_of_both_its_doubts() -> None:
    verdict = curate_date("0-5-2011/03/04/2012")
    assert verdict.sureness is Sureness.LIKELY
    assert verdict.remark == "day and month cannot be told apart; day or month given as zero"


def test_day_and_month_of_one_number_are_told_apart() -> None:
    assert curate_date("03/03/2011") == day("2011-03-03")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2011-02-30", "no such day"),
        ("2011-02-29", "no such day"),
        ("31/02/2011", "no such day"),
        ("31-Apr-2011", "no such day"),
        ("2011-03-32", "no such day"),
        ("2011-13", "no such month"),
        ("2011-25-03", "no such month"),
        ("13/13/2011", "no such month"),
        ("2011-00-15", "no such month"),
        ("2011-03-15T25:00", "no such time of day"),
        ("2011-03-15T10:60", "no such time of day"),
        ("0207", "year before 1700"),
        ("1699", "year before 1700"),
        ("1398-05-02", "year before 1700"),
        ("2555", "year after 2050"),
        ("2099", "year after 2050"),
        ("2012/2010", "the period ends before it begins"),
        ("Dec-Jan 2011", "the period ends before it begins"),
        ("21-Oct-52", "year of two digits"),
        ("Oct-52", "year of two digits"),
        ("03/04/11", "year of two digits"),
        ("'95", "year of two digits"),
        ("90s", "year of two digits"),
        ("before 1999", "date open to one side"),
        ("pre-1999", "date open to one side"),
        ("<1999", "date open to one side"),
        ("after May 2001", "date open to one side"),
        ("since 2001", "date open to one side"),
        ("2001-", "date open to one side"),
        ("2001-present", "date open to one side"),
        ("ca. 1995", "date is approximate"),
        ("circa 1995", "date is approximate"),
        ("c1995", "date is approximate"),
        ("~1995", "date is approximate"),
        ("1995?", "date is approximate"),
        ("about 1995", "date is approximate"),
        ("1995 (approx.)", "date is approximate"),
        ("2010, 2011", "several dates"),
        ("2010/2011/2012", "several dates"),
        ("2010 & 2011", "several dates"),
        ("2010 and 2011", "several dates"),
        ("2010 and 2012", "several dates"),
        ("May 2010 and June 2010", "several dates"),
        ("June and July 2011", "several dates"),
        ("12 & 15 March 2011", "several dates"),
        ("0/1/1900", "day zero of a spreadsheet"),
        ("00/01/1900", "day zero of a spreadsheet"),
        ("1/0/1900", "day zero of a spreadsheet"),
        ("00-Jan-1900", "day zero of a spreadsheet"),
        ("1900-01-00", "day zero of a spreadsheet"),
        ("15/00/2011", "no such month"),
        ("late 00-May-2011", "not understood as a date"),
        ("2011-12-2012", "several dates"),
        ("2011-02-30/2011-03-02", "several dates"),
        ("40617", "looks like the serial number of a spreadsheet"),
        ("40617.5", "looks like the serial number of a spreadsheet"),
        *((pair, "month and year cannot be told apart") for pair in ("2010/11", "2011/12")),
        *((pair, "month and year cannot be told apart") for pair in ("1998/99", "1999/00")),
        *((pair, "month and year cannot be told apart") for pair in ("2000/00", "1999-00")),
        ("1900s", "decade and century cannot be told apart"),
        ("2000s", "decade and century cannot be told apart"),
        ("winter 2011", "a season that may span two years"),
        ("2010-2011 winter", "a season that may span two years"),
        ("May 5", "not understood as a date"),
        ("last Tuesday", "not understood as a date"),
        ("2011.5", "not understood as a date"),
        ("201103", "not understood as a date"),
        ("1 January 2011 and so on " * 9, "not understood as a date"),
    ],
)
def test_what_cannot_be_a_certain_date_says_why(text: str, problem: str) -> None:
    assert curate_date(text) == Verdict(problem=problem)


@pytest.mark.parametrize("text", ["1900-01-01", "01/01/1970", "30-Dec-1899"])
def test_the_first_day_of_a_computers_calendar_is_only_likely_a_date(text: str) -> None:
    verdict = curate_date(text)
    assert verdict.value is not None
    assert verdict.sureness is Sureness.LIKELY
    assert verdict.remark == "may be no date but the first day that a computer knows"
    assert curate_date("1970").sureness is Sureness.SURE


def test_a_missing_date_is_no_problem() -> None:
    assert curate_date("not collected") == Verdict(missing=MissingReason.NOT_COLLECTED)


def test_a_date_may_not_begin_after_the_day_that_is_given() -> None:
    submitted = date(2019, 3, 15)
    assert curate_date("2019", submitted) == sure("2019-01-01", "2019-12-31", "year")
    assert curate_date("2019-03-15", submitted) == day("2019-03-15")
    assert curate_date("2019-03-16", submitted) == Verdict(problem="date in the future")
    assert curate_date("2020", submitted) == Verdict(problem="date in the future")


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        DateRange(date(2011, 1, 2), date(2011, 1, 1), Precision.DAY)


@given(DAYS)
def test_every_day_is_read_back_from_the_insdc_forms(day_written: date) -> None:
    value = DateRange.of_day(day_written)
    for form in ("%Y-%m-%d", "%d-%b-%Y", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d", "%B %d, %Y"):
        text = day_written.strftime(form).replace(f"{day_written:%Y}", f"{day_written.year:04}")
        assert curate_date(text).value == value


@given(DAYS, st.integers(0, 20_000))
def test_every_period_is_read_back(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(2050, 12, 31))
    value = curate_date(f"{first.isoformat()}/{last.isoformat()}").value
    assert value is not None
    assert (value.first, value.last) == (first, last)


@given(st.one_of(st.text(), st.text(ALPHABET, max_size=30)))
@example("9" * 5000)
@example("2011-" * 25)
def test_no_text_raises_and_each_has_one_outcome(text: str) -> None:
    assert is_one_of_three(curate_date(text, date(2030, 1, 1)))


@pytest.mark.parametrize("submitted", ["1998/9", "1999/0", "2005/6", "2005/06"])
def test_what_may_be_the_next_year_is_no_month(submitted: str) -> None:
    assert curate_date(submitted).problem == "month and year cannot be told apart"


@pytest.mark.parametrize("submitted", ["1998/8", "1998-9", "2013/4/5"])
def test_a_month_that_is_not_the_next_year_is_one(submitted: str) -> None:
    assert curate_date(submitted).value is not None
