"""uniter: query and record in one stream, and a head that says whether they match.

Source: Chen et al. 2020, "UNITER: UNiversal Image-TExt Representation Learning", arXiv:1909.11740, section 3: words
and image regions (features plus a 7-d location) in one transformer, [CLS] → image-text matching (ITM). What is ours:
words are the states of the project's frozen text backbone, regions the cells of the frozen visual map, and since a
query and a record may each have words *and* a picture, each of the four kinds has its type embedding. There is no
masked pre-training: the head is trained on the collection's pairs alone, as every system here is.
"""

from __future__ import annotations

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.baselines.attention import BiasedLayer
from core.encoders.baselines.layoutlmv3 import patch_boxes
from core.encoders.baselines.towers import BaselineConfig, CentredPooling, states_of
from core.encoders.centring import LanguageMeans
from core.encoders.unified.batch import ImagePart, TextPart, UnifiedBatch
from core.encoders.unified.inputs import GRID

_LOCATION = 7
"""x0, y0, x1, y1, width, height, area, all 0…1: the location feature of UNITER, equation in section 3.1."""


class UniterBaseline(nn.Module):
    """Cross-encoder of a query and a record.

    Args:
        config: Sizes.
        means: Of the text backbone: states are centred and aligned as the backbone's pooled vectors are, so that words
            of two languages can meet.
    """

    def __init__(self, config: BaselineConfig, means: LanguageMeans | None = None) -> None:
        super().__init__()
        self.config = config
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.pool = CentredPooling(config.dim, means)
            self.start = nn.Parameter(torch.randn(config.dim) * 0.02)
            self.kinds = nn.Embedding(4, config.dim)  # query text, query regions, record text, record regions
            self.word_norm = nn.LayerNorm(config.dim)
            self.region_norm = nn.LayerNorm(config.map_dim)
            self.region = nn.Linear(config.map_dim, config.dim)
            self.place = nn.Linear(_LOCATION, config.dim)
            self.region_end = nn.LayerNorm(config.dim)
            self.layers = nn.ModuleList(
                BiasedLayer(config.dim, config.heads, config.feed_forward, config.dropout, starts_as_identity=False)
                for _ in range(config.layers)
            )
            self.end = nn.LayerNorm(config.dim)
            self.head = nn.Linear(config.dim, 1)
            nn.init.normal_(self.kinds.weight, std=0.02)
            nn.init.normal_(self.head.weight, std=0.02)
            nn.init.zeros_(self.head.bias)

    def forward(self, queries: UnifiedBatch, records: UnifiedBatch) -> Tensor:
        """Matching logits of pairs (row i of `queries`, row i of `records`), float (n,)."""
        size = queries.size
        dim = self.config.dim
        starts = self.start.expand(size, 1, dim)
        states = [starts]
        masks = [torch.ones(size, 1, dtype=torch.bool, device=starts.device)]
        for side, batch in enumerate((queries, records)):
            if batch.text is not None:
                piece, seen = self._words(batch.text, size)
                states.append(piece + self.kinds.weight[2 * side])
                masks.append(seen)
            if batch.image is not None:
                piece, seen = self._regions(batch.image, size)
                states.append(piece + self.kinds.weight[2 * side + 1])
                masks.append(seen)
        stream, mask = torch.cat(states, dim=1), torch.cat(masks, dim=1)
        for layer in self.layers:
            stream = layer(stream, mask)
        logits: Tensor = self.head(self.end(stream[:, 0])).squeeze(-1)
        return logits

    def _words(self, part: TextPart, size: int) -> tuple[Tensor, Tensor]:
        longest = self.config.max_words
        states = states_of(part)[:, :longest] - self.pool.means[part.group, part.role][:, None, :]
        states = states + states @ self.pool.aligning
        states = self.word_norm(states)
        _, t, h = states.shape
        return (
            states.new_zeros(size, t, h).index_copy(0, part.rows, states),
            part.mask.new_zeros(size, t).index_copy(0, part.rows, part.mask[:, :longest]),
        )

    def _regions(self, part: ImagePart, size: int) -> tuple[Tensor, Tensor]:
        grid = self.config.grid
        maps = f.adaptive_avg_pool2d(part.maps[-1], grid).flatten(2).transpose(1, 2)  # (k, grid², c)
        states = self.region_end(self.region(self.region_norm(maps)) + self.place(locations(grid, maps.device)))
        k, t, h = states.shape
        seen = torch.ones(k, t, dtype=torch.bool, device=states.device)
        return (
            states.new_zeros(size, t, h).index_copy(0, part.rows, states),
            seen.new_zeros(size, t).index_copy(0, part.rows, seen),
        )


def locations(grid: int, device: torch.device) -> Tensor:
    """Location features of the cells of a grid, float (grid², 7)."""
    boxes = patch_boxes(grid, device).float() / GRID
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return torch.cat([boxes, torch.stack([width, height, width * height], dim=1)], dim=1)


def matching_loss(logits: Tensor, is_match: Tensor) -> Tensor:
    """Binary cross-entropy of the image-text matching head: logits (n,), labels (n,) → scalar.

    Source: UNITER, section 3.2, "Image-Text Matching".
    """
    return f.binary_cross_entropy_with_logits(logits, is_match.to(logits.dtype))


def hard_negatives(similarities: Tensor, forbidden: Tensor, generator: torch.Generator) -> Tensor:
    """For each row one other column to be told apart from the right one, drawn in proportion to exp(20 · cosine).

    Args:
        similarities: Cosines of queries with records in the batch, (n, n).
        forbidden: bool (n, n): the record itself, and whatever is of the same work.
        generator: Seeded.

    Returns:
        int64 (n,), -1 where every column is forbidden.

    Source: Li et al. 2021 (ALBEF), arXiv:2107.07651, section 3.1: contrastive hard negatives for ITM.
    """
    weights = torch.exp(20.0 * (similarities - 1.0)).masked_fill(forbidden, 0.0)
    possible = weights.sum(dim=1) > 0
    weights = torch.where(possible[:, None], weights, torch.ones_like(weights))
    drawn = torch.multinomial(weights, 1, generator=generator).squeeze(1)
    return torch.where(possible, drawn, torch.full_like(drawn, -1))
