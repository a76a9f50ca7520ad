"""SAMPLE, and the Members that stand for it in a Pool."""

from random import Random

from tests.synthetic.prose import Attribute, attributes
from tests.synthetic.records import SampleRecord, SraRecord
from tests.synthetic.xmltext import element, identifiers


def _identifiers_of(sample: SampleRecord) -> str:
    return identifiers(sample.sra_accession, BioSample=sample.biosample, GEO=sample.geo)


def alias_of(sample: SampleRecord) -> str:
    return sample.geo or f"isolate {sample.seed % 100_000}"


def title_of(sample: SampleRecord) -> str:
    return f"{sample.taxon.name} from patient {sample.seed % 997}"


def sample_element(sample: SampleRecord) -> str:
    common = element("COMMON_NAME", sample.taxon.common_name) if sample.taxon.common_name else ""
    links = "".join(
        f"<SAMPLE_LINK><XREF_LINK><DB>bioproject</DB><ID>{project.uid}</ID>"
        f"<LABEL>{project.accession}</LABEL></XREF_LINK></SAMPLE_LINK>"
        for project in sample.projects
    )
    listed = "".join(_attribute(attribute) for attribute in attributes(Random(sample.seed), sample))
    return (
        f'<SAMPLE alias="{alias_of(sample)}" accession="{sample.sra_accession}">'
        f"{_identifiers_of(sample)}{element('TITLE', title_of(sample))}"
        f"<SAMPLE_NAME>{element('TAXON_ID', str(sample.taxon.tax_id))}"
        f"{element('SCIENTIFIC_NAME', sample.taxon.name)}{common}</SAMPLE_NAME>"
        f"<SAMPLE_LINKS>{links}</SAMPLE_LINKS><SAMPLE_ATTRIBUTES>{listed}</SAMPLE_ATTRIBUTES></SAMPLE>"
    )


def _attribute(attribute: Attribute) -> str:
    tag, value, units = attribute
    return (
        f"<SAMPLE_ATTRIBUTE>{element('TAG', tag)}{'' if value is None else element('VALUE', value)}"
        f"{element('UNITS', units) if units else ''}</SAMPLE_ATTRIBUTE>"
    )


def pool(record: SraRecord, spots: int, bases: int) -> str:
    share = len(record.samples)
    listed = "".join(
        f'<Member member_name="" accession="{sample.sra_accession}"'
        f' sample_name="{alias_of(sample)}" sample_title="{title_of(sample)}"'
        f' spots="{spots // share}" bases="{bases // share}"'
        f' tax_id="{sample.taxon.tax_id}" organism="{sample.taxon.name}">'
        f"{_identifiers_of(sample)}</Member>"
        for sample in record.samples
    )
    return f"<Pool>{listed}</Pool>"
