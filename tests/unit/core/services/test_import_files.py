"""Pieces of input files that are put aside to be mended."""

from __future__ import annotations

from pathlib import Path

from core.domain.records import RejectedInput
from core.services.import_files import PiecesFile


def test_rows_of_tables_with_other_columns_go_to_files_of_their_own(tmp_path: Path) -> None:
    pieces = (
        ("题名,作者\r\n", ",鲁迅\r\n"),
        ("author,title\r\n", "Lu Xun,\r\n"),
        ("题名,作者\r\n", ",老舍\r\n"),
    )
    with PiecesFile(tmp_path / "拒收.csv") as file:
        for header, row in pieces:
            file.put_rejected(RejectedInput("t.csv", "2", "record.no_title", {}, row.encode()), "csv", header.encode())
    first, second = (Path(path).read_bytes().decode("utf-8-sig") for path in file.paths)
    assert first == "题名,作者\r\n,鲁迅\r\n,老舍\r\n"
    assert second == "author,title\r\nLu Xun,\r\n"
    assert Path(file.paths[0]).name == "拒收.csv"
