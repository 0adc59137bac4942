"""The reader of the 4-bit pack: right values, and an error for anything else."""

from __future__ import annotations

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.encoders.e5_pack import dequantise_q4, read_pack
from core.errors import StoreMismatchError


def test_block_by_hand() -> None:
    # Scale 0.5; byte i holds element i in its low half and element i + 16 in its high half.
    codes = [(low, 15 - low) for low in range(16)]
    block = np.float16(0.5).tobytes() + bytes(low | (high << 4) for low, high in codes)
    expected = [(low - 8) * 0.5 for low, _ in codes] + [(high - 8) * 0.5 for _, high in codes]
    np.testing.assert_array_equal(dequantise_q4(block), np.array(expected, dtype=np.float32))


def test_reads_header_tokenizer_and_tensors(pack_bytes: bytes) -> None:
    pack = read_pack(pack_bytes)
    assert (pack.header.hidden, pack.header.layers, pack.header.heads, pack.header.feed_forward) == (32, 2, 4, 64)
    assert pack.tokenizer.pieces[11] == "红楼梦"
    assert (pack.tokenizer.bos, pack.tokenizer.pad, pack.tokenizer.eos, pack.tokenizer.unk) == (0, 1, 2, 3)
    assert pack.tokenizer.scores[0] == pytest.approx(-1)
    weight = pack.tensors["encoder.layer.1.intermediate.dense.weight"]
    assert weight.shape == (64, 32)
    assert weight.dtype == np.float32
    rng = np.random.default_rng(0)  # the first tensor written is the word embedding
    np.testing.assert_allclose(
        pack.tensors["embeddings.word_embeddings.weight"], rng.normal(scale=0.3, size=(16, 32)), atol=0.1
    )
    assert len(pack.tensors) == 5 + 2 * 16


def test_every_truncation_is_an_error_with_a_sentence(pack_bytes: bytes) -> None:
    for size in [*range(0, 700, 7), *range(700, len(pack_bytes), 997), len(pack_bytes) - 1]:
        with pytest.raises(StoreMismatchError) as caught:
            read_pack(pack_bytes[:size])
        assert caught.value.message_id == "model.damaged"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(changes=[(465, 3)])  # a scale that reads as infinite
@given(changes=st.lists(st.tuples(st.integers(0, 1600), st.integers(0, 255)), min_size=1, max_size=4))
def test_altered_structure_never_crashes(pack_bytes: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(pack_bytes)
    for position, value in changes:  # within header, tokenizer and directory
        damaged[position] = value
    pack = None
    with suppress(StoreMismatchError):  # anything else, above all struct.error or IndexError, fails the test
        pack = read_pack(bytes(damaged))
    if pack is not None:
        assert all(np.isfinite(values).all() for values in pack.tensors.values())


@pytest.mark.parametrize(
    ("offset", "layout", "value"),
    [
        (4, "<I", 2),  # version
        (8, "<i", -32),  # hidden
        (8, "<i", 2**30),
        (16, "<i", 0),  # heads
        (16, "<i", 5),  # heads that do not divide
        (40, "<i", 16),  # block
        (44, "<i", 2**31 - 1),  # pieces
        (48, "<i", 99),  # bos out of range
        (64, "<Q", 2**63),  # blob length
    ],
)
def test_impossible_numbers_are_refused(pack_bytes: bytes, offset: int, layout: str, value: int) -> None:
    damaged = bytearray(pack_bytes)
    struct.pack_into(layout, damaged, offset, value)
    with pytest.raises(StoreMismatchError):
        read_pack(bytes(damaged))


def test_weights_that_are_not_numbers_are_refused(pack_bytes: bytes) -> None:
    damaged = bytearray(pack_bytes)
    damaged[-4:] = np.float32(np.nan).tobytes()
    with pytest.raises(StoreMismatchError, match="not numbers"):
        read_pack(bytes(damaged))
