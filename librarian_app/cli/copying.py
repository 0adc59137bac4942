"""`fetch` and `classify`: records of other catalogues, and what the holdings propose for a record."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InvalidInputError
from librarian_app.cli.documents import change_document, draft_document, plain
from librarian_app.cli.output import JsonValue, facts, table
from librarian_app.cli.parser import Commands, UsageError, positive
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.application import Application
    from core.domain.classification import CallNumberProposal, ClassNode, Proposals
    from core.domain.copy_sources import CopySource, FetchAnswer
    from core.domain.records import BibliographicRecord

STYLES = ("initials", "phonetic", "running")
_MAX_FETCHED = 100


def register(commands: Commands) -> None:
    """Add the commands of this module to the grammar."""
    words = commands.words
    fetch = commands.add("fetch", run_fetch)
    fetch.add_argument("isbn", metavar="ISBN", nargs="?", default="", help=words("argument.fetch_isbn"))
    fetch.add_argument("--title", default="", metavar="T", help=words("option.fetch_title"))
    fetch.add_argument("--author", default="", metavar="A", help=words("option.fetch_author"))
    fetch.add_argument("--source", action="append", default=[], metavar="NAME", help=words("option.source"))
    fetch.add_argument("--limit", metavar="N", type=positive, default=10, help=words("option.fetch_limit"))
    fetch.add_argument("--start", metavar="N", type=positive, default=1, help=words("option.fetch_start"))
    fetch.add_argument("--take", metavar="N", type=positive, help=words("option.take"))
    fetch.add_argument("--overlay", default="fill", metavar="PROFILE", help=words("option.overlay"))
    fetch.add_argument("--sources", action="store_true", help=words("option.sources"))
    classify = commands.add("classify", run_classify)
    classify.add_argument("record", metavar="RECORD_ID", nargs="?", type=positive, help=words("argument.record_id"))
    classify.add_argument("--title", default="", metavar="T", help=words("option.classify_title"))
    classify.add_argument("--author", default="", metavar="A", help=words("option.classify_author"))
    classify.add_argument("--subjects", default="", metavar="A;B", help=words("option.classify_subjects"))
    classify.add_argument("--description", default="", metavar="TEXT", help=words("option.classify_description"))
    classify.add_argument("--isbn", default="", metavar="ISBN", help=words("option.classify_isbn"))
    classify.add_argument("--cover", metavar="IMAGE", type=Path, help=words("option.classify_cover"))
    classify.add_argument("--call-number", metavar="CLASS", help=words("option.call_number"))
    classify.add_argument("--style", choices=STYLES, help=words("option.style"))
    classify.add_argument("--third", default="", metavar="YEAR", help=words("option.third"))
    classify.add_argument("--browse", metavar="CLASS", nargs="?", const="", help=words("option.browse"))


def run_fetch(session: Session, options: Namespace) -> Outcome:
    """Ask other catalogues. Exit code 1 when none of them gave an answer."""
    from core.domain.copy_sources import CopyQuery

    if options.sources:
        with session.library_or_temporary() as application:
            sources = application.copy_cataloguing.sources()
        return Outcome([plain(each) for each in sources], lambda: _sources_text(session, sources))
    limit = min(options.limit, _MAX_FETCHED)
    query = CopyQuery(options.isbn, "", options.title, options.author, options.start, limit)
    if not query.terms():
        raise UsageError(session.words("usage.nothing_to_fetch"))
    if options.take is None:
        with session.library_or_temporary() as application:
            answer = application.copy_cataloguing.fetch(query, options.source, session.progress)
        return Outcome(_fetched(session, answer), lambda: _fetch_text(session, answer), int(not answer.totals))
    with session.application(warm=True) as application:
        answer = application.copy_cataloguing.fetch(query, options.source, session.progress)
        if options.take > len(answer.records):
            raise InvalidInputError("fetch.no_such_record", number=options.take, n=len(answer.records))
        change = application.copy_cataloguing.take(answer.records[options.take - 1], options.overlay)
    document = {**_fetched(session, answer), "taken": change_document(change)}
    counts = {"created": len(change.created), "updated": len(change.updated)}
    return Outcome(document, lambda: session.words("fetch.taken", **counts))


def run_classify(session: Session, options: Namespace) -> Outcome:
    """Propose class, subjects and more for a record, build its call number, or browse the classes."""
    if options.browse is not None:
        with session.application(read_only=True) as application:
            nodes = application.classification.classes(options.browse)
        return Outcome([plain(each) for each in nodes], lambda: _classes_text(session, nodes))
    if options.cover is not None:
        return _from_cover(session, str(options.cover.expanduser().absolute()))
    if options.record is None and not options.title.strip():
        raise UsageError(session.words("usage.nothing_to_classify"))
    with session.application(read_only=True, warm=True) as application:
        record = _record(application, options)
        proposals = application.classification.propose(record)
        number = None
        if options.call_number is not None:
            number = application.call_numbers.build(record, options.call_number, options.style, options.third)
    document: dict[str, JsonValue] = {
        "record_id": record.id,
        "title": record.title,
        "proposals": [plain(each) for each in proposals.proposals],
        "words_only": proposals.words_only,
        "call_number": plain(number) if number else None,
    }
    return Outcome(document, lambda: _proposals_text(session, record.title, proposals, number))


def _from_cover(session: Session, path: str) -> Outcome:
    with session.application(read_only=True, warm=True) as application:
        draft = application.classification.draft_from_cover(path)
    document: dict[str, JsonValue] = {
        "image": path,
        "decision": draft.identification.decision,
        "confidence": round(draft.identification.confidence, 4),
        "draft": draft_document(draft.record),
        "proposals": [plain(each) for each in draft.proposals.proposals],
        "words_only": draft.proposals.words_only,
    }
    return Outcome(document, lambda: _proposals_text(session, draft.record.title, draft.proposals, None))


def _record(application: Application, options: Namespace) -> BibliographicRecord:
    from core.domain.records import BibliographicRecord, Contributor, Identifier, RecordId, Subject

    if options.record is not None:
        return application.cataloguing.details(RecordId(options.record)).record
    subjects = [term.strip() for term in options.subjects.replace("；", ";").split(";")]
    return BibliographicRecord(
        options.title.strip(),
        contributors=(Contributor(options.author.strip()),) if options.author.strip() else (),
        subjects=tuple(Subject(term) for term in subjects if term),
        description=options.description.strip(),
        identifiers=(Identifier("isbn", options.isbn.replace("-", "").strip()),) if options.isbn.strip() else (),
    )


def _fetched(session: Session, answer: FetchAnswer) -> dict[str, JsonValue]:
    return {
        "records": [
            {
                "source": each.source,
                **draft_document(each.record),
                "known": each.known,
                "is_certain": each.is_certain,
                "differences": [plain(d) for d in each.differences],
            }
            for each in answer.records
        ],
        "totals": dict(answer.totals),
        "problems": [
            {"source": p.source, "id": p.message_id, "message": session.sentence(p.message_id, dict(p.values))}
            for p in answer.problems
        ],
    }


def _fetch_text(session: Session, answer: FetchAnswer) -> str:
    words = session.words
    lines = [session.sentence(p.message_id, dict(p.values)) for p in answer.problems]
    lines += [words("fetch.total", source=source, n=n) for source, n in answer.totals.items()]
    if answer.records:
        headings = ["#", *(words(f"search.{name}") for name in ("title", "authors", "year")), words("fetch.known")]
        rows = [
            [
                str(n), each.record.title, "; ".join(each.record.authors), str(each.record.year or ""),
                "" if each.known is None else f"{each.known}{'' if each.is_certain else ' ?'}",
            ]
            for n, each in enumerate(answer.records, start=1)
        ]  # fmt: skip
        lines.append(table(headings, rows, max_width=48))
    return "\n".join(lines)


def _sources_text(session: Session, sources: tuple[CopySource, ...]) -> str:
    headings = [session.words(f"fetch.{name}") for name in ("name", "catalogue", "protocol")]
    return table(headings, [[s.name, s.title, s.protocol] for s in sources], max_width=60)


def _classes_text(session: Session, nodes: tuple[ClassNode, ...]) -> str:
    is_chinese = session.language.startswith("zh")
    rows = [[n.notation, (n.name_zh if is_chinese else n.name_en), str(n.n_records)] for n in nodes]
    headings = [session.words(f"classify.{name}") for name in ("class", "name", "records")]
    return table(headings, rows, max_width=60)


def _proposals_text(session: Session, title: str, proposals: Proposals, number: CallNumberProposal | None) -> str:
    words = session.words
    lines = [title]
    if number is not None:
        pairs = [(words("classify.call_number"), number.value)]
        pairs += [("", f"{each.value}  {each.reading}") for each in number.alternatives]
        lines.append(facts(pairs))
    rows = []
    for each in proposals.proposals:
        value = f"{each.value}…" if each.is_broader else each.value
        evidence = "; ".join(e.title for e in each.evidence)
        why = f"{session.sentence(each.reason_id, {})}{': ' if evidence else ''}{evidence}"
        name = words(f"propose_field.{each.field}")
        rows.append([f"{name} {each.scheme}".strip(), value, f"{each.confidence:.0%}", why])
    if rows:
        headings = [words(f"classify.{name}") for name in ("field", "value", "confidence", "why")]
        lines.append(table(headings, rows, max_width=56))
    elif number is None:
        lines.append(words("classify.nothing"))
    if proposals.words_only:
        lines.append(session.sentence("search.words_only", {}))
    return "\n".join(lines)
