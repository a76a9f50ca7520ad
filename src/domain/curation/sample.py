"""What the rules make of one sample: values to query, where each came from, and what was odd."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from domain.biosample import CommentTable
from domain.curation.antibiograms import AntibiogramRow, antibiogram
from domain.curation.attributes import coordinates_of, date_of, place_of
from domain.curation.strains import reference_strain
from domain.curation.texts import TextField, curate_text
from domain.curation.verdict import Submitted, Sureness, Verdict
from domain.curation.whereabouts import compared

DATE: Final = "collection_date"
PLACE: Final = "place"
COORDINATES: Final = "coordinates"
REFERENCE_STRAIN: Final = "reference_strain"
FIELDS: Final = (DATE, PLACE, COORDINATES, *(field.value for field in TextField), REFERENCE_STRAIN)


@dataclass(frozen=True, slots=True)
class SampleToCurate:
    """A sample as it was submitted. received: the day on which the archive had it at the latest."""

    sample_id: int
    attributes: tuple[Submitted, ...] = ()
    organism: str | None = None
    title: str | None = None
    received: date | None = None
    tables: tuple[CommentTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The curated values of a sample, one field a column of insdc.sample_curation."""

    collected_first: date | None = None
    collected_last: date | None = None
    collected_precision: str | None = None
    country_code: str | None = None
    country: str | None = None
    historical_country: str | None = None
    subdivision_code: str | None = None
    region: str | None = None
    locality: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    host: str | None = None
    host_disease: str | None = None
    isolation_source: str | None = None
    collected_by: str | None = None
    strain: str | None = None
    isolate: str | None = None
    is_reference_strain: bool = False


@dataclass(frozen=True, slots=True)
class CuratedValue:
    """What became of one field: how sure its value is, why it is missing, or what the problem is.

    ordinal: of the attribute it came from, if it did. submitted: its words.
    """

    field: str
    ordinal: int | None
    submitted: str | None
    verdict: Verdict[Any]


@dataclass(frozen=True, slots=True)
class CuratedSample:
    sample_id: int
    columns: Columns
    values: tuple[CuratedValue, ...] = ()
    antibiogram: tuple[AntibiogramRow, ...] = ()


@dataclass
class _Findings:
    """Collects columns and values; a field that no attribute is about leaves neither."""

    attributes: Sequence[Submitted]
    columns: dict[str, Any] = field(default_factory=dict)
    values: list[CuratedValue] = field(default_factory=list)

    def add(self, name: str, ordinals: Sequence[int], verdict: Verdict[Any], **found: Any) -> None:
        words = [one.value for one in self.attributes if one.ordinal in ordinals]
        ordinal = ordinals[0] if ordinals else None
        self.values.append(CuratedValue(name, ordinal, "; ".join(words) or None, verdict))
        self.columns |= found


def curate_sample(sample: SampleToCurate) -> CuratedSample:
    """Apply all rules to one sample; never fails, whatever was submitted."""
    findings = _Findings(sample.attributes)
    _date(sample, findings)
    _where(sample, findings)
    for name in TextField:
        if text := curate_text(name, sample.attributes):
            value = {name.value: text.verdict.value}
            findings.add(name.value, [text.ordinal], text.verdict, **value)
    _strain(sample, findings)
    return CuratedSample(
        sample.sample_id,
        Columns(**findings.columns),
        tuple(findings.values),
        antibiogram(sample.tables),
    )


def _date(sample: SampleToCurate, findings: _Findings) -> None:
    # No sample was collected after that, but it may have been tomorrow already where it was.
    latest = sample.received and sample.received + timedelta(days=1)
    if found := date_of(sample.attributes, latest):
        days = found.verdict.value
        columns = (
            {
                "collected_first": days.first,
                "collected_last": days.last,
                "collected_precision": days.precision.value,
            }
            if days
            else {}
        )
        findings.add(DATE, found.ordinals, found.verdict, **columns)


def _where(sample: SampleToCurate, findings: _Findings) -> None:
    place, position = place_of(sample.attributes), coordinates_of(sample.attributes)
    if place:
        where = place.verdict.value
        columns = (
            {
                "country_code": where.country_code,
                "country": where.country_name,
                "historical_country": where.historical_name,
                "subdivision_code": where.subdivision_code,
                "region": where.region,
                "locality": where.locality,
            }
            if where
            else {}
        )
        findings.add(PLACE, place.ordinals, place.verdict, **columns)
    if position:
        verdict = compared(position.verdict, place.verdict) if place else position.verdict
        at = verdict.value
        degrees = {"latitude": at.latitude, "longitude": at.longitude} if at else {}
        findings.add(COORDINATES, position.ordinals, verdict, **degrees)


def _strain(sample: SampleToCurate, findings: _Findings) -> None:
    known = reference_strain(sample.organism, sample.attributes, sample.title)
    if known is None:
        return
    # What is only likely is shown and not counted out: a false flag loses a patient's isolate.
    findings.add(
        REFERENCE_STRAIN,
        [known.ordinal] if known.ordinal else [],
        Verdict(value=known.kind.value, sureness=known.sureness, remark=known.evidence),
        is_reference_strain=known.sureness is Sureness.SURE,
    )
