"""The order in which a person reads the lines of a page. Pure geometry over boxes, independent of the OCR engine.

OCR engines sort boxes top-down, which garbles 竖排: vertical columns are read right to left. Covers also mix both, a
vertical title beside a horizontal author, and large titles come as one box a character. Three steps: join single
characters into the row or column they belong to; cut the page recursively along white bands; number the blocks.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from core.domain.scans import BoundingBox, OcrLine

_SIMILAR = 1.6
"""Greatest ratio of two character sizes within one line of print."""
_MAX_LETTER_GAP = 1.6
"""Greatest gap between characters of one spaced-out title, in character sizes."""
_MAX_COLUMN_GAP = 0.8
"""Greatest gap between two pieces of one broken column, in column widths."""
_TIER_GAP = 1.5
"""Least height of the white band between two tiers of columns, in column widths."""

Lines = list[OcrLine]


def order_lines(lines: Sequence[OcrLine]) -> tuple[OcrLine, ...]:
    """Sort into reading order and number the blocks.

    Args:
        lines: In any order. `is_vertical` must be set on columns of several characters; single characters are judged
            here, by their neighbours. `block` is ignored.

    Returns:
        The lines in reading order with `block` set (0, 1, … in reading order). Stacked or spaced-out single characters
        are joined, so there may be fewer lines than given; no text is lost.
    """
    ordered = _cut(_join_single_characters(list(lines)))
    return _number_blocks(ordered)


def is_cjk(character: str) -> bool:
    """Whether a character is a Chinese, Japanese or Korean letter (the scripts that are also set vertically)."""
    name = unicodedata.name(character, "")
    return name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "HANGUL"))


# --- joining -----------------------------------------------------------------------------------------------------


def _join_single_characters(lines: Lines) -> Lines:
    """Chains of single characters become rows or columns, and broken columns become whole."""
    columns = _chains(lines, _follows_below)
    rows = _chains(lines, _follows_right)
    joined: Lines = []
    taken: set[int] = set()
    # The tightest chain wins where a character could belong to a row and to a column (characters set in a grid).
    chains = [(chain, True) for chain in columns] + [(chain, False) for chain in rows]
    chains.sort(key=lambda entry: (_mean_gap([lines[i] for i in entry[0]], entry[1]), -len(entry[0])))
    for chain, is_vertical in chains:
        if taken.isdisjoint(chain):
            taken.update(chain)
            joined.append(_joined([lines[i] for i in chain], is_vertical))
    return joined + [line for i, line in enumerate(lines) if i not in taken]


def _chains(lines: Lines, follows: Callable[[OcrLine, OcrLine], bool]) -> list[list[int]]:
    """Maximal chains in which each line has exactly one nearest successor and predecessor."""
    successor: dict[int, int] = {}
    for i, line in enumerate(lines):
        nexts = [j for j, other in enumerate(lines) if j != i and follows(line, other)]
        if nexts:
            successor[i] = min(nexts, key=lambda j: _distance(lines[i].box, lines[j].box))
    predecessor: dict[int, int] = {}
    for i, j in successor.items():
        rival = predecessor.get(j)
        if rival is None or _distance(lines[i].box, lines[j].box) < _distance(lines[rival].box, lines[j].box):
            predecessor[j] = i
    chains = []
    for start in range(len(lines)):
        if start in predecessor:
            continue
        chain = [start]
        while (following := successor.get(chain[-1])) is not None and predecessor.get(following) == chain[-1]:
            chain.append(following)
        if len(chain) > 1:
            chains.append(chain)
    return chains


def _is_single(line: OcrLine) -> bool:
    text = line.text.strip()
    return len(text) == 1 and is_cjk(text)


def _follows_below(upper: OcrLine, lower: OcrLine) -> bool:
    if not all(_is_single(line) or line.is_vertical for line in (upper, lower)):
        return False
    a, b = upper.box, lower.box
    size = max(a.width, b.width)
    if size > _SIMILAR * min(a.width, b.width) or abs(_cx(a) - _cx(b)) > 0.35 * size or b.y0 <= a.y0:
        return False
    limit = _MAX_LETTER_GAP if _is_single(upper) and _is_single(lower) else _MAX_COLUMN_GAP
    return -0.5 * size <= b.y0 - a.y1 <= limit * size


def _follows_right(left: OcrLine, right: OcrLine) -> bool:
    if not (_is_single(left) and _is_single(right)):
        return False
    a, b = left.box, right.box
    size = max(a.height, b.height)
    if size > _SIMILAR * min(a.height, b.height) or abs(_cy(a) - _cy(b)) > 0.35 * size or b.x0 <= a.x0:
        return False
    return -0.5 * size <= b.x0 - a.x1 <= _MAX_LETTER_GAP * size


def _mean_gap(chain: Lines, is_vertical: bool) -> float:
    gaps = []
    for first, second in itertools.pairwise(chain):
        a, b = first.box, second.box
        gaps.append((b.y0 - a.y1) / a.width if is_vertical else (b.x0 - a.x1) / a.height)
    return sum(gaps) / len(gaps)


def _joined(chain: Lines, is_vertical: bool) -> OcrLine:
    n_characters = sum(len(line.text) for line in chain)
    return OcrLine(
        text="".join(line.text.strip() for line in chain),
        box=BoundingBox(
            min(line.box.x0 for line in chain),
            min(line.box.y0 for line in chain),
            max(line.box.x1 for line in chain),
            max(line.box.y1 for line in chain),
        ),
        confidence=sum(line.confidence * len(line.text) for line in chain) / max(n_characters, 1),
        is_vertical=is_vertical,
    )


# --- cutting -----------------------------------------------------------------------------------------------------


def _cut(lines: Lines) -> Lines:
    """Recursive cut along white bands; the direction preferred depends on how most of the text is set."""
    if len(lines) <= 1:
        return lines
    tiers = _groups(lines, lambda box: (box.y0, box.y1))
    strips = _groups(lines, lambda box: (box.x0, box.x1))
    if _is_mostly_vertical(lines):
        strips.reverse()
        prefers_strips = not _are_tiers(tiers)
    else:
        prefers_strips = _are_text_columns(strips)
    first, second = (strips, tiers) if prefers_strips else (tiers, strips)
    groups = first if len(first) > 1 else second
    if len(groups) > 1:
        return [line for group in groups for line in _cut(group)]
    return _without_bands(lines)


def _groups(lines: Lines, extent: Callable[[BoundingBox], tuple[float, float]]) -> list[Lines]:
    """Split where no box lies across. Boxes may overlap by a quarter of the thinner one: OCR boxes are padded."""
    ordered = sorted(lines, key=lambda line: extent(line.box))
    groups: list[Lines] = [[ordered[0]]]
    low, reach = extent(ordered[0].box)
    for line in ordered[1:]:
        start, end = extent(line.box)
        slack = 0.25 * min(end - start, reach - low)
        if start >= reach - slack:
            groups.append([line])
            low, reach = start, max(reach, end)
        else:
            groups[-1].append(line)
            reach = max(reach, end)
    return groups


def _is_mostly_vertical(lines: Lines) -> bool:
    vertical = sum(line.box.width * line.box.height for line in lines if line.is_vertical)
    horizontal = sum(line.box.width * line.box.height for line in lines if not line.is_vertical)
    return vertical > horizontal


def _are_tiers(tiers: list[Lines]) -> bool:
    """Whether vertical text is set in tiers (several columns each, a clear band between), read one after the other.

    A horizontal line above or below the columns is a tier of its own.
    """
    if len(tiers) < 2:
        return False
    width = median(min(line.box.width, line.box.height) for tier in tiers for line in tier)
    for upper, lower in itertools.pairwise(tiers):
        band = min(line.box.y0 for line in lower) - max(line.box.y1 for line in upper)
        both_columns = all(any(line.is_vertical for line in tier) for tier in (upper, lower))
        if both_columns and (band < _TIER_GAP * width or min(len(upper), len(lower)) < 2):
            return False
    return True


def _are_text_columns(strips: list[Lines]) -> bool:
    """Whether horizontal text runs in newspaper columns: several lines each, a gap wider than a line is high."""
    if len(strips) < 2 or any(len(strip) < 3 for strip in strips):
        return False
    height = median(line.box.height for strip in strips for line in strip)
    gaps = [
        min(line.box.x0 for line in right) - max(line.box.x1 for line in left)
        for left, right in itertools.pairwise(strips)
    ]
    return min(gaps) > height


def _without_bands(lines: Lines) -> Lines:
    """Order lines that interlock so that no straight white band divides them."""
    vertical = [line for line in lines if line.is_vertical]
    horizontal = [line for line in lines if not line.is_vertical]
    if vertical and horizontal:
        parts = [_cut(vertical), _cut(horizontal)]
        parts.sort(key=lambda part: min(line.box.y0 for line in part))
        return parts[0] + parts[1]
    if vertical:
        return sorted(vertical, key=lambda line: (-_cx(line.box), line.box.y0))
    return sorted(horizontal, key=lambda line: (_cy(line.box), line.box.x0))


# --- blocks ------------------------------------------------------------------------------------------------------


def _number_blocks(lines: Lines) -> tuple[OcrLine, ...]:
    """Consecutive lines set alike (direction, size, close together) form one block."""
    numbered: Lines = []
    block = 0
    for i, line in enumerate(lines):
        if i and not _belong_together(lines[i - 1], line):
            block += 1
        numbered.append(replace(line, block=block))
    return tuple(numbered)


def _belong_together(first: OcrLine, second: OcrLine) -> bool:
    if first.is_vertical != second.is_vertical:
        return False
    a, b = first.box, second.box
    if first.is_vertical:
        sizes, gap = (a.width, b.width), max(a.x0 - b.x1, b.x0 - a.x1)
        shared = min(a.y1, b.y1) - max(a.y0, b.y0)
    else:
        sizes, gap = (a.height, b.height), max(b.y0 - a.y1, a.y0 - b.y1)
        shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return max(sizes) <= _SIMILAR * min(sizes) and gap <= 1.2 * min(sizes) and shared > 0


def _distance(a: BoundingBox, b: BoundingBox) -> float:
    return abs(_cx(a) - _cx(b)) + abs(_cy(a) - _cy(b))


def _cx(box: BoundingBox) -> float:
    return (box.x0 + box.x1) / 2


def _cy(box: BoundingBox) -> float:
    return (box.y0 + box.y1) / 2
