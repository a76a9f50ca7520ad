"""What is asked of the mirror in each of the rounds: other words for those of docs/queries.md."""

from collections.abc import Callable, Mapping

from tests.synthetic.mirror_taxa import FIRST_GENUS

ROUNDS = 20
Case = Callable[[int, int], Mapping[str, str]]
"""Of the number of the round and of samples: what to put for which words of the example."""

_COUNTRIES = (
    "US",
    "GB",
    "ZA",
    "IN",
    "CN",
    "PE",
    "DE",
    "FR",
    "NL",
    "AU",
    "BR",
    "VN",
    "TH",
    "KE",
    "UG",
    "RU",
    "UA",
    "GE",
    "JP",
    "CA",
)
_DRUGS = (
    "rifampicin",
    "isoniazid",
    "ethambutol",
    "pyrazinamide",
    "moxifloxacin",
    "linezolid",
    "amikacin",
)
_SOURCES = ("sputum", "blood", "stool", "urine", "tissue", "soil", "water", "food")
_FIELDS = ("collection_date", "place", "host", "strain", "isolation_source")


def _nothing(_: int, __: int) -> Mapping[str, str]:
    return {}


def _taxon(example: int) -> Case:
    # Genera from the largest, a quarter of all samples, to the smallest.
    return lambda number, _: {
        f"subtree({example})": f"subtree({FIRST_GENUS + 3 * (number % ROUNDS)})"
    }


def _sample(number: int, samples: int) -> int:
    """Give a sample that was sequenced, another one in each round."""
    return (number * 7919 * 20 % (samples - 20)) // 20 * 20 + 4


def _runs(number: int, samples: int) -> str:
    numbers = (_sample(100 * number + one, samples) for one in range(100))
    return ", ".join(f"'SRR{1_000_000 + 4 * one}'" for one in numbers)


def _strain(number: int, samples: int) -> str:
    sample = _sample(number, samples)
    return f"L{1 + sample * 200 // (samples + 1)}-{sample}"


def _biosample(number: int, samples: int) -> str:
    sample = _sample(number, samples)
    return f"SAMN{10_000_000 + sample + (sample % 33 == 0)}"


def _project(number: int, samples: int) -> str:
    """Give a project, and in every fourth round an umbrella over ten."""
    projects = 5 + max(10, samples // 250)
    if number % 4:
        return f"PRJNA{100_006 + number * 199 % (projects - 6)}"
    return f"PRJNA{100_001 + projects + number * 9 % (projects // 20)}"


CASES: Mapping[tuple[str, int], Case] = {
    ("New runs since a job", 1): lambda number, _: {"number = 41": f"number = {29 + number % 20}"},
    ("Runs to sample, country and date", 1): lambda number, samples: {
        "'SRR1000016', 'SRR1000012', 'SRR9999999'": _runs(number, samples)
    },
    ("Runs to sample, country and date", 2): lambda number, samples: {
        "'SRR1000200', 'SRR1000012'": _runs(number, samples)
    },
    ("Live paired Illumina genomes below a taxon", 1): _taxon(2000),
    ("Specimens by country and year", 1): _taxon(2010),
    ("Specimens by country and year", 2): lambda number, _: {
        "'DE'": f"'{_COUNTRIES[number % len(_COUNTRIES)]}'"
    },
    ("Specimens by country and year", 3): _nothing,
    ("Rifampicin-resistant with reads", 1): lambda number, _: {
        "rifampicin": _DRUGS[number % len(_DRUGS)]
    },
    ("MICs of a drug by medium", 1): lambda number, _: {"isoniazid": _DRUGS[number % len(_DRUGS)]},
    ("My laboratory's isolates by strain name", 1): lambda number, samples: {
        "L1-3": _strain(number, samples),
        "L1-4_S1": _strain(number + 100, samples) + "_S1",
    },
    ("My laboratory's isolates by strain name", 2): lambda number, _: {
        "L1-%": f"L{1 + number * 9}-%"
    },
    ("Papers and samples", 1): lambda number, samples: {
        "20000003": str(20_000_003 + number * 97 % max(7, samples // 500))
    },
    ("Papers and samples", 2): lambda number, samples: {
        "SAMN10000003": _biosample(number, samples)
    },
    ("Who submitted, and when first public", 1): lambda number, samples: {
        "'SAMN10000003', 'SAMN10000004'": ", ".join(
            f"'{_biosample(100 * number + one, samples)}'" for one in range(100)
        )
    },
    ("Samples where an attribute has a value", 1): lambda number, _: {
        "sputum": _SOURCES[number % len(_SOURCES)]
    },
    ("Samples where an attribute has a value", 2): lambda number, samples: {
        "'L1-1'": f"'{_strain(number, samples)[:-1]}'",
        "'L1-2'": f"'{_strain(number, samples)[:-1]}~'",
    },
    ("Samples of a project and its umbrella", 1): lambda number, samples: {
        "PRJNA100006": _project(number, samples)
    },
    ("Samples of a project and its umbrella", 2): lambda number, samples: {
        "PRJNA100006": f"PRJNA{100_006 + 20 * number % (samples // 250)}"
    },
    ("Re-deposits", 1): lambda number, samples: {
        "specimen_id > 0": f"specimen_id > {_sample(number, samples)}"
    },
    ("Re-deposits", 2): lambda number, samples: {
        "evidence_id > 0": f"evidence_id > {_sample(number, samples) // 100}"
    },
    ("What is in quarantine, and why", 1): _nothing,
    ("What is in quarantine, and why", 2): _nothing,
    ("Coverage of curation by field", 1): _taxon(2010),
    ("Coverage of curation by field", 2): _nothing,
    ("Coverage of curation by field", 3): lambda number, _: {
        "collection_date": _FIELDS[number % len(_FIELDS)]
    },
    ("Sequencing effort by month and platform", 1): lambda number, _: {
        "2024-01-01": f"{2010 + number % 14}-01-01", "2025-01-01": f"{2011 + number % 14}-01-01"
    },
    ("Sequencing effort by month and platform", 2): _taxon(2010),
}  # fmt: skip
