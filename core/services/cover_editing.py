"""Covers by hand: turned, put in order, read again, and what was read on them corrected. Originals stay untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from core.domain.changes import ChangeSet
from core.domain.records import RecordId
from core.domain.scans import TURNS, CoverId, CoverScan, OcrCorrection, OcrPage, Turn, picture_name
from core.errors import ConflictError, InvalidInputError
from core.protocols import FloatMatrix, OcrEngine, PageImage

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost
    from core.services.cover_store import CoverStore

OpenEngine = Callable[[], OcrEngine]


class CoverEditingService:
    """What a cataloguer does to the covers of a record. Every change is one undoable step.

    Args:
        catalogue: Where covers and their words are.
        store: Their files.
        models: For the words and vectors of a turned cover; without encoders they are made later.
        engines: OCR engine → what opens it; only those that are installed.
        notify: Told of every change.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        store: CoverStore,
        models: ModelHost,
        engines: Callable[[], Mapping[str, OpenEngine]],
        notify: Callable[[ChangeSet], None],
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._models = models
        self._engines = engines
        self._notify = notify
        self._opened: dict[str, OcrEngine] = {}

    def turn(self, cover_id: CoverId, degrees: int = 90) -> ChangeSet:
        """Turn a cover clockwise by a multiple of 90°, from how it is shown now.

        The turned picture gets a thumbnail, words and a vector of its own; those of the other turns are kept.

        Raises:
            InvalidInputError: "cover.bad_turn"; "image.…" where the original cannot be opened.
            ConflictError: "cover.deleted".
        """
        cover = self._one(cover_id)
        if degrees % 90:
            raise InvalidInputError("cover.bad_turn", degrees=degrees)
        turn = TURNS[(cover.turn + degrees) // 90 % 4]
        image = self._shown(cover, turn)
        page, vector, fingerprint = self._encoded(picture_name(cover.sha256, turn), image)
        with self._catalogue.write("turn_cover", self._title(cover)) as unit:
            unit.turn_cover(cover_id, turn)
            if page is not None:
                unit.put_cover_text(cover_id, page)
            if vector is not None:
                unit.put_cover_vector(cover_id, fingerprint, vector)
        return self._announce(unit.changes)

    def order(self, record_id: RecordId, cover_ids: Sequence[CoverId]) -> ChangeSet:
        """Put the covers of a record in this order; the first is the main one. Those not named come after."""
        records = self._catalogue.get([record_id])
        if not records:
            raise InvalidInputError("record.unknown", record=record_id)
        with self._catalogue.write("order_covers", records[0].title) as unit:
            unit.order_covers(record_id, cover_ids)
        return self._announce(unit.changes)

    def engines(self) -> tuple[str, ...]:
        """The OCR engines that are installed here, the usual one first."""
        return tuple(self._engines())

    def read_again(self, cover_id: CoverId, engine: str = "") -> ChangeSet:
        """Read a cover again with an engine ("" is the usual one). Corrections stay where the same line is found.

        Raises:
            InvalidInputError: "cover.no_such_engine".
            ConflictError: "cover.deleted".
        """
        cover = self._one(cover_id)
        image = self._shown(cover, cover.turn)
        page = self._engine(engine).recognise(image)
        with self._catalogue.write("read_cover", self._title(cover)) as unit:
            unit.replace_cover_text(cover_id, page)
        return self._announce(unit.changes)

    def correct_line(self, cover_id: CoverId, line: int, text: str) -> ChangeSet:
        """Say what a line (from 0, as in `cataloguing.ocr_page`) says in truth; "" where there is no text.

        What the engine read is kept beside it; saying just that takes the correction back.

        Raises:
            ConflictError: "cover.deleted", "cover.line_gone".
        """
        cover = self._one(cover_id)
        with self._catalogue.write("correct_text", self._title(cover)) as unit:
            unit.correct_cover_line(cover_id, line, " ".join(text.split()))
        return self._announce(unit.changes)

    def corrections(self) -> tuple[OcrCorrection, ...]:
        """Every corrected line: which scan and turn, its box, what was read and what is right. Pairs for training."""
        return self._catalogue.cover_corrections()

    def _one(self, cover_id: CoverId) -> CoverScan:
        cover = self._catalogue.cover(cover_id)
        if cover is None:
            raise ConflictError("cover.deleted", cover_id=cover_id)
        return cover

    def _title(self, cover: CoverScan) -> str:
        records = self._catalogue.get([RecordId(cover.record_id)]) if cover.record_id is not None else []
        return records[0].title if records else cover.file_name

    def _shown(self, cover: CoverScan, turn: Turn) -> PageImage:
        """The picture so turned, with its thumbnail in the store."""
        from core.imaging.decode import decode_file
        from core.imaging.thumbnails import make_thumbnail
        from core.imaging.turning import turned

        image = turned(decode_file(self._store.original(cover.sha256)), turn)
        picture = picture_name(cover.sha256, turn)
        if not self._store.thumbnail(picture).is_file():
            self._store.replace_thumbnail(picture, make_thumbnail(image.pixels))
        return image

    def _encoded(self, picture: str, image: PageImage) -> tuple[OcrPage | None, FloatMatrix | None, str]:
        """The words, unless they are known, and the vector of a turned picture."""
        models = self._models.ready
        if models is None:
            return None, None, ""
        known = self._catalogue.ocr_page_by_sha(picture)
        page = models.ocr.recognise(image) if known is None else None
        return page, models.visual.encode([image.pixels])[0], models.visual.info.fingerprint

    def _engine(self, name: str) -> OcrEngine:
        available = self._engines()
        chosen = name or next(iter(available), "")
        if chosen not in available:
            raise InvalidInputError("cover.no_such_engine", engine=name, known=", ".join(available))
        models = self._models.ready
        if models is not None and models.ocr.name == chosen:
            return models.ocr
        if chosen not in self._opened:
            self._opened[chosen] = available[chosen]()
        return self._opened[chosen]

    def _announce(self, changes: ChangeSet) -> ChangeSet:
        self._notify(changes)
        return changes
