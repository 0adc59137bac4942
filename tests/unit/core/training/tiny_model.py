"""A small real network with the forward contract of the unified model, and pairs that it can learn.

Run as a program it is a training process that a test can kill: ``tiny_model.py FOLDER [MODE]``.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from core.encoders.unified.inputs import OcrTokens, UnifiedInput
from core.encoders.unified.output import unit
from core.training.config import LoraConfig, TrainingConfig
from core.training.pairs import TrainingPair
from core.training.trainer import TrainingParts, train

DIM, BUCKETS, CHANNELS = 16, 512, 6
ZH = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
EN = ["sky", "earth", "dark", "gold", "house", "time", "flood", "waste", "sun", "moon", "full", "late"]


@dataclass(frozen=True)
class TinyBatch:
    words: Tensor  # (n, BUCKETS) counts of the text's characters
    ocr: Tensor
    image: Tensor  # (n, CHANNELS)
    present: Tensor  # (n, 3) text, ocr, image

    def to(self, device: torch.device | str) -> TinyBatch:
        return TinyBatch(*(part.to(device) for part in (self.words, self.ocr, self.image, self.present)))


@dataclass(frozen=True)
class TinyOutput:
    text: Tensor
    ocr: Tensor
    image: Tensor
    fused: Tensor


class TinyModel(nn.Module):
    def __init__(self, seed: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.backbone = nn.Sequential(nn.Linear(BUCKETS, 32), nn.Tanh(), nn.Linear(32, 32))
        self.dropout = nn.Dropout(dropout)
        self.text_head = nn.Linear(32, DIM)
        self.ocr_head = nn.Linear(32, DIM)
        self.image_head = nn.Linear(CHANNELS, DIM)
        self.gates = nn.Parameter(torch.ones(3))

    def forward(self, batch: TinyBatch) -> TinyOutput:
        text = self.text_head(self.dropout(self.backbone(batch.words)))
        ocr = self.ocr_head(self.dropout(self.backbone(batch.ocr)))
        image = self.image_head(self.dropout(batch.image))
        parts = [unit(part) * batch.present[:, k : k + 1] for k, part in enumerate((text, ocr, image))]
        fused = unit(sum(gate * part for gate, part in zip(self.gates, parts, strict=True)))
        return TinyOutput(*parts, fused)


def collate(inputs: Sequence[UnifiedInput]) -> TinyBatch:
    words, ocr = np.zeros((2, len(inputs), BUCKETS), dtype=np.float32)
    image = np.zeros((len(inputs), CHANNELS), dtype=np.float32)
    present = np.zeros((len(inputs), 3), dtype=np.float32)
    for row, given in enumerate(inputs):
        ocr_text = given.ocr.text if given.ocr is not None else ""
        for target, text in ((words, given.text), (ocr, ocr_text)):
            for character in text:
                target[row, zlib.crc32(character.encode()) % BUCKETS] += 1
        if given.pixels is not None:
            image[row] = given.pixels.reshape(-1)[:CHANNELS] / 255
        present[row] = bool(given.text), bool(ocr_text), given.pixels is not None
    return TinyBatch(*(torch.from_numpy(part) for part in (words, ocr, image, present)))


def tokens(text: str) -> OcrTokens:
    words = tuple(text.split())
    n = len(words)
    zeros = np.zeros(n, dtype=np.int64)
    return OcrTokens(words, np.zeros((n, 4), dtype=np.int64), zeros, zeros, np.ones(n, dtype=np.float32))


def pairs(n: int = 24, dev: int = 6, test: int = 4, seed: int = 0) -> list[TrainingPair]:
    """`n` works to train on, each with a pair of every kind; more for dev and test."""
    rng = np.random.default_rng(seed)
    found: list[TrainingPair] = []
    for work in range(n + dev + test):
        split = "train" if work < n else "dev" if work < n + dev else "test"
        zh = "".join(ZH[place] for place in rng.choice(len(ZH), 5, replace=False))
        en = " ".join(EN[ZH.index(character) % len(EN)] for character in zh) + f" {work}"
        pixels = rng.integers(0, 255, (2, 2, 3), dtype=np.uint8)
        cover = UnifiedInput(pixels=pixels, image_sha256=f"{work:064x}")
        page = UnifiedInput(ocr=tokens(f"{zh} {work}"))
        record = UnifiedInput(text=f"{zh} {en}", language="chi")
        query = UnifiedInput(text=zh, role="query", language="chi", pixels=pixels, image_sha256=f"{work:064x}")
        name = str(work)
        for kind, left, right, left_id, right_id in (
            ("cover_text", cover, record, f"cover{name}", f"record{name}"),
            ("ocr_text", page, record, f"ocr{name}", f"record{name}"),
            ("zh_en", UnifiedInput(text=zh), UnifiedInput(text=en), f"zh{name}", f"en{name}"),
            ("query_record", query, record, f"query{name}", f"record{name}"),
        ):
            found.append(TrainingPair(kind, left, right, left_id, right_id, name, split))
    return found


CONFIG = TrainingConfig(
    mode="lora",
    epochs=15,
    batch_size=8,
    micro_batch=12,
    graph_inputs=0,
    learning_rate=5e-3,
    backbone_learning_rate=5e-3,
    evaluate_every=9,
    patience=0,
    save_every=4,
    threads=1,
    device="cpu",
    seed=7,
    lora=LoraConfig(rank=4, dropout=0.1, targets=(r"backbone\..*",)),
)


def parts() -> TrainingParts:
    return TrainingParts(collate=collate, matryoshka=(8,), backbone=("backbone",))


if __name__ == "__main__":
    outcome = train(TinyModel(), pairs(), CONFIG, Path(sys.argv[1]), parts(), resume=True)
    sys.stdout.write(outcome.fingerprint + "\n")
