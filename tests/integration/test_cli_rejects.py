"""Rejected records of every format: `import --rejects`, mended by hand, imported again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.domain.library import ExportOptions
from core.domain.records import BibliographicRecord, Contributor, Identifier
from core.errors import HostFaultError
from core.interchange.formats import open_writer
from core.retrieval.models import LoadedModels
from librarian_app.cli.run import run

Command = Callable[..., Any]
SPOILT = "雷雨集"
RECORDS = [
    BibliographicRecord(
        title,
        external_id=f"n{number}",
        contributors=(Contributor("曹禺"),),
        year=1930 + number,
        publisher="文化生活出版社",
        description="四幕剧，写一个家庭三十年间的恩怨。",
        identifiers=(Identifier("control", f"n{number}"),),
    )
    for number, title in enumerate(("日出集", SPOILT, "北京人"))
]


@pytest.fixture
def command(library_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a library without encoders: exit code and JSON document."""

    def refuse(self: object) -> LoadedModels:
        raise HostFaultError("model.missing", file="weights", package="none")

    monkeypatch.setattr("core.application.Application._load_models", refuse)

    def call(*arguments: object) -> tuple[int, Any]:
        code = run([*map(str, arguments), "--library", str(library_dir), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def written(path: Path, format: str, **options: Any) -> bytes:
    """A file of the three records; its bytes."""
    with open_writer(path, format, ExportOptions(unencodable="warn", **options)) as writer:
        for record in RECORDS:
            writer.write(record)
    return path.read_bytes()


def spoil_directory(data: bytes) -> tuple[bytes, bytes]:
    """The second record with a directory that says nothing: the bytes as they were and as they are."""
    record = data.split(b"\x1d")[1] + b"\x1d"
    end = record.index(b"\x1e")
    return record, record[:24] + b"x" * (end - 24) + record[end:]


TEXTS = {
    "marcxml": (f"{SPOILT} /</subfield>", f"{SPOILT} /</subfeld>"),
    "marcjson": (f'{SPOILT} /"', f"{SPOILT} /"),
    "mods": (f"{SPOILT}</title>", f"{SPOILT}</titel>"),
    "dc": (f"{SPOILT}</dc:title>", f"{SPOILT}</dc:titel>"),
    "jsonl": (f'"{SPOILT}"', "7"),
    "csv": (SPOILT, ""),
    "ris": (f"TI  - {SPOILT}", f"XX  - {SPOILT}"),
    "bibtex": (f"{{{SPOILT}}}", f"{{{SPOILT}"),
}
SUFFIXES = {"marcxml": "xml", "marcjson": "json", "mods": "xml", "dc": "xml", "bibtex": "bib"}


def import_and_mend(command: Command, file: Path, rejects: Path, spoilt: bytes, sound: bytes, format: str) -> None:
    """Two of the three come in, the third after its damage is mended in the file of the rejected."""
    code, done = command("import", file, "--format", format, "--rejects", rejects)
    assert (code, done["created"], done["n_rejected"]) == (0, 2, 1), done["rejected"]
    assert done["files"] == {"rejects": [str(rejects)]}
    kept = rejects.read_bytes()
    assert spoilt in kept
    rejects.write_bytes(kept.replace(spoilt, sound, 1))
    code, again = command("import", rejects)
    assert (code, again["created"], again.get("n_rejected", 0)) == (0, 1, 0), again["rejected"]
    found = command("search", SPOILT)[1]["results"]
    assert found[0]["title"] == SPOILT
    assert command("stats")[1]["records"] == 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "marc-8"])
@pytest.mark.parametrize("flavour", ["marc21", "unimarc"])
def test_iso2709(command: Command, tmp_path: Path, flavour: str, encoding: str) -> None:
    data = written(tmp_path / "a.mrc", "marc", flavour=flavour, encoding=encoding)
    sound, spoilt = spoil_directory(data)
    (tmp_path / "a.mrc").write_bytes(data.replace(sound, spoilt))
    format = "unimarc" if flavour == "unimarc" else "marc"
    import_and_mend(command, tmp_path / "a.mrc", tmp_path / "拒收.mrc", spoilt, sound, format)


@pytest.mark.parametrize("format", TEXTS)
def test_texts(command: Command, tmp_path: Path, format: str) -> None:
    suffix = SUFFIXES.get(format, format)
    file, rejects = tmp_path / f"a.{suffix}", tmp_path / f"拒收.{suffix}"
    sound, spoilt = (each.encode() for each in TEXTS[format])
    data = written(file, format)
    assert sound in data
    file.write_bytes(data.replace(sound, spoilt, 1))
    if format == "csv":
        sound, spoilt = b"n1," + sound, b"n1," + spoilt
    import_and_mend(command, file, rejects, spoilt, sound, format)


def test_workbooks(command: Command, tmp_path: Path) -> None:
    """A row is kept as CSV under the header of its sheet."""
    file = tmp_path / "a.xlsx"
    with open_writer(file, "xlsx") as writer:
        for record in RECORDS:
            writer.write(replace(record, title="") if record.title == SPOILT else record)
    import_and_mend(command, file, tmp_path / "拒收.csv", b"n1,", f"n1,{SPOILT}".encode(), "xlsx")


@pytest.mark.parametrize("format", ["ris", "bibtex", "csv", "mods", "dc", "marcxml"])
def test_rejects_of_files_in_several_encodings(command: Command, tmp_path: Path, format: str) -> None:
    """What is rejected from a file in GB18030 and from one in UTF-8 goes to one file, and both come back."""
    suffix = SUFFIXES.get(format, format)
    rejects = tmp_path / f"拒收.{suffix}"
    sound, spoilt = TEXTS[format]
    files = []
    for number, encoding in enumerate(["gb18030", "utf-8"]):
        files.append(tmp_path / f"{number}.{suffix}")
        text = written(files[-1], format).decode("utf-8-sig").replace(sound, spoilt, 1)
        text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"')
        for record in RECORDS:
            text = text.replace(str(record.external_id), f"{encoding}{record.external_id}")
        files[-1].write_bytes(text.encode(encoding))
    code, done = command("import", *files, "--format", format, "--rejects", rejects)
    assert (code, done["created"], done["n_rejected"]) == (0, 4, 2), done["rejected"]
    assert done["files"] == {"rejects": [str(rejects)]}
    kept = rejects.read_text(encoding="utf-8-sig")
    for encoding in ("gb18030", "utf-8"):
        kept = kept.replace(f"{encoding}n1,,", f"{encoding}n1,{SPOILT},")
    rejects.write_text(kept.replace(spoilt, sound) if spoilt else kept, encoding="utf-8")
    code, again = command("import", rejects)
    assert (code, again["created"], again.get("n_rejected", 0)) == (0, 2, 0), again["rejected"]
    titles = [each["title"] for each in command("search", SPOILT)[1]["results"]]
    assert titles.count(SPOILT) == 2


@pytest.mark.parametrize("format", ["ris", "bibtex", "mods", "marcxml", "marc"])
def test_repeated_records_in_another_encoding_come_back_as_text(command: Command, tmp_path: Path, format: str) -> None:
    """The first file is in UTF-8, the second, with the same identifiers, in GB18030."""
    suffix = SUFFIXES.get(format, "mrc" if format == "marc" else format)
    files, rejects = [tmp_path / f"{number}.{suffix}" for number in range(2)], tmp_path / f"拒收.{suffix}"
    for file, encoding in zip(files, ("utf-8", "gb18030"), strict=True):
        written(file, format, encoding=encoding)
    code, done = command("import", *files, "--format", format, "--rejects", rejects)
    assert (code, done["created"], done["n_rejected"]) == (0, 3, 3), done["rejected"]
    assert "0." in done["rejected"][0]["reason"], "the file of the first is named"
    code, again = command("import", rejects, "--format", format)
    assert (code, again["created"], again.get("n_rejected", 0)) == (0, 0, 0), again["rejected"]
    assert again["updated"] + again["unchanged"] == 3
    assert sorted(each["title"] for each in command("search", "曹禺")[1]["results"]) == sorted(r.title for r in RECORDS)


@pytest.mark.parametrize(
    ("format", "bad"), [("ris", b"TI  - \xff\xfe\xff\r\n"), ("bibtex", b"title = {\xff\xfe\xff},")]
)
def test_bytes_that_no_encoding_explains_are_kept_apart(
    command: Command, tmp_path: Path, format: str, bad: bytes
) -> None:
    suffix = SUFFIXES.get(format, format)
    file, rejects = tmp_path / f"a.{suffix}", tmp_path / f"拒收.{suffix}"
    data = written(file, format)
    begin = data.index(f"{SPOILT}".encode())
    file.write_bytes(data[:begin] + bad[-6:-2] + data[begin:])
    code, done = command("import", file, "--encoding", "utf-8", "--rejects", rejects)
    assert (code, done["created"], done["n_rejected"]) == (0, 2, 1), done["rejected"]
    kept = rejects.read_bytes()
    assert bad[-6:-2] in kept
    rejects.write_bytes(kept.replace(bad[-6:-2], b""))
    assert command("import", rejects)[1]["created"] == 1
