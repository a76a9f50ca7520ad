"""Mirror: a study that is only referred to has a row, which its record fills."""

from domain.tally import Outcome
from tests.support.house import House
from tests.support.packages import a_package, a_study, an_experiment


def test_a_study_only_referred_to_is_filled_by_its_record_later(house: House) -> None:
    house.merge(a_package())
    assert house.contents().studies == {"SRP000001": None}

    tally = house.merge(a_package(study=a_study(title="study")))

    assert tally.of("study", Outcome.CHANGED) == 1
    assert house.contents().studies == {"SRP000001": a_study(title="study")}


def test_a_reference_to_a_study_never_overwrites_its_record(house: House) -> None:
    house.merge(a_package("SRX000001", study=a_study(title="study")))
    before = house.contents().studies

    tally = house.merge(a_package("SRX000002"), a_package("SRX000003"))

    assert house.contents().studies == before
    assert tally.of("study") == 0


def test_a_record_and_a_reference_to_it_in_one_page_are_one_study(house: House) -> None:
    house.merge(a_package("SRX000001", study=a_study(title="study")), a_package("SRX000002"))

    assert house.contents().studies == {"SRP000001": a_study(title="study")}


def test_records_that_stay_the_same_beside_new_references_are_counted(house: House) -> None:
    house.merge(a_package("SRX000001", study=a_study(title="study")))

    tally = house.merge(
        a_package("SRX000001", study=a_study(title="study")),
        a_package(experiment=an_experiment("SRX000002", "SRP000002")),
    )

    assert tally.as_json()["study"] == {"new": 1, "same": 1}
