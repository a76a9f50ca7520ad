"""Says a selection in Entrez' own language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from adapters.entrez.database import SRA, Database
from application.errors import UsageError
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from domain.taxonomy import tax_id_in

ACCESSIONS_A_TERM: Final = 100

# Embargoed experiments keep their old modification date when they are released, changed ones
# their publication date: each window alone loses records.
DATE_TYPES: Final = ("mdat", "pdat")


@dataclass(frozen=True, slots=True)
class Term:
    """One search; its window, if it has one, is of one type of date."""

    text: str
    window: DateWindow | None = None
    date_type: str = ""
    database: Database = SRA

    def fields(self) -> dict[str, str]:
        if self.window is None:
            return {"term": self.text}
        first, last = _days(self.window)
        return {"term": self.text, "datetype": self.date_type, "mindate": first, "maxdate": last}

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"{text}, {self.date_type} {self.window}" if self.window else text


_SHOWN: Final = 100


def terms_of(selection: Selection, database: Database = SRA) -> Iterator[Term]:
    """Give the searches whose union is the selection."""
    window = selection.window
    for text in _texts(selection, database):
        if window is None:
            yield Term(text, database=database)
        else:
            yield from (Term(text, window, date_type, database) for date_type in DATE_TYPES)


def counting_terms_of(selection: Selection, database: Database = SRA) -> Iterator[Term]:
    """Give searches that count the selection: nothing twice for being both changed and new."""
    for text in _texts(selection, database):
        if selection.window is None:
            yield Term(text, database=database)
        else:
            first, last = _days(selection.window)
            spans = (f'"{first}"[{tag.upper()}]:"{last}"[{tag.upper()}]' for tag in DATE_TYPES)
            yield Term(f"({text}) AND ({' OR '.join(spans)})", database=database)


def _days(window: DateWindow) -> tuple[str, str]:
    return f"{window.first:%Y/%m/%d}", f"{window.last:%Y/%m/%d}"


def _texts(selection: Selection, database: Database) -> Iterator[str]:
    if selection.ncbi_taxon_id:
        yield organism_term(str(selection.ncbi_taxon_id))
    elif organism := " ".join((selection.organism or "").replace('"', " ").split()):
        yield organism_term(organism)
    elif selection.query and selection.query.strip():
        yield f"({selection.query})"
    elif selection.bioproject:
        yield accession_term(selection.bioproject, database)
    elif selection.accessions:
        for batch in batches(selection.accessions):
            yield any_of(batch, database)
    else:
        raise UsageError(
            f"Entrez holds {database.holdings}; say which to mirror: an organism, a query, a "
            "BioProject or accessions."
        )


def organism_term(organism: str) -> str:
    """Name a taxon and all below it, by its NCBI taxon id or its name."""
    tax_id = tax_id_in(organism)
    return f'"{organism}"[ORGN]' if tax_id is None else f"txid{tax_id}[ORGN]"


def batches(accessions: Iterable[Accession]) -> Iterator[list[Accession]]:
    """Give as many at a time as one search may ask for."""
    remaining = iter(accessions)
    while batch := list(islice(remaining, ACCESSIONS_A_TERM)):
        yield batch


def any_of(accessions: Iterable[Accession], database: Database = SRA) -> str:
    return " OR ".join(accession_term(accession, database) for accession in accessions)


def accession_term(accession: Accession, database: Database = SRA) -> str:
    """Name a record by its accession; raises UsageError where the database does not know it."""
    tag = database.tags.get(accession.kind)
    if tag is None:
        raise UsageError(
            f"{database.title} cannot be searched for {accession}, which names a "
            f"{accession.kind}: it knows {' and '.join(database.tags)} accessions only."
        )
    return f"{accession}[{tag}]"
