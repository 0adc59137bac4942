"""What is kept is what was put, in memory and on disk, within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.encoders.unified.feature_cache import FeatureCache
from core.errors import HostFaultError, InvalidInputError


def test_kept_by_key_and_copied() -> None:
    cache = FeatureCache()
    values = torch.ones(3)
    cache.put("a1", {"states": values})
    values.zero_()
    kept = cache.get("a1")
    assert kept is not None
    assert kept["states"].tolist() == [1.0, 1.0, 1.0]
    assert cache.get("a2") is None


def test_the_least_recently_used_go_first() -> None:
    cache = FeatureCache(max_mib=1)
    quarter = torch.zeros(2**16)  # 256 KiB
    for key in ("a1", "a2", "a3", "a4"):
        cache.put(key, {"states": quarter})
    cache.get("a1")
    cache.put("a5", {"states": quarter})
    assert cache.get("a1") is not None
    assert cache.get("a2") is None
    assert len(cache) == 4


def test_half_precision_keeps_pooled_vectors() -> None:
    cache = FeatureCache(dtype="float16")
    value = torch.tensor([1.0 + 2**-20])
    cache.put("a1", {"map0": value, "pooled": value})
    kept = cache.get("a1")
    assert kept is not None
    assert kept["map0"].dtype == kept["pooled"].dtype == torch.float32
    assert kept["map0"].item() == 1.0
    assert kept["pooled"].item() == value.item()


def test_a_folder_outlives_the_process(tmp_path: Path) -> None:
    folder = tmp_path / "特征"
    FeatureCache(folder).put("ab12", {"states": torch.tensor([[1.0, 2.0]])})
    later = FeatureCache(folder)
    kept = later.get("ab12")
    assert kept is not None
    assert kept["states"].tolist() == [[1.0, 2.0]]
    assert len(later) == 1


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    FeatureCache(tmp_path).put("ab12", {"states": torch.ones(2)})
    (path,) = tmp_path.rglob("*.safetensors")
    path.write_bytes(b"broken")
    assert FeatureCache(tmp_path).get("ab12") is None


def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HostFaultError) as caught:
        FeatureCache(tmp_path / "file").put("ab", {"states": torch.ones(1)})
    assert caught.value.message_id == "model.cache_unwritable"


def test_unknown_precision() -> None:
    with pytest.raises(InvalidInputError, match=r"unified\.setting"):
        FeatureCache(dtype="int8")  # type: ignore[arg-type]
