"""Where scans come from: image files, folders, and the pages of PDFs that look like covers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InvalidInputError
from core.protocols import PageImage
from core.services.cover_intake import IMAGE_SUFFIXES

if TYPE_CHECKING:
    from core.imaging.pdf import PdfPages

PDF_SUFFIX = ".pdf"
SCAN_SUFFIXES = IMAGE_SUFFIXES | {PDF_SUFFIX}
_PAGE = re.compile(r"^(?P<path>.+\.pdf)#page=(?P<page>\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scan:
    """One picture to identify, or the reason why there is none.

    `label` names it for people and for a retry: a path, with ``#page=3`` for a page of a PDF. `original` are the bytes
    that are kept. `problem` is set in the place of `image`. `opened_ms` is how long opening took.
    """

    label: str
    image: PageImage | None = None
    original: bytes = b""
    problem: InvalidInputError | None = None
    opened_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page of a PDF that is no cover: blank, or running text."""

    label: str


def expand_scans(paths: Sequence[str]) -> tuple[Path, ...]:
    """Files as given, and the images and PDFs in folders and below, sorted. A missing path stays in, to be reported."""
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SCAN_SUFFIXES and p.is_file())
            for file in sorted(inside):
                found.setdefault(file)
        else:
            found.setdefault(path)
    return tuple(found)


def count_scans(files: Sequence[Path]) -> int:
    """How many pictures files hold, for the progress: a PDF counts its pages, one that cannot be opened counts once."""
    total = 0
    for file in files:
        total += 1
        if file.suffix.lower() == PDF_SUFFIX:
            from core.imaging.pdf import PdfPages

            try:
                with PdfPages(file) as pages:
                    total += len(pages) - 1
            except InvalidInputError:
                continue
    return total


def open_scans(file: Path) -> Iterator[Scan | LeftOut]:
    """The pictures in one file. Never raises for a bad file: that is a `Scan` with its problem."""
    named = _PAGE.match(str(file))
    if named is not None and not file.exists():
        yield from _pages(Path(named["path"]), only=int(named["page"]))
    elif file.suffix.lower() == PDF_SUFFIX or _is_pdf(file):
        yield from _pages(file)
    else:
        yield _image(file)


def _image(file: Path) -> Scan:
    from core.imaging.decode import decode_file

    try:
        started = time.perf_counter()
        image = decode_file(file)
        return Scan(str(file), image, file.read_bytes(), opened_ms=_ms_since(started))
    except InvalidInputError as exc:
        return Scan(str(file), problem=exc)
    except OSError:
        return Scan(str(file), problem=InvalidInputError("image.missing", file=file.name))


def _pages(file: Path, only: int | None = None) -> Iterator[Scan | LeftOut]:
    """The pages that may be covers; where none looks like one, the first, so that no PDF vanishes without a word."""
    from core.imaging.pdf import PdfPages

    try:
        pages = PdfPages(file)
    except InvalidInputError as exc:
        yield Scan(str(file), problem=exc)
        return
    with pages:
        n_kept = 0
        left_out: list[int] = []
        for number in [only] if only is not None else range(1, len(pages) + 1):
            scan = _page(pages, file, number, must_keep=only is not None)
            if scan is None:
                left_out.append(number)
            else:
                n_kept += 1
                yield scan
            is_last = only is not None or number == len(pages)
            if is_last and n_kept == 0 and left_out and (first := _page(pages, file, left_out.pop(0), must_keep=True)):
                yield first
        for number in left_out:
            yield LeftOut(f"{file}#page={number}")


def _page(pages: PdfPages, file: Path, number: int, *, must_keep: bool) -> Scan | None:
    from core.imaging.decode import decode_bytes
    from core.imaging.page_kind import page_kind
    from core.imaging.pdf import as_jpeg

    label = f"{file}#page={number}"
    started = time.perf_counter()
    try:
        pixels = pages.render(number)
        kind = page_kind(pixels)
        if kind == "blank" and not must_keep:
            return None
        original = as_jpeg(pixels)
        image = decode_bytes(original, f"{file.name}#page={number}")
    except InvalidInputError as exc:
        return Scan(label, problem=exc)
    if kind == "text" and not must_keep and not _shows_isbn(image):
        return None
    return Scan(label, image, original, opened_ms=_ms_since(started))


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000.0


def _shows_isbn(image: PageImage) -> bool:
    """A back cover may be all text, but it carries the book's number."""
    from core.imaging.barcode import read_barcodes

    return any(code.isbn for code in read_barcodes(image))


def _is_pdf(file: Path) -> bool:
    """Whether a file without the suffix is one by its first bytes."""
    if file.suffix.lower() in IMAGE_SUFFIXES:
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(5) == b"%PDF-"
    except OSError:
        return False
