"""Records from one file to another, of any format, without a library."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.library import ConversionReport, ConversionRequest
from core.domain.records import RejectedInput
from core.errors import InvalidInputError
from core.protocols import JobContext, NullJobContext
from core.services.import_files import PiecesFile, check_targets
from core.services.item_states import in_known_states

if TYPE_CHECKING:
    from core.interchange.crosswalk.holdings import HoldingProfile

MOST_LISTED = 10_000
"""Rejected pieces and warnings that the report holds; of the first, the rejects file holds all."""
_STEP = 50


def convert_file(request: ConversionRequest, ctx: JobContext | None = None) -> ConversionReport:
    """Read a file record by record and write each at once, so that memory does not grow with the file.

    The new file appears only when it is complete. A record whose format stays the same is written as it came.

    Raises:
        InvalidInputError: As `core.interchange.formats.open_reader` and `open_writer`; "marc.unencodable" or
            "text.unencodable" where the options refuse them.
        InvalidInputError: "import.same_file" where a file to be written is the one that is read, or named twice;
            "folder.missing", "file.is_folder".
        HostFaultError: "file.unreadable", "file.unwritable", "disk.full".
    """
    from core.interchange.formats import (
        estimate_records,
        format_of_file,
        format_of_name,
        open_reader,
        open_writer,
        table_header,
    )
    from core.interchange.reading import ImportedRecord

    context = ctx or NullJobContext()
    source, target = Path(request.source), Path(request.target)
    check_targets([target, *([Path(request.rejects_file)] if request.rejects_file else [])], [source])
    profile = holding_profile(request.options.profile)
    source_format = format_of_file(source, request.source_format)
    target_format = format_of_name(target, request.target_format)
    total = estimate_records(source, source_format)
    entries = in_known_states(
        open_reader(source, source_format, request.source_encoding, request.mapping, profile, keeps_repeats=True),
        (),
        keeps_codes=True,
    )
    header = table_header(source, source_format, request.source_encoding, request.mapping)
    rejected: list[RejectedInput] = []
    warnings: list[RejectedInput] = []
    n_rejected = done = 0
    with ExitStack() as stack:
        rejects = stack.enter_context(PiecesFile(Path(request.rejects_file))) if request.rejects_file else None
        writer = stack.enter_context(open_writer(target, target_format, request.options, profile))
        for done, entry in enumerate(entries, start=1):
            if isinstance(entry, ImportedRecord):
                cover = entry.cover_path
                writer.write(entry.record, source=entry.source, cover=str(cover) if cover is not None else None)
                warnings += entry.warnings[: MOST_LISTED - len(warnings)]
            else:
                n_rejected += 1
                if rejects is not None:
                    rejects.put_rejected(entry, source_format, header)
                if len(rejected) < MOST_LISTED:
                    rejected.append(RejectedInput(entry.file, entry.position, entry.reason_id, entry.reason))
            if done % _STEP == 0:
                context.report(done, max(total, done) if total is not None else None, "convert.progress")
    context.report(done, done, "convert.progress")
    return ConversionReport(
        written=writer.written,
        n_rejected=n_rejected,
        rejected=tuple(rejected),
        warnings=(*warnings, *writer.warnings),
        source_format=source_format,
        target_format=target_format,
        rejects_files=rejects.paths if rejects is not None else (),
    )


def holding_profile(name: str, folder: Path | None = None) -> HoldingProfile | None:
    """A mapping of holdings fields: a built-in one by name, one of a library's `folder`, or a file; None for "".

    Raises:
        InvalidInputError: "profile.unknown" with the names there are, "profile.invalid".
        HostFaultError: "file.unreadable".
    """
    from core.interchange.crosswalk.holdings import built_in_profiles, load_profile, load_profiles

    if not name:
        return None
    if name.lower().endswith(".toml"):
        return load_profile(Path(name))
    known = load_profiles(folder) if folder is not None else built_in_profiles()
    if name not in known:
        raise InvalidInputError("profile.unknown", name=name, known=", ".join(sorted(known)))
    return known[name]
