"""Follows Entrez' links from samples to their projects."""

import logging
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from adapters.entrez.client import Call, EntrezClient
from adapters.entrez.envelopes import LINKS, read_links

SAMPLES_A_CALL: Final = 200  # beyond that NCBI has been seen to lose some without a word
_FIELDS: Final = {"dbfrom": "biosample", "db": "bioproject", "cmd": "neighbor"}
# Both lead to the same projects, as far as anybody knows.
_NAMES: Final = frozenset({"biosample_bioproject", "biosample_bioproject_all"})

_log: Final = logging.getLogger("insdc_sync.entrez")


def projects_of(client: EntrezClient, samples: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Give the projects of each sample, by uid; one that NCBI will not tell of is left out."""
    found: dict[int, tuple[int, ...]] = {}
    remaining = iter(dict.fromkeys(samples))
    while batch := list(islice(remaining, SAMPLES_A_CALL)):
        found |= _ask(client, batch)
        for sample in batch:
            if sample not in found:
                found |= _ask(client, [sample])
    if silent := [sample for sample in samples if sample not in found]:
        _log.warning("NCBI tells no links of %d of %d samples.", len(silent), len(samples))
    return found


def _ask(client: EntrezClient, samples: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    """Ask for each in an id= of its own: of a list of ids NCBI gives the union of their links."""
    told = f"of {len(samples)} samples, from id {samples[0]} on"
    call = Call("elink", LINKS, told, _FIELDS, each=tuple(map(str, samples)))
    links = client.ask(call, lambda body: read_links(body, _NAMES))
    return {sample: links[sample] for sample in samples if sample in links}
