"""Work at the shelf: labels, shelf lists, barcodes that are scanned, and what is missing from a location."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import msgspec

from core.domain.item_states import is_expected_on_shelf
from core.domain.labels import (
    InventoryReport,
    ItemSelection,
    Label,
    LabelKind,
    LocationCount,
    ScanVerdict,
    SheetLayout,
    ShelfItem,
    Symbology,
)
from core.domain.records import BibliographicRecord, Holding, RecordId
from core.errors import ConflictError, InvalidInputError
from core.files import write_atomically
from core.imaging.barcode_bars import bars
from core.interchange.list_files import write_list
from core.paths import LibraryPaths
from core.text.call_numbers import barcode_key, call_number_lines, shelf_key

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue

log = logging.getLogger(__name__)

_AT_ONCE = 500
_SEEN_ONLY_BY_MISTAKE = ("on_loan", "lost", "withdrawn")


class ShelfService:
    """Items by location, barcode or search, in shelf order.

    Args:
        select: Ids of the records that contain all words of a query.
    """

    def __init__(self, catalogue: Catalogue, paths: LibraryPaths, select: Callable[[str], Sequence[RecordId]]) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._select = select

    def locations(self) -> tuple[LocationCount, ...]:
        """Every location with the number of its items."""
        return tuple(LocationCount(name, n) for name, n in self._catalogue.locations())

    def items(self, selection: ItemSelection) -> tuple[ShelfItem, ...]:
        """The items that are meant, sorted by call number as they stand on the shelf."""
        return tuple(self._sorted(self._described(self._selected(selection))))

    def labels(self, selection: ItemSelection, kind: LabelKind, symbology: Symbology = "code128") -> tuple[Label, ...]:
        """The labels of items, in shelf order; barcode labels of a range of barcodes in the order of the barcodes.

        Items without what the label shows come with a `problem_id`.
        """
        items = list(self.items(selection))
        if kind == "barcode" and selection.kind == "barcodes":
            items.sort(key=lambda item: barcode_key(item.holding.barcode))
        return tuple(_label(item, kind, symbology) for item in items)

    def blank_barcodes(self, first: str, n: int, symbology: Symbology = "code128") -> tuple[Label, ...]:
        """Labels of barcodes that are not given to any item yet, counting up from `first`; for new books.

        Raises:
            InvalidInputError: "barcode.no_number" when the first one does not end in a number.
            ConflictError: "barcode.taken" when one of them belongs to an item.
        """
        stem, number, digits = barcode_key(first)
        if number < 0:
            raise InvalidInputError("barcode.no_number", barcode=first)
        barcodes = [f"{stem}{number + i:0{len(digits)}d}" for i in range(n)]
        taken = self._catalogue.find_barcodes(barcodes)
        if taken:
            raise ConflictError("barcode.taken", barcode=min(taken, key=barcode_key))
        return tuple(
            _label(ShelfItem(Holding(barcode=barcode), RecordId(0), ""), "barcode", symbology) for barcode in barcodes
        )

    def write_shelf_list(
        self, selection: ItemSelection, path: str, header: Sequence[str], statuses: Mapping[str, str], title: str
    ) -> int:
        """Write the shelf list as .xlsx or .csv. Returns the number of items.

        Args:
            selection: The items.
            path: The file; its ending decides.
            header: Names of call number, title, author, year, ISBN, barcode, location and status, in the person's
                language.
            statuses: What the states of items are called.
            title: Name of the sheet in a workbook.

        Raises:
            HostFaultError: If the file cannot be written.
        """
        rows = [
            (
                item.holding.call_number,
                item.title,
                item.author,
                item.year,
                item.isbn,
                item.holding.barcode,
                item.holding.location,
                statuses.get(item.holding.status, item.holding.status),
            )
            for item in self.items(selection)
        ]
        return write_list(Path(path), header, rows, title)

    def look_up(self, scanned: str, location: str | None = None) -> ScanVerdict:
        """What a scanned barcode is: an item, else the records with this ISBN, else unknown."""
        return self.look_up_all([scanned], location)[0]

    def look_up_all(self, scanned: Sequence[str], location: str | None = None) -> tuple[ScanVerdict, ...]:
        """`look_up` for many at once; `location` is where they were found, None = anywhere."""
        barcodes = [fold_barcode(text) for text in scanned]
        found: dict[str, list[tuple[Holding, RecordId]]] = {}
        wanted = {variant for barcode in barcodes for variant in (barcode, barcode.upper(), barcode.lower())}
        for holding, record_id in self._catalogue.items(barcodes=wanted - {""}):
            found.setdefault(holding.barcode.upper(), []).append((holding, record_id))
        described = {key: tuple(self._sorted(self._described(items))) for key, items in found.items()}
        return tuple(self._verdict(barcode, described.get(barcode.upper(), ()), location) for barcode in barcodes)

    def inventory(self, location: str, scanned: Sequence[str]) -> InventoryReport:
        """Compare what was scanned at a location with what the catalogue says stands there."""
        verdicts = self.look_up_all(list(dict.fromkeys(scanned)), location)
        by_verdict = {
            name: tuple(self._sorted({item.holding.id: item for v in verdicts if v.verdict == name
                                      for item in v.items}.values()))
            for name in ("in_place", "misplaced", "unexpected")
        }  # fmt: skip
        own = self._catalogue.item_states()
        seen_ids = {item.holding.id for items in by_verdict.values() for item in items}
        rest = [item for item in self.items(ItemSelection("location", location=location))
                if item.holding.id not in seen_ids]  # fmt: skip
        return InventoryReport(
            location,
            seen=by_verdict["in_place"],
            missing=tuple(item for item in rest if is_expected_on_shelf(item.holding.status, own)),
            misplaced=by_verdict["misplaced"],
            unexpected=by_verdict["unexpected"],
            elsewhere=tuple(item for item in rest if not is_expected_on_shelf(item.holding.status, own)),
            unknown=tuple(v.barcode for v in verdicts if v.verdict == "unknown"),
        )

    def write_inventory(
        self,
        location: str,
        scanned: Sequence[str],
        path: str,
        header: Sequence[str],
        words: Sequence[str],
        statuses: Mapping[str, str],
        title: str,
    ) -> int:
        """Write the report of `inventory` as .xlsx or .csv. Returns the number of rows.

        Args:
            location: Where the scanning was done.
            scanned: The barcodes.
            path: The file; its ending decides.
            header: Names of outcome, call number, title, barcode, location and status.
            words: What the outcomes are called: missing, misplaced, unexpected, unknown, seen, elsewhere.
            statuses: What the states of items are called.
            title: Name of the sheet in a workbook.

        Raises:
            HostFaultError: If the file cannot be written.
        """
        report = self.inventory(location, scanned)
        missing, misplaced, unexpected, unknown, seen, elsewhere = words
        rows: list[tuple[str, ...]] = []

        def add(word: str, items: Iterable[ShelfItem]) -> None:
            for item in items:
                status = statuses.get(item.holding.status, item.holding.status)
                rows.append(
                    (word, item.holding.call_number, item.title, item.holding.barcode, item.holding.location, status)
                )

        add(missing, report.missing)
        add(misplaced, report.misplaced)
        add(unexpected, report.unexpected)
        rows.extend((unknown, "", "", barcode, "", "") for barcode in report.unknown)
        add(seen, report.seen)
        add(elsewhere, report.elsewhere)
        return write_list(Path(path), header, rows, title)

    def layouts(self) -> tuple[SheetLayout, ...]:
        """The library's own sheet layouts, by name."""
        return tuple(sorted(self._layouts().values(), key=lambda layout: layout.name))

    def save_layout(self, layout: SheetLayout) -> tuple[SheetLayout, ...]:
        """Keep a layout under its name; one of the same name is replaced.

        Raises:
            InvalidInputError: "layout.no_name", "layout.too_large" when the labels do not fit on the sheet.
            ConflictError: "library.read_only".
        """
        name = layout.name.strip()
        if not name:
            raise InvalidInputError("layout.no_name")
        if not layout.fits:
            right, bottom = layout.overhang_mm
            raise InvalidInputError("layout.too_large", right=right, bottom=bottom)
        return self._store_layouts({**self._layouts(), name: replace(layout, name=name)})

    def delete_layout(self, name: str) -> tuple[SheetLayout, ...]:
        """Forget a layout.

        Raises:
            ConflictError: "library.read_only".
        """
        return self._store_layouts({key: value for key, value in self._layouts().items() if key != name})

    def _layouts(self) -> dict[str, SheetLayout]:
        try:
            stored = json.loads(self._paths.label_layouts.read_text(encoding="utf-8"))
            return {layout.name: layout for layout in msgspec.convert(stored, list[SheetLayout])}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, msgspec.ValidationError) as exc:
            log.warning("the label layouts cannot be read: %s", exc)
            return {}

    def _store_layouts(self, layouts: dict[str, SheetLayout]) -> tuple[SheetLayout, ...]:
        if self._catalogue.is_read_only:
            raise ConflictError("library.read_only", path=self._paths.root, holder="?")
        plain = msgspec.to_builtins(list(layouts.values()))
        write_atomically(self._paths.label_layouts, json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8"))
        return self.layouts()

    def _selected(self, selection: ItemSelection) -> list[tuple[Holding, RecordId]]:
        match selection.kind:
            case "records":
                return self._catalogue.items(record_ids=selection.record_ids)
            case "query":
                return self._catalogue.items(record_ids=self._select(selection.query))
            case "location":
                return self._catalogue.items(location=selection.location)
            case "barcodes":
                first, last = barcode_key(selection.first_barcode)[:2], barcode_key(selection.last_barcode)[:2]
                if not selection.last_barcode.strip():
                    last = first
                return [
                    (holding, record_id)
                    for holding, record_id in self._catalogue.items()
                    if holding.barcode and first <= barcode_key(holding.barcode)[:2] <= last
                ]
            case "all":
                return self._catalogue.items()

    def _described(self, items: Sequence[tuple[Holding, RecordId]]) -> list[ShelfItem]:
        ids = list(dict.fromkeys(record_id for _, record_id in items))
        records: dict[RecordId, BibliographicRecord] = {}
        for start in range(0, len(ids), _AT_ONCE):
            records.update((r.id, r) for r in self._catalogue.get(ids[start : start + _AT_ONCE]) if r.id is not None)
        return [
            ShelfItem(
                holding,
                record_id,
                record.title,
                record.authors[0] if record.authors else "",
                record.year,
                record.isbn or "",
            )
            for holding, record_id in items
            if (record := records.get(record_id)) is not None
        ]

    def _sorted(self, items: Iterable[ShelfItem]) -> list[ShelfItem]:
        return sorted(items, key=lambda i: (shelf_key(i.holding.call_number), i.title, barcode_key(i.holding.barcode)))

    def _verdict(self, barcode: str, items: tuple[ShelfItem, ...], location: str | None) -> ScanVerdict:
        if not items:
            records = self._records_of_number(barcode)
            items = self.items(ItemSelection("records", record_ids=records)) if records else ()
            here = [i for i in items if location is None or i.holding.location == location]
            if not records or (location is not None and len(here) > 1):  # an ISBN does not say which of the copies
                return ScanVerdict(barcode, "unknown")
            return ScanVerdict(barcode, "in_place" if here else "misplaced", tuple(here) or items, records)
        records = tuple(dict.fromkeys(item.record_id for item in items))
        if location is None:
            return ScanVerdict(barcode, "in_place", items, records)
        here = [item for item in items if item.holding.location == location]
        if not here:
            return ScanVerdict(barcode, "misplaced", items, records)
        odd = all(item.holding.status in _SEEN_ONLY_BY_MISTAKE for item in here)
        return ScanVerdict(barcode, "unexpected" if odd else "in_place", items, records)

    def _records_of_number(self, barcode: str) -> tuple[RecordId, ...]:
        from stdnum import isbn

        number = isbn.compact(barcode)
        if not isbn.is_valid(number):
            return ()
        return self._catalogue.find_identifier("isbn", [isbn.to_isbn13(number)]).get(isbn.to_isbn13(number), ())


def fold_barcode(scanned: str) -> str:
    """What a scanner sent, without what an input method made of it: full-width characters narrow, blanks gone."""
    return "".join(normalize("NFKC", scanned).split())


def _label(item: ShelfItem, kind: LabelKind, symbology: Symbology) -> Label:
    if kind == "spine":
        lines = call_number_lines(item.holding.call_number)
        return Label(item, lines) if lines else Label(item, problem_id="label.no_call_number")
    try:
        modules, text = bars(item.holding.barcode, symbology)
    except InvalidInputError as exc:
        return Label(item, problem_id=exc.message_id, problem=dict(exc.context))
    return Label(item, call_number_lines(item.holding.call_number), text, modules)
