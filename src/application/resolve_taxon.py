"""Finds the taxon that somebody means before an archive is asked for it."""

from application.errors import UsageError
from application.ports.taxon_catalogue import TaxonCatalogue
from domain.taxonomy import TaxonRef

_LISTED = 5


def resolve_taxon(catalogue: TaxonCatalogue, asked: str) -> TaxonRef | None:
    """Give the taxon of a name or an id; None: there is no taxonomy here to ask.

    Raises UsageError for a name that no taxon has, with those spelt alike; for one that several
    have; and for an id that was deleted or never known.
    """
    if catalogue.standing() is None:
        return None
    answer = catalogue.look_up(asked)
    if answer.ambiguous:
        shown = ", ".join(map(str, answer.ambiguous[:_LISTED]))
        more = " and others" if len(answer.ambiguous) > _LISTED else ""
        raise UsageError(f'Several taxa are called "{asked}": {shown}{more}. Give the id.')
    if answer.retired is not None and answer.retired.into is None:
        raise UsageError(f"There is no such taxon any more: {answer.retired}.")
    if answer.taxon is not None:
        return answer.taxon.ref
    if asked.strip().isdecimal():
        raise UsageError(f"There is no taxon with the id {asked.strip()}.")
    raise UsageError(f'No taxon is called "{asked}".{_meant(answer.nearest)}')


def _meant(nearest: tuple[TaxonRef, ...]) -> str:
    if not nearest:
        return ""
    *others, last = map(str, nearest)
    return f" Did you mean {', '.join(others)} or {last}?" if others else f" Did you mean {last}?"
