"""Whether the files of covers are what the catalogue says: there, undamaged, with a thumbnail, and none too many."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from core.domain.library import Finding
from core.domain.scans import CoverScan
from core.errors import InvalidInputError
from core.protocols import JobContext

if TYPE_CHECKING:
    from core.catalogue.reading import CatalogueReader
    from core.services.cover_store import CoverStore


def check_files(
    catalogue: CatalogueReader, store: CoverStore, context: JobContext, *, repair: bool = False
) -> tuple[int, list[Finding]]:
    """Compare every cover's file with its checksum; returns the number of covers and what was found.

    With `repair` thumbnails are made again and files that no row and no step of the journal names are deleted.
    """
    findings: list[Finding] = []
    named: set[str] = set()
    for cover in catalogue.iter_covers():
        context.check_cancelled()
        named.add(cover.sha256)
        original, thumbnail = store.original(cover.sha256), store.thumbnail(cover.picture)
        if not original.is_file():
            findings.append(Finding("check.cover_missing", {"file": cover.file_name, "cover": cover.id}))
            continue
        if hashlib.sha256(original.read_bytes()).hexdigest() != cover.sha256:
            findings.append(Finding("check.cover_damaged", {"file": cover.file_name, "cover": cover.id}))
            continue
        if not thumbnail.is_file():
            repaired = repair and _make_thumbnail(store, cover)
            findings.append(Finding("check.thumbnail_missing", {"file": cover.file_name}, True, repaired))
    kept = named | catalogue.journalled_cover_shas()
    for sha256 in store.stored():
        if sha256 not in kept:
            if repair:
                store.remove(sha256)
            findings.append(Finding("check.file_orphaned", {"file": sha256[:12]}, True, repair))
    return len(named), findings


def _make_thumbnail(store: CoverStore, cover: CoverScan) -> bool:
    from core.imaging.decode import decode_file
    from core.imaging.thumbnails import make_thumbnail
    from core.imaging.turning import turned

    try:
        image = turned(decode_file(store.original(cover.sha256)), cover.turn)
    except InvalidInputError:
        return False
    store.replace_thumbnail(cover.picture, make_thumbnail(image.pixels))
    return True
