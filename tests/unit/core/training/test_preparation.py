"""What happens before the first step, as far as it needs no encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import InvalidInputError
from core.training.inputs_store import InputStore, OpenedPicture
from core.training.pairs import StoredInput
from core.training.preparation import _grouping


def test_records_of_one_article_are_grouped_by_the_bracketed_part() -> None:
    group = _grouping("^(p[0-9]+)-")
    assert group is not None
    assert [group(name) for name in ("p00-1", "p00-17", "p01-1", "红楼梦")] == ["p00", "p00", "p01", "红楼梦"]
    assert _grouping("") is None


@pytest.mark.parametrize("pattern", ["(", "p[0-9]+-"])
def test_a_pattern_that_groups_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        _grouping(pattern)
    assert caught.value.message_id == "training.pattern"


def test_pictures_are_opened_once_while_there_is_room() -> None:
    opened: list[str] = []

    def open_picture(path: Path) -> OpenedPicture:
        opened.append(path.name)
        return OpenedPicture(np.zeros((256, 1024, 3), dtype=np.uint8), path.name)

    sides = [StoredInput(image=Path(f"{name}.jpg")) for name in "abc"]
    store = InputStore(open_picture, limit_mib=2.0)  # each picture takes .75 MiB
    for side in (*sides[:2], *sides[:2], sides[2], sides[1], sides[0]):
        assert store(side).pixels is not None
    assert opened == ["a.jpg", "b.jpg", "c.jpg", "a.jpg"]
    words = StoredInput(text="没有图", image=Path("d.jpg"), with_pixels=False)
    assert store(words).pixels is None
    assert opened[-1] == "a.jpg"
