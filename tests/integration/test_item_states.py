"""States of items that a library makes for itself, in every place where items have one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.application import Application
from core.domain.bulk import BulkChange, BulkRequest
from core.domain.importing import ImportOptions
from core.domain.item_states import ItemState
from core.domain.records import BibliographicRecord, Holding
from core.errors import ConflictError, InvalidInputError

KEPT = ItemState("", "保存本", "Preservation copy", is_lendable=False)
REPAIR = ItemState("", "修补中", "In repair", is_lendable=False, is_on_shelf=False)


@pytest.fixture
def own(words_only: Application) -> tuple[ItemState, ...]:
    return words_only.item_states.change((KEPT, REPAIR))


def test_names_and_codes(words_only: Application, own: tuple[ItemState, ...]) -> None:
    states = words_only.item_states
    assert [each.code for each in own] == ["preservation_cop", "in_repair"]
    renamed = states.change((replace(own[0], name_zh="保存 本库", name_en="Kept copy"), own[1]))
    assert renamed[0] == ItemState("preservation_cop", "保存 本库", "Kept copy", is_lendable=False)
    assert states.own() == renamed
    for wanted, problem in (
        ((ItemState("", " ", "x"),), "states.no_name"),
        ((own[0], ItemState("", "保存本", "Another")), "states.name_twice"),
        ((KEPT,) * 51, "states.too_many"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            states.change(wanted)
        assert refused.value.message_id == problem
    assert states.own() == renamed
    (other,) = states.change((ItemState("lost", "借出展览", "展览"),))
    assert other.code == "own"  # neither a shipped code nor a name without Latin letters


def test_a_state_that_items_have_stays(words_only: Application, own: tuple[ItemState, ...]) -> None:
    item = Holding(barcode="B1", location="书库", status=own[0].code)
    words_only.cataloguing.create(BibliographicRecord("一", holdings=(item,)))
    assert words_only.item_states.change(own[:1]) == own[:1]
    with pytest.raises(ConflictError, match=r"states\.in_use"):
        words_only.item_states.change(())
    assert words_only.item_states.own() == own[:1]


def test_a_change_of_the_states_is_a_step_that_can_be_undone_and_done_again(
    words_only: Application, own: tuple[ItemState, ...]
) -> None:
    states, catalogue = words_only.item_states, words_only.cataloguing
    renamed = states.change((replace(own[0], name_en="Kept copy", is_on_shelf=False),))
    (latest, *_) = catalogue.history(5)
    assert (latest.kind, latest.summary) == (
        "item_states",
        "保存本 / Kept copy, 保存本 / Preservation copy, 修补中 / In repair",
    )
    (told,) = words_only.history.step(latest.id).changes
    assert [(each.field, each.before, each.after) for each in told.differences] == [
        (
            "item_states",
            ("保存本 / Preservation copy [not_lent]", "修补中 / In repair [not_lent_off_shelf]"),
            ("保存本 / Kept copy [not_lent_off_shelf]",),
        )
    ]
    n_steps = len(catalogue.history(50))
    assert states.change(renamed) == renamed
    assert len(catalogue.history(50)) == n_steps  # saving what is there is no step
    assert catalogue.undo().item_states
    assert states.own() == own
    assert catalogue.redo().item_states
    assert states.own() == renamed
    catalogue.undo()
    assert catalogue.undo().item_states
    assert states.own() == ()
    catalogue.redo()
    assert states.own() == own


def test_no_undo_leaves_an_item_in_a_state_that_the_library_does_not_have(
    words_only: Application, own: tuple[ItemState, ...]
) -> None:
    states, catalogue = words_only.item_states, words_only.cataloguing
    made_states = catalogue.history(1)[0].id
    item = Holding(barcode="B1", status=own[0].code)
    (record_id,) = catalogue.create(BibliographicRecord("一", holdings=(item,))).created
    with pytest.raises(ConflictError, match=r"states\.in_use"):
        catalogue.undo(made_states)
    catalogue.delete([record_id])
    deleted = catalogue.history(1)[0].id
    states.change(own[1:])
    removed = catalogue.history(1)[0].id
    with pytest.raises(ConflictError, match=r"undo\.state_gone"):
        catalogue.undo(deleted)
    assert words_only.catalogue.get([record_id]) == []
    catalogue.undo(removed)
    catalogue.undo(deleted)
    (record,) = words_only.catalogue.get([record_id])
    assert record.holdings[0].status == own[0].code
    words_only.cataloguing.update(replace(record, holdings=(replace(record.holdings[0], status="available"),)))
    edited = catalogue.history(1)[0].id
    states.change(())
    with pytest.raises(ConflictError, match=r"undo\.state_gone"):
        words_only.history.revert(record_id, edited)


def test_bulk_edits_know_them_and_are_undone(words_only: Application, own: tuple[ItemState, ...]) -> None:
    made = words_only.cataloguing.create(BibliographicRecord("一", holdings=(Holding(barcode="B1"),))).created
    change = BulkChange("set_items", "status", text=own[1].code)
    assert words_only.bulk_editing.apply(BulkRequest(change, record_ids=made)).changed == 1
    assert words_only.catalogue.get(made)[0].holdings[0].status == "in_repair"
    words_only.cataloguing.undo()
    assert words_only.catalogue.get(made)[0].holdings[0].status == "available"
    with pytest.raises(InvalidInputError, match=r"bulk\.unknown_status"):
        words_only.bulk_editing.preview(BulkRequest(replace(change, text="vanished"), record_ids=made))


def test_stocktaking_misses_only_what_should_stand_there(words_only: Application, own: tuple[ItemState, ...]) -> None:
    items = tuple(Holding(barcode=f"B{n}", location="书库", status=each.code) for n, each in enumerate(own))
    words_only.cataloguing.create(BibliographicRecord("一", holdings=items))
    report = words_only.shelf.inventory("书库", [])
    assert [item.holding.barcode for item in report.missing] == ["B0"]
    assert [item.holding.barcode for item in report.elsewhere] == ["B1"]


def test_imports_know_them_by_either_name_and_keep_other_words_as_notes(
    words_only: Application, own: tuple[ItemState, ...], tmp_path: Path
) -> None:
    table = tmp_path / "a.csv"
    rows = ("书名,条码号,馆藏状态", "一,B1,保存本", "二,B2,in repair", "三,B3,展出", "四,B4,借出", "五,B5,")
    table.write_text("\n".join(rows), encoding="utf-8")
    words_only.interchange.import_files([str(table)])
    found = {r.title: r.holdings[0] for r in words_only.catalogue.iter_records()}
    assert [found[t].status for t in "一二三四五"] == [
        "preservation_cop",
        "in_repair",
        "available",
        "on_loan",
        "available",
    ]
    assert [found[t].note for t in "一二三四五"] == ["", "", "展出", "", ""]

    for name in ("out.jsonl", "out.csv", "out.mrc", "out.mods"):
        file = tmp_path / name
        words_only.interchange.export(str(file), "mods" if name.endswith("mods") else "auto")
        report = words_only.interchange.import_files([str(file)])
        assert (report.rejected, report.created) == ((), 0)
        now = {r.title: r.holdings[0].status for r in words_only.catalogue.iter_records()}
        assert now == {title: item.status for title, item in found.items()}, name


def test_a_profile_of_marc_fields_may_lead_to_them_and_to_no_others(
    words_only: Application, own: tuple[ItemState, ...], tmp_path: Path
) -> None:
    profile = tmp_path / "vendor.toml"
    text = 'name = "书商"\ntag = "966"\n[read]\nbarcode = ["a"]\nstatus = ["s"]\n[statuses]\nK = "{}"\n'
    profile.write_text(text.format("vanished"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"profile\.unknown_state"):
        words_only.interchange.keep_holding_profile(str(profile))
    profile.write_text(text.format(own[0].code), encoding="utf-8")
    assert words_only.interchange.keep_holding_profile(str(profile)) == "书商"
    marc = tmp_path / "a.xml"
    marc.write_text(
        '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>'
        '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">甲</subfield></datafield>'
        '<datafield tag="966" ind1=" " ind2=" "><subfield code="a">B9</subfield><subfield code="s">K</subfield>'
        "</datafield></record>",
        encoding="utf-8",
    )
    words_only.interchange.import_files([str(marc)], options=ImportOptions(holdings="书商"))
    (record,) = words_only.catalogue.iter_records()
    assert [(item.barcode, item.status) for item in record.holdings] == [("B9", own[0].code)]
