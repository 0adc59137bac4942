"""Before a record is made that the library may have already: what is there, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.domain.duplicates import Alternative
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.models import verdicts
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.widgets.parts import button, cover_icon, label


class DuplicateWarning(Retranslating, QDialog):
    """Signals:
    attach_asked(int): Attach the scan to the record with this id instead.
    create_asked(): Create the record all the same.
    """

    attach_asked = Signal(int)
    create_asked = Signal()

    def __init__(
        self,
        alternatives: Sequence[Alternative],
        title: str,
        pictures: PictureLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._alternatives = tuple(alternatives)
        self._title = title
        self._pictures = pictures
        self._heading, self._hint = label("title", wrap=True), label("soft", wrap=True)
        self.list = QListWidget()
        self.list.setIconSize(QSize(38, 52))
        self.list.itemActivated.connect(lambda _: self._attach())
        self.attach, self.create_anyway, self._cancel = button(primary=True), button(), button(quiet=True)
        self.attach.setDefault(True)
        self.attach.clicked.connect(self._attach)
        self.create_anyway.clicked.connect(self._create)
        self._cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for target in (self.attach, self.create_anyway):
            row.addWidget(target)
        row.addStretch(1)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self._heading, self._hint, self.list):
            column.addWidget(widget)
        column.addLayout(row)
        self.resize(600, 400)
        pictures.loaded.connect(self._arrived)
        self.retranslate()
        self.list.setCurrentRow(0)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Already in the library?"))
        self._heading.setText(self.tr("“{title}” may be in the library already").format(title=self._title))
        self._hint.setText(self.tr("Attach the scan to one of these records, or create a new one all the same."))
        self.attach.setText(self.tr("Attach to this record"))
        self.create_anyway.setText(self.tr("Create anyway"))
        self._cancel.setText(self.tr("Cancel"))
        self.list.setAccessibleName(self.tr("Records that are like it"))
        chosen = self.list.currentRow()
        self.list.clear()
        for alternative in self._alternatives:
            record = alternative.record
            year = f"  {record.year}" if record.year is not None else ""
            publisher = f"  {record.publisher}" if record.publisher else ""
            item = QListWidgetItem(
                f"{record.title}\n{verdicts.verdict(alternative.verdict.verdict)}  ·  "
                f"{wording.authors(record)}{year}{publisher}"
            )
            item.setData(Qt.ItemDataRole.UserRole, record.id)
            picture = self._pictures.cover(alternative.cover_sha256)
            if picture is not None and not picture.isNull():
                item.setIcon(cover_icon(picture))
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, chosen))

    def _arrived(self, key: str) -> None:
        if any(key == alternative.cover_sha256 for alternative in self._alternatives):
            self.retranslate()

    def _attach(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            self.attach_asked.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _create(self) -> None:
        self.accept()
        self.create_asked.emit()
