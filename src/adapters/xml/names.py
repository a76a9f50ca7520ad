"""Reads accessions: those a record cannot do without, and those it may have."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Final

from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind, GeoAlias, InvalidAccessionError
from domain.records import (
    Experiment,
    Identifier,
    IdentifierKind,
    Sample,
    SampleName,
    Study,
)

# What is longer is no accession but an accident or an attack, and would not fit into an index.
MOST_DIGITS: Final = 40
_LONGEST_REMEMBERED: Final = 100

OF_SAMPLES: Final = (EntityKind.SAMPLE, EntityKind.BIOSAMPLE)
_SAMPLE_NAMESPACES: Final = frozenset({"", "biosample", "sra"})
_OF_GEO: Final = frozenset({"GEO", "geo"})
_TELLING_KINDS: Final = frozenset({IdentifierKind.PRIMARY, IdentifierKind.EXTERNAL})


def accession_of(text: str | None, where: str, *kinds: EntityKind) -> Accession:
    """Read the accession a record cannot do without."""
    if not text or text.isspace():
        raise UnreadableRecordError(f"{where} has no accession")
    accession = _read(text)
    if accession is None:
        raise UnreadableRecordError(f"{where}: {_why_not(text)}")
    if accession.kind not in kinds:
        raise UnreadableRecordError(f"{where} is called {accession}, which is {_a(accession.kind)}")
    return accession


def _a(kind: EntityKind) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _why_not(text: str) -> str:
    try:
        return f"{len(Accession.parse(text).digits):,} digits are no number of a record"
    except InvalidAccessionError as error:
        return str(error)


def possible_accession(text: str | None, *kinds: EntityKind) -> Accession | None:
    """Read an accession of one of these kinds where there is one, and None where there is not."""
    accession = _read(text) if text else None
    return accession if accession and accession.kind in kinds else None


def _read(text: str) -> Accession | None:
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else None


@lru_cache(maxsize=4096)  # a package names its sample in every run
def _remembered(text: str) -> Accession | None:
    try:
        accession = Accession.parse(text)
    except InvalidAccessionError:
        return None
    return accession if len(accession.digits) <= MOST_DIGITS else None


def sample_name(
    accession: str | None, identifiers: tuple[Identifier, ...], where: str
) -> SampleName:
    """Gather both accessions of a sample; its own attribute goes before its identifiers."""
    own = accession_of(accession, where, *OF_SAMPLES) if accession else None
    name = possible_sample_name(own, identifiers)
    if name is None:
        raise UnreadableRecordError(f"{where} has no accession of a sample")
    return name


def possible_sample_name(
    own: Accession | None, identifiers: Iterable[Identifier]
) -> SampleName | None:
    named = {own.kind: own} if own else {}
    for identifier in identifiers:
        if (
            identifier.kind in _TELLING_KINDS
            and (identifier.namespace or "").lower() in _SAMPLE_NAMESPACES
            and (found := possible_accession(identifier.value, *OF_SAMPLES))
        ):
            named.setdefault(found.kind, found)
    sra, biosample = named.get(EntityKind.SAMPLE), named.get(EntityKind.BIOSAMPLE)
    return SampleName(sra, biosample) if sra or biosample else None


def project_of(identifiers: tuple[Identifier, ...]) -> Accession | None:
    """Find the BioProject among the names of a study; its primary one where there are several."""
    named = [
        (identifier.label != "primary", (identifier.namespace or "").lower() != "bioproject", found)
        for identifier in identifiers
        if identifier.value[:3].upper() == "PRJ"
        and (found := possible_accession(identifier.value, EntityKind.PROJECT))
    ]
    return min(named, key=lambda ranked: ranked[:2])[2] if named else None


def geo_accession(identifiers: tuple[Identifier, ...], alias: str | None) -> str | None:
    """Find the GEO alias (GSE..., GSM..., GSM..._r1) of a record, named as such or as its alias."""
    for identifier in identifiers:
        if identifier.namespace in _OF_GEO and (found := _geo_alias(identifier.value)):
            return found
    return _geo_alias(alias) if alias else None


def _geo_alias(text: str) -> str | None:
    is_like_one = text[:2] in {"GS", "gs"} and len(text) <= MOST_DIGITS
    return _remembered_alias(text) if is_like_one else None


@lru_cache(maxsize=4096)
def _remembered_alias(text: str) -> str | None:
    with suppress(InvalidAccessionError):
        return str(GeoAlias.parse(text))
    return None


def said_of(*records: Study | Sample | Experiment) -> Collection[str]:
    """Give all that records say that they are called, which references then need not repeat."""
    said: set[str] = set()
    for record in records:
        said.update(identifier.value for identifier in record.identifiers)
        said.update(filter(None, (record.alias, record.center_name)))
        if isinstance(record, Sample):
            said.update((str(record.name.sra), str(record.name.biosample)))
        else:
            said.add(str(record.accession))
    return said
