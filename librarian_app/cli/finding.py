"""`search` and `identify`: by words, by meaning, by picture."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.filters import FACETS, NO, YES, SearchFilters
from core.domain.listing import LIST_ORDERS, Facet, ListRequest
from core.domain.retrieval import CHANNELS, Channel, SearchRequest, SearchResponse, SearchResult
from core.errors import InvalidInputError
from librarian_app.cli.documents import identification_document, search_document
from librarian_app.cli.output import JsonValue, table
from librarian_app.cli.parser import Commands, UsageError, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.application import Application
    from core.domain.retrieval import Identification

MAX_LIMIT = 1000
_NARROW_COLUMNS = 80
_SHOWN_CANDIDATES = 3
_SHOWN_VALUES = 10


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    search = commands.add("search", run_search)
    search.add_argument("query", metavar="QUERY", nargs="*", help=words("argument.query"))
    search.add_argument("--image", metavar="FILE", type=Path, help=words("option.image"))
    search.add_argument("--limit", metavar="N", type=positive, default=20, help=words("option.limit"))
    channels = words("option.channels", list=", ".join(CHANNELS))
    search.add_argument("--channels", metavar="CHANNEL", nargs="+", default=[], help=channels)
    facets = ", ".join(FACETS)
    search.add_argument(
        "--filter", metavar="NAME=VALUE", action="append", default=[], help=words("option.filter", list=facets)
    )
    orders = words("option.sort", list=", ".join(LIST_ORDERS))
    search.add_argument("--sort", metavar="ORDER", choices=LIST_ORDERS, help=orders)
    search.add_argument("--descending", action="store_true", help=words("option.descending"))
    search.add_argument("--facets", action="store_true", help=words("option.facets", list=facets))
    search.add_argument("--queries", metavar="FILE.jsonl", type=Path, help=words("option.queries"))
    identify = commands.add("identify", run_identify)
    identify.add_argument("images", metavar="IMAGE", nargs="+", type=Path, help=words("argument.images"))


def run_search(session: Session, options: Namespace) -> Outcome:
    """Answer one query, or each line of a file of queries."""
    channels, rest = _channels(options.channels)
    text = " ".join([*options.query, *rest])
    limit = min(options.limit, MAX_LIMIT)
    if options.queries:
        if text or options.image:
            raise UsageError(session.words("usage.queries_alone"))
        asked = _read_queries(options.queries.expanduser(), limit, channels)
        with session.application(read_only=True, warm=_needs_encoders(channels, image=True)) as application:
            answers = [(query_id, _answer(application, request)) for query_id, request in asked]
        document: JsonValue = [{"id": query_id, **search_document(answer)} for query_id, answer in answers]
        return Outcome(document, lambda: "\n\n".join(f"{i}\n{_search_text(session, a)}" for i, a in answers))
    filters = _filters(session, options.filter)
    has_question = bool(text or options.image)
    is_list = bool(options.sort or options.facets or (filters.chosen and not has_question))
    if not has_question and not is_list:
        raise UsageError(session.words("usage.nothing_to_search"))
    image = str(options.image.expanduser().absolute()) if options.image else None
    request = SearchRequest(text, image, limit, channels, filters)
    warm = has_question and _needs_encoders(channels, image=image is not None)
    facets: tuple[Facet, ...] | None = None
    with session.application(read_only=True, warm=warm) as application:
        if is_list:
            wanted = ListRequest(request, options.sort or "relevance", options.descending, options.facets)
            answer, found = _listed(application, wanted)
            facets = found if options.facets else None
        else:
            answer = _answer(application, request)
    return Outcome(
        search_document(answer, facets), lambda: _search_text(session, answer, notices=warm, facets=facets or ())
    )


def run_identify(session: Session, options: Namespace) -> Outcome:
    """Say which record each image shows. Exit code 1 when none of the images could be read."""
    paths = [str(path.expanduser().absolute()) for path in options.images]
    with session.application(read_only=True) as application:
        found = application.intake.identify(paths, ctx=session.progress)
    document: JsonValue = [identification_document(each, session.language) for each in found]
    failed = all(each.decision == "rejected" for each in found)
    return Outcome(document, lambda: "\n\n".join(_identification_text(session, each) for each in found), int(failed))


def _needs_encoders(channels: tuple[Channel, ...], *, image: bool) -> bool:
    """Whether the encoders are worth their loading time. Words and numbers alone are answered without them."""
    wanted = set(channels or CHANNELS)
    return "semantic" in wanted or (image and "cover" in wanted)


def _answer(application: Application, request: SearchRequest) -> SearchResponse:
    return application.search.search(request)


def _listed(application: Application, wanted: ListRequest) -> tuple[SearchResponse, tuple[Facet, ...]]:
    """The beginning of a list as an answer: in its order, ranked records with their scores."""
    listed = application.search.list(wanted)
    shown = listed.ids[: wanted.asked.limit]
    ranked = {result.record.id: result for result in (listed.answer.results if listed.answer else ())}
    others = {row.record.id: row for row in application.search.rows(tuple(i for i in shown if i not in ranked))}
    results = [
        ranked[i] if i in ranked else SearchResult(0, others[i].record, 0.0, {}, (), others[i].cover_sha256)
        for i in shown
        if i in ranked or i in others
    ]
    numbered = tuple(replace(result, rank=rank) for rank, result in enumerate(results, start=1))
    answer = listed.answer or SearchResponse(0.0, ())
    return replace(answer, took_ms=listed.took_ms, results=numbered, total=len(listed.ids)), listed.facets


def _filters(session: Session, given: list[str]) -> SearchFilters:
    """Facet values, written NAME=VALUE.

    Raises:
        UsageError: If there is no such facet.
    """
    filters = SearchFilters()
    for each in given:
        name, mark, value = each.partition("=")
        facet = next((known for known in FACETS if known == name.strip()), None)
        if facet is None or not mark or (facet in ("cover", "draft") and value not in (YES, NO)):
            raise UsageError(session.words("usage.filter", given=each, list=", ".join(FACETS)))
        filters = filters.choosing(facet, *filters.of(facet), value.strip())
    return filters


def _channels(tokens: list[str]) -> tuple[tuple[Channel, ...], list[str]]:
    """Channel names, separated by spaces or commas. What follows them is the query (`--channels lexical 三体`)."""
    channels: list[Channel] = []
    for position, token in enumerate(tokens):
        names = [name for name in token.split(",") if name]
        known = [channel for channel in CHANNELS if channel in names]
        if len(known) != len(set(names)) or not names:
            if position == 0:
                raise UsageError(f"--channels {token}: {', '.join(CHANNELS)}")
            return tuple(channels), tokens[position:]
        channels += [channel for channel in known if channel not in channels]
    return tuple(channels), []


def _read_queries(file: Path, limit: int, channels: tuple[Channel, ...]) -> list[tuple[str, SearchRequest]]:
    """The lines of a queries file. Images are named relative to the file.

    Raises:
        InvalidInputError: If the file or one of its lines cannot be read; the line is named.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise InvalidInputError("cli.queries_unreadable", path=file, detail=exc) from exc
    asked = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as exc:
            raise InvalidInputError("cli.query_not_json", path=file, line=number) from exc
        if not isinstance(entry, dict):
            raise InvalidInputError("cli.query_not_json", path=file, line=number)
        image = entry.get("image")
        path = str((file.parent / str(image)).absolute()) if image else None
        request = SearchRequest(str(entry.get("text") or ""), path, limit, channels)
        asked.append((str(entry.get("id", number)), request))
    return asked


def _search_text(
    session: Session, answer: SearchResponse, *, notices: bool = True, facets: tuple[Facet, ...] = ()
) -> str:
    """The results as a table. Without `notices` it is not said that encoders were left out: they were not wanted."""
    words = session.words
    lines = []
    if answer.notice_id and notices:
        lines.append(session.sentence(answer.notice_id, {}))
    if not answer.results:
        return "\n".join([*lines, words("search.nothing")])
    if answer.no_good_match:
        lines.append(words("search.no_good_match"))
    columns = shutil.get_terminal_size((120, 24)).columns
    headings = ["#", *(words(f"search.{name}") for name in ("title", "authors", "year", "score", "why"))]
    rows = []
    for result in answer.results:
        record = result.record
        why = ", ".join(words(f"channel.{channel}") for channel in result.channels)
        year = "" if record.year is None else str(record.year)
        rows.append([str(result.rank), record.title, "; ".join(record.authors), year, f"{result.score:.2f}", why])
    if columns < _NARROW_COLUMNS:
        headings, rows = headings[:-1], [row[:-1] for row in rows]
    lines.append(table(headings, rows, max_width=max(16, (columns - 40) // 2)))
    lines.append(words("search.took", n=len(answer.results), ms=round(answer.took_ms)))
    for facet in facets:
        told = ", ".join(f"{each.value or '–'} ({each.count})" for each in facet.values[:_SHOWN_VALUES])
        lines.append(f"{facet.name}: {told}")
    return "\n".join(lines)


def _identification_text(session: Session, found: Identification) -> str:
    words = session.words
    lines = [f"{found.image}: {words(f'identify.{found.decision}')}"]
    if found.error_id:
        return f"{lines[0]}  {session.sentence(found.error_id, dict(found.error_context))}"
    lines[0] += f"  {found.confidence:.0%}" + (f"  ISBN {found.isbn}" if found.isbn else "")
    for rank, candidate in enumerate(found.candidates[:_SHOWN_CANDIDATES], start=1):
        record = candidate.record
        lines.append(f"  {rank}. {record.title}  {'; '.join(record.authors)}  {candidate.probability:.2f}")
    if found.decision == "new" and found.draft:
        lines.append(f"  {words('identify.draft')} {found.draft.title}  {'; '.join(found.draft.authors)}")
    return "\n".join(lines)
