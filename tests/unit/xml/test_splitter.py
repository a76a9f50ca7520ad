"""A reply is cut into its records; all that came is in the pieces, and nothing is read twice."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.xml.splitter import Piece, glance, in_utf8, is_utf8, split
from adapters.xml.sra import read_package
from application.errors import UnreadableRecordError

ERROR = b'<ERROR procedure="P" line="68" public="yes">SRA Experiment SRX835 is not public</ERROR>'
FAILURE = b"<Error>Internal Server Error (db)</Error>"
HEAD, TAIL = (
    b'<?xml version="1.0" encoding="UTF-8"  ?>\n<EXPERIMENT_PACKAGE_SET>',
    (b"</EXPERIMENT_PACKAGE_SET>\n"),
)


def package(number: int, text: str = "t") -> bytes:
    return (
        f'<EXPERIMENT_PACKAGE><EXPERIMENT accession="SRX{number}"><TITLE>{text}</TITLE>'
        f'<STUDY_REF accession="SRP1"/></EXPERIMENT></EXPERIMENT_PACKAGE>'
    ).encode()


A, B, C = (package(number) for number in (1, 2, 3))
TORN = A[:70]


def pieces(reply: bytes) -> list[tuple[bytes, bool]]:
    found = list(split(reply))
    for piece in found:
        assert reply[piece.offset : piece.offset + len(piece.raw)] == piece.raw
    return [(piece.raw, piece.whole) for piece in found]


def whole(*raws: bytes) -> list[tuple[bytes, bool]]:
    return [(raw, True) for raw in raws]


@pytest.mark.parametrize(
    "reply",
    [
        HEAD + A + B + TAIL,
        HEAD + b"\n  " + A + b"\r\n\t" + B + b"\n" + TAIL,
        b"<!DOCTYPE EXPERIMENT_PACKAGE_SET>\n" + HEAD + A + B + TAIL,
        b"\xef\xbb\xbf" + HEAD + A + B + TAIL,
        A + B,
        HEAD + A + TAIL + HEAD + B + TAIL,
        HEAD + A + b"<!-- nothing of interest -->" + B,
    ],
)
def test_whatever_stands_around_the_packages_they_are_found(reply: bytes) -> None:
    assert pieces(reply) == whole(A, B)


def test_a_re_indented_package_is_a_piece_from_its_first_to_its_last_tag() -> None:
    spread = A.replace(b"><", b">\n  <")
    assert pieces(HEAD + b"\n  " + spread + b"\n" + TAIL) == whole(spread)


@pytest.mark.parametrize(
    "reply", [b"", b"\n", HEAD + TAIL, HEAD, b"<html/>", b"<EXPERIMENT_PACKAGE", b"<eFetchResult/>"]
)
def test_a_reply_without_records_has_no_pieces(reply: bytes) -> None:
    assert pieces(reply) == []


def test_errors_are_pieces_that_may_name_what_is_not_public() -> None:
    found = list(split(HEAD + A + ERROR + FAILURE + b"<ERROR/>" + B + TAIL))
    assert [piece.raw for piece in found] == [A, ERROR, FAILURE, b"<ERROR/>", B]
    assert [piece.is_error for piece in found] == [False, True, True, True, False]
    assert [piece.not_public for piece in found] == [None, "SRX835", None, None, None]
    assert [piece.experiment for piece in found] == ["SRX1", None, None, None, "SRX2"]


def test_a_package_that_quotes_an_error_is_no_error() -> None:
    (piece,) = split(package(1, "SRA Experiment SRX835 is not public"))
    assert not piece.is_error
    assert piece.not_public is None


def test_an_element_called_error_within_a_package_is_part_of_it() -> None:
    odd = A.replace(b"<TITLE>", b"<ERROR>x</ERROR><TITLE>")
    assert pieces(HEAD + odd + B + TAIL) == whole(odd, B)


def test_a_torn_last_package_is_given_torn() -> None:
    assert pieces(HEAD + A + TORN) == [(A, True), (TORN, False)]


def test_a_package_whose_end_is_missing_harms_neither_the_next_nor_the_one_after() -> None:
    assert pieces(HEAD + TORN + B + C + TAIL) == [(TORN, False), *whole(B, C)]


def test_a_torn_package_ends_where_an_error_begins() -> None:
    assert pieces(HEAD + TORN + ERROR + B + TAIL) == [(TORN, False), *whole(ERROR, B)]


def test_a_torn_error_ends_where_a_package_begins() -> None:
    assert pieces(HEAD + ERROR[:50] + A + TAIL) == [(ERROR[:50], False), *whole(A)]


def test_a_torn_package_before_a_new_set_does_not_swallow_it() -> None:
    torn = TORN + HEAD
    assert pieces(HEAD + torn + B + TAIL) == [(torn, False), *whole(B)]


def test_tags_with_attributes_or_white_space_are_tags_all_the_same() -> None:
    first = A.replace(b"<EXPERIMENT_PACKAGE>", b'<EXPERIMENT_PACKAGE\n new="1">')
    empty = b'<EXPERIMENT_PACKAGE new="1"/>'
    assert pieces(HEAD + first + empty + B) == whole(first, empty, B)
    assert pieces(TORN + first) == [(TORN, False), *whole(first)]


def test_other_elements_of_like_names_are_not_taken_for_records() -> None:
    odd = A.replace(b"<TITLE>", b"<EXPERIMENT_PACKAGE_NOTE/><ERRORS/><TITLE>")
    assert pieces(b"<ERRORS/>" + odd + B) == whole(odd, B)


def test_the_name_of_the_element_in_a_text_is_only_a_text() -> None:
    quoting = package(1, "an EXPERIMENT_PACKAGE, &lt;EXPERIMENT_PACKAGE&gt;, /EXPERIMENT_PACKAGE")
    assert pieces(HEAD + quoting + B) == whole(quoting, B)


@pytest.mark.parametrize("tag", ["<EXPERIMENT_PACKAGE>", "</EXPERIMENT_PACKAGE>"])
@pytest.mark.parametrize("section", ["<![CDATA[{}]]>", "<!-- {} -->"])
def test_a_tag_in_a_comment_or_a_cdata_section_spoils_its_package_alone(
    tag: str, section: str
) -> None:
    """The archives write neither; such a package is not lost but goes to quarantine."""
    found = list(split(HEAD + A + package(2, section.format(tag)) + C + TAIL))
    assert [piece.raw for piece in (found[0], found[-1])] == [A, C]
    for piece in found[1:-1]:
        with pytest.raises(UnreadableRecordError):
            read_package(piece.raw)


def test_a_package_within_a_comment_is_taken_for_a_package() -> None:
    assert pieces(HEAD + b"<!--" + A + b"-->" + B) == whole(A, B)


@contextmanager
def mapped(content: bytes) -> Iterator[mmap.mmap]:
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as on_disk:
            yield on_disk


PARTS = st.sampled_from([A, B, C, TORN, ERROR, ERROR[:50], FAILURE, HEAD, TAIL, b"\n  ", b"junk"])


@given(st.lists(PARTS, min_size=1))
def test_a_reply_on_disk_is_cut_like_one_in_memory(parts: list[bytes]) -> None:
    reply = b"".join(parts)
    with mapped(reply) as on_disk:
        assert list(split(on_disk)) == list(split(reply))


WHOLE = st.builds(package, st.integers(0, 10**9), st.text("aé<丘&]-! \n").map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)) | st.sampled_from([ERROR, FAILURE])  # fmt: skip
BETWEEN = st.sampled_from([b"", b"\n", b" \t ", b"<!-- -->", TAIL + HEAD])


@given(st.lists(st.tuples(BETWEEN, WHOLE)))
def test_what_was_put_together_comes_apart_again(parts: list[tuple[bytes, bytes]]) -> None:
    reply = HEAD + b"".join(space + raw for space, raw in parts) + TAIL
    assert pieces(reply) == whole(*(raw for _, raw in parts))


@given(st.lists(st.tuples(WHOLE, st.integers(20, 80)), min_size=1))
def test_torn_records_among_whole_ones_take_nothing_away(
    parts: list[tuple[bytes, int]],
) -> None:
    reply = b"".join(raw[:cut] + package(7) for raw, cut in parts)
    assert [raw for raw, _ in pieces(reply)].count(package(7)) == len(parts)


@given(st.lists(st.sampled_from(
    [b"<EXPERIMENT_PACKAGE", b"<EXPERIMENT_PACKAGE>", b"</EXPERIMENT_PACKAGE>", b"<ERROR", b">",
     b"</ERROR>", b"<Error/>", b"_SET", b" ", b"x", b"<"])).map(b"".join))  # fmt: skip
def test_pieces_never_overlap_and_leave_no_record_out(reply: bytes) -> None:
    end = 0
    for piece in split(reply):
        assert piece.offset >= end
        assert b"<EXPERIMENT_PACKAGE>" not in reply[end : piece.offset]
        end = piece.offset + len(piece.raw)
        assert reply[piece.offset : end] == piece.raw
    assert b"<EXPERIMENT_PACKAGE>" not in reply[end:]


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        (TORN + b"x" * 500, 50_000),
        (b"<ERROR>" + b"x" * 500, 50_000),
        (b"<ERROR " + b"x" * 500, 50_000),
        (b"<EXPERIMENT_PACKAGE " + b"x" * 500, 50_000),
        (b"<EXPERIMENT_PACKAGE_SET>" + b"x" * 500, 50_000),
        (ERROR[:-8] + TORN, 50_000),
        (A, 50_000),
    ],
)
@pytest.mark.parametrize("end", [b"", b"</EXPERIMENT_PACKAGE></ERROR>"])
def test_the_time_grows_with_the_reply_and_not_with_its_square(
    unit: bytes, count: int, end: bytes
) -> None:
    reply = unit * count + end
    began = process_time()
    for _ in split(reply):
        pass
    assert process_time() - began < 3


@pytest.mark.parametrize(
    ("raw", "experiment"),
    [
        (A, "SRX1"),
        (TORN, "SRX1"),
        (b"<EXPERIMENT_PACKAGE>\n <EXPERIMENT\n alias='a'\n accession = 'erx2' >", "ERX2"),
        (b'<EXPERIMENT alias="SRX9" center_accession="SRX8" accession=" DRX3">', "DRX3"),
        (b'<EXPERIMENT_REF accession="SRX9"/><EXPERIMENT accession="SRX3"/>', "SRX3"),
        (b'<EXPERIMENT alias="a"><STUDY_REF accession="SRX9"/></EXPERIMENT>', None),
        (b'<EXPERIMENT accession="FAKE1">', None),
        (b'<EXPERIMENT accession="">', None),
        (b'<EXPERIMENT accession="SRX1', None),
        (b"", None),
    ],
)
def test_a_glance_tells_which_experiment_it_seems_to_be(raw: bytes, experiment: str | None) -> None:
    assert glance(raw) == experiment
    assert Piece(raw, 0).experiment == experiment


@pytest.mark.parametrize(
    "unit", [b"<EXPERIMENT ", b"<EXPERIMENT accession=", b' accession="', b"<EXPERIMENT a='"]
)
def test_a_glance_is_quick_whatever_it_sees(unit: bytes) -> None:
    began = process_time()
    glance(unit * 300_000)
    assert process_time() - began < 2


ACCENTED = HEAD + package(1, "Höhe, 25 °C") + TAIL


@pytest.mark.parametrize(
    "reply",
    [
        b"\xef\xbb\xbf" + ACCENTED,
        ACCENTED.replace(b"UTF-8", b"utf8"),
        ACCENTED.replace(b' encoding="UTF-8"', b""),
        ACCENTED.replace(b"UTF-8", b"ISO-8859-1").decode().encode("latin-1"),
        ACCENTED.replace(b"UTF-8", b"windows-1252").decode().encode("cp1252"),
        ACCENTED.replace(b'"UTF-8"', b"'latin-1'").decode().encode("latin-1"),
        ACCENTED.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
        ACCENTED.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-be"),
        ACCENTED.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16-le"),
        ACCENTED.replace(b"UTF-8", b"UTF-16"),
        ACCENTED.replace(b"UTF-8", b"no-such-encoding"),
        ACCENTED.replace(b"UTF-8", b"base64"),
        ACCENTED.replace(b"UTF-8", b"undefined"),
    ],
)
def test_replies_of_every_encoding_read_the_same(reply: bytes) -> None:
    (piece,) = split(in_utf8(reply))
    assert read_package(piece.raw).experiment.title == "Höhe, 25 °C"


def test_a_plain_reply_is_not_copied() -> None:
    assert in_utf8(ACCENTED) is ACCENTED
    assert is_utf8(ACCENTED[:100])
    assert not is_utf8(b"\xef\xbb\xbf" + ACCENTED[:100])
    assert not is_utf8(ACCENTED.replace(b"UTF-8", b"latin-1")[:100])
    assert is_utf8(b"")


@pytest.mark.parametrize(
    "reply",
    [
        (HEAD + B + package(1, "?!") + TAIL).replace(b"UTF-8", b"cp1252").replace(b"?!", b"\x81"),
        (HEAD + B + package(1, "?!") + TAIL).decode().encode("utf-16").replace(
            "?!".encode("utf-16-le"), b"\x00\xd8\x00\xd8"
        ),
        b"\xef\xbb\xbf" + (HEAD + B + package(1, "?!") + TAIL).replace(b"?!", b"\xe9\xe9"),
    ],
)  # fmt: skip
def test_bytes_that_are_wrong_for_their_encoding_spoil_their_record_alone(reply: bytes) -> None:
    good, bad = split(in_utf8(reply))
    assert str(read_package(good.raw).experiment.accession) == "SRX2"
    with pytest.raises(UnreadableRecordError, match="not well-formed"):
        read_package(bad.raw)


@given(st.binary(max_size=80), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"<\0", HEAD]))
@settings(max_examples=200)
def test_any_bytes_become_utf8_or_stay_as_they_are(raw: bytes, beginning: bytes) -> None:
    reply = beginning + raw
    assert in_utf8(reply) is reply or in_utf8(reply).decode() is not None
