"""Invented submitters. The program under test must never let their names or e-mails through:
no text of PERSONAL stands anywhere else in the archive."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Center:
    name: str
    abbreviation: str
    street: str
    city: str
    country: str
    first: str
    last: str

    @property
    def email(self) -> str:
        """In ASCII, whatever the name."""
        plain = unicodedata.normalize("NFKD", f"{self.first}.{self.last}").encode("ascii", "ignore")
        return f"{plain.decode().lower()}@example.org"


CENTERS = (
    Center(
        "Institute of Imaginary Mycobacteria",
        "IIM",
        "1 Sputum Row",
        "Northby",
        "Albion",
        "Adalgisa",
        "Testwell",
    ),
    Center(
        "Fictional Public Health Agency",
        "FPHA",
        "22 Cohort Street",
        "Midtown",
        "Zembla",
        "Borislav",
        "Mockson",
    ),
    Center(
        "University of Nowhere",
        "UNOW",
        "3 College Lane",
        "Erewhon",
        "Utopia",
        "Clarimond",
        "Sample-Smith",
    ),
    Center(
        "National Reference Laboratory of Ruritania",
        "NRLR",
        "9 Culture Way",
        "Strelsau",
        "Ruritania",
        "Dagobert",
        "Dummysen",
    ),
    Center(
        "Center for Made-Up Genomics & Co",
        "CMUG",
        "77 Assembly Plaza",
        "Contig City",
        "Freedonia",
        "Eulalia",
        "Exemplarova",
    ),
    Center(
        "Sylvanian Sequencing Service",
        "SSS",
        "5 Flowcell Drive",
        "Lucash",
        "Sylvania",
        "Finnegan",
        "Placeholder",
    ),
    Center(
        "Hôpital imaginaire de Sainte-Éprouvette",
        "HISE",
        "12 rue de l'Été",
        "Clochemerle",
        "Utopie",
        "Gaëlle",
        "Fictivoire",
    ),
    Center(
        "Institut für erfundene Bakteriologie",
        "IEB",
        "Grüßstraße 4",
        "Schilda",
        "Lalaland",
        "Jörgen",
        "Beispielhuber",
    ),
)
PHONE = "+1-555-0100"
PERSONAL = tuple(
    dict.fromkeys(text for center in CENTERS for text in (center.first, center.last, center.email))
)
