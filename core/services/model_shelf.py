"""The encoders of a library: what there is, whether it is intact, in from a file, out to a file, away."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.model_shelf import BASE_MODEL, ModelCheck, ModelEntry, ModelOrigin
from core.domain.training import TrainingRun
from core.errors import ConflictError, HostFaultError, InvalidInputError, LibrarianError
from core.files import delete_folder, folder_size, host_fault
from core.paths import LibraryPaths
from core.protocols import JobContext, NullJobContext
from core.services.checkpoints import EncoderLoader, find_checkpoint, opened_path, stored_path

if TYPE_CHECKING:
    from core.catalogue.catalogue import Catalogue
    from core.domain.promotion import KnownModel
    from core.encoders.presets import Preset
    from core.retrieval.models import ModelHost

log = logging.getLogger(__name__)

VISUAL, OCR = "visual", "ocr"
INSTALLED = "installed"
_MIB = 1 << 20
_ROLE = "text"
_READERS = {"rapidocr": ("RapidOCR (PP-OCR)", "Apache-2.0"), "tesseract": ("Tesseract", "Apache-2.0")}


class ModelShelfService:
    """Lists, verifies, installs, exports and deletes encoders.

    Args:
        catalogue: Which encoders it knows, and their vectors.
        paths: Of the library; installed encoders live in ``models/installed``.
        models: Those in use, as far as they are loaded.
        preset: Name of the preset in use.
        ocr_engine: Name of the reader in use.
        loader: Makes encoders; an installed one is loaded once before it is taken.
        runs: The training runs of this library.
        delete_run: Deletes one by its name.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        paths: LibraryPaths,
        models: ModelHost,
        preset: str,
        ocr_engine: str,
        loader: Callable[[], EncoderLoader],
        runs: Callable[[], tuple[TrainingRun, ...]],
        delete_run: Callable[[str], None],
    ) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._models = models
        self._preset = preset
        self._ocr_engine = ocr_engine
        self._loader = loader
        self._runs = runs
        self._delete_run = delete_run

    def list(self) -> tuple[ModelEntry, ...]:
        """The text encoders, that in use first, then the newest; then the picture encoder and the reader."""
        from core.encoders.presets import load_preset

        preset = load_preset(self._preset)
        texts = [self._base(preset), *self._checkpoints()]
        oldest = datetime.min.replace(tzinfo=UTC)
        texts.sort(key=lambda each: (each.state != "active", -(each.added_at or oldest).timestamp()))
        return (*texts, self._visual(preset), self._reader())

    def verify(self, key: str) -> ModelCheck:
        """Compare the files of a model with their checksums.

        Raises:
            ConflictError: "promotion.unknown_model".
        """
        from core.encoders.checkpoint_io import verify_checkpoint
        from core.encoders.presets import load_preset, locate

        preset = load_preset(self._preset)
        try:
            if key in (BASE_MODEL, VISUAL):
                tower = preset.text_tower() if key == BASE_MODEL else preset.visual_tower()
                locate(tower.source, models_dir=self._paths.models, preset_folder=preset.folder)
            elif key != OCR:
                verify_checkpoint(find_checkpoint(key, self._paths))
        except LibrarianError as exc:
            return ModelCheck(key, is_intact=False, problem_id=exc.message_id, values=dict(exc.context))
        return ModelCheck(key, is_intact=True)

    def install(self, path: str, ctx: JobContext | None = None) -> ModelEntry:
        """Take an encoder from a file or a folder: copied, verified and loaded once before it appears in the list.

        Args:
            path: An archive as `export` writes it, a checkpoint folder, or the folder of a training run.
            ctx: Progress and cancel.

        Raises:
            InvalidInputError: "file.missing", "models.not_an_archive" and the other refusals of an archive.
            ConflictError: "models.installed_already", "library.read_only".
            HostFaultError: "checkpoint.missing", "disk.full", "file.unwritable".
            StoreMismatchError: "checkpoint.damaged"; "checkpoint.backbone" where it stands on another preset's.
        """
        context, source = ctx or NullJobContext(), Path(path).expanduser()
        if not source.exists():
            raise InvalidInputError("file.missing", file=source)
        shelf = self._paths.models / INSTALLED
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=".part-", dir=shelf))
        except OSError as exc:
            raise host_fault(exc, shelf) from exc
        try:
            taken = staging / "checkpoint"
            self._take(source, taken, context)
            context.report(0, None, "models.trying")
            info = self._loader().texts(taken).info
            target = shelf / self._name_for(taken, source, info.fingerprint)
            if target.exists() or any(each.fingerprint == info.fingerprint for each in self._known_present()):
                raise ConflictError("models.installed_already", model=target.name)
            context.check_cancelled()
            try:
                taken.rename(target)
            except OSError as exc:
                raise host_fault(exc, target) from exc
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        from dataclasses import replace

        named = replace(info, name=target.name)
        self._catalogue.register_model(_ROLE, named, stored_path(target.resolve(), self._paths))
        log.info("installed %s (%s)", target.name, info.fingerprint)
        return next(each for each in self.list() if each.fingerprint == info.fingerprint)

    def export(self, key: str, file: str, ctx: JobContext | None = None) -> str:
        """Write an encoder as one file that another library can install. Returns the file's name as written.

        Raises:
            ConflictError: "models.of_preset" for what ships with the program.
            HostFaultError, StoreMismatchError, InvalidInputError: As `pack_checkpoint`.
        """
        from core.encoders.checkpoint_archive import SUFFIX, pack_checkpoint

        if key in (BASE_MODEL, VISUAL, OCR):
            raise ConflictError("models.of_preset", model=key)
        target = Path(file).expanduser()
        if target.suffix.lower() != ".zip":
            target = target.with_name(target.name + SUFFIX)
        pack_checkpoint(find_checkpoint(key, self._paths), target, ctx)
        return str(target)

    def delete(self, key: str) -> None:
        """Delete an encoder that is not in use: its folder where that is the library's own, and its vectors.

        Raises:
            ConflictError: "models.of_preset", "models.in_use", "training.in_use".
            HostFaultError: "file.unwritable".
        """
        if key in (BASE_MODEL, VISUAL, OCR):
            raise ConflictError("models.of_preset", model=key)
        entry = next((each for each in self.list() if each.key == key), None)
        if entry is None:
            raise HostFaultError("checkpoint.missing", folder=key)
        if entry.state == "active":
            raise ConflictError("models.in_use", model=entry.name)
        folder = Path(key)
        if entry.origin == "run" and folder.exists():
            self._delete_run(folder.parent.name)
        elif entry.origin == "installed" and folder.exists():
            delete_folder(folder)
        for known in self._catalogue.known_models(_ROLE):
            if opened_path(known.folder, self._paths) == folder:
                self._catalogue.forget_model(known.fingerprint)

    # -- what there is -----------------------------------------------------------------------------------------------

    def _base(self, preset: Preset) -> ModelEntry:
        from core.encoders.presets import present_file

        tower = preset.text_tower()
        known = next((each for each in self._catalogue.known_models(_ROLE) if not each.folder), None)
        active = self._catalogue.active_model(_ROLE)
        is_active = active is None or not active.folder
        ready = self._models.ready
        fingerprint = known.fingerprint if known is not None else ""
        if ready is not None and is_active:
            fingerprint = ready.text.info.fingerprint
        place = present_file(tower.source, models_dir=self._paths.models, preset_folder=preset.folder)
        return ModelEntry(
            BASE_MODEL, "text", tower.name, "active" if is_active else "retired", "preset", fingerprint,
            tower.licence, tower.dim, _size_mib(place), self._catalogue.vector_counts().get(fingerprint, 0),
            known.added_at if known is not None else None, is_missing=place is None,
        )  # fmt: skip

    def _visual(self, preset: Preset) -> ModelEntry:
        from core.encoders.presets import present_file

        tower, ready = preset.visual_tower(), self._models.ready
        fingerprint = ready.visual.info.fingerprint if ready is not None else ""
        place = present_file(tower.source, models_dir=self._paths.models, preset_folder=preset.folder)
        return ModelEntry(
            VISUAL, "visual", tower.name, "active", "preset", fingerprint, tower.licence, tower.dim,
            _size_mib(place), self._catalogue.vector_counts().get(fingerprint, 0), is_missing=place is None,
        )  # fmt: skip

    def _reader(self) -> ModelEntry:
        from core.encoders.presets import package_folder

        name, licence = _READERS.get(self._ocr_engine, (self._ocr_engine, ""))
        folder = package_folder("rapidocr") if self._ocr_engine == "rapidocr" else None
        size = _size_mib(folder / "models") if folder is not None else 0.0
        return ModelEntry(OCR, "ocr", name, "active", "preset", licence=licence, size_mib=size)

    def _checkpoints(self) -> Iterator[ModelEntry]:
        """Those that were compared, installed or used here, then finished runs that were not."""
        seen: set[Path] = set()
        for known in sorted(self._catalogue.known_models(_ROLE), key=lambda each: each.state != "active"):
            folder = opened_path(known.folder, self._paths)
            if folder is None or folder in seen:
                continue
            is_there = folder.is_dir()
            if not is_there and known.state == "retired" and not known.vectors:
                continue  # deleted; kept for its name in the history
            seen.add(folder)
            yield ModelEntry(
                str(folder), "text", self._shown_name(known, folder), known.state, self._origin(folder),
                known.fingerprint, known.licence, known.dim, _size_mib(folder), known.vectors, known.added_at,
                known.decision, is_missing=not is_there,
            )  # fmt: skip
        for run in self._runs():
            if run.result is not None:
                folder = (Path(run.folder) / "checkpoint").resolve()
                if folder not in seen and folder.is_dir():
                    yield ModelEntry(
                        str(folder), "text", run.run, "candidate", "run", size_mib=_size_mib(folder),
                        added_at=run.started_at,
                    )  # fmt: skip

    def _known_present(self) -> Iterator[KnownModel]:
        for known in self._catalogue.known_models(_ROLE):
            folder = opened_path(known.folder, self._paths)
            if folder is not None and folder.is_dir():
                yield known

    def _origin(self, folder: Path) -> ModelOrigin:
        models = self._paths.models.resolve()
        if folder.is_relative_to(models / "runs"):
            return "run"
        return "installed" if folder.is_relative_to(models / INSTALLED) else "elsewhere"

    def _shown_name(self, known: KnownModel, folder: Path) -> str:
        origin = self._origin(folder)
        return {"run": folder.parent.name, "installed": folder.name}.get(origin, known.name or folder.name)

    # -- installing --------------------------------------------------------------------------------------------------

    def _take(self, source: Path, target: Path, context: JobContext) -> None:
        """Copy or unpack what is to be installed, checked."""
        from core.encoders.checkpoint_archive import LIMITS, unpack_checkpoint
        from core.encoders.checkpoint_io import verify_checkpoint

        if source.is_file():
            unpack_checkpoint(source, target, context)
            return
        folder = find_checkpoint(str(source), self._paths)
        names = [name for name in verify_checkpoint(folder) if name in LIMITS]
        try:
            target.mkdir()
            for done, name in enumerate(names, start=1):
                shutil.copyfile(folder / name, target / name)
                context.report(done, len(names), "models.unpacking")
        except OSError as exc:
            raise host_fault(exc, target) from exc
        verify_checkpoint(target)

    @staticmethod
    def _name_for(folder: Path, source: Path, fingerprint: str) -> str:
        """The name that its training had, or the file's, made harmless; the fingerprint tells equal names apart."""
        from core.encoders.checkpoint_io import read_provenance

        given = read_provenance(folder).get("name")
        wanted = given if isinstance(given, str) and given.strip() else source.name.split(".")[0]
        plain = re.sub(r"[^\w\- ]+", "-", wanted).strip(" -")[:40] or "model"
        return f"{plain}-{fingerprint[:8]}"


def _size_mib(place: Path | None) -> float:
    if place is None or not place.exists():
        return 0.0
    return round((place.stat().st_size if place.is_file() else folder_size(place)) / _MIB, 1)
