"""scene-text: a dual encoder whose visual side also reads: what OCR finds on the picture joins the picture's vector.

Source: Mafla et al. 2021, "StacMR: Scene-Text Aware Cross-Modal Retrieval", arXiv:2012.04329, and Cheng et al. 2022,
"ViSTA: Vision and Scene Text Aggregation for Cross-Modal Retrieval", arXiv:2203.16778: scene text is encoded as words
(no layout), aggregated with the visual features on the visual side, and compared with the caption's text tower.
The gate is ours.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

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


class SceneTextBaseline(nn.Module):
    """Dual encoder; picture and scene text are mixed by a gate that looks at both.

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
            self.scene_projection = identity_linear(config.dim)
            self.image_projection = ImageProjection(config.pooled_dim, config.dim)
            self.gate = nn.Sequential(
                nn.Linear(2 * config.dim, config.dim // 4), nn.GELU(), nn.Linear(config.dim // 4, 1)
            )

    def forward(self, batch: UnifiedBatch) -> UnifiedOutput:
        """Each vector (n, d). `fused` = normalised sum of the text and of the visual side, whichever are there."""
        text = unit(self.text_projection(self.pool.text(batch.text))) if batch.text is not None else None
        scene = unit(self.scene_projection(self.pool.words(batch.ocr))) if batch.ocr is not None else None
        image = self.image_projection(batch.image.pooled) if batch.image is not None else None
        like = next((x for x in (text, scene, image) if x is not None), self.text_projection.weight)
        all_text = scattered(text, batch.text.rows if batch.text else None, batch.size, like)
        all_scene = scattered(scene, batch.ocr.rows if batch.ocr else None, batch.size, like)
        all_image = scattered(image, batch.image.rows if batch.image else None, batch.size, like)
        fused = unit(all_text + self._visual_side(all_scene, all_image))
        return outputs(batch, text, scene, image, fused, self.config.dim)

    def _visual_side(self, scene: Tensor, image: Tensor) -> Tensor:
        """(n, d) each, zero rows where absent → (n, d): the gate's mixture where both are there, else the one."""
        share = torch.sigmoid(self.gate(torch.cat([scene, image], dim=-1)))  # (n, 1), of the scene text
        has_scene = scene.abs().sum(dim=-1, keepdim=True) > 0
        has_image = image.abs().sum(dim=-1, keepdim=True) > 0
        share = torch.where(has_scene & has_image, share, has_scene.to(share.dtype))
        return unit(share * scene + (1.0 - share) * image)
