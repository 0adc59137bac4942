"""Labels and lists for the shelf: what is printed, on which sheet, and where on it. Lengths are in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.domain.records import Holding, RecordId

LabelKind = Literal["spine", "barcode"]
Symbology = Literal["code128", "code39", "ean13"]
SelectionKind = Literal["all", "records", "query", "location", "barcodes"]
Verdict = Literal["in_place", "misplaced", "unexpected", "unknown", "missing"]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of labels, or a roll, on which every label is a page of its own.

    Attributes:
        name: Under which it is kept; for the layouts that come with the program an id of the window's wording.
        page_width_mm: Of the sheet; of a roll, the width of the label.
        page_height_mm: Of the sheet; of a roll, the height of the label.
        left_mm: From the edge of the sheet to the first label.
        top_mm: From the edge of the sheet to the first label.
        gap_x_mm: Between two labels side by side.
        gap_y_mm: Between two labels one below the other.
    """

    name: str
    page_width_mm: float = 210.0
    page_height_mm: float = 297.0
    columns: int = 3
    rows: int = 8
    label_width_mm: float = 70.0
    label_height_mm: float = 37.0
    left_mm: float = 0.0
    top_mm: float = 0.5
    gap_x_mm: float = 0.0
    gap_y_mm: float = 0.0
    is_roll: bool = False

    @property
    def per_page(self) -> int:
        """Labels on a full page."""
        return 1 if self.is_roll else max(1, self.columns) * max(1, self.rows)

    @property
    def overhang_mm(self) -> tuple[float, float]:
        """How far the last column and the last row reach over the right and the lower edge; 0 when they fit."""
        if self.is_roll:
            return 0.0, 0.0
        right = self.left_mm + self.columns * self.label_width_mm + (self.columns - 1) * self.gap_x_mm
        bottom = self.top_mm + self.rows * self.label_height_mm + (self.rows - 1) * self.gap_y_mm
        return max(0.0, round(right - self.page_width_mm, 3)), max(0.0, round(bottom - self.page_height_mm, 3))

    @property
    def fits(self) -> bool:
        """Whether all labels lie on the sheet."""
        return self.overhang_mm == (0.0, 0.0)

    def n_pages(self, n_labels: int, first: int = 1) -> int:
        """Sheets for so many labels when the first is put at place `first` (from 1) of a part-used sheet."""
        if n_labels <= 0:
            return 0
        skipped = 0 if self.is_roll else min(max(1, first), self.per_page) - 1
        return -(-(n_labels + skipped) // self.per_page)

    def places(self, n_labels: int, first: int = 1) -> Iterator[Place]:
        """Where each label goes: row by row, from the place `first` of the first sheet on."""
        skipped = 0 if self.is_roll else min(max(1, first), self.per_page) - 1
        for position in range(skipped, skipped + max(0, n_labels)):
            page, on_page = divmod(position, self.per_page)
            row, column = divmod(on_page, 1 if self.is_roll else max(1, self.columns))
            if self.is_roll:
                yield Place(page, 0.0, 0.0, self.page_width_mm, self.page_height_mm)
            else:
                yield Place(
                    page,
                    self.left_mm + column * (self.label_width_mm + self.gap_x_mm),
                    self.top_mm + row * (self.label_height_mm + self.gap_y_mm),
                    self.label_width_mm,
                    self.label_height_mm,
                )


@dataclass(frozen=True, slots=True)
class Place:
    """The rectangle of one label. `page` counts from 0; x and y are from the upper left corner of the sheet."""

    page: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


PRESETS: tuple[SheetLayout, ...] = (
    SheetLayout("a4-3x8", columns=3, rows=8, label_width_mm=70.0, label_height_mm=37.0, top_mm=0.5),
    SheetLayout(
        "a4-3x7", columns=3, rows=7, label_width_mm=63.5, label_height_mm=38.1, left_mm=7.2, top_mm=15.1, gap_x_mm=2.5
    ),
    SheetLayout(
        "a4-5x13", columns=5, rows=13, label_width_mm=38.1, label_height_mm=21.2, left_mm=4.75, top_mm=10.7,
        gap_x_mm=2.5,
    ),
    SheetLayout(
        "a4-4x12", columns=4, rows=12, label_width_mm=48.5, label_height_mm=16.9, left_mm=8.0, top_mm=21.6,
        gap_y_mm=4.4,
    ),
    SheetLayout(
        "a4-6x10", columns=6, rows=10, label_width_mm=30.0, label_height_mm=25.0, left_mm=7.5, top_mm=14.0,
        gap_x_mm=3.0, gap_y_mm=2.0,
    ),
    SheetLayout(
        "letter-3x10", 215.9, 279.4, 3, 10, 66.7, 25.4, 4.8, 12.7, 3.1, 0.0
    ),
    SheetLayout("roll-30x25", 30.0, 25.0, 1, 1, 30.0, 25.0, 0.0, 0.0, is_roll=True),
    SheetLayout("roll-50x30", 50.0, 30.0, 1, 1, 50.0, 30.0, 0.0, 0.0, is_roll=True),
    SheetLayout("roll-62x29", 62.0, 29.0, 1, 1, 62.0, 29.0, 0.0, 0.0, is_roll=True),
)  # fmt: skip
"""Common sheets and rolls, by their dimensions. A person's own layouts are kept in the library."""


@dataclass(frozen=True, slots=True)
class ItemSelection:
    """Which items are meant. Only the fields of its `kind` are looked at; barcodes include both ends."""

    kind: SelectionKind = "all"
    record_ids: tuple[RecordId, ...] = ()
    query: str = ""
    location: str = ""
    first_barcode: str = ""
    last_barcode: str = ""


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """An item with what is needed of its record, for lists and labels."""

    holding: Holding
    record_id: RecordId
    title: str
    author: str = ""
    year: int | None = None
    isbn: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One label, ready to be drawn.

    Attributes:
        lines: The call number in lines, the class first.
        text: The barcode as it is read by people; "" on spine labels.
        bars: The modules of the barcode without quiet zones, "1" for black; "" on spine labels.
        problem_id: Why it cannot be printed; such labels are left out.
        problem: Values of that message.
    """

    item: ShelfItem
    lines: tuple[str, ...] = ()
    text: str = ""
    bars: str = ""
    problem_id: str = ""
    problem: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LocationCount:
    """A shelving location and how many items stand there; "" gathers those without one."""

    location: str
    n_items: int


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """What one barcode turned out to be.

    Attributes:
        verdict: "in_place": an item of the location (or, without a location, a known item); "misplaced": of another
            location; "unexpected": of this location, but its status says that it is not on the shelf; "unknown";
            "missing" is said of items that were not scanned.
        items: The items with this barcode; of an ISBN, all items of its records.
        record_ids: The records that were found, also those without items.
    """

    barcode: str
    verdict: Verdict
    items: tuple[ShelfItem, ...] = ()
    record_ids: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True)
class InventoryReport:
    """What a walk along a location found. `missing` should be there and was not seen; each list is in shelf order."""

    location: str
    seen: tuple[ShelfItem, ...] = ()
    missing: tuple[ShelfItem, ...] = ()
    misplaced: tuple[ShelfItem, ...] = ()
    unexpected: tuple[ShelfItem, ...] = ()
    elsewhere: tuple[ShelfItem, ...] = ()
    unknown: tuple[str, ...] = ()
