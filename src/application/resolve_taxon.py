"""Finds the taxon that somebody means before an archive is asked for it."""

from dataclasses import replace

from application.errors import UsageError
from application.ports.progress import Progress
from application.ports.taxon_catalogue import TaxonAnswer, TaxonCatalogue
from domain.selection import Selection
from domain.taxonomy import TaxonRef, tax_id_in

_LISTED = 5


class ResolveTaxon:
    """Asks the taxonomy of the mirror, where there is one, which taxon an organism is."""

    def __init__(self, catalogue: TaxonCatalogue, progress: Progress) -> None:
        self._catalogue = catalogue
        self._progress = progress

    def __call__(self, selection: Selection) -> Selection:
        """Give the selection with its organism's taxon id; as it is where no taxonomy tells.

        Raises UsageError for a name that no taxon has, with those spelt alike; for one that
        several have; and for an id that was deleted or never known.
        """
        standing = self._catalogue.standing()
        if selection.organism is None or standing is None:
            return selection
        answer = self._catalogue.look_up(selection.organism)
        taxon = _meant(answer, f"{standing.day}")
        if answer.retired is not None:
            self._progress.say(f"Taxon {answer.retired}: it is {taxon} that is asked for.")
        return replace(selection, ncbi_taxon_id=taxon.ncbi_taxon_id)


def _meant(answer: TaxonAnswer, day: str) -> TaxonRef:
    asked = answer.asked.strip()
    if answer.ambiguous:
        shown = ", ".join(map(str, answer.ambiguous[:_LISTED]))
        more = " and others" if len(answer.ambiguous) > _LISTED else ""
        raise UsageError(f'Several taxa are called "{asked}": {shown}{more}. Give the id.')
    if answer.retired is not None and answer.retired.into is None:
        raise UsageError(f"There is no such taxon any more: {answer.retired}.")
    if answer.taxon is not None:
        return answer.taxon.ref
    newer = f"The taxonomy here is of {day}; a newer taxon needs first:  insdc-sync sync taxonomy"
    raise UsageError(f"{unknown(asked)}{did_you_mean(answer.nearest) or f' {newer}'}")


def unknown(asked: str) -> str:
    """Say that no taxon has the id, or the name, that somebody asked for."""
    tax_id = tax_id_in(asked)
    return f'No taxon is called "{asked}".' if tax_id is None else f"No taxon has the id {tax_id}."


def did_you_mean(nearest: tuple[TaxonRef, ...]) -> str:
    """Give the question that follows an unknown name; empty where no name is like it."""
    if not nearest:
        return ""
    *others, last = map(str, nearest)
    return f" Did you mean {', '.join(others)} or {last}?" if others else f" Did you mean {last}?"
