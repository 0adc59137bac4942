from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInputError
from core.evaluation.trec_files import escape_id, read_qrels, read_run, unescape_id, write_qrels, write_run

WELL_FORMED = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["a b", "100%", "%20", "红楼梦\u3000一", "a\tb\nc", "%2", "a#photo"]
)


@given(WELL_FORMED)
def test_ids_are_one_word_and_come_back(identifier: str) -> None:
    escaped = escape_id(identifier)
    assert escaped.split() == [escaped]
    assert unescape_id(escaped) == identifier


def test_foreign_percent_signs_stay() -> None:
    assert unescape_id("50%41") == "50%41"
    assert unescape_id("%ZZ") == "%ZZ"


@given(
    st.dictionaries(
        WELL_FORMED, st.dictionaries(WELL_FORMED, st.floats(allow_nan=False), min_size=1, max_size=4), max_size=4
    )
)
def test_runs_come_back(tmp_path_factory: pytest.TempPathFactory, run: dict[str, dict[str, float]]) -> None:
    path = tmp_path_factory.mktemp("run") / "a.run"
    write_run(path, run, "the system")
    assert read_run(path) == run


@given(
    st.dictionaries(WELL_FORMED, st.dictionaries(WELL_FORMED, st.integers(0, 3), min_size=1, max_size=4), max_size=4)
)
def test_qrels_come_back(tmp_path_factory: pytest.TempPathFactory, qrels: dict[str, dict[str, int]]) -> None:
    path = tmp_path_factory.mktemp("qrels") / "a.tsv"
    write_qrels(path, qrels)
    assert read_qrels(path) == qrels


def test_the_six_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    write_run(path, {"q 1": {"b": 0.5, "a": 0.5, "红": 2.0}}, "bm25")
    assert path.read_text(encoding="utf-8").splitlines() == [
        "q%201 Q0 红 1 2.0 bm25",
        "q%201 Q0 a 2 0.5 bm25",
        "q%201 Q0 b 3 0.5 bm25",
    ]


def test_qrels_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.qrels"
    path.write_text("q1 0 d1 1\r\nq1\t0\tred chamber\t2\n\n", encoding="utf-8-sig")
    assert read_qrels(path) == {"q1": {"d1": 1, "red chamber": 2}}


@pytest.mark.parametrize("line", ["q1 0 d1", "q1 0 d1 yes", "q1 0 d1 1 2"])
def test_bad_lines_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.qrels"
    path.write_text(f"q1 0 d1 1\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_qrels(path)
    assert (caught.value.message_id, caught.value.context["line"]) == ("trec.bad_line", 2)


def test_what_cannot_be_written_or_read(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    for run, message_id in (({"": {"a": 1.0}}, "trec.empty_id"), ({"q": {"a": float("nan")}}, "trec.bad_score")):
        with pytest.raises(InvalidInputError) as caught:
            write_run(path, run, "x")
        assert caught.value.message_id == message_id
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InvalidInputError) as caught:
        read_run(path)
    assert caught.value.message_id == "file.missing"
    path.write_bytes("q Q0 红 1 2 x\n".encode("gb18030"))
    with pytest.raises(InvalidInputError) as caught:
        read_run(path)
    assert caught.value.message_id == "trec.bad_line"
