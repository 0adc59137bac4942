"""Pinyin of names and titles: syllables, full spellings and initials, with every reading of a surname."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice, product

_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo v ve yu",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo v ve yu",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
_LONGEST_SYLLABLE = 6
_MAX_READINGS_OF_NAME = 12
_MAX_QUERY_LETTERS = 36
# ü is typed v, u or yu.
_UMLAUT_SPELLINGS = {"lv": ("lv", "lu", "lyu"), "nv": ("nv", "nu", "nyu"), "lve": ("lve", "lue"), "nve": ("nve", "nue")}
# Surnames whose reading is rare outside names and missing from, or late in, general tables.
_SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "解": "xie", "查": "zha", "仇": "qiu", "区": "ou", "朴": "piao",
    "盖": "ge", "翟": "zhai", "缪": "miao", "覃": "qin", "冼": "xian", "召": "shao", "员": "yun",
    "黑": "he", "种": "chong", "繁": "po", "秘": "bi", "折": "she", "乐": "yue", "那": "na",
    "尹": "yin", "谌": "chen", "牟": "mu", "隗": "wei", "过": "guo",
}  # fmt: skip
_COMPOUND_SURNAMES = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai")}

Reading = tuple[str, ...]
"""One syllable for each character."""


@cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin without tone, ü as v, u and yu."""
    return frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())


@lru_cache(maxsize=20_000)
def _character_readings(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return _spellings(found[0]) if found else ()


def _spellings(readings: list[str]) -> tuple[str, ...]:
    spelled = (spelling for reading in readings for spelling in _UMLAUT_SPELLINGS.get(reading, (reading,)))
    return tuple(dict.fromkeys(spelling for spelling in spelled if spelling.isascii() and spelling.isalpha()))


def run_readings(run: str) -> list[tuple[str, ...]]:
    """The possible syllables of each character of a simplified run, the likeliest first.

    Known phrases (重庆) settle their own readings. A character without a known reading gives an empty tuple.
    """
    from pypinyin import Style, pinyin

    found = pinyin(run, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
    if len(found) != len(run):
        return [_character_readings(char) for char in run]
    return [_spellings(list(readings)) for readings in found]


def name_readings(run: str) -> list[Reading]:
    """Every likely reading of a personal name in simplified characters, at most 12, likeliest first."""
    slots = run_readings(run)
    first = run[0]
    slots[0] = tuple(
        dict.fromkeys(
            [
                *([_SURNAME_READINGS[first]] if first in _SURNAME_READINGS else []),
                *slots[0],
                *_character_readings(first),
            ]
        )
    )
    known = [slot for slot in slots if slot]
    combined = islice(product(*known), _MAX_READINGS_OF_NAME) if known else iter(())
    readings = [tuple(reading) for reading in combined]
    if compound := _COMPOUND_SURNAMES.get(run[:2]):
        readings.insert(0, compound + tuple(slot[0] for slot in slots[2:] if slot))
    return readings[:_MAX_READINGS_OF_NAME]


def initials(reading: Reading) -> str:
    """First letters: ("fu", "lei") → "fl"."""
    return "".join(syllable[0] for syllable in reading)


@lru_cache(maxsize=4096)
def split_syllables(word: str, limit: int = 4) -> tuple[Reading, ...]:
    """The ways to read a Latin word as pinyin syllables, longest first syllables first, at most `limit`.

    ``fulei`` → (("fu", "lei"),); ``xian`` → (("xian",), ("xi", "an")); ``kafka`` → ().
    """
    if not word.isascii() or not word.isalpha() or len(word) > _MAX_QUERY_LETTERS:
        return ()
    known = syllables()
    can_finish = [False] * len(word) + [True]
    for start in range(len(word) - 1, -1, -1):
        can_finish[start] = any(
            word[start:end] in known and can_finish[end]
            for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(word)) + 1)
        )
    found: list[Reading] = []

    def extend(start: int, taken: Reading) -> None:
        if start == len(word):
            found.append(taken)
            return
        for end in range(min(start + _LONGEST_SYLLABLE, len(word)), start, -1):
            if len(found) >= limit:
                return
            if word[start:end] in known and can_finish[end]:
                extend(end, (*taken, word[start:end]))

    if can_finish[0]:
        extend(0, ())
    return tuple(found)
