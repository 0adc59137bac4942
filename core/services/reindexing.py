"""Brings what is derived up to date: vectors of the active encoders, words on covers. Safe to stop and start again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from core.domain.records import BibliographicRecord, RecordId
from core.domain.scans import CoverScan, OcrPage
from core.errors import HostFaultError, InvalidInputError
from core.protocols import JobContext, NullJobContext, PageImage, TextEncoder
from core.services.vectorising import TEXT_CHANNELS, encode_records, text_hashes

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import LoadedModels, ModelHost
    from core.services.cover_store import CoverStore

BATCH = 128
_RECORDS_COMPARED = 1_000


class ReindexingService:
    """Completes the catalogue: only what is missing or out of date is encoded; a cover is read once."""

    def __init__(
        self, catalogue: Catalogue, store: CoverStore, models: ModelHost, on_change: Callable[[], None], n_readers: int
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self._models = models
        self._on_change = on_change
        self._n_readers = n_readers

    def complete(self, ctx: JobContext | None = None) -> dict[str, int]:
        """Encode and read whatever lacks it. Returns counts: records, pictures, texts, unreadable."""
        context = ctx or NullJobContext()
        models = self._models.get()
        n_records = self._encode_text(models.text, context)
        n_pictures, n_lost = self._encode_pictures(models, context)
        n_texts, n_unread = self._read_covers(models, context)
        if n_records or n_pictures or n_texts:
            self._on_change()
        return {"records": n_records, "pictures": n_pictures, "texts": n_texts, "unreadable": n_lost + n_unread}

    def has_other_encoder(self) -> bool:
        """Whether all vectors of texts come from encoders not in use now, as after a newer version brought another."""
        models = self._models.ready
        if models is None or not self._catalogue.count():
            return False
        return not self._catalogue.vector_counts().get(models.text.info.fingerprint)

    def missing(self) -> dict[str, int]:
        """How much `complete` would have to do. Cheap enough for a status page."""
        models = self._models.ready
        if models is None:
            return {}
        return {
            "records": len(self._stale_records(models.text)),
            "pictures": len(self._catalogue.covers_without_vector(models.visual.info.fingerprint)),
            "texts": len(self._catalogue.covers_without_text()),
        }

    def encode_texts(self, text: TextEncoder, ctx: JobContext | None = None, *, rounds: int = 5) -> int:
        """Encode every record that lacks vectors of an encoder, in use or not, and say how many.

        Records that change meanwhile are taken in another round. Vectors of other encoders are left as they are, so
        that search goes on with them.
        """
        context = ctx or NullJobContext()
        total = 0
        for _ in range(rounds):
            encoded = self._encode_text(text, context)
            total += encoded
            if not encoded:
                break
        return total

    def _stale_records(self, text: TextEncoder) -> list[RecordId]:
        """Records whose vectors are missing or old, batch by batch, so that only their ids are ever in memory."""
        fingerprint = text.info.fingerprint
        stale: list[RecordId] = []
        records = self._catalogue.iter_records()
        while batch := {r.id: r for r in islice(records, _RECORDS_COMPARED) if r.id is not None}:
            stored = {c: self._catalogue.content_hashes(c, fingerprint, batch) for c in TEXT_CHANNELS}
            for record_id, record in batch.items():
                wanted = text_hashes(record)
                if any(stored[c].get(record_id, ("",))[0] != wanted[c] for c in TEXT_CHANNELS):
                    stale.append(record_id)
        return stale

    def _encode_text(self, text: TextEncoder, context: JobContext) -> int:
        stale = self._stale_records(text)
        for start in range(0, len(stale), BATCH):
            records = [r for r in self._catalogue.get(stale[start : start + BATCH]) if r.id is not None]
            self._store_text_vectors(text, records)
            context.report(min(start + BATCH, len(stale)), len(stale), "reindex.texts")
        return len(stale)

    def _store_text_vectors(self, text: TextEncoder, records: Sequence[BibliographicRecord]) -> None:
        encoded = encode_records(records, text)
        with self._catalogue.maintain() as unit:
            for record, channels in zip(records, encoded, strict=True):
                for of_channel in channels:
                    if record.id is not None:
                        unit.put_vectors(
                            record.id,
                            of_channel.channel,
                            text.info.fingerprint,
                            of_channel.vectors,
                            of_channel.content_hash,
                        )

    def _encode_pictures(self, models: LoadedModels, context: JobContext) -> tuple[int, int]:
        fingerprint = models.visual.info.fingerprint
        covers = self._catalogue.covers_without_vector(fingerprint)
        done = lost = 0
        for cover, image in self._images(covers):
            if image is None or cover.record_id is None:
                lost += 1
            else:
                vector = models.visual.encode([image.pixels])
                with self._catalogue.maintain() as unit:
                    unit.put_cover_vector(cover.id, fingerprint, vector[0])
                done += 1
            context.report(done + lost, len(covers), "reindex.pictures")
        return done, lost

    def _read_covers(self, models: LoadedModels, context: JobContext) -> tuple[int, int]:
        covers = self._catalogue.covers_without_text()
        done = lost = 0

        def read(pair: tuple[CoverScan, PageImage | None]) -> tuple[CoverScan, OcrPage | None]:
            cover, image = pair
            return cover, models.ocr.recognise(image) if image is not None else None

        with ThreadPoolExecutor(self._n_readers, thread_name_prefix="read-cover") as pool:
            for start in range(0, len(covers), 2 * self._n_readers):
                group = covers[start : start + 2 * self._n_readers]
                for cover, page in pool.map(read, self._images(group)):
                    if page is None:
                        lost += 1
                    else:
                        with self._catalogue.maintain() as unit:
                            unit.put_cover_text(cover.id, page)
                        done += 1
                    context.report(done + lost, len(covers), "reindex.covers")
        return done, lost

    def _images(self, covers: Sequence[CoverScan]) -> Iterator[tuple[CoverScan, PageImage | None]]:
        """Each cover with its picture, or None where its file is missing or broken (`check` reports those)."""
        from core.imaging.decode import decode_file
        from core.imaging.turning import turned

        for cover in covers:
            try:
                yield cover, turned(decode_file(self._store.original(cover.sha256)), cover.turn)
            except (InvalidInputError, HostFaultError):
                yield cover, None
