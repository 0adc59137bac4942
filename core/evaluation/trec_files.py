"""TREC run and qrels files.

Ids must not hold blanks in these formats, so blanks and the percent sign are written as in URLs (``%20``) and read
back. Chinese ids stay as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from core.domain.retrieval import Qrels, Run
from core.errors import HostFaultError, InvalidInputError
from core.files import complete_file

_TO_ESCAPE = re.compile(r"[\s%]")
_ESCAPED = re.compile(r"((?:%[0-9A-F]{2})+)")


def escape_id(identifier: str) -> str:
    """An id without blanks.

    Raises:
        InvalidInputError: "trec.empty_id".
    """
    if not identifier:
        raise InvalidInputError("trec.empty_id")
    return _TO_ESCAPE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), identifier)


def unescape_id(text: str) -> str:
    """Undo `escape_id`. Percent signs that it cannot have written stay."""

    def decoded(found: re.Match[str]) -> str:
        plain = bytes.fromhex(found[1].replace("%", "")).decode("utf-8", "replace")
        return plain if not _TO_ESCAPE.sub("", plain) else found[1]

    return _ESCAPED.sub(decoded, text)


def write_run(path: Path, run: Run, tag: str) -> None:
    """Write ``query Q0 record rank score tag``, best first; equal scores in the order of their ids.

    Raises:
        InvalidInputError: "trec.empty_id", "trec.bad_score" for NaN.
        HostFaultError: "disk.full", "file.unwritable".
    """
    name = escape_id(tag)
    with complete_file(path) as target:
        for query, scores in run.items():
            if any(math.isnan(score) for score in scores.values()):
                raise InvalidInputError("trec.bad_score", query=query)
            ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
            for rank, (record, score) in enumerate(ranked, start=1):
                line = f"{escape_id(query)} Q0 {escape_id(record)} {rank} {float(score)!r} {name}\n"
                target.write(line.encode())


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Read a run; ranks are ignored, scores decide, as everywhere in TREC.

    Raises:
        InvalidInputError: "file.missing", "trec.bad_line".
        HostFaultError: "file.unreadable".
    """
    run: dict[str, dict[str, float]] = {}
    for number, parts in _lines(path):
        if len(parts) != 6:
            raise _bad_line(path, number)
        try:
            score = float(parts[4])
        except ValueError as exc:
            raise _bad_line(path, number) from exc
        if math.isnan(score):
            raise _bad_line(path, number)
        run.setdefault(unescape_id(parts[0]), {})[unescape_id(parts[2])] = score
    return run


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write ``query 0 record grade``, separated by tabs.

    Raises:
        InvalidInputError: "trec.empty_id".
        HostFaultError: "disk.full", "file.unwritable".
    """
    with complete_file(path) as target:
        for query, grades in qrels.items():
            for record, grade in grades.items():
                target.write(f"{escape_id(query)}\t0\t{escape_id(record)}\t{grade}\n".encode())


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements separated by tabs (ids may then hold blanks) or by blanks.

    Raises:
        InvalidInputError: "file.missing", "trec.bad_line".
        HostFaultError: "file.unreadable".
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, parts in _lines(path):
        if len(parts) != 4:
            raise _bad_line(path, number)
        try:
            grade = int(parts[3])
        except ValueError as exc:
            raise _bad_line(path, number) from exc
        qrels.setdefault(unescape_id(parts[0]), {})[unescape_id(parts[2])] = grade
    return qrels


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    bare = line.strip("\r\n")
                    yield number, [part.strip() for part in bare.split("\t")] if "\t" in bare else bare.split()
    except FileNotFoundError as exc:
        raise InvalidInputError("file.missing", file=path) from exc
    except UnicodeDecodeError as exc:
        raise _bad_line(path, number + 1) from exc
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc


def _bad_line(path: Path, number: int) -> InvalidInputError:
    return InvalidInputError("trec.bad_line", file=path, line=number)
