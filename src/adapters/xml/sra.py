"""Reads EXPERIMENT_PACKAGE, the form in which Entrez gives the SRA, ENA and DDBJ."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from adapters.xml.elements import Reading
from adapters.xml.fields import Element
from adapters.xml.names import said_of
from adapters.xml.other import keep_text_among_elements
from adapters.xml.parser import parse_as
from adapters.xml.sra_experiment import read_experiment
from adapters.xml.sra_run import read_run
from adapters.xml.sra_sample import read_sample
from adapters.xml.sra_study import read_study
from adapters.xml.sra_submission import read_submission
from application.errors import UnreadableRecordError
from domain.records import Experiment, ExperimentPackage, Run

READER_VERSION = "1"
"""Raised whenever these readers would give something else for the same bytes, so that packages
already mirrored are read again."""


def read_package(raw: bytes) -> ExperimentPackage:
    """Read the bytes of one EXPERIMENT_PACKAGE element, in UTF-8.

    Raises UnreadableRecordError where the record is not well-formed, is too large or too deep to
    be real, or lacks an accession it cannot do without.
    """
    parts = _Parts(parse_as(raw, "EXPERIMENT_PACKAGE"))
    experiments = parts.all("EXPERIMENT")
    if len(experiments) != 1:
        raise UnreadableRecordError(f"the package has {len(experiments) or 'no'} EXPERIMENT")
    study_element, submission_element = parts.first("STUDY"), parts.first("SUBMISSION")
    study = read_study(study_element) if study_element is not None else None
    samples = tuple(map(read_sample, parts.all("SAMPLE")))
    of_samples = said_of(*samples)
    run_sets = parts.all("RUN_SET")
    experiment = read_experiment(
        experiments[0], parts.all("Pool"), run_sets, said_of(study) if study else (), of_samples
    )
    submission = (
        read_submission(submission_element, parts.all("Organization"))
        if submission_element is not None
        else None
    )
    return ExperimentPackage(
        experiment,
        submission,
        study,
        samples,
        _runs(run_sets, experiment, of_samples),
        parts.rest(),
    )


def _runs(
    run_sets: Iterable[Element], experiment: Experiment, of_samples: Collection[str]
) -> tuple[Run, ...]:
    said = said_of(experiment)
    return tuple(
        read_run(child, experiment.accession, said, of_samples)
        for run_set in run_sets
        for child in run_set
        if child.tag == "RUN"
    )


class _Parts:
    """The children of a package by their tags, taken out as they are read."""

    def __init__(self, root: Element) -> None:
        self._package = Reading(root)
        self._elements: defaultdict[str, list[Element]] = defaultdict(list)
        for child in root:
            self._elements[child.tag].append(child)
        keep_text_among_elements(self._package.other, root)

    def all(self, tag: str) -> list[Element]:
        return self._elements.pop(tag, [])

    def first(self, tag: str) -> Element | None:
        found = self._elements.get(tag)
        return found.pop(0) if found else None

    def rest(self) -> dict[str, Any]:
        """Give what was not taken."""
        for elements in self._elements.values():
            for element in elements:
                self._package.keep(element)
        self._package.fields.leave_to(self._package.other)
        return self._package.other
