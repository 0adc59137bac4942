"""The models of a preset: what they are for, where they come from, whether their files are intact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.errors import LibrarianError
from core.protocols import JobContext, NullJobContext

if TYPE_CHECKING:
    from core.encoders.presets import Preset, TextTower, VisualTower

ModelRole = Literal["text", "visual"]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model of a preset.

    `source` says where it comes from, in the words of the tool that fetches it. `path` is its file or folder and
    `is_intact` whether its checksum holds; both are unset ("" and None) until it was verified. `problem_id` and
    `problem` say what is wrong with it.
    """

    preset: str
    role: ModelRole
    name: str
    source: str
    licence: str
    dim: int
    path: str = ""
    is_intact: bool | None = None
    problem_id: str | None = None
    problem: dict[str, str | int | float] | None = None


class ModelsService:
    """Lists and verifies models. Needs no library, only its models folder, which is looked into first.

    Args:
        models_dir: The library's own models folder.
    """

    def __init__(self, models_dir: Path | None = None) -> None:
        self._models_dir = models_dir

    def list(self) -> tuple[ModelStatus, ...]:
        """Every model of every preset that ships with the program; no file is read."""
        from core.encoders.presets import load_preset, preset_names

        presets = (load_preset(name) for name in preset_names())
        return tuple(_status(preset, role, tower) for preset in presets for role, tower in _towers(preset))

    def verify(
        self, preset_names: Sequence[str] = ("compact",), ctx: JobContext | None = None
    ) -> tuple[ModelStatus, ...]:
        """Compare the files of these presets' models with their checksums."""
        from core.encoders.presets import load_preset

        context = ctx or NullJobContext()
        wanted = [(p, role, tower) for p in map(load_preset, preset_names) for role, tower in _towers(p)]
        found = []
        for done, (preset, role, tower) in enumerate(wanted):
            context.report(done, len(wanted), "models.verifying", model=tower.name)
            found.append(self._verified(preset, role, tower))
        return tuple(found)

    def _verified(self, preset: Preset, role: ModelRole, tower: TextTower | VisualTower) -> ModelStatus:
        from core.encoders.presets import locate

        try:
            path = locate(tower.source, models_dir=self._models_dir, preset_folder=preset.folder)
        except LibrarianError as problem:
            return _status(preset, role, tower, is_intact=False, problem=problem)
        return _status(preset, role, tower, path=str(path), is_intact=True)


def _towers(preset: Preset) -> Iterator[tuple[ModelRole, TextTower | VisualTower]]:
    for text in preset.text:
        yield "text", text
    for visual in preset.visual:
        yield "visual", visual


def _status(
    preset: Preset,
    role: ModelRole,
    tower: TextTower | VisualTower,
    *,
    path: str = "",
    is_intact: bool | None = None,
    problem: LibrarianError | None = None,
) -> ModelStatus:
    return ModelStatus(
        preset=preset.name,
        role=role,
        name=tower.name,
        source=tower.source.install_command,
        licence=tower.licence,
        dim=tower.dim,
        path=path,
        is_intact=is_intact,
        problem_id=problem.message_id if problem else None,
        problem=dict(problem.context) if problem else None,
    )
