"""Folders in the format of WikiCLIR: ``NAME.queries``, ``NAME.docs``, ``NAME.qrels``, separated by tabs.

Queries are first sentences of Wikipedia articles, documents the articles of the other language. Level 3 marks the
mate, the article about the same thing; level 2 an article that links to the mate and is linked by it. Level 2 is
related: neither an answer nor ever a negative. (A later edition of the data counts 2 and 1; the highest level of the
file is the mate's.) The Chinese part asks in English and finds in Chinese; Chinese → English turns queries and
documents around and inverts the judgements.

Source: Schamoni et al. 2014, "Learning translational and knowledge-based similarities…"; Sasaki et al. 2018,
"Cross-Lingual Learning-to-Rank with Shared Representations".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.domain.records import RejectedInput
from core.errors import HostFaultError, InvalidInputError
from core.evaluation.splits import DEFAULT_SEED, Shares, Split, join_works, split_of
from core.training.collection_writing import write_collection
from core.training.pairs import PairSet, StoredInput, TrainingPair, unique_pairs

Direction = Literal["native", "inverse"]
_MATE_GRADE, _RELATED_GRADE = 3, 2
_PARTS: Mapping[str, Split] = {"train": "train", "dev": "dev", "valid": "dev", "test": "test"}


@dataclass(frozen=True, slots=True)
class Article:
    """A query or document. `title` is "" in the edition whose lines have two columns."""

    id: str
    text: str
    title: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}".strip()


@dataclass(frozen=True, slots=True)
class WikiClir:
    """One part of the data: queries, judged documents, and judgements query id → document id → 3 (mate) or 2."""

    name: str
    queries: Mapping[str, Article]
    documents: Mapping[str, Article]
    qrels: Mapping[str, Mapping[str, int]]
    rejected: tuple[RejectedInput, ...] = ()

    def inverted(self) -> Mapping[str, Mapping[str, int]]:
        """Document id → query id → grade: the judgements of the task the other way round."""
        found: dict[str, dict[str, int]] = {}
        for query, grades in self.qrels.items():
            for document, grade in grades.items():
                found.setdefault(document, {})[query] = grade
        return found


def names_in(folder: Path) -> tuple[str, ...]:
    """The parts of a folder (train, dev, test…), in alphabetical order.

    Raises:
        InvalidInputError: "wikiclir.no_files" when there are no ``.queries`` files.
    """
    found = sorted(path.stem for path in folder.glob("*.queries")) if folder.is_dir() else []
    if not found:
        raise InvalidInputError("wikiclir.no_files", folder=folder)
    return tuple(found)


def read_wikiclir(folder: Path, name: str, *, is_complete: bool = False) -> WikiClir:
    """Read one part. Broken lines are rejected with their numbers and the rest is read.

    Args:
        folder: Holds the three files.
        name: Their name without ending, one of `names_in`.
        is_complete: Also keep documents that nothing judges (a million articles); they are candidates in a search.

    Raises:
        InvalidInputError: "file.missing", "wikiclir.empty" when no judgement fits queries and documents.
        HostFaultError: "file.unreadable".
    """
    rejected: list[RejectedInput] = []
    queries = dict(_articles(folder / f"{name}.queries", rejected, lambda each: True))
    levels: dict[str, dict[str, int]] = {}
    for query, document, level in _judgements(folder / f"{name}.qrels", rejected, queries):
        levels.setdefault(query, {})[document] = level
    judged = {document for grades in levels.values() for document in grades}
    documents = dict(_articles(folder / f"{name}.docs", rejected, lambda each: is_complete or each in judged))
    mate = max((level for grades in levels.values() for level in grades.values()), default=0)
    qrels: dict[str, dict[str, int]] = {}
    for query, grades in levels.items():
        for document, level in grades.items():
            if document in documents and level > 0:
                qrels.setdefault(query, {})[document] = _MATE_GRADE if level == mate else _RELATED_GRADE
    if not qrels:
        raise InvalidInputError("wikiclir.empty", folder=folder, name=name)
    return WikiClir(name, queries, documents, qrels, tuple(rejected))


def _articles(
    path: Path, rejected: list[RejectedInput], is_wanted: Callable[[str], bool]
) -> Iterator[tuple[str, Article]]:
    seen: set[str] = set()
    for number, columns in _rows(path, rejected):
        identifier, texts = columns[0].strip(), [each.strip() for each in columns[1:]]
        if not identifier or not any(texts):
            rejected.append(RejectedInput(str(path), str(number), "wikiclir.bad_line"))
        elif identifier in seen:
            rejected.append(RejectedInput(str(path), str(number), "import.duplicate_id", {"id": identifier}))
        else:
            seen.add(identifier)
            if is_wanted(identifier):
                title = texts[0] if len(texts) > 1 else ""
                yield identifier, Article(identifier, " ".join(texts[1:] if title else texts), title)


def _judgements(
    path: Path, rejected: list[RejectedInput], queries: Mapping[str, Article]
) -> Iterator[tuple[str, str, int]]:
    """Three columns (query, document, level) as published, or four as in TREC files."""
    for number, columns in _rows(path, rejected):
        values = [each.strip() for each in columns]
        level = values[-1]
        if len(values) not in (3, 4) or not level.isdecimal() or len(level) > 3 or not values[-2]:
            rejected.append(RejectedInput(str(path), str(number), "wikiclir.bad_line"))
        elif values[0] not in queries:
            rejected.append(RejectedInput(str(path), str(number), "wikiclir.unknown_query", {"id": values[0]}))
        else:
            yield values[0], values[-2], int(level)


def _rows(path: Path, rejected: list[RejectedInput]) -> Iterator[tuple[int, list[str]]]:
    """Lines as columns. A line that is no UTF-8 is rejected and reading goes on."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError:
                    rejected.append(RejectedInput(str(path), str(number), "wikiclir.bad_line"))
                    continue
                if text.strip():
                    yield number, text.split("\t")
    except FileNotFoundError as exc:
        raise InvalidInputError("file.missing", file=path) from exc
    except OSError as exc:
        raise HostFaultError("file.unreadable", file=path, detail=exc.strerror or str(exc)) from exc


def pairs_from_wikiclir(
    data: WikiClir,
    direction: Direction = "native",
    *,
    query_language: str = "eng",
    document_language: str = "chi",
    seed: int = DEFAULT_SEED,
    shares: Shares | None = None,
) -> PairSet:
    """zh_en pairs of query and mate, the Chinese side left. Related articles are named, so that none is a negative.

    Parts named train, dev, valid or test keep their part; others are split by article.

    Args:
        data: From `read_wikiclir`.
        direction: "native" asks with the queries; "inverse" asks with the documents, so that roles change sides.
        query_language: ISO 639-2 of the queries.
        document_language: Of the documents; one of the two is Chinese.
        seed: Of the split.
        shares: Of dev and test.

    Raises:
        ValueError: If neither language is Chinese.
    """
    if "chi" not in (query_language, document_language):
        raise ValueError("one side of a (Chinese, English) pair must be Chinese")
    roles: tuple[Literal["query", "passage"], Literal["query", "passage"]] = (
        ("query", "passage") if direction == "native" else ("passage", "query")
    )
    works = join_works(
        (f"q:{query}" for query in data.queries),
        ([f"q:{q}", *(f"d:{d}" for d, g in grades.items() if g == _MATE_GRADE)] for q, grades in data.qrels.items()),
    )
    inverted = data.inverted()
    pairs: list[TrainingPair] = []
    for query_id, grades in data.qrels.items():
        query = StoredInput(data.queries[query_id].whole, roles[0], query_language)
        for document_id, grade in grades.items():
            if grade != _MATE_GRADE:
                continue
            document = StoredInput(data.documents[document_id].whole, roles[1], document_language)
            work = works[f"q:{query_id}"]
            part = _PARTS.get(data.name) or split_of(work, seed, shares)
            if query_language == "chi":
                sides, names = (query, document), (f"q:{query_id}", f"d:{document_id}")
                related = frozenset(f"d:{d}" for d, g in grades.items() if g == _RELATED_GRADE)
            else:
                sides, names = (document, query), (f"d:{document_id}", f"q:{query_id}")
                related = frozenset(f"q:{q}" for q, g in inverted[document_id].items() if g == _RELATED_GRADE)
            pairs.append(TrainingPair("zh_en", *sides, *names, work, part, "wikiclir", related))
    return PairSet(unique_pairs(pairs), len(data.documents), {}, data.rejected)


def write_wikiclir_collection(
    data: WikiClir,
    folder: Path,
    direction: Direction = "native",
    *,
    query_language: str = "eng",
    document_language: str = "chi",
) -> int:
    """Write a collection folder for `evaluate` and say how many queries it has. Grades 3 and 2 are kept as they are.

    Native: the documents are records. Inverse: the queries are records, and the documents that have a mate ask.

    Raises:
        HostFaultError: "disk.full", "file.unwritable".
    """
    asked, found, qrels = data.queries, data.documents, data.qrels
    languages = (query_language, document_language)
    if direction == "inverse":
        asked, found, qrels = data.documents, data.queries, data.inverted()
        languages = (document_language, query_language)
    with_mate = {each: dict(grades) for each, grades in qrels.items() if _MATE_GRADE in grades.values()}
    task = {"chi": "zh", "eng": "en"}.get(languages[0], languages[0]), {"chi": "zh", "eng": "en"}.get(languages[1], "")
    records = (
        {"id": each.id, "title": each.title, "language": languages[1], "description": each.text}
        for each in found.values()
    )
    queries = (
        {"id": each, "task": "-".join(task), "text": asked[each].whole, "image": None, "language": languages[0]}
        for each in with_mate
    )
    write_collection(folder, records, queries, with_mate)
    return len(with_mate)
