"""Folding of text for matching. What is shown to people is never folded."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

Language = Literal["chi", "eng", "jpn", "kor", "und"]

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
HANGUL = "\uac00-\ud7a3\u1100-\u11ff"
BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"
CJK = HAN + KANA + HANGUL + BOPOMOFO
"""Character class of the scripts that are written without spaces, or (Hangul) searched inside words."""

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_COMBINING = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[\W_\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "′": "'", "＇": "'"})
_PLUS_PLUS = re.compile(r"(?<=[a-z])\+\+")
_SHARP = re.compile(r"(?<![^\W\d_])([cfj])[#♯]")
_DOT_NET = re.compile(r"\.net\b")
# The apostrophe joins in "don't" and "O'Brien" and separates everywhere else ("Harry's", "l'étranger").
_JOINING_APOSTROPHE = re.compile(r"(?<=n)'(?=t\b)|(?<=\bo)'(?=[^\W\d_])|(?<=\bmc)'")

_SPECIAL_LATIN = {
    "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ƒ": "f",
}  # fmt: skip


@cache
def _latin_table() -> dict[int, str]:
    """Accented Latin letter → plain letters."""
    table = {ord(char): plain for char, plain in _SPECIAL_LATIN.items()}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        decomposed = unicodedata.normalize("NFKD", chr(code))
        base = _COMBINING.sub("", decomposed)
        if code not in table and base != decomposed:
            table[code] = base
    return table


def fold_characters(text: str) -> str:
    """NFKC, casefold and plain Latin letters; punctuation stays. Unpaired surrogates become U+FFFD."""
    if text.isascii():
        return text.lower()
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = folded.translate(_APOSTROPHES).translate(_latin_table())
    return unicodedata.normalize("NFKC", _COMBINING.sub("", folded))


def name_symbols(text: str) -> str:
    """Spell out the symbols that are part of a name, in folded text: c++ → cpp, c# → csharp, .net → dotnet."""
    if "+" in text:
        text = _PLUS_PLUS.sub("pp", text)
    if "#" in text or "♯" in text:
        text = _SHARP.sub(r"\1sharp", text)
    if ".net" in text:
        text = _DOT_NET.sub(" dotnet", text)
    if "'" in text:
        text = _JOINING_APOSTROPHE.sub("", text)
    return text


def fold(text: str) -> str:
    """The form in which text is compared: width and case folded, Latin without diacritics, punctuation → one space.

    C++, C#, F# and .NET keep their difference as ``cpp``, ``csharp``, ``fsharp``, ``dotnet``. The script of Chinese
    is kept; see `to_simplified`. Any string is accepted; folding twice changes nothing more.
    """
    return _NOT_WORD.sub(" ", name_symbols(fold_characters(text))).strip()


def has_han(text: str) -> bool:
    """Whether a Chinese character occurs."""
    return _HAN.search(text) is not None


class _Converters:
    """The OpenCC conversions, loaded on first use."""

    def __init__(self) -> None:
        import opencc

        self.traditional_to_simplified = opencc.OpenCC("t2s").convert
        self.simplified_to_traditional = opencc.OpenCC("s2t").convert
        self.simplified_to_taiwan = opencc.OpenCC("s2twp").convert
        self.taiwan_to_mainland = opencc.OpenCC("tw2sp").convert


@cache
def _converters() -> _Converters:
    return _Converters()


def to_simplified(text: str) -> str:
    """Traditional → simplified characters (OpenCC t2s); words stay: 軟體 → 软体. For matching only."""
    return str(_converters().traditional_to_simplified(text)) if has_han(text) else text


def to_mainland_words(text: str) -> str:
    """Simplified characters and mainland words (OpenCC tw2sp): 軟體 → 软件, and 软体 → 软件. For matching only.

    The text goes through traditional characters first, so that words of Taiwan are recognised in either script.
    """
    if not has_han(text):
        return text
    converters = _converters()
    return str(converters.taiwan_to_mainland(converters.simplified_to_traditional(to_simplified(text))))


def simplified_forms(text: str) -> tuple[str, ...]:
    """The distinct simplified forms by which `text` is matched: its characters, then its mainland wording."""
    plain = to_simplified(text)
    mainland = to_mainland_words(text)
    return (plain,) if plain == mainland else (plain, mainland)


def written_forms(text: str) -> tuple[str, ...]:
    """How the same words may be printed in either script: as given, simplified, traditional, Taiwan wording."""
    if not has_han(text):
        return (text,)
    converters = _converters()
    simplified = to_simplified(text)
    forms = (
        text,
        *simplified_forms(text),
        str(converters.simplified_to_traditional(simplified)),
        str(converters.simplified_to_taiwan(simplified)),
    )
    return tuple(dict.fromkeys(forms))


def language_of(text: str) -> Language:
    """Tell the language from the script (ISO 639-2, "und" when nothing tells).

    A Chinese title may hold Latin names, so Chinese wins when it has at least as many characters as there are Latin
    words; a lone の does not make it Japanese.
    """
    han = len(_HAN.findall(text))
    kana = len(_KANA.findall(text))
    hangul = len(_HANGUL.findall(text))
    latin_words = len(_LATIN_WORD.findall(text))
    cjk = han + kana + hangul
    if cjk == 0 or cjk < latin_words:
        return "eng" if latin_words else "und"
    if hangul > han + kana:
        return "kor"
    return "jpn" if kana * 4 > han else "chi"
