"""The databases of Entrez that are mirrored: how each is asked and called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.accession import EntityKind

# Names of fields that every database takes beside the short and full ones that einfo tells.
_EVERYWHERE: Final = (
    "Accession",
    "All Fields",
    "Filter",
    "Modification Date",
    "Organism",
    "Properties",
    "Publication Date",
    "SB",
    "Text Word",
    "Title",
    "UID",
)


@dataclass(frozen=True, slots=True)
class Database:
    """One database. name: in requests; title, holdings: in sentences.

    tags: the field that knows the accessions of each kind; other kinds cannot be asked for.
    aliases: names of fields beside those that einfo tells.
    """

    name: str
    title: str
    holdings: str
    tags: Mapping[EntityKind, str] = field(hash=False)
    aliases: tuple[str, ...] = _EVERYWHERE


SRA: Final = Database(
    "sra",
    "the SRA",
    "tens of millions of experiments",
    dict.fromkeys(EntityKind, "ACCN")
    | {EntityKind.PROJECT: "BIOPROJECT", EntityKind.BIOSAMPLE: "BSPL"},
    (*_EVERYWHERE, "BioProject", "BioSample"),
)
BIOSAMPLE: Final = Database(
    "biosample",
    "BioSample",
    "tens of millions of samples",
    {EntityKind.BIOSAMPLE: "ACCN", EntityKind.SAMPLE: "ACCN"},
)
BIOPROJECT: Final = Database(
    "bioproject",
    "BioProject",
    "a million projects",
    {EntityKind.PROJECT: "PRJA"},  # its ACCN is a replicon's
    tuple(name for name in _EVERYWHERE if name != "Accession" and "Date" not in name),
)
