"""What the real XML holds, counted by a few lines of xml.etree that share nothing with ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

_REAL_RUN = re.compile(r"[SED]RR[0-9]+")


@dataclass
class Counted:
    """Of an experiment, study or sample that stands twice, the last copy counts.

    not_public: answers that name an experiment; foreign: files that hold no package at all.
    """

    packages: dict[str, Element] = field(default_factory=dict)
    copies: int = 0
    not_public: int = 0
    foreign: int = 0

    @classmethod
    def of(cls, folder: Path) -> "Counted":
        counted = cls()
        for path in sorted(folder.rglob("*.xml")):
            counted._add(fromstring(path.read_bytes()))  # noqa: S314 - records of ours to test with
        return counted

    def _add(self, root: Element) -> None:
        packages = root.findall("EXPERIMENT_PACKAGE")
        errors = [error.text or "" for error in root.iter("ERROR")]
        self.not_public += sum("is not public" in error for error in errors)
        self.foreign += not packages and not any("is not public" in error for error in errors)
        self.copies += len(packages)
        for package in packages:
            experiment = package.find("EXPERIMENT")
            assert experiment is not None
            accession = experiment.get("accession", "")
            self.packages.pop(accession, None)
            self.packages[accession] = package

    def readable(self) -> Iterator[Element]:
        for package in self.packages.values():
            if all(_REAL_RUN.fullmatch(run.get("accession", "")) for run in package.iter("RUN")):
                yield package

    def last(self, tag: str) -> dict[str, Element]:
        return {
            element.get("accession", ""): element
            for package in self.readable()
            for element in package.iter(tag)
        }

    def every(self, path: str) -> list[Element]:
        return [element for package in self.readable() for element in package.findall(path)]
