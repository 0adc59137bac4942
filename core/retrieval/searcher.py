"""The search path: parse → candidates from each channel → features → fusion → results with reasons."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.domain.filters import SearchFilters
from core.domain.listing import Suggestion
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import CHANNELS, Channel, SearchRequest, SearchResponse, SearchResult
from core.errors import InvalidInputError
from core.paths import resources_dir
from core.protocols import IntVector, LexicalHit
from core.retrieval.completing import completions
from core.retrieval.confidence import load_found_model
from core.retrieval.fusion import FEATURES, FeatureMatrix, FusionWeights, load_weights
from core.retrieval.name_forms import NameForms
from core.retrieval.reasons import reasons_for
from core.retrieval.record_cache import RecordCache
from core.retrieval.record_columns import RecordColumns
from core.retrieval.semantic import SemanticScores, score_query
from core.retrieval.title_match import PARALLEL_WORDS, title_bonus
from core.retrieval.word_evidence import QueryWords, RecordWordsCache, WordEvidence
from core.text import match as matching
from core.text.dictionary import Dictionary, load_dictionary
from core.text.normalize import has_han
from core.text.query import ParsedQuery, parse, semantic_text

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.retrieval.identify import CoverEvidence, Identifier
    from core.retrieval.models import ModelHost
    from core.retrieval.vector_store import VectorStore

N_SEMANTIC = 60
N_LEXICAL = 80
N_DICTIONARY = 50
N_COVER = 30
MAX_LIMIT = 1000
FloatColumn = NDArray[np.float32]
_PINYIN = frozenset({"pinyin_title", "pinyin_names"})
_NUMBER_BONUS = 50.0
_SURE_ENOUGH = 0.3
"""Below this probability, where pictures or words alone were asked, the answer is "no good match"."""


def _presume_descriptions(columns: dict[str, FloatColumn], bonus: FloatColumn) -> None:
    """Count the title's cosine as the description's where a record has none and its title is what was typed.

    What a record does not say is no evidence against it: without this, a title typed exactly finds a book that came
    from a table of titles and authors behind its translation and its sequels, which are described.
    """
    if "has_description" not in columns:
        return
    is_presumed = (columns["has_description"] == 0) & (bonus >= PARALLEL_WORDS)
    columns["description"] = np.where(is_presumed, columns["title"], columns["description"])
    columns["has_description"] = np.maximum(columns["has_description"], is_presumed.astype(np.float32))


@dataclass(slots=True)
class Evidence:
    """What each channel that was asked found for one query, before fusion.

    `is_unencoded`: the records have no vectors of the encoder in use, as after another came with a new version.
    """

    parsed: ParsedQuery
    channels: frozenset[Channel] = frozenset(CHANNELS)
    allowed: set[RecordId] | None = None
    excluded: set[RecordId] = field(default_factory=set)
    identifier: set[int] = field(default_factory=set)
    lexical: dict[int, LexicalHit] = field(default_factory=dict)
    dictionary: list[int] = field(default_factory=list)
    semantic: SemanticScores | None = None
    is_unencoded: bool = False
    cover: CoverEvidence | None = None

    def candidates(self) -> list[int]:
        """Ids of every record some channel proposes and the filters admit, in a fixed order."""
        ids: dict[int, None] = dict.fromkeys(sorted(self.identifier))
        ids.update(dict.fromkeys(self.lexical))
        ids.update(dict.fromkeys(self.dictionary))
        if self.semantic is not None:
            ids.update(dict.fromkeys(self.semantic.top(N_SEMANTIC, self.allowed)))
        if self.cover is not None:
            shown, cosines = self.cover.probabilities, self.cover.cosines
            nearest = sorted(cosines, key=lambda i: -cosines[i])
            ids.update(dict.fromkeys(int(i) for i in [*sorted(shown, key=lambda i: -shown[i]), *nearest[:N_COVER]]))
        return [i for i in ids if (self.allowed is None or i in self.allowed) and i not in self.excluded]


@dataclass(frozen=True, slots=True)
class ScoredCandidates:
    """Candidates with their features, before weights are applied (what fitting needs).

    `title_bonus` (n,): how nearly the query is each one's title, in units of the linear score.
    """

    records: tuple[BibliographicRecord, ...]
    features: FeatureMatrix
    words: tuple[WordEvidence, ...]
    title_bonus: FloatColumn


@dataclass(frozen=True, slots=True)
class Answered:
    """A response with what it was ranked by: the features of each result shown, shape (n results, len(FEATURES)).

    `features` is None where no weights were applied: a picture alone, or filters alone.
    """

    response: SearchResponse
    features: FeatureMatrix | None


class Searcher:
    """Answers queries over one catalogue. Thread-safe.

    Args:
        catalogue: Words, numbers and records.
        vectors: Meaning and pictures.
        models: Encoders; while they load, words and numbers answer alone.
        use_dictionary: False leaves the Chinese-English dictionary out (for measuring what it gives).
    """

    identifier: Identifier | None = None

    def __init__(
        self, catalogue: Catalogue, vectors: VectorStore, models: ModelHost, *, use_dictionary: bool = True
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._models = models
        self._use_dictionary = use_dictionary
        self._name_forms = NameForms(catalogue)
        self._record_words = RecordWordsCache(self._dictionary)
        self._records = RecordCache(catalogue)
        self.columns = RecordColumns(catalogue)
        self._shipped = self._weights = load_weights(resources_dir() / "presets" / "compact-fusion.toml")
        self._found = load_found_model(resources_dir() / "presets" / "compact-found.toml")
        self._frequency = lru_cache(maxsize=50_000)(self._count_word)

    @cached_property
    def without_dictionary(self) -> Searcher:
        """The same search without the Chinese-English dictionary, with the same weights."""
        other = Searcher(self._catalogue, self._vectors, self._models, use_dictionary=False)
        other.identifier, other._weights = self.identifier, self._weights
        return other

    def search(self, request: SearchRequest) -> SearchResponse:
        """Answer a query of text, image or both.

        Raises:
            InvalidInputError: query.empty, query.limit, or that the image cannot be read.
        """
        return self.answer(request).response

    def answer(self, request: SearchRequest) -> Answered:
        """As `search`, with the features that the results were ranked by. Raises the same."""
        started = time.perf_counter()
        self._check(request)
        evidence = self.gather(request)
        answered = self._rank(request, evidence, self.featurise(evidence))
        took = (time.perf_counter() - started) * 1000
        return replace(answered, response=replace(answered.response, took_ms=round(took, 2)))

    @property
    def shipped_weights(self) -> FusionWeights:
        """The weights that the preset came with."""
        return self._shipped

    @property
    def weights(self) -> FusionWeights:
        """The weights in use."""
        return self._weights

    def use_weights(self, weights: FusionWeights) -> None:
        """Rank by other weights from the next search on."""
        self._weights = weights
        self.__dict__.pop("without_dictionary", None)  # made with the weights of before

    @property
    def is_ready(self) -> bool:
        """Whether the encoders are loaded, so that meaning is searched too."""
        return self._models.ready is not None

    def warm_up(self) -> None:
        """Read vectors, dictionary and segmentation data ahead of the first query."""
        for text in ("图书馆目录", "a library catalogue"):
            self.search(SearchRequest(text))

    def _dictionary(self) -> Dictionary | None:
        """Reading it takes seconds; a query asked while the encoders load does not wait for it either."""
        return load_dictionary() if self._use_dictionary and not self._models.is_loading else None

    def select(self, query: str, chosen: SearchFilters | None = None) -> list[RecordId]:
        """Every record that holds all the words and passes the filters, best first; for browsing and export.

        Standard numbers among the words are filters too: the record must have one of them. `chosen` are filters beside
        those in the query.
        """
        evidence = Evidence(parse(query))
        self._apply_filters(evidence, chosen)
        if evidence.parsed.identifiers:
            self._find_numbers(evidence)
            numbered = {RecordId(i) for i in evidence.identifier}
            evidence.allowed = numbered if evidence.allowed is None else evidence.allowed & numbered
        match = matching.to_match(evidence.parsed, "and")
        if match is None:
            return sorted(evidence.allowed) if evidence.allowed is not None else []
        found = [record_id for record_id, _ in self._catalogue.rank_text(match, 1_000_000)]
        return [i for i in found if evidence.allowed is None or i in evidence.allowed]

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Titles that go on from what was typed, Chinese, English or pinyin."""
        match = matching.prefix_match(prefix)
        if match is None:
            return ()
        weights = {"description": 0.0, "cover_text": 0.0, "imprint": 0.0, "subjects": 0.0}
        hits = self._catalogue.rank_text(match, 4 * limit, None, weights)
        return tuple(dict.fromkeys(r.title for r in self._records.get([i for i, score in hits if score > 0])))[:limit]

    def complete(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles, names and subjects that go on from what was typed, in any script, by pinyin or initials."""
        match = matching.prefix_match(typed)
        if match is None:
            return ()
        weights = {"description": 0.0, "cover_text": 0.0, "imprint": 0.0}
        hits = self._catalogue.rank_text(match, 4 * limit, None, weights)
        return completions(typed, self._records.get([i for i, score in hits if score > 0]), limit)

    def gather(self, request: SearchRequest) -> Evidence:
        """Ask every channel."""
        channels = frozenset(request.channels or CHANNELS)
        evidence = Evidence(parse(request.text), channels)
        self._apply_filters(evidence, request.filters)
        if "identifier" in channels:
            self._find_numbers(evidence)
        if "lexical" in channels and request.text.strip():
            self._find_words(evidence, request.limit)
        models = self._models.ready
        meaning = semantic_text(evidence.parsed)
        if "semantic" in channels and models is not None and meaning.strip():
            scores = score_query(self._vectors, models.text, meaning, self._dictionary())
            if len(scores.title.record_ids) or len(scores.description.record_ids):
                evidence.semantic = scores
            else:
                evidence.is_unencoded = self._catalogue.count() > 0
        if "cover" in channels and request.image_path and self.identifier is not None:
            from core.imaging.decode import decode_file

            evidence.cover = self.identifier.cover_evidence(decode_file(Path(request.image_path)))
        return evidence

    def featurise(self, evidence: Evidence) -> ScoredCandidates:
        """Compute the features of every candidate."""
        records = tuple(self._records.get(evidence.candidates()))
        ids = np.array([int(r.id or 0) for r in records], dtype=np.int64)
        meaning = semantic_text(evidence.parsed)
        query = QueryWords(meaning, self._dictionary() if meaning else None, self._frequencies, self._catalogue.count())
        forms = self._name_forms.others()
        cut = [self._record_words.of(record, forms) for record in records]
        by_words = bool(query.tokens) and "lexical" in evidence.channels
        words = tuple(query.evidence(c) if by_words else WordEvidence() for c in cut)
        hits = [evidence.lexical.get(int(i)) for i in ids]
        bonus = np.array(
            [title_bonus(meaning, r.title, r.title_parallel) if h else 0.0 for r, h in zip(records, hits, strict=True)],
            dtype=np.float32,
        )
        columns = self._word_columns(words) | self._semantic_columns(evidence, ids)
        _presume_descriptions(columns, bonus)
        is_other = np.array([c.is_chinese != query.is_chinese for c in cut], dtype=np.float32)
        columns["en_to_zh"] = is_other * (0.0 if query.is_chinese or not meaning else 1.0)
        columns["zh_to_en"] = is_other * (1.0 if query.is_chinese else 0.0)
        best = max((hit.score for hit in evidence.lexical.values()), default=1.0) or 1.0
        columns["phrase"] = np.array([max(0.0, h.score / best) if h else 0.0 for h in hits], dtype=np.float32)
        by_pinyin = [bool(h and h.fields) and set(h.fields) <= _PINYIN if h else False for h in hits]
        columns["pinyin"] = np.array(by_pinyin, dtype=np.float32)
        if evidence.cover is not None:
            shown = evidence.cover.probabilities
            columns["cover"] = np.array([shown.get(RecordId(int(i)), 0.0) for i in ids], dtype=np.float32)
        features = np.zeros((len(records), len(FEATURES)), dtype=np.float32)
        for position, name in enumerate(FEATURES):
            if name in columns:
                features[:, position] = columns[name]
        return ScoredCandidates(records, features, words, bonus)

    @staticmethod
    def _word_columns(words: Sequence[WordEvidence]) -> dict[str, FloatColumn]:
        names = ("words", "names", "gloss_words", "gloss_title", "gloss_title_reverse", "gloss_body")
        return {name: np.array([getattr(w, name) for w in words], dtype=np.float32) for name in names}

    @staticmethod
    def _semantic_columns(evidence: Evidence, ids: IntVector) -> dict[str, FloatColumn]:
        if evidence.semantic is None or len(ids) == 0:
            return {}
        return evidence.semantic.columns(ids)

    def _rank(self, request: SearchRequest, evidence: Evidence, scored: ScoredCandidates) -> Answered:
        records, features, weights = scored.records, scored.features, self._weights
        z = weights.scores(features)
        has_text = bool(request.text.strip())
        if evidence.semantic is None and has_text:
            z = z + weights.none * 0.8 * (features[:, FEATURES.index("phrase")] > 0)
        ids = [int(record.id or 0) for record in records]
        z += _NUMBER_BONUS * np.array([i in evidence.identifier for i in ids], dtype=np.float32)
        order_key = z + scored.title_bonus
        certainty, least = float(weights.probabilities(z).sum()), _SURE_ENOUGH
        if evidence.semantic is not None and len(z):
            certainty, least = self._found.probability(float(z.max()) - weights.none), self._found.least
        scores = weights.relevance(z, certainty)
        if not has_text and evidence.cover is not None:
            scores = features[:, FEATURES.index("cover")].copy()
            cosines = [evidence.cover.cosines.get(RecordId(i), 0.0) for i in ids]
            order_key = scores + np.float32(1e-3) * np.array(cosines, dtype=np.float32)
            certainty, least = float(scores.sum()), _SURE_ENOUGH
        order = np.argsort(-order_key, kind="stable")
        # What bears the title that was typed may go before a higher score; its own is then at least that.
        scores[order] = np.maximum.accumulate(scores[order][::-1])[::-1]
        order = order[: request.limit]
        shown = [records[i] for i in order]
        covers = self._catalogue.covers_of([r.id for r in shown if r.id is not None])
        channels = [self._channel_scores(evidence, scored, int(i)) for i in order]
        results = tuple(
            SearchResult(
                rank,
                records[i],
                round(float(scores[i]), 4),
                of_channel,
                reasons_for(evidence.parsed, records[i], scored.words[i], evidence, of_channel),
                next((c.picture for c in covers.get(RecordId(int(records[i].id or 0)), ()) if c.is_main), None),
            )
            for rank, (i, of_channel) in enumerate(zip(order, channels, strict=True), start=1)
        )
        is_filter_only = has_text and not evidence.parsed.has_words and not evidence.parsed.identifiers
        is_unsure = certainty < least
        is_loaded = self._models.ready is not None
        response = SearchResponse(
            0.0,
            results,
            total=len(evidence.allowed or ()) if is_filter_only else len(records),
            no_good_match=bool(not results or (is_unsure and not is_filter_only and not evidence.identifier)),
            semantic_ready=is_loaded and not evidence.is_unencoded,
            notice_id="search.not_encoded" if evidence.is_unencoded else None if is_loaded else "search.words_only",
        )
        return Answered(response, features[order] if evidence.parsed.has_words else None)

    @staticmethod
    def _channel_scores(evidence: Evidence, scored: ScoredCandidates, row: int) -> Mapping[str, float]:
        record_id = int(scored.records[row].id or 0)
        values = dict(zip(FEATURES, scored.features[row].tolist(), strict=True))
        found: dict[str, float] = {}
        if record_id in evidence.identifier:
            found["identifier"] = 1.0
        lexical = max(values["phrase"], values["words"], values["gloss_words"], values["gloss_title"])
        if lexical > 0:
            found["lexical"] = round(lexical, 4)
        if evidence.semantic is not None:
            found["semantic"] = round(min(1.0, max(0.0, values["semantic_best"])), 4)
        if evidence.cover is not None and values["cover"] > 0:
            found["cover"] = round(values["cover"], 4)
        return found

    def _apply_filters(self, evidence: Evidence, chosen: SearchFilters | None = None) -> None:
        allowed: set[RecordId] | None = None
        for filters in (evidence.parsed.filters, chosen or SearchFilters()):
            for ids in self._admitted(filters):
                allowed = ids if allowed is None else allowed & ids
        if (match := matching.exclusion_match(evidence.parsed)) is not None:
            excluded = self._catalogue.match_ids(match)
            if allowed is None and not evidence.parsed.has_words:
                allowed = {r.id for r in self._catalogue.iter_records() if r.id is not None}
            if allowed is not None:
                allowed -= excluded
            else:
                evidence.excluded = excluded
        evidence.allowed = allowed

    def _admitted(self, filters: SearchFilters) -> Iterator[set[RecordId]]:
        """The records that pass the facets, the exact filters and the text filters, for each kind that is set."""
        needs_columns = (
            filters.classes or filters.decades or filters.subject_terms or filters.names or filters.locations
        )
        if needs_columns and (by_facet := self.columns.admitted(filters)) is not None:
            yield {RecordId(i) for i in by_facet}
        if (exact := self._catalogue.filter_ids(filters)) is not None:
            yield exact
        if (match := matching.filter_match(filters)) is not None:
            yield self._catalogue.match_ids(match)

    def _find_numbers(self, evidence: Evidence) -> None:
        for identifier in evidence.parsed.identifiers:
            found = self._catalogue.find_identifier(identifier.scheme, [identifier.value])
            evidence.identifier.update(int(i) for ids in found.values() for i in ids)
        bare = evidence.parsed.raw.strip()
        if bare and not evidence.identifier and len(bare) <= 64 and " " not in bare:
            barcode = self._catalogue.record_of_barcode(bare)
            external = self._catalogue.resolve_external([bare]).get(bare)
            evidence.identifier.update(int(i) for i in (barcode, external) if i is not None)

    def _find_words(self, evidence: Evidence, limit: int) -> None:
        parsed, allowed = evidence.parsed, evidence.allowed
        match = matching.to_match(parsed, "and")
        if match is None and allowed is not None:
            ids = sorted(allowed)[: max(limit, N_LEXICAL)]
            evidence.lexical = {int(i): LexicalHit(int(i), 1.0, False, (), ()) for i in ids}
            return
        hits = self._catalogue.search_text(match, N_LEXICAL, allowed) if match else []
        evidence.lexical = {hit.record_id: hit for hit in hits}
        if len(hits) < N_LEXICAL // 2 and (match := matching.to_match(parsed, "or")) is not None:
            evidence.dictionary += [int(i) for i, _ in self._catalogue.rank_text(match, N_LEXICAL, allowed)]
        evidence.dictionary += self._translated(parsed, allowed)

    def _translated(self, parsed: ParsedQuery, allowed: Collection[RecordId] | None) -> list[int]:
        """Candidates whose words the dictionary connects with the query's."""
        dictionary, text = self._dictionary(), semantic_text(parsed)
        if dictionary is None or not text.strip():
            return []
        if has_han(text):
            segments = dictionary.segment(text)
            words = {t for s in segments for gloss in s.glosses[:4] if len(gloss) <= 3 for t in gloss}
            scope = "{title title_parallel subjects description}"
        else:
            words = set(dictionary.headwords(text))
            scope = "{title title_parallel}"
        leaves = ['"' + (" ".join(w) if has_han(w) else w) + '"' for w in sorted(words)[:60] if w.isalnum()]
        if not leaves:
            return []
        match = f"{scope} : ({' OR '.join(leaves)})"
        return [int(i) for i, _ in self._catalogue.rank_text(match, N_DICTIONARY, allowed)]

    def _frequencies(self, words: Collection[str]) -> dict[str, int]:
        generation = self._catalogue.generation()
        return {word: n for word in words if (n := self._frequency(word, generation // 1000))}

    def _count_word(self, word: str, epoch: int) -> int:
        """Document frequency; asked again only once a thousand commits, since weights need no exact counts."""
        forms = [word, f"{word}s"] if word.isascii() and word.isalpha() else [word]  # content tokens lose a plural s
        return sum(self._catalogue.document_frequencies(forms).values())

    @staticmethod
    def _check(request: SearchRequest) -> None:
        if not request.text.strip() and not request.image_path:
            raise InvalidInputError("query.empty")
        if not 1 <= request.limit <= MAX_LIMIT:
            raise InvalidInputError("query.limit", limit=request.limit, maximum=MAX_LIMIT)
        unknown: set[Channel] = set(request.channels) - set(CHANNELS)
        if unknown:
            raise InvalidInputError("query.channel", channel=", ".join(sorted(unknown)))
