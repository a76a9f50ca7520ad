"""Checks the field tags of a query, because Entrez does not.

A tag it does not know it ignores: it searches all fields instead, without a word, which can widen
a search from a hundred records to millions.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from adapters.entrez.database import SRA, Database
from application.errors import UsageError

_QUOTED: Final = re.compile(r'"[^"]*"')
_TAG: Final = re.compile(r"\[([^\[\]]*)\]")


def tags_of(query: str) -> Iterator[str]:
    """Find the tags of a query, without what may follow a colon ([Organism:exp]).

    Brackets within quotes belong to a name: "[Clostridium] innocuum"[Organism].
    """
    for tag in _TAG.finditer(_QUOTED.sub('""', query)):
        yield " ".join(tag[1].partition(":")[0].split())


def check_tags(query: str, fields: Mapping[str, str], database: Database = SRA) -> None:
    """Raise UsageError if a tag of the query is no field. fields: full names by short name."""
    spellings = {name.upper(): name for name in [*database.aliases, *fields.values(), *fields]}
    for tag in tags_of(query):
        if tag.upper() not in spellings:
            raise UsageError(
                f"[{tag}] is no search field of {database.title}; Entrez would ignore it and find "
                f"far more. {_hint(tag, spellings, fields)}"
            )


def _hint(tag: str, spellings: Mapping[str, str], fields: Iterable[str]) -> str:
    near = difflib.get_close_matches(tag.upper(), spellings, n=3, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(f'[{spellings[name]}]' for name in near)}?"
    return f"Its fields are {', '.join(fields)}."
