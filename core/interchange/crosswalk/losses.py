"""What of a record is not in what was made of it, told by looking for its words there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.domain.marc import MarcField, MarcFlavour

_WORD = re.compile(r"[^\W_]+")
_SHORT = 4
"""Shorter texts, and numbers, must stand there as whole words; "text" is not said by "context"."""

# Schemes, roles and links are turned into those of the other side, or compared with the record as a whole.
_TURNED = {"marc21": "2468", "unimarc": "2467"}


@dataclass(frozen=True, slots=True)
class LostPart:
    """What the other flavour has no place for.

    Attributes:
        tag: The field; "" where the record as a whole says something else in the field `code` of the catalogue.
        code: The subfield, "" for a whole field, or a range of positions ("18-34").
        value: What is lost.
        is_linked: Whether it is the other script of a field (880) whose own text was kept.
    """

    tag: str
    code: str
    value: str
    is_linked: bool = False

    @property
    def name(self) -> str:
        """As cataloguers write it: 200$9, 008/18-34, and 100$6 for the linked form of 100."""
        if self.is_linked:
            return f"{self.tag}$6"
        if not self.tag or not self.code:
            return self.tag or self.code
        return f"{self.tag}{'/' if '-' in self.code else '$'}{self.code}"


class SaidTexts:
    """The words of some texts. Punctuation, case and widths do not count.

    >>> said = SaidTexts(["The programmer : a novel", "2000."])
    >>> said.has("Programmer /"), said.has("c2000"), said.has("[2000]")
    (True, False, True)
    """

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [_folded(text) for text in texts]
        self._words = {word for text in folded for word in _WORD.findall(text)}
        self._all = "\n".join("".join(_WORD.findall(text)) for text in folded)

    def has(self, text: str) -> bool:
        """Whether a text stands in one of them; one without letters and digits always does."""
        words = _WORD.findall(_folded(text))
        key = "".join(words)
        if len(key) < _SHORT or key.isdigit():
            return key in self._words or all(word in self._words for word in words)
        return key in self._all


def _folded(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def texts_of(fields: Iterable[MarcField]) -> Iterator[str]:
    """The values of all fields; subfields one after the other, since a name may have been divided among them."""
    for field in fields:
        yield field.value or " ".join(each.value for each in field.subfields)


def unsaid(field: MarcField, flavour: MarcFlavour, near: SaidTexts, anywhere: SaidTexts) -> Iterator[tuple[str, str]]:
    """Code and value of the subfields that are not in what a field became.

    Args:
        field: The field as it was.
        flavour: Its flavour.
        near: What was made of it.
        anywhere: All that was made, where longer texts count too: a parallel title may have got a field of its own.
    """
    turned = _TURNED[flavour]
    if flavour == "marc21" and field.tag[1:] in ("00", "10"):
        turned += "e"  # a relator; in 111 a part of the body
    for each in field.subfields:
        if each.code in turned or not each.value.strip() or near.has(each.value):
            continue
        if len("".join(_WORD.findall(each.value))) > _SHORT and anywhere.has(each.value):
            continue
        yield each.code, each.value
