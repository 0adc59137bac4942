"""Language centring: take the mean of its language and role away from every vector, then align what is left.

multilingual-e5 keeps each language, and queries and passages, in a cone of their own, so that a Chinese query is
nearer to any Chinese passage than to the English one that answers it. Subtracting the mean of the cone and
normalising again removes that offset, without any training. Where a preset brings an alignment, a small linear map
that was fitted on a dictionary (`core.training.alignment_fitting`), v then becomes unit(v + v A). Tried and not kept,
because they changed little or hurt: a mean of its own for titles, whitening, dropping principal components, mixing the
means by the share of each script, and correcting for hubs (CSLS).

Means are statistics of text alone (no relevance labels). Those that ship with a preset come from an open sample
(`core.encoders.mean_estimation`); a library may re-estimate them on its own holdings, shrunk towards the shipped ones.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.encoders.e5_pack import damaged
from core.protocols import FloatMatrix, TextRole

LanguageGroup = Literal["zh", "en", "other"]
FloatVector = NDArray[np.float32]

_ALIGNMENT = "alignment"
_CHINESE = {"chi", "zho", "cmn", "yue", "wuu", "lzh", "zh", "och"}
_ENGLISH = {"eng", "en", "enm", "ang"}
# A prior worth this many texts: a mean over 384 dimensions of near-duplicate titles is noise below a few hundred.
SHRINKAGE_TEXTS = 200
# However many there are, the holdings' own mean never counts for more than this. Measured on the development half:
# passages centred on their own mean alone lose 2 points of XQuAD R@1 (.752 → .734) and 10 of title-en R@10
# (.71 → .61), since the mean of a one-sided collection takes away what its books have in common; half and half
# keeps both and gains on topics in English (R@10 .83 → .88).
MAX_OWN_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class LanguageMeans:
    """Mean unit vector of every language group and role that is known, and the map that comes after them.

    Attributes:
        means: Values float32, shape (dim,).
        alignment: A of v + v A, the same for all languages and roles, float32, shape (dim, dim); None = nothing.
    """

    means: Mapping[tuple[LanguageGroup, TextRole], FloatVector]
    alignment: FloatMatrix | None = None

    def get(self, group: LanguageGroup, role: TextRole) -> FloatVector | None:
        """The mean to subtract: its own, else the average over the languages that are known; None without any."""
        own = self.means.get((group, role))
        if own is not None:
            return own
        others = [mean for (_, known), mean in sorted(self.means.items()) if known == role]
        return np.asarray(np.mean(others, axis=0), dtype=np.float32) if others else None

    def digest(self) -> str:
        """Hex SHA-256 over names and values, part of an encoder's fingerprint."""
        state = hashlib.sha256()
        for (group, role), mean in sorted(self.means.items()):
            state.update(f"{group}.{role}".encode())
            state.update(np.ascontiguousarray(mean, dtype="<f4").tobytes())
        if self.alignment is not None:
            state.update(b"alignment" + np.ascontiguousarray(self.alignment, dtype="<f4").tobytes())
        return state.hexdigest()

    def save(self, path: Path) -> None:
        """Write as safetensors, one tensor ``group.role`` each, and ``alignment`` in half precision."""
        from safetensors.numpy import save

        tensors = {f"{group}.{role}": mean for (group, role), mean in sorted(self.means.items())}
        if self.alignment is not None:
            tensors[_ALIGNMENT] = self.alignment.astype(np.float16)
        path.write_bytes(save(tensors))

    @classmethod
    def load(cls, path: Path, dim: int) -> LanguageMeans:
        """Read what `save` wrote.

        Raises:
            StoreMismatchError: ``model.damaged`` where it is not that, or of another dimension.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            tensors = load(path.read_bytes())
        except (OSError, SafetensorError) as exc:
            raise damaged(path.name, str(exc)) from exc
        means: dict[tuple[LanguageGroup, TextRole], FloatVector] = {}
        alignment = tensors.pop(_ALIGNMENT, None)
        if alignment is not None and alignment.shape != (dim, dim):
            raise damaged(path.name, f"{_ALIGNMENT} of shape {alignment.shape}")
        for name, value in tensors.items():
            group, _, role = name.partition(".")
            if value.shape != (dim,) or group not in {"zh", "en", "other"} or role not in {"query", "passage"}:
                raise damaged(path.name, f"{name} of shape {value.shape}")
            means[group, role] = value.astype(np.float32)  # type: ignore[index]  # both were just checked
        return cls(means, None if alignment is None else alignment.astype(np.float32))


def language_group(text: str, language: str | None = None) -> LanguageGroup:
    """Which mean a text takes: by its ISO 639-2 code, else by its script.

    A Han character counts as much as a Latin word. Kana or Hangul decide for ``other`` whatever the Han share, since
    Japanese titles are largely Han. Text without letters is ``other``.
    """
    if language:
        code = language.lower()
        return "zh" if code in _CHINESE else "en" if code in _ENGLISH else "other"
    han = latin = other = 0
    in_word = False
    for char in text:
        script = _script(char)
        if script == "han":
            han += 1
        elif script == "latin":
            latin += not in_word
        elif script == "kana":
            return "other"
        elif script == "other":
            other += not in_word
        in_word = script in {"latin", "other"}
    if not han + latin + other:
        return "other"
    if other > han + latin:
        return "other"
    return "zh" if han > latin else "en" if latin > han or not han else "zh"


def centre(
    vectors: FloatMatrix, groups: Sequence[LanguageGroup], role: TextRole, means: LanguageMeans | None
) -> FloatMatrix:
    """Subtract each row's mean, normalise, align and normalise again.

    Args:
        vectors: Raw unit rows, float32, shape (n, dim). Zero rows (empty texts) stay zero.
        groups: Language group of each row.
        role: Role that all rows share.
        means: None leaves the vectors as they are.

    Returns:
        Unit rows, float32, same shape.
    """
    if means is None or not len(vectors):
        return np.asarray(vectors, dtype=np.float32)
    centred = np.array(vectors, dtype=np.float32)
    empty = ~np.any(centred, axis=1)
    for group in set(groups):
        mean = means.get(group, role)
        if mean is not None:
            centred[[known == group for known in groups]] -= mean
    centred[empty] = 0.0
    centred = normalise_rows(centred)
    return centred if means.alignment is None else normalise_rows(centred + centred @ means.alignment)


def estimate_means(
    vectors: Mapping[TextRole, tuple[FloatMatrix, Sequence[LanguageGroup]]],
    prior: LanguageMeans | None = None,
    *,
    shrinkage_texts: int = SHRINKAGE_TEXTS,
    max_own_weight: float = MAX_OWN_WEIGHT,
) -> LanguageMeans:
    """Means of raw vectors by language and role, shrunk towards a prior.

    With n texts of a group their mean weighs `max_own_weight` · n / (n + `shrinkage_texts`) and the prior the rest.
    Without a prior for the group and role it is their plain mean. The prior's alignment stays.

    Args:
        vectors: For each role, raw unit rows of shape (n, dim) and the language group of each. Zero rows are left out.
        prior: Means to shrink towards and to keep where the sample has none.
        shrinkage_texts: Number of texts at which their mean weighs half of its most.
        max_own_weight: The most that their mean may weigh, 0 to 1.
    """
    means = dict(prior.means) if prior is not None else {}
    for role, (rows, groups) in vectors.items():
        filled = np.any(rows, axis=1)
        for group in sorted(set(groups)):
            chosen = rows[filled & np.array([known == group for known in groups])]
            if not len(chosen):
                continue
            mean = chosen.mean(axis=0, dtype=np.float64)
            base = prior.get(group, role) if prior is not None else None
            if base is not None:
                weight = max_own_weight * len(chosen) / (len(chosen) + shrinkage_texts)
                mean = weight * mean + (1 - weight) * base
            means[group, role] = mean.astype(np.float32)
    return LanguageMeans(means, prior.alignment if prior is not None else None)


def normalise_rows(vectors: FloatMatrix) -> FloatMatrix:
    """Rows of length one, float32; zero rows stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9), dtype=np.float32)


def _script(char: str) -> str:
    """``han``, ``kana`` (with Hangul), ``latin``, ``other`` or ``""`` for what is no letter."""
    code = ord(char)
    if code < 0x80:
        return "latin" if char.isalpha() else ""
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF or 0xF900 <= code <= 0xFAFF:
        return "han"
    if 0x3041 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0xFF66 <= code <= 0xFF9D:
        # The prolonged-sound mark and the middle dot also stand in Chinese text (鲁滨逊·克鲁索).
        return "" if code in {0x30FB, 0x30FC} else "kana"
    if not char.isalpha():
        return ""
    return "latin" if unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN")) else "other"
