"""BioSample, consistent with the SAMPLE of the packages."""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.synthetic.antibiogram import antibiogram
from tests.synthetic.people import Center
from tests.synthetic.prose import attributes
from tests.synthetic.records import SampleRecord
from tests.synthetic.sample_xml import alias_of, title_of
from tests.synthetic.study_xml import center_of
from tests.synthetic.xmltext import quoted, text

BIOSAMPLE_HEAD = b'<?xml version="1.0" ?>\n<BioSampleSet>'
BIOSAMPLE_TAIL = b"</BioSampleSet>\n"

# what the submitter wrote: harmonized_name and display_name
_HARMONIZED = {
    "collected_by": ("collected_by", "collected by"),
    "collection date": ("collection_date", "collection date"),
    "collection_date": ("collection_date", "collection date"),
    "genotype": ("genotype", "genotype"),
    "geo_loc_name": ("geo_loc_name", "geographic location"),
    "geographic location (country and/or sea)": ("geo_loc_name", "geographic location"),
    "host": ("host", "host"),
    "host age": ("host_age", "host age"),
    "host_disease": ("host_disease", "host disease"),
    "isolation source": ("isolation_source", "isolation source"),
    "isolation_source": ("isolation_source", "isolation source"),
    "lat_lon": ("lat_lon", "latitude and longitude"),
    "source_name": ("source_name", "source name"),
    "strain": ("strain", "strain"),
    "sub_species": ("sub_species", "sub species"),
}


def render_biosample(sample: SampleRecord) -> bytes:
    """The same record gives the same bytes, whenever it is asked for."""
    rng = Random(sample.seed)
    listed = "".join(
        _attribute(tag, value or "", units) for tag, value, units in attributes(rng, sample)
    )
    return (
        f"<BioSample {_root_attributes(sample)}>   {_ids(sample)}   {_description(sample)}   "
        f"{_owner(sample)}   <Models>     <Model>Pathogen.cl</Model>   </Models>   "
        '<Package display_name="Pathogen: clinical or host-associated; version 1.0">'
        f"Pathogen.cl.1.0</Package>   <Attributes>{listed}   </Attributes>   "
        f'{_links(sample)}   <Status status="live" when="{_stamp(sample.pdat, sample)}"/> '
        "</BioSample>\n"
    ).encode()


def _stamp(day: date, sample: SampleRecord) -> str:
    """Milliseconds, no zone."""
    moment = timedelta(milliseconds=sample.seed % 86_400_000)
    return (datetime.combine(day, time()) + moment).isoformat(timespec="milliseconds")


def _root_attributes(sample: SampleRecord) -> str:
    submitted = _stamp(sample.study.day - timedelta(30), sample)
    return (
        f'access="public" publication_date="{_stamp(sample.pdat, sample)}"'
        f' last_update="{_stamp(sample.mdat, sample)}" submission_date="{submitted}"'
        f' id="{sample.uid}" accession="{sample.accession}"'
    )


def _ids(sample: SampleRecord) -> str:
    return (
        f'<Ids>     <Id db="BioSample" is_primary="1">{sample.accession}</Id>     '
        f'<Id db_label="Sample name">{alias_of(sample)}</Id>     '
        f'<Id db="SRA">{sample.sra_accession}</Id>   </Ids>'
    )


def _description(sample: SampleRecord) -> str:
    name = quoted(sample.taxon.name)
    return (
        f"<Description>     <Title>{text(title_of(sample))}</Title>     "
        f'<Organism taxonomy_id="{sample.taxon.tax_id}" taxonomy_name="{name}">       '
        f"<OrganismName>{name}</OrganismName>     </Organism>{antibiogram(sample)}   </Description>"
    )


def _owner(sample: SampleRecord) -> str:
    center = center_of(sample.study)
    contacts = _contacts(center) if sample.study.prefix == "S" else ""
    return (
        f'<Owner>     <Name abbreviation="{quoted(center.abbreviation)}">{text(center.name)}</Name>'
        f"{contacts}   </Owner>"
    )


def _contacts(center: Center) -> str:
    return (
        f'     <Contacts>       <Contact email="{center.email}">         <Name>           '
        f"<First>{center.first}</First>           <Last>{center.last}</Last>         </Name>"
        "       </Contact>     </Contacts>"
    )


def _attribute(tag: str, value: str, units: str | None) -> str:
    """A BioSample has no units: they stand behind the value."""
    harmonized, display = _HARMONIZED.get(tag, ("", ""))
    named = f' harmonized_name="{harmonized}" display_name="{display}"' if harmonized else ""
    shown = text(f"{value} {units}" if units else value)
    return f'     <Attribute attribute_name="{quoted(tag)}"{named}>{shown}</Attribute>'


def _links(sample: SampleRecord) -> str:
    """NCBI names the project's accession on some links only; the uid is always there."""
    labelled = sample.seed % 3 != 0
    links = "".join(
        f'     <Link type="entrez" target="bioproject"{label}>{project.uid}</Link>'
        for project in sample.projects
        for label in (f' label="{project.accession}"' if labelled else "",)
    )
    return f"<Links>{links}   </Links>"
