"""Cover identification: an image → the record it shows, or the draft of a new one.

Words first, picture second, geometry to decide: candidates come from numbers, from words and from picture vectors, and
the likely ones are compared with their stored covers, best first, until one is certain.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Candidate, Identification
from core.domain.scans import Barcode, CoverScan, OcrPage
from core.protocols import PageImage
from core.retrieval.cover_decision import (
    Calibration,
    CandidateEvidence,
    decide,
    load_calibration,
    log_odds,
    share_out,
)
from core.retrieval.cover_geometry import CoverVerifier, PictureEvidence
from core.retrieval.cover_reading import CoverReading, read_cover, turned_views
from core.retrieval.cover_words import (
    CoverWords,
    WordEvidence,
    candidate_match,
    cover_words,
    word_evidence,
)

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import VectorStore

_WORD_CANDIDATES = 40
_PICTURE_CANDIDATES = 25
_MAX_COMPARED = 10
"""Stored covers laid over the query at most."""
_CERTAIN_LOG_ODDS = 3.0
_TWIN_MARGIN = 0.8
"""Difference of promise (of about 5 at most) within which another record may be the same design."""
_FEW_LETTERS = 12
"""With more letters read, the words find the record even where the picture is upside down."""
_MAX_COVERS_A_RECORD = 3
_SHOWN_CANDIDATES = 10
_SHOWN_FROM = 0.005
_KEPT = 64


@dataclass(frozen=True, slots=True)
class CoverEvidence:
    """Everything identification knows about one image, for the decision and for searches that contain the image.

    `cosines`: best cosine of the picture with each candidate found by picture. `probabilities`: calibrated probability
    of each candidate, they sum to at most 1. `candidates` are best first. `known_cover_of` is set where this very file
    is a stored cover. `outline` as in `CoverReading`.
    """

    sha256: str
    ocr: OcrPage
    barcodes: tuple[Barcode, ...]
    isbns: tuple[str, ...]
    cosines: Mapping[RecordId, float]
    probabilities: Mapping[RecordId, float]
    candidates: tuple[Candidate, ...]
    known_cover_of: RecordId | None = None
    outline: tuple[float, ...] = ()


@dataclass(slots=True)
class _Contender:
    """One record under examination."""

    record: BibliographicRecord
    covers: tuple[CoverScan, ...]
    evidence: CandidateEvidence
    log_odds: float = 0.0
    compared: str | None = None


class Identifier:
    """Identifies covers. Thread-safe; the evidence of the images seen last is kept.

    Args:
        catalogue: The records and what was read on their covers.
        vectors: Picture vectors of the stored covers.
        models: OCR engine and visual encoder, loaded on first need.
        thumbnail: SHA-256 of a stored cover → its thumbnail.
        calibration: Weights and limits; None = those that ship with the program.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        vectors: VectorStore,
        models: ModelHost,
        thumbnail: Callable[[str], Path],
        calibration: Calibration | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._models = models
        self._verifier = CoverVerifier(thumbnail)
        self._calibration = calibration or load_calibration()
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, tuple[int, CoverEvidence]] = OrderedDict()

    def identify_file(self, path: Path) -> Identification:
        """Identify the cover in an image file.

        Raises:
            InvalidInputError: If it is no readable image; see `core.imaging.decode.decode_file`.
            HostFaultError: If the models or the OCR engine are missing.
        """
        from core.imaging.decode import decode_file

        started = time.perf_counter()
        found = self.identify_image(decode_file(path))
        return replace(found, image=str(path), took_ms=(time.perf_counter() - started) * 1000.0)

    def identify_image(self, image: PageImage) -> Identification:
        """Identify the cover in a decoded image. Raises HostFaultError as `identify_file`."""
        started = time.perf_counter()
        known = self._known(image)
        if known is not None:
            return replace(known, took_ms=(time.perf_counter() - started) * 1000.0)
        evidence = self.cover_evidence(image)
        decision, confidence = decide([c.probability for c in evidence.candidates], self._calibration)
        isbn = next(iter(evidence.isbns), None)
        draft = None
        if decision != "match":
            from core.ocr.layout import draft_from_page

            draft = draft_from_page(evidence.ocr, isbn)
        return Identification(
            image=image.file_name,
            decision=decision,
            confidence=confidence,
            isbn=isbn,
            ocr=evidence.ocr,
            draft=draft,
            candidates=evidence.candidates,
            sha256=image.sha256,
            outline=evidence.outline,
            took_ms=(time.perf_counter() - started) * 1000.0,
        )

    def cover_evidence(self, image: PageImage) -> CoverEvidence:
        """Read an image and weigh every candidate record; cached by content until the catalogue changes.

        Raises:
            HostFaultError: If the models or the OCR engine are missing.
        """
        generation = self._catalogue.generation()
        with self._lock:
            seen = self._seen.get(image.sha256)
            if seen is not None and seen[0] == generation:
                self._seen.move_to_end(image.sha256)
                return seen[1]
        evidence = self._examine(image)
        with self._lock:
            self._seen[image.sha256] = (generation, evidence)
            while len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        return evidence

    def _known(self, image: PageImage) -> Identification | None:
        """A file that is stored already as the cover of a record needs no reading."""
        scan = self._catalogue.cover_by_sha(image.sha256)
        if scan is None or scan.record_id is None:
            return None
        record_id = RecordId(scan.record_id)
        records = self._catalogue.get([record_id])
        if not records:
            return None
        return Identification(
            image=image.file_name,
            decision="match",
            confidence=1.0,
            isbn=records[0].isbn,
            ocr=self._catalogue.ocr_page_by_sha(scan.picture),
            candidates=(Candidate(records[0], 1.0, 1.0, 1.0, None, cover_sha256=scan.picture),),
            sha256=image.sha256,
            known_cover_of=record_id,
        )

    def _examine(self, image: PageImage) -> CoverEvidence:
        models = self._models.get()
        stored = self._catalogue.cover_by_sha(image.sha256)
        known_cover_of = RecordId(stored.record_id) if stored is not None and stored.record_id is not None else None
        known_page = self._catalogue.ocr_page_by_sha(image.sha256) if known_cover_of is not None else None
        reading = read_cover(image, models.ocr, models.visual, known_page)
        cosines = self._nearest(reading.vectors)
        if known_cover_of is not None:
            cosines.setdefault(known_cover_of, 1.0)  # its vector may not have been made yet
        contenders = self._contenders(reading, cosines)
        if known_cover_of is None:
            self._compare(reading, contenders)
            if reading.words.n_letters < _FEW_LETTERS and max((c.log_odds for c in contenders), default=-1.0) < 0.0:
                self._try_turned(reading, cosines, contenders)
            odds = [contender.log_odds for contender in contenders]
            shares = dict(zip((_id(c) for c in contenders), share_out(odds), strict=True))
        else:
            shares = {_id(contender): 0.0 for contender in contenders} | {known_cover_of: 1.0}
        ranked = sorted(contenders, key=lambda c: (-shares[_id(c)], -c.log_odds, _id(c)))
        return CoverEvidence(
            sha256=image.sha256,
            ocr=reading.page,
            barcodes=reading.barcodes,
            isbns=reading.isbns,
            cosines=cosines,
            probabilities=shares,
            candidates=tuple(
                _candidate(contender, shares[_id(contender)])
                for place, contender in enumerate(ranked[:_SHOWN_CANDIDATES])
                if place < 3 or shares[_id(contender)] >= _SHOWN_FROM
            ),
            known_cover_of=known_cover_of,
            outline=reading.outline,
        )

    def _try_turned(self, reading: CoverReading, cosines: dict[RecordId, float], contenders: list[_Contender]) -> None:
        """A picture without readable words may be upside down or on its side: look for it turned too."""
        turned = self._nearest(self._models.get().visual.encode(turned_views(reading)))
        known = {_id(contender) for contender in contenders}
        for record_id, cosine in turned.items():
            cosines[record_id] = max(cosine, cosines.get(record_id, -1.0))
        fresh = [c for c in self._contenders(reading, cosines) if _id(c) not in known]
        self._compare(reading, fresh)
        contenders.extend(fresh)

    def _nearest(self, vectors: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> dict[RecordId, float]:
        fingerprint = self._models.get().visual.info.fingerprint
        best: dict[RecordId, float] = {}
        for vector in vectors:
            scores = self._vectors.score("cover", fingerprint, vector)
            nearest = scores.top(_PICTURE_CANDIDATES)
            for record_id, cosine in zip(nearest.tolist(), scores.lookup(nearest).tolist(), strict=True):
                best[RecordId(record_id)] = max(cosine, best.get(RecordId(record_id), -1.0))
        return best

    def _contenders(self, reading: CoverReading, cosines: Mapping[RecordId, float]) -> list[_Contender]:
        """Every candidate with the evidence of numbers, words and picture vectors."""
        numbered = self._by_number(reading)
        match = candidate_match(reading.words)
        worded = (
            [RecordId(hit.record_id) for hit in self._catalogue.search_text(match, _WORD_CANDIDATES)] if match else []
        )
        ids = list(dict.fromkeys([*numbered, *worded, *cosines]))
        covers = self._catalogue.covers_of(ids)
        contenders = []
        for record in self._catalogue.get(ids):
            if record.id is None:
                continue
            scans = covers.get(record.id, ())[:_MAX_COVERS_A_RECORD]
            own = {number.value for number in record.identifiers if number.scheme == "isbn" and number.valid}
            evidence = CandidateEvidence(
                words=word_evidence(reading.words, record, self._stored_words(scans)),
                cosine=cosines.get(record.id),
                same_number=record.id in numbered,
                other_isbn=bool(own and reading.isbns) and own.isdisjoint(reading.isbns),
            )
            contenders.append(_Contender(record, scans, evidence, log_odds(evidence, self._calibration)))
        return contenders

    def _by_number(self, reading: CoverReading) -> set[RecordId]:
        """Records that carry an ISBN or own the copy whose barcode is on the cover."""
        found = self._catalogue.find_identifier("isbn", reading.isbns) if reading.isbns else {}
        texts = [code.text for code in reading.barcodes if code.isbn is None]
        copies = self._catalogue.find_barcodes(texts) if texts else {}
        return {record_id for ids in (*found.values(), *copies.values()) for record_id in ids}

    def _stored_words(self, scans: Sequence[CoverScan]) -> list[CoverWords]:
        pages = (self._catalogue.ocr_page_by_sha(scan.picture) for scan in scans)
        return [cover_words(page) for page in pages if page is not None and page.lines]

    def _compare(self, reading: CoverReading, contenders: list[_Contender]) -> None:
        """Lay the stored covers of the likely records over the query, best first.

        Once one is certain, only records that looked about as likely before are still compared: its twins in a series.
        """
        waiting = sorted((c for c in contenders if c.covers), key=_promise, reverse=True)
        needed = -float("inf")
        for place, contender in enumerate(waiting):
            if place < _MAX_COMPARED and _promise(contender) >= needed:
                self._compare_one(reading, contender)
                if contender.log_odds >= _CERTAIN_LOG_ODDS:
                    needed = max(needed, _promise(contender) - _TWIN_MARGIN)
            else:
                # It has a cover, and others looked more like the query: no reason to believe its words alone.
                contender.evidence = replace(contender.evidence, picture=PictureEvidence(0))
                contender.log_odds = log_odds(contender.evidence, self._calibration)

    def _compare_one(self, reading: CoverReading, contender: _Contender) -> None:
        best = contender
        for scan in contender.covers:
            picture = self._verifier.compare(reading.picture, scan.picture)
            if picture is None:
                continue
            evidence = replace(contender.evidence, picture=picture)
            odds = log_odds(evidence, self._calibration)
            if best.compared is None or odds > best.log_odds:
                best = _Contender(contender.record, contender.covers, evidence, odds, scan.picture)
        contender.evidence, contender.log_odds, contender.compared = best.evidence, best.log_odds, best.compared


def _promise(contender: _Contender) -> float:
    """How soon a record is worth comparing: by what is known without its cover."""
    words, cosine = contender.evidence.words, contender.evidence.cosine or 0.0
    return (
        2.0 * contender.evidence.same_number
        + max(words.title, words.heading)
        + 0.3 * words.author
        + (words.repeated or 0.0)
        + 2.0 * cosine
    )


def _candidate(contender: _Contender, probability: float) -> Candidate:
    evidence = contender.evidence
    return Candidate(
        record=contender.record,
        probability=probability,
        words=_agreement(evidence.words),
        picture=max(0.0, evidence.cosine or 0.0),
        inliers=evidence.picture.inliers if evidence.picture is not None and contender.compared else None,
        same_isbn=evidence.same_number,
        cover_sha256=contender.compared or (contender.covers[0].picture if contender.covers else None),
    )


def _agreement(words: WordEvidence) -> float:
    """One figure for the eye: how well the words agree, 0…1."""
    return max(words.title, words.heading, 0.5 * words.explained + 0.5 * (words.repeated or 0.0))


def _id(contender: _Contender) -> RecordId:
    if contender.record.id is None:
        raise RuntimeError("a candidate without id")
    return contender.record.id
