"""Selections become the uids of all their records."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.entrez.archive import EntrezSequenceArchive
from application.errors import TryAgainError, UsageError
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.recorder import Received
from tests.emulator.service import Limits
from tests.integration.entrez.conftest import Connect, NoLimit, Waits
from tests.integration.entrez.scripted import scripted
from tests.synthetic import Archive, Profile, SraRecord

ALL = Selection(query="public[ACS]")


def found(entrez: EntrezSequenceArchive, selection: Selection) -> list[int]:
    return [int(uid) for page in entrez.find(selection, 500) for uid in page]


def uids(records: Iterable[SraRecord]) -> list[int]:
    return sorted(record.uid for record in records)


def test_all_live_records_are_found_in_ascending_order(
    entrez: EntrezSequenceArchive, small: Archive
) -> None:
    assert found(entrez, ALL) == uids(small.live())


def test_pages_are_of_the_size_asked_for(entrez: EntrezSequenceArchive, small: Archive) -> None:
    pages = list(entrez.find(ALL, 7))
    assert {len(page) for page in pages[:-1]} == {7}
    assert sum(map(len, pages)) == len(uids(small.live()))


def test_no_page_is_larger_than_500(connect: Connect) -> None:
    archive = Archive(520, profile=Profile.plain())
    with Emulator(archive, rate_limit=False) as emulator:
        pages = list(connect(emulator.base_url).find(ALL, 10_000))
    assert [len(page) for page in pages] == [500, 20]


def test_a_page_of_nothing_is_a_mistake(entrez: EntrezSequenceArchive) -> None:
    with pytest.raises(ValueError, match="a page of 0"):
        entrez.find(ALL, 0)


def test_an_organism_is_found_by_name_and_by_taxon_id(
    entrez: EntrezSequenceArchive, small: Archive
) -> None:
    record = next(r for r in small.live() if len(r.samples) == 1)
    same = [r for r in small.live() if record.taxon in {sample.taxon for sample in r.samples}]
    by_name = found(entrez, Selection(organism=record.taxon.name))
    assert set(uids(same)) <= set(by_name)
    assert by_name == found(entrez, Selection(organism=str(record.taxon.tax_id)))


def test_a_project_is_found_by_its_accession(entrez: EntrezSequenceArchive, small: Archive) -> None:
    project = next(iter(small.live())).study.project
    asked = Selection(bioproject=Accession.parse(project.accession))
    same = [r for r in small.live() if project in {p for s in r.samples for p in s.projects}]
    assert found(entrez, asked) == uids(same) != []


@pytest.mark.parametrize(
    "name",
    [
        lambda record: record.accession,
        lambda record: record.runs[0],
        lambda record: record.study.accession,
        lambda record: record.study.submission,
        lambda record: record.study.project.accession,
        lambda record: record.samples[0].sra_accession,
        lambda record: record.samples[0].biosample,
    ],
    ids=["experiment", "run", "study", "submission", "BioProject", "sample", "BioSample"],
)
def test_an_experiment_is_found_by_any_accession_of_it(
    entrez: EntrezSequenceArchive, small: Archive, name: Callable[[SraRecord], str]
) -> None:
    record = next(r for r in small.live() if r.runs and r.samples[0].biosample)
    asked = Selection(accessions=(Accession.parse(name(record)),))
    assert record.uid in found(entrez, asked)
    assert entrez.unmatched == ()


def listings(emulator: Emulator) -> list[Received]:
    """The searches that list; others count what was listed once more."""
    return [one for one in emulator.requests.to("esearch") if one.get("rettype") != "count"]


def test_hundreds_of_accessions_are_found_and_none_is_put_into_id(
    entrez: EntrezSequenceArchive, emulator: Emulator, small: Archive
) -> None:
    live = list(small.live())
    asked = Selection(accessions=tuple(Accession.parse(record.accession) for record in live))
    assert found(entrez, asked) == uids(live)
    assert len(listings(emulator)) == -(-len(live) // 100)
    assert not any(request.ids() for request in emulator.requests)


def test_what_entrez_does_not_find_is_told(
    entrez: EntrezSequenceArchive, small: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    record = next(iter(small.live()))
    names = (record.accession, "SRR999999999")
    assert found(entrez, Selection(accessions=tuple(map(Accession.parse, names)))) == [record.uid]
    assert entrez.unmatched == ("SRR999999999[ACCN]",)
    assert "Entrez did not find: SRR999999999[ACCN]" in caplog.text


def test_an_organism_nobody_knows_gives_nothing(entrez: EntrezSequenceArchive) -> None:
    assert list(entrez.find(Selection(organism="Mycobactrium"), 500)) == []
    assert entrez.unmatched == ("Mycobactrium[ORGN]",)


def test_both_what_changed_and_what_was_published_is_found(connect: Connect) -> None:
    archive = Archive(60, profile=Profile.plain())
    records = list(archive.live())
    archive.embargo(records[0])
    archive.clock.advance(100)
    archive.release(records[0])  # keeps its old modification date
    archive.edit(records[1])  # keeps its old publication date
    window = DateWindow.of_days(7, archive.clock.day)
    with Emulator(archive, rate_limit=False) as emulator:
        entrez = connect(emulator.base_url)
        assert found(entrez, Selection(query="public[ACS]", window=window)) == uids(records[:2])
        asked = {request.get("datetype") for request in emulator.requests.to("esearch")}
    assert asked == {"mdat", "pdat"}


def test_the_days_of_a_window_belong_to_it(connect: Connect) -> None:
    archive = Archive(10, profile=Profile.plain())
    archive.clock.advance(50)
    (new,) = archive.publish()
    day = archive.clock.day
    one_day = timedelta(days=1)
    windows = [DateWindow(day, day), DateWindow(day - 2 * one_day, day - one_day)]
    with Emulator(archive, rate_limit=False) as emulator:
        entrez = connect(emulator.base_url)
        per_window = [found(entrez, Selection(query="public[ACS]", window=w)) for w in windows]
    assert per_window == [[new.uid], []]


def test_everything_is_refused_without_a_request(
    entrez: EntrezSequenceArchive, emulator: Emulator
) -> None:
    with pytest.raises(UsageError, match="say which to mirror"):
        entrez.find(Selection(window=DateWindow(date(2025, 1, 1), date(2025, 1, 2))), 500)
    assert len(emulator.requests) == 0


def test_a_typo_in_a_tag_is_refused_before_entrez_can_ignore_it(
    entrez: EntrezSequenceArchive, emulator: Emulator
) -> None:
    with pytest.raises(UsageError, match=r"\[Organsim\] is no search field.*\[Organism\]"):
        entrez.find(Selection(query="Mycobacterium[Organsim]"), 500)
    assert [request.endpoint for request in emulator.requests] == ["einfo"]


def test_the_fields_are_asked_for_once(entrez: EntrezSequenceArchive, emulator: Emulator) -> None:
    for _ in range(3):
        assert found(entrez, ALL)
    assert len(emulator.requests.to("einfo")) == 1
    assert entrez.info.count == len(found(entrez, ALL))
    assert entrez.info.fields["GPRJ"] == "BioProject"
    assert entrez.info.build.startswith("Build")


def test_a_list_longer_than_entrez_gives_at_once_is_paged(connect: Connect, small: Archive) -> None:
    with Emulator(small, rate_limit=False, limits=Limits(retmax=50)) as emulator:
        assert found(connect(emulator.base_url), ALL) == uids(small.live())
        searches = listings(emulator)
    assert len(searches) == -(-len(uids(small.live())) // 50)
    assert {search.get("usehistory") for search in searches} == {"y"}
    assert {search.get("retmax") for search in searches} == {"10000"}


@pytest.mark.parametrize(
    "fault",
    [
        Fault.HISTORY_LOST,
        Fault.QUERY_LOST,
        Fault.QUERY_LOST_HTML,
        Fault.PAGE_DRIFT,
        Fault.SHORT_PAGE,
        Fault.DUPLICATE_ID,
        Fault.COUNT_TOO_HIGH,
    ],
    ids=lambda fault: fault.name,
)
@pytest.mark.parametrize("page", [2, 3])
def test_a_list_that_goes_wrong_on_its_way_is_complete_in_the_end(
    connect: Connect, small: Archive, fault: Fault, page: int
) -> None:
    with Emulator(small, rate_limit=False, limits=Limits(retmax=50)) as emulator:
        rule = emulator.faults.add(fault, "esearch", nth=page, count=3)
        assert found(connect(emulator.base_url), ALL) == uids(small.live())
    assert rule.struck == 1


def test_a_lost_history_is_searched_anew_and_not_asked_again(
    connect: Connect, small: Archive
) -> None:
    with Emulator(small, rate_limit=False, limits=Limits(retmax=50)) as emulator:
        emulator.faults.add(Fault.HISTORY_LOST, "esearch", nth=3)
        assert found(connect(emulator.base_url), ALL) == uids(small.live())
        terms = [search.get("term") for search in listings(emulator)]
    assert terms == ["(public[ACS])", "#1", "#1", "(public[ACS])", "#1", "#1"]


def test_a_search_that_has_no_history_yet_is_asked_again(connect: Connect, small: Archive) -> None:
    with Emulator(small, rate_limit=False) as emulator:
        emulator.faults.add(Fault.QUERY_LOST, "esearch")
        with pytest.raises(TryAgainError, match="at the last of 9 attempts"):
            found(connect(emulator.base_url), ALL)


def test_a_history_that_is_always_lost_is_told(connect: Connect, small: Archive) -> None:
    with Emulator(small, rate_limit=False, limits=Limits(retmax=50)) as emulator:
        for page in range(2, 10, 2):
            emulator.faults.add(Fault.QUERY_LOST, "esearch", nth=page)
        with pytest.raises(TryAgainError) as error:
            found(connect(emulator.base_url), ALL)
    assert str(error.value) == (
        'NCBI answered "Unable to obtain query #1", 4 searches in a row ((public[ACS])).'
    )


def test_a_count_that_is_never_reached_is_no_list(
    connect: Connect, small: Archive, waits: Waits
) -> None:
    with Emulator(small, rate_limit=False) as emulator:
        emulator.faults.add(Fault.COUNT_TOO_HIGH, "esearch", count=5)
        with pytest.raises(TryAgainError) as error:
            found(connect(emulator.base_url), ALL)
    live = len(uids(small.live()))
    assert str(error.value) == (
        f"NCBI counts {live + 5} records and lists {live}, 4 searches in a row ((public[ACS]))."
    )
    assert waits.seconds == [5, 10, 20]


def test_a_field_that_entrez_says_it_does_not_know_is_refused(connect: Connect) -> None:
    body = (
        b"<eSearchResult><Count>9</Count><RetMax>0</RetMax><RetStart>0</RetStart><QueryKey>1"
        b"</QueryKey><WebEnv>MCID_1</WebEnv><IdList/><ErrorList><FieldNotFound>badfield"
        b"</FieldNotFound></ErrorList></eSearchResult>"
    )
    with (
        scripted(lambda _endpoint, _form: (200, body)) as url,
        pytest.raises(UsageError, match="The SRA has no search field badfield"),
    ):
        found(connect(url), Selection(query="x"))


def test_an_index_that_changes_between_two_pages_does_not_matter(connect: Connect) -> None:
    archive = Archive(30, profile=Profile.plain())
    before = uids(archive.live())

    class Meanwhile(NoLimit):
        def before_each(self) -> None:
            if len(emulator.requests.to("esearch")) == 1:
                archive.publish(5)
                emulator.reindex()

    with Emulator(archive, rate_limit=False, limits=Limits(retmax=10)) as emulator:
        entrez = connect(emulator.base_url, limiter=Meanwhile())
        assert found(entrez, ALL) == before
        assert len(listings(emulator)) == 3
        assert len(found(entrez, ALL)) == len(before) + 5


def test_more_than_entrez_pages_through_is_split_by_date(connect: Connect, small: Archive) -> None:
    with Emulator(small, rate_limit=False, limits=Limits(retmax=20, reach=40)) as emulator:
        assert found(connect(emulator.base_url), ALL) == uids(small.live())


def test_a_window_of_more_than_entrez_pages_through_is_split_too(connect: Connect) -> None:
    archive = Archive(30, profile=Profile.plain())
    archive.clock.advance(100)
    new = []
    for _ in range(4):
        archive.clock.advance(1)
        new += archive.publish(8)
    window = DateWindow.of_days(7, archive.clock.day)
    with Emulator(archive, rate_limit=False, limits=Limits(retmax=5, reach=10)) as emulator:
        entrez = connect(emulator.base_url)
        assert found(entrez, replace(ALL, window=window)) == uids(new)


def test_a_day_of_more_than_entrez_pages_through_is_told(connect: Connect) -> None:
    archive = Archive(30, profile=Profile.plain())
    archive.clock.advance(100)
    archive.publish(30)
    window = DateWindow(archive.clock.day, archive.clock.day)
    with (
        Emulator(archive, rate_limit=False, limits=Limits(retmax=5, reach=10)) as emulator,
        pytest.raises(TryAgainError, match="a day is the least"),
    ):
        found(connect(emulator.base_url), replace(ALL, window=window))


def test_days_are_searched_again_when_the_index_is_exchanged_meanwhile(connect: Connect) -> None:
    archive = Archive(30, profile=Profile.plain())
    archive.clock.advance(100)
    new = archive.publish(3)
    window = DateWindow.of_days(7, archive.clock.day)

    class Meanwhile(NoLimit):
        def before_each(self) -> None:
            if len(emulator.requests.to("esearch")) == 1 and len(new) == 3:
                new.extend(archive.publish(2))
                emulator.reindex()

    with Emulator(archive, rate_limit=False) as emulator:
        entrez = connect(emulator.base_url, limiter=Meanwhile())
        assert found(entrez, replace(ALL, window=window)) == uids(new)
        assert len(emulator.requests.to("esearch")) == 4


def test_an_index_that_never_rests_is_told(connect: Connect) -> None:
    archive = Archive(30, profile=Profile.plain())

    class Always(NoLimit):
        def before_each(self) -> None:
            emulator.reindex()

    window = DateWindow.of_days(7, archive.clock.day)
    with Emulator(archive, rate_limit=False) as emulator:
        entrez = connect(emulator.base_url, limiter=Always())
        with pytest.raises(TryAgainError, match="exchanged its index during each of 4"):
            found(entrez, replace(ALL, window=window))


def test_the_count_is_that_of_what_is_found(connect: Connect) -> None:
    archive = Archive(60, profile=Profile.plain())
    archive.clock.advance(100)
    changed, published = list(archive.live())[:5], archive.publish(3)
    for record in changed:
        archive.edit(record)
    window = DateWindow.of_days(7, archive.clock.day)
    with Emulator(archive, rate_limit=False) as emulator:
        entrez = connect(emulator.base_url)
        assert entrez.count(ALL) == 63
        assert entrez.count(replace(ALL, window=window)) == len(changed) + len(published)
        assert entrez.count(Selection(organism="Mycobactrium")) == 0
        assert not any(search.get("retstart") for search in emulator.requests.to("esearch"))


def test_a_typo_in_a_tag_is_not_counted_either(entrez: EntrezSequenceArchive) -> None:
    with pytest.raises(UsageError, match="is no search field"):
        entrez.count(Selection(query="Mycobacterium[Organsim]"))


def test_archives_at_different_addresses_are_different(connect: Connect) -> None:
    urls = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/a/", "http://127.0.0.1:9/b"]
    assert [connect(url).identity for url in urls] == [
        "127.0.0.1:9/a/",
        "127.0.0.1:9/a/",
        "127.0.0.1:9/b/",
    ]
