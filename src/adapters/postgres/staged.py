"""Rows on their way to COPY: the columns that are staged, and how a page becomes text.

Imports no database library: this runs in worker processes, which start fast and stay small. Rows
leave as bytes, so that what travels between processes is a few long strings and not a forest of
objects.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from domain.changes import MOVING, digest

# XML cannot hold these control characters, so no value can be taken for a separator.
FIELD_END: Final = "\x1f"
ROW_END: Final = "\x1e"
NULL: Final = "\x1c"

_OWN_WORDS: Final = ("identifiers", "links", "attributes", "other")
_POOL: Final = (
    "ordinal", "member_name", "sample_name", "sample_title", "spots", "bases",
    "ncbi_taxon_id", "organism", "identifiers", "other", "sample_key",
)  # fmt: skip

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "project": ("accession", "archive"),
    "submission": (
        "accession", "alias", "title", "center_name", "lab_name", "broker_name", "comment",
        "submitted", "organization_name", "organization_country", "organizations", *_OWN_WORDS,
        "content_hash",
    ),
    "study": (
        "accession", "project_accession", "geo_accession", "alias", "title", "study_type",
        "abstract", "description", "center_name", "broker_name", "center_project_name",
        *_OWN_WORDS, "content_hash",
    ),
    "sample": (
        "alias", "title", "geo_accession", "ncbi_taxon_id",
        "scientific_name", "common_name", "anonymized_name", "individual_name", "description",
        "center_name", "broker_name", *_OWN_WORDS, "content_hash", "sample_key",
    ),
    "sample_alias": ("ordinal", "kind", "namespace", "label", "value", "sample_key"),
    "sample_attribute": ("ordinal", "name", "value", "unit", "sample_key"),
    "sample_project": ("project_accession", "sample_key"),
    "experiment": (
        "accession", "study_accession", "submission_accession",
        "geo_accession", "alias", "title", "center_name", "broker_name", "design_description",
        "library_name", "library_strategy", "library_source", "library_selection",
        "library_layout", "nominal_length", "nominal_sdev", "library_construction_protocol",
        "platform", "instrument_model", "total_runs", "total_spots", "total_bases", "total_bytes",
        *_OWN_WORDS, "content_hash", "sample_key", "entrez_uid", "package_digest",
    ),
    "experiment_sample": ("experiment_accession", *_POOL),
    "run": (
        "accession", "experiment_accession", "geo_accession", "alias", "title", "center_name",
        "broker_name", "run_center", "run_date", "published", "spots", "bases", "size",
        "is_public", "load_done", "cluster_name", "static_data_available",
        "has_taxonomy_analysis", "assembly", "reads_per_spot", "counted_spots", "color_space",
        "counted_bases", "reads", "base_counts", "cloud_files", *_OWN_WORDS, "content_hash",
    ),
    "run_sample": ("run_accession", *_POOL),
    "run_file": (
        "ordinal", "role", "filename", "semantic_name", "supertype", "size", "md5", "dated",
        "version", "cluster", "sratoolkit", "url", "locations", "other", "run_accession",
    ),
    "publication": ("owner_kind", "database", "identifier", "owner_key"),
    "biosample": (
        "accession", "entrez_uid", "access", "published", "submitted", "updated", "alias",
        "title", "ncbi_taxon_id", "scientific_name", "organism_name", "package",
        "package_display_name", "models", "owner_name", "owners", "archive_status",
        "archive_status_date", "project_uids", "comments", "tables", "identifiers", "links",
        "other", "content_hash", "sample_key", "record_digest",
    ),
    "biosample_attribute": (
        "ordinal", "name", "value", "unit", "harmonized_name", "display_name", "sample_key",
    ),
    "biosample_alias": ("ordinal", "kind", "namespace", "label", "value", "sample_key"),
    "biosample_project": ("project_accession", "sample_key"),
    "bioproject": (
        "accession", "archive", "entrez_uid", "submitted_to", "name", "title", "description",
        "ncbi_taxon_id", "species_taxon_id", "scientific_name", "strain", "isolate", "cultivar",
        "breed", "organism_label", "supergroup", "project_type", "project_subtype",
        "is_umbrella", "data_types", "intended_data_types", "relevance", "target_material",
        "target_capture", "target_sample_scope", "target_description", "method", "objectives",
        "owner_name", "organizations", "publications", "grants", "submission_id", "submitted",
        "updated", "released", "access", "identifiers", "locus_tag_prefixes", "external_links",
        "other", "content_hash", "record_digest",
    ),
    "project_link": (
        "ordinal", "kind", "parent_accession", "member_accession", "subtype", "told_by",
    ),
}  # fmt: skip
"""The columns staged for each table, in the order in which rows give them. `sample_key` is how a
page calls a sample; the merge knows which sample that is."""

TABLE_OF: Final = {
    "biosample_attribute": "sample_attribute",
    "biosample_alias": "sample_alias",
    "biosample_project": "sample_project",
    "bioproject": "project",
}
"""Where staged rows go that are not called like their table."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """A page ready to be staged: for each table the text of its COPY, and the samples it names.

    samples: the key by which the rows call a sample, and the SRA and the BioSample accession that
    it stands for, in the order in which they were met. A key may stand for several such pairs.
    """

    tables: Mapping[str, bytes]
    samples: tuple[tuple[str, str | None, str | None], ...]


def row(values: Iterable[Any]) -> str:
    return FIELD_END.join(
        [
            value if value.__class__ is str else NULL if value is None else _plain(value)
            for value in values
        ]
    )


def _plain(value: Any) -> str:
    if value is True:
        return "t"
    return "f" if value is False else str(value)


def json(value: Any) -> str:
    """Give JSON text of records and sequences of them."""
    return orjson.dumps(value).decode() if value else "[]"


def json_object(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode() if value else "{}"


def array(values: Iterable[Any]) -> str:
    """Give PostgreSQL's text of an array."""
    words = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{word}"' for word in words) + "}"


def bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"


@dataclass(slots=True)
class Entity:
    """A row and the rows below it.

    bookkeeping: what follows the content and is no part of its hash, as are fields that move
    without meaning (domain.changes.MOVING).
    names: accessions that are part of the content, but stand in other tables.
    is_stub: known only because another record refers to it; has no hash and replaces nothing.
    """

    values: list[Any]
    bookkeeping: tuple[Any, ...] = ()
    names: tuple[str | None, ...] = ()
    is_stub: bool = False
    children: dict[str, list[str]] = field(default_factory=dict)
    _hashed: list[str] = field(default_factory=list)

    def add(
        self, table: str, values: Iterable[Any], key: str, names: tuple[str | None, ...] = ()
    ) -> None:
        """Add a row below. Its last column is a key of this page, and no part of the hash."""
        values = tuple(values)
        content = row(values)
        self.children.setdefault(table, []).append(f"{content}{FIELD_END}{key}")
        self._hashed += (table, _what_matters(table, values) or content, *filter(None, names))

    def text(self, table: str) -> str:
        own = row(self.values)
        if self.is_stub:
            return row([own, None, *self.bookkeeping])
        said = _what_matters(table, self.values) or own
        content = ROW_END.join((said, row(self.names), *self._hashed))
        return row([own, bytea(digest(content.encode())), *self.bookkeeping])


_MOVING_PLACES: Final = {
    table: {COLUMNS[table].index(field) for field in fields} for table, fields in MOVING.items()
}


def _what_matters(table: str, values: Sequence[Any]) -> str | None:
    """Give a row less the fields that move without meaning; None: it has none of them."""
    moving = _MOVING_PLACES.get(table)
    if moving is None:
        return None
    return row(value for place, value in enumerate(values) if place not in moving)


class SampleMovedError(Exception):
    """Within one page, an SRA accession stands for two BioSamples."""


class Page:
    """Collects entities by their key: of one that comes twice, the last counts.

    A sample is called by its first accession; by both (`full_names`) where one that moved from one
    BioSample to another would be taken for the same sample.
    """

    def __init__(self, *, full_names: bool = False) -> None:
        self._full_names = full_names
        self._entities: dict[tuple[str, str], Entity] = {}
        self._projects: dict[str, str] = {}
        self._samples: dict[tuple[str, str | None, str | None], None] = {}
        self._biosample_of: dict[str, str] = {}

    def put(self, table: str, key: str, entity: Entity) -> None:
        # Taken out first: where one sample stands under two names, the later record counts.
        self._entities.pop((table, key), None)
        self._entities[table, key] = entity

    def refer_to(self, table: str, key: str, stub: Callable[[], Entity]) -> None:
        """Make sure that what another record names has a row."""
        if (table, key) not in self._entities:
            self._entities[table, key] = stub()

    def put_project(self, accession: str, archive: str) -> None:
        self._projects[accession] = archive

    def name_sample(self, sra: str | None, biosample: str | None) -> str:
        """Give the key by which this page calls a sample; raises SampleMovedError."""
        key = sra or biosample or ""
        if sra and biosample:
            if self._full_names:
                key = f"{sra}={biosample}"
            elif self._biosample_of.setdefault(sra, biosample) != biosample:
                raise SampleMovedError
        self._samples[key, sra, biosample] = None
        return key

    def rows(self) -> PageRows:
        lines: dict[str, list[str]] = {table: [] for table in COLUMNS}
        lines["project"] = [row(pair) for pair in self._projects.items()]
        for (table, _), entity in self._entities.items():
            lines[table].append(entity.text(table))
            for child, rows in entity.children.items():
                lines[child].extend(rows)
        return PageRows(
            {table: copy_text(rows) for table, rows in lines.items() if rows},
            tuple(self._samples),
        )


def copy_text(rows: Sequence[str]) -> bytes:
    """Give the rows in COPY's text format; escaping a whole table at once is cheap."""
    text = ROW_END.join(rows)
    for plain, escaped in (
        ("\\", "\\\\"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\t", "\\t"),
        (NULL, "\\N"),
        (FIELD_END, "\t"),
        (ROW_END, "\n"),
    ):
        text = text.replace(plain, escaped)
    return f"{text}\n".encode() if rows else b""
