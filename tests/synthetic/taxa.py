"""The few organisms the synthetic archive sequences, in NCBI's own tree."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Taxon:
    """One node; `weight` is its share of new studies, 0 for a mere ancestor."""

    tax_id: int
    parent: int
    rank: str
    name: str
    weight: float = 0.0
    common_name: str = ""


_TREE = (
    Taxon(1, 1, "no rank", "root"),
    Taxon(131567, 1, "cellular root", "cellular organisms"),
    Taxon(2, 131567, "domain", "Bacteria"),
    Taxon(1783272, 2, "kingdom", "Bacillati"),
    Taxon(201174, 1783272, "phylum", "Actinomycetota"),
    Taxon(1760, 201174, "class", "Actinomycetes"),
    Taxon(85007, 1760, "order", "Mycobacteriales"),
    Taxon(1762, 85007, "family", "Mycobacteriaceae"),
    Taxon(1763, 1762, "genus", "Mycobacterium"),
    Taxon(77643, 1763, "species group", "Mycobacterium tuberculosis complex", 2),
    Taxon(1773, 77643, "species", "Mycobacterium tuberculosis", 42),
    Taxon(1765, 1773, "no rank", "Mycobacterium tuberculosis variant bovis", 8),
    Taxon(33892, 1765, "strain", "Mycobacterium tuberculosis variant bovis BCG", 1),
    Taxon(33894, 1773, "no rank", "Mycobacterium tuberculosis variant africanum", 2),
    Taxon(83332, 1773, "strain", "Mycobacterium tuberculosis H37Rv", 6),
    Taxon(78331, 77643, "species", "Mycobacterium canettii", 1),
    Taxon(120793, 1763, "species group", "Mycobacterium avium complex (MAC)"),
    Taxon(1764, 120793, "species", "Mycobacterium avium", 4),
    Taxon(1770, 1764, "subspecies", "Mycobacterium avium subsp. paratuberculosis", 2),
    Taxon(1767, 120793, "species", "Mycobacterium intracellulare", 3),
    Taxon(1768, 1763, "species", "Mycobacterium kansasii", 2),
    Taxon(1769, 1763, "species", "Mycobacterium leprae", 1),
    Taxon(670516, 1762, "genus", "Mycobacteroides"),
    Taxon(36809, 670516, "species", "Mycobacteroides abscessus", 4),
    Taxon(3379134, 2, "kingdom", "Pseudomonadati"),
    Taxon(1224, 3379134, "phylum", "Pseudomonadota"),
    Taxon(1236, 1224, "class", "Gammaproteobacteria"),
    Taxon(91347, 1236, "order", "Enterobacterales"),
    Taxon(543, 91347, "family", "Enterobacteriaceae"),
    Taxon(561, 543, "genus", "Escherichia"),
    Taxon(562, 561, "species", "Escherichia coli", 10, "E. coli"),
    Taxon(83333, 562, "strain", "Escherichia coli K-12", 2),
    Taxon(2759, 131567, "domain", "Eukaryota"),
    Taxon(33208, 2759, "kingdom", "Metazoa"),
    Taxon(7711, 33208, "phylum", "Chordata"),
    Taxon(40674, 7711, "class", "Mammalia"),
    Taxon(9443, 40674, "order", "Primates"),
    Taxon(9604, 9443, "family", "Hominidae"),
    Taxon(9605, 9604, "genus", "Homo"),
    Taxon(9606, 9605, "species", "Homo sapiens", 8, "human"),
    Taxon(12908, 1, "no rank", "unclassified sequences"),
    Taxon(408169, 12908, "no rank", "metagenomes"),
    Taxon(256318, 408169, "species", "metagenome", 2),
)

TAXA = {taxon.tax_id: taxon for taxon in _TREE}
SEQUENCED = tuple(taxon for taxon in _TREE if taxon.weight)
HUMAN, METAGENOME = TAXA[9606], TAXA[256318]

_BY_NAME = {
    name.lower(): taxon for taxon in _TREE for name in (taxon.name, taxon.common_name) if name
}


@cache
def lineage(tax_id: int) -> tuple[Taxon, ...]:
    """The taxon and its ancestors, itself first, root last."""
    taxon = TAXA[tax_id]
    return (taxon,) if taxon.parent == tax_id else (taxon, *lineage(taxon.parent))


def is_bacterium(taxon: Taxon) -> bool:
    return any(node.tax_id == 2 for node in lineage(taxon.tax_id))


def is_mycobacterium(taxon: Taxon) -> bool:
    return any(node.tax_id == 1762 for node in lineage(taxon.tax_id))


def find_taxon(text: str) -> Taxon | None:
    """By name in any case, or as Entrez writes an id: txid1773."""
    wanted = text.strip().lower()
    if wanted.startswith("txid") and wanted[4:].isdigit():
        return TAXA.get(int(wanted[4:]))
    return _BY_NAME.get(wanted)
