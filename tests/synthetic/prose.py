"""Free text of realistic length: titles, abstracts, protocols and sample attributes."""

from random import Random

from tests.synthetic.profile import Oddity
from tests.synthetic.records import SampleRecord
from tests.synthetic.taxa import HUMAN, METAGENOME, Taxon

Attribute = tuple[str, str | None, str | None]

_AIMS = (
    "Transmission",
    "Drug resistance",
    "Diversity",
    "Within-host evolution",
    "Surveillance",
    "Population structure",
)
_PLACES = (
    "Albion",
    "Zembla",
    "Utopia",
    "Ruritania",
    "Freedonia",
    "Sylvania",
    "Erewhon",
    "Syldavia",
)
_SITES = (
    ("Peru: Zembla", -9, -75),
    ("Armenia: Freedonia", 40, 45),
    ("South Africa: Albion", -29, 24),
    ("Viet Nam", 16, 107),
    ("India: Sylvania", 22, 79),
    ("Moldova", 47, 28),
    ("Eswatini: Erewhon", -26, 31),
    ("Syldavia", 45, 20),
)
"""Where samples come from: real countries around a point in them, and one that is none."""
_ACCENTED_SITES = (
    ("Côte d'Ivoire: Île-aux-Mûres", 7, -5),
    ("Austria: Grünau", 47, 14),
    ("Curaçao: Bândabou", 12, -69),
    ("Poland: Żabin", 52, 19),
)
_SETTINGS = (
    "a tertiary hospital",
    "a rural district",
    "two prisons",
    "a household cohort",
    "routine surveillance",
)
_SENTENCES = (
    "Between {year} and {later} {many} isolates of {organism} were collected in {place}.",
    "All isolates were cultured once, extracted and sequenced to a median depth of {depth}-fold.",
    "Reads were mapped to a reference, and variants called by a fixed pipeline & manual review.",
    "Clusters were defined at a distance of at most {few} single nucleotide polymorphisms.",
    "We found {few} clusters of more than {few} members, most of them within one setting.",
    "Resistance to rifampicin was predicted in {percent}%, and to isoniazid in {other}%.",
    "Phenotypic testing agreed wherever the minimum inhibitory concentration was <1 mg/L.",
    "The strains belong to {few} lineages, distributed unevenly over the regions of {place}.",
    "Mixed infections and contaminated cultures were removed before the analysis was carried out.",
    "Repeated isolates of one patient gave an estimate of the substitution rate of {organism}.",
    "Metadata follow the package for pathogens, with the date and place of collection where known.",
    "These data compare sequencing protocols and support an open catalogue of mutations.",
    "The results argue for sequencing early, and for sharing both reads and metadata.",
    "Samples from {setting} in {place} were anonymised at the source; no detail is included.",
)
_STEPS = (
    "Genomic DNA was extracted from inactivated cultures by bead beating and column clean-up.",
    "Concentration was measured by fluorometry and adjusted to 0.2 ng per microlitre.",
    "Libraries were prepared with a transposase kit at half the manufacturer's volumes.",
    "Fragments were amplified for {few} cycles, cleaned with beads at 0.{few}x and pooled.",
    "The pool was loaded at {many} pM with 1% control library.",
)
_SOURCES = (
    "sputum",
    "bronchoalveolar lavage",
    "lymph node",
    "pleural fluid",
    "culture",
    "tissue biopsy",
)
_HOSTS = ("Homo sapiens", "Bos taurus", "Meles meles", "not applicable")
_UNKNOWN = ("missing", "not collected", "not applicable", "NA", "restricted access", "unknown")


def study_title(rng: Random, taxon: Taxon) -> str:
    aim, place = rng.choice(_AIMS), rng.choice(_PLACES)
    return f"{aim} of {taxon.name} in {rng.choice(_SETTINGS)}, {place} {rng.randint(2004, 2023)}"


def abstract(rng: Random, taxon: Taxon) -> str:
    """About 600 characters."""
    chosen = rng.sample(_SENTENCES, rng.randint(4, 10))
    return " ".join(_fill(rng, sentence, taxon) for sentence in chosen)


def protocol(rng: Random, taxon: Taxon) -> str:
    return " ".join(_fill(rng, step, taxon) for step in rng.sample(_STEPS, rng.randint(2, 5)))


def _fill(rng: Random, sentence: str, taxon: Taxon) -> str:
    year = rng.randint(1998, 2020)
    return sentence.format(
        year=year,
        later=year + rng.randint(1, 4),
        many=rng.randint(24, 2400),
        few=rng.randint(2, 14),
        depth=rng.randint(30, 180),
        percent=rng.randint(1, 49),
        other=rng.randint(2, 60),
        organism=taxon.name,
        place=rng.choice(_PLACES),
        setting=rng.choice(_SETTINGS),
    )


def attributes(rng: Random, sample: SampleRecord) -> list[Attribute]:
    """(tag, value, units) in the submitter's order; value None is a TAG without VALUE."""
    spaced = sample.study.prefix == "E"  # ENA writes "collection date"
    listed = _usual_attributes(rng, sample, spaced)
    listed += _odd_attributes(sample.oddities)
    if sample.revision:
        listed.append(("description", f"revision {sample.revision}", None))
    if spaced:
        day = sample.study.day.isoformat()
        listed += [("ENA-FIRST-PUBLIC", day, None), ("ENA-LAST-UPDATE", day, None)]
    return listed


def _usual_attributes(rng: Random, sample: SampleRecord, spaced: bool) -> list[Attribute]:
    accented = Oddity.NON_ASCII in sample.oddities
    place, latitude, longitude = rng.choice(_ACCENTED_SITES if accented else _SITES)
    known = rng.random() < 0.85
    listed: list[Attribute] = [
        _identity(rng, sample),
        (
            "collection date" if spaced else "collection_date",
            _day(rng) if known else rng.choice(_UNKNOWN),
            None,
        ),
        ("geographic location (country and/or sea)" if spaced else "geo_loc_name", place, None),
        ("host", HUMAN.name if rng.random() < 0.7 else rng.choice(_HOSTS), None),
        ("isolation source" if spaced else "isolation_source", rng.choice(_SOURCES), None),
        (
            "lat_lon",
            _position(rng, latitude, longitude) if known else rng.choice(_UNKNOWN),
            None,
        ),
        (
            "collected_by",
            rng.choice(_UNKNOWN) if rng.random() < 0.5 else "Imaginary Surveillance Network",
            None,
        ),
        ("host_disease", "tuberculosis" if rng.random() < 0.6 else "not provided", None),
    ]
    rng.shuffle(listed)
    return listed[: rng.randint(5, 8)]


def _identity(rng: Random, sample: SampleRecord) -> Attribute:
    name = f"{rng.choice('ABKMTX')}{rng.randint(100, 99999)}"
    if sample.taxon is HUMAN:
        return ("source_name", f"monocytes, donor {name}", None)
    return (
        ("env_broad_scale", f"biome {name}", None)
        if sample.taxon is METAGENOME
        else ("strain", name, None)
    )


def _position(rng: Random, latitude: int, longitude: int) -> str:
    north, east = latitude + rng.uniform(-0.3, 0.3), longitude + rng.uniform(-0.3, 0.3)
    return (
        f"{abs(north):.2f} {'N' if north > 0 else 'S'} {abs(east):.2f} {'E' if east > 0 else 'W'}"
    )


def _odd_attributes(oddities: Oddity) -> list[Attribute]:
    listed: list[Attribute] = []
    if Oddity.UNITS in oddities:
        listed += [("host age", "47", "years"), ("sample storage temperature", "-80", "°C")]
    if Oddity.REPEATED_ATTRIBUTE in oddities:
        listed += [
            ("drug susceptibility", "rifampicin: R", None),
            ("drug susceptibility", "isoniazid: S", None),
        ]
    if Oddity.EMPTY_VALUE in oddities:
        listed.append(("genotype", "", None))
    if Oddity.NO_VALUE in oddities:
        listed.append(("sub_species", None, None))
    if Oddity.NON_ASCII in oddities:
        listed.append(("treatment", "5 µg/mL à 37 °C, überwacht, 试验", None))
    return listed


def _day(rng: Random) -> str:
    year, month, day = rng.randint(2001, 2024), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"{year}-{month:02}-{day:02}",
            f"{year}-{month:02}-{day:02}",
            f"{year}-{month:02}",
            f"{year}",
        )
    )
