from __future__ import annotations

import numpy as np
import pytest

from core.domain.records import BibliographicRecord
from core.errors import StoreMismatchError

RNG = np.random.default_rng(7)


def unit_rows(n: int, dim: int = 384) -> np.ndarray:
    rows = RNG.standard_normal((n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_vectors_come_back_as_unit_float32_in_the_order_of_their_ids(catalogue, add):
    one, two = add("one", "two")
    first, second = unit_rows(3), unit_rows(1)
    with catalogue.maintain() as unit:
        unit.put_vectors(two, "title", "fp", second, "h2")
        unit.put_vectors(one, "title", "fp", first, ["a", "b", "c"])

    stored = catalogue.vectors("title", "fp")

    assert stored.record_ids.tolist() == [two, one, one, one]
    assert (np.diff(stored.vector_ids) > 0).all()
    assert stored.vectors.dtype == np.float32
    np.testing.assert_allclose(stored.vectors, np.vstack([second, first]), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(stored.vectors, axis=1), 1, atol=1e-6)
    assert catalogue.content_hashes("title", "fp") == {one: ("a", "b", "c"), two: ("h2",)}


def test_putting_again_replaces_only_the_same_channel_and_encoder(catalogue, add):
    (record,) = add("x")
    with catalogue.maintain() as unit:
        unit.put_vectors(record, "title", "old", unit_rows(2), "h")
        unit.put_vectors(record, "description", "old", unit_rows(1), "h")
        unit.put_vectors(record, "title", "new", unit_rows(1, 64), "h")
    fresh = unit_rows(1)
    with catalogue.maintain() as unit:
        unit.put_vectors(record, "title", "old", unit_rows(3), "discarded")
        unit.put_vectors(record, "title", "old", fresh, "h2")

    assert catalogue.content_hashes("title", "old") == {record: ("h2",)}
    np.testing.assert_allclose(catalogue.vectors("title", "old").vectors, fresh, atol=1e-3)
    assert len(catalogue.vectors("description", "old").record_ids) == 1
    assert catalogue.vectors("title", "new").vectors.shape == (1, 64)
    assert catalogue.stats().vectors == {"title": 2, "description": 1}
    assert catalogue.drop_vectors("old") == 2
    assert catalogue.vectors("title", "old").vectors.shape == (0, 0)


def test_no_vectors_is_a_legal_number_of_vectors(catalogue, add):
    (record,) = add("x")
    with catalogue.maintain() as unit:
        unit.put_vectors(record, "description", "fp", unit_rows(1), "h")
    with catalogue.maintain() as unit:
        unit.put_vectors(record, "description", "fp", np.zeros((0, 384), dtype=np.float32), "h")

    assert catalogue.vectors("description", "fp").record_ids.tolist() == []


def test_vectors_of_a_deleted_record_are_hidden_until_the_undo(catalogue, add):
    one, two = add("one", "two")
    with catalogue.maintain() as unit:
        unit.put_vectors(one, "title", "fp", unit_rows(1), "h1")
        unit.put_vectors(two, "title", "fp", unit_rows(1), "h2")
    start = catalogue.generation()
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(one)

    assert catalogue.vectors("title", "fp").record_ids.tolist() == [two]
    assert catalogue.content_hashes("title", "fp") == {two: ("h2",)}
    assert catalogue.touched_since(start) == {one}
    assert catalogue.vectors_of("title", "fp", [one]).record_ids.tolist() == []
    after_delete = catalogue.generation()
    catalogue.undo()
    assert catalogue.touched_since(after_delete) == {one}
    assert catalogue.vectors_of("title", "fp", [one]).record_ids.tolist() == [one]


def test_a_snapshot_kept_up_to_date_equals_a_fresh_one(catalogue, add):
    ids = add(*(f"t{i}" for i in range(30)))
    with catalogue.maintain() as unit:
        for record in ids:
            unit.put_vectors(record, "title", "fp", unit_rows(1 + record % 2), f"{record}")
    generation = catalogue.generation()
    known = catalogue.vectors("title", "fp")
    snapshot = {i: known.vectors[known.record_ids == i] for i in ids}

    with catalogue.maintain() as unit:
        unit.put_vectors(ids[3], "title", "fp", unit_rows(2), "new")
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_records(ids[5:9])
    catalogue.undo()
    with catalogue.write("delete_record", "x") as unit:
        unit.delete_record(ids[20])

    touched = catalogue.touched_since(generation)
    assert touched == {ids[3], *ids[5:9], ids[20]}
    fresh = catalogue.vectors_of("title", "fp", touched)
    for record in touched:
        snapshot[record] = fresh.vectors[fresh.record_ids == record]
    full = catalogue.vectors("title", "fp")
    for record in ids:
        np.testing.assert_array_equal(snapshot[record], full.vectors[full.record_ids == record])


def test_picture_vectors_follow_their_scan(catalogue, add):
    one, two = add("one", "two")
    with catalogue.write("add_cover", "x") as unit:
        cover = unit.add_cover(one, "a" * 64, "a.jpg", 1, 1)
        unread = unit.add_cover(two, "b" * 64, "b.jpg", 1, 1)
        unit.put_cover_vector(cover, "visual", unit_rows(1)[0])

    assert catalogue.vectors("cover", "visual").record_ids.tolist() == [one]
    assert catalogue.vectors("cover", "visual").vector_ids.tolist() == [cover]
    assert catalogue.content_hashes("cover", "visual") == {one: ("a" * 64,)}
    assert [c.id for c in catalogue.covers_without_vector("visual")] == [unread]
    start = catalogue.generation()
    with catalogue.write("attach_scan", "x") as unit:
        unit.move_cover(cover, two)
    assert catalogue.touched_since(start) == {one, two}
    assert catalogue.vectors_of("cover", "visual", [one, two]).record_ids.tolist() == [two]
    with catalogue.write("remove_cover", "x") as unit:
        unit.remove_cover(cover)
    assert catalogue.vectors("cover", "visual").record_ids.tolist() == []
    catalogue.undo()
    assert catalogue.vectors("cover", "visual").record_ids.tolist() == [two]
    assert catalogue.stats().vectors == {"cover": 1}


def test_vectors_of_different_length_are_reported(catalogue, add):
    one, two = add("one", "two")
    with catalogue.maintain() as unit:
        unit.put_vectors(one, "title", "fp", unit_rows(1, 8), "h")
        unit.put_vectors(two, "title", "fp", unit_rows(1, 16), "h")

    with pytest.raises(StoreMismatchError, match=r"vectors\.dimension"):
        catalogue.vectors("title", "fp")


@pytest.mark.parametrize("broken", [np.full((1, 4), np.nan, np.float32), np.zeros(4, np.float32)])
def test_what_is_no_vector_is_refused(catalogue, broken):
    with pytest.raises(ValueError, match="finite"), catalogue.write("import", "x") as unit:
        unit.put_vectors(unit.add_record(BibliographicRecord("x")), "title", "fp", broken, "h")
    assert catalogue.count() == 0


def test_text_channels_do_not_take_pictures(catalogue, add):
    (record,) = add("x")
    with pytest.raises(ValueError, match="put_cover_vector"), catalogue.maintain() as unit:
        unit.put_vectors(record, "cover", "fp", unit_rows(1), "h")
