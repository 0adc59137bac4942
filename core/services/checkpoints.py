"""Loads encoders by their checkpoint folder: to be compared with each other, and to be put into use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.domain.model_shelf import BASE_MODEL
from core.domain.promotion import KnownModel
from core.errors import ConflictError, HostFaultError, LibrarianError
from core.paths import LibraryPaths
from core.protocols import DocumentEncoder, TextEncoder

if TYPE_CHECKING:
    from core.encoders.unified.feature_cache import FeatureCache
    from core.encoders.unified.inputs import UnifiedInput

_CACHE_MIB = 1024
_CHECKSUMS = "checksums.json"
_RUNS = "runs"
_CHECKPOINT = "checkpoint"


class EncoderLoader(Protocol):
    """Makes encoders; a folder of None means the untuned ones of the preset."""

    def texts(self, folder: Path | None) -> TextEncoder:
        """The encoder as search uses it."""
        ...

    def documents(self, folder: Path | None) -> DocumentEncoder[UnifiedInput]:
        """The encoder of texts, words on covers and pictures, as the gate compares them."""
        ...


@dataclass(frozen=True, slots=True)
class PresetEncoders:
    """Encoders of one preset. Nothing is kept; what pictures give is shared between the encoders of one instance.

    `preset` is its name or file, `device` as in the settings, `threads` those of one operation (None = torch's choice).
    """

    preset: str
    device: str
    models_dir: Path
    threads: int | None
    cache: Callable[[], FeatureCache] | None = None

    def texts(self, folder: Path | None) -> TextEncoder:
        """See `EncoderLoader`.

        Raises:
            HostFaultError: "checkpoint.missing", "model.missing"…
            StoreMismatchError: "checkpoint.damaged", "checkpoint.backbone".
        """
        from core.encoders.presets import load_preset

        preset = load_preset(self.preset)
        if folder is None:
            from core.encoders.loading import load_text_encoder

            return load_text_encoder(preset, device=self.device, models_dir=self.models_dir, threads=self.threads)
        from core.encoders.unified.encoder import load_unified_encoder

        return load_unified_encoder(folder, preset, self.device, self.models_dir).text_encoder()

    def documents(self, folder: Path | None) -> DocumentEncoder[UnifiedInput]:
        """See `EncoderLoader`. Raises as `texts`."""
        from core.encoders.presets import load_preset
        from core.encoders.unified.encoder import encoder_of, load_unified_encoder

        preset = load_preset(self.preset)
        cache = self.cache() if self.cache is not None else None
        if folder is None:
            from core.encoders.unified.building import build_unified

            untuned = build_unified(preset, None, self.device, self.models_dir, self.threads)
            return encoder_of(untuned, cache)
        return load_unified_encoder(folder, preset, self.device, self.models_dir, cache)


def shared_cache() -> Callable[[], FeatureCache]:
    """One cache for the encoders of a comparison, made when the first asks for it."""
    made: list[FeatureCache] = []

    def cache() -> FeatureCache:
        if not made:
            from core.encoders.unified.feature_cache import FeatureCache

            made.append(FeatureCache(dtype="float16", max_mib=_CACHE_MIB))
        return made[0]

    return cache


def find_checkpoint(name: str, paths: LibraryPaths) -> Path:
    """The folder of a checkpoint given by its path, by the path of its run, or by the run's name in this library.

    Raises:
        HostFaultError: "checkpoint.missing".
    """
    for folder in (Path(name), Path(name) / _CHECKPOINT, paths.models / _RUNS / name / _CHECKPOINT):
        if (folder / _CHECKSUMS).is_file():
            return folder.resolve()
    raise HostFaultError("checkpoint.missing", folder=name)


def contents_of(folder: Path | None) -> str:
    """Names the files of a checkpoint by their checksums; "" for the preset's own encoder, or where it is gone."""
    if folder is None:
        return ""
    try:
        return hashlib.sha256((folder / _CHECKSUMS).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def folder_of_model(model: str, known: Sequence[KnownModel], paths: LibraryPaths) -> Path | None:
    """The checkpoint of an encoder; None for the preset's own.

    Args:
        model: "base", the beginning of a fingerprint of one that is known, or as `find_checkpoint`.
        known: Encoders that were compared or used.
        paths: Of the library.

    Raises:
        ConflictError: "promotion.unknown_model".
    """
    if model == BASE_MODEL:
        return None
    fitting = [each for each in known if model and each.fingerprint.startswith(model)]
    if len(fitting) == 1:
        return opened_path(fitting[0].folder, paths)
    try:
        return find_checkpoint(model, paths)
    except LibrarianError as exc:
        names = ", ".join([BASE_MODEL, *(each.fingerprint for each in known if each.folder)])
        raise ConflictError("promotion.unknown_model", model=model, known=names) from exc


def stored_path(folder: Path, paths: LibraryPaths) -> str:
    """How the catalogue names a checkpoint: relative to the library where it lies within, so that it may be moved."""
    root = paths.root.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)


def opened_path(stored: str, paths: LibraryPaths) -> Path | None:
    """The folder that `stored_path` named; None for "" (the preset's own encoder)."""
    return (paths.root / stored).resolve() if stored else None
