"""The three databases: their search fields, by every name a query may use, and their links."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    code: str
    name: str
    is_date: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Database:
    name: str
    menu: str
    fields: tuple[Field, ...]
    links: tuple[tuple[str, str], ...]  # link name, target

    def field(self, tag: str) -> Field | None:
        """None for a tag this database does not know."""
        wanted = tag.strip().lower()
        for field in self.fields:
            if wanted in {field.code.lower(), field.name.lower(), *field.aliases}:
                return field
        return None

    @property
    def dates(self) -> frozenset[str]:
        """The values of datetype it takes."""
        return frozenset(f.code.lower() for f in self.fields if f.code in {"PDAT", "MDAT"})


_COMMON = (
    Field("ALL", "All Fields", aliases=("all",)),
    Field("UID", "UID"),
    Field("FILT", "Filter", aliases=("filt", "sb", "subset")),
    Field("TITL", "Title"),
    Field("PROP", "Properties"),
    Field("WORD", "Text Word"),
    Field("ORGN", "Organism"),
)
_DATES = (
    Field("PDAT", "Publication Date", True),
    Field("MDAT", "Modification Date", True),
)

SRA = Database(
    "sra",
    "SRA",
    (
        *_COMMON,
        *_DATES,
        Field("ACCN", "Accession"),
        Field("AUTH", "Author"),
        Field("GPRJ", "BioProject"),
        Field("BSPL", "BioSample"),
        Field("PLAT", "Platform"),
        Field("STRA", "Strategy"),
        Field("SRC", "Source"),
        Field("SEL", "Selection"),
        Field("LAY", "Layout"),
        Field("RLEN", "ReadLength"),
        Field("ACS", "Access"),
        Field("ALN", "Aligned"),
        Field("MBS", "Mbases"),
    ),
    (("sra_biosample", "biosample"), ("sra_bioproject", "bioproject")),
)
BIOSAMPLE = Database(
    "biosample",
    "BioSample",
    (*_COMMON, *_DATES, Field("ACCN", "Accession"), Field("ATTR", "Attribute")),
    (
        ("biosample_bioproject", "bioproject"),
        ("biosample_bioproject_all", "bioproject"),
        ("biosample_sra", "sra"),
    ),
)
BIOPROJECT = Database(
    "bioproject",
    "BioProject",
    (
        *_COMMON,
        Field("PRJA", "Project Accession"),
        Field("ACCN", "Replicon accession", aliases=("accession",)),
        Field("DATE", "Registration Date", True),
        Field("CEN", "Submitter Organization"),
    ),
    (
        ("bioproject_sra", "sra"),
        ("bioproject_sra_all", "sra"),
        ("bioproject_biosample", "biosample"),
        ("bioproject_biosample_all", "biosample"),
    ),
)
DATABASES = {database.name: database for database in (SRA, BIOSAMPLE, BIOPROJECT)}
