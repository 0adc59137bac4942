"""What frozen networks compute, kept by content: token states and image features.

With the backbones frozen, a training step then costs the new blocks alone: milliseconds in place of seconds on a CPU.
In memory the least recently used go first; with a folder everything is also kept on disk, one safetensors file each,
so that repeated trainings on the same data begin at once.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.errors import HostFaultError, InvalidInputError

if TYPE_CHECKING:
    from torch import Tensor

_LOG = logging.getLogger(__name__)


class FeatureCache:
    """Hex key → named tensors. Safe to call from several threads.

    Args:
        folder: Where to keep them on disk too; None = memory only.
        dtype: ``float16`` halves the memory and moves token states by 5e-4 of their size; pooled vectors always stay
            float32. What is read back is float32 either way.
        max_mib: Memory that may be taken.
    """

    def __init__(
        self, folder: Path | None = None, dtype: Literal["float32", "float16"] = "float32", max_mib: float = 4096
    ) -> None:
        if dtype not in {"float32", "float16"}:
            raise InvalidInputError("unified.setting", name="dtype", value=dtype, allowed="float32, float16")
        self._folder = folder
        self._is_narrow = dtype == "float16"
        self._max_bytes = max_mib * 2**20
        self._known: OrderedDict[str, dict[str, Tensor]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Entries in memory."""
        return len(self._known)

    def get(self, key: str) -> dict[str, Tensor] | None:
        """The tensors of a key, float32; None where they are not kept."""
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
        if found is None:
            found = self._read(key)
            if found is None:
                return None
            self._remember(key, found)
        return {name: tensor.float() for name, tensor in found.items()}

    def put(self, key: str, tensors: Mapping[str, Tensor]) -> None:
        """Keep the tensors of a key.

        Raises:
            HostFaultError: ``model.cache_unwritable`` where the folder cannot be written.
        """
        import torch

        narrow = {  # copies: a row of a batch would keep the whole batch alive
            name: tensor.detach()
            .to("cpu", torch.float16 if self._is_narrow and name != "pooled" else torch.float32, copy=True)
            .contiguous()
            for name, tensor in tensors.items()
        }
        self._remember(key, narrow)
        if self._folder is not None:
            self._write(self._folder, key, narrow)

    def _remember(self, key: str, tensors: dict[str, Tensor]) -> None:
        with self._lock:
            self._bytes += _size(tensors) - _size(self._known.pop(key, {}))
            self._known[key] = tensors
            while self._bytes > self._max_bytes and len(self._known) > 1:
                self._bytes -= _size(self._known.popitem(last=False)[1])

    def _read(self, key: str) -> dict[str, Tensor] | None:
        if self._folder is None:
            return None
        from safetensors import SafetensorError
        from safetensors.torch import load

        path = _path(self._folder, key)
        try:
            return load(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, SafetensorError) as exc:
            _LOG.warning("%s cannot be read and is computed again: %s", path.name, exc)
            return None

    @staticmethod
    def _write(folder: Path, key: str, tensors: dict[str, Tensor]) -> None:
        from safetensors.torch import save

        path = _path(folder, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=key[:8], suffix=".part", dir=path.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(save(tensors))
            Path(name).replace(path)
        except OSError as exc:
            raise HostFaultError("model.cache_unwritable", folder=folder, reason=exc.strerror or str(exc)) from exc


def _path(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.safetensors"


def _size(tensors: Mapping[str, Tensor]) -> int:
    return sum(tensor.nbytes for tensor in tensors.values())
