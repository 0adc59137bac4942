"""Text as LaTeX writes it, to characters and back: accents, special characters, protecting braces."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from core.errors import InvalidInputError

if TYPE_CHECKING:
    from bibtexparser.middlewares import LatexDecodingMiddleware

_DEEPEST: Final = 40
_LONGEST: Final = 1 << 16
_MARKUP = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
# Everyone writes these bare in BibTeX, where LaTeX would see a comment, the next column, a parameter.
_BARE = re.compile(r"(?<!\\)([%&#])")
_CIRCUMFLEX = re.compile(r"\\textasciicircum\b(?:\{\})?")  # pylatexenc makes the accent of it
_DOLLAR = re.compile(r"(?<!\\)\$")
_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&",
    "#": r"\#", "$": r"\$", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}%&#$_^~]")
_BLOCK_START = re.compile(r"^([ \t]*)@", re.MULTILINE)  # at the beginning of a line it would begin an entry
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")


@cache
def _decoder() -> LatexDecodingMiddleware:
    import logging

    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # what it cannot read stays as it is
    return LatexDecodingMiddleware(allow_inplace_modification=True)


def decode_latex(text: str) -> str:
    r"""``{\"o}`` → ö, ``\'{e}`` → é, ``{DNA}`` → DNA, ``1914--1918`` → 1914–1918; mathematics stays as it is.

    Raises:
        InvalidInputError: "bibtex.latex" where braces are nested absurdly deep or the text is absurdly long.
    """
    if not _MARKUP.search(text):
        return text
    if len(text) > _LONGEST or _depth(text) > _DEEPEST:
        raise InvalidInputError("bibtex.latex", text=text[:80])
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    text = _BARE.sub(r"\\\1", _CIRCUMFLEX.sub("^", text))
    if len(_DOLLAR.findall(text)) % 2:
        text = _DOLLAR.sub(r"\\$", text)
    entry = Entry("book", "k", [Field("f", text)])
    _decoder().transform_entry(entry, Library())
    return str(entry.fields[0].value).replace("\u00a0", " ")


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        if char in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "}]":
            depth -= 1
    return deepest


def encode_latex(text: str) -> str:
    """Text in which LaTeX finds no commands; letters stay letters, since BibTeX files are UTF-8 nowadays."""
    pieces = [_SPECIAL.sub(lambda found: _ESCAPES[found[0]], piece) for piece in _LIGATURES.split(text)]
    return _BLOCK_START.sub(r"\1{@}", "{}".join(pieces))
