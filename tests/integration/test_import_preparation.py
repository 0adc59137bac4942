"""What surrounds an import: profiles that are kept, dry runs on disk, what a step touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.application import Application, build_application
from core.domain.importing import ColumnProfile, FieldDifference, HoldingLayout, ImportEntry, ImportOptions
from core.domain.item_states import ItemState
from core.errors import InvalidInputError
from core.interchange.crosswalk.holdings import load_profiles
from core.protocols import NullJobContext
from core.retrieval.models import ModelHost
from core.services.entry_spool import TITLE_CHANGED, EntrySpool

ROWS = "编号,题名,作者,出版年\nA1,围城,钱锺书,1947\nA2,呐喊,鲁迅,1923\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "书目.csv"
    file.write_bytes(ROWS.encode("gb18030"))
    return file


def test_entries_are_paged_by_outcome_and_vanish_with_the_spool() -> None:
    with EntrySpool() as spool:
        for n in range(1, 251):
            outcome = "updated" if n % 2 else "new"
            difference = (FieldDifference("note", (), (f"第{n}条\n换行",)),)
            spool.put(ImportEntry("f", str(n), outcome, "题", differences=difference, has_other_title=n == 7))
        assert spool.counts["updated"] == 125
        page = spool.page("updated", 120, 100)
        assert (page.offset, page.total, [e.position for e in page.entries]) == (
            120,
            125,
            [str(n) for n in range(241, 251, 2)],
        )
        assert page.entries[0].differences[0].after == ("第241条\n换行",)
        assert [e.position for e in spool.page(TITLE_CHANGED, 0, 10).entries] == ["7"]
        assert spool.page("nonsense", 0, 10).total == 0


def test_files_are_recognised_and_what_cannot_be_read_says_why(words_only: Application, table: Path) -> None:
    good, bad = words_only.import_preparation.recognise([str(table), str(table.with_name("没有.mrc"))])
    assert (good.format, good.n_records, good.problem_id) == ("csv", 3, "")
    assert good.size_bytes == table.stat().st_size
    assert (bad.format, bad.problem_id) == ("", "file.missing")


def test_mappings_are_kept_by_vendor(library_dir: Path, no_models: ModelHost) -> None:
    with build_application(library_dir, models=no_models) as application:
        service = application.import_preparation
        service.save_column_profile(ColumnProfile(" 新华 ", {"甲": "title", "乙": ""}))
        service.save_column_profile(ColumnProfile("新华", {"甲": "title", "乙": "author"}))
        for name, mapping in (("", {"甲": "title"}), ("x" * 81, {}), ("好", {"甲": "colour"})):
            with pytest.raises(InvalidInputError):
                service.save_column_profile(ColumnProfile(name, mapping))
    with build_application(library_dir, models=no_models) as application:
        (profile,) = application.import_preparation.column_profiles()
        assert (profile.name, profile.mapping["乙"]) == ("新华", "author")
        assert profile.applied_to(("甲", "丙"), {"丙": "year"}) == {"甲": "title", "丙": "year"}
        application.import_preparation.delete_column_profile("新华")
        assert application.import_preparation.column_profiles() == ()


def test_layouts_of_copies_are_kept_with_what_they_do_not_show(words_only: Application) -> None:
    service = words_only.import_preparation
    built_in = {each.name: each for each in service.holding_layouts()}
    assert {"852", "905", "985"} <= built_in.keys()
    assert not built_in["905"].is_own
    service.save_holding_layout(HoldingLayout("某书商", "905", "unimarc", {"barcode": ("b",), "call_number": ("d/e",)}))
    own = service.holding_layouts()[0]
    assert (own.name, own.tag, own.is_own, own.patterns["call_number"]) == ("某书商", "905", True, ("d/e",))
    assert "某书商" in words_only.interchange.holding_profiles()
    with pytest.raises(InvalidInputError, match=r"profile\.invalid"):
        service.save_holding_layout(HoldingLayout("坏", "9", "", {"barcode": ("b",)}))
    with pytest.raises(InvalidInputError, match=r"profile\.unknown_state"):
        service.save_holding_layout(replace(own, statuses={"K": "vanished"}))
    words_only.item_states.change((ItemState("", "保存本", "Kept copy"),))
    service.save_holding_layout(replace(own, statuses={"K": "kept_copy", "出借": "on_loan"}))
    assert service.holding_layouts()[0].statuses == {"K": "kept_copy", "出借": "on_loan"}
    service.save_holding_layout(replace(own, statuses={}))
    assert service.holding_layouts()[0].statuses == {}
    service.restore_holding_layout("某书商")
    assert service.holding_layouts()[0].statuses == {"K": "kept_copy", "出借": "on_loan"}, "as before it was saved last"
    service.restore_holding_layout("某书商")
    assert service.holding_layouts()[0].statuses == {"K": "kept_copy", "出借": "on_loan"}, "nothing older is kept"
    service.delete_holding_layout("某书商")
    assert "某书商" not in {each.name for each in service.holding_layouts()}
    service.restore_holding_layout("某书商")
    assert service.holding_layouts()[0].statuses == {"K": "kept_copy", "出借": "on_loan"}


def test_a_layout_made_from_a_built_in_one_keeps_its_way_of_writing(words_only: Application) -> None:
    service = words_only.import_preparation
    koha = next(each for each in service.holding_layouts() if each.name == "952")
    assert koha.statuses["7:1"] == "reading_room"
    more = {**koha.statuses, "4:1": "lost"}
    service.save_holding_layout(replace(koha, name="某馆", based_on="952", statuses=more))
    kept = load_profiles(words_only.catalogue.paths.holding_profiles)
    assert kept["某馆"].statuses == more
    assert kept["某馆"].write == kept["952"].write != kept["952"].read
    moved = {**koha.patterns, "barcode": ("q",)}
    service.save_holding_layout(replace(koha, name="某馆", based_on="某馆", patterns=moved))
    assert load_profiles(words_only.catalogue.paths.holding_profiles)["某馆"].write["barcode"] == ("q",)


def test_a_dry_run_tells_of_every_record_and_writes_nothing(words_only: Application, table: Path) -> None:
    service = words_only.import_preparation
    first = words_only.interchange.import_files([str(table)])
    assert first.operation_id is not None
    assert [r.title for r in service.touched_records(first.operation_id)] == ["围城", "呐喊"]
    table.write_bytes(
        ROWS.replace("1947", "1980").replace("呐喊", "彷徨记").encode("gb18030") + b"A3,\xb1\xdf\xb3\xc7,,\n"
    )
    report = service.dry_run({"paths": [str(table)]}, NullJobContext(), "job-1")
    assert (report.created, report.updated, report.entries) == (1, 2, ())
    counts = service.counts("job-1")
    assert (counts["new"], counts["updated"], counts[TITLE_CHANGED]) == (1, 2, 1)
    changed = service.entries("job-1", "updated", 0, 10).entries
    assert changed[0].differences == (FieldDifference("year", ("1947",), ("1980",)),)
    assert service.entries("job-1", TITLE_CHANGED, 0, 10).entries[0].title == "彷徨记"
    assert service.entries("gone", "updated", 0, 10).total == 0
    assert words_only.catalogue.count() == 2
    service.dry_run({"paths": [str(table)]}, NullJobContext(), "job-2")
    service.dry_run({"paths": [str(table)]}, NullJobContext(), "job-3")
    assert service.counts("job-1") == {}, "only the last two are kept"


def test_policies_of_one_import_go_before_the_named_profile(words_only: Application, table: Path) -> None:
    from core.domain.importing import OverlayProfile

    words_only.interchange.import_files([str(table)])
    table.write_bytes(ROWS.replace("1947", "1980").encode("gb18030"))
    kept = ImportOptions(policies=OverlayProfile("", "replace", {"year": "keep"}))
    assert words_only.interchange.import_files([str(table)], options=kept).unchanged == 2
    assert words_only.interchange.import_files([str(table)]).updated == 1


def test_files_beside_the_library_are_kept_for_the_last_imports(words_only: Application, tmp_path: Path) -> None:
    service = words_only.import_preparation
    folder = Path(service.run_folder())
    for n in range(25):
        (folder.parent / f"20200101-0000{n:02}").mkdir()
    assert Path(service.run_folder()).is_dir()
    assert len(list(folder.parent.iterdir())) == 20
    (folder / "rejected.mrc").write_bytes(b"a")
    (folder / "rejected.xml").write_bytes(b"b")
    written = service.keep_copy(
        [str(folder / "rejected.mrc"), str(folder / "rejected.xml")], str(tmp_path / "退回.mrc")
    )
    assert [Path(each).read_bytes() for each in written] == [b"a", b"b"]
    with pytest.raises(InvalidInputError, match=r"folder\.missing"):
        service.keep_copy([str(folder / "rejected.mrc")], str(tmp_path / "没有" / "x.mrc"))
