from __future__ import annotations

from pathlib import Path

import pytest

from core.copy_sources.listing import find_source, load_sources, save_sources
from core.domain.copy_sources import SEARCH_FIELDS, CopySource
from core.errors import InvalidInputError


def test_the_shipped_list_is_sound() -> None:
    sources = load_sources()
    assert {s.protocol for s in sources} == {"sru", "z3950"}
    assert len({s.name for s in sources}) == len(sources)
    for source in sources:
        assert set(source.indexes) <= set(SEARCH_FIELDS)
        assert "isbn" in source.indexes
        for schema in source.schemas if source.protocol == "sru" else ():
            assert schema.partition("=")[2] in ("marcxml", "mods", "dc")


def test_a_library_adds_replaces_and_hides(tmp_path: Path) -> None:
    own = tmp_path / "copy_sources.toml"
    own.write_text(
        '[ours]\ntitle = "联合目录"\nprotocol = "sru"\naddress = "http://127.0.0.1/sru"\nindexes = { isbn = "isbn" }\n'
        '[dnb]\ntitle = "x"\nprotocol = "sru"\naddress = "https://example.org"\nindexes = { isbn = "i" }\n'
        "[bnf]\nhidden = true\n"
        'protocol = "sru"\naddress = "https://example.org"\nindexes = { isbn = "i" }\n',
        encoding="utf-8",
    )
    sources = load_sources(own)
    assert sources[0].name == "ours"
    assert find_source(sources, "dnb").address == "https://example.org"
    assert "bnf" not in {s.name for s in sources}
    with pytest.raises(InvalidInputError, match=r"sources\.unknown"):
        find_source(sources, "bnf")
    assert load_sources(tmp_path / "none.toml") == load_sources()


@pytest.mark.parametrize(
    "text",
    [
        "[x\n",
        "x = 1\n",
        '[x]\nprotocol = "ftp"\naddress = "a"\n',
        '[x]\nprotocol = "sru"\naddress = "file:///etc/passwd"\nindexes = { isbn = "i" }\n',
        '[x]\nprotocol = "sru"\naddress = "http://a"\nindexes = { colour = "i" }\n',
        '[x]\nprotocol = "sru"\naddress = "http://a"\n',
    ],
)
def test_a_wrong_list_names_what_is_wrong(tmp_path: Path, text: str) -> None:
    own = tmp_path / "copy_sources.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"sources\.invalid"):
        load_sources(own)


def test_an_edited_list_is_read_back_in_its_order(tmp_path: Path) -> None:
    own = tmp_path / "copy_sources.toml"
    loc = next(source for source in load_sources() if source.name == "loc")
    city = CopySource(
        "city", '市"图"书馆', "z3950", "z.example:210/db", schemas=("unimarc",), indexes={"isbn": "7"}, language="chi"
    )
    save_sources(own, (city, loc))
    assert load_sources(own) == (city, loc)
    save_sources(own, load_sources(own)[1:])
    assert [source.name for source in load_sources(own)] == ["loc"]
    before = own.read_bytes()
    with pytest.raises(InvalidInputError, match=r"sources\.invalid"):
        save_sources(own, (CopySource("bad", "x", "sru", "ftp://x", indexes={"isbn": "a"}),))
    assert own.read_bytes() == before
