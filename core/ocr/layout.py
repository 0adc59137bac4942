"""A draft record from the look of a cover: the largest lines are the title, and so on. A person confirms it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core.domain.records import BibliographicRecord, Contributor, Identifier
from core.domain.scans import OcrLine, OcrPage
from core.ocr import statements
from core.ocr.reading_order import is_cjk
from core.ocr.statements import isbns_in_text

__all__ = ["draft_from_page", "isbns_in_text"]

_SAME_TITLE = 0.62
"""Lines at least this large, relative to the largest, belong to the title too."""
_SUBTITLE = 0.30
_NEAR = 1.6
"""Greatest gap between two lines of one title, in sizes of the larger."""


@dataclass(slots=True)
class _Findings:
    """What was read so far; lines are taken away as they are understood."""

    lines: list[OcrLine]
    contributors: list[Contributor] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    publisher: str = ""
    edition: str = ""
    series: str = ""
    year: int | None = None


def draft_from_page(page: OcrPage, barcode_isbn: str | None = None) -> BibliographicRecord:
    """Guess a record from what a cover says and how large it says it.

    Args:
        page: Lines in reading order.
        barcode_isbn: ISBN-13 from the barcode; it comes before printed numbers.

    Returns:
        A record with status "draft". The title is "" when nothing was read. A subtitle follows the title after a
        colon. `note` keeps statements of responsibility as printed, with the countries that are left out of names.
    """
    found = _Findings([line for line in _with_role_words_attached(page.lines) if line.text.strip()])
    largest = max((_size(line) for line in found.lines), default=0.0)
    _take_statements(found, largest)
    title_lines = _title_lines(found.lines)
    title, subtitle, parallel = _title(found, title_lines)
    if not any(contributor.role == "author" for contributor in found.contributors):
        _take_persons(found, _is_cjk_text(title))
    title, edition_in_title = statements.split_edition(title)
    isbns = dict.fromkeys(([barcode_isbn] if barcode_isbn else []) + list(isbns_in_text(page.text)))
    language = _language(title or page.text)
    if subtitle:
        title = f"{title}：{subtitle}" if language in {"chi", "jpn"} else f"{title}: {subtitle}"
    return BibliographicRecord(
        title=title,
        title_parallel=parallel,
        contributors=tuple(dict.fromkeys(found.contributors)),
        language=language,
        year=found.year,
        publisher=found.publisher,
        edition=found.edition or edition_in_title,
        series=found.series,
        note="; ".join(found.notes),
        identifiers=tuple(Identifier("isbn", isbn) for isbn in isbns),
        status="draft",
    )


def _with_role_words_attached(lines: tuple[OcrLine, ...]) -> list[OcrLine]:
    """「著」 printed as a line of its own joins the name before it, unless that is the title (much larger)."""
    joined: list[OcrLine] = []
    for line in lines:
        if joined and statements.is_role_word(line.text) and _size(joined[-1]) <= 2.0 * _size(line):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _take_statements(found: _Findings, largest: float) -> None:
    """Take away the lines that say what they are. The largest line is only taken for what it says unmistakably."""
    kept = []
    for line in found.lines:
        text = line.text.strip()
        is_large = _size(line) >= _SAME_TITLE * largest
        if isbns_in_text(text) or "ISBN" in text.upper() or statements.is_address(text):
            continue
        responsibility = statements.parse_responsibility(text) if _size(line) < 0.98 * largest else None
        if (
            responsibility is not None
            and is_large
            and not all(statements.is_person(contributor.name) for contributor in responsibility.contributors)
        ):
            responsibility = None
        if responsibility is not None:
            found.contributors += responsibility.contributors
            if responsibility.printed not in {c.name for c in responsibility.contributors}:
                found.notes.append(responsibility.printed)
        elif not is_large and statements.is_publisher(text):
            if not found.publisher or (
                "出版社" in text and "出版社" not in found.publisher
            ):  # the house, not its group
                found.publisher = statements.in_sentence_case(text)
        elif not is_large and (year := statements.year_in(text)) is not None:
            found.year = found.year or year
        elif not is_large and statements.is_series(text):
            found.series = found.series or statements.in_sentence_case(text)
        elif (parts := statements.split_edition(text)) and parts[1] and not parts[0]:
            found.edition = found.edition or parts[1]
        else:
            kept.append(line)
    found.lines = kept


def _title_lines(lines: list[OcrLine]) -> list[OcrLine]:
    """The largest line that has words, and the lines of like size next to it, in reading order."""
    candidates = [line for line in lines if _n_letters(line.text) >= 2] or lines
    if not candidates:
        return []
    # A single long word set large beats a short decoration of the same size: two letters of a logo are no title.
    head = max(candidates, key=lambda line: _size(line) * (0.6 if _is_ornament(line.text) else 1.0))
    size = _size(head)
    chosen = [head]
    index = lines.index(head)
    for step in (-1, 1):
        at, edge = index + step, head
        while 0 <= at < len(lines) and _belongs_to_title(lines[at], edge, size):
            edge = lines[at]
            chosen.insert(0 if step < 0 else len(chosen), edge)
            at += step
    return chosen


def _belongs_to_title(line: OcrLine, neighbour: OcrLine, size: float) -> bool:
    if line.is_vertical != neighbour.is_vertical or not _SAME_TITLE * size <= _size(line) <= size / _SAME_TITLE:
        return False
    is_smaller_name = _size(line) < 0.85 * size and bool(statements.persons_in(line.text))
    return _gap(line, neighbour) <= _NEAR * size and not is_smaller_name


def _title(found: _Findings, title_lines: list[OcrLine]) -> tuple[str, str, tuple[str, ...]]:
    """Title, subtitle, parallel titles; their lines are taken away from `found`."""
    if not title_lines:
        return "", "", ()
    title = statements.in_sentence_case(_join([line.text for line in title_lines]))
    size = max(_size(line) for line in title_lines)
    rest = [line for line in found.lines if line not in title_lines]
    subtitles: list[str] = []
    parallel: list[str] = []
    neighbour = title_lines[-1]
    for line in rest[:]:
        text = line.text.strip()
        starts_like_one = text.startswith(("—", "-", "–", ":", "：", "~", "～"))
        is_next = _is_after(found.lines, neighbour, line) and _gap(line, neighbour) <= _NEAR * size
        if not is_next or (_size(line) < _SUBTITLE * size and not starts_like_one):
            continue
        is_too_short = _n_letters(text) < 4 or (" " not in text and not _is_cjk_text(text))
        if (is_too_short and not starts_like_one) or line.confidence < 0.8 or statements.persons_in(text):
            continue
        rest.remove(line)
        neighbour = line
        words = statements.in_sentence_case(text.strip(" —-–:：~～"))
        (subtitles if _is_cjk_text(text) == _is_cjk_text(title) else parallel).append(words)
    found.lines = rest
    return title, _join(subtitles), tuple(parallel)


def _take_persons(found: _Findings, is_chinese: bool) -> None:
    """Names without a role are authors. On a Chinese cover only Chinese ones: its Latin lines are translated titles."""
    persons = {
        i: names
        for i, line in enumerate(found.lines)
        if line.confidence >= 0.7
        and (names := statements.persons_in(line.text))
        and _is_cjk_text(names[0]) == is_chinese
    }
    if not persons:
        lone = [i for i, line in enumerate(found.lines) if _may_be_lone_name(line, is_chinese)]
        if len(lone) == 1:
            persons = {lone[0]: (statements.in_sentence_case(found.lines[lone[0]].text.strip()),)}
    largest = max((_size(found.lines[i]) for i in persons), default=0.0)
    taken = {i: names for i, names in persons.items() if _size(found.lines[i]) >= 0.7 * largest}
    for i, names in taken.items():
        found.contributors += [Contributor(name) for name in names]
        printed = found.lines[i].text.strip()
        if is_chinese and printed not in names:
            found.notes.append(printed)
    found.lines = [line for i, line in enumerate(found.lines) if i not in taken]


def _may_be_lone_name(line: OcrLine, is_chinese: bool) -> bool:
    """A word that is a name only because nothing else on the cover is: a pen name, or "HOMER"."""
    text = line.text.strip()
    if line.confidence < 0.8:
        return False
    if is_chinese:
        return 2 <= len(text) <= 4 and all(map(is_cjk, text)) and not statements.is_role_word(text)
    return len(text) >= 4 and text.isalpha() and text[0].isupper() and not _is_cjk_text(text)


def _is_after(lines: list[OcrLine], first: OcrLine, second: OcrLine) -> bool:
    return lines.index(second) == lines.index(first) + 1


def _size(line: OcrLine) -> float:
    """The size of print: the height of a row, the width of a column. One turned by 90° counts by its narrow side."""
    return min(line.box.width, line.box.height) if len(line.text) > 1 else max(line.box.width, line.box.height)


def _gap(first: OcrLine, second: OcrLine) -> float:
    """White space between two boxes across their lines; 0 where they overlap."""
    a, b = first.box, second.box
    across: Callable[[], float] = (
        (lambda: max(a.x0, b.x0) - min(a.x1, b.x1))
        if first.is_vertical and second.is_vertical
        else (lambda: max(a.y0, b.y0) - min(a.y1, b.y1))
    )
    return max(0.0, across())


def _join(texts: list[str]) -> str:
    joined = ""
    for text in (text.strip() for text in texts):
        both_cjk = bool(joined) and bool(text) and is_cjk(joined[-1]) and is_cjk(text[0])
        joined += text if both_cjk or not joined else f" {text}"
    return joined


def _n_letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def _is_ornament(text: str) -> bool:
    return not _is_cjk_text(text) and _n_letters(text) <= 2


def _is_cjk_text(text: str) -> bool:
    n_cjk = sum(map(is_cjk, text))
    return n_cjk >= 2 or 3 * n_cjk > _n_letters(text) > 0


def _language(text: str) -> str:
    """ISO 639-2 by script; "" when there are no letters or the script is written in many languages."""
    if any("\u3040" <= c <= "\u30ff" for c in text):
        return "jpn"
    if any("\uac00" <= c <= "\ud7af" for c in text):
        return "kor"
    if _is_cjk_text(text):
        return "chi"
    return "eng" if any("A" <= c <= "z" for c in text) else ""
