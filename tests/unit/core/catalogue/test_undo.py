from __future__ import annotations

from dataclasses import replace

import pytest

from core.catalogue.catalogue import Catalogue
from core.domain.records import BibliographicRecord, RecordId
from core.domain.retrieval import Identification
from core.domain.scans import OcrPage
from core.errors import ConflictError


def edit(catalogue: Catalogue, record_id: int, **changes: object) -> None:
    (stored,) = catalogue.get([RecordId(record_id)])
    with catalogue.write("edit_record", stored.title) as unit:
        unit.update_record(replace(stored, **changes))


def title(catalogue: Catalogue, record_id: int) -> str | None:
    found = catalogue.get([RecordId(record_id)])
    return found[0].title if found else None


def test_steps_are_listed_newest_first_with_who_and_how_much(catalogue, add):
    (record,) = add("甲")
    edit(catalogue, record, title="乙")
    with catalogue.write("confirm_draft", "own", actor="别人") as unit:
        unit.add_record(BibliographicRecord("x"))
        unit.add_record(BibliographicRecord("y"))

    newest, middle, oldest = catalogue.operations()
    assert (newest.kind, newest.actor, newest.summary, newest.n_changes) == ("confirm_draft", "别人", "own", 2)
    assert (middle.kind, middle.actor, middle.summary, middle.n_changes) == ("edit_record", "测试 tester", "甲", 1)
    assert newest.at >= middle.at >= oldest.at
    assert newest.at.tzinfo is not None
    assert [op.id for op in catalogue.operations(limit=1)] == [newest.id]
    assert [op.kind for op in catalogue.record_history(record)] == ["edit_record", "create_record"]


def test_undo_goes_back_step_by_step_and_redo_forward_again(catalogue, add):
    (record,) = add("一")
    edit(catalogue, record, title="二")
    edit(catalogue, record, title="三")

    seen = [title(catalogue, record)]
    for _ in range(3):
        catalogue.undo()
        seen.append(title(catalogue, record))
    for _ in range(3):
        catalogue.redo()
        seen.append(title(catalogue, record))

    assert seen == ["三", "二", "一", None, "一", "二", "三"]
    with pytest.raises(ConflictError, match=r"redo\.nothing"):
        catalogue.redo()
    catalogue.undo()
    assert title(catalogue, record) == "二"
    assert catalogue.generation() == 10


def test_undo_is_a_step_of_its_own_and_undoing_it_does_the_work_again(catalogue, add):
    (record,) = add("一")
    edit(catalogue, record, title="二")
    edited = catalogue.operations(1)[0].id

    changes = catalogue.undo(edited)

    undone = catalogue.operations(1)[0]
    assert undone.kind == "undo"
    assert changes.operation_id == undone.id
    assert changes.updated == (record,)
    marks = {op.id: op.undone_at is not None for op in catalogue.operations()}
    assert marks[edited]
    catalogue.undo(undone.id)
    assert title(catalogue, record) == "二"
    assert {op.id: op.undone_at is not None for op in catalogue.operations()}[edited] is False


def test_after_something_new_there_is_nothing_to_redo(catalogue, add):
    add("一")
    catalogue.undo()
    add("二")
    with pytest.raises(ConflictError, match=r"redo\.nothing"):
        catalogue.redo()


def test_the_next_steps_are_named_and_redo_refuses_another_than_the_one_undone_last(catalogue, add):
    (record,) = add("一")
    edit(catalogue, record, title="二")
    created, edited = (step.id for step in reversed(catalogue.operations()))

    def next_ids() -> tuple[int | None, int | None]:
        steps = catalogue.next_steps()
        return steps.undo and steps.undo.id, steps.redo and steps.redo.id

    assert next_ids() == (edited, None)
    catalogue.undo()
    assert next_ids() == (created, edited)
    catalogue.undo()
    assert next_ids() == (None, created)
    with pytest.raises(ConflictError, match=r"redo\.nothing"):
        catalogue.redo(edited)
    assert title(catalogue, record) is None
    catalogue.redo(created)
    assert next_ids() == (created, edited)
    add("三")
    assert next_ids()[1] is None
    with pytest.raises(ConflictError, match=r"redo\.nothing"):
        catalogue.redo(edited)
    assert title(catalogue, record) == "一"


def test_undo_of_an_older_step_leaves_later_ones_alone(catalogue, add):
    one, two = *add("一"), *add("二")
    first = catalogue.operations()[1].id

    catalogue.undo(first)

    assert (title(catalogue, one), title(catalogue, two)) == (None, "二")


def test_undo_is_refused_when_the_record_was_changed_since(catalogue, add):
    (record,) = add("一")
    edit(catalogue, record, title="二")
    middle = catalogue.operations(1)[0].id
    edit(catalogue, record, title="三")
    before = catalogue.generation()

    with pytest.raises(ConflictError, match=r"undo\.changed"):
        catalogue.undo(middle)

    assert title(catalogue, record) == "三"
    assert catalogue.generation() == before
    assert catalogue.operations(1)[0].kind == "edit_record"


def test_undoing_twice_or_nothing_is_told(catalogue, add):
    with pytest.raises(ConflictError, match=r"undo\.nothing"):
        catalogue.undo()
    add("一")
    step = catalogue.operations(1)[0].id
    catalogue.undo(step)
    with pytest.raises(ConflictError, match=r"undo\.done"):
        catalogue.undo(step)
    with pytest.raises(ConflictError, match=r"undo\.unknown"):
        catalogue.undo(type(step)(4711))


def test_undoing_a_creation_is_refused_once_the_record_has_covers(catalogue, add):
    (record,) = add("一")
    created = catalogue.operations(1)[0].id
    with catalogue.write("add_cover", "x") as unit:
        unit.add_cover(record, "a" * 64, "a.jpg", 1, 1)

    with pytest.raises(ConflictError, match=r"undo\.changed"):
        catalogue.undo(created)
    assert len(catalogue.covers_of([record])[record]) == 1


def test_a_batched_import_is_one_step(catalogue):
    step = catalogue.begin_operation("import", "书目.jsonl")
    assert catalogue.operations() == ()
    ids: list[RecordId] = []
    for batch in range(4):
        with catalogue.write(operation=step) as unit:
            ids += unit.add_records(BibliographicRecord(f"{batch}-{i}", external_id=f"{batch}/{i}") for i in range(5))
        assert unit.changes.operation_id == step
    with catalogue.write(operation=step) as unit:
        unit.update_record(replace(catalogue.get(ids[:1])[0], title="changed in the same import"))
        unit.delete_record(ids[1])

    (operation,) = catalogue.operations()
    assert (operation.n_changes, operation.summary) == (22, "书目.jsonl")
    assert len(catalogue.undo().deleted) == 19
    assert catalogue.count() == 0
    with pytest.raises(ConflictError, match=r"undo\.done"), catalogue.write(operation=step):
        pass
    assert len(catalogue.redo().created) == 19
    assert catalogue.get(ids[:1])[0].title == "changed in the same import"


def test_a_merge_with_an_external_id_changing_hands_can_be_undone_and_redone(catalogue, add):
    keep, gone = add(BibliographicRecord("keep"), BibliographicRecord("gone", external_id="e"))
    with catalogue.write("add_cover", "x") as unit:
        scan = unit.add_cover(gone, "a" * 64, "a.jpg", 1, 1)
    with catalogue.write("merge", "gone → keep") as unit:
        unit.move_cover(scan, keep)
        unit.delete_record(gone)
        unit.update_record(replace(unit.get([keep])[0], external_id="e"))

    for _ in range(2):
        catalogue.undo()
        assert catalogue.resolve_external(["e"]) == {"e": gone}
        assert catalogue.cover(scan).record_id == gone
        catalogue.redo()
        assert catalogue.resolve_external(["e"]) == {"e": keep}
        assert catalogue.cover(scan).record_id == keep
        assert title(catalogue, gone) is None
    assert catalogue.integrity_check() == ()


def test_a_deleted_record_does_not_come_back_over_another_with_its_number(catalogue, add):
    (record,) = add(BibliographicRecord("old", external_id="e"))
    with catalogue.write("delete_record", "old") as unit:
        unit.delete_record(record)
    step = catalogue.operations(1)[0].id
    add(BibliographicRecord("new", external_id="e"))

    with pytest.raises(ConflictError, match=r"undo\.changed"):
        catalogue.undo(step)
    assert [r.title for r in catalogue.iter_records()] == ["new"]


def test_a_cover_does_not_come_back_beside_its_twin(catalogue, add):
    (record,) = add("x")
    with catalogue.write("add_cover", "x") as unit:
        cover = unit.add_cover(record, "a" * 64, "a.jpg", 1, 1)
    with catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(cover)
    step = catalogue.operations(1)[0].id
    with catalogue.write("add_cover", "again") as unit:
        unit.add_cover(record, "a" * 64, "a.jpg", 1, 1)

    with pytest.raises(ConflictError, match=r"undo\.changed"):
        catalogue.undo(step)


def test_out_of_order_undo_never_leaves_two_main_covers(catalogue, add):
    (record,) = add("x")
    with catalogue.write("add_cover", "x") as unit:
        first = unit.add_cover(record, "a" * 64, "a.jpg", 1, 1)
    with catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(first)
    removal = catalogue.operations(1)[0].id
    with catalogue.write("add_cover", "y") as unit:
        unit.add_cover(record, "b" * 64, "b.jpg", 1, 1)
    addition = catalogue.operations(1)[0].id

    catalogue.undo(removal)
    assert [c.is_main for c in catalogue.covers_of([record])[record]] == [True, False]
    catalogue.undo(addition)
    assert [(c.id, c.is_main) for c in catalogue.covers_of([record])[record]] == [(first, True)]


def test_undoing_an_accepted_scan_puts_it_back_into_the_queue(catalogue, add):
    (record,) = add("x")
    item = catalogue.add_intake_item("扫描.jpg", Identification("扫描.jpg", "possible", 0.5, sha256="a" * 64))
    with catalogue.write("attach_scan", "x") as unit:
        unit.add_cover(record, "a" * 64, "扫描.jpg", 1, 1)
        unit.set_intake_state(item.id, "accepted", record)
    assert catalogue.intake_item(item.id).state == "accepted"

    catalogue.undo()

    assert catalogue.intake_item(item.id) == item
    assert catalogue.covers_of([record]) == {}
    catalogue.redo()
    assert catalogue.intake_item(item.id).record_id == record
    catalogue.set_intake_state(item.id, "skipped")
    catalogue.undo()
    assert catalogue.intake_item(item.id).state == "skipped"
    assert catalogue.covers_of([record]) == {}


def test_derived_data_is_not_a_step(catalogue, add):
    (record,) = add("x")
    with catalogue.write("add_cover", "x") as unit:
        cover = unit.add_cover(record, "a" * 64, "a.jpg", 1, 1)
    n = len(catalogue.operations())
    with catalogue.maintain() as unit:
        unit.put_cover_text(cover, OcrPage((), 1, 1, "x"))

    assert unit.changes.operation_id is None
    assert unit.changes.updated == (record,)
    assert len(catalogue.operations()) == n
