"""What a scan and a record have in common, worked out again for the eye: identification keeps only figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.library import IntakeItem
from core.domain.records import BibliographicRecord
from core.domain.scan_evidence import WHOLE, Corners, MarkedLine, MatchedPoint, ScanEvidence
from core.domain.scans import OcrPage
from core.imaging.difference import compare_regions
from core.imaging.geometry import verify
from core.imaging.rectify import between_corners, lay_straight
from core.protocols import Pixels
from core.retrieval.cover_geometry import CoverVerifier, prepare_picture
from core.retrieval.marked_lines import line_kinds

_MOST_POINTS = 60


class EvidenceFinder:
    """Compares a scan with one record. Thread-safe; keeps the features of the covers compared last.

    Args:
        thumbnail: SHA-256 of a stored cover → its thumbnail file.
    """

    def __init__(self, thumbnail: Callable[[str], Path]) -> None:
        self._verifier = CoverVerifier(thumbnail, capacity=60)

    def find(
        self, item: IntakeItem, scan: Pixels, record: BibliographicRecord | None, covers: Sequence[str]
    ) -> ScanEvidence:
        """Mark words and points.

        Args:
            item: The scan in the queue.
            scan: Its pixels, RGB uint8, shape (height, width, 3).
            record: What it is compared with; None = its own draft, whose words are marked.
            covers: SHA-256 of the record's covers; the one that fits best is shown.
        """
        found = item.identification
        corners = found.outline or WHOLE
        shown = record or found.draft
        lines = _marked(found.ocr, shown, corners, scan) if found.ocr is not None and shown is not None else ()
        evidence = ScanEvidence(item.id, record.id if record else None, covers[0] if covers else None, lines)
        if not covers:
            return evidence
        upright = scan if not found.outline else lay_straight(scan, corners)
        query = prepare_picture(upright)
        best = evidence
        for sha256 in covers:
            stored = self._verifier.picture(sha256)
            match = verify(query.features, stored.features) if stored is not None else None
            if stored is None or match is None or match.homography is None or match.inliers <= best.n_points:
                continue
            on_query = query.features.points[match.pairs[:, 0]].astype(np.float64)
            on_cover = stored.features.points[match.pairs[:, 1]].astype(np.float64)
            chosen = np.linspace(0, len(on_query) - 1, min(_MOST_POINTS, len(on_query))).round().astype(int)
            on_scan = _mapped(on_query, between_corners(WHOLE, corners))
            frame = np.array(WHOLE).reshape(4, 2)
            to_query = np.asarray(np.linalg.inv(match.homography), dtype=np.float64)
            region = _mapped(_mapped(frame, to_query), between_corners(WHOLE, corners))
            best = replace(
                evidence,
                cover_sha256=sha256,
                points=tuple(MatchedPoint(*map(float, (*on_scan[i], *on_cover[i]))) for i in chosen),
                n_points=match.inliers,
                region=tuple(float(v) for v in region.ravel()),
                differing=compare_regions(query.pixels, stored.pixels, match.homography).largest_box,
            )
        return best


def _marked(page: OcrPage, record: BibliographicRecord, corners: Corners, scan: Pixels) -> tuple[MarkedLine, ...]:
    """The lines of a page, brought back from the picture on which they were read to the scan as it was dropped."""
    if corners == WHOLE and abs(page.width_px / page.height_px - scan.shape[1] / scan.shape[0]) > 0.02:
        return ()  # read on a cover that was cut out of the scan, and nobody noted where
    to_scan = between_corners(WHOLE, corners)
    marked = []
    for line, kind in zip(page.lines, line_kinds(page, record), strict=True):
        box = line.box
        frame = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]], dtype=np.float64)
        placed = _mapped(frame / np.array([page.width_px, page.height_px]), to_scan)
        marked.append(MarkedLine(line.text, tuple(float(v) for v in placed.ravel()), kind))
    return tuple(marked)


def _mapped(points: NDArray[np.floating[Any]], homography: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points, shape (n, 2), through a perspective."""
    through = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ homography.T
    mapped: NDArray[np.float64] = through[:, :2] / through[:, 2:]
    return mapped
