"""Text as LaTeX writes it, to characters and back: accents, special characters, protecting braces."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from core.errors import InvalidInputError

if TYPE_CHECKING:
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from pylatexenc.macrospec import LatexContextDb

_DEEPEST: Final = 40
_LONGEST: Final = 1 << 16
_MARKUP = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
# Everyone writes these bare in BibTeX, where LaTeX would see a comment, the next column, a parameter.
_BARE = re.compile(r"(?<!\\)([%&#])")
_CIRCUMFLEX = re.compile(r"\\textasciicircum\b(?:\{\})?")  # pylatexenc makes the accent of it
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\}|(?![A-Za-z]*\s*\{))")
"""A command without an argument."""
# What pylatexenc does not know and would leave out without a word.
_SYMBOLS: Final = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "AmS": "AMS", "S": "§", "P": "¶", "copyright": "©", "texteuro": "€", "dag": "†", "ddag": "‡", "slash": "/",
}  # fmt: skip
_WITHOUT_TEXT: Final = frozenset(
    {"bf", "em", "it", "sc", "sf", "sl", "tt", "rm", "bfseries", "itshape", "scshape", "small", "large", "noindent",
     "protect", "relax", "allowbreak", "nolinebreak", "newline", "par", "xspace", "displaystyle", "newblock"}
)  # fmt: skip
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


@cache
def _known_commands() -> LatexContextDb:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


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
    parts = _DOLLAR.split(text)
    parts[::2] = [_COMMAND.sub(_spelled_out, outside) for outside in parts[::2]]
    text = "$".join(parts)
    entry = Entry("book", "k", [Field("f", text)])
    _decoder().transform_entry(entry, Library())
    return str(entry.fields[0].value).replace("\u00a0", " ")


def _spelled_out(found: re.Match[str]) -> str:
    """An unknown command as what it stands for, or as it is written, so that no word is lost."""
    name = found[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if name in _WITHOUT_TEXT or _known_commands().get_macro_spec(name) is not None:
        return found[0]
    return rf"\textbackslash{{}}{name}"


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
