"""How a record that changed is told from one that did not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Final

from domain.records import Run

DIGEST_BYTES = 16

MOVING: Final[Mapping[str, frozenset[str]]] = {
    "run": frozenset({"static_data_available", "cloud_files"}),
    "run_file": frozenset({"url", "locations"}),
}
"""Fields that move without meaning: they are kept up to date, and that is no change."""


def digest(*parts: bytes) -> bytes:
    """Give a 16-byte BLAKE2b digest of the parts, each set apart from the next."""
    running = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        running.update(len(part).to_bytes(8, "little"))
        running.update(part)
    return running.digest()


def what_matters(run: Run) -> Run:
    """Give a run less the fields that move without meaning."""
    files = tuple(replace(file, url=None, locations=()) for file in run.files)
    return replace(run, static_data_available=None, cloud_files=(), files=files)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said before and says since, lists and nested values as JSON; None: nothing."""

    field: str
    before: str | None
    after: str | None

    def unfolded(self) -> Iterator["FieldChange"]:
        """Give it for people: attributes name by name, of other lists the items that differ."""
        old, new = _items(self.before), _items(self.after)
        if old is None or new is None:
            yield self
        elif self.field == "attributes":
            yield from _by_attribute(old, new)
        else:
            gone, come = _less(old, new), _less(new, old)
            if gone or come:
                yield FieldChange(self.field, _shown(gone), _shown(come))
            else:
                yield FieldChange(f"{self.field} (order)", None, None)


def _items(value: str | None) -> list[Any] | None:
    """Read a list of JSON; None: it is none."""
    if value is None or not value.startswith("["):
        return None
    try:
        return list(json.loads(value))
    except ValueError:
        return None


def _less(items: list[Any], others: list[Any]) -> list[Any]:
    """Give the items that the others do not have, or not so often."""
    left = list(others)
    missing = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            missing.append(item)
    return missing


def _shown(items: list[Any]) -> str | None:
    said = (
        {key: value for key, value in item.items() if value not in (None, [], {})}
        if isinstance(item, dict)
        else item
        for item in items
    )
    words = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in said)
    return ", ".join(words) or None


def _by_attribute(before: list[Any], after: list[Any]) -> Iterator[FieldChange]:
    old, new = _by_name(before), _by_name(after)
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield FieldChange(f"attribute {name}", old.get(name), new.get(name))
    if old == new:
        yield FieldChange("attributes (order)", None, None)


def _by_name(attributes: list[Any]) -> dict[str, str]:
    """Give the values of each name with their units; of one that stands repeatedly, all."""
    said: dict[str, list[str]] = {}
    for one in attributes:
        value = " ".join(part for part in (one["value"], one["unit"]) if part is not None)
        said.setdefault(one["name"], []).append(value)
    return {name: "; ".join(values) for name, values in said.items()}
