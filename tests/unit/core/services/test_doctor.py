"""What the doctor says of this machine, and which device it sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import ConflictError
from core.paths import LibraryPaths
from core.services.doctor import DoctorService
from core.settings import LibrarySettings, load_settings, save_settings


@pytest.fixture
def paths(library_dir: Path) -> LibraryPaths:
    library_dir.mkdir(parents=True)
    return LibraryPaths(library_dir)


def test_the_report_is_of_this_machine(paths: LibraryPaths) -> None:
    report = DoctorService(paths, 3).report()
    assert report.verdicts
    assert report.verdicts[0].message_id.startswith("device.verdict_")
    assert (report.setting, report.in_use, report.cpu.threads) == ("auto", "", 3)
    assert report.cpu.cores >= report.cpu.physical_cores >= 1
    assert report.kernels[0].device == "cpu"
    assert report.kernels[0].is_right
    assert report.memory_total_mib > report.memory_free_mib > 0
    assert report.disk_total_mib > report.disk_free_mib > 0
    assert {engine.name: engine.is_used for engine in report.ocr} == {"rapidocr": True, "tesseract": False}
    assert report.torch.version.startswith(report.versions["torch"])


def test_an_engine_that_is_asked_for_and_missing_is_told(paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(paths.settings, LibrarySettings(ocr_engine="tesseract"))
    monkeypatch.setattr("core.ocr.tesseract._program", lambda: None)
    report = DoctorService(paths, 1).report()
    assert "device.verdict_ocr_missing" in [verdict.message_id for verdict in report.verdicts]


def test_the_device_is_a_setting_of_the_library(paths: LibraryPaths) -> None:
    save_settings(paths.settings, LibrarySettings(actor="李"))
    said: list[tuple[str, str, dict[str, str]]] = []
    doctor = DoctorService(paths, 1, record=lambda kind, subject="", **detail: said.append((kind, subject, detail)))
    assert doctor.use_device("cpu") == "cpu"
    assert load_settings(paths.settings) == LibrarySettings(actor="李", device="cpu")
    assert said == [("settings", "device", {"before": "auto", "after": "cpu"})]


def test_a_library_that_is_read_only_keeps_its_device(paths: LibraryPaths) -> None:
    with pytest.raises(ConflictError, match="read_only"):
        DoctorService(paths, 1, is_read_only=True).use_device("cpu")
    assert load_settings(paths.settings).device == "auto"
