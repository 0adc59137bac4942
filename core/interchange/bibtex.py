"""BibTeX and BibLaTeX: one entry a record, in UTF-8 or with LaTeX's accents.

Sources: "BibTeXing" (Patashnik 1988) for the syntax, the BibLaTeX manual for fields beyond. Fields without a place in a
`BibliographicRecord` stay in the record's source and are written back from there. BibTeX ignores fields it does not
know, so class numbers are kept under the names clc, ddc, lcc and lcsh.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.bibtex_pieces import BibtexBlock, BibtexField, parse_block, split_bibtex, value_of
from core.interchange.cells import join_list, parse_year, split_comma_list, split_list
from core.interchange.identifiers import isbns_of_cell, issns_of_cell
from core.interchange.keeping import Notation, output_codec, piece_maker
from core.interchange.latex import decode_latex, encode_latex
from core.interchange.reading import ImportedRecord, clean_line, clean_text
from core.interchange.text_pieces import Line, read_pieces
from core.interchange.writing import PieceWriter
from core.text.languages import language_code

# The fields of BibTeX for each of ours, the more telling first.
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "subtitle", "booktitle", "maintitle"),
    "title_parallel": ("origtitle",),
    "language": ("language", "langid"),
    "description": ("abstract",),
    "year": ("year", "date"),
    "publisher": ("publisher", "school", "institution", "organization", "howpublished"),
    "place": ("address", "location"),
    "edition": ("edition",),
    "series": ("series",),
    "extent": ("pagetotal",),
    "note": ("note", "annote", "annotation", "addendum"),
    "subjects": ("keywords", "keyword", "clc", "ddc", "lcc", "lcsh"),
    "identifiers": ("isbn", "issn", "lccn", "controlnumber"),
    "contributors": ("author", "editor", "translator", "illustrator", "compiler", "annotator", "contributor"),
}
_CLASSES = ("clc", "ddc", "lcc", "lcsh")
_KEY_LIKE = re.compile(r"[^\s\"#%'(),={}~\\@]+")
_NO_NAMES = frozenset({"others", "et al.", "et al"})
_MOST_NAMES: Final = 500
_MOST_CHARACTERS: Final = 8 << 20
"""So much the definitions of a file may hold in all."""


class BibtexReader:
    """Reads blocks one after the other and remembers the ``@string`` definitions among them."""

    def __init__(self) -> None:
        self._strings: dict[str, str] = {}
        self._definitions: dict[str, str] = {}
        self._n_characters = 0

    def read(self, text: str) -> tuple[BibliographicRecord, str] | None:
        """The record of an entry and the definitions it uses; None for any other block.

        Raises:
            InvalidInputError: "record.no_title", "bibtex.damaged", "bibtex.latex".
        """
        block = parse_block(text)
        if block is None:
            return None
        if block.kind == "string":
            name = block.key.lower()
            value = value_of(block.fields[0].raw, self._strings)[0]
            self._n_characters += len(value) + len(text) - len(self._strings.get(name, ""))
            if self._n_characters > _MOST_CHARACTERS:
                raise InvalidInputError("bibtex.latex", text=text[:80])
            self._strings[name] = value
            self._definitions[name] = text.strip()
            return None
        record, used = self._record(block)
        if not record.title:
            raise InvalidInputError("record.no_title")
        return record, "".join(f"{self._definitions[name]}\n" for name in sorted(used))

    def _record(self, block: BibtexBlock) -> tuple[BibliographicRecord, set[str]]:
        values: dict[str, str] = {}
        used: set[str] = set()
        for each in block.fields:
            value, names = value_of(each.raw, self._strings)
            used |= names
            if value.strip():
                values.setdefault(each.key, value)

        def first(field: str) -> str:
            return next((clean_line(decode_latex(values[key])) for key in _KEYS[field] if key in values), "")

        title = _title(values)
        year, _ = parse_year(first("year"))
        language = first("language")
        parallel = split_list(first("title_parallel"))
        record = BibliographicRecord(
            title=title,
            external_id=clean_line(block.key) or None,
            title_parallel=tuple(dict.fromkeys(each for each in parallel if each != title)),
            contributors=_contributors(values),
            language=language_code(language) or language,
            description=_prose(values, "description"),
            subjects=_subjects(values),
            year=year,
            publisher=first("publisher"),
            place=first("place"),
            edition=first("edition"),
            series=first("series"),
            extent=first("extent"),
            note=_prose(values, "note"),
            identifiers=_identifiers(values),
        )
        return record, used


def _title(values: Mapping[str, str]) -> str:
    key = next((key for key in ("title", "booktitle", "maintitle") if key in values), "")
    title = clean_line(decode_latex(values.get(key, "")))
    subtitle = clean_line(decode_latex(values.get("subtitle", "")))
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _prose(values: Mapping[str, str], field: str) -> str:
    return clean_text("\n".join(clean_text(decode_latex(values[key])) for key in _KEYS[field] if key in values))


def _contributors(values: Mapping[str, str]) -> tuple[Contributor, ...]:
    found: dict[Contributor, None] = {}
    for role in _KEYS["contributors"]:
        for name in _names(values.get(role, "")):
            found[Contributor(name, role)] = None
    return tuple(found)


def _names(value: str) -> list[str]:
    """``Knuth, Donald E. and {World Health Organization} and others``: names between "and" outside braces."""
    pieces: list[str] = []
    depth = start = 0
    for found in re.finditer(r"(?<!\\)[{}]|\sand\s", f"{value} ", re.IGNORECASE):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            pieces.append(value[start : found.start()])
            start = found.end()
    pieces.append(value[start:])
    names = (piece.strip() for piece in pieces[:_MOST_NAMES])
    return [read for name in names if name.lower() not in _NO_NAMES and (read := clean_line(decode_latex(name)))]


def _subjects(values: Mapping[str, str]) -> tuple[Subject, ...]:
    found: dict[Subject, None] = {}
    for key in ("keywords", "keyword"):
        found.update(dict.fromkeys(Subject(term) for term in split_comma_list(decode_latex(values.get(key, "")))))
    for scheme in _CLASSES:
        found.update(dict.fromkeys(Subject(term, scheme) for term in split_list(decode_latex(values.get(scheme, "")))))
    return tuple(found)


def _identifiers(values: Mapping[str, str]) -> tuple[Identifier, ...]:
    found = list(isbns_of_cell(values.get("isbn", ""))) + list(issns_of_cell(values.get("issn", "")))
    for key in ("lccn", "controlnumber"):
        found += [Identifier("control", each) for each in split_list(decode_latex(values.get(key, "")))]
    return tuple(dict.fromkeys(found))


def read_bibtex_record(text: str) -> BibliographicRecord:
    """The record of one entry, the definitions it uses before it.

    Raises:
        InvalidInputError: As `BibtexReader.read`; "bibtex.damaged" when there is no entry.
    """
    reader = BibtexReader()
    lines = [Line(1, 0, line.encode("utf-8", "surrogatepass")) for line in io.StringIO(text, newline="")]
    for piece in split_bibtex(lines, "utf-8"):
        found = reader.read(piece.data.decode("utf-8"))
        if found is not None:
            return found[0]
    raise InvalidInputError("bibtex.damaged", detail=text.strip()[:80])


def bibtex_values(text: str) -> tuple[str, dict[str, list[str]]]:
    """The kind of the entry in a text, and of each field the value without LaTeX, names one by one."""
    strings: dict[str, str] = {}
    lines = [Line(1, 0, line.encode("utf-8", "surrogatepass")) for line in io.StringIO(text, newline="")]
    for piece in split_bibtex(lines, "utf-8"):
        block = parse_block(piece.data.decode("utf-8"))
        if block is None:
            continue
        if block.kind == "string":
            strings[block.key.lower()] = value_of(block.fields[0].raw, strings)[0]
            continue
        values = {each.key: value_of(each.raw, strings)[0] for each in reversed(block.fields)}
        names = _KEYS["contributors"]
        return block.kind, {
            key: _names(value) if key in names else [clean_line(decode_latex(value))]
            for key, value in reversed(values.items())
            if value.strip()
        }
    return "", {}


def _fields_of(record: BibliographicRecord) -> dict[str, str]:
    """Field → value as it is written, without its braces."""
    made: dict[str, str] = {}
    for role in _KEYS["contributors"]:
        names = [_written_name(c.name) for c in record.contributors if c.role == role]
        made[role] = " and ".join(name for name in names if name)
    isbns, issns, controls = (
        [i.value for i in record.identifiers if i.scheme == scheme] for scheme in ("isbn", "issn", "control")
    )
    made |= {
        "title": encode_latex(record.title),
        "origtitle": encode_latex(join_list(record.title_parallel)),
        "year": "" if record.year is None else str(record.year),
        "publisher": encode_latex(record.publisher),
        "address": encode_latex(record.place),
        "edition": encode_latex(record.edition),
        "series": encode_latex(record.series),
        "pagetotal": encode_latex(record.extent),
        "isbn": ", ".join(isbns),
        "issn": ", ".join(issns),
        "controlnumber": encode_latex(join_list(controls)),
        "language": encode_latex(record.language),
        "keywords": encode_latex(join_list(s.term for s in record.subjects if s.scheme not in _CLASSES)),
        **{c: encode_latex(join_list(s.term for s in record.subjects if s.scheme == c)) for c in _CLASSES},
        "abstract": encode_latex(clean_text(record.description)),
        "note": encode_latex(clean_text(record.note)),
    }
    return {key: value for key, value in made.items() if value}


def _written_name(name: str) -> str:
    encoded = encode_latex(clean_line(name))
    is_one = not re.search(r"(^|\s)and(\s|$)", name, re.IGNORECASE) and name.lower() not in _NO_NAMES
    return encoded if is_one else f"{{{encoded}}}"


def make_bibtex(record: BibliographicRecord) -> str:
    """An entry of the kind ``@book``. Its key is the external id where that can be one."""
    key = record.external_id or ""
    if not _KEY_LIKE.fullmatch(key):
        key = f"record-{hashlib.sha256(repr((record.external_id, record.title, record.id)).encode()).hexdigest()[:12]}"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields_of(record).items())
    return f"@book{{{key},\n{fields}}}"


def edit_bibtex(text: str, record: BibliographicRecord, changed: frozenset[str]) -> str:
    """The text with the fields that changed replaced; every other one stays as it is."""
    new = _fields_of(record)
    for name in sorted(changed & _KEYS.keys()):
        start = next((found.start() for found in re.finditer(r"@[ \t]*(\w+)[ \t]*[{(]", text)
                      if found[1].lower() not in ("string", "comment", "preamble")), 0)  # fmt: skip
        block = parse_block(text[start:])
        if block is None:
            return make_bibtex(record)
        keys = _KEYS[name]
        gone = [each for each in block.fields if each.key in keys and each.begin >= 0]
        made = [f"{key} = {{{new[key]}}}" for key in keys if key in new]
        text = text[:start] + _with_fields(text[start:], gone, made)
    return text


def _with_fields(entry: str, gone: list[BibtexField], made: list[str]) -> str:
    at = gone[0].begin if gone else entry.index(",") + 1 if "," in entry else len(entry.rstrip()) - 1
    for each in reversed(gone):
        following = re.compile(r"[^\S\r\n]*,?(?:[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*)?").match(entry, each.end)
        entry = entry[: each.begin] + entry[following.end() if following else each.end :]
    end = "\r\n" if "\r\n" in entry else "\n"
    if gone:
        return entry[:at] + "".join(f"{each},{end}  " for each in made) + entry[at:]
    comma = "" if "," in entry[:at] else ","
    return entry[:at] + comma + "".join(f"{end}  {each}," for each in made) + entry[at:]


BIBTEX: Final = Notation("bibtex", read_bibtex_record, make_bibtex, edit_bibtex)


def read_bibtex(path: Path, encoding: str = "auto") -> Iterator[ImportedRecord | RejectedInput]:
    """Read the entries of a file. Positions are the numbers of their first lines."""
    return read_pieces(path, encoding, "bibtex", split_bibtex, BibtexReader().read)


def bibtex_writer(path: Path, options: ExportOptions) -> PieceWriter:
    """Writes one entry a record, a blank line between."""
    codec, mark = output_codec(options.encoding)
    end = "\n".encode(codec)
    return PieceWriter(path, "bibtex", piece_maker(BIBTEX, options), head=mark, tail=end, between=end * 2)
