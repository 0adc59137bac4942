"""Files of any size in the same little memory, and the speed of reading beside bare pymarc."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pymarc
import pytest

from core.domain.marc import MarcRecord
from core.interchange.marc.entries import MarcEntry
from core.interchange.marc.iso2709 import encode_iso2709, read_marc
from core.interchange.marc.marcjson import read_marcjson, to_marcjson
from core.interchange.marc.marcxml import XML_HEAD, XML_TAIL, read_marcxml, to_marcxml

MEBIBYTE = 1 << 20


def peak_of(read: Callable[[], int]) -> tuple[int, int]:
    """What a reading returns, and how much memory of Python it took at most, in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        result = read()
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["iso2709", "xml", "json"])
def test_memory_does_not_grow_with_the_file(cnmarc: MarcRecord, tmp_path: Path, format: str) -> None:
    head, one, tail, reader = {
        "iso2709": (b"", encode_iso2709(cnmarc, "utf-8"), b"", read_marc),
        "xml": (XML_HEAD, to_marcxml(cnmarc), XML_TAIL, read_marcxml),
        "json": (b"", to_marcjson(cnmarc) + b"\n", b"", read_marcjson),
    }[format]
    peaks = []
    for mebibytes in (2, 5):
        path = tmp_path / f"{mebibytes}.{format}"
        n_records = mebibytes * MEBIBYTE // len(one)
        path.write_bytes(head + one * n_records + tail)
        n_read, peak = peak_of(lambda path=path: sum(isinstance(each, MarcEntry) for each in reader(path)))  # type: ignore[misc]
        assert n_read == n_records
        peaks.append(peak)
    assert peaks[1] < peaks[0] + MEBIBYTE
    assert peaks[1] < 8 * MEBIBYTE


def test_neither_does_it_with_junk(tmp_path: Path) -> None:
    path = tmp_path / "junk.mrc"
    path.write_bytes(bytes(range(1, 256)) * (32 * MEBIBYTE // 255))
    n_pieces, peak = peak_of(lambda: sum(1 for _ in read_marc(path)))
    assert n_pieces == 1
    assert peak < 16 * MEBIBYTE


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_reading_with_detection_is_no_slower_than_pymarc(cnmarc: MarcRecord, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "speed.mrc"
    path.write_bytes(encode_iso2709(cnmarc, encoding) * 400)

    def ours() -> None:
        assert sum(isinstance(each, MarcEntry) for each in read_marc(path)) == 400

    def theirs() -> None:
        with path.open("rb") as source:
            assert sum(each is not None for each in pymarc.MARCReader(source, hide_utf8_warnings=True)) == 400

    def seconds(read: Callable[[], None]) -> float:
        began = time.perf_counter()
        read()
        return time.perf_counter() - began

    ours()
    # The least of several runs: the machine may be busy, and it is the same for both.
    assert min(seconds(ours) for _ in range(3)) < min(seconds(theirs) for _ in range(3)) * 1.25
