from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.domain.checkpoints import CheckpointInfo
from core.domain.records import BibliographicRecord, Subject
from core.protocols import FloatMatrix, TextEncoder, TextRole
from core.services.vectorising import TEXT_CHANNELS, encode_records, text_hashes, text_inputs


class DigestEncoder:
    """An encoder whose vectors tell which text they were made from."""

    info = CheckpointInfo("digest", "0" * 16, 8, ("text",), "cpu")

    def __init__(self) -> None:
        self.calls: list[tuple[tuple[str, ...], TextRole]] = []

    def encode(self, texts: Sequence[str], role: TextRole, languages: Sequence[str] | None = None) -> FloatMatrix:
        self.calls.append((tuple(texts), role))
        return np.array([self.vector(text) for text in texts], dtype=np.float32).reshape(len(texts), 8)

    @staticmethod
    def vector(text: str) -> FloatMatrix:
        raw = np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], dtype=np.uint8).astype(np.float32)
        return np.asarray(raw / np.linalg.norm(raw), dtype=np.float32)


RECORDS = [
    BibliographicRecord("三体", title_parallel=("The Three-Body Problem",), description="叶文洁按下了按钮。"),
    BibliographicRecord("无说明"),
    BibliographicRecord("Emma", subjects=(Subject("Marriage"), Subject("823", "ddc"))),
]


def test_all_records_are_encoded_in_one_pass_and_every_vector_finds_its_record() -> None:
    encoder = DigestEncoder()
    assert isinstance(encoder, TextEncoder)
    encoded = encode_records(RECORDS, encoder)
    assert len(encoder.calls) == 1
    assert encoder.calls[0][1] == "passage"
    for record, channels in zip(RECORDS, encoded, strict=True):
        assert tuple(c.channel for c in channels) == TEXT_CHANNELS
        for channel in channels:
            texts = text_inputs(record)[channel.channel]
            assert channel.vectors.shape == (len(texts), 8)
            assert np.array_equal(channel.vectors, np.array([encoder.vector(t) for t in texts]).reshape(-1, 8))
            assert text_hashes(record)[channel.channel] == (channel.content_hash if texts else "")


def test_no_records_need_no_vectors() -> None:
    assert encode_records([], DigestEncoder()) == []


def test_only_what_is_encoded_changes_the_hash() -> None:
    base = text_hashes(RECORDS[0])
    assert text_hashes(replace(RECORDS[0], year=2008, publisher="重庆", version=9)) == base
    retitled = text_hashes(replace(RECORDS[0], title="三體"))
    assert {c for c in TEXT_CHANNELS if retitled[c] != base[c]} == {"title"}
    described = text_hashes(replace(RECORDS[0], description="别的话语也不少。"))
    assert {c for c in TEXT_CHANNELS if described[c] != base[c]} == {"description", "passage"}
