"""How a record that changed is told from one that did not."""

from hypothesis import given
from hypothesis import strategies as st

from domain.changes import DIGEST_BYTES, digest

PARTS = st.lists(st.binary(max_size=20), max_size=4)


@given(PARTS)
def test_the_same_parts_have_the_same_digest(parts: list[bytes]) -> None:
    assert digest(*parts) == digest(*[bytes(part) for part in parts])
    assert len(digest(*parts)) == DIGEST_BYTES


@given(PARTS, PARTS)
def test_other_parts_have_another_digest(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@given(st.binary(min_size=1, max_size=20), st.data())
def test_where_a_text_is_divided_matters(text: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text) - 1))

    assert digest(text[:cut], text[cut:]) != digest(text)
    assert digest(text[:cut], text[cut:]) != digest(text, b"")


def test_the_digest_of_a_record_stays_from_version_to_version() -> None:
    assert digest(b"a", b"bc").hex() == "f14abc19c330e936bb9c8506d69bac9b"
