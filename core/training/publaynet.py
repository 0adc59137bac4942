"""PubLayNet: pages of articles with typed regions, as image ↔ OCR text pairs and as a collection folder.

PubLayNet says where regions are and of what type (text, title, list, table, figure), not what they say; the words come
from the OCR engine that is given. Any folder with COCO JSON and images does.

Source: Zhong, Tang and Jimeno Yepes 2019, "PubLayNet", arXiv:1908.07836.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.domain.records import RejectedInput
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.errors import HostFaultError, InvalidInputError
from core.evaluation.splits import DEFAULT_SEED, Shares, split_of
from core.protocols import JobContext, NullJobContext
from core.training.collection_writing import write_collection
from core.training.pair_mining import PageOf
from core.training.pairs import PairSet, StoredInput, TrainingPair

MAX_SIDE = 100_000
_LEAST_SHARE = 0.5
"""Share of a line's area that must lie in a region for the line to belong to it."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a page: its type in the words of the annotation file, and its box in pixels."""

    kind: str
    box: BoundingBox


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A page: its name (file name without ending), its image and its regions in the order of the file."""

    id: str
    image: Path
    width_px: int
    height_px: int
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutPages:
    """What an annotation file holds. `rejected`: its entries that cannot be used, by position in their list."""

    pages: tuple[LayoutPage, ...]
    rejected: tuple[RejectedInput, ...] = ()


def read_pages(annotations: Path, images: Path | None = None) -> LayoutPages:
    """Read a COCO file.

    Args:
        annotations: The JSON file.
        images: Folder of the images; beside the file where None. An image that is not there is rejected.

    Raises:
        InvalidInputError: "file.missing", "publaynet.not_coco" when it is no such file.
        HostFaultError: "file.unreadable".
    """
    folder = images or annotations.parent
    given = _load(annotations)
    rejected: list[RejectedInput] = []

    def reject(where: str, position: int, reason: str, **values: str | int) -> None:
        rejected.append(RejectedInput(str(annotations), f"{where}[{position}]", reason, values))

    kinds = {c["id"]: c["name"] for c in given["categories"] if isinstance(c, dict) and {"id", "name"} <= c.keys()}
    pages: dict[int, LayoutPage] = {}
    for position, entry in enumerate(given["images"]):
        page = _page(entry, folder)
        if page is None:
            reject("images", position, "publaynet.bad_entry")
        elif entry["id"] in pages:
            reject("images", position, "import.duplicate_id", id=str(entry["id"]))
        elif not page.image.is_file():
            reject("images", position, "image.missing", file=page.image.name)
        else:
            pages[entry["id"]] = page
    regions: dict[int, list[Region]] = {}
    for position, entry in enumerate(given["annotations"]):
        region = _region(entry, kinds)
        if region is None:
            reject("annotations", position, "publaynet.bad_entry")
        elif entry.get("image_id") in pages:
            regions.setdefault(entry["image_id"], []).append(region)
    found = tuple(replace(page, regions=tuple(regions.get(key, ()))) for key, page in pages.items())
    return LayoutPages(found, tuple(rejected))


def _load(path: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as exc:
        raise InvalidInputError("file.missing", file=path) from exc
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc
    except (ValueError, RecursionError) as exc:
        raise InvalidInputError("publaynet.not_coco", file=path) from exc
    parts = ("images", "annotations", "categories")
    if not isinstance(given, dict) or not all(isinstance(given.get(part), list) for part in parts):
        raise InvalidInputError("publaynet.not_coco", file=path)
    return given


def _page(entry: object, folder: Path) -> LayoutPage | None:
    if not isinstance(entry, dict):
        return None
    name, width, height = entry.get("file_name"), entry.get("width"), entry.get("height")
    if not isinstance(name, str) or not isinstance(entry.get("id"), int) or "\0" in name:
        return None
    if not all(isinstance(size, int) and 0 < size < MAX_SIDE for size in (width, height)):
        return None
    relative = Path(name.replace("\\", "/"))
    if not relative.name or relative.is_absolute() or relative.drive or ".." in relative.parts:
        return None  # an annotation file must not fetch any file of the disk
    return LayoutPage(relative.with_suffix("").as_posix(), folder / relative, int(width or 0), int(height or 0))


def _region(entry: object, kinds: Mapping[Any, str]) -> Region | None:
    if not isinstance(entry, dict):
        return None
    box, category = entry.get("bbox"), entry.get("category_id")
    is_known = isinstance(category, int) and category in kinds
    if not is_known or not isinstance(box, list) or len(box) != 4:
        return None
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in box):
        return None
    x, y, width, height = (float(value) for value in box)
    return Region(str(kinds[category]), BoundingBox(x, y, x + width, y + height)) if width > 0 and height > 0 else None


def region_pages(page: LayoutPage, words: OcrPage) -> tuple[tuple[Region, OcrPage], ...]:
    """The lines of each region, as a page of its own in the coordinates of the whole page.

    A line belongs to the smallest region that holds at least half of it; lines of no region are left out, and so are
    regions without lines. The block of a line becomes the number of its region.
    """
    scale_x, scale_y = words.width_px / page.width_px, words.height_px / page.height_px
    boxes = [
        BoundingBox(r.box.x0 * scale_x, r.box.y0 * scale_y, r.box.x1 * scale_x, r.box.y1 * scale_y)
        for r in page.regions
    ]
    lines: dict[int, list[OcrLine]] = {}
    for line in words.lines:
        holding = [n for n, box in enumerate(boxes) if _share(line.box, box) >= _LEAST_SHARE]
        if holding:
            number = min(holding, key=lambda n: boxes[n].width * boxes[n].height)
            lines.setdefault(number, []).append(replace(line, block=number))
    return tuple((page.regions[n], replace(words, lines=tuple(lines[n]))) for n in sorted(lines))


def _share(line: BoundingBox, region: BoundingBox) -> float:
    width = min(line.x1, region.x1) - max(line.x0, region.x0)
    height = min(line.y1, region.y1) - max(line.y0, region.y0)
    area = line.width * line.height
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0


def pairs_from_publaynet(
    pages: LayoutPages,
    page_of: PageOf,
    *,
    kinds: Sequence[str] = ("title", "text"),
    seed: int = DEFAULT_SEED,
    shares: Shares | None = None,
    ctx: JobContext | None = None,
) -> PairSet:
    """Page image ↔ its OCR text (cover_text), and region layout ↔ page text (ocr_text).

    Pages of one article (PMC number before the underscore) are one work.

    Args:
        pages: From `read_pages`.
        page_of: OCR of an image.
        kinds: Types of regions that stand for their page.
        seed: Of the split.
        shares: Of dev and test.
        ctx: Progress and cancel; reading a page takes seconds.
    """
    context = ctx or NullJobContext()
    pairs: list[TrainingPair] = []
    n_unread = 0
    for done, page in enumerate(pages.pages, start=1):
        words = page_of(page.image)
        context.report(done, len(pages.pages), "evaluate.reading")
        if words is None or not words.text.strip():
            n_unread += 1
            continue
        work = _article(page.id)
        part = split_of(work, seed, shares)
        text = StoredInput(words.text, "passage", "eng")
        names = (page.id, f"{page.id}#text")
        pairs.append(TrainingPair("cover_text", StoredInput(image=page.image), text, *names, work, part, "page"))
        for number, (region, lines) in enumerate(region_pages(page, words)):
            if region.kind in kinds:
                left = StoredInput(image=page.image, page=lines, with_pixels=False)
                ids = (f"{page.id}#{number}", f"{page.id}#text")
                pairs.append(TrainingPair("ocr_text", left, text, *ids, work, part, region.kind))
    return PairSet(tuple(pairs), len(pages.pages), {"ocr": n_unread}, pages.rejected)


def _article(page: str) -> str:
    return page.rsplit("_", 1)[0]


def write_publaynet_collection(
    pages: LayoutPages,
    page_of: PageOf,
    folder: Path,
    *,
    title_of: Callable[[LayoutPage, OcrPage], str] | None = None,
    ctx: JobContext | None = None,
) -> int:
    """Write a collection folder: each page's text is a record, its image a query (task "page-ocr"). Returns the number.

    A record is found by the picture of its page alone: it has the words, not the image. The title is the largest
    region of type title, unless `title_of` says otherwise. Images are copied, so that the folder stands by itself.

    Raises:
        HostFaultError: "disk.full", "file.unwritable".
    """
    context = ctx or NullJobContext()
    name_of = title_of or _title
    records: list[dict[str, Any]] = []
    queries: list[dict[str, Any]] = []
    for done, page in enumerate(pages.pages, start=1):
        words = page_of(page.image)
        context.report(done, len(pages.pages), "evaluate.reading")
        if words is not None and words.text.strip():
            title = name_of(page, words)
            records.append({"id": page.id, "title": title, "language": "eng", "description": words.text})
            queries.append({"id": f"{page.id}#page", "task": "page-ocr", "text": None, "image": page.image})
    write_collection(folder, records, queries, {q["id"]: {r["id"]: 1} for q, r in zip(queries, records, strict=True)})
    return len(records)


def _title(page: LayoutPage, words: OcrPage) -> str:
    return next(_titles(page, words), "")


def _titles(page: LayoutPage, words: OcrPage) -> Iterator[str]:
    titled = [(region, lines) for region, lines in region_pages(page, words) if region.kind == "title"]
    for _, lines in sorted(titled, key=lambda each: -each[0].box.width * each[0].box.height):
        yield " ".join(line.text for line in lines.lines)
