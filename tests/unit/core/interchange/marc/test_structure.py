"""Taking records apart and cutting files, whole and damaged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from core.domain.marc import MarcRecord
from core.errors import InvalidInputError
from core.interchange.marc.framing import Piece, cut
from core.interchange.marc.iso2709_writing import encode_iso2709
from core.interchange.marc.structure import take_apart, take_apart_exactly


@pytest.fixture
def data(cnmarc: MarcRecord) -> bytes:
    return encode_iso2709(cnmarc, "gb18030")


def warnings(data: bytes) -> set[str]:
    return {each.message_id for each in take_apart(data).warnings}


def pieces(data: bytes) -> list[Piece]:
    return list(cut(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


def test_a_sound_record(data: bytes, cnmarc: MarcRecord) -> None:
    exact = take_apart_exactly(data)
    assert exact == take_apart(data)
    assert exact is not None
    assert exact.tags == tuple(each.tag for each in cnmarc.fields)
    assert exact.warnings == ()


def test_a_wrong_record_length_is_found_again(data: bytes) -> None:
    wrong = b"00099" + data[5:]
    assert warnings(wrong) == {"marc.length_wrong"}
    assert take_apart(wrong).body == take_apart(data).body


def test_a_wrong_base_address_is_found_again(data: bytes) -> None:
    wrong = data[:12] + b"00024" + data[17:]
    assert warnings(wrong) == {"marc.directory_wrong"}
    assert take_apart(wrong).body == take_apart(data).body


def test_wrong_addresses_in_the_directory_are_found_again_by_terminators(data: bytes) -> None:
    # As when a program counts characters where bytes are meant: every address after Chinese text is too small.
    def shrunk(match: re.Match[bytes]) -> bytes:
        return match[1] + b"%04d%05d" % (int(match[2]) * 2 // 3, int(match[3]) * 2 // 3)

    end = data.index(b"\x1e")
    directory = re.sub(rb"(...)(\d{4})(\d{5})", shrunk, data[24:end])
    wrong = data[:24] + directory + data[end:]
    assert warnings(wrong) == {"marc.directory_wrong"}
    assert take_apart(wrong).body == take_apart(data).body


def test_a_directory_in_another_order_than_the_fields(data: bytes) -> None:
    end = data.index(b"\x1e")
    entries = re.findall(b".{12}", data[24:end])
    turned = data[:24] + b"".join(reversed(entries)) + data[end:]
    exact = take_apart(data)
    found = take_apart(turned)
    assert found.tags == exact.tags[::-1]
    assert found.body.split(b"\x1e")[:-1] == exact.body.split(b"\x1e")[-2::-1]
    assert found.warnings == ()


def test_lines_that_a_program_broke_the_record_into(data: bytes) -> None:
    broken = data.replace(b"\x1e", b"\x1e\r\n")
    assert take_apart(broken).body == take_apart(data).body


def test_a_length_left_blank_belongs_to_the_record(data: bytes) -> None:
    for length in (b"     ", b"  %03d" % len(data)):
        found = pieces(data + b"\n" + length + data[5:] + data)
        assert [(each.offset, each.length) for each in found] == [
            (0, len(data)), (len(data) + 1, len(data)), (2 * len(data) + 1, len(data))
        ]  # fmt: skip
        assert warnings(length + data[5:]) <= {"marc.length_wrong"}


def test_a_final_terminator_that_is_missing(data: bytes) -> None:
    assert warnings(data[:-1]) == {"marc.length_wrong", "marc.terminator_missing"}
    assert [each.length for each in pieces(data[:-1] + data)] == [len(data) - 1, len(data)]


def test_lengths_that_count_characters_where_bytes_are_meant(cnmarc: MarcRecord, data: bytes) -> None:
    recoded = data.decode("gb18030").encode("utf-8")  # as a text editor saves it
    assert take_apart(recoded).body == take_apart(data).body.decode("gb18030").encode("utf-8")


def test_bytes_that_no_entry_names_are_told(data: bytes) -> None:
    longer = data[:-1] + b"stray bytes\x1d"
    assert "marc.unlisted_data" in warnings(longer)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:24] + b"--" + data[24:], "marc.not_a_record"),
        (lambda data: data[:60] + data[62:], "marc.directory_damaged"),
        (lambda data: data[:-60], "marc.truncated"),
        (lambda data: data[:44] + b"x" + data[45:], "marc.directory_damaged"),
        (lambda data: data[:30] + b"9" + data[31:-20] + b"\x1e" + data[-20:], "marc.directory_damaged"),
        (lambda data: b"", "marc.not_a_record"),
    ],
)
def test_what_cannot_be_put_right_is_refused(data: bytes, damage: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(reason)):
        take_apart(damage(data))


def test_pieces_follow_each_other(data: bytes) -> None:
    found = pieces(data + b"\r\n" + data + b"\x00\x1a")
    assert [(each.offset, each.length) for each in found] == [(0, len(data)), (len(data) + 2, len(data))]


def test_junk_is_one_piece_up_to_the_next_record(data: bytes) -> None:
    junk = b"\x93\x1d\x1eGIF89a\x1d no MARC here \n" * 50
    found = pieces(data + junk + data)
    assert [each.data is None for each in found] == [False, True, False]
    assert found[1].offset == len(data)
    assert sum(each.length for each in found) == 2 * len(data) + len(junk)


def test_a_record_that_is_cut_off_does_not_take_the_next_along(data: bytes) -> None:
    found = pieces(data[:-100] + data + data)
    assert [each.length for each in found] == [len(data) - 100, len(data), len(data)]


def test_a_length_that_swallows_the_next_record(data: bytes) -> None:
    longer = b"%05d" % (2 * len(data)) + data[5:]
    assert [each.length for each in pieces(longer + data)] == [len(data), len(data)]


def test_a_terminator_within_a_field_where_all_lengths_are_right(data: bytes) -> None:
    with_end = data.replace(b"CNY59.70", b"CNY\x1d9.70")
    assert [each.length for each in pieces(with_end + data)] == [len(data), len(data)]


def test_a_byte_order_mark_is_no_part_of_the_record(data: bytes) -> None:
    assert [(each.offset, each.length) for each in pieces(b"\xef\xbb\xbf" + data)] == [(3, len(data))]


@pytest.mark.parametrize("unit", [b"\x00", b"9", b"\x1d", b"00040nam  22000370  4500245000200000\x1e", b"245000000000"])
def test_megabytes_of_nonsense_take_no_time(unit: bytes) -> None:
    found = pieces(unit * ((6 << 20) // len(unit)))
    assert sum(each.length for each in found) == len(unit) * ((6 << 20) // len(unit)) or unit == b"\x00"
