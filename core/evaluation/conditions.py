"""Conditions under which systems are compared: clean, noisy, long-tail. Each is a collection, the same for all systems.

**noisy**: every picture of a query is turned, overlaid with Gaussian noise and compressed; words that OCR reads on it
lose and change characters (on top of what OCR misreads by itself); typed words do so a little less. Records and their
covers stay as they are: a library's own scans are good, what is held up to the camera is not.

**long-tail**: the third of each task's queries whose rarest term is rarest. Terms are content words and pairs of
Chinese characters; a term's document frequency counts the records *and* queries of the collection that hold it, since
a Chinese query's terms occur in no English record and would otherwise all be equally rare. A query without words has
those of the record it looks for.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from core.domain.records import BibliographicRecord
from core.domain.scans import OcrPage
from core.errors import InvalidInputError
from core.evaluation.collections import Collection, CollectionQuery
from core.evaluation.pictures import PictureReader
from core.evaluation.splits import DEFAULT_SEED
from core.files import complete_file
from core.protocols import JobContext, NullJobContext, OcrEngine, Pixels
from core.retrieval.record_text import description_text
from core.text.content import content_tokens
from core.text.noise import OcrNoise, corrupt
from core.text.page_noise import noisy_page

Condition = Literal["clean", "noisy", "long-tail"]
CONDITIONS: tuple[Condition, ...] = ("clean", "noisy", "long-tail")
LONG_TAIL_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class NoiseStrength:
    """How noisy "noisy" is.

    Attributes:
        skew_degrees: The turn is drawn from -skew … +skew.
        sigma_levels: Standard deviation of the noise, grey levels of 255.
        jpeg_quality: Of 100.
        page: Errors in what OCR reads on a noisy picture.
        jitter_px: Standard deviation of box edges there.
        typed: Errors in typed words.
    """

    skew_degrees: float = 6.0
    sigma_levels: float = 20.0
    jpeg_quality: int = 30
    page: OcrNoise = field(default_factory=lambda: OcrNoise(0.08, 0.04, 0.02, line_drop=0.05))
    jitter_px: float = 4.0
    typed: OcrNoise = field(default_factory=lambda: OcrNoise(0.06, 0.03, 0.0, by_sound=0.5))

    @property
    def fingerprint(self) -> str:
        """Changes with every setting; part of the names of noisy pictures."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:8]


def noisy(
    collection: Collection,
    folder: Path,
    *,
    strength: NoiseStrength | None = None,
    seed: int = DEFAULT_SEED,
    ctx: JobContext | None = None,
) -> Collection:
    """The collection with noisy queries. Read its pictures with a `NoisyReader` of the same folder.

    Args:
        collection: Clean.
        folder: Where noisy pictures are kept; one that is there already is not made again.
        strength: How noisy.
        seed: Decides every draw, together with the query's id and the content of its picture.
        ctx: Progress and cancel.

    Raises:
        HostFaultError: A picture cannot be read or written. A query whose picture is no image keeps it.
    """
    chosen, context = strength or NoiseStrength(), ctx or NullJobContext()
    made: list[CollectionQuery] = []
    for done, query in enumerate(collection.queries, start=1):
        made.append(_noisy_query(query, folder, chosen, seed))
        context.report(done, len(collection.queries), "evaluate.degrading")
    return replace(collection, queries=tuple(made))


def _noisy_query(query: CollectionQuery, folder: Path, strength: NoiseStrength, seed: int) -> CollectionQuery:
    rng = _generator(seed, query.id, "words")
    if query.ocr is not None:
        page = noisy_page(query.ocr, strength.page, rng, strength.jitter_px)
        return replace(query, ocr=page, text=page.text if query.text else "")
    image = _noisy_picture(query.image, folder, strength, seed) if query.image is not None else None
    return replace(query, text=corrupt(query.text, strength.typed, rng), image=image)


def _noisy_picture(path: Path, folder: Path, strength: NoiseStrength, seed: int) -> Path:
    """The noisy picture of a file; two queries that show one picture show one noisy picture."""
    from core.imaging.decode import decode_file
    from core.imaging.degradation import jpeg_bytes

    try:
        image = decode_file(path)
    except InvalidInputError:
        return path  # the systems will be told the same about it
    target = folder / f"{image.sha256[:32]}-{strength.fingerprint}-{seed}.jpg"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        degraded = degrade(image.pixels, strength, _generator(seed, image.sha256, "picture"))
        with complete_file(target) as stream:
            stream.write(jpeg_bytes(degraded, strength.jpeg_quality))
    return target


def degrade(pixels: Pixels, strength: NoiseStrength, rng: np.random.Generator) -> Pixels:
    """Turned on grey ground and overlaid with noise; JPEG follows when it is written."""
    from core.imaging.degradation import placed, turned, with_noise

    angle = float(rng.uniform(-strength.skew_degrees, strength.skew_degrees))
    place = turned(pixels.shape[1], pixels.shape[0], angle)
    return with_noise(placed(pixels, place, ground=200), strength.sigma_levels, rng)


class NoisyReader(PictureReader):
    """Reads pictures as `PictureReader` does, and misreads the words on those that `noisy` made.

    Args:
        ocr: The engine.
        folder: Where readings are kept, shared with clean reading; None = the user's cache.
        noisy_folder: The folder given to `noisy`.
        strength: As given to `noisy`.
        seed: As given to `noisy`.
    """

    def __init__(
        self,
        ocr: OcrEngine,
        folder: Path | None = None,
        *,
        noisy_folder: Path,
        strength: NoiseStrength | None = None,
        seed: int = DEFAULT_SEED,
    ) -> None:
        super().__init__(ocr, folder)
        self._noisy_folder = noisy_folder
        self._strength = strength or NoiseStrength()
        self._seed = seed

    def page(self, path: Path) -> OcrPage:
        read = super().page(path)
        if path.parent != self._noisy_folder:
            return read
        rng = _generator(self._seed, path.name, "page")
        return noisy_page(read, self._strength.page, rng, self._strength.jitter_px)


def _generator(seed: int, *names: str) -> np.random.Generator:
    digest = hashlib.sha256("\x1f".join((str(seed), *names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


@dataclass(frozen=True, slots=True, order=True)
class Rarity:
    """How rare a query's terms are: frequency of its rarest term, then the mean logarithm over its terms."""

    least_frequency: int
    mean_log_frequency: float


def rarities(collection: Collection) -> dict[str, Rarity]:
    """Query id → rarity, for queries that have terms (see the module for what counts)."""
    of_record = {each.id: _record_terms(each.record) for each in collection.records}
    of_query = {query.id: set(content_tokens(query.text)) for query in collection.queries}
    frequency: Counter[str] = Counter()
    for terms in (*of_record.values(), *of_query.values()):
        frequency.update(terms)
    found: dict[str, Rarity] = {}
    for query in collection.queries:
        terms = of_query[query.id] or _terms_looked_for(collection.qrels.get(query.id, {}), of_record)
        if terms:
            counts = [max(1, frequency[term]) for term in terms]
            found[query.id] = Rarity(min(counts), sum(map(math.log, counts)) / len(counts))
    return found


def _record_terms(record: BibliographicRecord) -> set[str]:
    texts = (record.title, *record.title_parallel, *record.authors, description_text(record))
    return {token for text in texts for token in content_tokens(text)}


def _terms_looked_for(grades: Mapping[str, int], of_record: Mapping[str, set[str]]) -> set[str]:
    best = max(grades.values(), default=0)
    names = sorted(r for r, grade in grades.items() if grade == best > 0 and r in of_record)
    return of_record[names[0]] if names else set()


def long_tail(collection: Collection, share: float = LONG_TAIL_SHARE) -> Collection:
    """The collection with only the rarest share of each task's queries (rounded up), in their old order.

    Among equally rare queries those with the rarer other terms come first, then the order of their ids decides.
    """
    if not 0.0 < share <= 1.0:
        raise ValueError(f"a share lies in 0…1, not {share}")
    rare = rarities(collection)
    kept: set[str] = set()
    for task in dict.fromkeys(query.task for query in collection.queries):
        known = [query.id for query in collection.queries if query.task == task and query.id in rare]
        ordered = sorted(known, key=lambda each: (rare[each], each))
        kept.update(ordered[: math.ceil(len(ordered) * share)])
    return only(collection, kept)


def only(collection: Collection, queries: Iterable[str]) -> Collection:
    """The collection with only some of its queries and their judgements."""
    wanted = set(queries)
    kept = tuple(query for query in collection.queries if query.id in wanted)
    return replace(collection, queries=kept, qrels={q: g for q, g in collection.qrels.items() if q in wanted})
