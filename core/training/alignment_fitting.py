"""Fit a preset's alignment on the Chinese-English dictionary: the small linear map that comes after language centring.

    python -m core.training.alignment_fitting --preset compact [--check CHINESE.txt ENGLISH.txt]

v becomes unit(v + v A), with one A for both languages and both roles, so that what holds within a language stays while
words and their renderings come nearer. A is fitted by symmetric InfoNCE over headwords (as queries) and renderings (as
passages), held near zero by a penalty on its squares, and written into the preset's file of means.
The dictionary is CC-CEDICT; no word can be read back from A.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from core.encoders.centring import LanguageMeans, centre
from core.encoders.loading import load_text_encoder
from core.encoders.presets import load_preset
from core.encoders.unified.text_tower import aligned
from core.protocols import FloatMatrix
from core.text.dictionary import Dictionary, load_dictionary
from core.training.losses import TermBatch, symmetric_info_nce

_WORD_LENGTHS = range(2, 9)


@dataclass(frozen=True, slots=True)
class AlignmentSettings:
    """How A is fitted.

    Attributes:
        pairs: Words taken from the dictionary, drawn at random.
        held_out: Of these, kept back for the report.
        steps, batch_size: Of Adam, whose rate falls from `learning_rate` to nothing.
        temperature: Of InfoNCE.
        penalty: Times the sum of squares of A over its rows.
        share: Of A that is kept (interpolation with the identity, arXiv:2109.01903).
        seed: Of draws and batches.
    """

    pairs: int = 24_000
    held_out: int = 2_000
    steps: int = 400
    batch_size: int = 1024
    learning_rate: float = 1e-3
    temperature: float = 0.05
    penalty: float = 10.0
    share: float = 0.5
    seed: int = 0


def draw_pairs(dictionary: Dictionary, settings: AlignmentSettings) -> list[tuple[str, str]]:
    """Words of several characters with their renderings, at random, the same for the same seed."""
    known = [(word, gloss) for word, gloss in dictionary.pairs() if len(word) in _WORD_LENGTHS and not word.isascii()]
    random.Random(settings.seed).shuffle(known)
    return known[: settings.pairs]


def fit_alignment(chinese: FloatMatrix, english: FloatMatrix, settings: AlignmentSettings) -> FloatMatrix:
    """A of v + v A.

    Args:
        chinese: Centred unit rows of words, float32 (n, dim).
        english: Those of their renderings, likewise.
        settings: See there.

    Returns:
        float32 (dim, dim).
    """
    dim = chinese.shape[1]
    a, b = torch.from_numpy(chinese), torch.from_numpy(english)
    generator = torch.Generator().manual_seed(settings.seed)
    sharpness, n_rows = torch.tensor(1 / settings.temperature), min(settings.batch_size, len(a))
    allowed = torch.ones(n_rows, n_rows, dtype=torch.bool)
    alignment = torch.zeros(dim, dim, requires_grad=True)
    optimiser = torch.optim.Adam([alignment], lr=settings.learning_rate)
    for step in range(settings.steps):
        rows = torch.randint(len(a), (n_rows,), generator=generator)
        batch = TermBatch(aligned(a[rows], alignment), aligned(b[rows], alignment), allowed)
        loss = symmetric_info_nce(batch, sharpness) + settings.penalty * alignment.square().sum() / dim
        optimiser.zero_grad()
        loss.backward()
        optimiser.param_groups[0]["lr"] = settings.learning_rate * (1 - step / settings.steps)
        optimiser.step()
    return np.asarray(settings.share * alignment.detach().numpy(), dtype=np.float32)


def accuracy(chinese: FloatMatrix, english: FloatMatrix) -> tuple[float, float]:
    """Share of rows whose nearest row in the other language is their own: Chinese → English, English → Chinese."""
    scores, own = chinese @ english.T, np.arange(len(chinese))
    return float((scores.argmax(axis=1) == own).mean()), float((scores.argmax(axis=0) == own).mean())


def _centred(chinese: FloatMatrix, english: FloatMatrix, means: LanguageMeans) -> tuple[FloatMatrix, FloatMatrix]:
    """Raw vectors as the encoder gives them with these means: Chinese ones as queries, English ones as passages."""
    return (
        centre(chinese, ["zh"] * len(chinese), "query", means),
        centre(english, ["en"] * len(english), "passage", means),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; see the module's docstring."""
    usual = AlignmentSettings()
    parser = argparse.ArgumentParser(prog="python -m core.training.alignment_fitting")
    parser.add_argument("--preset", default="compact")
    parser.add_argument("--pairs", type=int, default=usual.pairs)
    parser.add_argument("--share", type=float, default=usual.share)
    parser.add_argument("--check", type=Path, nargs=2, metavar=("CHINESE", "ENGLISH"), help="sentences, line by line")
    options = parser.parse_args(arguments)
    settings = AlignmentSettings(pairs=options.pairs, share=options.share)
    preset = load_preset(options.preset)
    encoder = load_text_encoder(preset, "cpu")
    dictionary = load_dictionary()
    if dictionary is None or encoder.means is None:
        parser.error("needs the dictionary's package and a preset with means")

    def encoded(chinese: Sequence[str], english: Sequence[str]) -> tuple[FloatMatrix, FloatMatrix]:
        return encoder.encode_raw(chinese, "query"), encoder.encode_raw(english, "passage")

    plain = replace(encoder.means, alignment=None)
    words = draw_pairs(dictionary, settings)
    chinese, english = encoded([word for word, _ in words], [gloss for _, gloss in words])
    held, kept = slice(settings.held_out), slice(settings.held_out, None)
    fitted = fit_alignment(*_centred(chinese[kept], english[kept], plain), settings)
    means = replace(plain, alignment=fitted)
    means.save(preset.folder / preset.text_tower().means)
    samples = {"words held out": (chinese[held], english[held])}
    if options.check:
        first, second = (path.read_text(encoding="utf-8").splitlines() for path in options.check)
        samples["sentences"] = encoded(first, second)
    for name, sample in samples.items():
        for known, each in (("centred", plain), ("aligned", means)):
            there, back = accuracy(*_centred(*sample, each))
            sys.stdout.write(f"{name}, {known}: zh→en {there:.3f}, en→zh {back:.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
