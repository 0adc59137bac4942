from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier, RejectedInput, Subject
from core.errors import InvalidInputError
from core.interchange.formats import ImportedRecord, format_of_file, open_reader, open_writer
from core.interchange.latex import decode_latex, encode_latex
from core.interchange.reading import clean_line

FILE = r"""% a comment
@string{pup = "Peking University"}
@STRING{ser = {Chinese } # "Classics"}
@comment{an entry @book{not, title={not this}} in a comment}
@preamble{"\newcommand{\noopsort}[1]{}"}
@book{cao1996,
  author = {曹雪芹 and {Foreign Languages Press and Sons} and others},
  editor = "Knuth, Donald E. and Erd{\H{o}}s, P{\'a}l",
  translator = {David Hawkes},
  title = {{Dream} of the {Red Chamber}: 100\% \& more},
  origtitle = {红楼梦; 石头记},
  publisher = pup # { Press},
  series = ser,
  address = {Beijing}, year = 1996, month = may,
  edition = {3rd},
  pagetotal = {1606},
  isbn = {978-7-02-000220-7, 0439023483},
  keywords = {fiction, Qing},
  language = {english},
  abstract = {Pages 1--9 of ``it''.},
  doi = {10.1000/182},
  note = {A note}
}  @article(paren1, title = "An (odd) \"o title", year = {2001}, issn = {0028-0836})
@book{broken1, title = {never closed
@book{after, title = {Nachher \"uber Stra{\ss}e}}
@misc{notitle, author = {X}}
@book{nocomma title = {x}}
@thesis{twice, title={first}, title={second}, school={北大}}
"""


def read(path: Path) -> tuple[list[ImportedRecord], list[RejectedInput]]:
    entries = list(open_reader(path))
    taken = [entry for entry in entries if isinstance(entry, ImportedRecord)]
    return taken, [entry for entry in entries if isinstance(entry, RejectedInput)]


def line_of(start: str) -> str:
    return str(FILE[: FILE.index(start)].count("\n") + 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_field(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "文献.bib"
    path.write_bytes(FILE.replace("\n", "\r\n").encode(encoding))
    assert format_of_file(path) == "bibtex"
    taken, rejected = read(path)
    first, second, third, fourth = (entry.record for entry in taken)
    assert first == BibliographicRecord(
        title="Dream of the Red Chamber: 100% & more",
        external_id="cao1996",
        title_parallel=("红楼梦", "石头记"),
        contributors=(
            Contributor("曹雪芹"), Contributor("Foreign Languages Press and Sons"),
            Contributor("Knuth, Donald E.", "editor"), Contributor("Erdős, Pál", "editor"),
            Contributor("David Hawkes", "translator"),
        ),
        language="eng",
        description="Pages 1–9 of “it”.",
        subjects=(Subject("fiction"), Subject("Qing")),
        year=1996,
        publisher="Peking University Press",
        place="Beijing",
        edition="3rd",
        series="Chinese Classics",
        extent="1606",
        note="A note",
        identifiers=(Identifier("isbn", "9787020002207"), Identifier("isbn", "9780439023481")),
    )  # fmt: skip
    assert (second.title, second.year) == ("An (odd) ö title", 2001)
    assert (third.title, fourth.title, fourth.publisher) == ("Nachher über Straße", "first", "北大")
    assert [(each.position, each.reason_id) for each in rejected] == [
        (line_of("@book{broken1"), "bibtex.damaged"), (line_of("@misc{notitle"), "record.no_title"),
        (line_of("@book{nocomma"), "bibtex.damaged"),
    ]  # fmt: skip


def test_a_source_brings_the_definitions_it_uses(tmp_path: Path) -> None:
    path, target = tmp_path / "a.bib", tmp_path / "b.bib"
    path.write_text(FILE, encoding="utf-8")
    entry = read(path)[0][0]
    edited = replace(entry.record, title="石头记 {1}", note="", year=1791)
    with open_writer(target) as writer:
        writer.write(entry.record, source=entry.source)
        writer.write(replace(edited, external_id="x"), source=entry.source)
    assert not writer.warnings
    assert entry.source is not None
    text = target.read_text(encoding="utf-8")
    assert text.startswith(entry.source.data.decode("utf-8"))
    assert text.count("doi = {10.1000/182}") == 2
    assert text.count("publisher = pup # { Press}") == 2
    back = [e.record for e in open_reader(target, keeps_repeats=True) if isinstance(e, ImportedRecord)]
    assert back == [entry.record, edited]


def test_what_bibtex_would_take_for_commands(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    record = BibliographicRecord(
        "50% of {A} & B_c^d ~ \\textbf # $5",
        external_id="no key, this",
        contributors=(Contributor("Simon and Schuster"), Contributor("others")),
        description="@book{x,\n  @string(y\n\\",
        subjects=(Subject("a; b, c"),),
    )
    with open_writer(path) as writer:
        writer.write(record)
    [back], rejected = read(path)
    assert not rejected
    assert replace(back.record, external_id=record.external_id) == record


TEXT = st.text(st.one_of(st.sampled_from("\\{}%&#$_^~-'`?!,<>\"@=ab é红"), st.characters()), max_size=16).map(
    clean_line
)


@given(text=TEXT)
def test_latex_and_back(text: str) -> None:
    assert clean_line(decode_latex(encode_latex(text))) == text


def test_characters_that_the_encoding_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    record = BibliographicRecord("红楼梦 ❤")
    with pytest.raises(InvalidInputError) as caught, open_writer(path, options=ExportOptions(encoding="gbk")) as writer:
        writer.write(record)
    assert caught.value.message_id == "text.unencodable"
    assert caught.value.context["characters"] == "❤"
    assert not path.exists()
    with open_writer(path, options=ExportOptions(encoding="gbk", unencodable="warn")) as writer:
        writer.write(record)
    [warning] = writer.warnings
    assert (warning.reason_id, warning.position) == ("text.referenced", "1")
    assert "红楼梦 &#10084;".encode("gbk") in path.read_bytes()
    with pytest.raises(InvalidInputError) as caught:
        open_writer(path, options=ExportOptions(encoding="klingon"))
    assert caught.value.message_id == "encoding.unknown"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"{\"U}ber \LaTeX{} \& \TeX and more", "Über LaTeX & TeX and more"),
        (r"\S 3, \copyright\ 1999", "§ 3, © 1999"),
        (r"\foo bar \enquote{Hi} \emph{x}", r"\foo bar Hi x"),
        (r"{\bf Bold} \ss \'\i \v{s}", "Bold ßíš"),
        (r"the $\gtrsim$ sign, \unknown", r"the $\gtrsim$ sign, \unknown"),
    ],
)
def test_no_command_takes_words_away(text: str, said: str) -> None:
    assert " ".join(decode_latex(text).split()) == said
