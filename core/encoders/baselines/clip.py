"""clip: two towers that never see each other, joined by projections and a contrastive loss.

Source: Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision",
arXiv:2103.00020, section 2.3: linear projections of both towers' pooled features into one space. What is ours: both
towers are the project's frozen backbones, and the projections start so that the untrained system ranks texts, and
pictures, as its backbones do.
"""

from __future__ import annotations

import torch
from torch import nn

from core.encoders.baselines.towers import (
    BaselineConfig,
    CentredPooling,
    ImageProjection,
    identity_linear,
    outputs,
    scattered,
)
from core.encoders.centring import LanguageMeans
from core.encoders.unified.batch import UnifiedBatch
from core.encoders.unified.output import UnifiedOutput, unit


class ClipBaseline(nn.Module):
    """Dual encoder of words and picture. Words read on covers do not exist for it.

    Args:
        config: Sizes.
        means: Of the text backbone.
    """

    def __init__(self, config: BaselineConfig, means: LanguageMeans | None = None) -> None:
        super().__init__()
        self.config = config
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.pool = CentredPooling(config.dim, means)
            self.text_projection = identity_linear(config.dim)
            self.image_projection = ImageProjection(config.pooled_dim, config.dim)

    def forward(self, batch: UnifiedBatch) -> UnifiedOutput:
        """Each vector (n, d); `fused` is the normalised sum of both modalities, the usual way to query with both."""
        text = unit(self.text_projection(self.pool.text(batch.text))) if batch.text is not None else None
        image = self.image_projection(batch.image.pooled) if batch.image is not None else None
        like = next((x for x in (text, image) if x is not None), self.text_projection.weight)
        fused = scattered(text, batch.text.rows if batch.text else None, batch.size, like)
        fused = fused + scattered(image, batch.image.rows if batch.image else None, batch.size, like)
        return outputs(batch, text, None, image, unit(fused), self.config.dim)
