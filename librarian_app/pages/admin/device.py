"""What this machine has to run on, what works, and which device the library uses."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel

from core.domain.device import DeviceReport
from core.errors import LibrarianError
from librarian_app import wording
from librarian_app.pages.admin.section_page import SectionPage
from librarian_app.pages.page import PageContext
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.parts import label

_SETTINGS = ("auto", "cpu", "cuda")
_GIB = 1024


class DeviceSection(SectionPage):
    """A verdict, the facts, the choice between processor and graphics processor, and a report to copy."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.report: DeviceReport | None = None
        self._is_asked = False
        self._notes: list[Banner] = []
        self._use_label = label()
        self.device = QComboBox()
        for name in _SETTINGS:
            self.device.addItem("", name)
        self.device.activated.connect(self._choose)
        self.again_button = self.command("refresh")
        self.again_button.clicked.connect(self.reload)
        self.copy_button = self.command("paste")
        self.copy_button.clicked.connect(self._copy)
        self.row(self._use_label, self.device, self.again_button, self.copy_button)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(7)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.column.addLayout(self._form)
        self.column.addStretch(1)
        self.retranslate()

    def came_to_front(self) -> None:
        if self.report is None:
            self.reload()

    def engine_started(self) -> None:
        if self.report is not None or self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Examine the machine anew."""
        if self._is_asked:
            return
        self._is_asked = True
        if self.report is None:
            self.verdict.tell(self.tr("Looking at the machine and computing a little on each device…"))
        self.enable()
        self.context.bridge.call("doctor", "report", on_result=self._got, on_error=self._failed)

    def enable(self) -> None:
        self.device.setEnabled(self.may_write() and self.report is not None)
        self.device.setToolTip(self.refusal("administrator") or self.tr("The engine starts again with it"))
        self.again_button.setEnabled(not self._is_asked)
        self.copy_button.setEnabled(self.report is not None)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Device"))
        self.lead.setText(self.tr("Encoders and training run on the graphics processor where one works."))
        self._use_label.setText(self.tr("Use"))
        for row, text in enumerate((self.tr("Automatic"), self.tr("Processor"), self.tr("Graphics processor"))):
            self.device.setItemText(row, text)
        self.device.setAccessibleName(self.tr("Device"))
        self.again_button.setText(self.tr("Look again"))
        self.copy_button.setText(self.tr("Copy the report"))
        self._show()
        self.enable()

    def facts(self) -> list[tuple[str, str]]:
        """Names and values, in the order of the page."""
        report = self.report
        if report is None:
            return []
        rows = [(self.tr("In use now"), report.in_use or self.tr("nothing yet: the encoders are loading"))]
        for gpu in report.gpus:
            rows.append((self.tr("Graphics processor"), gpu.name))
            rows.append((self.tr("Driver"), gpu.driver))
            memory = self.tr("{free} of {total} GiB free").format(
                free=_gib(gpu.memory_free_mib), total=_gib(gpu.memory_total_mib)
            )
            rows.append((self.tr("Its memory"), memory))
            rows.append((self.tr("Compute capability"), gpu.capability))
        if not report.gpus:
            rows.append((self.tr("Graphics processor"), self.tr("none that NVIDIA's driver knows")))
        torch = report.torch
        built = f"CUDA {torch.cuda}" if torch.cuda else self.tr("without CUDA")
        rows.append(("PyTorch", f"{torch.version}  ·  {built}  ·  {' '.join(torch.architectures)}"))
        for run in report.kernels:
            name = self.tr("Test computation") + (" (CPU)" if run.device == "cpu" else " (CUDA)")
            outcome = self.tr("right") if run.is_right else self.tr("wrong")
            difference = self.tr("differs by {n}").format(n=f"{run.difference:g}")
            rows.append((name, run.problem or f"{outcome}  ·  {run.took_ms:g} ms  ·  {difference}"))
        cpu = report.cpu
        cores = self.tr("{cores} cores, {threads} for the encoders").format(cores=cpu.cores, threads=cpu.threads)
        bfloat16 = "bfloat16" if cpu.bfloat16 else self.tr("no bfloat16")
        rows.append((self.tr("Processor"), f"{cpu.name}  ·  {cores}  ·  {bfloat16}"))
        of = self.tr("{free} of {total} GiB free")
        memory = of.format(free=_gib(report.memory_free_mib), total=_gib(report.memory_total_mib))
        disk = of.format(free=_gib(report.disk_free_mib), total=_gib(report.disk_total_mib))
        rows += [(self.tr("Memory"), memory), (self.tr("Disk of the library"), disk)]
        engines = [
            f"{each.name} {each.version}"
            + (f" ({', '.join(each.languages)})" if each.languages else "")
            + (" ✓" if each.is_used else "")
            for each in report.ocr
            if each.is_found
        ]
        rows.append((self.tr("Reads covers"), "  ·  ".join(engines) or self.tr("no engine found")))
        rows.append((self.tr("Chinese fonts"), "  ·  ".join(_chinese_fonts()[:5]) or self.tr("none found")))
        versions = "  ·  ".join(f"{name} {version}" for name, version in report.versions.items())
        rows += [(self.tr("Versions"), versions), (self.tr("System"), report.system)]
        return rows

    def _got(self, report: DeviceReport) -> None:
        self._is_asked = False
        self.report = report
        self._show()
        self.enable()

    def _failed(self, error: LibrarianError) -> None:
        self._is_asked = False
        self.verdict.tell(self.error_words(error), "bad")
        self.enable()

    def _show(self) -> None:
        report = self.report
        if report is None:
            return
        first, *others = report.verdicts
        self.verdict.tell(self.said(first.message_id, first.values), first.tone)
        for old in self._notes:
            old.hide()
            old.deleteLater()
        self._notes = []
        for place, each in enumerate(others):
            note = Banner(self.context.themes)
            note.tell(self.said(each.message_id, each.values), each.tone)
            self.column.insertWidget(3 + place, note)
            self._notes.append(note)
        self.device.setCurrentIndex(_SETTINGS.index(report.setting))
        facts = self.facts()
        while len(self._rows) > len(facts):
            self._form.removeRow(self._form.rowCount() - 1)
            self._rows.pop()
        while len(self._rows) < len(facts):
            row = (label("muted"), label(selectable=True, wrap=True))
            self._form.addRow(*row)
            self._rows.append(row)
        for (name, value), (name_text, value_text) in zip(self._rows, facts, strict=True):
            name.setText(name_text)
            value.setText(value_text)

    def _choose(self) -> None:
        wanted = _SETTINGS[max(0, self.device.currentIndex())]
        if self.report is not None and wanted != self.report.setting:
            self.context.bridge.call(
                "doctor",
                "use_device",
                wanted,
                on_result=lambda _: self.context.bridge.restart(),
                on_error=self._refused,
            )

    def _refused(self, error: LibrarianError) -> None:
        self._show()
        self.failed.emit(error)

    def _copy(self) -> None:
        if self.report is None:
            return
        verdicts = [self.said(each.message_id, each.values) for each in self.report.verdicts]
        lines = [f"{name}: {value}" for name, value in self.facts()]
        head = f"Wenyuan {wording.moment(self.report.at)}"
        QGuiApplication.clipboard().setText("\n".join([head, *verdicts, "", *lines]))
        self.announced.emit(self.tr("The report is on the clipboard."))


def _gib(mib: float) -> str:
    return f"{mib / _GIB:,.1f}"


def _chinese_fonts() -> list[str]:
    """Families with Chinese letters that this window can use."""
    return [str(name) for name in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)]
