"""The lock file, as every pip has to understand it."""

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parents[2] / "requirements-dev.lock"
_PINNED = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==", re.MULTILINE)


def test_an_extra_that_a_locked_package_asks_for_is_locked_as_an_extra() -> None:
    locked = {
        canonicalize_name(name): set(filter(None, extras.split(",")))
        for name, extras in _PINNED.findall(LOCK.read_text())
    }
    asked = [
        (name, wanted.name, wanted.extras - locked[canonicalize_name(wanted.name)])
        for one in distributions()
        if (name := canonicalize_name(one.metadata["Name"])) in locked
        for wanted in map(Requirement, one.requires or ())
        if wanted.marker is None
        or any(wanted.marker.evaluate({"extra": extra}) for extra in {"", *locked[name]})
        if wanted.extras
    ]

    assert ("pytest-cov", "coverage", set()) in asked
    assert [each for each in asked if each[2]] == []
