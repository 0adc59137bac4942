"""The held-out part of a pair set as slices of the promotion gate.

The split is that of training (by work, with the program's one seed), so that no candidate was trained on what it is
judged by. Documents are the other sides of every part: a search is never among the held-out alone.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, Union

from core.evaluation.slices import Slice, SliceDocument, SliceQuery
from core.evaluation.splits import DEFAULT_SEED, Split
from core.imaging import degradation as scan
from core.text.content import content_tokens
from core.text.noise import OcrNoise, corrupt
from core.training.augmentation import generator_of
from core.training.hard_negatives import words_of
from core.training.ocr_noise import noisy_tokens, placed_tokens
from core.training.pairs import StoredInput, TrainingPair, loaded

if TYPE_CHECKING:
    import numpy as np

    from core.encoders.unified.inputs import UnifiedInput

Side: TypeAlias = Union["UnifiedInput", StoredInput]
LoadSide: TypeAlias = Callable[[Side], "UnifiedInput"]
_OF_WORDS = ("zh-en", "en-zh", "zh-zh", "en-en")
_NOISY_SIDE_PX = 512


@dataclass(frozen=True, slots=True)
class HeldOutSettings:
    """How much is asked, and how noisy "noisy" is.

    Attributes:
        split: The part that nobody trained on.
        max_queries: Of one slice; more are thinned out by a hash, always the same.
        max_documents: Of one slice; answers always stay.
        tail_share: Share of the word queries that make the long tail.
        skew_degrees: Largest turn of a noisy picture.
        sigma_levels: Noise on it, grey levels of 255.
        jpeg_quality: Its compression, of 100.
        page: Errors in words read.
        jitter: Standard deviation of their boxes on the 0…1000 grid.
        typed: Errors in words typed.
        seed: Of thinning and noise.
    """

    split: Split = "test"
    max_queries: int = 400
    max_documents: int = 4000
    tail_share: float = 1 / 3
    skew_degrees: float = 6.0
    sigma_levels: float = 20.0
    jpeg_quality: int = 30
    page: OcrNoise = field(default_factory=lambda: OcrNoise(0.08, 0.04, 0.02, line_drop=0.05))
    jitter: float = 4.0
    typed: OcrNoise = field(default_factory=lambda: OcrNoise(0.06, 0.03, 0.0, by_sound=0.5))
    seed: int = DEFAULT_SEED


@dataclass(frozen=True, slots=True)
class _Asked:
    """One side of a pair asks for the other."""

    pair: TrainingPair
    query: Side
    query_id: str
    document: Side
    document_id: str


def held_out_slices(
    pairs: Sequence[TrainingPair], settings: HeldOutSettings | None = None, load: LoadSide = loaded
) -> tuple[Slice, ...]:
    """The slices of `core.domain.promotion.SLICES` that the pairs can fill, and "en-en" where there is one.

    Args:
        pairs: Of all parts.
        settings: How much, how noisy.
        load: Opens a side; one that keeps what it opened serves three encoders.
    """
    chosen = settings or HeldOutSettings()
    slices = [part for name, asked in _asked(pairs) if (part := _slice(name, asked, chosen, load)).queries]
    of_words = [part for part in slices if part.name in _OF_WORDS]
    made = (*slices, _long_tail(of_words, chosen), _noisy(slices, chosen))
    return tuple(part for part in made if part.queries)


def _asked(pairs: Sequence[TrainingPair]) -> Iterator[tuple[str, list[_Asked]]]:
    def forward(chosen: Iterable[TrainingPair]) -> list[_Asked]:
        return [_Asked(pair, pair.left, pair.left_id, pair.right, pair.right_id) for pair in chosen]

    across = [pair for pair in pairs if pair.kind == "zh_en"]
    yield "zh-en", forward(across)
    yield "en-zh", [_Asked(pair, pair.right, pair.right_id, pair.left, pair.left_id) for pair in across]
    queries = [pair for pair in pairs if pair.kind == "query_record"]
    typed = [pair for pair in queries if not _shows(pair.left)]
    for language, name in (("chi", "zh-zh"), ("eng", "en-en")):
        yield name, forward(p for p in typed if p.left.language == p.right.language == language)
    yield "image-record", forward(pair for pair in pairs if pair.kind == "cover_text")
    yield "ocr-record", forward(pair for pair in pairs if pair.kind == "ocr_text")
    yield "joint", forward(pair for pair in queries if _shows(pair.left))


def _shows(side: Side) -> bool:
    if isinstance(side, StoredInput):
        return side.image is not None or side.page is not None
    return side.pixels is not None or side.ocr is not None


def _slice(name: str, asked: Sequence[_Asked], settings: HeldOutSettings, load: LoadSide) -> Slice:
    documents = {_content(each.document, each.document_id): each for each in asked}
    keys_of_name: dict[str, set[str]] = {}
    answers: dict[str, set[str]] = {}
    for each in asked:
        key = _content(each.document, each.document_id)
        keys_of_name.setdefault(each.document_id, set()).add(key)
        answers.setdefault(each.query_id, set()).add(key)
    held = {each.query_id: each for each in asked if each.pair.split == settings.split}
    queries = [
        SliceQuery(
            id=each.query_id,
            work=each.pair.record_id,
            label=_label(each),
            answers=frozenset(answers[each.query_id]),
            load=partial(_as_query, load, each.query),
            aside=frozenset(key for other in each.pair.related for key in keys_of_name.get(other, ())),
        )
        for each in _thinned(held, settings.max_queries, settings.seed)
    ]
    needed = {key for query in queries for key in query.answers}
    others = {key: each for key, each in documents.items() if key not in needed}
    kept = needed | {
        _content(each.document, each.document_id)
        for each in _thinned(others, max(0, settings.max_documents - len(needed)), settings.seed)
    }
    found = tuple(
        SliceDocument(key, each.pair.record_id, partial(_as_document, load, each.document))
        for key, each in documents.items()
        if key in kept
    )
    return Slice(name, tuple(queries), found)


def _content(side: Side, name: str) -> str:
    """Documents are told apart by what they hold: one name may stand for a title here and a whole record there."""
    image = str(side.image) if isinstance(side, StoredInput) and side.image is not None else ""
    digest = hashlib.sha256("\x1f".join((side.text, image)).encode()).hexdigest()[:16]
    return f"{name}\x1f{digest}"


def _thinned(given: dict[str, _Asked], at_most: int, seed: int) -> list[_Asked]:
    """So many of them, those of the least hash, in their old order."""
    if len(given) <= at_most:
        return list(given.values())
    order = sorted(given, key=lambda name: hashlib.sha256(f"{seed}\x1f{name}".encode()).digest())
    kept = set(order[:at_most])
    return [each for name, each in given.items() if name in kept]


def _label(each: _Asked) -> str:
    """The words of a query; a picture without any goes by the first words of the record it shows, else by its file."""
    side = each.query
    file = ""
    if isinstance(side, StoredInput) and side.image is not None and side.with_pixels:
        file = side.image.name
    words = words_of(side).replace("\n", " ")[:80]
    if words:
        return " · ".join(part for part in (words, file) if part)
    title = re.split(r"\n|\. ", words_of(each.document), maxsplit=1)[0].strip()[:80]
    return title or file or each.query_id


def _as_query(load: LoadSide, side: Side) -> UnifiedInput:
    return replace(load(side), role="query")


def _as_document(load: LoadSide, side: Side) -> UnifiedInput:
    return replace(load(side), role="passage")


def _long_tail(slices: Sequence[Slice], settings: HeldOutSettings) -> Slice:
    """The word queries with the rarest terms, after the definition of `core.evaluation.conditions`."""
    asked = [(f"{part.name}/{query.id}", part, query) for part in slices for query in part.queries]
    documents = {each.id: each for part in slices for each in part.documents}
    frequency: Counter[str] = Counter()
    terms: dict[str, set[str]] = {}
    for name, _, query in asked:
        terms[name] = set(content_tokens(query.load().text))
        frequency.update(terms[name])
    for each in documents.values():
        frequency.update(set(content_tokens(each.load().text)))

    def rarity(name: str) -> tuple[float, float, str]:
        counts = [frequency[term] for term in terms[name]]
        return min(counts), sum(map(math.log, counts)) / len(counts), name

    ordered = sorted((name for name, found in terms.items() if found), key=rarity)
    rare = set(ordered[: math.ceil(len(ordered) * settings.tail_share)])
    queries = tuple(replace(query, id=name) for name, _, query in asked if name in rare)
    return Slice("long-tail", queries, tuple(documents.values()), repeats=True)


def _noisy(slices: Sequence[Slice], settings: HeldOutSettings) -> Slice:
    """The queries of all slices again, as a poor scan and a hasty hand would put them."""
    documents = {each.id: each for part in slices for each in part.documents}
    asked = {f"{part.name}/{query.id}": query for part in slices for query in part.queries}
    order = sorted(asked, key=lambda name: hashlib.sha256(f"{settings.seed}\x1f{name}".encode()).digest())
    kept = set(order[: settings.max_queries])
    queries = tuple(
        replace(query, id=name, load=partial(_with_noise, query.load, name, settings))
        for name, query in asked.items()
        if name in kept
    )
    return Slice("noisy", queries, tuple(documents.values()), repeats=True)


def _with_noise(load: Callable[[], UnifiedInput], name: str, settings: HeldOutSettings) -> UnifiedInput:
    return noisy_input(load(), settings, generator_of(settings.seed, name))


def noisy_input(given: UnifiedInput, settings: HeldOutSettings, rng: np.random.Generator) -> UnifiedInput:
    """A query with noise on all that it has; word boxes follow the picture."""
    made = given
    if made.pixels is not None:
        height, width = made.pixels.shape[:2]
        place = scan.reduced(width, height, _NOISY_SIDE_PX)
        angle = float(rng.uniform(-settings.skew_degrees, settings.skew_degrees))
        place = place.then(scan.turned(place.width_px, place.height_px, angle))
        pixels = scan.with_noise(scan.placed(made.pixels, place, ground=200), settings.sigma_levels, rng)
        ocr = placed_tokens(made.ocr, place, width, height) if made.ocr is not None else None
        compressed = scan.compressed(pixels, settings.jpeg_quality)
        made = replace(made, pixels=compressed, ocr=ocr, image_sha256="")
    if made.ocr is not None:
        made = replace(made, ocr=noisy_tokens(made.ocr, settings.page, rng, settings.jitter))
    return replace(made, text=corrupt(made.text, settings.typed, rng))
