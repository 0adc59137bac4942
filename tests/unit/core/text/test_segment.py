from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.text.segment import search_words, tokens, units, words


def test_chinese_gives_characters_pairs_and_words() -> None:
    found = tokens("清华大学图书馆")
    assert {"清", "馆", "清华", "华大", "清华大学", "图书馆", "图书"} <= set(found)


def test_both_scripts_and_both_vocabularies_give_the_same_tokens() -> None:
    assert tokens("軟體工程") == tokens("软件工程")


def test_letters_and_digits_part_company() -> None:
    assert units("python3编程2024年") == ["python", "3", "编程", "2024", "年"]


def test_names_of_languages_stay_apart() -> None:
    assert tokens("C++") == ["cpp"]
    assert tokens("C#") == ["csharp"]
    assert tokens("C") == ["c"]
    assert "dotnet" in tokens("ASP.NET")


def test_search_mode_adds_shorter_words() -> None:
    assert words("中国图书馆") == ["中国", "图书馆"]
    assert "图书" in search_words("中国图书馆")


@given(st.text(alphabet="的一是了红楼梦系統软体図书馆", max_size=1000))
def test_words_cover_the_run(run: str) -> None:
    for unit in units(run):
        assert "".join(words(unit)) == unit


def test_loading_is_late_silent_and_leaves_no_file(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "import core.text.match, core.text.lexical\n"
        "assert not {'jieba', 'opencc', 'pypinyin'} & set(sys.modules)\n"
        "from core.text.segment import tokens\n"
        "assert '图书馆' in tokens('圖書館')\n"
    )
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"PATH": "", "PYTHONPATH": str(root), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
