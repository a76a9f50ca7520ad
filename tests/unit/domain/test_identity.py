"""Which samples are one and the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import KnownSample, SampleBook

Pair = tuple[str | None, str | None]

FEW = st.integers(1, 4)
PAIRS = st.tuples(st.none() | FEW.map("S{}".format), st.none() | FEW.map("B{}".format)).filter(any)
PAGES = st.lists(st.lists(PAIRS, max_size=6), max_size=6)


@dataclass
class Mirror:
    """Keeps samples from page to page as a mirror does: it looks up only what a page names."""

    samples: dict[int, KnownSample] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)

    def merge(self, page: Sequence[Pair]) -> None:
        named = {accession for pair in page for accession in pair if accession}
        book = SampleBook(
            KnownSample(sample.sample_id, sample.sra, sample.biosample, set(sample.others))
            for sample in self.samples.values()
            if sample.accessions & named
        )
        for pair in page:
            book.resolve(*pair)
        for dropped in book.merged:
            if dropped > 0:
                del self.samples[dropped]
                self.joined[dropped] = book.current(dropped)
        for sample in book.changed:
            self.samples[sample.sample_id] = sample
        for sample in book.new:
            sample.sample_id = len(self.samples) + len(self.joined) + 1
            self.samples[sample.sample_id] = sample

    def find(self, accession: str) -> int:
        (found,) = (
            number for number, sample in self.samples.items() if accession in sample.accessions
        )
        return found

    def current(self, number: int) -> int:
        while number in self.joined:
            number = self.joined[number]
        return number


@dataclass
class Model:
    """What the pairs say, in the fewest words: a BioSample, and the last one of each SRS."""

    sras: set[str] = field(default_factory=set)
    biosamples: set[str] = field(default_factory=set)
    owner: dict[str, str] = field(default_factory=dict)

    def add(self, sra: str | None, biosample: str | None) -> None:
        self.sras |= {sra} if sra else set()
        self.biosamples |= {biosample} if biosample else set()
        if sra and biosample:
            self.owner[sra] = biosample

    def partition(self) -> set[frozenset[str]]:
        """Give the accessions of each sample."""
        of_biosample = {biosample: {biosample} for biosample in self.biosamples}
        for sra, biosample in self.owner.items():
            of_biosample[biosample].add(sra)
        alone = {frozenset({sra}) for sra in self.sras - self.owner.keys()}
        return alone | {frozenset(names) for names in of_biosample.values()}


def merged(pages: Sequence[Sequence[Pair]]) -> Mirror:
    mirror = Mirror()
    for page in pages:
        mirror.merge(page)
    return mirror


def partition(mirror: Mirror) -> set[frozenset[str]]:
    return {frozenset(sample.accessions) for sample in mirror.samples.values()}


@given(PAGES)
def test_accessions_are_of_one_sample_just_where_the_last_pair_says_so(
    pages: list[list[Pair]],
) -> None:
    model = Model()
    for page in pages:
        for pair in page:
            model.add(*pair)

    assert partition(merged(pages)) == model.partition()


@given(PAGES)
def test_how_the_names_are_split_into_pages_does_not_matter(pages: list[list[Pair]]) -> None:
    together = [[pair for page in pages for pair in page]]

    assert partition(merged(pages)) == partition(merged(together))


@given(PAGES)
def test_two_biosamples_are_never_one_sample(pages: list[list[Pair]]) -> None:
    for sample in merged(pages).samples.values():
        assert sum(accession.startswith("B") for accession in sample.accessions) <= 1


@given(PAGES)
def test_a_biosample_stays_the_sample_it_was_unless_an_older_one_joins_it(
    pages: list[list[Pair]],
) -> None:
    mirror, met = Mirror(), dict[str, int]()
    for page in pages:
        mirror.merge(page)
        for biosample, number in met.items():
            found = mirror.find(biosample)
            assert found == mirror.current(number) <= number
            met[biosample] = found
        met |= {biosample: mirror.find(biosample) for _, biosample in page if biosample}


@given(PAGES)
def test_naming_the_same_samples_again_changes_nothing(pages: list[list[Pair]]) -> None:
    mirror = merged(pages)
    settled = [(sample.sra, sample.biosample) for sample in mirror.samples.values()]
    book = SampleBook(mirror.samples.values())

    for sample, pair in zip(mirror.samples.values(), settled, strict=True):
        assert book.resolve(*pair) == sample.sample_id

    assert (book.new, book.changed, book.merged) == ([], [], {})


@given(PAGES)
def test_the_names_of_a_pair_find_the_same_sample_right_after_it(pages: list[list[Pair]]) -> None:
    book = SampleBook()
    for pair in [pair for page in pages for pair in page]:
        found = book.resolve(*pair)
        for accession in filter(None, pair):
            alone = (accession, None) if accession.startswith("S") else (None, accession)
            assert book.resolve(*alone) == found
            assert accession in book.sample(found).accessions


@given(PAGES)
def test_every_sample_has_a_main_name_of_its_own(pages: list[list[Pair]]) -> None:
    samples = merged(pages).samples.values()
    main = [name for sample in samples for name in (sample.sra, sample.biosample) if name]

    assert len(main) == len(set(main))
    for sample in samples:
        assert sample.sra or sample.biosample
        assert not sample.others & {sample.sra, sample.biosample}
        assert sample.sra or not sample.others


@given(PAGES)
def test_ids_given_within_a_page_lead_to_the_sample_as_it_is_in_the_end(
    pages: list[list[Pair]],
) -> None:
    book = SampleBook()
    given_for = {pair: book.resolve(*pair) for page in pages for pair in page}

    for (_, biosample), number in given_for.items():
        if biosample:
            assert book.sample(book.current(number)).biosample == biosample


def test_new_samples_count_down_from_minus_one() -> None:
    book = SampleBook()

    assert [book.resolve("S1", None), book.resolve("S2", None)] == [-1, -2]
    assert [sample.sample_id for sample in book.new] == [-1, -2]


def test_a_known_sample_is_found_by_each_of_its_accessions() -> None:
    book = SampleBook([KnownSample(7, "S1", "B1", {"S2"})])

    assert [book.resolve("S1", None), book.resolve("S2", None), book.resolve(None, "B1")] == [7] * 3
    assert book.changed == []


@pytest.mark.parametrize("older_has_the_biosample", [True, False])
def test_of_two_known_samples_the_older_stays(*, older_has_the_biosample: bool) -> None:
    names: list[Pair] = [("S1", None), (None, "B1")]
    if older_has_the_biosample:
        names.reverse()
    book = SampleBook(KnownSample(number, *pair) for number, pair in enumerate(names, 1))

    assert book.resolve("S1", "B1") == 1
    assert book.merged == {2: 1}
    assert book.current(2) == 1
    assert [(sample.sample_id, sample.accessions) for sample in book.changed] == [(1, {"S1", "B1"})]


def test_a_known_sample_stays_where_a_new_one_turns_out_to_be_it() -> None:
    book = SampleBook([KnownSample(7, None, "B1")])
    new = book.resolve("S1", None)

    assert book.resolve("S1", "B1") == 7
    assert book.current(new) == 7
    assert book.new == []


def test_an_sra_accession_that_moves_leaves_the_sample_its_other_one() -> None:
    book = SampleBook([KnownSample(1, "S1", "B1", {"S2"})])

    book.resolve("S1", "B2")

    left, moved_to = book.sample(1), book.sample(-1)
    assert (left.sra, left.biosample, left.others) == ("S2", "B1", set())
    assert (moved_to.sra, moved_to.biosample) == ("S1", "B2")
    assert book.changed == [left]


def test_a_further_sra_accession_of_a_sample_does_not_take_the_first_ones_place() -> None:
    book = SampleBook([KnownSample(1, "S2", "B1")])

    book.resolve("S1", "B1")

    assert book.sample(1).sra == "S2"
    assert book.sample(1).others == {"S1"}
