"""What the tags of MARC are called in the language of the interface."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from core.paths import resources_dir


@cache
def _labels() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    with (resources_dir() / "marc" / "tag_labels.toml").open("rb") as file:
        return tomllib.load(file)


def tag_label(flavour: str, tag: str, language: str) -> str:
    """The name of a field; "" for tags that are not common."""
    return _labels().get(flavour, {}).get(tag, {}).get(language, "")
