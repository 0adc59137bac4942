"""layoutlmv3: words, their places and image patches in one encoder.

Source: Huang et al. 2022, "LayoutLMv3: Pre-training for Document AI with Unified Text and Image Masking",
arXiv:2204.08387, section 2.1: word embeddings plus 2-D layout embeddings, linearly projected patches, one transformer
over both with relative 1-D and 2-D attention bias. What is ours: its word embeddings are the states of the project's
frozen text backbone, its patches those of the frozen visual tower, and new parts enter through zeros, so that the
untrained system ranks texts as its backbone does. Words without a place (a query, a description) have the empty box,
as the original gives to special tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as f
from torch import Tensor, nn

from core.encoders.baselines.attention import BiasedLayer, RelativeBias
from core.encoders.baselines.towers import PASSAGE, BaselineConfig, CentredPooling, outputs, scattered, states_of
from core.encoders.centring import LanguageMeans
from core.encoders.unified.batch import ImagePart, OcrPart, TextPart, UnifiedBatch
from core.encoders.unified.inputs import GRID
from core.encoders.unified.output import UnifiedOutput, unit


class LayoutEmbedding(nn.Module):
    """Boxes (…, 4) on 0…1000 → (…, h): embeddings of x0, y0, x1, y1, width and height, each h / 6 wide, concatenated.

    Initialised with zeros, so that it enters by training only. x0 and x1 share a table, and y0 and y1.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        sixth = dim // 6
        self.across = nn.Embedding(GRID + 1, sixth)
        self.down = nn.Embedding(GRID + 1, sixth)
        self.width = nn.Embedding(GRID + 1, sixth)
        self.height = nn.Embedding(GRID + 1, dim - 5 * sixth)
        for table in (self.across, self.down, self.width, self.height):
            nn.init.zeros_(table.weight)

    def forward(self, boxes: Tensor) -> Tensor:
        """int64 (…, 4) → float (…, h)."""
        x0, y0, x1, y1 = boxes.unbind(-1)
        parts = [self.across(x0), self.down(y0), self.across(x1), self.down(y1)]
        parts += [self.width((x1 - x0).clamp(min=0)), self.height((y1 - y0).clamp(min=0))]
        return torch.cat(parts, dim=-1)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One modality's tokens at their places in the batch: states (n, t, h), mask (n, t), boxes (n, t, 4)."""

    states: Tensor
    mask: Tensor
    boxes: Tensor


class LayoutLmv3Baseline(nn.Module):
    """One encoder over the words of a text, the words on a cover with their places, and the cover's patches.

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
            self.layout = LayoutEmbedding(config.dim)
            self.patch_norm = nn.LayerNorm(config.map_dim)
            self.patches = nn.Linear(config.map_dim, config.dim)
            nn.init.orthogonal_(self.patches.weight)
            self.bias = RelativeBias(config.heads)
            self.layers = nn.ModuleList(
                BiasedLayer(config.dim, config.heads, config.feed_forward, config.dropout, starts_as_identity=True)
                for _ in range(config.layers)
            )

    def forward(self, batch: UnifiedBatch) -> UnifiedOutput:
        """Each vector (n, d).

        A row's words and patches attend to one another whatever modality they come from. Afterwards `text` pools the
        words of the text, `ocr` those of the cover, `image` the patches; `fused` is their normalised sum.
        """
        pieces: list[_Piece] = []
        if batch.text is not None:
            pieces.append(self._words(batch.text, batch.size))
        if batch.ocr is not None:
            pieces.append(self._words(batch.ocr, batch.size))
        if batch.image is not None:
            pieces.append(self._patches(batch.image, batch.size))
        if not pieces:
            return outputs(
                batch, None, None, None, self.patches.weight.new_zeros(batch.size, self.config.dim), self.config.dim
            )
        parts = list(self._encode(pieces))
        text = ocr = image = None
        if batch.text is not None:
            rows = batch.text.rows
            text = self.pool(parts.pop(0)[rows], batch.text.mask, batch.text.role, batch.text.group)
        if batch.ocr is not None:
            rows = batch.ocr.rows
            passages = torch.full_like(batch.ocr.group, PASSAGE)
            ocr = self.pool(parts.pop(0)[rows], batch.ocr.mask, passages, batch.ocr.group)
        if batch.image is not None:
            image = unit(parts.pop(0)[batch.image.rows].mean(dim=1))
        like = next(x for x in (text, ocr, image) if x is not None)
        fused = scattered(text, batch.text.rows if batch.text else None, batch.size, like)
        fused = fused + scattered(ocr, batch.ocr.rows if batch.ocr else None, batch.size, like)
        fused = fused + scattered(image, batch.image.rows if batch.image else None, batch.size, like)
        return outputs(batch, text, ocr, image, unit(fused), self.config.dim)

    def _words(self, part: TextPart | OcrPart, size: int) -> _Piece:
        states = states_of(part)  # (k, t, h)
        k, t, h = states.shape
        if isinstance(part, OcrPart):
            boxes = part.boxes
            states = states + self.layout(boxes)
        else:
            boxes = torch.zeros(k, t, 4, dtype=torch.int64, device=states.device)
        return _Piece(
            states.new_zeros(size, t, h).index_copy(0, part.rows, states),
            part.mask.new_zeros(size, t).index_copy(0, part.rows, part.mask),
            boxes.new_zeros(size, t, 4).index_copy(0, part.rows, boxes),
        )

    def _patches(self, part: ImagePart, size: int) -> _Piece:
        grid = self.config.grid
        maps = f.adaptive_avg_pool2d(part.maps[-1], grid)  # (k, c, grid, grid)
        flat = maps.flatten(2).transpose(1, 2)  # (k, grid², c)
        boxes = patch_boxes(grid, flat.device)  # (grid², 4)
        states = self.patches(self.patch_norm(flat)) + self.layout(boxes)
        k, t, h = states.shape
        seen = torch.ones(k, t, dtype=torch.bool, device=states.device)
        return _Piece(
            states.new_zeros(size, t, h).index_copy(0, part.rows, states),
            seen.new_zeros(size, t).index_copy(0, part.rows, seen),
            boxes.expand(size, t, 4),
        )

    def _encode(self, pieces: list[_Piece]) -> tuple[Tensor, ...]:
        """All pieces in one sequence through all layers; cut apart again, each (n, t, h)."""
        states = torch.cat([piece.states for piece in pieces], dim=1)
        mask = torch.cat([piece.mask for piece in pieces], dim=1)
        boxes = torch.cat([piece.boxes for piece in pieces], dim=1)
        # each modality counts its own tokens from 0, as the original does for text and patches
        order = torch.cat([torch.arange(piece.mask.shape[1], device=mask.device) for piece in pieces])
        has_any = mask.any(dim=1)
        bias = self.bias(order.expand(mask.shape[0], -1), boxes)
        # a row with nothing in it looks at its first padding: softmax over nothing is no number
        visible = mask | (~has_any[:, None] & (torch.arange(mask.shape[1], device=mask.device) == 0)[None, :])
        for layer in self.layers:
            states = layer(states, visible, bias)
        return torch.split(states, [piece.mask.shape[1] for piece in pieces], dim=1)


def patch_boxes(grid: int, device: torch.device) -> Tensor:
    """Boxes of grid × grid patches in row order on 0…1000, int64 (grid², 4)."""
    edges = torch.linspace(0, GRID, grid + 1, device=device).round().long()
    rows, columns = torch.meshgrid(torch.arange(grid, device=device), torch.arange(grid, device=device), indexing="ij")
    boxes = torch.stack([edges[columns], edges[rows], edges[columns + 1], edges[rows + 1]], dim=-1)
    return boxes.reshape(-1, 4)
