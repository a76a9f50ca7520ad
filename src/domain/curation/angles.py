"""One angle in degrees, as latitudes and longitudes are written."""

import re
from decimal import Decimal, localcontext
from typing import Final, NamedTuple

# The signs for degrees, minutes and seconds, and what keyboards and lists put in their place.
_SIGNS: Final = (
    ("\u00b0", r"[\u00ba\u02da\u2218\u00b7]|degrees?|degs?\.?"),
    ('"', r"''|[\u2032\u2019\u00b4`]{2}|[\u2033\u201d\u201c]|seconds?|secs?\.?"),
    ("'", r"[\u2032\u2019\u2018\u00b4`]|minutes?|mins?\.?"),
    ("-", r"[\u2010-\u2014\u2212]"),
)
_ANY_CASE: Final = re.IGNORECASE
_WORDS: Final = (("N", "north"), ("S", "south"), ("E", "east"), ("W", "west"))


def tidied(text: str) -> str:
    """One sign for each thing, capitals, no labels, and one space for many."""
    text = " ".join(text.split())
    for sign, others in (*_WORDS, *_SIGNS):
        text = re.sub(others, sign, text, flags=_ANY_CASE)
    text = re.sub(r"\b(?:latitude|longitude|lat|long|lon)\b\.? ?[:=]? ?", "", text, flags=_ANY_CASE)
    return text.upper().strip(" ()[],;").rstrip(".")


class Angle(NamedTuple):
    """Degrees as written, positive or negative; `hemisphere`: N, S, E or W where one is given."""

    degrees: Decimal
    hemisphere: str | None = None


_BODY: Final = (
    r"(?P<sign>[+-]?) ?(?P<degrees>[0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+) ?"
    r"(?:[\u00b0: ]? ?(?P<minutes>(?<=[\u00b0: ])[0-9]{1,2}(?:\.[0-9]*)?) ?"
    r"(?:[': ] ?(?P<seconds>(?<=[': ])[0-9]{1,2}(?:\.[0-9]*)?) ?\"?)?'?|\u00b0)? ?"
)
_MOST_DIGITS: Final = 300  # more than any text read here has
_ANGLE: Final = re.compile(rf"(?:(?P<before>[NSEW]) ?)?{_BODY}(?P<after>[NSEW])?")


def read_angle(text: str) -> Angle | None:
    """Read a tidied angle; the decimals of whole minutes are four, and of whole seconds six."""
    form = re.fullmatch(_ANGLE, text)
    if form is None or (form["before"] and form["after"]):
        return None
    degrees, hemisphere = _degrees(form), form["before"] or form["after"]
    is_negative = form["sign"] == "-"
    if degrees is None or (is_negative and hemisphere in {"N", "E"}):
        return None
    if degrees and (is_negative or hemisphere in {"S", "W"}):
        degrees = -degrees
    return Angle(degrees, hemisphere)


def _degrees(form: re.Match[str]) -> Decimal | None:
    parts = [Decimal(form[part]) for part in ("degrees", "minutes", "seconds") if form[part]]
    if any(not _is_whole(part) for part in parts[:-1]) or any(part >= 60 for part in parts[1:]):  # noqa: PLR2004
        return None
    if len(parts) == 1:
        return parts[0]
    places = 2 * len(parts) + _decimals(parts[-1])
    with localcontext(prec=_MOST_DIGITS):
        total = sum((part / Decimal(60) ** power for power, part in enumerate(parts)), Decimal())
        return total.quantize(Decimal(1).scaleb(-places))


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
