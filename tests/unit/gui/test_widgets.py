"""The widgets one by one: what they report, what they show, what they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.domain.filters import SearchFilters
from core.domain.library import IntakeItem, IntakeItemId
from core.domain.listing import Facet, FacetValue
from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId, Subject
from core.domain.retrieval import Candidate, Identification, Reason, SearchResult
from core.domain.scans import BoundingBox, OcrLine, OcrPage
from core.jobs.job import JobId, JobInfo
from librarian_app.actions import Actions
from librarian_app.models.jobs import JobsModel
from librarian_app.models.results import Row
from librarian_app.models.thumbnails import PictureLoader, read_scaled
from librarian_app.theme import ThemeSwitcher
from librarian_app.widgets.banner import Banner
from librarian_app.widgets.comparison import Comparison
from librarian_app.widgets.cover_view import CoverView
from librarian_app.widgets.difference_table import differences
from librarian_app.widgets.drop_zone import DropZone
from librarian_app.widgets.facet_panel import FacetPanel
from librarian_app.widgets.filter_chips import Chip, FilterChips
from librarian_app.widgets.job_tray import JobTray, outcome_text
from librarian_app.widgets.painting import draw_lines
from librarian_app.widgets.query_bar import DEBOUNCE_MS, QueryBar
from librarian_app.widgets.record_facts import facts_of
from librarian_app.widgets.record_form import RecordForm
from librarian_app.widgets.result_preview import ResultPreview
from librarian_app.widgets.why_matched import marked, with_marks

MakePicture = Callable[..., Path]


def drop(paths: list[Path]) -> tuple[QDropEvent, QMimeData]:
    """A drop event, and its data, which must outlive it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    return event, data


class TestQueryBar:
    @pytest.fixture
    def bar(self, qtbot: QtBot, themes: ThemeSwitcher, pictures: PictureLoader) -> QueryBar:
        bar = QueryBar(themes, pictures)
        qtbot.addWidget(bar)
        bar.show()
        return bar

    @pytest.fixture
    def edit(self, bar: QueryBar) -> QLineEdit:
        found = bar.findChild(QLineEdit)
        assert found is not None
        return found

    def test_fast_typing_is_one_query(self, qtbot: QtBot, bar: QueryBar, edit: QLineEdit) -> None:
        heard: list[tuple[str, str]] = []
        bar.query_changed.connect(lambda text, image: heard.append((text, image)))
        qtbot.keyClicks(edit, "honglou")
        assert heard == []
        qtbot.waitUntil(lambda: bool(heard))
        qtbot.wait(DEBOUNCE_MS + 50)
        assert heard == [("honglou", "")]

    def test_dropped_image_joins_the_words(self, qtbot: QtBot, bar: QueryBar, picture_file: MakePicture) -> None:
        file = picture_file()
        bar.set_text("红楼梦")
        event, data = drop([file])
        with qtbot.waitSignal(bar.query_changed) as heard:
            bar.dropEvent(event)
        assert heard.args == ["红楼梦", str(file)]
        assert not bar.is_empty
        bar.clear_image()
        assert bar.image_path == ""
        assert bar.text == "红楼梦"
        del data

    def test_pasted_pixels_are_handed_out_to_be_saved(self, qtbot: QtBot, bar: QueryBar, edit: QLineEdit) -> None:
        image = QImage(20, 30, QImage.Format.Format_RGB32)
        image.fill(QColor("#123456"))
        QApplication.clipboard().setImage(image)
        with qtbot.waitSignal(bar.image_pasted) as heard:
            qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert heard.args is not None
        assert heard.args[0].size() == QSize(20, 30)

    def test_pasted_words_are_words(self, qtbot: QtBot, bar: QueryBar, edit: QLineEdit) -> None:
        QApplication.clipboard().setText("三体")
        with qtbot.waitSignal(bar.query_changed) as heard:
            qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert heard.args == ["三体", ""]

    def test_escape_clears_all(self, qtbot: QtBot, bar: QueryBar, edit: QLineEdit, picture_file: MakePicture) -> None:
        bar.set_image(str(picture_file()))
        bar.set_text("x")
        with qtbot.waitSignal(bar.query_changed) as heard:
            qtbot.keyClick(edit, Qt.Key.Key_Escape)
        assert heard.args == ["", ""]

    def test_arrow_down_leaves_and_backspace_takes_the_image(
        self, qtbot: QtBot, bar: QueryBar, edit: QLineEdit, picture_file: MakePicture
    ) -> None:
        with qtbot.waitSignal(bar.leave_asked):
            qtbot.keyClick(edit, Qt.Key.Key_Down)
        bar.set_image(str(picture_file()))
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
        assert bar.is_empty

    def test_what_is_no_image_is_not_taken(self, qtbot: QtBot, bar: QueryBar, tmp_path: Path) -> None:
        event, data = drop([tmp_path / "目录.csv"])
        with qtbot.assertNotEmitted(bar.query_changed):
            bar.dropEvent(event)
        del data


class TestPictures:
    def test_chinese_path_is_read_off_the_main_thread(
        self, qtbot: QtBot, pictures: PictureLoader, picture_file: MakePicture
    ) -> None:
        file = picture_file(width=2000, height=3000)
        with qtbot.waitSignal(pictures.loaded) as heard:
            assert pictures.file(str(file), 300) is None
        assert heard.args == [str(file)]
        found = pictures.file(str(file), 300)
        assert found is not None
        assert found.size() == QSize(200, 300)

    @pytest.mark.qt_log_ignore("JPEG", extend=True)
    def test_missing_and_broken_files_give_a_null_picture(
        self, qtbot: QtBot, pictures: PictureLoader, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.jpg"
        broken.write_bytes(b"\xff\xd8\xff\xe0 nothing more")
        for file in (tmp_path / "missing.png", broken):
            with qtbot.waitSignal(pictures.loaded):
                pictures.file(str(file))
            found = pictures.file(str(file))
            assert found is not None
            assert found.isNull()

    def test_no_cover_is_a_null_picture_at_once(self, pictures: PictureLoader) -> None:
        found = pictures.cover(None)
        assert found is not None
        assert found.isNull()

    def test_old_pictures_are_dropped(
        self, qtbot: QtBot, pictures: PictureLoader, picture_file: MakePicture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("librarian_app.models.thumbnails.CACHE_PIXELS", 100_000)
        first, second = picture_file("1.png"), picture_file("2.png")
        for file in (first, second):
            with qtbot.waitSignal(pictures.loaded):
                pictures.file(str(file))
        assert pictures.file(str(second)) is not None
        assert pictures.file(str(first)) is None

    def test_photo_that_lies_on_its_side_is_turned(self, tmp_path: Path) -> None:
        image_module = pytest.importorskip("PIL.Image")
        file = tmp_path / "turned.jpg"
        picture = image_module.new("RGB", (400, 200), "white")
        exif = picture.getexif()
        exif[0x0112] = 6  # the camera was held upright
        picture.save(file, exif=exif)
        assert read_scaled(file, QSize(100, 100)).size() == QSize(50, 100)


def make_page() -> OcrPage:
    lines = (
        OcrLine("红楼梦", BoundingBox(100, 100, 500, 250), 0.98),
        OcrLine("曹雪芹 著", BoundingBox(100, 400, 300, 450), 0.9),
    )
    return OcrPage(lines, 600, 900, "rapidocr")


class TestCoverView:
    @pytest.fixture
    def view(self, qtbot: QtBot, themes: ThemeSwitcher) -> CoverView:
        view = CoverView(themes)
        qtbot.addWidget(view)
        view.resize(400, 600)
        view.show()
        pixmap = QPixmap(1200, 1800)
        pixmap.fill(QColor("#a8322a"))
        view.show_picture(pixmap)
        view.show_page(make_page())
        return view

    def test_boxes_are_measured_in_pixels_of_the_scan(self, view: CoverView) -> None:
        assert view.sceneRect().size().toSize() == QSize(600, 900)
        assert view.n_boxes == 2

    def test_clicking_a_box_names_its_line(self, qtbot: QtBot, view: CoverView) -> None:
        where = view.mapFromScene(QPointF(200, 425))
        with qtbot.waitSignal(view.line_clicked) as heard:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert heard.args == [1]

    def test_hidden_boxes_show_the_chosen_one_only(self, view: CoverView) -> None:
        view.set_boxes_shown(False)
        assert not view.boxes_shown
        assert [box.isVisible() for box in view._boxes] == [False, False]
        view.select_line(1)
        assert [box.isVisible() for box in view._boxes] == [False, True]
        view.select_line(-1)
        assert [box.isVisible() for box in view._boxes] == [False, False]

    def test_zoom_by_keys_and_back(self, qtbot: QtBot, view: CoverView) -> None:
        fitted = view.transform().m11()
        qtbot.keyClick(view, Qt.Key.Key_Plus)
        qtbot.keyClick(view, Qt.Key.Key_Plus)
        assert view.transform().m11() > fitted * 1.4
        qtbot.keyClick(view, Qt.Key.Key_0)
        assert view.transform().m11() == pytest.approx(fitted, rel=0.02)
        qtbot.keyClick(view, Qt.Key.Key_Minus)
        assert view.transform().m11() == pytest.approx(fitted, rel=0.02), "no smaller than the view"

    def test_nothing_to_show(self, view: CoverView) -> None:
        view.show_picture(None)
        view.show_page(None)
        assert view.n_boxes == 0
        view.zoom_in()


def contributor_lines(form: RecordForm) -> list[QLineEdit]:
    return [e for e in form.findChildren(QLineEdit) if e.accessibleName() == "Contributors" and e.isVisible()]


class TestRecordForm:
    def test_tab_goes_through_the_form_from_the_top_to_the_bottom(self, qtbot: QtBot, form: RecordForm) -> None:
        record = BibliographicRecord(
            "红楼梦",
            title_parallel=("石头记", "The Story of the Stone"),
            contributors=(Contributor("曹雪芹"), Contributor("高鹗", "editor")),
            identifiers=(Identifier("isbn", "9787020002207"),),
            subjects=(Subject("章回小说"),),
        )
        form.show_record(BibliographicRecord("另一条"))
        form.show_record(record)
        form.resize(700, 1200)
        form.show()
        form.activateWindow()
        form.setFocus()
        qtbot.waitUntil(lambda: len(contributor_lines(form)) == 3 and QApplication.focusWidget() is not None)
        places, names = [], []
        for _ in range(28):
            field = QApplication.focusWidget()
            place = field.mapTo(form, QPoint(0, 0))
            places.append((place.y(), place.x()))
            names.append(field.accessibleName())
            if field.accessibleName() == "Note":
                break
            QTest.keyClick(field, Qt.Key.Key_Tab)
        assert places == sorted(places)
        assert names[0] == "Title"
        assert names.count("Parallel title") == 3
        assert names.count("Contributors") == 6
        assert names[-1] == "Note"

    @pytest.fixture
    def form(self, qtbot: QtBot, themes: ThemeSwitcher) -> RecordForm:
        form = RecordForm()
        qtbot.addWidget(form)
        form.show()
        return form

    def test_nothing_is_lost_on_the_way_through(self, form: RecordForm, record: BibliographicRecord) -> None:
        form.show_record(record)
        assert form.record() == record

    def test_unknown_language_role_and_scheme_are_kept(self, form: RecordForm, record: BibliographicRecord) -> None:
        odd = replace(record, language="bod", contributors=(Contributor("索南", "calligrapher"),), year=-350)
        form.show_record(odd)
        assert form.record() == odd

    def test_empty_record(self, form: RecordForm) -> None:
        form.show_record(BibliographicRecord(title=""))
        assert form.record() == BibliographicRecord(title="")
        assert not form.check()

    def test_typing_adds_a_line_for_the_next(self, qtbot: QtBot, form: RecordForm) -> None:
        form.show_record(BibliographicRecord(title="三体"))
        qtbot.waitUntil(lambda: len(contributor_lines(form)) == 1)
        edits = contributor_lines(form)
        with qtbot.waitSignal(form.edited):
            qtbot.keyClicks(edits[0], "Liu")
        assert form.record().contributors == (Contributor("Liu", "author"),)
        qtbot.waitUntil(lambda: len(contributor_lines(form)) == 2)

    def test_filling_in_is_no_edit(self, qtbot: QtBot, form: RecordForm, record: BibliographicRecord) -> None:
        with qtbot.assertNotEmitted(form.edited):
            form.show_record(record)


def test_facts_leave_out_what_is_empty(themes: ThemeSwitcher, record: BibliographicRecord) -> None:
    facts = dict(facts_of(record))
    assert facts["Publisher"] == "北京 : 人民文学出版社"
    assert facts["Translator"] == "Hawkes, David"
    assert facts_of(BibliographicRecord("x")) == []


class TestComparison:
    def test_differences_forgive_case_and_punctuation(self, themes: ThemeSwitcher, record: BibliographicRecord) -> None:
        draft = BibliographicRecord("《红楼梦》", contributors=(Contributor("曹雪芹"),), year=1792)
        found = {d.field: d.agrees for d in differences(draft, record)}
        assert found == {
            "title": True, "authors": True, "year": False, "publisher": None, "edition": None, "series": None,
            "isbn": None,
        }  # fmt: skip

    def test_number_chooses_and_zero_is_the_draft(
        self, qtbot: QtBot, themes: ThemeSwitcher, pictures: PictureLoader, record: BibliographicRecord
    ) -> None:
        view = Comparison(themes, pictures)
        qtbot.addWidget(view)
        other = replace(record, id=RecordId(8), title="紅樓夢")
        candidates = (Candidate(record, 0.6, 0.7, 0.8, 40), Candidate(other, 0.3, 0.2, 0.8, None))
        found = Identification("1.jpg", "possible", 0.6, draft=BibliographicRecord("红楼夢"), candidates=candidates)
        view.show_item(IntakeItem(IntakeItemId(1), "/1.jpg", "waiting", found))
        assert view.candidate == candidates[0]
        view.choose(1)
        assert view.candidate == candidates[1]
        view.choose(5)
        assert view.candidate == candidates[1]
        view.choose(-1)
        assert view.candidate is None
        fresh = replace(found, decision="new")
        view.show_item(IntakeItem(IntakeItemId(2), "/2.jpg", "waiting", fresh))
        assert view.candidate is None, "what is probably new is compared with nobody until asked"


class TestJobTray:
    def test_outcome_names_counts_and_rejected_pieces(self, themes: ThemeSwitcher) -> None:
        rejected = [
            {"file": f"/很长/{i}.jpg", "position": "", "reason_id": "image.truncated", "reason": {"file": "x"}}
            for i in range(11)
        ]
        job = JobInfo(
            JobId("1"), "import", "catalogue", "succeeded", result={"created": 3, "updated": 0, "rejected": rejected}
        )
        lines = outcome_text(job, "en").splitlines()
        assert lines[0] == "new 3"
        assert lines[1].startswith("✕ 0.jpg: ")
        assert lines[-1] == "and 3 more"

    def test_failure_is_a_sentence(self, themes: ThemeSwitcher) -> None:
        job = JobInfo(JobId("1"), "export", "io", "failed", error_id="disk.full", error_context={"path": "/mnt/书"})
        assert "/mnt/书" in outcome_text(job, "zh_CN")

    def test_cancel_and_retry_name_the_job(self, qtbot: QtBot, themes: ThemeSwitcher) -> None:
        model = JobsModel()
        tray = JobTray(model, themes)
        qtbot.addWidget(tray)
        model.take(JobInfo(JobId("7"), "import", "catalogue", "running", done=1, total=4))
        row = tray._rows[JobId("7")]
        with qtbot.waitSignal(tray.cancel_asked) as heard:
            row._cancel.click()
        assert heard.args == ["7"]
        model.take(JobInfo(JobId("7"), "import", "catalogue", "failed", error_id="disk.full"))
        assert row._cancel.isHidden()
        with qtbot.waitSignal(tray.retry_asked) as heard:
            row._retry.click()
        assert heard.args == ["7"]


def test_preview_marks_words_and_hides_when_nothing_is_chosen(
    qtbot: QtBot, themes: ThemeSwitcher, pictures: PictureLoader, record: BibliographicRecord
) -> None:
    owner = QObject()
    preview = ResultPreview(themes, pictures, Actions(owner))
    qtbot.addWidget(preview)
    reason = Reason("lexical", "reason.words", {}, "title", ("红楼",))
    marks = {"title": ((0, 2),), "contributor.0": ((0, 1),), "subject.0": ((0, 4),), "description": ((2, 3),)}
    preview.show_row(Row(record, None, SearchResult(1, record, 0.97, {"lexical": 0.9}, (reason,)), marks))
    assert ">红楼</span>梦" in preview._title.text()
    assert ">曹</span>雪芹" in preview._authors.text()
    assert ">史</span>" in preview._description.text()
    assert not preview._why.isHidden()
    preview.show_row(Row(record, None))
    assert "<span" not in preview._title.text()
    preview.show_row(None)
    assert preview.isHidden()


def test_marking_escapes_what_is_no_markup(themes: ThemeSwitcher) -> None:
    text = marked("<b>红楼梦</b> & Red", ["红楼", "红楼梦", "red", "<b>"], themes.theme)
    assert "<b>" not in text
    assert text.count("<span") == 3
    assert ">红楼梦</span>" in text


def test_marks_escape_what_is_no_markup(themes: ThemeSwitcher) -> None:
    text = with_marks("<b>红楼梦</b> & Red", [(3, 6), (13, 16)], themes.theme)
    assert text.startswith("&lt;b&gt;<span")
    assert ">红楼梦</span>&lt;/b&gt; &amp; <span" in text


def test_chips_wrap_and_come_back_by_their_key(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    chips = FilterChips(themes)
    qtbot.addWidget(chips)
    assert chips.isHidden()
    chips.show_chips([Chip(("language", "chi"), "Language: Chinese"), Chip(("class", "I"), "Class: I Literature")])
    assert not chips.isHidden()
    assert chips.heightForWidth(180) > chips.heightForWidth(900), "two lines where one is too narrow"
    with qtbot.waitSignal(chips.removed) as removed:
        chips._buttons[1].click()
    assert removed.args == ["class", "I"]
    with qtbot.waitSignal(chips.cleared):
        chips._clear.click()
    chips.show_chips([])
    assert chips.isHidden()


def test_facets_are_chosen_by_keys_and_mouse(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    panel = FacetPanel(themes)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_facets((Facet("language", (FacetValue("chi", 5), FacetValue("eng", 3)), 2),), SearchFilters())
    with qtbot.waitSignal(panel.toggled) as toggled:
        panel.view.setCurrentIndex(panel.model.index(2))
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert toggled.args == ["language", "eng"]
    with qtbot.waitSignal(panel.toggled) as toggled:
        where = panel.view.visualRect(panel.model.index(1)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert toggled.args == ["language", "chi"]
    assert panel.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Chinese, 5"


def test_banner_replaces_its_buttons(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    banner = Banner(themes)
    qtbot.addWidget(banner)
    pressed: list[int] = []
    banner.tell("one", actions=(("A", lambda: pressed.append(1)), ("B", lambda: pressed.append(2))))
    banner.tell("two", "bad", actions=(("C", lambda: pressed.append(3)),))
    assert banner.text == "two"
    assert [b.text() for b in banner._buttons] == ["C"]
    banner._buttons[0].click()
    assert pressed == [3]


def test_drop_zone_takes_folders_and_keys(qtbot: QtBot, themes: ThemeSwitcher, tmp_path: Path) -> None:
    zone = DropZone(themes)
    qtbot.addWidget(zone)
    event, data = drop([tmp_path])
    with qtbot.waitSignal(zone.dropped) as heard:
        zone.dropEvent(event)
    assert heard.args == [[str(tmp_path)]]
    with qtbot.waitSignal(zone.clicked):
        qtbot.keyClick(zone, Qt.Key.Key_Return)
    del data


def test_long_titles_are_cut_after_the_last_line(qtbot: QtBot, themes: ThemeSwitcher) -> None:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    font = themes.theme.font(14)
    box = image.rect()
    one = draw_lines(painter, box, "短", font, 2)
    long = draw_lines(painter, box, "很长的题名" * 40, font, 2)
    assert draw_lines(painter, box, "", font, 2) <= one
    assert long == 2 * one
    painter.end()
    assert QPoint(0, 0) == box.topLeft()
