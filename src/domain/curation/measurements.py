"""What was measured in a susceptibility test: "<=0.25", "16/8", "0,5 µg/mL", "23 mm"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from domain.curation.missing import missing_reason

NOT_A_NUMBER: Final = "measurement is not a number"
SEVERAL_NUMBERS: Final = "measurement has several numbers"
AMBIGUOUS_NUMBER: Final = "measurement may be in thousands or decimals"
UNKNOWN_SIGN: Final = "measurement sign is not known"
UNKNOWN_UNIT: Final = "measurement unit is not known"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One cell: the number, the second one of a combination, and what else stands beside them."""

    value: Decimal | None = None
    partner_value: Decimal | None = None
    sign: str | None = None
    unit: str | None = None
    problem: str | None = None


_SIGNS: Final = {
    "<": "<",
    "<=": "<=",
    "=<": "<=",
    "≤": "<=",
    "⩽": "<=",
    "=": "=",
    "==": "=",
    ">=": ">=",
    "=>": ">=",
    "≥": ">=",
    "⩾": ">=",
    ">": ">",
}
_UNITS: Final = {
    "mg/l": "mg/L",
    "ug/ml": "mg/L",
    "mcg/ml": "mg/L",
    "mm": "mm",
    "millimeter": "mm",
    "millimeters": "mm",
    "millimetre": "mm",
    "millimetres": "mm",
}
_MICRO: Final = str.maketrans({"µ": "u", "μ": "u"})
_NUMBER: Final = r"(?:[0-9]{1,12}(?:[.,][0-9]{0,12})?|[.,][0-9]{1,12})"
_CELL: Final = re.compile(
    rf"(?P<sign>[<>=≤≥⩽⩾]*)\s*(?P<value>{_NUMBER})"
    rf"(?:\s*/\s*(?P<partner>{_NUMBER}))?\s*(?P<unit>[^\d\s<>=.,/-][^\d<>=]*)?"
)
_SEVERAL: Final = re.compile(rf"[<>=≤≥]*\s*{_NUMBER}(?:\s*(?:[,;|-]|to|and|or)\s*{_NUMBER})+")
_MAYBE_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


@lru_cache(maxsize=4096)
def read_measurement(text: str) -> Measurement:
    """Read one cell of measurements; `problem` says why there is no value."""
    text = " ".join(text.split())
    if is_not_given(text):
        return Measurement()
    cell = _CELL.fullmatch(text)
    if cell is None:
        return Measurement(problem=SEVERAL_NUMBERS if _SEVERAL.fullmatch(text) else NOT_A_NUMBER)
    numbers = [number for number in cell.group("value", "partner") if number]
    if any(map(_MAYBE_THOUSANDS.fullmatch, numbers)):
        return Measurement(problem=AMBIGUOUS_NUMBER)
    value, partner = (*map(_decimal, numbers), None)[:2]
    sign, unit = harmonize_sign(cell["sign"]), harmonize_unit(cell["unit"] or "")
    if cell["sign"] and sign is None:
        return Measurement(problem=UNKNOWN_SIGN)
    if cell["unit"] and unit is None:
        return Measurement(problem=NOT_A_NUMBER)
    return Measurement(value, partner, sign, unit)


@lru_cache(maxsize=4096)
def is_not_given(text: str) -> bool:
    """Whether a cell is empty or a missing-value term, which signs alone are not."""
    return missing_reason(text) is not None and not set(text) & set("<>=")


def harmonize_sign(text: str) -> str | None:
    """Give "=" for "==", "<=" for "≤", and None for what is no sign."""
    return _SIGNS.get("".join(text.split()))


def harmonize_unit(text: str) -> str | None:
    """Give mg/L or mm, also for their other spellings (µg/mL is mg/L); None for what is neither."""
    return _UNITS.get("".join(text.casefold().translate(_MICRO).split()))


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))
