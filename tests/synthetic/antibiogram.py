"""Drug susceptibility tables in the Comment of some BioSamples, in both of NCBI's classes."""

from collections.abc import Iterable
from random import Random

from tests.synthetic.records import SampleRecord
from tests.synthetic.taxa import is_bacterium, is_mycobacterium
from tests.synthetic.xmltext import element

_ONE_IN = 5  # samples of bacteria that are tested
_MYCOBACTERIAL = (
    "Antibiotic",
    "Resistance phenotype",
    "DST Media",
    "DST Method",
    "Critical Concentration",
    "Testing standard",
)
_GENERAL = (
    "Antibiotic",
    "Resistance phenotype",
    "Measurement sign",
    "Measurement",
    "Measurement units",
    "Laboratory typing method",
    "Laboratory typing platform",
    "Vendor",
    "Laboratory typing method version or reagent",
    "Testing standard",
)
_TB_DRUGS = {"rifampin": "1", "isoniazid": "0.1", "ethambutol": "5", "pyrazinamide": "100"}
_OTHER_DRUGS = {"ampicillin": "8", "ciprofloxacin": "0.25", "meropenem": "1", "gentamicin": "2"}


def antibiogram(sample: SampleRecord) -> str:
    """Empty for the samples that were not tested."""
    if sample.seed % _ONE_IN or not is_bacterium(sample.taxon):
        return ""
    rng = Random(sample.seed + 1)
    if is_mycobacterium(sample.taxon):
        rows = [
            (drug, _phenotype(rng), "liquid", "MGIT960", limit, "CLSI")
            for drug, limit in _TB_DRUGS.items()
        ]
        return _table("Antibiogram.mycobacterial.1.0", _MYCOBACTERIAL, rows)
    return _table("Antibiogram.1.0", _GENERAL, [_measured(rng, *d) for d in _OTHER_DRUGS.items()])


def _phenotype(rng: Random) -> str:
    phenotypes = ("susceptible", "resistant", "intermediate", "not defined")
    return rng.choices(phenotypes, (70, 24, 4, 2))[0]


def _measured(rng: Random, drug: str, value: str) -> tuple[str, ...]:
    sign = rng.choice(("<=", "==", ">"))
    method = ("mg/L", "MIC", "Imaginary 2", "", "96-Well Plate", "EUCAST")
    return (drug, _phenotype(rng), sign, value, *method)


def _table(kind: str, header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "".join(f"           <Row>{_cells(row)}           </Row>" for row in rows)
    return (
        f'     <Comment>       <Table class="{kind}">         <Caption>Antibiogram</Caption>'
        f"         <Header>{_cells(header)}         </Header>         <Body>{body}         </Body>"
        "       </Table>     </Comment>"
    )


def _cells(cells: Iterable[str]) -> str:
    return "".join(f"             {element('Cell', cell)}" for cell in cells)
