"""Presets: which encoders to load and where their weights come from (TOML files in resources/presets).

A weight source is a file in an installed Python package, a local folder, or a pinned revision on the Hugging Face hub.
Files of packages may also lie in a models folder (the library's or the user's cache), which is where the installer
puts them on platforms that have no such package.
"""

from __future__ import annotations

import importlib.util
import logging
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from core.encoders.weight_cache import sha256_file
from core.errors import HostFaultError, StoreMismatchError
from core.paths import cache_dir, resources_dir

_LOG = logging.getLogger(__name__)
Pooling = Literal["mean", "cls", "last"]


@dataclass(frozen=True, slots=True)
class WeightSource:
    """One place weights can come from.

    `kind` ``package``: `file` inside the importable `package` of the distribution `distribution`; `sha256` required.
    `kind` ``folder``: the folder `path`, relative to the preset's own folder or absolute; `files` maps file names to
    SHA-256 digests, all of which are checked.
    `kind` ``hub``: repository `repo` at the commit `revision` (40 hex digits, which pins every file's content);
    `files` as above, where the digests are known.
    """

    kind: Literal["package", "folder", "hub"]
    file: str = ""
    sha256: str = ""
    package: str = ""
    distribution: str = ""
    path: str = ""
    repo: str = ""
    revision: str = ""
    files: Mapping[str, str] | None = None

    @property
    def install_command(self) -> str:
        """What a person can type to get it."""
        if self.kind == "package":
            return f"pip install {self.distribution}"
        if self.kind == "hub":
            return f"hf download {self.repo} --revision {self.revision}"
        return f"copy the model folder to {self.path}"


@dataclass(frozen=True, slots=True)
class TextTower:
    """A text encoder. `kind` ``e5-pack`` reads the 4-bit pack, ``transformers`` any AutoModel folder."""

    name: str
    kind: Literal["e5-pack", "transformers"]
    licence: str
    dim: int
    max_tokens: int
    source: WeightSource
    pooling: Pooling = "mean"
    query_prefix: str = ""
    passage_prefix: str = ""
    means: str = ""
    needs_gpu_gib: float = 0.0


@dataclass(frozen=True, slots=True)
class VisualTower:
    """An image encoder. `kind` ``timm`` is any network of timm, `architecture` its name there; ``efficientnet-lite`` is
    one whose weights come under other names; ``image-text`` is the image side of a transformers model that embeds both.
    Feature maps are pooled by the generalised mean with exponent `gem_p`.
    """

    name: str
    kind: Literal["efficientnet-lite", "timm", "image-text"]
    architecture: str
    licence: str
    dim: int
    image_px: int
    source: WeightSource
    gem_p: float = 3.0
    channel_mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    channel_std: tuple[float, ...] = (0.229, 0.224, 0.225)
    needs_gpu_gib: float = 0.0


_Tower = TypeVar("_Tower", TextTower, VisualTower)


@dataclass(frozen=True, slots=True)
class Preset:
    """Towers in order of preference: the first that the device can hold is used."""

    name: str
    description: str
    ocr: str
    text: tuple[TextTower, ...]
    visual: tuple[VisualTower, ...]
    folder: Path

    def text_tower(self, gpu_gib: float = 0.0) -> TextTower:
        """The first text tower that a device with that much memory holds (the last one where none does)."""
        return next((tower for tower in self.text if tower.needs_gpu_gib <= gpu_gib), self.text[-1])

    def visual_tower(self, gpu_gib: float = 0.0) -> VisualTower:
        """The same for the image encoder."""
        return next((tower for tower in self.visual if tower.needs_gpu_gib <= gpu_gib), self.visual[-1])


def preset_names() -> tuple[str, ...]:
    """Names of the presets that ship with the program (other TOML files beside them name no encoder)."""
    files = sorted((resources_dir() / "presets").glob("*.toml"))
    return tuple(path.stem for path in files if "text" in tomllib.loads(path.read_text(encoding="utf-8")))


def load_preset(name: str | Path) -> Preset:
    """Read a preset by its name, or from a TOML file of one's own.

    Raises:
        HostFaultError: ``preset.missing`` where there is none of that name.
        StoreMismatchError: ``preset.invalid`` where the file contradicts the classes above.
    """
    path = name if isinstance(name, Path) else resources_dir() / "presets" / f"{name}.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise HostFaultError("preset.missing", name=name, known=", ".join(preset_names())) from exc
    except (OSError, ValueError) as exc:
        raise StoreMismatchError("preset.invalid", file=path, detail=str(exc)) from exc
    try:
        return Preset(
            name=str(values["name"]),
            description=str(values.get("description", "")),
            ocr=str(values.get("ocr", "rapidocr")),
            text=tuple(_tower(TextTower, tower) for tower in _towers(values, "text")),
            visual=tuple(_tower(VisualTower, tower) for tower in _towers(values, "visual")),
            folder=path.parent,
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise StoreMismatchError("preset.invalid", file=path, detail=str(exc)) from exc


def locate(source: WeightSource, *, models_dir: Path | None, preset_folder: Path, download: bool = False) -> Path:
    """Find a source's file or folder and check it.

    Args:
        source: What to find.
        models_dir: The library's own models folder, looked into before the user's cache and the installed package.
        preset_folder: What relative folders are relative to.
        download: Allow the hub client to fetch what is missing (it still obeys HF_HUB_OFFLINE).

    Raises:
        HostFaultError: ``model.missing`` with the command that installs it.
        StoreMismatchError: ``model.checksum`` where what is there is not what the preset names.
    """
    if source.kind == "package":
        return _first_intact(source, _package_candidates(source, models_dir))
    folder = preset_folder / source.path if source.kind == "folder" else _hub_snapshot(source, download=download)
    if folder is None or not folder.is_dir():
        raise HostFaultError("model.missing", model=source.repo or source.path, command=source.install_command)
    for name, digest in (source.files or {}).items():
        file = folder / name
        if not file.is_file():
            raise HostFaultError("model.missing", model=str(file), command=source.install_command)
        if sha256_file(file) != digest:
            raise StoreMismatchError("model.checksum", file=file)
    return folder


def present_file(source: WeightSource, *, models_dir: Path | None, preset_folder: Path) -> Path | None:
    """Where a source lies on this machine, its content not looked at; None where it is not here."""
    if source.kind == "package":
        return next(_package_candidates(source, models_dir), None)
    folder = preset_folder / source.path if source.kind == "folder" else _hub_snapshot(source, download=False)
    return folder if folder is not None and folder.is_dir() else None


def package_folder(package: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    locations = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(locations))) if locations else None


def package_file(package: str, file: str) -> Path | None:
    """A data file of an installed package, found without importing the package."""
    spec = importlib.util.find_spec(package.partition(".")[0])
    for location in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(location).joinpath(*package.split(".")[1:], file)
        if path.is_file():
            return path
    return None


def _package_candidates(source: WeightSource, models_dir: Path | None) -> Iterator[Path]:
    name = Path(source.file).name
    for folder in (models_dir, cache_dir() / "models"):
        if folder is not None and (folder / name).is_file():
            yield folder / name
    installed = package_file(source.package, source.file)
    if installed is not None:
        yield installed


def _first_intact(source: WeightSource, candidates: Iterator[Path]) -> Path:
    damaged: Path | None = None
    for path in candidates:
        try:
            if sha256_file(path) == source.sha256:
                return path
        except OSError as exc:
            _LOG.warning("%s cannot be read: %s", path.name, exc)
        damaged = damaged or path
        _LOG.warning("%s is not the file that the preset names; looking further", path.name)
    if damaged is not None:
        raise StoreMismatchError("model.checksum", file=damaged)
    raise HostFaultError("model.missing", model=Path(source.file).name, command=source.install_command)


def _hub_snapshot(source: WeightSource, *, download: bool) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        found = snapshot_download(source.repo, revision=source.revision, local_files_only=not download)
    except (LocalEntryNotFoundError, HfHubHTTPError, ConnectionError) as exc:
        _LOG.warning("%s at %s is not on this machine: %s", source.repo, source.revision[:8], exc)
        return None
    return Path(found)


def _towers(values: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    towers = values[key]
    if not isinstance(towers, list) or not towers:
        raise TypeError(f"[[{key}]] is missing")
    return towers


def _tower(cls: type[_Tower], values: Mapping[str, Any]) -> _Tower:
    given = dict(values)
    given["source"] = _checked_source(WeightSource(**given["source"]))
    kinds = {"e5-pack", "transformers"} if cls is TextTower else {"efficientnet-lite", "timm", "image-text"}
    if given.get("kind") not in kinds:
        raise ValueError(f"unknown kind of tower {given.get('kind')!r}")
    if any(name not in given for name in _required(cls)):
        raise ValueError(f"{cls.__name__} lacks {', '.join(name for name in _required(cls) if name not in given)}")
    for name in ("channel_mean", "channel_std"):
        if name in given:
            given[name] = tuple(float(value) for value in given[name])
    return cls(**given)


def _required(cls: type[TextTower] | type[VisualTower]) -> list[str]:
    return [field.name for field in fields(cls) if field.default is MISSING]


def _checked_source(source: WeightSource) -> WeightSource:
    if source.kind == "package" and not (source.package and source.file and len(source.sha256) == 64):
        raise ValueError("a package source needs package, file and sha256")
    if source.kind == "folder" and not source.path:
        raise ValueError("a folder source needs path")
    if source.kind == "hub" and not (source.repo and len(source.revision) == 40):
        raise ValueError("a hub source needs repo and a full commit as revision")
    if source.kind not in {"package", "folder", "hub"}:
        raise ValueError(f"unknown kind of source {source.kind!r}")
    return source
