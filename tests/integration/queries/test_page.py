"""Every query of docs/queries.md runs as it stands, on a mirror where it has something to find."""

import pytest

from tests.integration.queries.house import House
from tests.support.queries import queries


@pytest.mark.parametrize(("question", "number"), queries())
def test_every_query_of_the_page_finds_something_in_a_filled_mirror(
    house: House, question: str, number: int
) -> None:
    assert house.ask(question, number)


def test_a_query_that_does_not_ask_for_the_example_is_refused() -> None:
    query = next(iter(queries().values()))

    with pytest.raises(ValueError, match="nothing asks for PRJNA9"):
        query.asking({"PRJNA9": "PRJNA1"})
