"""Reference and laboratory strains, told from patients' isolates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.known_strains import StrainKind
from domain.curation.strains import ReferenceStrain, reference_strain
from domain.curation.verdict import Submitted, Sureness
from tests.unit.curation.biosample_files import needs_real_biosamples, real_biosamples
from tests.unit.curation.strain_values import (
    BCG,
    COLI,
    FLAGGED,
    MTB,
    NEAR_MISSES,
    PSEUDOMONAS,
    REAL_FLAGGED,
)

HOST = Submitted("host", "Homo sapiens", "host", 2)


def named(text: str, field: str = "strain", ordinal: int = 1) -> Submitted:
    return Submitted(field, text, field, ordinal)


@pytest.mark.parametrize("field", ["strain", "isolate"])
@pytest.mark.parametrize(("organism", "strain", "kind", "is_sure"), FLAGGED)
def test_a_reference_strain_is_flagged_beside_a_host_or_without_one(
    organism: str, strain: str, kind: StrainKind, is_sure: bool, field: str
) -> None:
    flag = reference_strain(organism, [named(strain, field), HOST])

    sureness = Sureness.SURE if is_sure else Sureness.LIKELY
    assert flag is not None
    assert (flag.kind, flag.sureness, flag.ordinal) == (kind, sureness, 1)


@pytest.mark.parametrize("field", ["strain", "isolate"])
@pytest.mark.parametrize(("organism", "strain"), NEAR_MISSES)
def test_a_name_that_only_looks_like_one_is_not_flagged(
    organism: str, strain: str, field: str
) -> None:
    assert reference_strain(organism, [named(strain, field)]) is None


@needs_real_biosamples
def test_of_the_real_biosamples_exactly_those_of_the_table_are_flagged() -> None:
    flagged: dict[str, StrainKind] = {}
    for sample in real_biosamples():
        organism = sample.find(".//Organism")
        attributes = [
            Submitted(
                attribute.get("attribute_name", ""),
                attribute.text or "",
                attribute.get("harmonized_name"),
                ordinal,
            )
            for ordinal, attribute in enumerate(sample.iter("Attribute"), start=1)
        ]
        name = organism.get("taxonomy_name") if organism is not None else None
        flag = reference_strain(name, attributes, sample.findtext("Description/Title"))
        strains = [a.value for a in attributes if "strain" in {a.name.lower(), a.harmonized_name}]
        if flag:
            flagged[strains[0]] = flag.kind

    assert flagged == REAL_FLAGGED


@pytest.mark.parametrize(
    ("name", "value", "kind", "sureness"),
    [
        ("type-material", "type strain of Roseburia faecis", StrainKind.TYPE, Sureness.SURE),
        ("type_material", "reference strain of Gloeothece", StrainKind.TYPE, Sureness.SURE),
        ("type_status", "type strain", StrainKind.TYPE, Sureness.SURE),
        ("culture_collection", "ATCC:27758", StrainKind.COLLECTION, Sureness.LIKELY),
        ("culture_collection", "DSMZ:DSM 17241", StrainKind.COLLECTION, Sureness.LIKELY),
        ("source_mat_id", "DSM 17241, CCUG 45055", StrainKind.COLLECTION, Sureness.LIKELY),
        ("sample_type", "laboratory strain", StrainKind.LABORATORY, Sureness.SURE),
        ("isolation_source", "lab strain", StrainKind.LABORATORY, Sureness.SURE),
        ("isolation_source", "a lab strain, kept frozen", StrainKind.LABORATORY, Sureness.LIKELY),
        ("description", "in vitro evolved", StrainKind.MUTANT, Sureness.SURE),
        ("genotype", "isogenic mutant of H35", StrainKind.MUTANT, Sureness.LIKELY),
        ("substrain", "MG1655", StrainKind.LABORATORY, Sureness.SURE),
    ],
)
def test_other_attributes_tell_too(
    name: str, value: str, kind: StrainKind, sureness: Sureness
) -> None:
    flag = reference_strain(COLI, [Submitted("x", "y"), Submitted(name, value, ordinal=5)])

    assert flag is not None
    assert (flag.kind, flag.sureness, flag.ordinal) == (kind, sureness, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("culture_collection", "CORIELL:GM18614"),
        ("culture_collection", "CCUG:70744"),
        ("culture_collection", "not applicable"),
        ("type_status", "not type strain"),
        ("isolation_source", "clinical laboratory"),
        ("isolation_source", "laboratory"),
        ("isolation_source", "hospital reference laboratory"),
        ("description", "resistant to the vaccine-induced serum"),
        ("treatment", "H37Rv"),
        ("infection", "laboratory strain"),
        ("host_description", "lab strain"),
    ],
)
def test_attributes_that_say_nothing_of_the_isolate_do_not_tell(name: str, value: str) -> None:
    assert reference_strain(MTB, [Submitted(name, value, ordinal=5)]) is None


@pytest.mark.parametrize(
    ("organism", "kind"),
    [
        ("Pseudomonas aeruginosa PAO1", StrainKind.REFERENCE),
        ("Escherichia coli str. K-12 substr. MG1655", StrainKind.LABORATORY),
        ("Mycobacterium tuberculosis H37Rv", StrainKind.REFERENCE),
        ("Mycobacterium tuberculosis variant bovis BCG", StrainKind.VACCINE),
        ("Mycobacterium tuberculosis variant bovis BCG str. Pasteur 1173P2", StrainKind.VACCINE),
        ("Mycobacterium tuberculosis variant bovis BCG Pasteur", StrainKind.VACCINE),
        ("Staphylococcus aureus subsp. aureus ATCC 25923", StrainKind.COLLECTION),
        ("Pseudomonas aeruginosa UCBPP-PA14", StrainKind.REFERENCE),
    ],
)
def test_an_organism_named_for_a_strain_is_likely_that_strain(
    organism: str, kind: StrainKind
) -> None:
    flag = reference_strain(organism, [named("missing")])

    assert flag is not None
    assert (flag.kind, flag.sureness, flag.ordinal) == (kind, Sureness.LIKELY, None)


@pytest.mark.parametrize(
    "attribute",
    [HOST, named("tuberculosis", "host_disease"), named("sputum", "isolation_source")],
)
def test_a_patients_isolate_under_the_taxon_of_a_strain_is_not_flagged(
    attribute: Submitted,
) -> None:
    for organism in (BCG, "Mycobacterium tuberculosis H37Rv"):
        assert reference_strain(organism, [named("IDR1234", "isolate"), attribute]) is None


@pytest.mark.parametrize(
    "organism",
    [
        MTB,
        "Klebsiella pneumoniae UHKPC05",
        "Acinetobacter baumannii MRSN 58",
        "Klebsiella pneumoniae 646_1568",
        "Escherichia coli O104:H4 str. 11-02281",
        "Thermotoga sp. RQ2",
        "Escherichia",
        "",
        "   ",
        "[",
    ],
)
def test_an_organism_named_for_anything_else_tells_nothing(organism: str) -> None:
    assert reference_strain(organism, []) is None
    assert reference_strain(None, []) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Mycobacterium tuberculosis H37Rv", StrainKind.REFERENCE),
        ("H37Rv grown in 7H9, replicate 2", StrainKind.REFERENCE),
        ("H37Rv evolved under rifampicin", StrainKind.MUTANT),
        ("Transposon library of M. tuberculosis", StrainKind.MUTANT),
    ],
)
def test_a_title_makes_it_likely(title: str, kind: StrainKind) -> None:
    flag = reference_strain(MTB, [], title)

    assert flag is not None
    assert (flag.kind, flag.sureness, flag.ordinal) == (kind, Sureness.LIKELY, None)


@pytest.mark.parametrize(
    "title",
    [
        "Pathogen: clinical or host-associated sample from Mycobacterium tuberculosis",
        "Isolate compared with the laboratory strain H37Rv",
        "SNPs relative to H37Rv",
        "Macrophages infected with M. tuberculosis H37Rv",
        "Isolate sequenced by a reference laboratory",
    ],
)
def test_a_title_that_only_mentions_a_strain_tells_nothing(title: str) -> None:
    assert reference_strain(MTB, [], title) is None


def test_what_is_sure_counts_before_what_is_likely() -> None:
    attributes = [named("isogenic mutant of X", "genotype", 1), named("PAO1", "strain", 2)]

    flag = reference_strain(PSEUDOMONAS, attributes, "PAO1 in LB")

    assert flag == ReferenceStrain(StrainKind.REFERENCE, Sureness.SURE, "PAO1", 2)


ANY_TEXT = st.text(max_size=30) | st.sampled_from([row[1] for row in FLAGGED])


@given(ANY_TEXT, st.lists(st.builds(Submitted, ANY_TEXT, ANY_TEXT), max_size=3), ANY_TEXT)
def test_no_text_is_too_strange_to_be_judged(
    organism: str, attributes: list[Submitted], title: str
) -> None:
    reference_strain(organism, [*attributes, named(title)], title)


@pytest.mark.parametrize("text", ["H37Rv ΔkatG", "in vitro mutant of H37Rv", "H37Rv, batch 3"])
def test_a_source_that_begins_with_a_reference_strain_is_one(text: str) -> None:
    flag = reference_strain(MTB, [Submitted("isolation_source", text, ordinal=5)])

    assert flag is not None
    assert (flag.sureness, flag.ordinal) == (Sureness.SURE, 5)


@pytest.mark.parametrize("name", ["description", "sample_name", "genotype"])
def test_prose_that_begins_with_a_reference_strain_is_likely_only(name: str) -> None:
    flag = reference_strain(MTB, [Submitted(name, "H37Rv resistant colony 3", ordinal=5)])

    assert flag is not None
    assert flag.sureness is Sureness.LIKELY


def test_bcg_of_a_patient_is_not_surely_the_vaccine() -> None:
    flag = reference_strain("Mycobacterium bovis", [named("Mycobacterium bovis BCG patient 12")])

    assert flag is None or flag.sureness is Sureness.LIKELY
