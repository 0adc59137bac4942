"""The interfaces between rooms. Each has a contract test that every implementation and every fake must pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.domain.checkpoints import CheckpointInfo
from core.domain.scans import OcrPage

FloatMatrix = NDArray[np.float32]
"""Shape (n, dim)."""
FloatVector = NDArray[np.float32]
"""Shape (n,)."""
IntVector = NDArray[np.int64]
IntMatrix = NDArray[np.int64]
Pixels = NDArray[np.uint8]
"""RGB image, shape (height, width, 3)."""

TextRole = Literal["query", "passage"]
DocumentT_contra = TypeVar("DocumentT_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A decoded, upright-as-stored image. `pixels`: RGB uint8, shape (height, width, 3), never modified in place.

    `sha256` is the hex digest of the original file's bytes; `file_name` is for messages only.
    `full_pixels` keeps the full-resolution image where `pixels` was reduced (barcodes need it).
    """

    pixels: Pixels
    sha256: str
    file_name: str
    full_pixels: Pixels | None = None

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])


@runtime_checkable
class OcrEngine(Protocol):
    """Reads printed text. Returns lines in reading order, boxes in pixels of the image given."""

    @property
    def name(self) -> str: ...

    def recognise(self, image: PageImage, languages: Sequence[str] = ("eng", "chi_sim", "chi_tra")) -> OcrPage: ...


@runtime_checkable
class TextEncoder(Protocol):
    """Text → unit vectors in the shared space, already centred by language and role."""

    info: CheckpointInfo

    def encode(self, texts: Sequence[str], role: TextRole, languages: Sequence[str] | None = None) -> FloatMatrix:
        """Rows are L2-normalised float32, shape (len(texts), dim), in the order given.

        `languages`: ISO 639-2 codes that choose the mean to subtract; None or "" = told from the script of the text.
        """
        ...


@runtime_checkable
class VisualEncoder(Protocol):
    """Image → unit vector that identifies the cover as a picture."""

    info: CheckpointInfo

    def encode(self, images: Sequence[Pixels]) -> FloatMatrix:
        """RGB uint8 images of any size → L2-normalised float32, shape (len(images), dim)."""
        ...


@runtime_checkable
class DocumentEncoder(Protocol[DocumentT_contra]):
    """Whatever subset of text, OCR page and image a document or query has → one unit vector in the shared space."""

    info: CheckpointInfo

    def encode(self, inputs: Sequence[DocumentT_contra]) -> FloatMatrix:
        """L2-normalised float32, shape (len(inputs), dim), in the order given; zero rows where there is nothing."""
        ...


@runtime_checkable
class PairScorer(Protocol[DocumentT_contra]):
    """Looks at query and document together and says how well they go together (a cross-encoder, a reranker)."""

    info: CheckpointInfo

    def score(self, queries: Sequence[DocumentT_contra], documents: Sequence[DocumentT_contra]) -> FloatVector:
        """Scores of pairs (queries[i], documents[i]), float32 (n,); higher is better, comparable within one query."""
        ...


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What must agree before an index file may be loaded. Written beside it as JSON."""

    kind: str
    space: Literal["cosine"]
    dim: int
    count: int
    max_elements: int
    ef_search: int
    encoder_fingerprint: str
    generation: int
    sha256: str


@runtime_checkable
class VectorIndex(Protocol):
    """Approximate or exact nearest neighbours of unit vectors by cosine."""

    dim: int

    def __len__(self) -> int: ...
    def add(self, ids: IntVector, vectors: FloatMatrix) -> None:
        """Add or replace. `vectors` float32, unit rows, shape (len(ids), dim)."""
        ...

    def remove(self, ids: IntVector) -> None:
        """Remove; unknown ids are ignored."""
        ...

    def search(self, vectors: FloatMatrix, k: int) -> tuple[IntMatrix, FloatMatrix]:
        """Ids and cosine scores, each (n, k), descending; where fewer than k exist, id -1 and score -inf pad."""
        ...

    def save(self, folder: Path, *, encoder_fingerprint: str, generation: int) -> IndexManifest: ...


@runtime_checkable
class JobContext(Protocol):
    """What a running job is given. `report` is also the cancel check."""

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        """Publish progress (at most every 0.1 s is forwarded). Raises JobCancelledError when cancelled."""
        ...

    def check_cancelled(self) -> None: ...


class NullJobContext:
    """A context that shows nothing and is never cancelled."""

    def report(self, done: int, total: int | None = None, message_id: str = "", **values: str | int | float) -> None:
        """Ignore the progress."""

    def check_cancelled(self) -> None:
        """Never cancelled."""


EmbeddingChannel = Literal["title", "description", "passage", "cover"]


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """All vectors of one channel and fingerprint. Row i belongs to record `record_ids[i]`; a record may have several.

    `vectors` float32 unit rows, shape (n, dim). `vector_ids` are database ids, strictly increasing.
    """

    vector_ids: IntVector
    record_ids: IntVector
    vectors: FloatMatrix


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A full-text hit. `score` is -BM25 (higher is better); `fields` names the fields that matched."""

    record_id: int
    score: float
    exact_script: bool
    fields: tuple[str, ...]
    terms: tuple[str, ...]
