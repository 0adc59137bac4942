"""Author numbers: the second line of a call number, so that books of one class stand in the order of their authors.

Chinese names (our own table, made from the syllables of Mandarin, so that it needs no printed one):

* the first letter of the surname's syllable,
* two digits from 10 to 99 for the place of that syllable among all syllables with its letter, in alphabetical order,
* one digit from 1 to 9 for the first letter of the given name (a-b 1, c-d 2, e-g 3, h-i 4, j-k 5, l-m 6, n-q 7, r-w 8,
  x-z 9; 0 where there is none).

鲁迅 lu xun → L749, 刘慈欣 liu ci xin → L612. Names with the same pinyin get the same number, as in every phonetic
table; a distinguishing number is added where two books would share a call number.

Other names follow the Cutter table of the Library of Congress (Classification and Shelflisting Manual, G 63): the first
letter, a digit for the second and a digit for the third letter. Both are ordered as the names are, nearly.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from core.text.normalize import fold, has_han, to_simplified
from core.text.pinyin import Reading, name_readings, syllables

_Table = tuple[tuple[str, int], ...]
_GIVEN = ("ab", "cd", "efg", "hi", "jk", "lm", "nopq", "rstuvw", "xyz")
_MOST_READINGS = 6
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "尉迟",
        "万俟",
        "长孙",
        "澹台",
        "夏侯",
        "皇甫",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "独孤",
        "南宫",
        "端木",
        "轩辕",
        "百里",
    ]
)

# Library of Congress, G 63: what the second letter becomes, depending on the first; letters between two take the lower.
_AFTER_VOWEL = (("b", 2), ("d", 3), ("l", 4), ("n", 5), ("p", 6), ("r", 7), ("s", 8), ("u", 9))
_AFTER_S = (("a", 2), ("c", 3), ("e", 4), ("h", 5), ("m", 6), ("t", 7), ("u", 8), ("w", 9))
_AFTER_QU = (("a", 3), ("e", 4), ("i", 5), ("o", 6), ("r", 7), ("t", 8), ("y", 9))
_AFTER_CONSONANT = (("a", 3), ("e", 4), ("i", 5), ("o", 6), ("r", 7), ("u", 8), ("y", 9))
_EXPANSION = (("a", 3), ("e", 4), ("i", 5), ("m", 6), ("p", 7), ("t", 8), ("w", 9))


def author_numbers(name: str) -> tuple[tuple[str, str], ...]:
    """Author numbers of a name with the reading each follows, the likeliest first; () when nothing can be read.

    A Chinese name gives one for each reading that makes a difference (单 shan, dan), at most six. A name in other
    letters gives one, from its surname: what stands before a comma, else the last word.
    """
    simplified = _han_only(name)
    if simplified:
        found: dict[str, str] = {}
        for reading in name_readings(simplified)[: _MOST_READINGS * 2]:
            found.setdefault(_phonetic(reading, _surname_length(simplified, reading)), " ".join(reading))
        return tuple((number, reading) for number, reading in list(found.items())[:_MOST_READINGS] if number)
    number = cutter_number(_latin_surname(name))
    return ((number, ""),) if number else ()


def author_initials(name: str) -> tuple[tuple[str, str], ...]:
    """Initials of a name, with the reading they follow: 曹雪芹 → CXQ; other names by the start of the surname."""
    simplified = _han_only(name)
    if simplified:
        found: dict[str, str] = {}
        for reading in name_readings(simplified):
            found.setdefault("".join(s[0] for s in reading[:4]).upper(), " ".join(reading))
        return tuple(list(found.items())[:_MOST_READINGS])
    surname = "".join(char for char in fold(_latin_surname(name)) if "a" <= char <= "z")
    return ((surname[:3].upper(), ""),) if surname else ()


def cutter_number(word: str) -> str:
    """The Cutter number of a word in Latin letters, with two digits: Shakespeare → S53; "" without a letter."""
    letters = "".join(char for char in fold(word) if "a" <= char <= "z")
    if not letters:
        return ""
    first, rest = letters[0], letters[1:]
    table: _Table = _AFTER_S if first == "s" else _AFTER_VOWEL if first in "aeiou" else _AFTER_CONSONANT
    if first == "q":
        table, rest = _AFTER_QU, rest.removeprefix("u")
    if not rest:
        return first.upper() + "2"
    number = f"{first.upper()}{_digit(table, rest[0])}"
    return number + str(_digit(_EXPANSION, rest[1])) if len(rest) > 1 else number


def _digit(table: _Table, letter: str) -> int:
    """The digit of the last entry that does not come after the letter; the first entry's for letters before it."""
    best = table[0][1]
    for start, digit in table:
        if start <= letter:
            best = digit
    return best


def _phonetic(reading: Reading, surname_length: int) -> str:
    surname, given = reading[:surname_length], reading[surname_length:]
    if not surname:
        return ""
    initial = given[0][0] if given else ""
    digit = next((i for i, letters in enumerate(_GIVEN, start=1) if initial and initial in letters), 0)
    return f"{surname[0][0].upper()}{_place(surname[0]):02}{digit}"


def _place(syllable: str) -> int:
    """10…99: where a syllable stands among those with the same first letter."""
    known = _syllables_by_letter().get(syllable[0], (syllable,))
    return 10 + (bisect_left(known, syllable) * 90) // len(known)


@cache
def _syllables_by_letter() -> dict[str, tuple[str, ...]]:
    letters: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        letters.setdefault(syllable[0], []).append(syllable)
    return {letter: tuple(known) for letter, known in letters.items()}


def _han_only(name: str) -> str:
    """The characters of a Chinese name, simplified, of a foreign one its last part; "" for names in other letters."""
    if not has_han(name):
        return ""
    simplified = to_simplified(name)
    surname = simplified.replace("．", "·").replace("•", "·").rpartition("·")[2]
    return "".join(char for char in surname if has_han(char))[:8]


def _surname_length(name: str, reading: Reading) -> int:
    return 2 if name[:2] in _COMPOUND and len(reading) > 2 else 1


def _latin_surname(name: str) -> str:
    before, comma, _ = name.partition(",")
    words = (before if comma else name).split()
    return before if comma else words[-1] if words else ""
