"""Small BioSamples as XML: each says only what a test is about, and what a sample cannot lack."""

from adapters.xml.biosample import read_biosample
from domain.biosample import BioSample

OWN = 'accession="SAMN7"'


def a_biosample(*parts: str, attributes: str = OWN) -> bytes:
    return f"<BioSample {attributes}>{''.join(parts)}</BioSample>".encode()


def read(*parts: str, attributes: str = OWN) -> BioSample:
    return read_biosample(a_biosample(*parts, attributes=attributes))


def described(inside: str) -> BioSample:
    return read(f"<Description>{inside}</Description>")


def with_ids(*ids: str, attributes: str = OWN) -> BioSample:
    return read(f"<Ids>{''.join(ids)}</Ids>", attributes=attributes)
