"""What a poor scan does to words: characters misread, lost and made up, whole lines missed.

Used to train on such words and to measure how much a system loses on them. Chinese characters are mistaken for ones
that look alike in print (``resources/text/confusable-characters.tsv``, made by ``installer/confusable_table.py``) or,
for words that were typed by ear, sound alike; Latin letters for the shapes that OCR engines confuse. Every function
takes its random generator: the same generator state gives the same text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.errors import StoreMismatchError
from core.paths import resources_dir
from core.text.normalize import has_han
from core.text.pinyin import run_readings

_TABLE = ("text", "confusable-characters.tsv")
# What print makes of Latin shapes, in both directions where both occur. More than one character: joined or split.
_LATIN: Mapping[str, Sequence[str]] = {
    "a": ("o", "e"), "b": ("h", "6"), "c": ("e", "o"), "d": ("cl", "a"), "e": ("c", "o"), "f": ("t",), "g": ("q", "9"),
    "h": ("b", "n"), "i": ("l", "1", "j"), "j": ("i",), "k": ("lc",), "l": ("1", "I", "i"), "m": ("rn", "nn"),
    "n": ("ri", "u", "h"), "o": ("0", "c"), "p": ("o",), "q": ("g",), "r": ("t",), "s": ("5",), "t": ("f", "l"),
    "u": ("ii", "v"), "v": ("u",), "w": ("vv",), "y": ("v",), "z": ("2",), "rn": ("m",), "cl": ("d",), "vv": ("w",),
    "li": ("h",), "ti": ("fi",), "A": ("4",), "B": ("8", "E"), "C": ("G", "("), "D": ("O", "0"), "E": ("F",),
    "F": ("P",), "G": ("6", "C"), "H": ("N",), "I": ("l", "1"), "J": ("I",), "L": ("I",), "M": ("N",), "N": ("H",),
    "O": ("0", "Q"), "P": ("F",), "Q": ("O",), "R": ("B",), "S": ("5", "8"), "T": ("I", "7"), "U": ("V",),
    "V": ("U",), "W": ("VV",), "Z": ("2",), "0": ("O",), "1": ("l", "I"), "2": ("Z",), "3": ("8",), "4": ("A",),
    "5": ("S",), "6": ("G",), "7": ("T",), "8": ("B", "3"), "9": ("g",), ".": (",",), ",": (".",), "-": ("_",),
}  # fmt: skip
_SPURIOUS = ".,'`-·|:;~^_"


@dataclass(frozen=True, slots=True)
class OcrNoise:
    """Rates of errors, each 0…1 a character; `line_drop` a line.

    Attributes:
        substitution: A character is read as another one.
        deletion: A character is missed.
        insertion: A speck is read as a character.
        line_drop: A whole line is missed; the last one left never is.
        by_sound: Share of Chinese substitutions that sound alike instead of looking alike.

    Raises:
        ValueError: If a rate lies outside 0…1, or those of a character sum to more than 1.
    """

    substitution: float = 0.06
    deletion: float = 0.02
    insertion: float = 0.01
    line_drop: float = 0.0
    by_sound: float = 0.1

    def __post_init__(self) -> None:
        rates = (self.substitution, self.deletion, self.insertion, self.line_drop, self.by_sound)
        if not all(0.0 <= rate <= 1.0 for rate in rates) or self.substitution + self.deletion + self.insertion > 1.0:
            raise ValueError(f"rates of errors must lie in 0…1 and leave something to read: {self}")


def corrupt(text: str, noise: OcrNoise, rng: np.random.Generator) -> str:
    """The text with errors. White space stays; a text of which everything would be lost keeps its first character."""
    made: list[str] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character.isspace():
            made.append(character)
            place += 1
            continue
        drawn = rng.random()
        if drawn < noise.substitution:
            source, target = _misread(text, place, noise.by_sound, rng)
            made.append(target)
            place += len(source)
            continue
        if drawn >= noise.substitution + noise.deletion:
            made.append(character)
            if drawn < noise.substitution + noise.deletion + noise.insertion:
                made.append(_SPURIOUS[int(rng.integers(len(_SPURIOUS)))])
        place += 1
    found = "".join(made)
    return found if found.strip() or not text.strip() else text.strip()[0]


def kept_lines(n_lines: int, noise: OcrNoise, rng: np.random.Generator) -> list[int]:
    """Numbers of the lines that are still seen, in order; at least one of any."""
    kept = [line for line in range(n_lines) if rng.random() >= noise.line_drop]
    return kept or ([int(rng.integers(n_lines))] if n_lines else [])


def _misread(text: str, place: int, by_sound: float, rng: np.random.Generator) -> tuple[str, str]:
    """What stands there (one or two characters) and what it is taken for.

    A Chinese character that resembles none is taken for one of its sound, or any common one; any other stays.
    """
    pair, single = text[place : place + 2], text[place]
    choices: Sequence[str] = look_alikes(single)
    source = single
    if pair in _LATIN and rng.random() < 0.5:
        source, choices = pair, _LATIN[pair]
    elif has_han(single):
        if rng.random() < by_sound or not choices:
            choices = sound_alikes(single) or choices
        choices = choices or _common()
    return (source, choices[int(rng.integers(len(choices)))]) if choices else (single, single)


def look_alikes(character: str) -> Sequence[str]:
    """What a character may be misread as, the most alike first; empty when nothing is known."""
    return _LATIN.get(character) or tuple(_confusable().get(character, ""))


def sound_alikes(character: str) -> Sequence[str]:
    """Common characters with the same reading, tones aside; empty when there are none."""
    if not has_han(character):
        return ()
    return tuple(other for other in _by_sound().get(_reading(character), "") if other != character)


@cache
def _confusable() -> Mapping[str, str]:
    """Character → its look-alikes.

    Raises:
        StoreMismatchError: "program.part_damaged" when the table that ships with the program is not there or broken.
    """
    path = resources_dir().joinpath(*_TABLE)
    try:
        table: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            character, table[character] = line.split("\t")
    except (OSError, ValueError) as exc:
        raise StoreMismatchError("program.part_damaged", file=path) from exc
    return table


@cache
def _common() -> tuple[str, ...]:
    return tuple(_confusable())


@cache
def _by_sound() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for character in _confusable():
        reading = _reading(character)
        found[reading] = found.get(reading, "") + character
    return found


@cache
def _reading(character: str) -> str:
    readings = run_readings(character)
    return readings[0][0] if readings and readings[0] else character
