"""What the window's tests share. They open real Qt windows; those of whole pages talk to a real engine process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from core.domain.records import BibliographicRecord, Contributor, Holding, Identifier, RecordId, Subject
from librarian_app.i18n import LanguageSwitcher
from librarian_app.main import make_application
from librarian_app.models.thumbnails import PictureLoader
from librarian_app.theme import ThemeSwitcher

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.gui)
            # Said by the platform plug-in that has no screen, whatever a program does.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str]) -> QApplication:
    return make_application()


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[LanguageSwitcher]:
    switcher = LanguageSwitcher(qapp)
    switcher.switch_to("en")
    yield switcher
    switcher.switch_to("en")


@pytest.fixture
def themes(qapp: QApplication, languages: LanguageSwitcher) -> Iterator[ThemeSwitcher]:
    switcher = ThemeSwitcher(qapp)
    switcher.switch_to("light")
    switcher.use_language("en")
    yield switcher
    switcher.switch_to("light")


@pytest.fixture
def pictures(tmp_path: Path, qapp: QApplication) -> Iterator[PictureLoader]:
    loader = PictureLoader(tmp_path / "library")
    yield loader
    loader.wait()


@pytest.fixture
def picture_file(tmp_path: Path) -> Callable[..., Path]:
    """Makes an image file in one colour."""

    def make(name: str = "封面 一.png", width: int = 200, height: int = 300, colour: str = "#a8322a") -> Path:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        file = tmp_path / "图片 文件夹" / name
        file.parent.mkdir(exist_ok=True)
        assert image.save(str(file))
        return file

    return make


@pytest.fixture
def record() -> BibliographicRecord:
    """A record with something in every field."""
    return BibliographicRecord(
        title="红楼梦",
        id=RecordId(7),
        external_id="demo-7",
        title_parallel=("Dream of the Red Chamber", "The Story of the Stone"),
        contributors=(Contributor("曹雪芹"), Contributor("高鹗", "editor"), Contributor("Hawkes, David", "translator")),
        language="chi",
        description="贾、史、王、薛四家由盛转衰。\n第二段。",
        subjects=(Subject("章回小说"), Subject("I242.4", "clc"), Subject("895.1348", "ddc")),
        year=1791,
        publisher="人民文学出版社",
        place="北京",
        edition="第3版",
        series="中国古典文学读本丛书",
        extent="2册",
        note="一百二十回",
        identifiers=(Identifier("isbn", "9787020002207"), Identifier("control", "001234")),
        holdings=(Holding(barcode="WY1", call_number="I242.4/CXQ", location="中文库"),),
        version=3,
    )
