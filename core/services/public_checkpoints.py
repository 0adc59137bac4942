"""Public checkpoints in place of the contenders that would be trained: ``--checkpoint clip=FOLDER``."""

from __future__ import annotations

from pathlib import Path

from core.errors import InvalidInputError
from core.evaluation.conditions import NoisyReader
from core.evaluation.parts import Modality
from core.evaluation.systems.ranking import System
from core.evaluation.systems.reranking import RerankingSystem
from core.evaluation.systems.vectors import VectorSystem
from core.retrieval.models import LoadedModels

CHECKPOINT_SYSTEMS = ("clip", "layoutlmv3", "uniter", "scene-text", "unified")


def open_checkpoint(
    name: str, folder: Path, reader: NoisyReader, models: LoadedModels, preset: str, device: str
) -> System:
    """The system of that name on the weights of a folder.

    ``clip``, ``layoutlmv3``, ``uniter`` and ``scene-text`` take folders as the transformers library saves them (CLIP,
    Chinese-CLIP and their kin; LayoutLMv3; ViLT with its matching head), ``unified`` one that the program trained.

    Raises:
        InvalidInputError: "evaluate.system" for a system that takes no checkpoint.
        StoreMismatchError, HostFaultError: The folder holds no such model.
    """
    from core.encoders.baselines.pretrained import load_pretrained_encoder, load_pretrained_scorer

    if name == "uniter":
        from core.evaluation.systems.clir import ClirSystem

        scorer = load_pretrained_scorer(folder, device)
        return RerankingSystem(name, ClirSystem(models.text), scorer, frozenset({"text", "image"}), reader)
    if name not in CHECKPOINT_SYSTEMS:
        raise InvalidInputError("evaluate.system", system=name, known=", ".join(CHECKPOINT_SYSTEMS))
    if name == "unified":
        from core.encoders.presets import load_preset
        from core.encoders.unified.encoder import load_unified_encoder

        unified = load_unified_encoder(folder, load_preset(preset), device)
        return VectorSystem(name, unified, frozenset({"text", "image", "ocr"}), reader)
    seen: frozenset[Modality] = frozenset({"text", "image"} if name == "clip" else {"text", "image", "ocr"})
    return VectorSystem(name, load_pretrained_encoder(name, folder, device), seen, reader)
