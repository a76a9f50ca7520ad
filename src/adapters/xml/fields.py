"""The XML attributes of one element, typed as they are taken.

What nobody asked for, or could not be typed, is still there afterwards for the record's `other`.
"""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, Final, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for its type

PERSONAL_ATTRIBUTES: Final = frozenset(
    spelling(name)
    for name in ("contact_name", "e-mail", "email", "fax", "phone", "sec_email", "telephone")
    for spelling in (str.lower, str.upper, str.capitalize)
)

# The largest of PostgreSQL's types of these names.
LARGEST_INTEGER: Final = 2**31 - 1
LARGEST_BIGINT: Final = 2**63 - 1
_MOST_DIGITS: Final = len(str(LARGEST_BIGINT))

_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_LONGEST_REAL: Final = 40
_LARGEST_EXPONENT: Final = 30


def fields_of(element: Element) -> "Fields":
    return Fields(element.items())  # type: ignore[arg-type]  # lxml gives bytes to Python 2 only


class Fields(dict[str, str]):
    """The XML attributes of one element, taken out as they are understood."""

    def text(self, name: str) -> str | None:
        value = self.pop(name, None)
        return (value.strip() or None) if value else None

    def texts(self, *names: str) -> list[str | None]:
        return [
            (value.strip() or None) if (value := self.pop(name, None)) else None for name in names
        ]

    def integer(self, name: str, largest: int = LARGEST_BIGINT) -> int | None:
        text = self.get(name)
        if text is None or (value := integer(text, largest)) is None:
            return None
        del self[name]
        return value

    def boolean(self, name: str) -> bool | None:
        value = _BOOLEANS.get(self.get(name, "").strip())
        if value is not None:
            del self[name]
        return value

    def real(self, name: str) -> float | None:
        text = self.get(name, "").strip()
        try:
            value = float(text)
        except ValueError:
            return None
        if not (isfinite(value) and _is_plain(text)):
            return None
        del self[name]
        return value

    def decimal(self, name: str) -> Decimal | None:
        text = self.get(name, "").strip()
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
        if not (_is_plain(text) and value.is_finite()):
            return None
        if abs(value.adjusted()) > _LARGEST_EXPONENT:
            return None
        del self[name]
        return value

    def stamp(self, name: str) -> datetime | None:
        """Take a stamp as it stands; one of another zone is told in UTC, and its text is left."""
        try:
            stamp = datetime.fromisoformat(self.get(name, "").strip())
            told = stamp if stamp.tzinfo is None else stamp.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):  # the latter at the very ends of the calendar
            return None
        if not stamp.utcoffset():
            del self[name]
        return told

    def leave_to(self, other: dict[str, Any]) -> None:
        """Keep what was not taken, under "@name"."""
        for name, value in self.items():
            if value and name not in PERSONAL_ATTRIBUTES:
                other[f"@{name}"] = value


def integer(text: str, largest: int) -> int | None:
    """Read a whole number of at least 0; None where it is none, or larger than can be stored."""
    text = text.strip()
    if not (text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS):
        return None
    value = int(text)
    return value if value <= largest else None


def _is_plain(text: str) -> bool:
    """Whether a number is written as the rest of the world writes it; Python reads more."""
    return text.isascii() and "_" not in text and len(text) <= _LONGEST_REAL
