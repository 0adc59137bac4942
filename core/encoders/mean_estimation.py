"""Estimate the language means that ship with a preset, from any parallel sample, one sentence a line.

    python -m core.encoders.mean_estimation --preset compact --chinese cmn.txt --english eng.txt --out FILE

The shipped file comes from the 1,000 Chinese-English pairs of Tatoeba. It holds averages, no sentence can be read back.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.encoders.centring import LanguageGroup, LanguageMeans, estimate_means
from core.encoders.loading import load_text_encoder
from core.encoders.presets import load_preset
from core.encoders.textual import PooledTextEncoder

_LOG = logging.getLogger(__name__)


def estimate_from_sample(encoder: PooledTextEncoder, chinese: Sequence[str], english: Sequence[str]) -> LanguageMeans:
    """Means of both languages in both roles, each text encoded as a query and as a passage."""
    groups: list[LanguageGroup] = ["zh" for _ in chinese]
    groups += ["en" for _ in english]
    texts = [*chinese, *english]
    return estimate_means(
        {
            "query": (encoder.encode_raw(texts, "query"), groups),
            "passage": (encoder.encode_raw(texts, "passage"), groups),
        }
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Estimate the language means of a preset.")
    parser.add_argument("--preset", default="compact")
    parser.add_argument("--chinese", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    encoder = load_text_encoder(load_preset(options.preset), "cpu")
    means = estimate_from_sample(
        encoder,
        options.chinese.read_text(encoding="utf-8").splitlines(),
        options.english.read_text(encoding="utf-8").splitlines(),
    )
    means.save(options.out)
    for (group, role), mean in sorted(means.means.items()):
        _LOG.info("%s %s: length %.3f", group, role, float(np.linalg.norm(mean)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
