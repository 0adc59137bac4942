"""What a person looks at before and after an import: files, mappings, a dry run to page through, what came of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from core.domain.changes import ImportReport, OperationId
from core.domain.importing import ColumnProfile, EntryPage, FileFacts, HoldingLayout, ImportOptions
from core.domain.records import BibliographicRecord
from core.errors import HostFaultError, InvalidInputError, LibrarianError
from core.files import write_fault
from core.protocols import JobContext
from core.services.entry_spool import EntrySpool
from core.services.item_states import require_known

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.services.interchange import InterchangeService

_COLUMN_PROFILES = "column_profiles"
_LONGEST_NAME = 80
_RUNS_KEPT = 20
_LAID_ASIDE = "before"
_SPOOLS_KEPT = 2


class ImportPreparationService:
    """The steps around an import. Nothing here changes a record."""

    def __init__(self, catalogue: Catalogue, interchange: InterchangeService) -> None:
        self._catalogue = catalogue
        self._interchange = interchange
        self._spools: dict[str, EntrySpool] = {}

    def close(self) -> None:
        """Forget the dry runs."""
        while self._spools:
            self._spools.popitem()[1].close()

    def recognise(self, paths: Sequence[str], format: str = "auto") -> tuple[FileFacts, ...]:
        """Format, size and about how many records, of each file by its beginning; what cannot be read says why."""
        return tuple(_facts(path, format) for path in paths)

    # Mapping profiles of tables

    def column_profiles(self) -> tuple[ColumnProfile, ...]:
        """What the columns of known vendors' tables are, by name."""
        stored = self._catalogue.get_meta(_COLUMN_PROFILES)
        profiles = msgspec.json.decode(stored, type=list[ColumnProfile]) if stored else []
        return tuple(sorted(profiles, key=lambda profile: profile.name))

    def save_column_profile(self, profile: ColumnProfile) -> None:
        """Keep a mapping under its name, in place of an older one.

        Raises:
            InvalidInputError: "column_profile.bad_name", "table.unknown_field".
        """
        from core.interchange.columns import FIELDS

        name = profile.name.strip()
        if not name or len(name) > _LONGEST_NAME:
            raise InvalidInputError("column_profile.bad_name", name=name)
        for field in profile.mapping.values():
            if field and field not in FIELDS:
                raise InvalidInputError("table.unknown_field", field=field, fields=", ".join(FIELDS))
        kept = [own for own in self.column_profiles() if own.name != name]
        self._store_columns([*kept, replace(profile, name=name)])

    def delete_column_profile(self, name: str) -> None:
        """Forget a mapping; one that is not there is no error."""
        self._store_columns([own for own in self.column_profiles() if own.name != name])

    def _store_columns(self, profiles: Sequence[ColumnProfile]) -> None:
        self._catalogue.set_meta(_COLUMN_PROFILES, msgspec.json.encode(list(profiles)).decode())

    # Mapping profiles of copies in MARC

    def holding_layouts(self) -> tuple[HoldingLayout, ...]:
        """The mappings of holdings fields, the library's own first."""
        from core.interchange.crosswalk.holdings import built_in_profiles, load_profiles

        folder = self._catalogue.paths.holding_profiles
        built_in = built_in_profiles()
        layouts = [
            HoldingLayout(
                name,
                each.tag,
                each.flavour or "",
                each.read,
                each.statuses,
                each.barcode_ranges,
                is_own=built_in.get(name) is not each,
            )
            for name, each in load_profiles(folder).items()
        ]
        return tuple(sorted(layouts, key=lambda each: (not each.is_own, each.name)))

    def save_holding_layout(self, layout: HoldingLayout) -> None:
        """Keep a mapping of holdings fields with the library; what it does not show stays as in the one it is based on.

        Raises:
            InvalidInputError: "profile.invalid" with what is wrong, "profile.unknown_state".
            HostFaultError: "file.unwritable".
        """
        from core.interchange.crosswalk.holdings import load_profiles, profile_of_table, save_profile

        folder = self._catalogue.paths.holding_profiles
        patterns = {part: list(given) for part, given in layout.patterns.items() if given}
        statuses = dict(layout.statuses)
        table = {
            "name": layout.name.strip(), "tag": layout.tag.strip(), "flavour": layout.flavour, "read": patterns,
            "statuses": statuses,
        }  # fmt: skip
        made = profile_of_table(table, layout.name)
        require_known(statuses.values(), self._catalogue.item_states(), made.name)
        kept = load_profiles(folder)
        if (old := kept.get(layout.based_on) or kept.get(made.name)) is not None:
            written = old.write if old.tag == made.tag and old.read == made.read else made.write
            made = replace(
                made, indicators=old.indicators, write=written, locations=old.locations,
                call_number_from=old.call_number_from,
            )  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        self._lay_aside(made.name)
        save_profile(replace(made, barcode_ranges=layout.barcode_ranges), folder)

    def delete_holding_layout(self, name: str) -> None:
        """Forget one of the library's own mappings; a built-in one of that name shows again."""
        for file in self._lay_aside(name):
            try:
                file.unlink()
            except OSError as exc:
                raise write_fault(exc, file) from exc

    def restore_holding_layout(self, name: str) -> None:
        """Bring a mapping back as it was before it was saved or deleted last; one that never was is no error."""
        folder = self._catalogue.paths.holding_profiles
        if not (before := _profile_files(folder / _LAID_ASIDE, name)):
            return
        try:
            for file in _profile_files(folder, name):
                file.unlink()
            for file in before:
                file.replace(folder / file.name)
        except OSError as exc:
            raise write_fault(exc, folder) from exc

    def _lay_aside(self, name: str) -> list[Path]:
        """Copy a mapping's files as they are, for `restore_holding_layout`. Returns the files themselves."""
        folder = self._catalogue.paths.holding_profiles
        files = _profile_files(folder, name)
        try:
            for older in _profile_files(folder / _LAID_ASIDE, name):
                older.unlink()
            for file in files:
                (folder / _LAID_ASIDE).mkdir(exist_ok=True)
                shutil.copy2(file, folder / _LAID_ASIDE)
        except OSError as exc:
            raise write_fault(exc, folder) from exc
        return files

    # The dry run

    def dry_run(self, params: Mapping[str, Any], ctx: JobContext, key: str) -> ImportReport:
        """The job "dry_run": counts in the answer, every record's fate under `key` for `entries`."""
        options = msgspec.convert(params.get("options") or {}, ImportOptions)
        given = replace(options, dry_run=True, report_file="", rejects_file="", duplicates_file="")
        spool = EntrySpool()
        try:
            report = self._interchange.preview_import(
                params["paths"], params.get("format", "auto"), params.get("encoding", "auto"), params.get("mapping"),
                given, ctx, spool.put,
            )  # fmt: skip
        except BaseException:
            spool.close()
            raise
        self._spools[key] = spool
        while len(self._spools) > _SPOOLS_KEPT:
            self._spools.pop(next(iter(self._spools))).close()
        return replace(report, entries=(), rejected=(), warnings=())

    def counts(self, key: str) -> Mapping[str, int]:
        """How long each list of a dry run is."""
        spool = self._spools.get(key)
        return dict(spool.counts) if spool is not None else {}

    def entries(self, key: str, outcome: str, offset: int, limit: int) -> EntryPage:
        """A page of what a dry run told: of one outcome, or of "other_title". Empty when the run was forgotten."""
        spool = self._spools.get(key)
        return spool.page(outcome, offset, min(limit, 500)) if spool is not None else EntryPage((), offset, 0)

    # Around the run

    def run_folder(self) -> str:
        """A new folder for what an import writes beside the library; those of the last twenty imports are kept.

        Raises:
            HostFaultError: "file.unwritable", "disk.full".
        """
        home = self._catalogue.paths.logs / "imports"
        folder = home / time.strftime("%Y%m%d-%H%M%S")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise write_fault(exc, folder) from exc
        for old in sorted(each for each in home.iterdir() if each.is_dir())[:-_RUNS_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return str(folder)

    def keep_copy(self, files: Sequence[str], target: str) -> tuple[str, ...]:
        """Copy what an import wrote to where a person wants it; further files get the target's name and their suffix.

        Raises:
            InvalidInputError: "file.is_folder", "folder.missing".
            HostFaultError: "file.unwritable", "disk.full".
        """
        first = Path(target)
        written = []
        for number, source in enumerate(map(Path, files)):
            path = first if number == 0 else first.with_suffix(source.suffix)
            try:
                shutil.copyfile(source, path)
            except OSError as exc:
                raise write_fault(exc, path) from exc
            written.append(str(path))
        return tuple(written)

    def touched_records(self, operation: OperationId, limit: int = 50) -> tuple[BibliographicRecord, ...]:
        """The first records that a step of the journal created or changed and that are still there."""
        return tuple(self._catalogue.get(self._catalogue.records_of_operation(operation, limit)))


def _profile_files(folder: Path, name: str) -> list[Path]:
    """The files of a folder that hold a mapping of this name."""
    from core.interchange.crosswalk.holdings import load_profile

    files = sorted(folder.glob("*")) if folder.is_dir() else []
    return [each for each in files if each.suffix in (".toml", ".json") and load_profile(each).name == name]


def _facts(path: str, format: str) -> FileFacts:
    from core.interchange.formats import estimate_records, format_of_file

    file = Path(path)
    try:
        name = format_of_file(file, format)
        return FileFacts(path, name, file.stat().st_size, estimate_records(file, name))
    except LibrarianError as exc:
        return FileFacts(path, problem_id=exc.message_id, problem=exc.context)
    except OSError as exc:
        fault = HostFaultError("file.unreadable", file=file, detail=exc.strerror or str(exc))
        return FileFacts(path, problem_id=fault.message_id, problem=fault.context)
