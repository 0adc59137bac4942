"""One cover from a file to its rows: opened safely, stored, read, encoded. Preparation never holds a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.records import RecordId
from core.domain.scans import CoverId, OcrPage
from core.errors import LibrarianError
from core.protocols import FloatMatrix, PageImage

if TYPE_CHECKING:
    from core.catalogue.unit_of_work import UnitOfWork
    from core.retrieval.models import LoadedModels, ModelHost
    from core.services.cover_store import CoverStore

IMAGE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".jp2", ".ppm", ".heic", ".avif"}
)


@dataclass(frozen=True, slots=True)
class PreparedCover:
    """A cover whose files are in the store and whose words and vector are known. `page` is None when not read."""

    sha256: str
    file_name: str
    width_px: int
    height_px: int
    page: OcrPage | None
    vector: FloatMatrix | None
    fingerprint: str


class CoverIntake:
    """Prepares covers and attaches them to records."""

    def __init__(self, store: CoverStore, models: ModelHost) -> None:
        self._store = store
        self._models = models

    def prepare_file(self, path: Path, *, read: bool = True) -> PreparedCover:
        """Open, store, read and encode the cover in `path`.

        Raises:
            InvalidInputError: If it is no readable image.
            HostFaultError: If the disk is full, the folder read-only, or a model is missing.
        """
        from core.imaging.decode import decode_file

        image = decode_file(path)
        return self.prepare(image, path.read_bytes(), read=read)

    def prepare(self, image: PageImage, original: bytes, *, read: bool = True) -> PreparedCover:
        """The same for an image that is already open; `original` are the bytes it came from.

        With `read` False a cover is prepared without encoders, too; reindexing gives it its vector later.
        """
        from core.imaging.thumbnails import make_thumbnail

        models = self._models.get() if read else self._models_or_none()
        self._store.put(image.sha256, original, make_thumbnail(image.pixels))
        if models is None:
            size = image.width_px, image.height_px
            return PreparedCover(image.sha256, image.file_name, *size, page=None, vector=None, fingerprint="")
        return PreparedCover(
            image.sha256,
            image.file_name,
            image.width_px,
            image.height_px,
            models.ocr.recognise(image) if read else None,
            models.visual.encode([image.pixels]),
            models.visual.info.fingerprint,
        )

    def _models_or_none(self) -> LoadedModels | None:
        try:
            return self._models.get()
        except LibrarianError:
            return None

    def attach(
        self, unit: UnitOfWork, record_id: RecordId, cover: PreparedCover, *, is_main: bool | None = None
    ) -> CoverId:
        """Write the rows of a prepared cover. It becomes the main cover where the record has none."""
        main = not unit.has_cover(record_id) if is_main is None else is_main
        cover_id = unit.add_cover(record_id, cover.sha256, cover.file_name, cover.width_px, cover.height_px, main)
        if cover.page is not None:
            unit.put_cover_text(cover_id, cover.page)
        if cover.vector is not None:
            unit.put_cover_vector(cover_id, cover.fingerprint, cover.vector[0])
        return cover_id
