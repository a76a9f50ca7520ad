"""Samples keep all their projects: links are asked for one sample at a time, and checked."""

from typing import Any

import pytest

from adapters.entrez.bioprojects import EntrezProjectArchive
from adapters.entrez.links import SAMPLES_A_CALL
from application.errors import TryAgainError
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.integration.entrez.conftest import Connections
from tests.integration.entrez.scripted import scripted
from tests.synthetic import Archive, Oddity, Profile, SampleRecord

LINKS = (
    "<eLinkResult><LinkSet><DbFrom>biosample</DbFrom><IdList><Id>11</Id></IdList>"
    "<LinkSetDb><DbTo>bioproject</DbTo><LinkName>biosample_bioproject_d2u</LinkName>"
    "<Link><Id>1</Id></Link></LinkSetDb>"
    "<LinkSetDb><DbTo>bioproject</DbTo><LinkName>biosample_bioproject</LinkName>"
    "<Link><Id>7</Id></Link><Link><Id>8</Id></Link></LinkSetDb>"
    "<LinkSetDb><DbTo>bioproject</DbTo><LinkName>biosample_bioproject_all</LinkName>"
    "<Link><Id>8</Id></Link><Link><Id>9</Id></Link></LinkSetDb></LinkSet>"
    "<LinkSet><DbFrom>biosample</DbFrom><IdList><Id>12</Id></IdList></LinkSet></eLinkResult>"
)


@pytest.fixture(scope="module")
def small() -> Archive:
    """Every third sample or so belongs to two projects."""
    return Archive(240, profile=Profile.odd().with_oddities({Oddity.TWO_PROJECTS: 0.3}))


@pytest.fixture
def live(small: Archive) -> list[SampleRecord]:
    return [record for record in small.biosamples.values() if record.is_live]


def expected(samples: list[SampleRecord]) -> dict[int, set[int]]:
    return {s.uid: {project.uid for project in s.projects if project.is_live} for s in samples}


def told(projects: EntrezProjectArchive, samples: list[SampleRecord]) -> dict[int, set[int]]:
    links = projects.projects_of([sample.uid for sample in samples])
    assert all(len(set(found)) == len(found) for found in links.values())
    return {sample: set(found) for sample, found in links.items()}


def test_every_sample_has_all_its_projects_and_no_other_samples(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    assert any(Oddity.TWO_PROJECTS in sample.oddities for sample in live)
    assert told(projects, live) == expected(live)
    (request, *more) = emulator.requests.to("elink")
    assert len(more) == (len(live) - 1) // SAMPLES_A_CALL
    assert len(request.params["id"]) == min(len(live), SAMPLES_A_CALL)
    assert request.get("dbfrom") == "biosample"


def test_many_samples_are_asked_for_in_parts(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    unknown = range(1, 2 * SAMPLES_A_CALL)
    links = projects.projects_of([*unknown, live[0].uid, live[0].uid])
    assert len(emulator.requests.to("elink")) == 2
    assert set(links[live[0].uid]) == expected(live[:1])[live[0].uid]
    assert [links[uid] for uid in unknown] == [()] * len(unknown)


@pytest.mark.parametrize(
    ("fault", "how"),
    [
        (Fault.LINKSET_DROPPED, {"nth": 1, "count": 3}),
        (Fault.LINKS_UNITED, {"nth": 1}),
        (Fault.LINKS_UNITED, {}),
        (Fault.LINK_CRASH, {"times": 2}),
        (Fault.EMPTY_BODY, {"times": 1}),
        (Fault.TRUNCATED, {"times": 1}),
        (Fault.VIEWER_TIMEOUT, {"times": 1}),
        (Fault.RATE_LIMIT, {"times": 1}),
    ],
    ids=str,
)
def test_links_that_are_lost_or_mixed_up_are_asked_for_again(
    projects: EntrezProjectArchive,
    emulator: Emulator,
    live: list[SampleRecord],
    fault: Fault,
    how: dict[str, Any],
) -> None:
    emulator.faults.add(fault, "elink", **how)
    assert told(projects, live[:20]) == expected(live[:20])


def test_a_sample_whose_links_are_never_told_is_left_out_and_is_the_only_one(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    emulator.faults.add(Fault.LINKSET_DROPPED, "elink", ids={live[3].uid})
    silent = expected(live[:20])
    del silent[live[3].uid]
    assert told(projects, live[:20]) == silent


def test_links_that_cannot_be_had_are_for_later(
    projects: EntrezProjectArchive, emulator: Emulator
) -> None:
    emulator.faults.add(Fault.LINK_CRASH, "elink")
    with pytest.raises(TryAgainError, match="elink of 2 samples, from id 1 on"):
        projects.projects_of([1, 2])


def test_links_of_other_names_lead_elsewhere(connections: Connections) -> None:
    with scripted(lambda _endpoint, _form: (200, LINKS.encode())) as url:
        projects = connections.make(EntrezProjectArchive, url)
        assert projects.projects_of([11, 12]) == {11: (7, 8, 9), 12: ()}


def test_no_sample_has_no_links(projects: EntrezProjectArchive, emulator: Emulator) -> None:
    assert projects.projects_of([]) == {}
    assert len(emulator.requests) == 0
