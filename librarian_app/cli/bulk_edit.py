"""`bulk-edit`: one change to many records."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from librarian_app.cli.output import JsonValue
from librarian_app.cli.parser import Commands
from librarian_app.cli.session import Outcome, Session

if TYPE_CHECKING:
    from core.domain.bulk import BulkReport, BulkRequest

_SHOWN = 20
_ACTIONS = ("set", "append", "replace", "clear", "add_subject", "remove_subject", "add_class", "set_items")


def register(commands: Commands) -> None:
    """Add the command of this module to the grammar."""
    words = commands.words
    command = commands.add("bulk-edit", run_bulk_edit, help_id="help.bulk_edit")
    command.add_argument(
        "action", choices=[name.replace("_", "-") for name in _ACTIONS], help=words("option.bulk_action")
    )
    command.add_argument("--field", default="", help=words("option.bulk_field"))
    command.add_argument("--text", default="", help=words("option.bulk_text"))
    command.add_argument("--find", default="", help=words("option.bulk_find"))
    command.add_argument("--regex", action="store_true", help=words("option.bulk_regex"))
    command.add_argument("--scheme", default="", help=words("option.bulk_scheme"))
    target = command.add_mutually_exclusive_group(required=True)
    target.add_argument("--query", default="", help=words("option.bulk_query"))
    target.add_argument("--id", dest="ids", metavar="N", type=int, nargs="+", default=[], help=words("option.bulk_ids"))
    target.add_argument("--all", dest="everything", action="store_true", help=words("option.bulk_all"))
    command.add_argument("--dry-run", action="store_true", help=words("option.bulk_dry_run"))


def run_bulk_edit(session: Session, options: Namespace) -> Outcome:
    """Change the records, or with `--dry-run` say what would change."""
    request = _request(options)
    if options.dry_run:
        with session.application(read_only=True) as application:
            report = application.bulk_editing.preview(request, session.progress)
    else:
        with session.application(warm=True) as application:
            report = application.bulk_editing.apply(request, session.progress)
    changes: list[JsonValue] = [
        {
            "record_id": sample.record_id,
            "title": sample.title,
            "fields": {d.field: {"before": list(d.before), "after": list(d.after)} for d in sample.differences},
        }
        for sample in report.samples
    ]
    document: JsonValue = {
        "dry_run": report.is_dry_run,
        "matched": report.matched,
        "changed": report.changed,
        "operation_id": report.operation_id,
        "changes": changes,
        "refused": [
            {"record_id": each.record_id, "title": each.title, "reason": each.reason_id} for each in report.refused
        ],
    }
    return Outcome(document, lambda: _text(session, report))


def _request(options: Namespace) -> BulkRequest:
    from core.domain.bulk import BULK_ACTIONS, BulkChange, BulkRequest
    from core.domain.records import RecordId

    action = next(name for name in BULK_ACTIONS if name == options.action.replace("-", "_"))
    change = BulkChange(action, options.field, options.text, options.find, options.regex, options.scheme)
    return BulkRequest(change, tuple(RecordId(n) for n in options.ids), options.query, options.everything)


def _text(session: Session, report: BulkReport) -> str:
    words = session.words
    name = "bulk.would_change" if report.is_dry_run else "bulk.changed"
    lines = [words(name, changed=report.changed, matched=report.matched)]
    for sample in report.samples[:_SHOWN]:
        lines.append(f"#{sample.record_id} {sample.title}")
        lines += [
            f"    {d.field}: {'; '.join(d.before) or '—'} → {'; '.join(d.after) or '—'}" for d in sample.differences
        ]
    if report.changed > _SHOWN:
        lines.append(words("bulk.and_more", n=report.changed - _SHOWN))
    lines += [
        f"✕ #{each.record_id} {each.title}: {session.sentence(each.reason_id, {'text': '', 'expression': ''})}"
        for each in report.refused[:_SHOWN]
    ]
    return "\n".join(lines)
