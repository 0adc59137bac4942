"""The classes of CLC as a tree, each with its records, fetched as it is opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from core.domain.classification import ClassNode
from librarian_app import wording
from librarian_app.i18n import Retranslating
from librarian_app.qt_jobs import Bridge

_NODE = Qt.ItemDataRole.UserRole
_LOADED = Qt.ItemDataRole.UserRole + 1


class ClassTree(Retranslating, QTreeWidget):
    """Signals:
    class_chosen(str): A class was opened by Enter or a double click.
    failed(LibrarianError): A call failed.
    """

    class_chosen = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setColumnCount(2)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemExpanded.connect(self._expanded)
        self.itemActivated.connect(lambda item: self.class_chosen.emit(self._node(item).notation))
        self.retranslate()

    def load(self) -> None:
        """Fetch the main classes."""
        self.clear()
        self._bridge.call(
            "classification", "classes", "", on_result=lambda nodes: self._add(None, nodes), on_error=self.failed.emit
        )

    @property
    def current(self) -> str:
        """The notation of the current class, "" without one."""
        item = self.currentItem()
        return self._node(item).notation if item is not None else ""

    def reveal(self, path: Sequence[ClassNode]) -> None:
        """Open the tree down to a class and make it the current one."""
        self._reveal([node.notation for node in path], None)

    def retranslate(self) -> None:
        self.setHeaderLabels([wording.field("class"), self.tr("Records")])
        self.setAccessibleName(self.tr("Classes of CLC"))
        self._name_items(self.invisibleRootItem())

    def _name_items(self, parent: QTreeWidgetItem) -> None:
        for row in range(parent.childCount()):
            item = parent.child(row)
            if item is not None:
                item.setText(0, self._text(self._node(item)))
                self._name_items(item)

    @staticmethod
    def _node(item: QTreeWidgetItem) -> ClassNode:
        node = item.data(0, _NODE)
        return node if isinstance(node, ClassNode) else ClassNode("", "", "", 0, has_children=False)

    @staticmethod
    def _text(node: ClassNode) -> str:
        name = node.name_zh if wording.is_chinese() else node.name_en
        return f"{node.notation}  {name}".strip()

    def _add(self, parent: QTreeWidgetItem | None, nodes: Sequence[ClassNode]) -> None:
        target = parent or self.invisibleRootItem()
        for node in nodes:
            item = QTreeWidgetItem([self._text(node), wording.number(node.n_records) if node.n_records else ""])
            item.setData(0, _NODE, node)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, self._text(node))
            if node.has_children:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            target.addChild(item)

    def _expanded(self, item: QTreeWidgetItem) -> None:
        self._load_children(item, [])

    def _load_children(self, item: QTreeWidgetItem, then: list[str]) -> None:
        if item.data(0, _LOADED):
            return
        item.setData(0, _LOADED, True)
        notation = self._node(item).notation

        def got(nodes: Sequence[ClassNode]) -> None:
            self._add(item, nodes)
            if then:
                self._reveal(then, item)

        self._bridge.call("classification", "classes", notation, on_result=got, on_error=self.failed.emit)

    def _reveal(self, notations: list[str], parent: QTreeWidgetItem | None) -> None:
        target = parent or self.invisibleRootItem()
        children = [target.child(row) for row in range(target.childCount())]
        for item in children:
            if item is None or self._node(item).notation != notations[0]:
                continue
            self.setCurrentItem(item)
            self.scrollToItem(item)
            if len(notations) > 1:
                if item.data(0, _LOADED):
                    item.setExpanded(True)
                    self._reveal(notations[1:], item)
                else:
                    self._load_children(item, notations[1:])
                    item.setExpanded(True)
            return
