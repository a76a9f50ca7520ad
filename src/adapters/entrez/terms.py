"""Says a selection in Entrez' own language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from application.errors import UsageError
from domain.accession import Accession, EntityKind
from domain.selection import DateWindow, Selection

ACCESSIONS_A_TERM: Final = 100

# Embargoed experiments keep their old modification date when they are released, changed ones
# their publication date: each window alone loses records.
DATE_TYPES: Final = ("mdat", "pdat")

_TAXON: Final = re.compile(r"(?:txid)?([0-9]+)", re.IGNORECASE)
_TAGS: Final = {EntityKind.PROJECT: "BIOPROJECT", EntityKind.BIOSAMPLE: "BSPL"}


@dataclass(frozen=True, slots=True)
class Term:
    """One search; its window, if it has one, is of one type of date."""

    text: str
    window: DateWindow | None = None
    date_type: str = ""

    def fields(self) -> dict[str, str]:
        if self.window is None:
            return {"term": self.text}
        first, last = _days(self.window)
        return {"term": self.text, "datetype": self.date_type, "mindate": first, "maxdate": last}

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"{text}, {self.date_type} {self.window}" if self.window else text


_SHOWN: Final = 100


def terms_of(selection: Selection) -> Iterator[Term]:
    """Give the searches whose union is the selection."""
    for text in _texts(selection):
        if selection.window is None:
            yield Term(text)
        else:
            yield from (Term(text, selection.window, date_type) for date_type in DATE_TYPES)


def counting_terms_of(selection: Selection) -> Iterator[Term]:
    """Give searches that count the selection: nothing twice for being both changed and new."""
    for text in _texts(selection):
        if selection.window is None:
            yield Term(text)
        else:
            first, last = _days(selection.window)
            spans = (f'"{first}"[{tag.upper()}]:"{last}"[{tag.upper()}]' for tag in DATE_TYPES)
            yield Term(f"({text}) AND ({' OR '.join(spans)})")


def _days(window: DateWindow) -> tuple[str, str]:
    return f"{window.first:%Y/%m/%d}", f"{window.last:%Y/%m/%d}"


def _texts(selection: Selection) -> Iterator[str]:
    if selection.ncbi_taxon_id:
        yield organism_term(str(selection.ncbi_taxon_id))
    elif organism := " ".join((selection.organism or "").replace('"', " ").split()):
        yield organism_term(organism)
    elif selection.query and selection.query.strip():
        yield f"({selection.query})"
    elif selection.bioproject:
        yield accession_term(selection.bioproject)
    elif selection.accessions:
        accessions = iter(selection.accessions)
        while batch := list(islice(accessions, ACCESSIONS_A_TERM)):
            yield " OR ".join(map(accession_term, batch))
    else:
        raise UsageError(
            "Entrez holds tens of millions of experiments; say which to mirror: an organism, a "
            "query, a BioProject or accessions."
        )


def organism_term(organism: str) -> str:
    """Name a taxon and all below it, by its NCBI taxon id or its name."""
    taxon = _TAXON.fullmatch(organism)
    return f"txid{taxon[1]}[ORGN]" if taxon else f'"{organism}"[ORGN]'


def accession_term(accession: Accession) -> str:
    return f"{accession}[{_TAGS.get(accession.kind, 'ACCN')}]"
