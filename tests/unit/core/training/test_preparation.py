"""What happens before the first step, as far as it needs no encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.domain.training import TrainingRequest
from core.errors import InvalidInputError
from core.paths import LibraryPaths
from core.protocols import NullJobContext
from core.training.inputs_store import InputStore, OpenedPicture
from core.training.pairs import StoredInput
from core.training.preparation import _grouping, mine


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


class NoPictures:
    """No picture is asked for."""

    def read_all(self, paths: list[Path], ctx: object) -> None:
        assert paths == []


def test_a_wikiclir_folder_and_sentences_are_mined_together(tmp_path: Path) -> None:
    wiki = tmp_path / "wiki 数据"
    wiki.mkdir()
    (wiki / "train.queries").write_text("1\tDream of the Red Chamber\n2\tWater Margin\n", encoding="utf-8")
    (wiki / "train.docs").write_text("a\t红楼梦，长篇小说\nb\t水浒传\n", encoding="utf-8")
    (wiki / "train.qrels").write_text("1\ta\t3\n2\tb\t3\n1\tb\t2\n", encoding="utf-8")
    (tmp_path / "zh.txt").write_text("你好\n再见\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("Hello\nGoodbye\n", encoding="utf-8")
    request = TrainingRequest(
        run="r", collections=(str(wiki),), sentences=((str(tmp_path / "zh.txt"), str(tmp_path / "en.txt")),)
    )
    found = mine(request, LibraryPaths(tmp_path / "no library"), NoPictures(), NullJobContext())  # type: ignore[arg-type]
    assert {(pair.left.text, pair.right.text) for pair in found.pairs} == {
        ("红楼梦，长篇小说", "Dream of the Red Chamber"),
        ("水浒传", "Water Margin"),
        ("你好", "Hello"),
        ("再见", "Goodbye"),
    }
    assert {pair.left_id.partition("/")[0] for pair in found.pairs} == {"wiki 数据", "en.txt"}


def test_a_folder_of_nothing_known_is_named(tmp_path: Path) -> None:
    request = TrainingRequest(run="r", collections=(str(tmp_path),))
    with pytest.raises(InvalidInputError) as caught:
        mine(request, LibraryPaths(tmp_path / "none"), NoPictures(), NullJobContext())  # type: ignore[arg-type]
    assert caught.value.message_id == "collection.missing_file"
