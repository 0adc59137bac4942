"""The commands for work at the shelf: labels, shelf list, find by barcode, stocktaking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from librarian_app.actions import Actions
from librarian_app.qt_jobs import EngineBridge
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.item_chooser import AtHand
from librarian_app.windows.barcode_dialog import BarcodeDialog
from librarian_app.windows.inventory_dialog import InventoryDialog
from librarian_app.windows.label_dialog import LabelDialog
from librarian_app.windows.shelf_list_dialog import ShelfListDialog

NAMES = ("labels", "shelf_list", "find_barcode", "inventory")


class ShelfControl(QObject):
    """Makes the dialogs on what is at hand in the window.

    Args:
        at_hand: What is in view.

    Signals:
        dialog_made(object): A dialog, to be shown.
        record_asked(int): Open this record.
        announced(str): What was written or printed.
    """

    dialog_made = Signal(object)
    record_asked = Signal(int)
    announced = Signal(str)

    def __init__(
        self,
        bridge: EngineBridge,
        themes: ThemeSwitcher,
        actions: Actions,
        at_hand: Callable[[], AtHand],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._bridge = bridge
        self._themes = themes
        self._at_hand = at_hand
        actions["labels"].triggered.connect(self.show_labels)
        actions["shelf_list"].triggered.connect(self.show_shelf_list)
        actions["find_barcode"].triggered.connect(self.show_find)
        actions["inventory"].triggered.connect(self.show_inventory)
        for name in NAMES:
            parent.addAction(actions[name])

    def show_labels(self) -> None:
        """Labels for what is in view."""
        dialog = LabelDialog(self._bridge, self._themes, self._at_hand(), self._window)
        dialog.announced.connect(self.announced)
        self.dialog_made.emit(dialog)

    def show_shelf_list(self) -> None:
        """The shelf list of what is in view."""
        dialog = ShelfListDialog(self._bridge, self._themes, self._at_hand(), self._bridge.library.name, self._window)
        dialog.announced.connect(self.announced)
        self.dialog_made.emit(dialog)

    def show_find(self) -> None:
        """A field for the scanner."""
        dialog = BarcodeDialog(self._bridge, self._themes, self._window)
        dialog.record_asked.connect(self.record_asked)
        self.dialog_made.emit(dialog)

    def show_inventory(self) -> None:
        """Stocktaking."""
        dialog = InventoryDialog(self._bridge, self._themes, self._window)
        dialog.record_asked.connect(self.record_asked)
        dialog.announced.connect(self.announced)
        self.dialog_made.emit(dialog)
