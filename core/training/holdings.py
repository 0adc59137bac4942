"""What a library holds, as pair mining reads it: records, covers with their words, MARC sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.feedback import FeedbackKind, FeedbackOrigin
from core.domain.marc import MarcRecord, MarcSource
from core.errors import LibrarianError
from core.paths import LibraryPaths
from core.retrieval.examination import rating_confidence
from core.text.normalize import fold
from core.training.pair_mining import HeldCover, HeldRecord, JudgedEvent

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.domain.records import BibliographicRecord

_LOG = logging.getLogger(__name__)
_AT_ONCE = 500
_VERDICTS: Mapping[FeedbackKind, float] = {
    "this_is_it": 1.0,
    "accepted": 1.0,
    "corrected": 1.0,
    "not_this": -1.0,
    "rejected": -1.0,
}
_LINE_CONFIDENCE = 0.5
"""One line of a cover is often less than its title."""
_ORIGINS: Mapping[FeedbackOrigin, str] = {"search": "feedback", "intake": "intake", "record": "correction"}


class CatalogueHoldings:
    """A `HoldingsSource` over an open catalogue.

    Covers are given by their thumbnails: they show the whole original at 640 px, which is more than any tower looks
    at, and the words that OCR read on the original keep their places on them.

    Args:
        catalogue: Open, for reading at least.
        paths: Of its library.
    """

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths) -> None:
        self._catalogue = catalogue
        self._paths = paths

    def holdings(self) -> Iterator[HeldRecord]:
        """Every record by ascending id."""
        waiting: list[BibliographicRecord] = []
        for record in self._catalogue.iter_records():
            waiting.append(record)
            if len(waiting) == _AT_ONCE:
                yield from self._held(waiting)
                waiting = []
        yield from self._held(waiting)

    def judgements(self) -> Iterator[JudgedEvent]:
        """What people said about results, by query: chosen and refused ones, corrections of words read on covers.

        A click without a verdict says too little and is left out. A scan that was accepted at the intake desk is a
        cover of its record since and is given only together with what had been proposed in its place.
        """
        events, _ = self._catalogue.feedback.events()
        for event in reversed(events):
            image = Path(event.request.image_path) if event.request.image_path else None
            page = self._catalogue.ocr_page_by_sha(image.stem) if image is not None else None
            shown = self._shown(image)
            name = fold(event.request.text) if event.origin == "search" else ""
            is_plain = all(said.kind == "accepted" for said in event.said)
            for said in () if is_plain else event.said:
                sure = rating_confidence(int(said.value)) if said.kind == "rating" else _VERDICTS.get(said.kind, 0.0)
                if sure:
                    yield JudgedEvent(
                        id=name or f"{event.origin}-{event.id}",
                        record_id=int(said.record_id),
                        is_relevant=sure > 0,
                        origin=_ORIGINS[event.origin],
                        text=event.request.text,
                        image=shown,
                        page=page,
                        confidence=abs(sure),
                    )

        yield from self._corrected_lines()

    def _corrected_lines(self) -> Iterator[JudgedEvent]:
        """What OCR misread on a cover, as a query for its record; the page itself is mined as it was corrected."""
        for each in self._catalogue.cover_corrections():
            cover = self._catalogue.cover_by_sha(each.sha256)
            if cover is None or cover.record_id is None or not each.after or not fold(each.before):
                continue
            record_id = int(cover.record_id)
            yield JudgedEvent(
                f"line-{each.id}", record_id, True, "correction", each.before, confidence=_LINE_CONFIDENCE
            )

    def _shown(self, image: Path | None) -> Path | None:
        """The picture of a query as far as it is still there; of the library's own scans the thumbnail."""
        if image is None:
            return None
        if image.is_relative_to(self._paths.covers):
            image = self._paths.thumbnail_file(image.stem)
        return image if image.is_file() else None

    def _held(self, records: list[BibliographicRecord]) -> Iterator[HeldRecord]:
        ids = [record.id for record in records if record.id is not None]
        covers, sources = self._catalogue.covers_of(ids), self._catalogue.marc_sources(ids)
        for record in records:
            if record.id is None:
                continue
            held = [
                HeldCover(scan.picture, thumbnail, self._catalogue.ocr_page_by_sha(scan.picture))
                for scan in covers.get(record.id, ())
                if (thumbnail := self._paths.thumbnail_file(scan.picture)).is_file()
            ]
            source = sources.get(record.id)
            yield HeldRecord(record, tuple(held), _decoded(source) if source is not None else None)


def _decoded(source: MarcSource) -> MarcRecord | None:
    from core.interchange.marc.sources import decode_source

    try:
        return decode_source(source)
    except LibrarianError as exc:
        _LOG.info("a MARC source gives no parallel titles: %s", exc.message_id)
        return None
