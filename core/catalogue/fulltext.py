"""Full text over the records: what is indexed, and how it is searched.

The words are cut and folded by `core.text`, once for the records and once for the query; FTS5 only counts them. The
table keeps its own copy of the words, so that one column (the text on the covers) can be replaced without cutting the
others again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, bindparam, delete, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from core.catalogue import meta
from core.catalogue.agent_forms import other_forms
from core.catalogue.engine import as_list
from core.catalogue.tables import MetaRow
from core.domain.records import BibliographicRecord
from core.errors import InvalidInputError
from core.protocols import LexicalHit
from core.text.lexical import SEPARATOR, index_text, index_texts, pinyin_text
from core.text.normalize import has_han

FIELD_WEIGHTS: Final[Mapping[str, float]] = {
    "title": 10.0,
    "title_parallel": 8.0,
    "names": 6.0,
    "subjects": 3.0,
    "description": 1.5,
    "imprint": 1.0,
    "cover_text": 1.0,
    "pinyin_title": 3.0,
    "pinyin_names": 3.0,
}
"""The columns of the index in their order, with the weights of BM25."""

_FIELDS = tuple(FIELD_WEIGHTS)
_OPEN, _CLOSE = "\x02", "\x03"
_BORDER = f"{SEPARATOR} "

_RULES_KEY = "full_text_rules"
_SAMPLE = "軟體工程與單雄信：Spider-Man's C++ & Zürich, 傅雷家書 2005 年 ふじ 김"
_NOTE_RULES = insert(MetaRow).on_conflict_do_nothing(index_elements=["key"])
_MATCHING = text("SELECT rowid FROM record_text WHERE record_text MATCH :match")

_INSERT = text(
    f"INSERT INTO record_text(rowid, {', '.join(_FIELDS)}) VALUES (:record_id, {', '.join(':' + f for f in _FIELDS)})"
)
_DELETE = text("DELETE FROM record_text WHERE rowid IN (SELECT value FROM json_each(:ids))")
_SET_COVER_TEXT = text("UPDATE record_text SET cover_text = :cover_text WHERE rowid = :record_id")
_FREQUENCY = text("SELECT doc FROM record_vocab WHERE term = :term")
_COUNT = text("SELECT count(*) FROM record_text WHERE record_text MATCH :match")
_SCORE = f"bm25(record_text, {', '.join(':w_' + f for f in _FIELDS)})"
_AMONG = "AND rowid IN (SELECT value FROM json_each(:ids))"
_SEARCH = (
    "SELECT rowid, {score} AS score FROM record_text WHERE record_text MATCH :match {among} "
    "ORDER BY score, rowid LIMIT :n"
)
_SEARCH_ALL = text(_SEARCH.format(score=_SCORE, among=""))
_SEARCH_AMONG_FEW = text(_SEARCH.format(score=_SCORE, among=_AMONG))
# The plus keeps FTS5 from looking up each of the records: for many it is quicker to look at each of the hits.
_SEARCH_AMONG_MANY = text(_SEARCH.format(score=_SCORE, among=_AMONG.replace("rowid", "+rowid")))
_FEW = 200
_MARKED = text(
    "SELECT rowid, "
    + ", ".join(f"highlight(record_text, {i}, '{_OPEN}', '{_CLOSE}')" for i in range(len(_FIELDS)))
    + f" FROM record_text WHERE record_text MATCH :match {_AMONG}"
).bindparams(bindparam("ids"))


def record_words(
    record: BibliographicRecord, forms: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, object]:
    """The row of one record, without the text on its covers. `forms` are other forms of the names it has."""
    titles = (record.title, *record.title_parallel)
    names = [contributor.name for contributor in record.contributors]
    names += dict.fromkeys(form for name in names for form in forms.get(name, ()))
    imprint = (record.publisher, record.place, record.series, record.edition, record.note)
    return {
        "record_id": record.id,
        "title": index_text(record.title),
        "title_parallel": index_texts(record.title_parallel),
        "names": index_texts(names),
        "subjects": index_texts(subject.term for subject in record.subjects),
        "description": index_text(record.description),
        "imprint": index_texts(imprint),
        "cover_text": "",
        "pinyin_title": _pinyin_texts(titles, is_name=False),
        "pinyin_names": _pinyin_texts(names, is_name=True),
    }


def _pinyin_texts(texts: Iterable[str], *, is_name: bool) -> str:
    return f" {SEPARATOR} ".join(read for text in texts if (read := pinyin_text(text, is_name=is_name)))


def add_words(connection: Connection, records: Iterable[BibliographicRecord]) -> None:
    """Index records that are not in the index yet."""
    added = list(records)
    forms = other_forms(connection, added)
    rows = [record_words(record, forms) for record in added]
    if rows:
        connection.execute(_INSERT, rows)
        connection.execute(_NOTE_RULES, {"key": _RULES_KEY, "value": _rules()})


def remove_words(connection: Connection, ids: Collection[int]) -> None:
    """Take records out of the index; those that are not in it are ignored."""
    if ids:
        connection.execute(_DELETE, {"ids": as_list(ids)})


def set_cover_words(connection: Connection, texts: Mapping[int, Sequence[str]]) -> None:
    """Replace what is indexed of the covers, by record: the text of each of its covers."""
    rows = [{"record_id": record_id, "cover_text": index_texts(pages)} for record_id, pages in texts.items()]
    if rows:
        connection.execute(_SET_COVER_TEXT, rows)


def clear(connection: Connection) -> None:
    """Empty the index, for building it anew by today's rules."""
    connection.execute(text("DELETE FROM record_text"))
    connection.execute(delete(MetaRow).where(MetaRow.key == _RULES_KEY))


def is_cut_as_today(connection: Connection) -> bool:
    """Whether the words in the index were cut by the rules of this version of `core.text`."""
    stored = meta.load(connection, _RULES_KEY)
    return stored is None or stored == _rules()


@cache
def _rules() -> str:
    """A print of the rules: how a sample with all their cases comes out."""
    return " | ".join((index_text(_SAMPLE), pinyin_text(_SAMPLE, is_name=False), pinyin_text(_SAMPLE, is_name=True)))


def match_ids(connection: Connection, match: str) -> list[int]:
    """Every record the expression matches, in no order.

    Raises:
        InvalidInputError: As `search`.
    """
    try:
        return list(connection.execute(_MATCHING, {"match": match}).scalars())
    except OperationalError as exc:
        raise _expression_fault(exc, match) from exc


def document_frequencies(connection: Connection, words: Collection[str]) -> dict[str, int]:
    """Number of records that hold each word; Chinese of two or more characters is counted as a phrase of them."""
    found: dict[str, int] = {}
    for word in words:
        if len(word) > 1 and has_han(word):
            match = '"' + " ".join(word.replace('"', "")) + '"'
            n = int(connection.execute(_COUNT, {"match": match}).scalar_one())
        else:
            n = int(connection.execute(_FREQUENCY, {"term": word}).scalar() or 0)
        if n:
            found[word] = n
    return found


def search(
    connection: Connection,
    match: str,
    limit: int,
    filter_ids: Collection[int] | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[tuple[int, float]]:
    """The best records for an FTS5 expression with their scores (-BM25), best first.

    Raises:
        InvalidInputError: "search.expression" when `match` is not an expression FTS5 understands.
    """
    effective = {**FIELD_WEIGHTS, **(weights or {})}
    values: dict[str, object] = {f"w_{name}": effective[name] for name in _FIELDS} | {"match": match, "n": limit}
    statement = _SEARCH_ALL
    if filter_ids is not None:
        statement = _SEARCH_AMONG_FEW if len(filter_ids) <= _FEW else _SEARCH_AMONG_MANY
        values["ids"] = as_list(filter_ids)
    try:
        return [(row[0], -row[1]) for row in connection.execute(statement, values)]
    except OperationalError as exc:
        raise _expression_fault(exc, match) from exc


def explain(
    connection: Connection, match: str, ids: Collection[int]
) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each record, the fields that matched and the matching words as they are indexed (folded)."""
    try:
        rows = connection.execute(_MARKED, {"match": match, "ids": as_list(ids)}).all()
    except OperationalError as exc:
        raise _expression_fault(exc, match) from exc
    found = {}
    for record_id, *marked in rows:
        fields: list[str] = []
        terms: dict[str, None] = {}
        for name, words in zip(_FIELDS, marked, strict=True):
            if words and _OPEN in words:
                fields.append(name)
                for piece in words.split(_OPEN)[1:]:
                    terms[piece.partition(_CLOSE)[0].strip(_BORDER)] = None
        found[record_id] = (tuple(fields), tuple(terms))
    return found


def hits(
    connection: Connection,
    match: str,
    limit: int,
    filter_ids: Collection[int] | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[LexicalHit]:
    """`search` with `explain`. `exact_script` stays False: only who knows the query as typed can tell."""
    found = search(connection, match, limit, filter_ids, weights)
    reasons = explain(connection, match, [record_id for record_id, _ in found]) if found else {}
    nothing: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    return [LexicalHit(record_id, score, False, *reasons.get(record_id, nothing)) for record_id, score in found]


def _expression_fault(exc: OperationalError, match: str) -> Exception:
    reason = str(exc.orig)
    if reason.startswith(("fts5:", "no such column", "unterminated", "unknown special query")):
        return InvalidInputError("search.expression", expression=match, reason=reason)
    return exc
