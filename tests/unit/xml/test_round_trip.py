"""Whatever the records say, their XML is read back as just that; and spoilt XML never surprises."""

from collections.abc import Callable
from contextlib import suppress

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.xml.sra import read_package
from application.errors import UnreadableRecordError
from domain.records import ExperimentPackage
from tests.unit.xml import render
from tests.unit.xml.packages import RICH
from tests.unit.xml.strategies import packages

_UNHURRIED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

Spoil = Callable[[bytes, int, int, bytes], bytes]
SPOILING: tuple[Spoil, ...] = (
    lambda raw, start, _, __: raw[:start],
    lambda raw, start, _, __: raw[start:],
    lambda raw, start, end, _: raw[:start] + raw[end:],
    lambda raw, start, end, _: raw[:end] + raw[start:],
    lambda raw, start, _, junk: raw[:start] + junk + raw[start:],
    lambda raw, start, end, junk: raw[:start] + junk + raw[end:],
    lambda raw, start, end, _: raw[end:] + raw[start:end] + raw[:start],
)
junk = st.binary(max_size=6) | st.sampled_from(
    [
        *(b"<", b">", b'"', b"&", b"</", b"/>", b"]]>", b"<!--", b"<![CDATA[", b"\0", b"\xff"),
        *(b"<a>", b' a="1"', b"<Contact>", b"<EXPERIMENT_PACKAGE>", b"<!DOCTYPE a>", b"&#0;"),
    ]
)
places = st.integers(0, len(RICH))


@given(packages())
@settings(_UNHURRIED, max_examples=50)
def test_what_records_say_is_read_back(package: ExperimentPackage) -> None:
    assert read_package(render.package(package)) == package


@given(st.lists(st.tuples(st.sampled_from(SPOILING), places, places, junk), min_size=1, max_size=3))
@settings(_UNHURRIED, max_examples=300)
def test_spoilt_bytes_are_read_or_refused_and_nothing_else(
    spoilings: list[tuple[Spoil, int, int, bytes]],
) -> None:
    raw = RICH
    for spoil, one, other, some in spoilings:
        raw = spoil(raw, min(one, other), max(one, other), some)
    with suppress(UnreadableRecordError):
        orjson.dumps(read_package(raw).other)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused_and_nothing_else(raw: bytes) -> None:
    with suppress(UnreadableRecordError):
        read_package(raw)


VALUES = st.text(max_size=30) | st.sampled_from(
    ["", " ", "SRX7", "SRS7", "PRJNA7", "GSM7", "1e400", "nan", "9" * 400, "2024-01-01T00:00-23:59"]
)


@given(st.data())
@settings(_UNHURRIED, max_examples=100)
def test_any_values_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """Exchange the values of attributes for odd ones, which leaves the XML well-formed."""
    parts = RICH.decode().split('"')
    for place in data.draw(st.sets(st.integers(0, len(parts) // 2 - 1), min_size=1, max_size=5)):
        parts[2 * place + 1] = render.quoted(data.draw(VALUES))
    with suppress(UnreadableRecordError):
        orjson.dumps(read_package('"'.join(parts).encode()).other)
