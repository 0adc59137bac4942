"""How well the words of a query and of a record agree, in one language and through the dictionary. All in 0…1.

The full text finds candidates; what is computed here refines their order, because BM25 sums say how rare the matching
words are but not how much of the query was answered.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.domain.records import BibliographicRecord
from core.retrieval.record_text import description_text, title_texts
from core.text.content import content_tokens
from core.text.dictionary import Dictionary, GlossedWord
from core.text.normalize import has_han

_UNKNOWN_IDF = 6.0
_MAX_UNITS = 40
_MAX_BODY_CHARACTERS = 1500


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The content tokens of a record, cut once. Glosses are given for Chinese titles and descriptions only."""

    titles: tuple[frozenset[str], ...]
    names: frozenset[str]
    body: frozenset[str]
    title_glosses: tuple[tuple[GlossedWord, ...], ...]
    body_glosses: tuple[GlossedWord, ...]
    everything: frozenset[str]
    is_chinese: bool


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """Agreement of one record with one query.

    Attributes:
        words: Share of the query's weight (IDF) that occurs anywhere in the record.
        names: Share that occurs in the names of its agents.
        gloss_words: For a Chinese query, the share of its words one of whose English renderings occurs.
        gloss_title: For an English query and a Chinese title, harmonic mean of both shares that the other renders.
        gloss_title_reverse: The same for a Chinese query and an English title.
        gloss_body: For an English query, the share that renders a word of the Chinese description.
        matched: The query tokens that occur as they are.
    """

    words: float = 0.0
    names: float = 0.0
    gloss_words: float = 0.0
    gloss_title: float = 0.0
    gloss_title_reverse: float = 0.0
    gloss_body: float = 0.0
    matched: tuple[str, ...] = ()


class RecordWordsCache:
    """Cut words of the records met last, by id and version."""

    def __init__(self, dictionary: Callable[[], Dictionary | None], size: int = 20_000) -> None:
        self._dictionary = dictionary
        self._size = size
        self._known: OrderedDict[tuple[int, int, tuple[str, ...], bool], RecordWords] = OrderedDict()

    def of(self, record: BibliographicRecord, forms: Mapping[str, Sequence[str]] = MappingProxyType({})) -> RecordWords:
        """The words of a record. `forms`: name → the other forms it is linked with."""
        others = tuple(form for c in record.contributors for form in forms.get(c.name, ())) if forms else ()
        dictionary = self._dictionary()
        key = (int(record.id or 0), record.version, others, dictionary is not None)
        words = self._known.get(key)
        if words is None:
            words = self._cut(record, others, dictionary)
            self._known[key] = words
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return words

    @staticmethod
    def _cut(record: BibliographicRecord, other_names: Sequence[str], dictionary: Dictionary | None) -> RecordWords:
        titles = title_texts(record)
        body = description_text(record)[:_MAX_BODY_CHARACTERS]
        chinese_titles = [t for t in titles if has_han(t)] if dictionary else []
        of_titles = tuple(frozenset(content_tokens(t)) for t in titles)
        names = frozenset(content_tokens(" ".join([*(c.name for c in record.contributors), *other_names])))
        of_body = frozenset(content_tokens(body))
        return RecordWords(
            of_titles,
            names,
            of_body,
            tuple(dictionary.segment(t) for t in chinese_titles) if dictionary else (),
            dictionary.segment(body) if dictionary and has_han(body) else (),
            names.union(of_body, *of_titles),
            bool(titles) and has_han(titles[0]),
        )


class QueryWords:
    """The words of one query, weighted, ready to be held against many records.

    Args:
        text: What is looked for.
        dictionary: None switches the gloss evidence off.
        frequencies: Token → number of records that hold it; asked once, with all tokens of the query.
        n_records: Size of the collection.
    """

    def __init__(
        self,
        text: str,
        dictionary: Dictionary | None,
        frequencies: Callable[[Collection[str]], Mapping[str, int]],
        n_records: int,
    ) -> None:
        self.is_chinese = has_han(text)
        self.tokens = tuple(dict.fromkeys(content_tokens(text)))[:_MAX_UNITS]
        self.segments = dictionary.segment(text)[:_MAX_UNITS] if dictionary and self.is_chinese else ()
        glossed = {t for segment in self.segments for gloss in segment.glosses for t in gloss}
        counts = frequencies(glossed.union(self.tokens))
        self._n = max(1, n_records)
        self.idf = {token: self._weight(counts.get(token, 0)) for token in self.tokens}
        self._gloss_idf = {token: self._weight(counts.get(token, 0)) for token in glossed}
        self._units = [
            (self._weight(sum(counts.get(t, 0) for t in strengths)), strengths)
            for segment in self.segments
            if (strengths := _strengths(segment.glosses))
        ]

    def evidence(self, record: RecordWords) -> WordEvidence:
        """Hold the query against one record."""
        everything = record.everything
        matched = tuple(token for token in self.tokens if token in everything)
        total = sum(self.idf.values()) or 1.0
        words = sum(self.idf[token] for token in matched) / total
        names = sum(self.idf[token] for token in matched if token in record.names) / total
        if self.is_chinese:
            return WordEvidence(
                words,
                names,
                gloss_words=self._gloss_words(everything),
                gloss_title_reverse=self._reverse_title(record.titles) if self.segments else 0.0,
                matched=matched,
            )
        return WordEvidence(
            words,
            names,
            gloss_title=max((_harmonic(*self._rendered(t, self.idf)) for t in record.title_glosses), default=0.0),
            gloss_body=self._rendered(record.body_glosses, self.idf)[0] if record.body_glosses else 0.0,
            matched=matched,
        )

    def _weight(self, n_holding: int) -> float:
        n_holding = min(n_holding, self._n)
        return math.log(1 + (self._n - n_holding + 0.5) / (n_holding + 0.5))

    def _gloss_words(self, everything: frozenset[str]) -> float:
        """Pirkola's synonym groups: all renderings of one word share one weight, and the best that occurs counts."""
        total = sum(weight for weight, _ in self._units)
        if not total:
            return 0.0
        found = sum(
            weight * max((strength for token, strength in strengths.items() if token in everything), default=0.0)
            for weight, strengths in self._units
        )
        return found / total

    def _reverse_title(self, titles: Sequence[frozenset[str]]) -> float:
        best = 0.0
        for title in titles:
            if title.isdisjoint(self._gloss_idf):
                continue
            weights = {token: self._gloss_idf.get(token, _UNKNOWN_IDF) for token in title}
            best = max(best, _harmonic(*self._rendered(self.segments, weights)))
        return best

    @staticmethod
    def _rendered(segments: Sequence[GlossedWord], weights: Mapping[str, float]) -> tuple[float, float]:
        """(share of `weights` that the segments' renderings hit, share of the segments' characters that are hit)."""
        hit: dict[str, float] = {}
        rendered = 0.0
        for segment in segments:
            best, best_tokens = 0.0, frozenset[str]()
            for gloss in segment.glosses:
                common = gloss & weights.keys()
                if common:
                    share = sum(weights[t] for t in common) / sum(weights.get(t, _UNKNOWN_IDF) for t in gloss)
                    if share > best:
                        best, best_tokens = share, common
            rendered += best * len(segment.word)
            for token in best_tokens:
                hit[token] = max(hit.get(token, 0.0), best)
        total = sum(weights.values())
        length = sum(len(segment.word) for segment in segments)
        if not total or not length:
            return 0.0, 0.0
        return sum(weights[token] * share for token, share in hit.items()) / total, rendered / length


def _strengths(glosses: Sequence[frozenset[str]]) -> dict[str, float]:
    """Each token of the renderings with its strength: one word of a long rendering says little."""
    strengths: dict[str, float] = {}
    for gloss in glosses:
        for token in gloss:
            strengths[token] = max(strengths.get(token, 0.0), len(gloss) ** -0.5)
    return strengths


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b > 0 else 0.0
