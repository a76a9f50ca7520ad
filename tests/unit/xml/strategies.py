"""Packages made at random, in the form in which readers give them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from adapters.xml.fields import LARGEST_BIGINT, LARGEST_INTEGER
from domain.accession import Accession
from domain.records import (
    Attribute,
    BaseCount,
    CloudFile,
    Experiment,
    ExperimentPackage,
    FileLocation,
    Identifier,
    IdentifierKind,
    Link,
    Organization,
    PoolMember,
    ReadStatistics,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
)

# What XML may hold; a text begins with a letter that no accession and no GEO alias begins with.
_LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff"
)
words = st.text(_LETTERS, max_size=20).map(lambda text: f"q{text}".strip())
maybe_words = st.none() | words
counts = st.none() | st.integers(0, LARGEST_BIGINT)
taxa = st.none() | st.integers(0, LARGEST_INTEGER)
truths = st.none() | st.booleans()
stamps = st.none() | st.datetimes()
lengths = st.none() | st.decimals(-(10**9), 10**9, places=3)
averages = st.none() | st.floats(0, 1e9, allow_subnormal=False)
tags = st.sampled_from(["ILLUMINA", "BGISEQ", "PAIRED", "HILL-SEQ_2.0"])


def accessions(*prefixes: str) -> st.SearchStrategy[Accession]:
    digits = st.text("0123456789", min_size=1, max_size=40)
    return st.builds(Accession, st.sampled_from(prefixes), digits)


def _few(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=most).map(tuple)


_unknown_attributes = st.dictionaries(st.sampled_from(["@new", "@x.y-z"]), words, max_size=2)
_nodes = st.recursive(
    st.none() | words,
    lambda nodes: st.builds(
        lambda attributes, children: attributes | children,
        st.dictionaries(st.sampled_from(["@new", "@_"]), words, min_size=1, max_size=2),
        st.dictionaries(
            st.sampled_from(["NEW", "Part"]), st.lists(nodes, min_size=1, max_size=2), max_size=2
        )
        | st.fixed_dictionaries({"#text": words}),
    ),
    max_leaves=4,
)
others = st.builds(
    lambda attributes, elements: attributes | elements,
    _unknown_attributes,
    st.dictionaries(
        st.sampled_from(["FUTURE", "new_thing"]),
        st.lists(_nodes, min_size=1, max_size=2),
        max_size=2,
    ),
)
_spaces = st.none() | words | st.just("")
identifiers = st.builds(
    Identifier, st.sampled_from(IdentifierKind), words | st.just(""), _spaces, _spaces
)
attributes = st.builds(Attribute, words | st.just(""), st.none() | words | st.just(""), maybe_words)
links = st.builds(Link, maybe_words, maybe_words, maybe_words, maybe_words).filter(
    lambda link: link != Link()
)
_shared: dict[str, Any] = {
    "alias": maybe_words,
    "center_name": maybe_words,
    "broker_name": maybe_words,
    "title": maybe_words,
    "identifiers": _few(identifiers),
    "links": _few(links),
    "attributes": _few(attributes),
    "other": others,
}
names = st.builds(SampleName, accessions("SRS", "ERS", "DRS"), st.none()) | st.builds(
    SampleName, st.none() | accessions("SRS", "ERS", "DRS"), accessions("SAMN", "SAMEA", "SAMD")
)
organizations = st.builds(Organization, words | st.just(""), *[maybe_words] * 11, other=others)
submissions = st.builds(
    Submission,
    accession=accessions("SRA", "ERA", "DRA"),
    lab_name=maybe_words,
    comment=maybe_words,
    submitted=stamps,
    organizations=_few(organizations, 2),
    **_shared,
)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    study = draw(
        st.builds(
            Study,
            accession=accessions("SRP", "ERP", "DRP"),
            bioproject=st.none() | accessions("PRJNA", "PRJEB", "PRJDB"),
            geo_accession=st.none() | st.from_regex(r"GSE[0-9]{1,9}", fullmatch=True),
            study_type=maybe_words,
            abstract=maybe_words,
            description=maybe_words,
            center_project_name=maybe_words,
            **_shared,
        )
    )
    found = [(study.bioproject, "BioProject"), (study.geo_accession, "GEO")]
    named = [Identifier(IdentifierKind.EXTERNAL, str(i), space) for i, space in found if i]
    return replace(study, identifiers=(*study.identifiers, *named))


def _naming(name: SampleName) -> list[Identifier]:
    """Give the identifiers that say both names of a sample, of which an attribute says one."""
    named = [Identifier(IdentifierKind.PRIMARY, str(name.sra))] if name.sra else []
    if name.biosample:
        named.append(Identifier(IdentifierKind.EXTERNAL, str(name.biosample), "BioSample"))
    return named


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    sample = draw(
        st.builds(
            Sample,
            name=names,
            geo_accession=st.none() | st.from_regex(r"GSM[0-9]{1,9}", fullmatch=True),
            ncbi_taxon_id=taxa,
            scientific_name=maybe_words,
            common_name=maybe_words,
            anonymized_name=maybe_words,
            individual_name=maybe_words,
            description=maybe_words,
            projects=st.lists(accessions("PRJNA", "PRJEB"), unique=True, max_size=3).map(tuple),
            **_shared,
        )
    )
    named = _naming(sample.name)
    if sample.geo_accession:
        named.append(Identifier(IdentifierKind.EXTERNAL, sample.geo_accession, "GEO"))
    projects = [Link("bioproject", "7", str(project)) for project in sample.projects]
    return replace(
        sample, identifiers=(*named, *sample.identifiers), links=(*sample.links, *projects)
    )


@st.composite
def members(draw: st.DrawFn) -> PoolMember:
    member = draw(
        st.builds(
            PoolMember,
            sample=names,
            member_name=maybe_words,
            sample_name=maybe_words,
            sample_title=maybe_words,
            spots=counts,
            bases=counts,
            ncbi_taxon_id=taxa,
            organism=maybe_words,
            other=others,
        )
    )
    return replace(member, identifiers=tuple(_naming(member.sample)))


files = st.builds(
    RunFile,
    filename=maybe_words,
    semantic_name=maybe_words,
    supertype=maybe_words,
    size=counts,
    md5=maybe_words,
    dated=stamps,
    version=maybe_words,
    cluster=maybe_words,
    sratoolkit=truths,
    url=maybe_words,
    locations=_few(st.builds(FileLocation, *[maybe_words] * 4), 2),
    other=others,
)


def runs(experiment: Accession) -> st.SearchStrategy[Run]:
    return st.builds(
        Run,
        accession=accessions("SRR", "ERR", "DRR"),
        experiment=st.just(experiment),
        run_center=maybe_words,
        run_date=stamps,
        published=stamps,
        spots=counts,
        bases=counts,
        size=counts,
        is_public=truths,
        load_done=truths,
        cluster_name=maybe_words,
        static_data_available=truths,
        has_taxonomy_analysis=truths,
        assembly=maybe_words,
        reads_per_spot=maybe_words,
        counted_spots=counts,
        color_space=truths,
        counted_bases=counts,
        pool=_few(members(), 2),
        files=_few(files, 2),
        cloud_files=_few(st.builds(CloudFile, *[maybe_words] * 3), 2),
        reads=_few(st.builds(ReadStatistics, counts, counts, averages, averages), 2),
        base_counts=_few(st.builds(BaseCount, words, counts), 2),
        **_shared,
    )


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    experiment = draw(
        st.builds(
            Experiment,
            accession=accessions("SRX", "ERX", "DRX"),
            study=accessions("SRP", "ERP", "DRP"),
            sample=st.none() | names,
            design_description=maybe_words,
            library_name=maybe_words,
            library_strategy=maybe_words,
            library_source=maybe_words,
            library_selection=maybe_words,
            library_layout=st.none() | tags,
            nominal_length=lengths,
            nominal_sdev=lengths,
            library_construction_protocol=maybe_words,
            platform=st.none() | tags,
            instrument_model=maybe_words,
            total_runs=counts,
            total_spots=counts,
            total_bases=counts,
            total_bytes=counts,
            pool=_few(members(), 2),
            **_shared,
        )
    )
    if experiment.library_layout is None:
        experiment = replace(experiment, nominal_length=None, nominal_sdev=None)
    return experiment if experiment.platform else replace(experiment, instrument_model=None)


@st.composite
def packages(draw: st.DrawFn) -> ExperimentPackage:
    experiment = draw(experiments())
    return ExperimentPackage(
        experiment,
        draw(st.none() | submissions),
        draw(st.none() | studies()),
        draw(_few(samples(), 2)),
        draw(_few(runs(experiment.accession), 2)),
        draw(others),
    )
