"""What a library holds, as pair mining reads it: records, covers with their words, MARC sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.domain.marc import MarcRecord, MarcSource
from core.errors import LibrarianError
from core.paths import LibraryPaths
from core.training.pair_mining import HeldCover, HeldRecord, JudgedEvent

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.domain.records import BibliographicRecord

_LOG = logging.getLogger(__name__)
_AT_ONCE = 500


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
        """None beside the covers: a scan that was accepted at the intake desk is a cover of its record since."""
        return iter(())

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
