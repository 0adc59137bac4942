"""Where labels stand on a sheet, and how many sheets they need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.labels import PRESETS, SheetLayout


@pytest.mark.parametrize("layout", PRESETS, ids=lambda layout: layout.name)
def test_presets_fit_on_their_sheets(layout: SheetLayout) -> None:
    assert layout.fits
    for place in layout.places(layout.per_page):
        assert place.page == 0
        assert place.x_mm + place.width_mm <= layout.page_width_mm + 1e-6
        assert place.y_mm + place.height_mm <= layout.page_height_mm + 1e-6


def test_labels_go_row_by_row_from_the_place_given() -> None:
    layout = SheetLayout("x", columns=2, rows=2, label_width_mm=50, label_height_mm=20, left_mm=5, top_mm=7, gap_x_mm=3)
    places = list(layout.places(4, first=3))
    assert [(p.page, p.x_mm, p.y_mm) for p in places] == [(0, 5, 27), (0, 58, 27), (1, 5, 7), (1, 58, 7)]
    assert layout.n_pages(4, first=3) == 2
    assert layout.n_pages(4) == 1
    assert layout.n_pages(0, first=3) == 0


def test_every_label_of_a_roll_is_a_page() -> None:
    layout = SheetLayout("r", 50, 30, 3, 3, is_roll=True)
    assert [p.page for p in layout.places(3, first=2)] == [0, 1, 2]
    assert layout.n_pages(3, first=2) == 3


def test_what_reaches_over_the_edge_is_said() -> None:
    layout = replace(SheetLayout("x", label_width_mm=70, columns=3), left_mm=2)
    assert layout.overhang_mm == (2.0, 0.0)
    assert not layout.fits


@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 200), st.integers(1, 60))
def test_no_two_labels_share_a_place(columns: int, rows: int, n: int, first: int) -> None:
    layout = SheetLayout("x", columns=columns, rows=rows, label_width_mm=20, label_height_mm=10, gap_x_mm=1)
    places = list(layout.places(n, first))
    assert len({(p.page, p.x_mm, p.y_mm) for p in places}) == n
    assert (max((p.page for p in places), default=-1) + 1) == layout.n_pages(n, first)
